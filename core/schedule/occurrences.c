/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instances come in the order of their recurrence ids, stretch by stretch;
 * only those whose stretch may bring them into the window are asked for.
 */
#include "occurrences.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/instances.h"

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

static int64_t
shown_day(const struct occurrence *occurrence, bool all_day)
{
	return all_day ? occurrence->start : day_from_wall(occurrence->start);
}

int
occurrence_order(const struct occurrence *a, bool a_all_day,
    const struct occurrence *b, bool b_all_day)
{
	int64_t x = shown_day(a, a_all_day), y = shown_day(b, b_all_day);

	if (x != y)
		return x < y ? -1 : 1;
	if (a_all_day != b_all_day)
		return a_all_day ? -1 : 1;
	return (a->span.start > b->span.start) -
	       (a->span.start < b->span.start);
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

/* The instances of a stretch, which ends where the next begins. */
static int
add_instances(struct search *search, const struct stretch *stretch, int64_t end,
    struct err *err)
{
	struct instance_walk walk = { 0 };
	size_t begin = search->out->len;
	int64_t from, to, id;
	int code = 0;

	instances_window(&search->set, stretch, search->window, &from, &to);
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
		code = instances_override(set, i, &one.recurrence_id, err);
		if (code == 0)
			code = add_occurrence(search, one, err);
	}
	return code;
}

/* Sorts what was found, and tells once what two starts come to: one in a gap
 * and what is shown for it, or two times of a day that became a whole one. */
static void
settle(const struct search *search, size_t begin)
{
	struct occurrence_vec *out = search->out;
	size_t kept = begin + 1;

	if (out->len - begin < 2)
		return;
	qsort(out->items + begin, out->len - begin, sizeof *out->items,
	    compare_occurrences);
	for (size_t i = begin + 1; i < out->len; i++) {
		const struct occurrence *last = &out->items[kept - 1];
		const struct occurrence *next = &out->items[i];

		if (last->row != next->row ||
		    last->span.start != next->span.start ||
		    last->span.end != next->span.end)
			out->items[kept++] = *next;
	}
	out->len = kept;
	if (out->len - begin > search->limit)
		out->len = begin + search->limit;
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
	settle(&search, begin);
	return 0;
}
