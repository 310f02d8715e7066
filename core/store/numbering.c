/* SPDX-License-Identifier: Apache-2.0 */
#include "numbering.h"

int
numbering_next(
    struct store *store, const char *name, int64_t *out, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "INSERT INTO numbering (name, value) VALUES ($1, 1) "
	    "ON CONFLICT (name) DO UPDATE SET value = numbering.value + 1 "
	    "RETURNING value",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, name);
	return db_execute_int(stmt, out, err);
}

int
numbering_taken(struct store *store, const char *number, const char *id,
    int64_t *count, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT COUNT(*) FROM mission WHERE \"number\" = $1 AND id <> $2",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, number);
	db_bind_text(stmt, 2, id);
	return db_execute_int(stmt, count, err);
}
