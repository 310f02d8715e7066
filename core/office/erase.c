/* SPDX-License-Identifier: Apache-2.0 */
#include "erase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/vec.h"
#include "model/person.h"
#include "store/erase.h"

struct erasing {
	struct desk *desk;
	struct erasure what;
	VEC(char *) made; /* texts without the name */
	int error;
};

static void
erasing_release(struct erasing *erasing)
{
	vec_each(&erasing->made, text)
		free(*text);
	vec_free(&erasing->made);
}

/* The text with the alias for each of the part; NULL: it has none. */
static const char *
without(struct erasing *erasing, const char *text, const char *part)
{
	CLEANUP(buf_free) struct buf out = BUF_INIT;
	const char *at = text, *found;
	char *made;

	if (!part || !*part || !strstr(text, part))
		return NULL;
	while ((found = strstr(at, part))) {
		buf_add(&out, at, (size_t)(found - at));
		buf_adds(&out, erasing->what.alias);
		at = found + strlen(part);
	}
	buf_adds(&out, at);
	made = buf_error(&out) < 0 ? NULL : strdup(buf_str(&out));
	if (!made || vec_push(&erasing->made, made) < 0) {
		free(made);
		erasing->error = -ENOMEM;
		return NULL;
	}
	return made;
}

static void
erase_text(
    struct erasing *erasing, const struct field *field, const char **text)
{
	const char *other;

	if (!*text)
		return;
	if (field->refers) {
		if (strcmp(field->refers, "person") == 0 &&
		    strcmp(*text, erasing->what.id) == 0)
			*text = erasing->what.alias;
		return;
	}
	if ((other = without(erasing, *text, erasing->what.name)))
		*text = other;
	if ((other = without(erasing, *text, erasing->what.email)))
		*text = other;
}

/* In a copy, which is one block of its own. */
static void
erase_record(struct erasing *erasing, const struct record *type, void *record)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		void *member = (char *)record + field->offset;
		void **items = NULL;

		if (field->type == FIELD_TEXT)
			erase_text(erasing, field, member);
		if (field->type == FIELD_TEXTS || field->type == FIELD_RECORDS)
			items = *(void ***)member;
		for (; items && *items; items++)
			if (field->type == FIELD_TEXTS)
				erase_text(erasing, field,
				    (const char **)(void *)items);
			else
				erase_record(erasing, field->of, *items);
	}
}

static bool
is_theirs(const struct erasing *erasing, const struct record_row *row)
{
	const struct absence *absence = row->record;

	return row->family->id == FAMILY_ABSENCE && absence->person &&
	       strcmp(absence->person, erasing->what.id) == 0;
}

static int
erase_row(
    struct erasing *erasing, const struct record_row *row, struct err *err)
{
	struct desk *desk = erasing->desk;
	CLEANUP(freep) void *copy = record_copy(row->family->type, row->record);

	if (!copy)
		return err_set(err, -ENOMEM, "erase: no memory");
	if (is_theirs(erasing, row))
		return record_write(desk->store, &desk->actor, row->family, row,
		    NULL, "deleted", NULL, err);
	erase_record(erasing, row->family->type, copy);
	if (erasing->error < 0)
		return err_set(err, erasing->error, "erase: no memory");
	return record_write(desk->store, &desk->actor, row->family, row, copy,
	    "updated", NULL, err);
}

static int
erase_rows(
    struct erasing *erasing, const struct records *records, struct err *err)
{
	struct ordered_walk walk;

	for (int f = 0; f < FAMILIES; f++)
		for (const struct record_row *row =
			 records_first(records, (enum family_id)f, NULL, &walk);
		     row; row = records_next(&walk))
			if (strcmp(record_id(row->record), erasing->what.id) !=
				0 &&
			    erase_row(erasing, row, err) < 0)
				return err->code;
	return 0;
}

static int
check_alone(const struct records *records, const char *id, struct err *err)
{
	for (int f = 0; f < FAMILIES; f++)
		if (f != FAMILY_PERSON &&
		    records_find(records, (enum family_id)f, id))
			return err_set(err, -EPERM,
			    "there is %s \"%.60s\", too: the log could not "
			    "tell them apart",
			    families[f].a, id);
	return 0;
}

int
person_erase(struct desk *desk, const char *id, struct err *err)
{
	static const struct family *const people = &families[FAMILY_PERSON];
	CLEANUP(erasing_release) struct erasing erasing = { .desk = desk };
	CLEANUP(records_unrefp) struct records *records = NULL;
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	struct person nobody;
	const struct person *person;
	char uuid[UUID_TEXT], alias[24];

	if (desk_find(desk, people, id, &row, err) < 0 ||
	    store_records(desk->store, &records, err) < 0 ||
	    check_alone(records, id, err) < 0)
		return err->code;
	person = row->record;
	snprintf(alias, sizeof alias, "erased-%.8s",
	    uuid_new(uuid, desk->actor.now * 1000) + UUID_TEXT - 9);
	erasing.what =
	    (struct erasure){ id, alias, person->name, person->email };
	record_init(&person_record, &nobody);
	nobody.id = alias;
	nobody.name = alias;
	nobody.team = person->team;
	if (record_write(desk->store, &desk->actor, people, NULL, &nobody,
		"created", NULL, err) < 0 ||
	    erase_rows(&erasing, records, err) < 0 ||
	    record_write(desk->store, &desk->actor, people, row, NULL,
		"deleted", NULL, err) < 0)
		return err->code;
	return store_erase(desk->store, &erasing.what, err);
}
