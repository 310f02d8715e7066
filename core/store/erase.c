/* SPDX-License-Identifier: Apache-2.0 */
#include "erase.h"

#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"

/* $1 is what to find, $2 what stands there then. */
static const char *const texts[] = {
	"UPDATE change SET was = replace(was, $1, $2)"
	" WHERE was LIKE '%' || $1 || '%'",
	"UPDATE change SET became = replace(became, $1, $2)"
	" WHERE became LIKE '%' || $1 || '%'",
	"UPDATE conflict SET subject = replace(subject, $1, $2),"
	" evidence = replace(evidence, $1, $2)",
	"UPDATE resolution SET told = replace(told, $1, $2),"
	" changes = replace(changes, $1, $2)",
};
static const char *const names[] = {
	"UPDATE change SET title = replace(title, $1, $2)"
	" WHERE title LIKE '%' || $1 || '%'",
	"UPDATE change SET why = replace(why, $1, $2)"
	" WHERE why LIKE '%' || $1 || '%'",
	"UPDATE change SET actor = replace(actor, $1, $2)"
	" WHERE actor LIKE '%' || $1 || '%'",
	"UPDATE conflict SET title = replace(title, $1, $2)",
	"UPDATE resolution SET title = replace(title, $1, $2)",
};
#define ACTED_FOR \
	"UPDATE change SET actor = replace(actor, ' for ' || $1, ' for ' || " \
	"$2)" \
	" WHERE actor LIKE '% for ' || $1"
static const char *const ids[] = {
	"UPDATE change SET entity_id = $2, title = $2,"
	" was = CASE WHEN was IS NULL THEN NULL ELSE '{}' END,"
	" became = CASE WHEN became IS NULL THEN NULL ELSE '{}' END"
	" WHERE entity = 'person' AND entity_id = $1",
	"UPDATE change SET title = $2 WHERE title = $1",
	"UPDATE conflict_party SET id = $2 WHERE kind = 'person' AND id = $1",
	ACTED_FOR,
};

static int
run(struct store *store, const char *const *list, size_t n, const char *find,
    const char *put, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct db_stmt *stmt =
		    db_prepare(store_db(store), list[i], err);

		if (!stmt)
			return err->code;
		db_bind_text(stmt, 1, find);
		db_bind_text(stmt, 2, put);
		if (db_execute(stmt, err) < 0)
			return err->code;
	}
	return 0;
}

/* Wherever it is written out. */
static int
erase_text(
    struct store *store, const char *text, const char *alias, struct err *err)
{
	if (!text || !*text)
		return 0;
	if (run(store, texts, ARRAY_LEN(texts), text, alias, err) < 0)
		return err->code;
	return run(store, names, ARRAY_LEN(names), text, alias, err);
}

int
store_erase(struct store *store, const struct erasure *erasure, struct err *err)
{
	CLEANUP(buf_free) struct buf quoted = BUF_INIT;
	CLEANUP(buf_free) struct buf alias = BUF_INIT;
	struct db_stmt *stmt;

	buf_addf(&quoted, "\"%s\"", erasure->id);
	buf_addf(&alias, "\"%s\"", erasure->alias);
	if (buf_error(&quoted) < 0 || buf_error(&alias) < 0)
		return err_set(err, -ENOMEM, "erase: no memory");
	if (run(store, ids, ARRAY_LEN(ids), erasure->id, erasure->alias, err) <
		0 ||
	    run(store, texts, ARRAY_LEN(texts), buf_str(&quoted),
		buf_str(&alias), err) < 0 ||
	    erase_text(store, erasure->name, erasure->alias, err) < 0 ||
	    erase_text(store, erasure->email, erasure->alias, err) < 0)
		return err->code;
	stmt = db_prepare(store_db(store), "DELETE FROM replay", err);
	return stmt ? db_execute(stmt, err) : err->code;
}

int
store_compact(struct store *store, struct err *err)
{
	return db_run(store_db(store), "VACUUM", err);
}
