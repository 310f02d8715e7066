/* SPDX-License-Identifier: Apache-2.0 */
#include "sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS \
	"name, last_attempt, last_success, last_change, next_attempt," \
	" failures, result, message, held, events, created, updated," \
	" vanished, quarantined, elapsed_ms, sandbox, known_since, moved," \
	" cancelled, usual"

static void
health_read(struct db_stmt *stmt, struct source_health *out)
{
	*out = (struct source_health){
		.last_attempt = db_int(stmt, 1),
		.last_success = db_int(stmt, 2),
		.last_change = db_int(stmt, 3),
		.next_attempt = db_int(stmt, 4),
		.failures = db_int(stmt, 5),
		.held = db_int(stmt, 8) != 0,
		.events = db_int(stmt, 9),
		.created = db_int(stmt, 10),
		.updated = db_int(stmt, 11),
		.vanished = db_int(stmt, 12),
		.quarantined = db_int(stmt, 13),
		.elapsed_ms = db_int(stmt, 14),
		.known_since = db_int(stmt, 16),
		.moved = db_int(stmt, 17),
		.cancelled = db_int(stmt, 18),
		.usual = db_int(stmt, 19),
	};
	snprintf(out->name, sizeof out->name, "%s", db_text(stmt, 0));
	snprintf(out->result, sizeof out->result, "%s", db_text(stmt, 6));
	snprintf(out->message, sizeof out->message, "%s", db_text(stmt, 7));
	snprintf(out->sandbox, sizeof out->sandbox, "%s", db_text(stmt, 15));
}

int
source_health_get(struct store *store, const char *name,
    struct source_health *out, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT " COLUMNS " FROM source_health WHERE name = $1", err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, name);
	rc = db_step(stmt, err);
	if (rc > 0) {
		health_read(stmt, out);
	} else if (rc == 0) {
		*out = (struct source_health){ .failures = 0 };
		snprintf(out->name, sizeof out->name, "%s", name);
	}
	db_done(stmt);
	return rc < 0 ? rc : 0;
}

#define PUT \
	"INSERT INTO source_health (" COLUMNS ") VALUES ($1, $2, $3, $4, $5," \
	" $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19," \
	" $20)" \
	" ON CONFLICT (name) DO UPDATE SET last_attempt = $2," \
	" last_success = $3, last_change = $4, next_attempt = $5," \
	" failures = $6, result = $7, message = $8, held = $9, events = $10," \
	" created = $11, updated = $12, vanished = $13, quarantined = $14," \
	" elapsed_ms = $15, sandbox = $16, known_since = $17, moved = $18," \
	" cancelled = $19, usual = $20"

int
source_health_put(
    struct store *store, const struct source_health *health, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store), PUT, err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, health->name);
	db_bind_int(stmt, 2, health->last_attempt);
	db_bind_int(stmt, 3, health->last_success);
	db_bind_int(stmt, 4, health->last_change);
	db_bind_int(stmt, 5, health->next_attempt);
	db_bind_int(stmt, 6, health->failures);
	db_bind_text(stmt, 7, health->result);
	db_bind_text(stmt, 8, health->message);
	db_bind_int(stmt, 9, health->held);
	db_bind_int(stmt, 10, health->events);
	db_bind_int(stmt, 11, health->created);
	db_bind_int(stmt, 12, health->updated);
	db_bind_int(stmt, 13, health->vanished);
	db_bind_int(stmt, 14, health->quarantined);
	db_bind_int(stmt, 15, health->elapsed_ms);
	db_bind_text(stmt, 16, health->sandbox);
	db_bind_int(stmt, 17, health->known_since);
	db_bind_int(stmt, 18, health->moved);
	db_bind_int(stmt, 19, health->cancelled);
	db_bind_int(stmt, 20, health->usual);
	return db_execute(stmt, err);
}

int
source_health_each(struct store *store,
    int (*fn)(const struct source_health *health, void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT " COLUMNS " FROM source_health ORDER BY name", err);
	int rc;

	if (!stmt)
		return err->code;
	while ((rc = db_step(stmt, err)) > 0) {
		struct source_health health;

		health_read(stmt, &health);
		rc = fn(&health, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

int
source_cursor_get(
    struct store *store, const char *name, char **cursor, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT cursor FROM source_cursor WHERE name = $1", err);
	char *copy = NULL;
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, name);
	rc = db_step(stmt, err);
	if (rc > 0 && !(copy = strdup(db_text(stmt, 0))))
		rc = err_set(err, -ENOMEM, "cursor of %s: no memory", name);
	db_done(stmt);
	if (rc < 0)
		return rc;
	*cursor = copy;
	return 0;
}

static int
cursor_remove(struct store *store, const char *name, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store_db(store), "DELETE FROM source_cursor WHERE name = $1", err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, name);
	return db_execute(stmt, err);
}

int
source_cursor_put(
    struct store *store, const char *name, const char *cursor, struct err *err)
{
	struct db_stmt *stmt;

	if (!cursor)
		return cursor_remove(store, name, err);
	stmt = db_prepare(store_db(store),
	    "INSERT INTO source_cursor (name, cursor) VALUES ($1, $2)"
	    " ON CONFLICT (name) DO UPDATE SET cursor = $2"
	    " WHERE source_cursor.cursor <> $2",
	    err);
	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, name);
	db_bind_text(stmt, 2, cursor);
	return db_execute(stmt, err);
}
