/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A snapshot is a handful of ordered sets: all series by source and uid (this
 * one holds the references), their rows by id, and the series by start in
 * classes of duration (duration.h). A change costs a few nodes of each set
 * that it touches, a search by window what it finds.
 */
#include "snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/duration.h"
#include "store/ordered.h"
#include "store/series.h"

struct snapshot {
	atomic_int refs;
	struct ordered by_key;                     /* series, owned */
	struct ordered by_id;                      /* rows */
	struct ordered by_start[DURATION_CLASSES]; /* series */
};

static void
item_ref(void *series)
{
	series_ref(series);
}

static void
item_unref(void *series)
{
	series_unref(series);
}

static int
id_compare(const void *a, const void *b)
{
	const struct event_row *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static int
start_compare(const void *a, const void *b)
{
	const struct series *x = a, *y = b;

	if (x->extent.start != y->extent.start)
		return x->extent.start < y->extent.start ? -1 : 1;
	return series_compare(a, b);
}

static const struct ordering by_key = { series_compare, item_ref, item_unref };
static const struct ordering by_id = { id_compare, NULL, NULL };
static const struct ordering by_start = { start_compare, NULL, NULL };

static struct snapshot *
snapshot_new(void)
{
	struct snapshot *snapshot = calloc(1, sizeof *snapshot);

	if (!snapshot)
		return NULL;
	atomic_init(&snapshot->refs, 1);
	snapshot->by_key = ORDERED_EMPTY(&by_key);
	snapshot->by_id = ORDERED_EMPTY(&by_id);
	for (int i = 0; i < DURATION_CLASSES; i++)
		snapshot->by_start[i] = ORDERED_EMPTY(&by_start);
	return snapshot;
}

int
snapshot_empty(struct snapshot **out, struct err *err)
{
	struct snapshot *snapshot = snapshot_new();

	if (!snapshot)
		return err_set(err, -ENOMEM, "snapshot: no memory");
	*out = snapshot;
	return 0;
}

struct snapshot *
snapshot_ref(struct snapshot *snapshot)
{
	if (snapshot)
		atomic_fetch_add_explicit(
		    &snapshot->refs, 1, memory_order_relaxed);
	return snapshot;
}

void
snapshot_unref(struct snapshot *snapshot)
{
	if (!snapshot || atomic_fetch_sub_explicit(
			     &snapshot->refs, 1, memory_order_acq_rel) > 1)
		return;
	for (int i = 0; i < DURATION_CLASSES; i++)
		ordered_free(&snapshot->by_start[i]);
	ordered_free(&snapshot->by_id);
	ordered_free(&snapshot->by_key);
	free(snapshot);
}

void
snapshot_unrefp(struct snapshot **snapshot)
{
	snapshot_unref(*snapshot);
}

size_t
snapshot_series(const struct snapshot *snapshot)
{
	return snapshot->by_key.len;
}

size_t
snapshot_events(const struct snapshot *snapshot)
{
	return snapshot->by_id.len;
}

/* ---- changing --------------------------------------------------------- */

VEC_TYPE(ops, struct ordered_op);

/* The operations for each set. */
struct edit {
	struct ops by_key, by_id, by_start[DURATION_CLASSES];
};

static void
edit_free(struct edit *edit)
{
	vec_free(&edit->by_key);
	vec_free(&edit->by_id);
	for (int i = 0; i < DURATION_CLASSES; i++)
		vec_free(&edit->by_start[i]);
}

/* Those that are shown, and of merged ones those that lead to them. */
static int
edit_rows(struct edit *edit, const struct series *series, bool put)
{
	struct ordered_op op = { .put = put };
	int rc = 0;

	for (size_t row = 0; rc == 0 && row < series->nrows; row++) {
		op.item = series->rows[row];
		rc = vec_push(&edit->by_id, op);
	}
	for (size_t i = 0; i < series->nmembers; i++) {
		const struct series *member = series->members[i];

		for (size_t row = 0; rc == 0 && row < member->nrows; row++) {
			op.item = member->rows[row];
			if (member->rows[row]->shown)
				rc = vec_push(&edit->by_id, op);
		}
	}
	return rc;
}

static int
edit_add(struct edit *edit, struct series *series, bool put)
{
	struct ordered_op op = { series, put };
	int i = duration_class(series->extent);
	int rc = vec_push(&edit->by_key, op);

	if (rc == 0)
		rc = vec_push(&edit->by_start[i], op);
	return rc == 0 ? edit_rows(edit, series, put) : rc;
}

static int
edit_apply(struct edit *edit, const struct snapshot *old, struct snapshot *new)
{
	int rc = ordered_apply(
	    &new->by_key, &old->by_key, edit->by_key.items, edit->by_key.len);

	if (rc == 0)
		rc = ordered_apply(&new->by_id, &old->by_id, edit->by_id.items,
		    edit->by_id.len);
	for (int i = 0; rc == 0 && i < DURATION_CLASSES; i++)
		rc = ordered_apply(&new->by_start[i], &old->by_start[i],
		    edit->by_start[i].items, edit->by_start[i].len);
	return rc;
}

/* Is the change one that can be made to old? */
static int
change_check(const struct snapshot *old, const struct series_change *change,
    struct err *err)
{
	const struct series *given =
	    change->before ? change->before : change->after;

	if (change->before && change->after &&
	    series_compare(change->before, change->after) != 0)
		return err_set(err, -EINVAL,
		    "snapshot: a change from series %s to %s",
		    change->before->uid, change->after->uid);
	if (ordered_find(&old->by_key, given) != change->before)
		return err_set(err, -EINVAL,
		    "snapshot: series %s has changed since", given->uid);
	return 0;
}

static int
edit_change(struct edit *edit, const struct snapshot *old,
    const struct series_change *change, struct err *err)
{
	int rc;

	if (!change->before && !change->after)
		return 0;
	rc = change_check(old, change, err);
	if (rc == 0 && change->before)
		rc = edit_add(edit, change->before, false);
	if (rc == 0 && change->after)
		rc = edit_add(edit, change->after, true);
	return rc == -ENOMEM ? err_set(err, rc, "snapshot: no memory") : rc;
}

static int
pointer_compare(const void *a, const void *b)
{
	return series_compare(
	    *(const struct series *const *)a, *(const struct series *const *)b);
}

/* Refuses a series that stands in two changes. */
static int
each_once(const struct series_change *changes, size_t n, struct err *err)
{
	CLEANUP(freep)
	const struct series **all = calloc(n + 1, sizeof *all);
	size_t len = 0;

	if (!all)
		return err_set(err, -ENOMEM, "snapshot: no memory");
	for (size_t i = 0; i < n; i++)
		if (changes[i].before || changes[i].after)
			all[len++] = changes[i].before ? changes[i].before
						       : changes[i].after;
	qsort(all, len, sizeof *all, pointer_compare);
	for (size_t i = 1; i < len; i++)
		if (series_compare(all[i - 1], all[i]) == 0)
			return err_set(err, -EINVAL,
			    "snapshot: two changes of series %s", all[i]->uid);
	return 0;
}

int
snapshot_apply(const struct snapshot *old, const struct series_change *changes,
    size_t n, struct snapshot **out, struct err *err)
{
	CLEANUP(edit_free) struct edit edit = { .by_key = VEC_INIT };
	CLEANUP(snapshot_unrefp) struct snapshot *new = snapshot_new();
	int rc = each_once(changes, n, err);

	if (rc == 0 && !new)
		rc = err_set(err, -ENOMEM, "snapshot: no memory");
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = edit_change(&edit, old, &changes[i], err);
	if (rc < 0)
		return rc;
	if (edit_apply(&edit, old, new) < 0)
		return err_set(err, -ENOMEM, "snapshot: no memory");
	*out = TAKE(new);
	return 0;
}

/* ---- looking ---------------------------------------------------------- */

const struct series *
snapshot_find(
    const struct snapshot *snapshot, const char *source, const char *uid)
{
	struct series key = { .source = source, .uid = uid };

	return ordered_find(&snapshot->by_key, &key);
}

const struct event_row *
snapshot_event(const struct snapshot *snapshot, const char *id,
    const struct series **series)
{
	struct event_row key = { .vanished = false };
	const struct event_row *row;

	if (strlen(id) >= sizeof key.id)
		return NULL;
	strcpy(key.id, id);
	row = ordered_find(&snapshot->by_id, &key);
	if (row && row->shown)
		row = row->shown;
	if (row && series)
		*series = snapshot_find(
		    snapshot, row->event->source, row->event->uid);
	return row;
}

/* The walks through the classes, merged: each with the series that it stands
 * on, NULL at its end. */
struct search {
	struct span window;
	struct ordered_walk walks[DURATION_CLASSES];
	const struct series *at[DURATION_CLASSES];
};

/* From series on, the next of class i that meets the window. */
static const struct series *
sift(struct search *search, int i, const struct series *series)
{
	while (series && !span_meets(series->extent, search->window)) {
		if (series->extent.start >= search->window.end &&
		    series->extent.start > search->window.start)
			return NULL;
		series = ordered_next(&search->walks[i]);
	}
	return series;
}

static int
search_least(const struct search *search)
{
	int least = -1;

	for (int i = 0; i < DURATION_CLASSES; i++)
		if (search->at[i] && (least < 0 || start_compare(search->at[i],
						       search->at[least]) < 0))
			least = i;
	return least;
}

static void
search_begin(struct search *search, const struct snapshot *snapshot)
{
	for (int i = 0; i < DURATION_CLASSES; i++) {
		struct series key = { .source = "", .uid = "" };

		key.extent = duration_starts(i, search->window);
		search->at[i] = sift(search, i,
		    ordered_first(
			&snapshot->by_start[i], &key, &search->walks[i]));
	}
}

int
snapshot_between(const struct snapshot *snapshot, struct span window,
    int (*fn)(const struct series *series, void *arg), void *arg)
{
	struct search search = { .window = window };
	int i, rc = 0;

	search_begin(&search, snapshot);
	while (rc == 0 && (i = search_least(&search)) >= 0) {
		rc = fn(search.at[i], arg);
		search.at[i] = sift(&search, i, ordered_next(&search.walks[i]));
	}
	return rc;
}

int
snapshot_each(const struct snapshot *snapshot,
    int (*fn)(const struct series *series, void *arg), void *arg)
{
	struct ordered_walk walk;
	const struct series *series =
	    ordered_first(&snapshot->by_key, NULL, &walk);
	int rc = 0;

	while (rc == 0 && series) {
		rc = fn(series, arg);
		series = ordered_next(&walk);
	}
	return rc;
}
