/* SPDX-License-Identifier: Apache-2.0 */
/* Snapshots from the store: all of it, or one series anew. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/series.h"

int
snapshot_reread(const struct snapshot *old, struct store *store,
    struct zones *zones, const char *source, const char *uid,
    struct series_change *change, struct err *err)
{
	CLEANUP(event_rows_free) struct event_rows rows = VEC_INIT;
	struct series *after = NULL;
	int rc = events_series(
	    store, zones, source, uid, event_rows_take, &rows, err);

	if (rc < 0)
		return rc;
	if (rows.len && !(after = series_new(&rows)))
		return err_set(err, -ENOMEM, "series %s: no memory", uid);
	change->before =
	    series_ref((struct series *)snapshot_find(old, source, uid));
	change->after = after;
	return 0;
}

/* Rows come in the order of their series: those of the one that is being
 * read, and the finished series as changes from nothing. */
struct load {
	struct event_rows rows;
	VEC(struct series_change) done;
};

static void
load_free(struct load *load)
{
	event_rows_free(&load->rows);
	vec_each(&load->done, change)
		series_unref(change->after);
	vec_free(&load->done);
}

static int
load_finish(struct load *load, struct err *err)
{
	struct series_change change = { NULL, NULL };

	if (load->rows.len == 0)
		return 0;
	change.after = series_new(&load->rows);
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

int
snapshot_load(struct store *store, struct zones *zones, struct snapshot **out,
    struct err *err)
{
	CLEANUP(load_free) struct load load = { .rows = VEC_INIT };
	CLEANUP(snapshot_unrefp) struct snapshot *empty = NULL;
	int rc = snapshot_empty(&empty, err);

	if (rc == 0)
		rc = events_each(store, zones, load_row, &load, NULL, err);
	if (rc == 0)
		rc = load_finish(&load, err);
	if (rc < 0)
		return rc;
	return snapshot_apply(empty, load.done.items, load.done.len, out, err);
}
