/* SPDX-License-Identifier: Apache-2.0 */
#include "numbering.h"

#include "base/cleanup.h"

/* Runs sql on the name; what it gives is the caller's to fetch. */
static struct db_stmt *
prepare(struct store *store, const char *sql, const char *name, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store), sql, err);

	if (stmt)
		db_bind_text(stmt, 1, name);
	return stmt;
}

/* In three plain statements: one that does it all and returns the value costs
 * SQLite a journal of 64 kB in memory each time. */
int
numbering_next(
    struct store *store, const char *name, int64_t *out, struct err *err)
{
	static const char *const steps[] = {
		"INSERT INTO numbering (name, value) VALUES ($1, 0) "
		"ON CONFLICT DO NOTHING",
		"UPDATE numbering SET value = value + 1 WHERE name = $1",
	};
	struct db_stmt *stmt;

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		stmt = prepare(store, steps[i], name, err);
		if (!stmt || db_execute(stmt, err) < 0)
			return err->code;
	}
	stmt = prepare(
	    store, "SELECT value FROM numbering WHERE name = $1", name, err);
	return stmt ? db_execute_int(stmt, out, err) : err->code;
}

int
numbering_taken(struct store *store, const char *number, const char *id,
    int64_t *count, struct err *err)
{
	struct db_stmt *stmt = prepare(store,
	    "SELECT COUNT(*) FROM mission WHERE \"number\" = $1 AND id <> $2",
	    number, err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 2, id);
	return db_execute_int(stmt, count, err);
}
