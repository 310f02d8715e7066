/* SPDX-License-Identifier: Apache-2.0 */
#include "resolution_period.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "model/bound.h"
#include "office/period_job.h"
#include "office/resolution.h"

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "resolve: no memory");
}

int
resolution_begin(struct desk *desk, const struct period_asked *asked,
    char id[UUID_TEXT], struct period_job **job, struct err *err)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(buf_free) struct buf title = BUF_INIT;
	char day[2][DAY_TEXT];
	struct resolution row = { .id = uuid_new(id, desk->actor.now * 1000),
		.kind = resolution_of_period,
		.state = RESOLUTION_RUNNING,
		.maker = desk->actor.name,
		.why = desk->actor.why };

	if (!desk->judge)
		return err_set(err, -EBUSY, "conflicts are not known yet");
	day_format(day[0], zone_day(desk->zone, asked->span.start));
	day_format(day[1], zone_day(desk->zone, asked->span.end));
	buf_addf(&text,
	    "{\"from\":\"%s\",\"to\":\"%s\",\"milliseconds\":%" PRId64
	    ",\"iterations\":%" PRId64 ",\"seed\":%" PRId64 "}",
	    day[0], day[1], asked->milliseconds, asked->iterations,
	    asked->seed);
	buf_addf(&title, "%s – %s", day[0], day[1]);
	row.asked = buf_str(&text);
	row.title = buf_str(&title);
	if (buf_error(&text) < 0 || buf_error(&title) < 0)
		return no_memory(err);
	if (resolution_write(desk->store, &desk->actor, "begun", &row, err) < 0)
		return err->code;
	return desk->judge->begins(desk->judge->arg, asked, job, err);
}

int
resolution_tell(
    struct desk *desk, const char *id, const char *told, struct err *err)
{
	CLEANUP(resolution_known_free)
	struct resolution_known known = { .row = { .id = NULL } };

	if (resolution_find(desk, id, &known, err) < 0)
		return err->code;
	if (known.row.state != RESOLUTION_RUNNING)
		return 0;
	known.row.told = told;
	return resolution_write(
	    desk->store, &desk->actor, "told", &known.row, err);
}

static int
add_failure(struct buf *told, const struct err *failed)
{
	buf_adds(told, "{\"failed\":");
	json_add_text(told, failed->msg);
	buf_addc(told, '}');
	return buf_error(told);
}

int
resolution_end(struct desk *desk, const char *id, struct period_job *job,
    const struct err *failed, struct err *err)
{
	CLEANUP(resolution_known_free)
	struct resolution_known known = { .row = { .id = NULL } };
	CLEANUP(buf_free) struct buf told = BUF_INIT;
	CLEANUP(buf_free) struct buf changes = BUF_INIT;
	CLEANUP(buf_free) struct buf explained = BUF_INIT;
	struct err why = *failed;

	if (resolution_find(desk, id, &known, err) < 0)
		return err->code;
	if (why.code == 0)
		desk->judge->ends(
		    desk->judge->arg, job, &told, &changes, &explained, &why);
	if (why.code < 0) {
		buf_reset(&told);
		buf_reset(&changes);
		known.row.state = RESOLUTION_FAILED;
		if (add_failure(&told, &why) < 0)
			return no_memory(err);
	} else {
		known.row.state = atomic_load(&job->stop) ? RESOLUTION_CANCELLED
							  : RESOLUTION_READY;
		known.row.changes = buf_str(&changes);
		known.row.explained = buf_str(&explained);
	}
	known.row.told = buf_str(&told);
	return resolution_write(desk->store, &desk->actor,
	    resolution_state_words[known.row.state], &known.row, err);
}

int
resolution_lose(struct desk *desk, const char *id, struct err *err)
{
	CLEANUP(resolution_known_free)
	struct resolution_known known = { .row = { .id = NULL } };
	CLEANUP(buf_free) struct buf told = BUF_INIT;
	struct err why = ERR_INIT;

	if (resolution_find(desk, id, &known, err) < 0)
		return err->code;
	if (known.row.state != RESOLUTION_RUNNING)
		return err_set(err, -EPERM, "it is %s: it does not run",
		    resolution_state_words[known.row.state]);
	err_set(&why, -ESTALE, "the daemon ended meanwhile: ask again");
	if (add_failure(&told, &why) < 0)
		return no_memory(err);
	known.row.state = RESOLUTION_FAILED;
	known.row.told = buf_str(&told);
	return resolution_write(
	    desk->store, &desk->actor, "failed", &known.row, err);
}

static int
note_first(const struct resolution *row, void *arg, struct err *err)
{
	(void)err;
	snprintf(arg, UUID_TEXT, "%s", row->id);
	return 0;
}

int
resolutions_lose(struct desk *desk, struct err *err)
{
	struct resolution_filter filter = { .state = RESOLUTION_RUNNING,
		.limit = 1 };
	char id[UUID_TEXT];

	for (;;) {
		id[0] = '\0';
		if (resolutions_each(
			desk->store, &filter, note_first, id, err) < 0)
			return err->code;
		if (!id[0])
			return 0;
		if (resolution_lose(desk, id, err) < 0)
			return err->code;
	}
}

int
resolution_run(struct desk *desk, const char *id, struct period_job *job,
    const struct clock *clock, struct err *err)
{
	struct err failed = ERR_INIT;
	int rc;

	period_run(job, clock, NULL, NULL, &failed);
	rc = resolution_end(desk, id, job, &failed, err);
	period_job_free(job);
	return rc;
}
