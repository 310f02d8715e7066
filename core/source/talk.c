/* SPDX-License-Identifier: Apache-2.0 */
#include "talk.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

void
talk_fault(struct talk *talk, const char *fmt, ...)
{
	struct runner_outcome *outcome = talk->outcome;
	va_list args;

	if (talk->broken)
		return;
	talk->broken = true;
	outcome->result = AMBIT_BUG;
	outcome->key[0] = '\0';
	va_start(args, fmt);
	vsnprintf(outcome->message, sizeof outcome->message, fmt, args);
	va_end(args);
}

int
talk_start(struct talk *talk, struct err *err)
{
	const struct runner_request *request = talk->request;
	const struct clock *clock = request->clock;
	bool turned = clock && clock->now != clock_system.now;
	struct frame_start start = {
		.mode = request->mode,
		.plugin = request->plugin,
		.settings = request->settings,
		.cursor = request->cursor,
		.now = request->frozen_now ? request->frozen_now
		       : turned            ? clock_now(clock)
					   : 0,
		.deadline_ms = request->deadline_ms,
		.max_bytes = request->max_memory,
		.sandbox = (int64_t)request->sandbox + 1,
		.fault = request->trial.fault,
		.fault_at = request->trial.at,
		.fault_percent = request->trial.percent,
	};
	int rc = wire_send(talk->wire, FRAME_START, &start_record, &start, err);

	return rc < 0 ? rc : wire_flush(talk->wire, err);
}

/* --------------------------------------------------------------- frames */

/* Counts what a run may not bring without end. */
static bool
within_bounds(struct talk *talk)
{
	int64_t most = talk->request->max_events > 0 ? talk->request->max_events
						     : TALK_EVENTS;

	if (talk->items++ < most)
		return true;
	talk_fault(talk, "brought more than %lld items, the limit of one sync",
	    (long long)most);
	return false;
}

static int
event_take(struct talk *talk, void *record, struct err *err)
{
	struct ambit_event *event = record;

	/* "Not given" is 0 for a plugin's coordinates. */
	if (isnan(event->latitude) || isnan(event->longitude))
		event->latitude = event->longitude = 0;
	talk->outcome->events++;
	if (!within_bounds(talk) || !talk->sink->event)
		return 0;
	return talk->sink->event(talk->sink->arg, event, err);
}

static int
forget_take(struct talk *talk, void *record, struct err *err)
{
	const struct frame_forget *frame = record;

	if (!frame->uid)
		talk_fault(talk, "forgot an event without saying which");
	if (!within_bounds(talk) || talk->broken || !talk->sink->forget)
		return 0;
	return talk->sink->forget(talk->sink->arg, frame->uid, err);
}

static int
checkpoint_take(struct talk *talk, void *record, struct err *err)
{
	const struct frame_checkpoint *frame = record;

	if (talk->checkpoints++ == TALK_CHECKPOINTS)
		talk_fault(
		    talk, "made more than %d checkpoints", TALK_CHECKPOINTS);
	if (talk->broken || !talk->sink->checkpoint)
		return 0;
	return talk->sink->checkpoint(talk->sink->arg, frame->cursor, err);
}

static int
quarantine_take(struct talk *talk, void *record, struct err *err)
{
	const struct frame_quarantine *frame = record;

	if (!within_bounds(talk) || !talk->sink->quarantine)
		return 0;
	return talk->sink->quarantine(talk->sink->arg, frame, err);
}

static void
log_pass(struct talk *talk, int level, const char *text)
{
	size_t len = strlen(text);

	if (!talk->sink->log || talk->log_lines > TALK_LOG_LINES)
		return;
	talk->log_bytes += len;
	if (talk->log_lines++ == TALK_LOG_LINES ||
	    talk->log_bytes > TALK_LOG_BYTES) {
		talk->log_lines = TALK_LOG_LINES + 1;
		level = AMBIT_LOG_WARNING;
		text = "what it says further is not kept";
	}
	talk->sink->log(talk->sink->log_arg, level, text);
}

static int
log_take(struct talk *talk, void *record, struct err *err)
{
	const struct frame_log *frame = record;
	int level = frame->level > AMBIT_LOG_ERROR &&
			    frame->level <= AMBIT_LOG_DEBUG + 1
			? (int)frame->level - 1
			: AMBIT_LOG_DEBUG;

	(void)err;
	log_pass(talk, level, frame->text ? frame->text : "");
	return 0;
}

static int
done_take(struct talk *talk, void *record, struct err *err)
{
	const struct frame_done *frame = record;
	struct runner_outcome *outcome = talk->outcome;

	(void)err;
	talk->done = true;
	if (frame->result <= AMBIT_OK || frame->result > AMBIT_BUG + 1) {
		talk_fault(talk, "ended with %lld, which is no result",
		    (long long)frame->result);
		return 0;
	}
	outcome->result = (enum ambit_result)(frame->result - 1);
	outcome->snapshot = frame->snapshot;
	snprintf(outcome->message, sizeof outcome->message, "%s",
	    frame->message ? frame->message : "");
	snprintf(outcome->key, sizeof outcome->key, "%s",
	    frame->key ? frame->key : "");
	snprintf(outcome->gaps, sizeof outcome->gaps, "%s",
	    frame->gaps ? frame->gaps : "");
	return 0;
}

/* ---------------------------------------------------------------- fetch */

static void
fetch_now(
    struct talk *talk, const struct frame_fetch *ask, struct fetch_reply *reply)
{
	const struct runner_request *request = talk->request;
	int64_t left = talk->deadline - clock_monotonic(&clock_system);
	struct fetch_request fetch = { ask->url, ask->accept, ask->bearer,
		ask->max_bytes, left > 1 ? left : 1 };

	*reply = (struct fetch_reply){ .fd = -1 };
	if (!request->fetcher)
		snprintf(reply->error, sizeof reply->error,
		    "nothing may be fetched here");
	else
		fetcher_get(request->fetcher, &fetch, request->cancel, reply);
}

static void
reply_send(struct talk *talk, const struct fetch_reply *reply)
{
	struct err err = ERR_INIT;
	struct frame_fetched fetched = {
		.status = reply->status,
		.body_len = reply->body_len,
		.content_type =
		    reply->content_type[0] ? reply->content_type : NULL,
		.final_url = reply->final_url[0] ? reply->final_url : NULL,
		.error = reply->error[0] ? reply->error : NULL,
		.unchanged = reply->unchanged,
	};
	int rc = wire_send_fd(talk->wire, FRAME_FETCHED, &fetched_record,
	    &fetched, reply->fd, &err);

	/* -EPIPE: it has ended; how, its status will tell. */
	if (rc == -EAGAIN)
		talk_fault(talk, "asks for fetches but takes no answer");
}

static int
fetch_take(struct talk *talk, void *record, struct err *err)
{
	struct fetch_reply reply;

	(void)err;
	if (talk->outcome->fetches++ == TALK_FETCHES) {
		talk_fault(talk, "fetched more than %d times", TALK_FETCHES);
		return 0;
	}
	fetch_now(talk, record, &reply);
	talk->outcome->bytes_fetched += reply.body_len;
	talk->unchanged += reply.unchanged;
	talk->outcome->unchanged = talk->unchanged == talk->outcome->fetches;
	reply_send(talk, &reply);
	fetch_reply_free(&reply);
	return 0;
}

/* ------------------------------------------------------------- dispatch */

struct answer {
	const struct record *record;
	int (*take)(struct talk *talk, void *record, struct err *err);
	const char *name;
};

static int
description_take(struct talk *talk, void *record, struct err *err)
{
	(void)err;
	if (talk->description && !*talk->description)
		*talk->description = record_copy(&description_record, record);
	return 0;
}

static const struct answer answers[] = {
	[FRAME_DESCRIPTION] = { &description_record, description_take,
	    "a description" },
	[FRAME_EVENT] = { &wire_event_record, event_take, "an event" },
	[FRAME_FORGET] = { &forget_record, forget_take, "a forgotten uid" },
	[FRAME_CHECKPOINT] = { &checkpoint_record, checkpoint_take,
	    "a checkpoint" },
	[FRAME_FETCH] = { &fetch_record, fetch_take, "a fetch" },
	[FRAME_QUARANTINE] = { &quarantine_record, quarantine_take,
	    "a quarantined item" },
	[FRAME_LOG] = { &log_record, log_take, "a log line" },
	[FRAME_DONE] = { &done_record, done_take, "its result" },
};

int
talk_frame(struct talk *talk, const struct frame *frame, struct err *err)
{
	CLEANUP(freep) void *record = NULL;
	struct err unread = ERR_INIT;
	const struct answer *answer = frame->type < ARRAY_LEN(answers)
					  ? &answers[frame->type]
					  : &answers[0];

	if (talk->broken)
		return 0;
	if (!answer->take || talk->done) {
		talk_fault(talk, "%s",
		    talk->done ? "went on after it was done"
			       : "sent what only the daemon may send");
		return 0;
	}
	if (record_decode(answer->record, frame->bytes, frame->len,
		&record_limits_default, &record, &unread) < 0) {
		talk_fault(talk, "%s cannot be read: %.300s", answer->name,
		    unread.msg);
		return 0;
	}
	return answer->take(talk, record, err);
}

/* ------------------------------------------------------- standard error */

static void
line_pass(struct talk *talk)
{
	if (talk->line.len && utf8_valid(talk->line.data, talk->line.len)) {
		text_clean(talk->line.data);
		log_pass(talk, AMBIT_LOG_WARNING, talk->line.data);
	} else if (talk->line.len) {
		log_pass(talk, AMBIT_LOG_WARNING, "(a line that is not text)");
	}
	buf_reset(&talk->line);
}

void
talk_errors(struct talk *talk, const char *bytes, size_t len)
{
	talk->line.limit = TALK_LOG_BYTES;
	talk->error_bytes += len;
	if (talk->error_bytes > TALK_ERROR_BYTES)
		talk_fault(talk, "wrote more than %d MiB to standard error",
		    TALK_ERROR_BYTES >> 20);
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n')
			line_pass(talk);
		else
			buf_addc(&talk->line, bytes[i] ? bytes[i] : '?');
	}
}

void
talk_errors_end(struct talk *talk)
{
	line_pass(talk);
}
