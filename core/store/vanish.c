/* SPDX-License-Identifier: Apache-2.0 */
/* What is no longer in its source: counted, then cancelled, kept or deleted
 * as the source's policy says. */
#include "base/cleanup.h"
#include "store/event_log.h"
#include "store/series.h"
#include "store/store_room.h"

static int
count_miss(struct store *store, const struct event_row *row, int64_t now,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "UPDATE event SET misses = $2, missing_since = $3 WHERE id = $1",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, row->id);
	db_bind_int(stmt, 2, row->misses + 1);
	db_bind_int(stmt, 3, row->missing_since ? row->missing_since : now);
	if (db_execute(stmt, err) < 0)
		return err->code;
	return touched_note(
	    &store->touched, row->event->source, row->event->uid, err);
}

static int
row_delete(struct store *store, const struct actor *actor,
    const struct event_row *row, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(store->db, "DELETE FROM event WHERE id = $1", err);
	struct event before = *row->event;
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, row->id);
	rc = db_execute(stmt, err);
	if (rc == 0 && before.this_and_future)
		rc = event_parts_revise(store, row, actor->now, err);
	if (rc == 0)
		rc = touched_note(
		    &store->touched, before.source, before.uid, err);
	if (rc < 0)
		return rc;
	before.status = event_row_status(row);
	return event_log(store, actor, "deleted", row->id, &before, NULL, err);
}

static int
row_cancel(struct store *store, const struct actor *actor,
    struct event_row *row, struct err *err)
{
	struct event after = *row->event;
	int rc;

	after.status = EVENT_CANCELLED;
	row->vanished = true;
	row->misses++;
	if (!row->missing_since)
		row->missing_since = actor->now;
	row->cancelled_at = actor->now;
	row->revised_at = actor->now;
	row->revision++;
	row->sequence++;
	rc = event_write(store, store->event_sql.update, row, err);
	if (rc < 0)
		return rc;
	return event_log(
	    store, actor, "vanished", row->id, row->event, &after, err);
}

/*
 * One more miss of row, of patience. Nothing is written that changes nothing:
 * a kept row is counted up to patience, a cancelled one not at all.
 */
static int
miss(struct store *store, const struct actor *actor, struct event_row *row,
    enum vanish_policy policy, int patience, bool *acted, struct err *err)
{
	bool out = row->misses + 1 >= patience;

	*acted = false;
	if (policy == VANISH_KEEP && row->misses >= patience)
		return 0;
	if (policy == VANISH_CANCEL && event_row_status(row) == EVENT_CANCELLED)
		return 0;
	if (!out || policy == VANISH_KEEP)
		return count_miss(store, row, actor->now, err);
	*acted = true;
	return policy == VANISH_DELETE ? row_delete(store, actor, row, err)
				       : row_cancel(store, actor, row, err);
}

int
event_missed(struct store *store, const struct actor *actor, const char *id,
    enum vanish_policy policy, int patience, bool *acted, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	int rc = event_load(store, id, &row, err);

	if (rc < 0)
		return rc;
	return miss(store, actor, row, policy, patience, acted, err);
}

/* Read whole first: the walk must not run over rows that it changes. */
static int
read_series(struct store *store, const char *source, const char *uid,
    struct event_rows *rows, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(store->db, store->event_sql.series, err);
	struct event_row *row;
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, uid);
	while ((rc = db_step(stmt, err)) > 0) {
		rc = event_read(stmt, &row, err);
		if (rc == 0)
			rc = event_rows_take(row, rows, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

int
event_forget(struct store *store, const struct actor *actor, const char *source,
    const char *uid, enum vanish_policy policy, int *acted, struct err *err)
{
	CLEANUP(event_rows_free) struct event_rows rows = VEC_INIT;
	int rc = read_series(store, source, uid, &rows, err);
	bool now;

	*acted = 0;
	for (size_t i = 0; rc == 0 && i < rows.len; i++) {
		rc = miss(store, actor, rows.items[i], policy, 1, &now, err);
		*acted += rc == 0 && now;
	}
	return rc;
}
