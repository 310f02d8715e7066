/* SPDX-License-Identifier: Apache-2.0 */
#include "replays.h"

#include <stdio.h>

static void
read_row(struct db_stmt *stmt, struct replay *out, struct buf *answer)
{
	size_t len;
	const void *bytes = db_blob(stmt, 4, &len);

	snprintf(out->request, sizeof out->request, "%s", db_text(stmt, 0));
	out->status = (int)db_int(stmt, 1);
	snprintf(out->tag, sizeof out->tag, "%s", db_text(stmt, 2));
	snprintf(out->location, sizeof out->location, "%s", db_text(stmt, 3));
	buf_add(answer, bytes, len);
}

int
replay_find(struct store *store, const char *caller, const char *key,
    int64_t now, struct replay *out, struct buf *answer, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT request, status, tag, location, answer FROM replay"
	    " WHERE caller = $1 AND \"key\" = $2 AND at > $3",
	    err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, caller);
	db_bind_text(stmt, 2, key);
	db_bind_int(stmt, 3, now - REPLAY_SECONDS);
	rc = db_step(stmt, err);
	if (rc > 0)
		read_row(stmt, out, answer);
	db_done(stmt);
	return rc;
}

static int
forget_old(struct store *store, int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store_db(store), "DELETE FROM replay WHERE at <= $1", err);

	if (!stmt)
		return err->code;
	db_bind_int(stmt, 1, now - REPLAY_SECONDS);
	return db_execute(stmt, err);
}

int
replay_keep(struct store *store, const char *caller, const char *key,
    int64_t now, const struct replay *replay, const struct buf *answer,
    struct err *err)
{
	struct db_stmt *stmt;

	if (forget_old(store, now, err) < 0)
		return err->code;
	stmt = db_prepare(store_db(store),
	    "INSERT INTO replay (caller, \"key\", request, status, tag,"
	    " location, answer, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	    err);
	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, caller);
	db_bind_text(stmt, 2, key);
	db_bind_text(stmt, 3, replay->request);
	db_bind_int(stmt, 4, replay->status);
	db_bind_text(stmt, 5, replay->tag);
	db_bind_text(stmt, 6, replay->location);
	db_bind_blob(stmt, 7, buf_str(answer), answer->len);
	db_bind_int(stmt, 8, now);
	return db_execute(stmt, err);
}
