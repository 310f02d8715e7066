/* SPDX-License-Identifier: Apache-2.0 */
#include "erase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/vec.h"
#include "model/erased.h"
#include "model/person.h"
#include "model/token.h"
#include "store/erase.h"
#include "store/event_table.h"

struct erasing {
	struct desk *desk;
	struct erasure what;
	struct erased_names names; /* theirs alone */
	struct erased_spellings found;
	struct event_ids events; /* that name them */
};

static void
erasing_release(struct erasing *erasing)
{
	vec_free(&erasing->names);
	erased_spellings_release(&erasing->found);
	event_ids_release(&erasing->events);
}

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "erase: no memory");
}

static struct erased_mask
mask_of(struct erasing *erasing, bool single)
{
	return (struct erased_mask){ &erasing->names, single, &erasing->found };
}

/* ---- records ----------------------------------------------------------- */

static void
rename_text(
    const struct erasing *erasing, const struct field *field, const char **text)
{
	if (*text && field->refers && strcmp(field->refers, "person") == 0 &&
	    strcmp(*text, erasing->what.id) == 0)
		*text = erasing->what.alias;
}

/* Who is referred to; in a copy, which is one block of its own. */
static void
rename_record(
    const struct erasing *erasing, const struct record *type, void *record)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		void *member = (char *)record + field->offset;
		void **items = NULL;

		if (field->type == FIELD_TEXT)
			rename_text(erasing, field, member);
		if (field->type == FIELD_TEXTS || field->type == FIELD_RECORDS)
			items = *(void ***)member;
		for (; items && *items; items++)
			if (field->type == FIELD_TEXTS)
				rename_text(erasing, field,
				    (const char **)(void *)items);
			else
				rename_record(erasing, field->of, *items);
	}
}

static bool
is_theirs(const struct erasing *erasing, const struct record_row *row)
{
	const struct absence *absence = row->record;

	return row->family->id == FAMILY_ABSENCE && absence->person &&
	       strcmp(absence->person, erasing->what.id) == 0;
}

/* Their token opens nothing any more. */
static void
revoke_token(
    const struct erasing *erasing, struct token *token, char at[INSTANT_TEXT])
{
	if (token->person && strcmp(token->person, erasing->what.id) == 0 &&
	    !token->revoked)
		token->revoked =
		    instant_format(at, erasing->desk->actor.now, 0);
}

static int
erase_row(
    struct erasing *erasing, const struct record_row *row, struct err *err)
{
	struct desk *desk = erasing->desk;
	const struct record *type = row->family->type;
	struct erased_mask mask = mask_of(erasing, true);
	CLEANUP(freep) void *copy = NULL;
	CLEANUP(freep) void *masked = NULL;
	char at[INSTANT_TEXT];
	void *record;

	if (is_theirs(erasing, row))
		return record_write(desk->store, &desk->actor, row->family, row,
		    NULL, "deleted", NULL, err);
	if (erased_mask_record(&mask, type, row->record, &masked) < 0 ||
	    (!masked && !(copy = record_copy(type, row->record))))
		return no_memory(err);
	record = masked ? masked : copy;
	if (row->family->id == FAMILY_TOKEN)
		revoke_token(erasing, record, at);
	rename_record(erasing, type, record);
	return record_write(desk->store, &desk->actor, row->family, row, record,
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

/* ---- events ------------------------------------------------------------ */

/* Read whole first: the walk must not run over rows that it changes. */
static int
look_at_event(struct event_row *row_, void *arg, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = row_;
	CLEANUP(freep) void *masked = NULL;
	struct erasing *erasing = arg;
	struct erased_mask mask = mask_of(erasing, false);
	struct event_id id;

	if (erased_mask_record(&mask, &event_record, row->event, &masked) < 0)
		return no_memory(err);
	if (!masked)
		return 0;
	memcpy(id.text, row->id, sizeof id.text);
	return vec_push(&erasing->events, id) < 0 ? no_memory(err) : 0;
}

static int
erase_event(struct erasing *erasing, const char *id, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	CLEANUP(freep) void *masked = NULL;
	struct desk *desk = erasing->desk;
	struct erased_mask mask = mask_of(erasing, false);

	if (event_load(desk->store, id, &row, err) < 0)
		return err->code;
	if (erased_mask_record(&mask, &event_record, row->event, &masked) < 0)
		return no_memory(err);
	return event_erase(desk->store, &desk->actor, row, masked, err);
}

static int
erase_events(struct erasing *erasing, struct err *err)
{
	struct desk *desk = erasing->desk;

	if (events_each(desk->store, desk->zones, look_at_event, erasing, NULL,
		err) < 0)
		return err->code;
	vec_each(&erasing->events, id)
		if (erase_event(erasing, id->text, err) < 0)
			return err->code;
	return 0;
}

/* ---- all --------------------------------------------------------------- */

/* By what they are known again. */
static int
remember(struct erasing *erasing, const char *text, struct err *err)
{
	struct erased_name name;

	if (!erased_name_read(text, &name))
		return 0;
	snprintf(name.alias, sizeof name.alias, "%s", erasing->what.alias);
	if (vec_push(&erasing->names, name) < 0)
		return no_memory(err);
	return erased_put(erasing->desk->store, &name, err);
}

/* Beside the records: as it was called, and as it was found to be called. */
static int
erase_beside(struct erasing *erasing, struct err *err)
{
	struct store *store = erasing->desk->store;

	vec_each(&erasing->found, text)
		if (store_erase_text(store, *text, erasing->what.alias, err) <
		    0)
			return err->code;
	return store_erase(store, &erasing->what, err);
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

	if (desk_find_unchanged(desk, people, id, &row, err) < 0 ||
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
	    remember(&erasing, person->name, err) < 0 ||
	    remember(&erasing, person->email, err) < 0 ||
	    erase_rows(&erasing, records, err) < 0 ||
	    record_write(desk->store, &desk->actor, people, row, NULL,
		"deleted", NULL, err) < 0 ||
	    erase_events(&erasing, err) < 0)
		return err->code;
	return erase_beside(&erasing, err);
}
