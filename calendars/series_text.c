/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A series as VEVENTs. An override of all later occurrences begins a series of
 * its own (schedule/parts.h), since most clients know no RANGE; a series that
 * is no more than an event, which most are, is told without further ado.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "calendars/event_lines.h"
#include "calendars/event_time.h"
#include "calendars/series_dates.h"
#include "calendars/uid.h"
#include "schedule/parts.h"

/* Where all of a series is written to. */
struct telling {
	struct ical_writer writer;
	const struct series *series;
	const char *uid; /* digits of the series' own */
	const struct text_context *context;
};

/* A row on its own. */
static void
tell_alone(struct telling *telling, const struct event_row *row)
{
	const char *id = row->event->recurrence_id;
	char own[UID_DIGITS + 1];

	if (id)
		uid_digits(own, row->event->source, row->event->uid, id);
	event_begin(
	    &telling->writer, row, id ? own : telling->uid, telling->context);
	event_time_lines(&telling->writer, &row->times);
	event_finish(&telling->writer, row, telling->context);
}

static void
tell_each_alone(struct telling *telling)
{
	for (size_t i = 0; i < telling->series->nrows; i++)
		if (event_is_shown(telling->series->rows[i], telling->context))
			tell_alone(telling, telling->series->rows[i]);
}

/* ----------------------------------------------------------------- parts ---
 */

/* The part that the master tells of has the series' UID; a later one has one
 * of its own, from the start that it begins with. */
static void
part_uid(const struct telling *telling, const struct series_part *part,
    char out[UID_DIGITS + 1])
{
	const struct event_row *master = series_master(telling->series);
	const struct event_row *row = telling->series->rows[part->row];
	char first[WALL_TEXT];

	if (row == master) {
		memcpy(out, telling->uid, UID_DIGITS + 1);
		return;
	}
	if (master->times.all_day)
		day_format(first, part->first);
	else
		wall_format(first, part->first);
	uid_digits(out, row->event->source, row->event->uid, first);
}

static void
tell_override(struct telling *telling, const struct event_row *row,
    const char *uid, const struct event_times *times, int64_t replaces)
{
	event_begin(&telling->writer, row, uid, telling->context);
	part_stamp_line(&telling->writer, "RECURRENCE-ID", times, replaces);
	event_time_lines(&telling->writer, &row->times);
	event_finish(&telling->writer, row, telling->context);
}

/* What is left of a part that is not shown as a series. */
static void
tell_remains(struct telling *telling, const struct series_part *part)
{
	vec_each(&part->overrides, it) {
		const struct event_row *row = telling->series->rows[it->row];

		if (event_is_shown(row, telling->context))
			tell_alone(telling, row);
	}
}

/* One instance, on the clock of its zone. */
static void
tell_instance(
    struct telling *telling, const struct event_row *row, int64_t start)
{
	struct event_times times = event_times_from(&row->times, start);
	char id[WALL_TEXT + 1], own[UID_DIGITS + 1];

	wall_format(id, start);
	strcat(id, "!"); /* no recurrence id of an override */
	uid_digits(own, row->event->source, row->event->uid, id);
	event_begin(&telling->writer, row, own, telling->context);
	event_time_lines(&telling->writer, &times);
	event_finish(&telling->writer, row, telling->context);
}

static void
tell_instances(struct telling *telling, const struct series_part *part)
{
	const struct event_row *row = telling->series->rows[part->row];

	if (!part_recurs(part))
		return;
	if (part_tells_alone(part, &row->times, part->start))
		tell_instance(telling, row, part->start);
	vec_each(&part->dates, date)
		if (*date != part->start &&
		    part_tells_alone(part, &row->times, *date))
			tell_instance(telling, row, *date);
}

/* The first instance that is told with the others; false: none is. */
static bool
find_start(const struct series_part *part, const struct event_times *times,
    struct event_times *out)
{
	int64_t start = part->start;

	if (part_recurs(part) && part_tells_alone(part, times, start)) {
		size_t i = 0;

		while (i < part->dates.len &&
		       part_tells_alone(part, times, part->dates.items[i]))
			i++;
		if (i == part->dates.len)
			return false;
		start = part->dates.items[i];
	}
	*out = event_times_from(times, start);
	return true;
}

/* Whole days among times, or the reverse, some clients show beside what they
 * replace, so such an override is an event of its own. */
static bool
is_alike(const struct event_row *row, const struct event_times *times)
{
	return row->times.all_day == times->all_day;
}

/* What is not told as an override is an exception. */
static void
tell_exceptions(struct telling *telling, const struct series_part *part,
    const struct event_times *times)
{
	vec_each(&part->overrides, it) {
		const struct event_row *row = telling->series->rows[it->row];

		if (!event_is_shown(row, telling->context) ||
		    !is_alike(row, times))
			part_stamp_line(
			    &telling->writer, "EXDATE", times, it->replaces);
	}
}

static void
tell_series(struct telling *telling, const struct series_part *part,
    const struct event_times *times)
{
	const struct event_row *row = telling->series->rows[part->row];
	char uid[UID_DIGITS + 1];

	part_uid(telling, part, uid);
	event_begin(&telling->writer, row, uid, telling->context);
	part_time_lines(&telling->writer, part, times);
	tell_exceptions(telling, part, times);
	event_finish(&telling->writer, row, telling->context);
	vec_each(&part->overrides, it) {
		const struct event_row *other = telling->series->rows[it->row];

		if (!event_is_shown(other, telling->context))
			continue;
		if (is_alike(other, times))
			tell_override(telling, other, uid, times, it->replaces);
		else
			tell_alone(telling, other);
	}
}

static void
tell_part(struct telling *telling, const struct series_part *part)
{
	const struct event_row *row = telling->series->rows[part->row];
	struct event_times times;

	if (!event_is_shown(row, telling->context)) {
		tell_remains(telling, part);
		return;
	}
	if (find_start(part, &row->times, &times))
		tell_series(telling, part, &times);
	else
		tell_remains(telling, part);
	tell_instances(telling, part);
}

/* A series_rule_fn. */
static bool
no_rule(const struct rule *rule, int64_t first_day)
{
	(void)rule;
	(void)first_day;
	return false;
}

static int
split(const struct telling *telling, series_rule_fn *known,
    struct series_parts *parts)
{
	const struct series *series = telling->series;
	CLEANUP(freep)
	struct occurrence_row *rows = calloc(series->nrows, sizeof *rows);

	if (!rows)
		return -ENOMEM;
	for (size_t i = 0; i < series->nrows; i++)
		rows[i] = (struct occurrence_row){ series->rows[i]->event,
			&series->rows[i]->times };
	return series_split(
	    rows, series->nrows, telling->context->window, known, parts, NULL);
}

static bool
meets_change(const struct telling *telling, const struct series_parts *parts)
{
	vec_each(parts, part) {
		const struct event_row *row = telling->series->rows[part->row];
		struct event_times times =
		    event_times_from(&row->times, part->start);

		if (part->rule.len && rule_meets_change(buf_str(&part->rule),
					  &times, telling->context->window))
			return true;
	}
	return false;
}

static int
split_for_clients(const struct telling *telling, struct series_parts *parts)
{
	int rc = split(telling, rule_is_common, parts);

	if (rc < 0 || !meets_change(telling, parts))
		return rc;
	series_parts_free(parts);
	return split(telling, no_rule, parts);
}

/* One that cannot be split, which none is that was taken in by the rules of
 * now, is told row by row. */
static void
tell_parts(struct telling *telling)
{
	CLEANUP(series_parts_free) struct series_parts parts = VEC_INIT;
	int rc = split_for_clients(telling, &parts);

	if (rc == -ENOMEM)
		telling->writer.out->error = rc;
	else if (rc < 0)
		tell_each_alone(telling);
	if (rc < 0)
		return;
	vec_each(&parts, part)
		tell_part(telling, part);
}

void
series_text(struct buf *out, const struct series *series, const char *uid,
    const struct text_context *context)
{
	struct telling telling = {
		.series = series,
		.uid = uid,
		.context = context,
	};
	const struct event_row *master = series_master(series);

	ical_open(&telling.writer, out);
	if (master && (series->nrows > 1 || event_recurs(master->event)))
		tell_parts(&telling);
	else
		tell_each_alone(&telling);
	ical_close(&telling.writer);
}
