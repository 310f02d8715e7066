/* SPDX-License-Identifier: Apache-2.0 */
#include "erase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "store/event_log.h"
#include "store/store_room.h"

/* $1 is what to find, $2 what stands there then. */
static const char *const texts[] = {
	"UPDATE change SET was = replace(was, $1, $2)"
	" WHERE was LIKE '%' || $1 || '%'",
	"UPDATE change SET became = replace(became, $1, $2)"
	" WHERE became LIKE '%' || $1 || '%'",
	"UPDATE conflict SET subject = replace(subject, $1, $2),"
	" evidence = replace(evidence, $1, $2)",
	"UPDATE resolution SET told = replace(told, $1, $2),"
	" changes = replace(changes, $1, $2),"
	" explained = replace(explained, $1, $2)",
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
	"UPDATE quarantine SET name = replace(name, $1, $2),"
	" reason = replace(reason, $1, $2)",
	"UPDATE zone_move SET title = replace(title, $1, $2)",
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

int
store_erase_text(
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
	    store_erase_text(store, erasure->name, erasure->alias, err) < 0 ||
	    store_erase_text(store, erasure->email, erasure->alias, err) < 0)
		return err->code;
	store->compact = true;
	stmt = db_prepare(store_db(store), "DELETE FROM replay", err);
	return stmt ? db_execute(stmt, err) : err->code;
}

int
event_erase(struct store *store, const struct actor *actor,
    struct event_row *row, const struct event *masked, struct err *err)
{
	struct event *before = row->event, after = *masked;
	int rc =
	    touched_note(&store->touched, before->source, before->uid, err);

	if (rc < 0)
		return rc;
	row->event = &after;
	row->revised_at = actor->now;
	row->revision++;
	rc = event_write(store, store->event_sql.update, row, err);
	row->event = before;
	if (rc < 0)
		return rc;
	return event_log(store, actor, "updated", row->id, before, masked, err);
}

/* ---- who was erased ---------------------------------------------------- */

int
erased_put(struct store *store, const struct erased_name *name, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "INSERT INTO erased (digest, words, alias) VALUES ($1, $2, $3)"
	    " ON CONFLICT (digest) DO NOTHING",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, name->digest);
	db_bind_int(stmt, 2, name->words);
	db_bind_text(stmt, 3, name->alias);
	return db_execute(stmt, err);
}

int
erased_read(struct store *store, struct erased_names *out, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store_db(store), "SELECT digest, words, alias FROM erased", err);
	struct erased_name name;
	int rc;

	if (!stmt)
		return err->code;
	while ((rc = db_step(stmt, err)) > 0) {
		snprintf(
		    name.digest, sizeof name.digest, "%s", db_text(stmt, 0));
		name.words = db_int(stmt, 1);
		snprintf(name.alias, sizeof name.alias, "%s", db_text(stmt, 2));
		if (vec_push(out, name) < 0) {
			rc = err_set(err, -ENOMEM, "who was erased: no memory");
			break;
		}
	}
	db_done(stmt);
	return rc;
}

int
store_settle(struct store *store, struct err *err)
{
	if (!store->compact)
		return 0;
	if (db_compact(store->db, err) < 0)
		return err_context(err,
		    "it is done, but what was removed may still be in the "
		    "file: stop the program, and run it again");
	store->compact = false;
	return 0;
}
