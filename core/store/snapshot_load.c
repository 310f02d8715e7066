/* SPDX-License-Identifier: Apache-2.0 */
/* Snapshots from the store: all of it, or one series anew. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/dress.h"
#include "store/merge.h"
#include "store/series.h"

static int
no_memory(const char *uid, struct err *err)
{
	return err_set(err, -ENOMEM, "series %s: no memory", uid);
}

/* As its own source tells it. NULL: it is not there. */
static int
read_plain(struct store *store, struct zones *zones, const char *source,
    const char *uid, struct series **out, struct err *err)
{
	CLEANUP(event_rows_free) struct event_rows rows = VEC_INIT;
	int rc = events_series(
	    store, zones, source, uid, event_rows_take, &rows, err);

	if (rc < 0)
		return rc;
	*out = rows.len ? series_new(&rows) : NULL;
	return rows.len && !*out ? no_memory(uid, err) : 0;
}

VEC_TYPE(serieses, struct series *);

static void
serieses_free(struct serieses *list)
{
	vec_each(list, series)
		series_unref(*series);
	vec_free(list);
}

static int
read_members(struct store *store, struct zones *zones,
    const struct merge_members *members, struct serieses *out, struct err *err)
{
	vec_each(members, member) {
		struct series *series;

		if (read_plain(store, zones, member->source, member->uid,
			&series, err) < 0)
			return err->code;
		if (series && vec_push(out, series) < 0) {
			series_unref(series);
			return no_memory(member->uid, err);
		}
	}
	return 0;
}

int
series_read(struct store *store, struct zones *zones, const char *source,
    const char *uid, struct series **out, struct err *err)
{
	CLEANUP(merge_members_free) struct merge_members members = VEC_INIT;
	CLEANUP(serieses_free) struct serieses list = VEC_INIT;

	if (merge_members(store, source, uid, &members, err) < 0 ||
	    read_members(store, zones, &members, &list, err) < 0)
		return err->code;
	if (list.len == 0) {
		*out = NULL;
		return 0;
	}
	*out = list.len > 1 ? series_merge(store, list.items, list.len)
			    : list.items[0];
	list.len = 0;
	if (!*out)
		return no_memory(uid, err);
	if (series_dress(store, *out, err) == 0)
		return 0;
	series_unref(*out);
	*out = NULL;
	return err->code;
}

int
snapshot_reread(const struct snapshot *old, struct store *store,
    struct zones *zones, const char *source, const char *uid,
    struct series_change *change, struct err *err)
{
	struct series *after = NULL;

	if (series_read(store, zones, source, uid, &after, err) < 0)
		return err->code;
	if (after && (strcmp(after->source, source) != 0 ||
			 strcmp(after->uid, uid) != 0)) {
		series_unref(after);
		after = NULL;
	}
	change->before =
	    series_ref((struct series *)snapshot_find(old, source, uid));
	change->after = after;
	return 0;
}

/* Rows come in the order of their series: those of the one that is being
 * read, and the finished series as changes from nothing. */
struct load {
	struct store *store;
	struct event_rows rows;
	VEC(struct series_change) done;
};

static void
load_free(struct load *load)
{
	event_rows_free(&load->rows);
	vec_each(&load->done, change)
		series_unref(change->after);
	vec_each(&load->done, change)
		series_unref(change->before);
	vec_free(&load->done);
}

static int
load_finish(struct load *load, struct err *err)
{
	struct series_change change = { NULL, NULL };

	if (load->rows.len == 0)
		return 0;
	change.after = series_new(&load->rows);
	if (change.after && series_dress(load->store, change.after, err) < 0) {
		series_unref(change.after);
		return err->code;
	}
	if (change.after && vec_push(&load->done, change) == 0)
		return 0;
	series_unref(change.after);
	return err_set(err, -ENOMEM, "snapshot: no memory");
}

static int
load_row(struct event_row *row, void *arg, struct err *err)
{
	struct load *load = arg;
	const struct event *first =
	    load->rows.len ? load->rows.items[0]->event : NULL;
	int rc = 0;

	if (first && (strcmp(first->uid, row->event->uid) != 0 ||
			 strcmp(first->source, row->event->source) != 0))
		rc = load_finish(load, err);
	if (rc == 0)
		return event_rows_take(row, &load->rows, err);
	event_row_free(row);
	return rc;
}

/* The change of a series that was read, or NULL. */
static struct series_change *
load_find(struct load *load, const char *source, const char *uid)
{
	struct series key = { .source = source, .uid = uid };
	size_t low = 0, high = load->done.len;

	while (low < high) {
		size_t middle = (low + high) / 2;
		struct series_change *change = &load->done.items[middle];
		const struct series *series =
		    change->after ? change->after : change->before;
		int order = series_compare(series, &key);

		if (order == 0)
			return change;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* An end of an edge: what it is one with is read as one series, which takes
 * its place or another's. before keeps the order of those that are read, and
 * is no series of the snapshot. */
struct merged_load {
	struct store *store;
	struct zones *zones;
	struct load *load;
	struct merge_members ends;
};

static int
take_edge(const struct merge_member *a, const struct merge_member *b, void *arg,
    struct err *err)
{
	struct merged_load *merged = arg;
	struct merge_member end = { strdup(a->source), strdup(a->uid) };

	(void)b;
	if (end.source && end.uid && vec_push(&merged->ends, end) == 0)
		return 0;
	free(end.source);
	free(end.uid);
	return no_memory(a->uid, err);
}

static int
merge_end(
    struct merged_load *merged, const struct merge_member *end, struct err *err)
{
	CLEANUP(merge_members_free) struct merge_members members = VEC_INIT;
	struct series *series = NULL;
	struct series_change *change =
	    load_find(merged->load, end->source, end->uid);

	if (change && change->before) /* done by another edge */
		return 0;
	if (merge_members(merged->store, end->source, end->uid, &members, err) <
		0 ||
	    series_read(merged->store, merged->zones, end->source, end->uid,
		&series, err) < 0)
		return err->code;
	vec_each(&members, member) {
		change = load_find(merged->load, member->source, member->uid);
		if (change && !change->before)
			change->before = TAKE(change->after);
		if (!series || !change || change->after ||
		    strcmp(series->source, member->source) != 0 ||
		    strcmp(series->uid, member->uid) != 0)
			continue;
		change->after = TAKE(series);
	}
	series_unref(series);
	return 0;
}

/* Puts what is merged in the place of its members. */
static int
load_merged(struct store *store, struct zones *zones, struct load *load,
    struct err *err)
{
	struct merged_load merged = { store, zones, load, VEC_INIT };
	int rc = merge_edges_each(store, take_edge, &merged, err);

	for (size_t i = 0; rc == 0 && i < merged.ends.len; i++)
		rc = merge_end(&merged, &merged.ends.items[i], err);
	merge_members_free(&merged.ends);
	vec_each(&load->done, change) {
		series_unref(change->before);
		change->before = NULL;
	}
	return rc;
}

int
snapshot_load(struct store *store, struct zones *zones, struct snapshot **out,
    struct err *err)
{
	CLEANUP(load_free) struct load load = { .store = store };
	CLEANUP(snapshot_unrefp) struct snapshot *empty = NULL;
	int rc = snapshot_empty(&empty, err);

	if (rc == 0)
		rc = events_each(store, zones, load_row, &load, NULL, err);
	if (rc == 0)
		rc = load_finish(&load, err);
	if (rc == 0)
		rc = load_merged(store, zones, &load, err);
	if (rc < 0)
		return rc;
	return snapshot_apply(empty, load.done.items, load.done.len, out, err);
}
