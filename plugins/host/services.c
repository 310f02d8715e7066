/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services behind struct ambit_host. Each makes a frame of what it was
 * given, so nothing of the plugin's memory outlives the call. An event is
 * encoded and read back before it is sent: one that the daemon could not read
 * is quarantined here, by name, and the run goes on.
 */
#include "host.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

/* Look for a cancel once in so many events. */
#define CANCEL_EVERY 256

void
run_init(
    struct ambit_run *run, struct wire *wire, const struct frame_start *start)
{
	*run = (struct ambit_run){ .wire = wire,
		.frozen_now = start->now,
		.deadline =
		    start->deadline_ms > 0
			? clock_monotonic(&clock_system) + start->deadline_ms
			: INT64_MAX,
		.limits = record_limits_default,
		.trial = { (enum trial_fault)start->fault, start->fault_at,
		    start->fault_percent } };
}

static void
reply_forget(struct ambit_run *run)
{
	body_unmap(&run->body);
	free(run->fetched);
	run->fetched = NULL;
}

void
run_free(struct ambit_run *run)
{
	reply_forget(run);
	buf_free(&run->check);
}

/* The daemon has gone, or takes nothing more: the same as a cancel. */
static int
lost(struct ambit_run *run)
{
	run->cancelled = true;
	return AMBIT_CANCELLED;
}

static int
tell(struct ambit_run *run, enum frame_type type,
    const struct record *record_type, const void *record)
{
	struct err err = ERR_INIT;

	if (run->cancelled)
		return AMBIT_CANCELLED;
	if (wire_send(run->wire, type, record_type, record, &err) < 0)
		return lost(run);
	return AMBIT_OK;
}

/* A FRAME_CANCEL, or the end of the wire, without waiting. */
static void
look_for_cancel(struct ambit_run *run)
{
	struct err err = ERR_INIT;
	struct frame frame;
	int rc = wire_receive(run->wire, 0, &frame, &err);

	if (rc != -EAGAIN)
		run->cancelled = true;
}

static int
host_expired(struct ambit_run *run)
{
	if (!run->cancelled)
		look_for_cancel(run);
	return run->cancelled ||
	       clock_monotonic(&clock_system) >= run->deadline;
}

/* What the text holds if it is text, cut to room. */
static const char *
clean_copy(char *out, size_t room, const char *text, const char *otherwise)
{
	size_t len;

	if (!text || !utf8_valid(text, strlen(text)))
		text = otherwise;
	len = strlen(text);
	if (len >= room) {
		len = room - 1;
		while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(out, text, len);
	out[len] = '\0';
	return out;
}

static int
host_quarantine(struct ambit_run *run, const struct ambit_item *given)
{
	struct ambit_item item = { .byte = -1 };
	char name[256], reason[512];
	struct frame_quarantine frame;

	memcpy(&item, given,
	    given->size < sizeof item ? given->size : sizeof item);
	frame = (struct frame_quarantine){
		.name = clean_copy(name, sizeof name, item.name, "an item"),
		.reason = clean_copy(
		    reason, sizeof reason, item.reason, "no reason was given"),
		.line = item.line > 0 ? item.line : 0,
		.byte = item.byte >= 0 &&
				given->size > offsetof(struct ambit_item, byte)
			    ? item.byte + 1
			    : 0,
	};
	return tell(run, FRAME_QUARANTINE, &quarantine_record, &frame);
}

/* Could the daemon read it? */
static int
event_check(
    struct ambit_run *run, const struct ambit_event *event, struct err *err)
{
	void *copy = NULL;
	int rc;

	buf_reset(&run->check);
	record_encode(&wire_event_record, event, &run->check);
	if (buf_error(&run->check))
		return err_set(err, buf_error(&run->check), "no memory");
	if (run->check.len > WIRE_FRAME_MAX)
		return err_set(err, -E2BIG,
		    "it has %zu bytes in all; at most %u are allowed",
		    run->check.len, WIRE_FRAME_MAX);
	rc = record_decode(&wire_event_record, run->check.data, run->check.len,
	    &run->limits, &copy, err);
	free(copy);
	return rc;
}

/* For people: coordinates of 0 and 0 are "not given" at the border and NaN in
 * a record. */
static struct ambit_event
event_copy(const struct ambit_run *run, const struct ambit_event *given)
{
	struct ambit_event event;

	record_init(&wire_event_record, &event);
	memcpy(&event, given,
	    given->size < sizeof event ? given->size : sizeof event);
	event.size = sizeof event;
	if (!event.kind)
		event.kind = run->kind;
	if (event.latitude == 0 && event.longitude == 0)
		event.latitude = event.longitude = NAN;
	return event;
}

static int
host_emit(struct ambit_run *run, const struct ambit_event *given)
{
	struct err err = ERR_INIT;
	struct ambit_event event = event_copy(run, given);

	if (trial_cancels(run))
		run->cancelled = true;
	if (run->calls++ % CANCEL_EVERY == CANCEL_EVERY - 1 &&
	    host_expired(run))
		return AMBIT_CANCELLED;
	if (event_check(run, &event, &err) < 0) {
		struct ambit_item item = { sizeof item,
			event.uid ? event.uid : event.summary, err.msg,
			event.line, -1 };

		return host_quarantine(run, &item);
	}
	if (run->cancelled)
		return AMBIT_CANCELLED;
	if (wire_send_bytes(run->wire, FRAME_EVENT, run->check.data,
		run->check.len, &err) < 0)
		return lost(run);
	return AMBIT_OK;
}

static int
host_forget(struct ambit_run *run, const char *uid)
{
	struct frame_forget frame = { uid };

	return tell(run, FRAME_FORGET, &forget_record, &frame);
}

static int
host_checkpoint(struct ambit_run *run, const char *cursor)
{
	struct frame_checkpoint frame = { cursor };
	int rc = tell(run, FRAME_CHECKPOINT, &checkpoint_record, &frame);

	if (rc == AMBIT_OK && host_expired(run))
		rc = AMBIT_CANCELLED;
	return rc;
}

static void
host_log(struct ambit_run *run, int level, const char *text)
{
	char clean[sizeof run->complaint];
	struct frame_log frame = { level + 1,
		clean_copy(clean, sizeof clean, text, "(not text)") };

	if (level == AMBIT_LOG_ERROR)
		memcpy(run->complaint, clean, sizeof clean);
	tell(run, FRAME_LOG, &log_record, &frame);
}

static int64_t
host_now(struct ambit_run *run)
{
	return run->frozen_now ? run->frozen_now : clock_now(&clock_system);
}

/* ---------------------------------------------------------------- fetch */

static const struct ambit_reply *
reply_fail(struct ambit_run *run, const char *why)
{
	run->reply = (struct ambit_reply){
		.size = sizeof run->reply, .body = "", .error = why
	};
	return &run->reply;
}

/* Waits for the answer; a cancel that comes first is kept in mind. */
static int
answer_await(struct ambit_run *run, struct frame *frame, struct err *err)
{
	int rc;

	while ((rc = wire_receive(run->wire, -1, frame, err)) == 1 &&
	       frame->type == FRAME_CANCEL)
		run->cancelled = true;
	if (rc == 1 && frame->type != FRAME_FETCHED)
		rc = err_set(err, -EBADMSG, "not an answer to a fetch");
	return rc == 1 ? 0 : -EPIPE;
}

/* Makes the reply of what came; fd is that of the body. */
static int
answer_take(
    struct ambit_run *run, const struct frame *frame, int fd, struct err *err)
{
	const struct frame_fetched *fetched;

	if (record_decode(&fetched_record, frame->bytes, frame->len,
		&run->limits, &run->fetched, err) < 0)
		return err->code;
	fetched = run->fetched;
	if (fetched->status &&
	    (fd < 0 || fetched->body_len < 0 ||
		body_map(&run->body, fd, (size_t)fetched->body_len, err) < 0))
		return err->code
			   ? err->code
			   : err_set(err, -EBADMSG, "a reply without its body");
	run->reply = (struct ambit_reply){
		.size = sizeof run->reply,
		.status = (int32_t)fetched->status,
		.body = fetched->status ? run->body.bytes : "",
		.body_len = run->body.len,
		.content_type = fetched->content_type,
		.final_url = fetched->final_url,
		.error = fetched->error,
		.unchanged = fetched->unchanged,
	};
	return 0;
}

static const struct ambit_reply *
host_fetch(struct ambit_run *run, const struct ambit_request *given)
{
	struct ambit_request request = { 0 };
	struct frame_fetch ask;
	struct frame frame = { .fd = -1 };
	struct err err = ERR_INIT;
	int rc;

	reply_forget(run);
	memcpy(&request, given,
	    given->size < sizeof request ? given->size : sizeof request);
	ask = (struct frame_fetch){ request.url, request.accept, request.bearer,
		request.max_bytes };
	if (tell(run, FRAME_FETCH, &fetch_record, &ask) != AMBIT_OK)
		return reply_fail(run, "cancelled");
	if (wire_flush(run->wire, &err) < 0 ||
	    answer_await(run, &frame, &err) < 0) {
		lost(run);
		return reply_fail(run, "cancelled");
	}
	rc = answer_take(run, &frame, frame.fd, &err);
	if (frame.fd >= 0)
		close(frame.fd);
	if (rc < 0) {
		snprintf(
		    run->complaint, sizeof run->complaint, "%.300s", err.msg);
		return reply_fail(run, run->complaint);
	}
	trial_spoil(run);
	return &run->reply;
}

const struct ambit_host host_services = {
	.size = sizeof host_services,
	.emit = host_emit,
	.forget = host_forget,
	.checkpoint = host_checkpoint,
	.fetch = host_fetch,
	.now = host_now,
	.expired = host_expired,
	.log = host_log,
	.quarantine = host_quarantine,
};
