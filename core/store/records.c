/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A handful of ordered sets: for each family its rows by id (these hold the
 * references), and one of all uses by (kind, id, family of the row, its id).
 */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/vec.h"

struct records {
	atomic_int refs;
	struct ordered by_id[FAMILIES];
	struct ordered uses;
};

/* ---- rows ------------------------------------------------------------- */

static int
use_compare(const void *a, const void *b)
{
	const struct record_use *x = a, *y = b;
	int order = strcmp(x->kind, y->kind);

	if (order == 0)
		order = strcmp(x->id, y->id);
	if (order == 0)
		order = (int)x->row->family->id - (int)y->row->family->id;
	if (order == 0)
		order = strcmp(
		    record_id(x->row->record), record_id(y->row->record));
	return order;
}

struct gathering {
	const struct record_row *row;
	VEC(struct record_use) uses;
	int error;
};

static void
gather(const struct field *field, const char *id,
    const struct record_place *place, void *arg)
{
	struct gathering *gathering = arg;
	struct record_use use = { field->refers, id, gathering->row };

	(void)place;
	if (field->refers && vec_push(&gathering->uses, use) < 0)
		gathering->error = -ENOMEM;
}

/* What the row refers to, each once. */
static int
gather_uses(struct record_row *row)
{
	struct gathering gathering = { .row = row };
	size_t kept = 0;

	record_texts(row->family->type, row->record, gather, &gathering);
	if (gathering.uses.len)
		qsort(gathering.uses.items, gathering.uses.len,
		    sizeof *gathering.uses.items, use_compare);
	vec_each(&gathering.uses, use)
		if (!kept ||
		    use_compare(&gathering.uses.items[kept - 1], use) != 0)
			gathering.uses.items[kept++] = *use;
	row->uses = gathering.uses.items;
	row->nuses = kept;
	return gathering.error;
}

struct record_row *
record_row_new(const struct family *family, void *record, int64_t revision,
    int64_t created_at, int64_t revised_at)
{
	struct record_row *row = calloc(1, sizeof *row);

	if (!row) {
		free(record);
		return NULL;
	}
	atomic_init(&row->refs, 1);
	row->family = family;
	row->record = record;
	row->revision = revision;
	row->created_at = created_at;
	row->revised_at = revised_at;
	if (gather_uses(row) == 0)
		return row;
	record_row_unref(row);
	return NULL;
}

struct record_row *
record_row_ref(struct record_row *row)
{
	if (row)
		atomic_fetch_add_explicit(&row->refs, 1, memory_order_relaxed);
	return row;
}

void
record_row_unref(struct record_row *row)
{
	if (!row ||
	    atomic_fetch_sub_explicit(&row->refs, 1, memory_order_acq_rel) > 1)
		return;
	free(row->uses);
	free(row->record);
	free(row);
}

void
record_row_unrefp(struct record_row **row)
{
	record_row_unref(*row);
}

/* ---- the view --------------------------------------------------------- */

static int
id_compare(const void *a, const void *b)
{
	const struct record_row *x = a, *y = b;

	return strcmp(record_id(x->record), record_id(y->record));
}

static void
item_ref(void *row)
{
	record_row_ref(row);
}

static void
item_unref(void *row)
{
	record_row_unref(row);
}

static const struct ordering by_id = { id_compare, item_ref, item_unref };
static const struct ordering by_use = { use_compare, NULL, NULL };

struct records *
records_empty(void)
{
	struct records *records = calloc(1, sizeof *records);

	if (!records)
		return NULL;
	atomic_init(&records->refs, 1);
	for (int i = 0; i < FAMILIES; i++)
		records->by_id[i] = ORDERED_EMPTY(&by_id);
	records->uses = ORDERED_EMPTY(&by_use);
	return records;
}

struct records *
records_ref(struct records *records)
{
	if (records)
		atomic_fetch_add_explicit(
		    &records->refs, 1, memory_order_relaxed);
	return records;
}

void
records_unref(struct records *records)
{
	if (!records || atomic_fetch_sub_explicit(
			    &records->refs, 1, memory_order_acq_rel) > 1)
		return;
	ordered_free(&records->uses);
	for (int i = 0; i < FAMILIES; i++)
		ordered_free(&records->by_id[i]);
	free(records);
}

void
records_unrefp(struct records **records)
{
	records_unref(*records);
}

/* ---- changing --------------------------------------------------------- */

VEC_TYPE(ops, struct ordered_op);

/* The operations for each set. */
struct edit {
	struct ops by_id[FAMILIES], uses;
};

static void
edit_free(struct edit *edit)
{
	for (int i = 0; i < FAMILIES; i++)
		vec_free(&edit->by_id[i]);
	vec_free(&edit->uses);
}

static int
edit_add(struct edit *edit, struct record_row *row, bool put)
{
	struct ordered_op op = { row, put };
	int rc;

	if (!row)
		return 0;
	rc = vec_push(&edit->by_id[row->family->id], op);
	for (size_t i = 0; rc == 0 && i < row->nuses; i++) {
		op.item = &row->uses[i];
		rc = vec_push(&edit->uses, op);
	}
	return rc;
}

static int
edit_apply(struct edit *edit, const struct records *old, struct records *new)
{
	int rc = ordered_apply(
	    &new->uses, &old->uses, edit->uses.items, edit->uses.len);

	for (int i = 0; rc == 0 && i < FAMILIES; i++)
		rc = ordered_apply(&new->by_id[i], &old->by_id[i],
		    edit->by_id[i].items, edit->by_id[i].len);
	return rc;
}

int
records_apply(const struct records *old, const struct record_change *changes,
    size_t n, struct records **out, struct err *err)
{
	CLEANUP(edit_free) struct edit edit = { .uses = VEC_INIT };
	CLEANUP(records_unrefp) struct records *new = records_empty();
	int rc = new ? 0 : -ENOMEM;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = edit_add(&edit, changes[i].before, false);
		if (rc == 0)
			rc = edit_add(&edit, changes[i].after, true);
	}
	if (rc == 0)
		rc = edit_apply(&edit, old, new);
	if (rc < 0)
		return err_set(err, rc, "records: no memory");
	*out = TAKE(new);
	return 0;
}

/* ---- looking ---------------------------------------------------------- */

size_t
records_count(const struct records *records, enum family_id family)
{
	return records->by_id[family].len;
}

const struct record_row *
records_find(
    const struct records *records, enum family_id family, const char *id)
{
	struct record_row key = { .record = &id };

	return id ? ordered_find(&records->by_id[family], &key) : NULL;
}

const void *
records_get(
    const struct records *records, enum family_id family, const char *id)
{
	const struct record_row *row = records_find(records, family, id);

	return row ? row->record : NULL;
}

const struct record_row *
records_first(const struct records *records, enum family_id family,
    const char *id, struct ordered_walk *walk)
{
	struct record_row key = { .record = &id };

	return ordered_first(&records->by_id[family], id ? &key : NULL, walk);
}

const struct record_row *
records_next(struct ordered_walk *walk)
{
	return ordered_next(walk);
}

static const struct record_row *
user_of(const struct records_users *users, const struct record_use *use)
{
	if (!use || strcmp(use->kind, users->kind) != 0 ||
	    strcmp(use->id, users->id) != 0)
		return NULL;
	return use->row;
}

const struct record_row *
records_user_first(const struct records *records, const char *kind,
    const char *id, struct records_users *users)
{
	static const char *const before_all = "";
	struct record_row least = { .family = &families[0],
		.record = (void *)&before_all };
	struct record_use key = { kind, id, &least };

	users->kind = kind;
	users->id = id;
	return user_of(
	    users, ordered_first(&records->uses, &key, &users->walk));
}

const struct record_row *
records_user_next(struct records_users *users)
{
	return user_of(users, ordered_next(&users->walk));
}
