/* SPDX-License-Identifier: Apache-2.0 */
#include "runs.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

#define COLUMNS \
	"source, at, result, held, events, created, updated, moved," \
	" cancelled, restored, vanished, deleted, quarantined, elapsed_ms," \
	" log_before"

#define ADD \
	"INSERT INTO source_run (run, " COLUMNS ") VALUES ((SELECT" \
	" COALESCE(MAX(run), 0) + 1 FROM source_run WHERE source = $1)," \
	" $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"

static int
prune(struct store *store, const char *source, int64_t keep, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "DELETE FROM source_run WHERE source = $1 AND run <="
	    " (SELECT MAX(run) FROM source_run WHERE source = $1) - $2",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	db_bind_int(stmt, 2, keep);
	return db_execute(stmt, err);
}

int
source_run_add(struct store *store, const char *source,
    const struct source_run *run, int64_t keep, struct err *err)
{
	const struct run_changes *changes = &run->changes;
	struct db_stmt *stmt = db_prepare(store_db(store), ADD, err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	db_bind_int(stmt, 2, run->at);
	db_bind_text(stmt, 3, run->result);
	db_bind_int(stmt, 4, run->held);
	db_bind_int(stmt, 5, run->events);
	db_bind_int(stmt, 6, changes->created);
	db_bind_int(stmt, 7, changes->updated);
	db_bind_int(stmt, 8, changes->moved);
	db_bind_int(stmt, 9, changes->cancelled);
	db_bind_int(stmt, 10, changes->restored);
	db_bind_int(stmt, 11, changes->vanished);
	db_bind_int(stmt, 12, changes->deleted);
	db_bind_int(stmt, 13, run->quarantined);
	db_bind_int(stmt, 14, run->elapsed_ms);
	db_bind_int(stmt, 15, run->log_before);
	if (db_execute(stmt, err) < 0)
		return err->code;
	return prune(store, source, keep, err);
}

static void
run_read(struct db_stmt *stmt, struct source_run *out)
{
	*out = (struct source_run){
		.at = db_int(stmt, 1),
		.held = db_int(stmt, 3) != 0,
		.events = db_int(stmt, 4),
		.changes = { .created = db_int(stmt, 5),
		    .updated = db_int(stmt, 6),
		    .moved = db_int(stmt, 7),
		    .cancelled = db_int(stmt, 8),
		    .restored = db_int(stmt, 9),
		    .vanished = db_int(stmt, 10),
		    .deleted = db_int(stmt, 11) },
		.quarantined = db_int(stmt, 12),
		.elapsed_ms = db_int(stmt, 13),
		.log_before = db_int(stmt, 14),
	};
	snprintf(out->result, sizeof out->result, "%s", db_text(stmt, 2));
}

int
source_runs_each(struct store *store, const char *source, int limit,
    int (*fn)(const struct source_run *run, void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT " COLUMNS " FROM source_run WHERE source = $1"
	    " ORDER BY run DESC LIMIT $2",
	    err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	db_bind_int(stmt, 2, limit);
	while ((rc = db_step(stmt, err)) > 0) {
		struct source_run run;

		run_read(stmt, &run);
		rc = fn(&run, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

/* Where the changes of an action are counted; NULL: it is none of them. */
static int64_t *
counter_of(struct run_changes *changes, const char *action)
{
	static const struct {
		const char *action;
		size_t offset;
	} rows[] = {
		{ "created", offsetof(struct run_changes, created) },
		{ "updated", offsetof(struct run_changes, updated) },
		{ "moved", offsetof(struct run_changes, moved) },
		{ "cancelled", offsetof(struct run_changes, cancelled) },
		{ "restored", offsetof(struct run_changes, restored) },
		{ "vanished", offsetof(struct run_changes, vanished) },
		{ "deleted", offsetof(struct run_changes, deleted) },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].action, action) == 0)
			return (int64_t *)((char *)changes + rows[i].offset);
	return NULL;
}

int
run_changes_count(struct store *store, const char *source, const char *actor,
    int64_t after, struct run_changes *out, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT action, COUNT(*) FROM change WHERE source = $1"
	    " AND seq > $2 AND actor = $3 GROUP BY action",
	    err);
	struct run_changes found = { 0 };
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	db_bind_int(stmt, 2, after);
	db_bind_text(stmt, 3, actor);
	while ((rc = db_step(stmt, err)) > 0) {
		int64_t *counter = counter_of(&found, db_text(stmt, 0));

		if (counter)
			*counter = db_int(stmt, 1);
	}
	db_done(stmt);
	if (rc == 0)
		*out = found;
	return rc;
}
