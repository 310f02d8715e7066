/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a series: its rule, its lists of dates and its overrides become
 * sorted arrays once, so that each step of a walk costs one search in the
 * rule and one bisection.
 */
#include "instances.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"

/* Beyond the years 1 to 9999; keeps sums of seconds from overflowing. */
#define FAR INT64_C(400000000000)

/* No offset, no change of one, and no difference of two is longer. */
#define ZONE_REACH (3 * DAY_SECONDS)

void
instances_end(struct instances *set)
{
	recurrence_free(set->rule);
	vec_free(&set->dates);
	vec_free(&set->excluded);
	vec_free(&set->without);
	vec_free(&set->stretches);
}

static int
compare_int64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void
starts_sort(struct int64_vec *starts)
{
	size_t kept = 1;

	if (starts->len < 2)
		return;
	qsort(starts->items, starts->len, sizeof *starts->items, compare_int64);
	for (size_t i = 1; i < starts->len; i++)
		if (starts->items[i] != starts->items[kept - 1])
			starts->items[kept++] = starts->items[i];
	starts->len = kept;
}

static bool
is_listed(const struct int64_vec *dates, int64_t at)
{
	return dates->len > 0 && bsearch(&at, dates->items, dates->len,
				     sizeof at, compare_int64) != NULL;
}

static int
read_date(const char *text, bool all_day, const char *name, int64_t *at,
    struct err *err)
{
	int code = all_day ? day_parse(text, at) : wall_parse(text, at);

	if (code < 0)
		return err_set(err, -EINVAL,
		    "%s: \"%.40s\" is not in the form of start (%s)", name,
		    text, all_day ? "2026-03-01" : "2026-03-01T10:00:00");
	return 0;
}

static int
add_date(struct int64_vec *dates, int64_t at, struct err *err)
{
	if (vec_push(dates, at) < 0)
		return err_set(err, -ENOMEM, "the dates of a series");
	return 0;
}

static int
add_dates(struct int64_vec *dates, const char *const *texts, bool all_day,
    const char *name, struct err *err)
{
	int64_t at;
	int code = 0;

	for (; texts && *texts && code == 0; texts++) {
		code = read_date(*texts, all_day, name, &at, err);
		if (code == 0)
			code = add_date(dates, at, err);
	}
	return code;
}

static void
find_master(struct instances *set)
{
	set->master = set->nrows;
	for (size_t i = 0; i < set->nrows && !set->times; i++)
		if (!set->rows[i].event->recurrence_id) {
			set->master = i;
			set->times = set->rows[i].times;
		}
}

static int
read_rule(struct instances *set, struct err *err)
{
	const struct event *event = set->rows[set->master].event;
	const struct event_times *times = set->times;
	int code, offset = 0;

	if (!event->rrule)
		return add_date(&set->dates, times->start, err);
	if (!times->all_day &&
	    recurrence_until(event->rrule, &set->until) == 0) {
		/* Generous, because instances are checked as instants. */
		int late = zone_offset(times->zone, set->until);
		int soon = zone_offset(times->zone, set->until - DAY_SECONDS);

		offset = late > soon ? late : soon;
	}
	code = recurrence_parse(event->rrule, times->start, times->all_day,
	    offset, &set->rule, err);
	if (code < 0) {
		err_context(err, "rrule");
		return code;
	}
	recurrence_with_start(set->rule);
	return 0;
}

/* The wall time in a gap that is shown at an instant; false: there is none. */
static bool
gap_wall(const struct zone *zone, int64_t utc, int64_t *wall)
{
	struct zone_change change;
	enum wall_kind kind;

	if (!zone_next_change(zone, utc - DAY_SECONDS, &change) ||
	    change.utc > utc)
		return false;
	*wall = utc + change.before;
	return zone_utc(zone, *wall, &kind) == utc && kind == WALL_GAP;
}

static bool
is_member(const struct instances *set, int64_t id)
{
	int64_t at;

	return is_listed(&set->dates, id) ||
	       (set->rule && recurrence_next(set->rule, id, &at) && at == id);
}

/* Who names a start in a gap by its instant, or by what is shown for it, means
 * that start, when there is no other. */
static int64_t
settle_id(const struct instances *set, int64_t id)
{
	const struct zone *zone = set->times->zone;
	int64_t wall;

	if (set->times->all_day || is_member(set, id) ||
	    !gap_wall(zone, zone_utc(zone, id, NULL), &wall) ||
	    !is_member(set, wall))
		return id;
	return wall;
}

/* ------------------------------------------------------------ overrides */

/* An instant as the master would write it. */
static int64_t
id_of_instant(const struct event_times *master, int64_t utc)
{
	return master->all_day ? day_from_wall(utc)
			       : zone_wall(master->zone, utc);
}

/* A wall time of a row. A date among whole days, else the master's wall. */
static int64_t
id_of_wall(const struct event_times *master, const struct event_times *own,
    int64_t wall)
{
	if (master->all_day)
		return day_from_wall(wall);
	if (own->all_day || own->zone == master->zone)
		return wall;
	return zone_wall(master->zone, zone_utc(own->zone, wall, NULL));
}

/* A date among timed starts means that day at the master's hour. */
static int64_t
id_of_day(const struct event_times *master, int64_t day)
{
	if (master->all_day)
		return day;
	return day * DAY_SECONDS + master->start -
	       day_from_wall(master->start) * DAY_SECONDS;
}

int
override_id(const struct occurrence_row *row, const struct event_times *master,
    int64_t *id, struct err *err)
{
	const char *text = row->event->recurrence_id;
	const struct event_times *own = row->times;
	int64_t at;

	if (!master)
		master = own;
	if (day_parse(text, &at) == 0)
		*id = id_of_day(master, at);
	else if (wall_parse(text, &at) == 0)
		*id = id_of_wall(master, own, at);
	else if (instant_parse(text, &at) == 0)
		*id = id_of_instant(master, at);
	else
		return err_set(err, -EINVAL,
		    "recurrence_id: \"%.40s\" is neither a date nor a time",
		    text);
	return 0;
}

/* What the wall of a row's zone shows at a start of the master's, as wall
 * seconds: midnight for a whole day. */
static int64_t
wall_beside(
    const struct event_times *master, const struct event_times *own, int64_t id)
{
	if (master->all_day)
		return id * DAY_SECONDS;
	if (own->all_day || own->zone == master->zone)
		return id;
	return zone_wall(own->zone, zone_utc(master->zone, id, NULL));
}

static int64_t
start_wall(const struct event_times *times)
{
	return times->all_day ? times->start * DAY_SECONDS : times->start;
}

int
instances_override(
    const struct instances *set, size_t row, int64_t *id, struct err *err)
{
	int code = override_id(&set->rows[row], set->times, id, err);

	if (code == 0 && set->times)
		*id = settle_id(set, *id);
	return code;
}

static int
add_stretch(struct instances *set, size_t row, int64_t first, struct err *err)
{
	const struct event_times *own = set->rows[row].times;
	struct stretch stretch = { .first = first, .row = row };

	if (first != INT64_MIN)
		stretch.shift =
		    start_wall(own) - wall_beside(set->times, own, first);
	if (vec_push(&set->stretches, stretch) < 0)
		return err_set(err, -ENOMEM, "the overrides of a series");
	return 0;
}

static int
read_override(struct instances *set, size_t row, struct err *err)
{
	int64_t id;
	int code = instances_override(set, row, &id, err);

	if (code == 0)
		code = add_date(&set->without, id, err);
	if (code == 0 && set->rows[row].event->this_and_future)
		code = add_stretch(set, row, id, err);
	return code;
}

static int
compare_stretches(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int
read_overrides(struct instances *set, struct err *err)
{
	int code = add_stretch(set, set->master, INT64_MIN, err);

	for (size_t i = 0; i < set->nrows && code == 0; i++)
		if (set->rows[i].event->recurrence_id)
			code = read_override(set, i, err);
	if (code == 0)
		qsort(set->stretches.items, set->stretches.len,
		    sizeof *set->stretches.items, compare_stretches);
	return code;
}

static int
read_excluded(struct instances *set, struct err *err)
{
	int code = 0;

	vec_each(&set->excluded, at) {
		*at = settle_id(set, *at);
		if (code == 0)
			code = add_date(&set->without, *at, err);
	}
	starts_sort(&set->excluded);
	return code;
}

int
instances_read(struct instances *set, const struct occurrence_row *rows,
    size_t n, struct err *err)
{
	const struct event *event;
	bool all_day;
	int code;

	*set =
	    (struct instances){ .rows = rows, .nrows = n, .until = INT64_MAX };
	find_master(set);
	if (!set->times)
		return 0;
	event = rows[set->master].event;
	all_day = set->times->all_day;
	if ((code = read_rule(set, err)) < 0 ||
	    (code = add_dates(
		 &set->dates, event->rdates, all_day, "rdates", err)) < 0 ||
	    (code = add_dates(
		 &set->excluded, event->exdates, all_day, "exdates", err)) < 0)
		return code;
	starts_sort(&set->dates);
	if ((code = read_excluded(set, err)) < 0 ||
	    (code = read_overrides(set, err)) < 0)
		return code;
	starts_sort(&set->without);
	return 0;
}

/* ------------------------------------------------------------- starts */

bool
instances_after_until(const struct instances *set, int64_t id)
{
	const struct event_times *times = set->times;

	return set->until != INT64_MAX && id != times->start &&
	       zone_utc(times->zone, id, NULL) > set->until;
}

/* The next start of the rule or of the single dates. */
static bool
next_start(const struct instances *set, struct instance_walk *walk,
    int64_t from, int64_t *id, bool *of_rule)
{
	const struct int64_vec *dates = &set->dates;
	bool date;

	while (walk->next < dates->len && dates->items[walk->next] < from)
		walk->next++;
	date = walk->next < dates->len;
	*of_rule = set->rule && recurrence_next(set->rule, from, id);
	if (date && (!*of_rule || dates->items[walk->next] <= *id)) {
		*id = dates->items[walk->next];
		*of_rule = false;
	}
	return date || *of_rule;
}

/* But for those that a list names. */
static bool
next_unnamed(const struct instances *set, const struct int64_vec *named,
    struct instance_walk *walk, int64_t from, int64_t to, int64_t *id)
{
	bool of_rule;

	for (; next_start(set, walk, from, id, &of_rule) && *id < to;
	     from = *id + 1)
		if (!is_listed(named, *id) &&
		    !(of_rule && instances_after_until(set, *id)))
			return true;
	return false;
}

bool
instances_member(const struct instances *set, struct instance_walk *walk,
    int64_t from, int64_t to, int64_t *id)
{
	return next_unnamed(set, &set->excluded, walk, from, to, id);
}

bool
instances_next(const struct instances *set, struct instance_walk *walk,
    int64_t from, int64_t to, int64_t *id)
{
	return next_unnamed(set, &set->without, walk, from, to, id);
}

static int64_t
clamp_far(int64_t seconds)
{
	return seconds < -FAR ? -FAR : seconds > FAR ? FAR : seconds;
}

void
instances_window(const struct instances *set, const struct stretch *stretch,
    struct span window, int64_t *from, int64_t *to)
{
	const struct event_times *own = set->rows[stretch->row].times;
	int64_t length = clamp_far(own->span.end - own->span.start);

	*from = clamp_far(window.start) - length - ZONE_REACH - stretch->shift;
	*to = clamp_far(window.end) + ZONE_REACH - stretch->shift;
	if (set->times->all_day) {
		*from = day_from_wall(*from);
		*to = day_from_wall(*to);
	}
}

int64_t
instance_start(
    const struct instances *set, const struct stretch *stretch, int64_t id)
{
	const struct event_times *own = set->rows[stretch->row].times;
	int64_t wall = wall_beside(set->times, own, id) + stretch->shift;

	return own->all_day ? day_from_wall(wall) : wall;
}

struct occurrence
instance_of(
    const struct instances *set, const struct stretch *stretch, int64_t id)
{
	const struct event_times *own = set->rows[stretch->row].times;
	int64_t start = instance_start(set, stretch, id);
	struct occurrence out = {
		.recurrence_id = id,
		.of_day = set->times->all_day,
		.row = stretch->row,
	};

	if (own->all_day) {
		int64_t moved = (start - own->start) * DAY_SECONDS;

		out.start = start;
		out.end = start + (own->end - own->start);
		out.span.start = own->span.start + moved;
		out.span.end = own->span.end + moved;
		return out;
	}
	out.span.start = zone_utc(own->zone, start, NULL);
	out.span.end = out.span.start + own->span.end - own->span.start;
	out.start = zone_wall(own->zone, out.span.start);
	out.end = zone_wall(own->zone, out.span.end);
	return out;
}
