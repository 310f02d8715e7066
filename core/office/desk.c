/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/places.h"
#include "base/text.h"
#include "model/person.h"
#include "office/access.h"
#include "store/events.h"

void
desk_clear(struct desk *desk)
{
	invalid_free(&desk->invalid);
	buf_reset(&desk->evidence);
	desk->invalid = (struct invalid){ .pointers = true };
}

void
desk_free(struct desk *desk)
{
	invalid_free(&desk->invalid);
	buf_free(&desk->evidence);
}

static int
refuse_invalid(
    const struct desk *desk, const struct family *family, struct err *err)
{
	return err_set(err, -EINVAL, "%s: %zu of its values %s wrong",
	    family->name, desk->invalid.list.len,
	    desk->invalid.list.len == 1 ? "is" : "are");
}

/* ---- looking ---------------------------------------------------------- */

int
desk_find(struct desk *desk, const struct family *family, const char *id,
    struct record_row **out, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	const struct record_row *row;

	if (store_records(desk->store, &now, err) < 0)
		return err->code;
	row = records_find(now, family->id, id);
	if (!row || !row_readable(desk->caller, now, row))
		return err_set(
		    err, -ENOENT, "there is no %s \"%.80s\"", family->name, id);
	*out = record_row_ref((struct record_row *)row);
	return 0;
}

int
desk_find_unchanged(struct desk *desk, const struct family *family,
    const char *id, struct record_row **out, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;

	if (desk_find(desk, family, id, &row, err) < 0)
		return err->code;
	if (desk->revision && desk->revision != row->revision)
		return err_set(err, -ESTALE,
		    "%s %.80s has changed: it is at revision %lld now",
		    family->name, id, (long long)row->revision);
	*out = TAKE(row);
	return 0;
}

/* ---- checks ----------------------------------------------------------- */

struct checking {
	struct desk *desk;
	struct records *now;
	const struct family *family;
	const char *id; /* of the record itself: it may refer to itself */
	struct err err; /* that could not be looked up */
};

static void
check_event(
    struct checking *checking, const char *id, const struct record_place *place)
{
	bool there;

	if (event_exists(checking->desk->store, id, &there, &checking->err) ==
		0 &&
	    !there)
		record_note(&checking->desk->invalid, place,
		    "there is no event \"%.60s\"", id);
}

/* The nearest id among the first few hundred that the caller may know of, for
 * "did you mean". */
static const char *
nearest_id(
    const struct checking *checking, enum family_id family, const char *id)
{
	const char *ids[400];
	struct ordered_walk walk;
	size_t n = 0;

	for (const struct record_row *row =
		 records_first(checking->now, family, NULL, &walk);
	     row && n < ARRAY_LEN(ids); row = records_next(&walk))
		if (row_readable(checking->desk->caller, checking->now, row))
			ids[n++] = record_id(row->record);
	return text_nearest(id, ids, n);
}

/* Is there such a record, as far as the caller may know? */
static bool
is_there(const struct checking *checking, enum family_id family, const char *id)
{
	const struct record_row *row = records_find(checking->now, family, id);

	return row && row_readable(checking->desk->caller, checking->now, row);
}

static void
check_reference(struct checking *checking, const struct field *field,
    const char *id, const struct record_place *place)
{
	const struct family *family = family_find(field->refers);
	const char *near;

	if (!family) {
		check_event(checking, id, place);
		return;
	}
	if (is_there(checking, family->id, id) ||
	    (family == checking->family && strcmp(id, checking->id) == 0))
		return;
	near = nearest_id(checking, family->id, id);
	if (near)
		record_note(&checking->desk->invalid, place,
		    "there is no %s \"%.60s\"; did you mean \"%s\"?",
		    family->name, id, near);
	else
		record_note(&checking->desk->invalid, place,
		    "there is no %s \"%.60s\"", family->name, id);
}

static void
check_zone(struct checking *checking, const char *name,
    const struct record_place *place)
{
	const struct zone *zone;
	struct err err = ERR_INIT;

	if (zones_get(checking->desk->zones, name, &zone, &err) < 0)
		record_note(&checking->desk->invalid, place, "%s", err.msg);
}

static void
check_text(const struct field *field, const char *text,
    const struct record_place *place, void *arg)
{
	struct checking *checking = arg;

	if (field->refers)
		check_reference(checking, field, text, place);
	else if (field->form == FORM_ZONE)
		check_zone(checking, text, place);
}

/* From where to where people go is worked out by their homes. */
static void
check_home(struct desk *desk, const struct person *person)
{
	struct place_query query = { .city = person->city,
		.country = person->country,
		.latitude = person->latitude,
		.longitude = person->longitude };
	struct place_result result;

	if (!person->country && desk->zone) /* as the rules look for it */
		query.zone = zone_name(desk->zone);
	if (!desk->places || !person->city ||
	    person->latitude == person->latitude)
		return;
	places_find(desk->places, &query, &result);
	if (result.answer == PLACE_FOUND)
		return;
	if (result.answer == PLACE_AMBIGUOUS)
		invalid_add(&desk->invalid, "/city",
		    "there are several \"%.60s\" (in %s, %s ...): give its "
		    "country, or latitude and longitude",
		    person->city, result.candidates[0]->country,
		    result.candidates[result.ncandidates - 1]->country);
	else if (result.ncandidates)
		invalid_add(&desk->invalid, "/city",
		    "\"%.60s\" is not in %s: the one that is known is in %s",
		    person->city, person->country,
		    result.candidates[0]->country);
	else
		invalid_add(&desk->invalid, "/city",
		    "there is no \"%.60s\" in the table of places: give its "
		    "latitude and longitude, too, or name it in a table of "
		    "your own (\"own\" in [places])",
		    person->city);
}

int
desk_check_outside(struct desk *desk, const struct family *family,
    const void *record, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	struct checking checking = {
		.desk = desk, .family = family, .id = record_id(record)
	};

	if (family->check)
		family->check(record, &desk->invalid);
	if (family->id == FAMILY_PERSON)
		check_home(desk, record);
	if (store_records(desk->store, &now, err) < 0)
		return err->code;
	checking.now = now;
	record_texts(family->type, record, check_text, &checking);
	if (checking.err.code < 0)
		*err = checking.err;
	return checking.err.code;
}

int
desk_check(struct desk *desk, const struct family *family, const void *record,
    struct err *err)
{
	record_check(family->type, record, &desk->invalid);
	if (!invalid_any(&desk->invalid) &&
	    desk_check_outside(desk, family, record, err) < 0)
		return err->code;
	return invalid_any(&desk->invalid) ? refuse_invalid(desk, family, err)
					   : 0;
}

/* ---- ids -------------------------------------------------------------- */

static int
refuse_id(struct desk *desk, const struct family *family, const char *why,
    struct err *err)
{
	invalid_add(&desk->invalid, "/id", "%s", why);
	return refuse_invalid(desk, family, err);
}

/* Gives a new record its id: into made, which lives as long as the record is
 * being made. The one that was given must be none, or the same. */
static int
settle_id(struct desk *desk, const struct family *family, void *record,
    char made[RECORD_ID], struct err *err)
{
	const char **id = record;

	if (family->key == KEY_CODE || family->key == KEY_EVENT)
		return 0;
	if (family->key == KEY_SECRET)
		return err_set(err, -EACCES,
		    "%s is made with its secret, one by one", family->a);
	if (family->key == KEY_UUID) {
		if (*id)
			return refuse_id(desk, family,
			    "it is made by the program: leave it out", err);
		uuid_new(made, desk->actor.now * 1000);
	} else if (!family_make_id(family, record, made)) {
		return 0; /* what is missing is said by the check */
	} else if (*id && strcmp(*id, made) != 0) {
		return refuse_id(desk, family,
		    "it is made of two other values: leave it out", err);
	}
	*id = made;
	return 0;
}

/* A changed record's id, and what it is made of, stay. */
static int
check_same_id(struct desk *desk, const struct family *family,
    const void *record, const char *id, struct err *err)
{
	char made[RECORD_ID];

	if (!record_id(record) || strcmp(record_id(record), id) != 0)
		return refuse_id(
		    desk, family, "an id never changes: leave it out", err);
	if (family->key == KEY_MADE && family_make_id(family, record, made) &&
	    strcmp(made, id) != 0)
		return refuse_id(desk, family,
		    "what an id is made of never changes: add another and "
		    "remove this",
		    err);
	return 0;
}

/* ---- commands --------------------------------------------------------- */

/* May the caller do that with the row, as it is now? */
static int
check_caller(struct desk *desk, enum verb verb, const struct record_row *row,
    struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;

	if (store_records(desk->store, &now, err) < 0)
		return err->code;
	return row_authorize(desk->caller, verb, now, row, err);
}

/* Writes the record and hands out its row, which is the caller's to write
 * before and after. */
static int
write_row(struct desk *desk, const struct family *family,
    const struct record_row *old, const void *record, struct record_row **out,
    struct err *err)
{
	const struct record_row *row;

	if ((old && check_caller(desk, VERB_CHANGE, old, err) < 0) ||
	    record_write(desk->store, &desk->actor, family, old, record,
		old ? "updated" : "created", &row, err) < 0 ||
	    check_caller(desk, old ? VERB_CHANGE : VERB_CREATE, row, err) < 0)
		return err->code;
	*out = record_row_ref((struct record_row *)row);
	return 0;
}

int
desk_create(struct desk *desk, const struct family *family, const char *json,
    size_t len, struct record_row **out, struct err *err)
{
	CLEANUP(freep) void *record = NULL;
	CLEANUP(records_unrefp) struct records *now = NULL;
	char made[RECORD_ID];

	if (record_patch(family->type, NULL, json, len, &desk->invalid, &record,
		err) < 0 ||
	    settle_id(desk, family, record, made, err) < 0 ||
	    desk_check(desk, family, record, err) < 0 ||
	    store_records(desk->store, &now, err) < 0)
		return err->code;
	if (records_find(now, family->id, record_id(record)))
		return err_set(err, -EEXIST, "there is a %s \"%s\" already",
		    family->name, record_id(record));
	return write_row(desk, family, NULL, record, out, err);
}

int
desk_change(struct desk *desk, const struct family *family, const char *id,
    const char *json, size_t len, struct record_row **out, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *old = NULL;
	CLEANUP(freep) void *record = NULL;

	if (desk_find_unchanged(desk, family, id, &old, err) < 0 ||
	    record_patch(family->type, old->record, json, len, &desk->invalid,
		&record, err) < 0 ||
	    check_same_id(desk, family, record, id, err) < 0 ||
	    desk_check(desk, family, record, err) < 0)
		return err->code;
	return write_row(desk, family, old, record, out, err);
}

/* "person a1 (Ada), mission ... (...) and 3 more". */
static int
refuse_used(struct desk *desk, const struct record_row *row, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	CLEANUP(buf_free) struct buf who = BUF_INIT;
	const char *id = record_id(row->record);
	struct records_users users;
	int n = 0;

	if (store_records(desk->store, &now, err) < 0)
		return err->code;
	for (const struct record_row *user =
		 records_user_first(now, row->family->name, id, &users);
	     user; user = records_user_next(&users)) {
		if (user == row)
			continue;
		if (n++ < 3)
			buf_addf(&who, "%s%s %s (%.40s)", n > 1 ? ", " : "",
			    user->family->name, record_id(user->record),
			    family_title(user->family, user->record));
	}
	if (n > 3)
		buf_addf(&who, " and %d more", n - 3);
	if (n == 0)
		return 0;
	return err_set(err, -ENOTEMPTY, "%s %s is still needed by %s",
	    row->family->name, id, buf_str(&who));
}

int
desk_remove(struct desk *desk, const struct family *family, const char *id,
    struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;

	if (desk_find_unchanged(desk, family, id, &row, err) < 0 ||
	    check_caller(desk, VERB_REMOVE, row, err) < 0 ||
	    refuse_used(desk, row, err) < 0)
		return err->code;
	return record_write(
	    desk->store, &desk->actor, family, row, NULL, "deleted", NULL, err);
}
