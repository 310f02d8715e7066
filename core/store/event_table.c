/* SPDX-License-Identifier: Apache-2.0 */
#include "event_table.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/duration.h"
#include "store/fields.h"
#include "store/store_room.h"

/* What the program knows of an event, after the record's fields. */
static const struct own {
	const char *name;
	size_t offset; /* of an int64_t in struct event_row */
} own[] = {
	{ "revision", offsetof(struct event_row, revision) },
	{ "published_sequence", offsetof(struct event_row, sequence) },
	{ "created_at", offsetof(struct event_row, created_at) },
	{ "revised_at", offsetof(struct event_row, revised_at) },
	{ "first_seen", offsetof(struct event_row, first_seen) },
	{ "missing_since", offsetof(struct event_row, missing_since) },
	{ "misses", offsetof(struct event_row, misses) },
	{ "cancelled_at", offsetof(struct event_row, cancelled_at) },
	{ "extent_start", offsetof(struct event_row, extent.start) },
	{ "extent_end", offsetof(struct event_row, extent.end) },
};

/* Written, and not read back. */
static const char *const derived[] = { "duration_class", "fingerprint" };

/* ---- texts ------------------------------------------------------------ */

/* Calls add for each column, with its number from 0. */
static void
columns_each(struct buf *sql,
    void (*add)(struct buf *sql, const char *name, int number), bool all)
{
	int number = 0;

	add(sql, "id", number++);
	for (size_t i = 0; i < event_record.nfields; i++)
		add(sql, event_record.fields[i].name, number++);
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		add(sql, own[i].name, number++);
	add(sql, "vanished", number++);
	for (size_t i = 0; all && i < ARRAY_LEN(derived); i++)
		add(sql, derived[i], number++);
}

/* Quoted: "end" is a word of SQL. */
static void
add_name(struct buf *sql, const char *name, int number)
{
	buf_addf(sql, "%s\"%s\"", number ? ", " : "", name);
}

static void
add_place(struct buf *sql, const char *name, int number)
{
	(void)name;
	buf_addf(sql, "%s$%d", number ? ", " : "", number + 1);
}

static void
add_setting(struct buf *sql, const char *name, int number)
{
	if (number > 0)
		buf_addf(sql, "%s\"%s\" = $%d", number > 1 ? ", " : "", name,
		    number + 1);
}

static char *
text_insert(void)
{
	CLEANUP(buf_free) struct buf sql = BUF_INIT;

	buf_adds(&sql, "INSERT INTO event (");
	columns_each(&sql, add_name, true);
	buf_adds(&sql, ") VALUES (");
	columns_each(&sql, add_place, true);
	buf_adds(&sql, ")");
	return buf_steal(&sql);
}

static char *
text_update(void)
{
	CLEANUP(buf_free) struct buf sql = BUF_INIT;

	buf_adds(&sql, "UPDATE event SET ");
	columns_each(&sql, add_setting, true);
	buf_adds(&sql, " WHERE id = $1");
	return buf_steal(&sql);
}

static char *
text_select(const char *rest)
{
	CLEANUP(buf_free) struct buf sql = BUF_INIT;

	buf_adds(&sql, "SELECT ");
	columns_each(&sql, add_name, false);
	buf_addf(&sql, " FROM event %s", rest);
	return buf_steal(&sql);
}

void
event_window_sql(struct buf *sql, const char *columns)
{
	for (int i = 0; i < DURATION_CLASSES; i++)
		buf_addf(sql,
		    "%sSELECT %s FROM event WHERE duration_class = %d"
		    " AND extent_start >= $%d AND extent_start < $2"
		    " AND (extent_end > $1 OR extent_start >= $1)",
		    i ? " UNION ALL " : "", columns, i, i + 3);
}

void
event_window_bind(struct db_stmt *stmt, struct span window)
{
	db_bind_int(stmt, 1, window.start);
	for (int i = 0; i < DURATION_CLASSES; i++) {
		struct span starts = duration_starts(i, window);

		db_bind_int(stmt, 2, starts.end);
		db_bind_int(stmt, i + 3, starts.start);
	}
}

static char *
text_between(void)
{
	CLEANUP(buf_free) struct buf columns = BUF_INIT;
	CLEANUP(buf_free) struct buf sql = BUF_INIT;

	columns_each(&columns, add_name, false);
	event_window_sql(&sql, buf_str(&columns));
	buf_adds(&sql, " ORDER BY extent_start, id");
	return buf_error(&columns) ? NULL : buf_steal(&sql);
}

int
event_sql_build(struct event_sql *sql, struct err *err)
{
	*sql = (struct event_sql){
		.insert = text_insert(),
		.update = text_update(),
		.by_id = text_select("WHERE id = $1"),
		.all = text_select(
		    "ORDER BY source, uid, COALESCE(recurrence_id, '')"),
		.series = text_select("WHERE source = $1 AND uid = $2"
				      " ORDER BY COALESCE(recurrence_id, '')"),
		.between = text_between(),
	};
	if (sql->insert && sql->update && sql->by_id && sql->all &&
	    sql->series && sql->between)
		return 0;
	event_sql_free(sql);
	return err_set(err, -ENOMEM, "no memory for the store's statements");
}

void
event_sql_free(struct event_sql *sql)
{
	free(sql->insert);
	free(sql->update);
	free(sql->by_id);
	free(sql->all);
	free(sql->series);
	free(sql->between);
	*sql = (struct event_sql){ .insert = NULL };
}

/* ---- writing ---------------------------------------------------------- */

int
event_fingerprint(
    const struct event *event, unsigned char out[DIGEST_BYTES], struct err *err)
{
	CLEANUP(buf_free) struct buf bytes = BUF_INIT;
	struct digest_state state;

	record_encode(&event_record, event, &bytes);
	if (buf_error(&bytes))
		return err_set(err, buf_error(&bytes), "event %s", event->uid);
	digest_start(&state);
	digest_add(&state, buf_str(&bytes), bytes.len);
	digest_end(&state, out);
	return 0;
}

static void
own_bind(struct db_stmt *stmt, int i, const struct event_row *row)
{
	for (size_t n = 0; n < ARRAY_LEN(own); n++, i++)
		db_bind_int(stmt, i,
		    *(const int64_t *)((const char *)row + own[n].offset));
	db_bind_int(stmt, i++, row->vanished);
	db_bind_int(stmt, i, duration_class(row->extent));
}

#define PARTS_REVISE \
	"UPDATE event SET revision = revision + 1," \
	" published_sequence = published_sequence + 1, revised_at = $4" \
	" WHERE source = $1 AND uid = $2 AND id <> $3" \
	" AND created_at < $4" \
	" AND (recurrence_id IS NULL OR this_and_future <> 0)"

int
event_parts_revise(struct store *store, const struct event_row *row,
    int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db, PARTS_REVISE, err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, row->event->source);
	db_bind_text(stmt, 2, row->event->uid);
	db_bind_text(stmt, 3, row->id);
	db_bind_int(stmt, 4, now);
	return db_execute(stmt, err);
}

int
event_write(struct store *store, const char *sql, const struct event_row *row,
    struct err *err)
{
	CLEANUP(buf_free) struct buf lists = BUF_INIT;
	unsigned char fingerprint[DIGEST_BYTES];
	struct db_stmt *stmt = db_prepare(store->db, sql, err);
	int i = 2 + (int)event_record.nfields, rc;

	if (!stmt)
		return err->code;
	rc = event_fingerprint(row->event, fingerprint, err);
	if (rc < 0)
		return rc;
	db_bind_text(stmt, 1, row->id);
	rc = fields_bind(stmt, 2, &event_record, row->event, &lists, err);
	if (rc < 0)
		return rc;
	own_bind(stmt, i, row);
	db_bind_blob(
	    stmt, i + (int)ARRAY_LEN(own) + 2, fingerprint, sizeof fingerprint);
	if (db_execute(stmt, err) < 0)
		return err->code;
	if (row->event->this_and_future &&
	    event_parts_revise(store, row, row->revised_at, err) < 0)
		return err->code;
	return touched_note(
	    &store->touched, row->event->source, row->event->uid, err);
}

/* ---- reading ---------------------------------------------------------- */

int
event_read(struct db_stmt *stmt, struct event_row **out, struct err *err)
{
	CLEANUP(event_row_freep)
	struct event_row *row = calloc(1, sizeof *row);
	int i = 1 + (int)event_record.nfields;
	int rc;

	if (!row)
		return err_set(err, -ENOMEM, "event: no memory");
	snprintf(row->id, sizeof row->id, "%s", db_text(stmt, 0));
	rc = fields_read(stmt, 1, &event_record, (void **)&row->event, err);
	if (rc < 0)
		return err_context(
		    err, "event %s is damaged: restore a backup", row->id);
	for (size_t n = 0; n < ARRAY_LEN(own); n++, i++)
		*(int64_t *)((char *)row + own[n].offset) = db_int(stmt, i);
	row->vanished = db_int(stmt, i) != 0;
	*out = TAKE(row);
	return 0;
}

int
event_load(struct store *store, const char *id, struct event_row **out,
    struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(store->db, store->event_sql.by_id, err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, id);
	rc = db_step(stmt, err);
	if (rc > 0)
		rc = event_read(stmt, out, err);
	else if (rc == 0)
		rc = err_set(err, -ENOENT, "no event has the id %s", id);
	db_done(stmt);
	return rc;
}

void
event_row_free(struct event_row *row)
{
	if (!row)
		return;
	free(row->event);
	free(row->overlay);
	free(row);
}

void
event_row_freep(struct event_row **row)
{
	event_row_free(*row);
}
