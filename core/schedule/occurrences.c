/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instances come in the order of their recurrence ids, stretch by stretch;
 * only those whose stretch may bring them into the window are asked for: a
 * zone moves them by a day at most.
 */
#include "occurrences.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/instances.h"

/* Beyond the years 1 to 9999; keeps sums of seconds from overflowing. */
#define FAR INT64_C(400000000000)

/* No offset, no change of one, and no difference of two is longer. */
#define ZONE_REACH (3 * DAY_SECONDS)

struct search {
	struct instances set;
	struct span window;
	size_t limit;
	struct occurrence_vec *out;
};

static void
search_end(struct search *search)
{
	instances_end(&search->set);
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

static int
add_occurrence(
    struct search *search, struct occurrence occurrence, struct err *err)
{
	if (!span_meets(occurrence.span, search->window))
		return 0;
	if (vec_push(search->out, occurrence) < 0)
		return err_set(err, -ENOMEM, "the occurrences of a series");
	return 0;
}

static int64_t
clamp_far(int64_t seconds)
{
	return seconds < -FAR ? -FAR : seconds > FAR ? FAR : seconds;
}

/* The ids, in the master's unit, that a stretch can bring to the window. */
static void
ids_of_window(const struct search *search, const struct stretch *stretch,
    int64_t *from, int64_t *to)
{
	const struct event_times *own = search->set.rows[stretch->row].times;
	int64_t length = clamp_far(own->span.end - own->span.start);

	*from = clamp_far(search->window.start) - length - ZONE_REACH -
		stretch->shift;
	*to = clamp_far(search->window.end) + ZONE_REACH - stretch->shift;
	if (search->set.times->all_day) {
		*from = day_from_wall(*from);
		*to = day_from_wall(*to);
	}
}

/* The instances of a stretch, which ends where the next begins. */
static int
add_instances(struct search *search, const struct stretch *stretch, int64_t end,
    struct err *err)
{
	struct instance_walk walk = { 0 };
	size_t begin = search->out->len;
	int64_t from, to, id;
	int code = 0;

	ids_of_window(search, stretch, &from, &to);
	if (from < stretch->first)
		from = stretch->first;
	if (to > end)
		to = end;
	for (; code == 0 && search->out->len - begin < search->limit &&
	       instances_next(&search->set, &walk, from, to, &id);
	     from = id + 1)
		code = add_occurrence(
		    search, instance_of(&search->set, stretch, id), err);
	return code;
}

static int
add_stretches(struct search *search, struct err *err)
{
	const struct stretch_vec *all = &search->set.stretches;
	int code = 0;

	for (size_t i = 0; i < all->len && code == 0; i++)
		code = add_instances(search, &all->items[i],
		    i + 1 < all->len ? all->items[i + 1].first : INT64_MAX,
		    err);
	return code;
}

static int
add_overrides(struct search *search, struct err *err)
{
	const struct instances *set = &search->set;
	int code = 0;

	for (size_t i = 0; i < set->nrows && code == 0; i++) {
		const struct event_times *times = set->rows[i].times;
		const struct event_times *form =
		    set->times ? set->times : times;
		struct occurrence one = {
			.start = times->start,
			.end = times->end,
			.span = times->span,
			.of_day = form->all_day,
			.row = i,
		};

		if (!set->rows[i].event->recurrence_id)
			continue;
		code = override_id(
		    &set->rows[i], set->times, &one.recurrence_id, err);
		if (code == 0)
			code = add_occurrence(search, one, err);
	}
	return code;
}

int
occurrences_between(const struct occurrence_row *rows, size_t n,
    struct span window, size_t limit, struct occurrence_vec *out,
    struct err *err)
{
	CLEANUP(search_end)
	struct search search = {
		.window = window,
		.limit = limit ? limit : OCCURRENCES_MAX,
		.out = out,
	};
	size_t begin = out->len;
	int code;

	if ((code = instances_read(&search.set, rows, n, err)) < 0 ||
	    (code = add_stretches(&search, err)) < 0 ||
	    (code = add_overrides(&search, err)) < 0) {
		out->len = begin;
		return code;
	}
	if (out->len - begin > 1)
		qsort(out->items + begin, out->len - begin, sizeof *out->items,
		    compare_occurrences);
	if (out->len - begin > search.limit)
		out->len = begin + search.limit;
	return 0;
}
