/* SPDX-License-Identifier: Apache-2.0 */
#include "fields.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

#define FIELDS_MOST 128

/* ---- writing ---------------------------------------------------------- */

static bool
is_list(const struct field *field)
{
	return field->type == FIELD_TEXTS || field->type == FIELD_RECORDS;
}

/* The lists as JSON, each closed by a NUL, in the order of their fields. */
static void
lists_encode(const struct record *type, const void *record, struct buf *lists)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];

		if (!is_list(field) || !field_given(field, record))
			continue;
		field_add_json(field, record, lists);
		buf_addc(lists, '\0');
	}
}

static void
field_bind(
    struct db_stmt *stmt, int i, const struct field *field, const void *record)
{
	const void *member = (const char *)record + field->offset;

	switch (field->type) {
	case FIELD_TEXT:
		db_bind_text(stmt, i, *(const char *const *)member);
		break;
	case FIELD_INT:
		db_bind_int(stmt, i, *(const int64_t *)member);
		break;
	case FIELD_REAL:
		db_bind_real(stmt, i, *(const double *)member);
		break;
	case FIELD_BOOL:
		db_bind_int(stmt, i, *(const int *)member != 0);
		break;
	case FIELD_CHOICE:
		db_bind_text(stmt, i, field_choice_word(field, record));
		break;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		assert(false && "bound by fields_bind");
	}
}

int
fields_bind(struct db_stmt *stmt, int first, const struct record *type,
    const void *record, struct buf *lists, struct err *err)
{
	const char *list;

	lists_encode(type, record, lists);
	if (buf_error(lists))
		return err_set(err, buf_error(lists), "%s", type->name);
	list = buf_str(lists);
	for (size_t n = 0; n < type->nfields; n++) {
		const struct field *field = &type->fields[n];
		int i = first + (int)n;

		if (!field_given(field, record)) {
			db_bind_null(stmt, i);
		} else if (is_list(field)) {
			db_bind_text(stmt, i, list);
			list += strlen(list) + 1;
		} else {
			field_bind(stmt, i, field, record);
		}
	}
	return 0;
}

/* ---- reading ---------------------------------------------------------- */

/* The memory of a record that is being put together: a block a field. */
struct blocks {
	void *of[FIELDS_MOST];
};

static void
blocks_free(struct blocks *blocks)
{
	for (size_t i = 0; i < FIELDS_MOST; i++)
		free(blocks->of[i]);
}

static int
choice_read(struct db_stmt *stmt, int i, const struct field *field, int *out,
    struct err *err)
{
	const char *word = db_text(stmt, i);

	*out = word ? choice_parse(field->choices, word) : 0;
	if (*out < 0)
		return err_set(
		    err, -EUCLEAN, "column %s holds \"%s\"", field->name, word);
	return 0;
}

static int
list_read(struct db_stmt *stmt, int i, const struct field *field, void *record,
    void **block, struct err *err)
{
	const char *text = db_text(stmt, i);

	if (!text)
		return 0;
	return field_from_json(field, text, strlen(text), record, block, err);
}

static int
field_read(struct db_stmt *stmt, int i, const struct field *field, void *record,
    void **block, struct err *err)
{
	void *member = (char *)record + field->offset;

	switch (field->type) {
	case FIELD_TEXT:
		*(const char **)member = db_text(stmt, i);
		return 0;
	case FIELD_INT:
		*(int64_t *)member = db_int(stmt, i);
		return 0;
	case FIELD_REAL:
		*(double *)member = db_real(stmt, i);
		return 0;
	case FIELD_BOOL:
		*(int *)member = db_int(stmt, i) != 0;
		return 0;
	case FIELD_CHOICE:
		return choice_read(stmt, i, field, member, err);
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		return list_read(stmt, i, field, record, block, err);
	}
	return 0;
}

/* Texts are on loan from the statement, so the whole is copied at the end. */
static int
read_into(struct db_stmt *stmt, int first, const struct record *type,
    void *record, void **out, struct err *err)
{
	CLEANUP(blocks_free) struct blocks blocks = { .of = { NULL } };

	record_init(type, record);
	for (size_t n = 0; n < type->nfields; n++)
		if (field_read(stmt, first + (int)n, &type->fields[n], record,
			&blocks.of[n], err) < 0)
			return err->code;
	*out = record_copy(type, record);
	return *out ? 0 : err_set(err, -ENOMEM, "%s: no memory", type->name);
}

int
fields_read(struct db_stmt *stmt, int first, const struct record *type,
    void **out, struct err *err)
{
	CLEANUP(freep) void *record = malloc(type->size);

	assert(type->nfields <= FIELDS_MOST && !type->sized);
	if (!record)
		return err_set(err, -ENOMEM, "%s: no memory", type->name);
	return read_into(stmt, first, type, record, out, err);
}
