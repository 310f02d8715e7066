/* SPDX-License-Identifier: Apache-2.0 */
#include "sign_ins.h"

#include <stdio.h>

static int
forget_expired(struct store *store, int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store_db(store), "DELETE FROM sign_in WHERE expires <= $1", err);

	if (!stmt)
		return err->code;
	db_bind_int(stmt, 1, now);
	return db_execute(stmt, err);
}

int
sign_in_add(struct store *store, const char *kind, const char *id,
    const char *token, int64_t expires, int64_t now, struct err *err)
{
	struct db_stmt *stmt;

	if (forget_expired(store, now, err) < 0)
		return err->code;
	stmt = db_prepare(store_db(store),
	    "INSERT INTO sign_in (id, kind, token, expires)"
	    " VALUES ($1, $2, $3, $4)",
	    err);
	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, id);
	db_bind_text(stmt, 2, kind);
	db_bind_text(stmt, 3, token);
	db_bind_int(stmt, 4, expires);
	return db_execute(stmt, err);
}

int
sign_in_find(struct store *store, const char *kind, const char *id, int64_t now,
    char token[SECRET_DIGEST], struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT token FROM sign_in"
	    " WHERE id = $1 AND kind = $2 AND expires > $3",
	    err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, id);
	db_bind_text(stmt, 2, kind);
	db_bind_int(stmt, 3, now);
	rc = db_step(stmt, err);
	if (rc > 0)
		snprintf(token, SECRET_DIGEST, "%s", db_text(stmt, 0));
	db_done(stmt);
	if (rc == 0)
		return err_set(err, -ENOENT, "there is no such sign-in");
	return rc < 0 ? rc : 0;
}

int
sign_in_remove(struct store *store, const char *id, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store_db(store), "DELETE FROM sign_in WHERE id = $1", err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, id);
	return db_execute(stmt, err);
}
