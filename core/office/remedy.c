/* SPDX-License-Identifier: Apache-2.0 */
#include "remedy.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "office/remedy_parts.h"
#include "schedule/life.h"
#include "store/touched.h"

/* -------------------------------------------------------------- scratch */

int
remedy_cannot(struct remedy_work *work, const char *why)
{
	return err_set(work->err, -EDOM, "%s", why);
}

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "proposals: no memory");
}

void *
remedy_scratch(struct remedy_work *work, size_t size)
{
	void *block = calloc(1, size + 1);

	if (block && vec_push(&work->scratch, block) == 0)
		return block;
	free(block);
	no_memory(work->err);
	return NULL;
}

char *
remedy_text(struct remedy_work *work, const char *format, ...)
{
	char text[1200];
	va_list args;
	char *copy;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	copy = remedy_scratch(work, (size_t)n);
	if (copy)
		snprintf(copy, (size_t)n + 1, "%s", text);
	return copy;
}

const char *
remedy_later(struct remedy_work *work, const char *time, int64_t days)
{
	char date[DAY_TEXT];
	int64_t day;

	if (!time)
		return NULL;
	snprintf(date, sizeof date, "%.10s", time);
	if (day_parse(date, &day) < 0)
		return time;
	return remedy_text(
	    work, "%s%s", day_format(date, day + days), time + strlen(date));
}

/* -------------------------------------------------------------- changes */

static struct remedy_change *
find_change(
    const struct remedy *remedy, const struct family *family, const char *id)
{
	vec_each(&remedy->changes, change)
		if (change->family == family && strcmp(change->id, id) == 0)
			return change;
	return NULL;
}

const void *
remedy_after(const struct remedy *remedy, enum family_id family, const char *id)
{
	const struct remedy_change *change =
	    find_change(remedy, &families[family], id);

	return change ? change->after : NULL;
}

const void *
remedy_now(struct remedy_work *work, enum family_id family, const char *id)
{
	const struct remedy_change *change =
	    find_change(work->remedy, &families[family], id);

	return change ? change->after
		      : records_get(work->office->input.records, family, id);
}

static int
put_change(struct remedy_work *work, const struct remedy_change *change,
    const struct record *type, const void *record)
{
	struct remedy_change *known =
	    find_change(work->remedy, change->family, change->id);
	void *after = record ? record_copy(type, record) : NULL;

	if (record && !after)
		return no_memory(work->err);
	if (!known) {
		if (vec_push(&work->remedy->changes, *change) < 0) {
			free(after);
			return no_memory(work->err);
		}
		known =
		    &work->remedy->changes.items[work->remedy->changes.len - 1];
	}
	free(known->after);
	known->after = after;
	return 0;
}

int
remedy_set(struct remedy_work *work, enum family_id family, const char *id,
    const void *record)
{
	struct remedy_change change = {
		.family = &families[family],
		.before = records_find(work->office->input.records, family, id),
	};

	snprintf(change.id, sizeof change.id, "%s", id);
	return put_change(work, &change, families[family].type, record);
}

int
remedy_set_event(struct remedy_work *work, const struct event_row *row,
    const struct event *event)
{
	struct remedy_change change = { .event = row };

	snprintf(change.id, sizeof change.id, "%s", row->id);
	return put_change(work, &change, &event_record, event);
}

/* ------------------------------------------------------------- missions */

const struct mission *
remedy_mission(struct remedy_work *work, int32_t at)
{
	const char *id =
	    picture_name(work->office->picture, PICTURE_MISSION, at);
	const struct mission *mission =
	    id ? remedy_now(work, FAMILY_MISSION, id) : NULL;

	return mission && !mission->imported ? mission : NULL;
}

int
remedy_set_mission(struct remedy_work *work, const struct mission *old,
    struct mission *mission)
{
	if (old->state == MISSION_ENDORSED &&
	    mission->state == MISSION_ENDORSED &&
	    life_revises(old, mission, work->office->revise_percent)) {
		mission->state = MISSION_SUBMITTED;
		mission->state_since = work->office->now;
	}
	return remedy_set(work, FAMILY_MISSION, old->id, mission);
}

/* ---------------------------------------------------------------- views */

static int
add_row(struct remedy *remedy, const struct remedy_change *change)
{
	struct record_change row = {
		.before = record_row_ref((struct record_row *)change->before),
	};
	void *copy = change->after
			 ? record_copy(change->family->type, change->after)
			 : NULL;
	int64_t revision = change->before ? change->before->revision + 1 : 1;

	if (copy)
		row.after =
		    record_row_new(change->family, copy, revision, 0, 0);
	if ((change->after && !row.after) || vec_push(&remedy->rows, row) < 0) {
		record_row_unref(row.before);
		record_row_unref(row.after);
		return -ENOMEM;
	}
	return 0;
}

static int
make_records(
    const struct remedy_office *office, struct remedy *remedy, struct err *err)
{
	vec_each(&remedy->changes, change)
		if (change->family && add_row(remedy, change) < 0)
			return no_memory(err);
	return records_apply(office->input.records, remedy->rows.items,
	    remedy->rows.len, &remedy->records, err);
}

/* The series of an event of our own, which has no overrides. */
static struct series *
new_series(const struct remedy_office *office,
    const struct remedy_change *change, struct err *err)
{
	struct series *series = calloc(1, sizeof *series);
	struct event_row *row = calloc(1, sizeof *row);
	struct event_row **rows = calloc(1, sizeof *rows);
	struct event *event = series && row && rows
				  ? record_copy(&event_record, change->after)
				  : NULL;

	if (event) {
		*row = *change->event;
		row->event = event;
		row->shown = NULL;
	}
	if (!event || event_times(event, office->picture->options.zones,
			  &row->times, err) < 0) {
		free(event);
		free(rows);
		free(row);
		free(series);
		if (err->code == 0)
			no_memory(err);
		return NULL;
	}
	row->extent = event_extent(event, &row->times);
	rows[0] = row;
	atomic_init(&series->refs, 1);
	series->source = event->source;
	series->uid = event->uid;
	series->rows = rows;
	series->nrows = 1;
	series->extent = row->extent;
	return series;
}

static int
apply_event(const struct remedy_office *office, struct remedy *remedy,
    const struct remedy_change *change, struct err *err)
{
	const struct series *before = NULL;
	struct snapshot *next = NULL;
	struct series_change at = { NULL, NULL };
	int rc;

	snapshot_event(remedy->events, change->id, &before);
	if (!before || before->nrows != 1 || before->nmembers)
		return err_set(err, -EDOM, "the event is not one of our own");
	at.before = (struct series *)before;
	at.after = new_series(office, change, err);
	if (!at.after)
		return err->code;
	rc = snapshot_apply(remedy->events, &at, 1, &next, err);
	if (rc == 0)
		rc = touched_note(
		    &remedy->series, at.after->source, at.after->uid, err);
	series_unref(at.after);
	if (rc < 0) {
		snapshot_unref(next);
		return rc;
	}
	snapshot_unref(remedy->events);
	remedy->events = next;
	return 0;
}

int
remedy_views(
    const struct remedy_office *office, struct remedy *remedy, struct err *err)
{
	if (make_records(office, remedy, err) < 0)
		return err->code;
	remedy->events = snapshot_ref((struct snapshot *)office->input.events);
	vec_each(&remedy->changes, change)
		if (!change->family &&
		    apply_event(office, remedy, change, err) < 0)
			return err->code;
	return 0;
}

void
remedy_free(struct remedy *remedy)
{
	vec_each(&remedy->changes, change)
		free(change->after);
	vec_free(&remedy->changes);
	vec_each(&remedy->rows, row) {
		record_row_unref(row->before);
		record_row_unref(row->after);
	}
	vec_free(&remedy->rows);
	records_unref(remedy->records);
	snapshot_unref(remedy->events);
	touched_free(&remedy->series);
}

/* --------------------------------------------------------------- making */

static remedy_step *const steps[PROPOSE_KINDS] = {
	[PROPOSE_SUBSTITUTE] = remedy_substitute,
	[PROPOSE_LEAVE_OUT] = remedy_substitute,
	[PROPOSE_WINDOW] = remedy_window,
	[PROPOSE_REMOTE] = remedy_remote,
	[PROPOSE_SHORTEN] = remedy_shorten,
	[PROPOSE_MOVE] = remedy_move,
	[PROPOSE_RESOURCE] = remedy_resource,
	[PROPOSE_HOST] = remedy_host,
	[PROPOSE_STAND_IN] = remedy_stand_in,
	[PROPOSE_DEPUTY] = remedy_deputy,
	[PROPOSE_JOIN] = remedy_join,
	[PROPOSE_SPLIT_LEG] = remedy_split_leg,
	[PROPOSE_INVITE] = remedy_invite,
	[PROPOSE_TAG] = remedy_tag,
	[PROPOSE_FOLLOW] = remedy_follow,
	[PROPOSE_DECLINE] = remedy_decline,
	[PROPOSE_EXCHANGE] = remedy_exchange,
};

static int
take_steps(struct remedy_work *work, const struct propose_candidate *candidate)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < candidate->len; i++)
		rc =
		    steps[candidate->steps[i].kind](work, &candidate->steps[i]);
	return rc;
}

int
remedy_make_all(const struct remedy_office *office,
    const struct propose_candidate *candidates, size_t n, struct remedy *out,
    struct err *err)
{
	struct remedy_work work = {
		.office = office, .remedy = out, .err = err
	};
	struct picture_input before = office->picture->input;
	int rc = 0;

	office->picture->input = office->input;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = take_steps(&work, &candidates[i]);
	if (rc == 0)
		rc = remedy_views(office, out, err);
	office->picture->input = before;
	vec_each(&work.scratch, block)
		free(*block);
	vec_free(&work.scratch);
	return rc;
}

int
remedy_make(const struct remedy_office *office,
    const struct propose_candidate *candidate, struct remedy *out,
    struct err *err)
{
	return remedy_make_all(office, candidate, 1, out, err);
}
