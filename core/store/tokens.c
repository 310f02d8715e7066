/* SPDX-License-Identifier: Apache-2.0 */
#include "tokens.h"

int
token_use_write(
    struct store *store, const char *token, int64_t at, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "INSERT INTO token_use (token, at) VALUES ($1, $2)"
	    " ON CONFLICT (token) DO UPDATE SET at = $2"
	    " WHERE token_use.at < $2",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, token);
	db_bind_int(stmt, 2, at);
	return db_execute(stmt, err);
}

int
token_use_read(
    struct store *store, const char *token, int64_t *at, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store_db(store), "SELECT at FROM token_use WHERE token = $1", err);

	if (!stmt)
		return err->code;
	*at = 0;
	db_bind_text(stmt, 1, token);
	return db_execute_int(stmt, at, err);
}
