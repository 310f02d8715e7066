/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instances come in the order of their wall times from two sources, the rule
 * and the sorted list of single dates; what is excluded or overridden is
 * passed over. Only instances near the window are asked for: a zone moves
 * them by a day at most.
 */
#include "occurrences.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/recurrence.h"

/* Beyond the years 1 to 9999; keeps sums of seconds from overflowing. */
#define FAR INT64_C(400000000000)

/* No offset, and no change of one, is longer. */
#define ZONE_REACH (2 * DAY_SECONDS)

struct series_set {
	const struct occurrence_row *rows;
	size_t nrows;
	size_t master;                   /* its index; nrows: there is none */
	const struct event_times *times; /* the master's */
	struct recurrence *rule;         /* NULL: only single dates */
	int64_t until;                   /* UTC; INT64_MAX: none */
	struct int64_vec dates;          /* DTSTART without a rule, and RDATE */
	struct int64_vec without;        /* EXDATE, and what is overridden */
	struct span window;
	struct occurrence_vec *out;
};

static void
series_set_end(struct series_set *set)
{
	recurrence_free(set->rule);
	vec_free(&set->dates);
	vec_free(&set->without);
}

static int
compare_int64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int
compare_occurrences(const void *a, const void *b)
{
	const struct occurrence *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	if (x->span.end != y->span.end)
		return x->span.end < y->span.end ? -1 : 1;
	if (x->recurrence_id != y->recurrence_id)
		return x->recurrence_id < y->recurrence_id ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void
sort_dates(struct int64_vec *dates)
{
	if (dates->len > 1)
		qsort(dates->items, dates->len, sizeof *dates->items,
		    compare_int64);
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

/* An override's id in the master's unit, or in its own without a master. */
static int
override_id(
    const struct series_set *set, size_t row, int64_t *id, struct err *err)
{
	const struct event_times *times =
	    set->times ? set->times : set->rows[row].times;

	return read_date(set->rows[row].event->recurrence_id, times->all_day,
	    "recurrence_id", id, err);
}

static void
find_master(struct series_set *set)
{
	set->master = set->nrows;
	for (size_t i = 0; i < set->nrows && !set->times; i++)
		if (!set->rows[i].event->recurrence_id) {
			set->master = i;
			set->times = set->rows[i].times;
		}
}

static int
read_rule(struct series_set *set, struct err *err)
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

static int
read_overridden(struct series_set *set, struct err *err)
{
	int64_t id;
	int code = 0;

	for (size_t i = 0; i < set->nrows && code == 0; i++) {
		if (!set->rows[i].event->recurrence_id)
			continue;
		code = override_id(set, i, &id, err);
		if (code == 0)
			code = add_date(&set->without, id, err);
	}
	return code;
}

static int
read_series(struct series_set *set, struct err *err)
{
	const struct event *event;
	bool all_day;
	int code;

	find_master(set);
	if (!set->times)
		return 0;
	event = set->rows[set->master].event;
	all_day = set->times->all_day;
	if ((code = read_rule(set, err)) < 0 ||
	    (code = add_dates(
		 &set->dates, event->rdates, all_day, "rdates", err)) < 0 ||
	    (code = add_dates(
		 &set->without, event->exdates, all_day, "exdates", err)) < 0 ||
	    (code = read_overridden(set, err)) < 0)
		return code;
	sort_dates(&set->dates);
	sort_dates(&set->without);
	return 0;
}

static bool
is_without(const struct series_set *set, int64_t at)
{
	return set->without.len > 0 &&
	       bsearch(&at, set->without.items, set->without.len, sizeof at,
		   compare_int64) != NULL;
}

static int
add_occurrence(
    struct series_set *set, struct occurrence occurrence, struct err *err)
{
	if (!span_meets(occurrence.span, set->window))
		return 0;
	if (vec_push(set->out, occurrence) < 0)
		return err_set(err, -ENOMEM, "the occurrences of a series");
	return 0;
}

/* The master's occurrence at one start: the same length from there. */
static struct occurrence
instance_at(const struct series_set *set, int64_t at)
{
	const struct event_times *times = set->times;
	struct occurrence out = { .recurrence_id = at, .row = set->master };

	if (times->all_day) {
		int64_t shift = (at - times->start) * DAY_SECONDS;

		out.start = at;
		out.end = at + (times->end - times->start);
		out.span.start = times->span.start + shift;
		out.span.end = times->span.end + shift;
		return out;
	}
	out.span.start = zone_utc(times->zone, at, NULL);
	out.span.end = out.span.start + times->span.end - times->span.start;
	out.start = zone_wall(times->zone, out.span.start);
	out.end = zone_wall(times->zone, out.span.end);
	return out;
}

static int64_t
clamp_far(int64_t seconds)
{
	return seconds < -FAR ? -FAR : seconds > FAR ? FAR : seconds;
}

/* The starts, in the master's unit, that can meet the window. */
static void
starts_of_window(const struct series_set *set, int64_t *from, int64_t *to)
{
	const struct event_times *times = set->times;
	int64_t length = clamp_far(times->span.end - times->span.start);

	*from = clamp_far(set->window.start) - length - ZONE_REACH;
	*to = clamp_far(set->window.end) + ZONE_REACH;
	if (times->all_day) {
		*from = day_from_wall(*from);
		*to = day_from_wall(*to);
	}
}

/* The next start at or after from, of the rule or of the single dates, of
 * which *next is the first that is not behind. */
static bool
next_start(const struct series_set *set, int64_t from, size_t *next,
    int64_t *at, bool *of_rule)
{
	bool date;

	while (*next < set->dates.len && set->dates.items[*next] < from)
		++*next;
	date = *next < set->dates.len;
	*of_rule = set->rule && recurrence_next(set->rule, from, at);
	if (date && (!*of_rule || set->dates.items[*next] <= *at)) {
		*at = set->dates.items[*next];
		*of_rule = false;
	}
	return date || *of_rule;
}

static int
add_instances(struct series_set *set, size_t limit, struct err *err)
{
	size_t next = 0, begin = set->out->len;
	int64_t from, to, at;
	bool of_rule;
	int code = 0;

	if (!set->times)
		return 0;
	for (starts_of_window(set, &from, &to);
	     code == 0 && set->out->len - begin < limit &&
	     next_start(set, from, &next, &at, &of_rule) && at < to;
	     from = at + 1) {
		struct occurrence instance;

		if (is_without(set, at))
			continue;
		instance = instance_at(set, at);
		if (!of_rule || instance.span.start <= set->until ||
		    at == set->times->start)
			code = add_occurrence(set, instance, err);
	}
	return code;
}

static int
add_overrides(struct series_set *set, struct err *err)
{
	int code = 0;

	for (size_t i = 0; i < set->nrows && code == 0; i++) {
		const struct event_times *times = set->rows[i].times;
		struct occurrence one = { times->start, times->end, times->span,
			0, i };

		if (!set->rows[i].event->recurrence_id)
			continue;
		code = override_id(set, i, &one.recurrence_id, err);
		if (code == 0)
			code = add_occurrence(set, one, err);
	}
	return code;
}

int
occurrences_between(const struct occurrence_row *rows, size_t n,
    struct span window, size_t limit, struct occurrence_vec *out,
    struct err *err)
{
	CLEANUP(series_set_end)
	struct series_set set = {
		.rows = rows,
		.nrows = n,
		.until = INT64_MAX,
		.window = window,
		.out = out,
	};
	size_t begin = out->len;
	int code;

	if (limit == 0)
		limit = OCCURRENCES_MAX;
	if ((code = read_series(&set, err)) < 0 ||
	    (code = add_instances(&set, limit, err)) < 0 ||
	    (code = add_overrides(&set, err)) < 0) {
		out->len = begin;
		return code;
	}
	if (out->len - begin > 1)
		qsort(out->items + begin, out->len - begin, sizeof *out->items,
		    compare_occurrences);
	if (out->len - begin > limit)
		out->len = begin + limit;
	return 0;
}
