/* SPDX-License-Identifier: Apache-2.0 */
/* Walks over events. Each runs one statement; fn must not begin the same walk
 * again. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "store/store_room.h"

/* Works out what the row's texts mean now: zones change their rules. 1: they
 * mean nothing any more. */
static int
row_place(struct event_row *row, struct zones *zones, struct err *err)
{
	int rc = event_times(row->event, zones, &row->times, err);

	if (rc == -EINVAL || rc == -ENOENT || rc == -EBADMSG) {
		err_clear(err);
		return 1;
	}
	if (rc == 0)
		row->extent = event_extent(row->event, &row->times);
	return rc;
}

/* Hands the row on which stmt stands to fn. */
static int
row_hand(struct db_stmt *stmt, struct zones *zones, event_row_fn *fn, void *arg,
    int64_t *skipped, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	int rc = event_read(stmt, &row, err);

	if (rc == 0)
		rc = row_place(row, zones, err);
	if (rc == 0)
		return fn(TAKE(row), arg, err);
	if (rc > 0 && skipped)
		++*skipped;
	return rc < 0 ? rc : 0;
}

/* Takes stmt bound and gives it back. */
static int
walk(struct db_stmt *stmt, struct zones *zones, event_row_fn *fn, void *arg,
    int64_t *skipped, struct err *err)
{
	int rc;

	while ((rc = db_step(stmt, err)) > 0) {
		rc = row_hand(stmt, zones, fn, arg, skipped, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

int
events_each(struct store *store, struct zones *zones, event_row_fn *fn,
    void *arg, int64_t *skipped, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db, store->event_sql.all, err);

	if (!stmt)
		return err->code;
	if (skipped)
		*skipped = 0;
	return walk(stmt, zones, fn, arg, skipped, err);
}

int
events_series(struct store *store, struct zones *zones, const char *source,
    const char *uid, event_row_fn *fn, void *arg, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(store->db, store->event_sql.series, err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, uid);
	return walk(stmt, zones, fn, arg, NULL, err);
}

int
events_between(struct store *store, struct zones *zones, struct span window,
    event_row_fn *fn, void *arg, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(store->db, store->event_sql.between, err);

	if (!stmt)
		return err->code;
	event_window_bind(stmt, window);
	return walk(stmt, zones, fn, arg, NULL, err);
}

#define KEYS \
	"SELECT id, uid, recurrence_id, misses," \
	" rrule IS NOT NULL OR rdates IS NOT NULL, extent_start, extent_end" \
	" FROM event WHERE source = $1 AND vanished = 0" \
	" AND (status IS NULL OR status <> 'cancelled')" \
	" ORDER BY uid, COALESCE(recurrence_id, '')"

static struct event_key
key_read(struct db_stmt *stmt)
{
	return (struct event_key){
		.id = db_text(stmt, 0),
		.uid = db_text(stmt, 1),
		.recurrence_id = db_text(stmt, 2),
		.misses = db_int(stmt, 3),
		.recurs = db_int(stmt, 4) != 0,
		.extent = { db_int(stmt, 5), db_int(stmt, 6) },
	};
}

int
event_keys_each(struct store *store, const char *source,
    int (*fn)(const struct event_key *key, void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db, KEYS, err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	while ((rc = db_step(stmt, err)) > 0) {
		struct event_key key = key_read(stmt);

		rc = fn(&key, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

int
events_count(
    struct store *store, const char *source, int64_t *count, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT COUNT(*) FROM event WHERE source = $1 AND vanished = 0",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	return db_execute_int(stmt, count, err);
}

void
event_ids_release(struct event_ids *ids)
{
	vec_free(ids);
}

int
events_of_kind(struct store *store, const char *source, enum event_kind kind,
    struct event_ids *out, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT id FROM event WHERE source = $1 AND kind = $2"
	    " ORDER BY uid, id",
	    err);
	struct event_id id;
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, event_kind_words[kind]);
	while ((rc = db_step(stmt, err)) > 0) {
		snprintf(id.text, sizeof id.text, "%s", db_text(stmt, 0));
		if (vec_push(out, id) < 0) {
			rc = err_set(err, -ENOMEM, "find events: no memory");
			break;
		}
	}
	db_done(stmt);
	return rc;
}
