/* SPDX-License-Identifier: Apache-2.0 */
#include "record_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "model/person.h"
#include "store/dress.h"
#include "store/fields.h"
#include "store/store_room.h"

/* What the program knows of a record, behind its fields. */
static const char *const own[] = { "revision", "created_at", "revised_at" };

/* ---- texts ------------------------------------------------------------ */

static void
add_name(struct buf *sql, const char *name, int number)
{
	buf_addf(sql, "%s\"%s\"", number > 1 ? ", " : "", name);
}

static void
add_place(struct buf *sql, const char *name, int number)
{
	(void)name;
	buf_addf(sql, "%s$%d", number > 1 ? ", " : "", number);
}

static void
add_setting(struct buf *sql, const char *name, int number)
{
	if (number > 1)
		buf_addf(sql, "%s\"%s\" = $%d", number > 2 ? ", " : "", name,
		    number);
}

/* Calls add for each column, with its number from 1. */
static void
columns_each(struct buf *sql, const struct record *type,
    void (*add)(struct buf *sql, const char *name, int number))
{
	int number = 1;

	for (size_t i = 0; i < type->nfields; i++)
		add(sql, type->fields[i].name, number++);
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		add(sql, own[i], number++);
}

static char *
text_insert(const struct family *family)
{
	CLEANUP(buf_free) struct buf sql = BUF_INIT;

	buf_addf(&sql, "INSERT INTO \"%s\" (", family->name);
	columns_each(&sql, family->type, add_name);
	buf_adds(&sql, ") VALUES (");
	columns_each(&sql, family->type, add_place);
	buf_addc(&sql, ')');
	return buf_steal(&sql);
}

static char *
text_update(const struct family *family)
{
	CLEANUP(buf_free) struct buf sql = BUF_INIT;

	buf_addf(&sql, "UPDATE \"%s\" SET ", family->name);
	columns_each(&sql, family->type, add_setting);
	buf_adds(&sql, " WHERE id = $1");
	return buf_steal(&sql);
}

static char *
text_remove(const struct family *family)
{
	CLEANUP(buf_free) struct buf sql = BUF_INIT;

	buf_addf(&sql, "DELETE FROM \"%s\" WHERE id = $1", family->name);
	return buf_steal(&sql);
}

static char *
text_all(const struct family *family)
{
	CLEANUP(buf_free) struct buf sql = BUF_INIT;

	buf_adds(&sql, "SELECT ");
	columns_each(&sql, family->type, add_name);
	buf_addf(&sql, " FROM \"%s\"", family->name);
	return buf_steal(&sql);
}

int
record_sql_build(struct record_sql sql[FAMILIES], struct err *err)
{
	for (int i = 0; i < FAMILIES; i++) {
		sql[i] = (struct record_sql){ text_insert(&families[i]),
			text_update(&families[i]), text_remove(&families[i]),
			text_all(&families[i]) };
		if (!sql[i].insert || !sql[i].update || !sql[i].remove ||
		    !sql[i].all)
			return err_set(err, -ENOMEM,
			    "no memory for the store's statements");
	}
	return 0;
}

void
record_sql_free(struct record_sql sql[FAMILIES])
{
	for (int i = 0; i < FAMILIES; i++) {
		free(sql[i].insert);
		free(sql[i].update);
		free(sql[i].remove);
		free(sql[i].all);
		sql[i] = (struct record_sql){ .insert = NULL };
	}
}

/* ---- reading ---------------------------------------------------------- */

static void
changes_free(struct record_changes *changes)
{
	vec_each(changes, change) {
		record_row_unref(change->before);
		record_row_unref(change->after);
	}
	vec_free(changes);
}

static int
row_read(struct db_stmt *stmt, const struct family *family,
    struct record_row **out, struct err *err)
{
	int i = (int)family->type->nfields;
	void *record;
	int rc = fields_read(stmt, 0, family->type, &record, err);

	if (rc < 0)
		return err_context(err, "%s %s is damaged: restore a backup",
		    family->name, db_text(stmt, 0));
	*out = record_row_new(family, record, db_int(stmt, i),
	    db_int(stmt, i + 1), db_int(stmt, i + 2));
	return *out ? 0 : err_set(err, -ENOMEM, "%s: no memory", family->name);
}

static int
rows_read(struct db_stmt *stmt, const struct family *family,
    struct record_changes *rows, struct err *err)
{
	struct record_change change = { .before = NULL };
	int rc;

	while ((rc = db_step(stmt, err)) > 0) {
		rc = row_read(stmt, family, &change.after, err);
		if (rc < 0)
			return rc;
		if (vec_push(rows, change) < 0) {
			record_row_unref(change.after);
			return err_set(
			    err, -ENOMEM, "%s: no memory", family->name);
		}
	}
	return rc;
}

static int
load(struct store *store, struct records **out, struct err *err)
{
	CLEANUP(changes_free) struct record_changes rows = VEC_INIT;
	CLEANUP(records_unrefp) struct records *empty = records_empty();
	int rc = 0;

	if (!empty)
		return err_set(err, -ENOMEM, "records: no memory");
	for (int i = 0; rc == 0 && i < FAMILIES; i++) {
		struct db_stmt *stmt =
		    db_prepare(store->db, store->record_sql[i].all, err);

		if (!stmt)
			return err->code;
		rc = rows_read(stmt, &families[i], &rows, err);
		db_done(stmt);
	}
	return rc < 0 ? rc
		      : records_apply(empty, rows.items, rows.len, out, err);
}

int
store_records(struct store *store, struct records **out, struct err *err)
{
	struct office *office = &store->office;

	if (!office->now && load(store, &office->now, err) < 0)
		return err->code;
	if (!office->committed)
		office->committed = records_ref(office->now);
	*out = records_ref(office->now);
	return 0;
}

const struct record_changes *
store_record_changes(const struct store *store)
{
	return &store->office.changes;
}

/* ---- transactions ----------------------------------------------------- */

void
office_begin(struct office *office)
{
	vec_each(&office->changes, change) {
		record_row_unref(change->before);
		record_row_unref(change->after);
	}
	office->changes.len = 0;
	records_unref(office->now);
	office->now = records_ref(office->committed);
}

void
office_end(struct office *office, bool committed)
{
	if (!committed) {
		office_begin(office);
	} else {
		records_unref(office->committed);
		office->committed = records_ref(office->now);
	}
}

void
office_free(struct office *office)
{
	records_unref(office->now);
	records_unref(office->committed);
	changes_free(&office->changes);
}

/* ---- writing ---------------------------------------------------------- */

static int
row_write(struct store *store, const char *sql, const struct record_row *row,
    struct err *err)
{
	CLEANUP(buf_free) struct buf lists = BUF_INIT;
	struct db_stmt *stmt = db_prepare(store->db, sql, err);
	int i = (int)row->family->type->nfields + 1;

	if (!stmt)
		return err->code;
	if (fields_bind(stmt, 1, row->family->type, row->record, &lists, err) <
	    0) {
		db_done(stmt);
		return err->code;
	}
	db_bind_int(stmt, i, row->revision);
	db_bind_int(stmt, i + 1, row->created_at);
	db_bind_int(stmt, i + 2, row->revised_at);
	return db_execute(stmt, err);
}

static int
row_remove(struct store *store, const struct record_row *row, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store->db, store->record_sql[row->family->id].remove, err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, record_id(row->record));
	return db_execute(stmt, err);
}

/* Notes the change and brings the records up to it. Takes the reference in
 * after over. */
static int
keep(struct store *store, const struct record_row *before,
    struct record_row *after, struct err *err)
{
	struct office *office = &store->office;
	struct record_change change = {
		record_row_ref((struct record_row *)before), after
	};
	struct records *next;

	if (vec_push(&office->changes, change) < 0) {
		record_row_unref(change.before);
		record_row_unref(after);
		return err_set(err, -ENOMEM, "records: no memory");
	}
	if (records_apply(office->now, &change, 1, &next, err) < 0)
		return err->code;
	records_unref(office->now);
	office->now = next;
	return 0;
}

/* The teams that the row names, and those of the people whom it names. */
static int
note_teams(struct store *store, const struct record_row *row, struct err *err)
{
	for (size_t i = 0; row && i < row->nuses; i++) {
		const struct record_use *use = &row->uses[i];
		const struct person *person;
		const char *team = use->id;

		if (strcmp(use->kind, "person") == 0) {
			person = records_get(
			    store->office.now, FAMILY_PERSON, use->id);
			team = person ? person->team : NULL;
		} else if (strcmp(use->kind, "team") != 0) {
			team = NULL;
		}
		if (team && change_add_team(store, team, err) < 0)
			return err->code;
	}
	return 0;
}

static int
note(struct store *store, const struct actor *actor,
    const struct record_row *before, const struct record_row *after,
    const char *action, struct err *err)
{
	const struct record_row *row = after ? after : before;
	struct change change = {
		.entity = row->family->name,
		.id = record_id(row->record),
		.title = family_title(row->family, row->record),
		.action = action,
	};

	if (change_add_record(store, actor, &change, row->family->type,
		before ? before->record : NULL, after ? after->record : NULL,
		err) < 0)
		return err->code;
	/* Who has which token is told to none of them. */
	if (row->family->id == FAMILY_TOKEN)
		return 0;
	return note_teams(store, before, err) < 0 ||
		       note_teams(store, after, err) < 0
		   ? err->code
		   : 0;
}

static int
put(struct store *store, const struct actor *actor, const struct family *family,
    const struct record_row *old, const void *record, struct record_row **out,
    struct err *err)
{
	const struct record_sql *sql = &store->record_sql[family->id];
	void *copy = record_copy(family->type, record);
	struct record_row *row =
	    copy ? record_row_new(family, copy, old ? old->revision + 1 : 1,
		       old ? old->created_at : actor->now, actor->now)
		 : NULL;

	if (!row)
		return err_set(err, -ENOMEM, "%s: no memory", family->name);
	if (row_write(store, old ? sql->update : sql->insert, row, err) < 0) {
		record_row_unref(row);
		return err->code;
	}
	*out = row;
	return 0;
}

int
record_write(struct store *store, const struct actor *actor,
    const struct family *family, const struct record_row *old,
    const void *record, const char *action, const struct record_row **out,
    struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	struct record_row *row = NULL;

	if (out)
		*out = old;
	if (store_records(store, &now, err) < 0)
		return err->code;
	if (old && record && record_equal(family->type, old->record, record))
		return 0;
	if (record ? put(store, actor, family, old, record, &row, err) < 0
		   : row_remove(store, old, err) < 0)
		return err->code;
	if (note(store, actor, old, row, action, err) < 0 ||
	    dress_touch(store, old, row, err) < 0) {
		record_row_unref(row);
		return err->code;
	}
	if (out)
		*out = row;
	return keep(store, old, row, err);
}
