/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two rounds: first every line is read, checked for itself and written; then
 * what was written is held against all that there is by then. The transaction
 * is the caller's to give up when something was wrong.
 */
#include "import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/text.h"
#include "office/mission.h"

/* Beyond so many a person mends the file before reading on. */
#define FAULTS_MOST 1000

struct written {
	int64_t line;
	struct record_row *row;
};

struct import {
	struct desk *desk;
	int64_t line;
	struct import_counts counts;
	VEC(struct written) written;
};

static void
import_release(struct import *import)
{
	vec_each(&import->written, written)
		record_row_unref(written->row);
	vec_free(&import->written);
}

/* Puts the line's number before the pointers noted since mark. */
static void
place_notes(struct invalid *invalid, size_t mark, int64_t line)
{
	for (; mark < invalid->list.len; mark++) {
		struct invalid_value *value = &invalid->list.items[mark];
		char where[sizeof value->where + 24];

		snprintf(where, sizeof where, "/%lld%s", (long long)line,
		    value->where);
		snprintf(value->where, sizeof value->where, "%.*s",
		    (int)sizeof value->where - 1, where);
	}
}

/* ---- one line --------------------------------------------------------- */

static int
refuse_line(struct import *import, const struct err *why)
{
	invalid_add(&import->desk->invalid, "", "%s", why->msg);
	return -EINVAL;
}

/* The family and the object of a line. */
static int
read_line(const char *text, size_t len, const struct family **family,
    char **object, struct err *err)
{
	CLEANUP(json_freep) json_t *line = NULL;
	const char *name;

	if (json_read(text, len, &line, err) < 0)
		return err->code;
	if (json_object_size(line) != 1)
		return err_set(err, -EINVAL,
		    "a line should be an object with one member, such as "
		    "{\"team\":{...}}");
	name = json_object_iter_key(json_object_iter(line));
	*family = family_find(name);
	if (!*family || (*family)->id == FAMILY_EDITION)
		return err_set(
		    err, -EINVAL, "\"%.60s\" is no kind of record", name);
	*object = json_dumps(json_object_get(line, name), JSON_ENCODE_ANY);
	return *object ? 0 : err_set(err, -ENOMEM, "import: no memory");
}

/* The id that the object names, in out; "" when it names none. */
static int
named_id(const struct family *family, const char *object, char out[RECORD_ID],
    struct err *err)
{
	struct invalid ignored = { .pointers = true };
	CLEANUP(freep) void *record = NULL;

	out[0] = '\0';
	if (record_patch(family->type, NULL, object, strlen(object), &ignored,
		&record, err) == 0) {
		if (family->key == KEY_MADE)
			family_make_id(family, record, out);
		else if (record_id(record))
			snprintf(out, RECORD_ID, "%s", record_id(record));
	}
	invalid_free(&ignored);
	return err->code == -ENOMEM ? err->code : 0;
}

/* Sets the id of a record that is to be made. */
static int
give_id(struct import *import, const struct family *family, void *record,
    char made[RECORD_ID])
{
	const char **id = record;

	if (family->key == KEY_UUID && *id && !uuid_valid(*id)) {
		invalid_add(&import->desk->invalid, "/id",
		    "it is made by the program: leave it empty");
		return -EINVAL;
	}
	if (family->key == KEY_UUID && !*id)
		uuid_new(made, import->desk->actor.now * 1000);
	if (family->key == KEY_UUID || family->key == KEY_MADE)
		*id = made[0] ? made : *id;
	return 0;
}

/* What a source keeps is no file's to change. */
static bool
is_kept_elsewhere(const struct family *family, const struct record_row *old,
    const void *record)
{
	return old && family->id == FAMILY_MISSION &&
	       ((const struct mission *)old->record)->imported &&
	       !record_equal(family->type, old->record, record);
}

static int
write_line(struct import *import, const struct family *family,
    const struct record_row *old, const void *record, struct err *err)
{
	const struct record_row *row;
	struct written written = { .line = import->line };

	if (record_write(import->desk->store, &import->desk->actor, family, old,
		record, old ? "updated" : "created", &row, err) < 0)
		return err->code;
	if (row == old) {
		import->counts.same++;
		return 0;
	}
	old ? import->counts.updated++ : import->counts.created++;
	written.row = record_row_ref((struct record_row *)row);
	if (vec_push(&import->written, written) == 0)
		return 0;
	record_row_unref(written.row);
	return err_set(err, -ENOMEM, "import: no memory");
}

/* -EINVAL: it was noted. */
static int
take_object(struct import *import, const struct family *family,
    const char *object, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	CLEANUP(freep) void *record = NULL;
	struct desk *desk = import->desk;
	const struct record_row *old;
	struct mission_room room;
	char id[RECORD_ID];

	if (named_id(family, object, id, err) < 0 ||
	    store_records(desk->store, &now, err) < 0)
		return err->code;
	err_clear(err);
	old = id[0] ? records_find(now, family->id, id) : NULL;
	if (record_patch(family->type, old ? old->record : NULL, object,
		strlen(object), &desk->invalid, &record, err) < 0)
		return err->code;
	if (!old && give_id(import, family, record, id) < 0)
		return -EINVAL;
	if (family->id == FAMILY_MISSION &&
	    mission_settle(desk, old ? old->record : NULL, record, &room, err) <
		0)
		return err->code;
	record_check(family->type, record, &desk->invalid);
	if (is_kept_elsewhere(family, old, record))
		invalid_add(&desk->invalid, "",
		    "it is as its source tells it, and read-only here");
	if (invalid_any(&desk->invalid))
		return -EINVAL;
	return write_line(import, family, old, record, err);
}

/* What is wrong with the line is noted, and the next is read. */
static int
take_line(struct import *import, const char *text, size_t len, struct err *err)
{
	CLEANUP(freep) char *object = NULL;
	struct invalid *invalid = &import->desk->invalid;
	struct invalid before = *invalid;
	const struct family *family = NULL;
	int rc;

	/* Only this line's own faults keep it from being written. */
	*invalid = (struct invalid){ .pointers = true };
	rc = read_line(text, len, &family, &object, err);
	if (rc == 0)
		rc = take_object(import, family, object, err);
	if (rc == -EINVAL && !invalid_any(invalid))
		refuse_line(import, err);
	place_notes(invalid, 0, import->line);
	vec_each(&invalid->list, value)
		if (vec_push(&before.list, *value) < 0)
			before.incomplete = true;
	vec_free(&invalid->list);
	*invalid = before;
	return rc == -EINVAL ? 0 : rc;
}

/* ---- all -------------------------------------------------------------- */

static int
take_lines(struct import *import, const char *text, size_t len, struct err *err)
{
	const char *end = text + len;
	int rc = 0;

	while (rc == 0 && text < end &&
	       import->desk->invalid.list.len < FAULTS_MOST) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		if (!stop)
			stop = end;
		import->line++;
		if (text[strspn(text, " \t\r\n")] && stop > text)
			rc =
			    take_line(import, text, (size_t)(stop - text), err);
		text = stop + 1;
	}
	return rc;
}

static int
check_written(struct import *import, struct err *err)
{
	vec_each(&import->written, written) {
		struct invalid *invalid = &import->desk->invalid;
		size_t mark = invalid->list.len;

		if (mark >= FAULTS_MOST)
			break;
		if (desk_check_outside(import->desk, written->row->family,
			written->row->record, err) < 0)
			return err->code;
		place_notes(invalid, mark, written->line);
	}
	return 0;
}

int
desk_import(struct desk *desk, const char *text, size_t len,
    struct import_counts *counts, struct err *err)
{
	CLEANUP(import_release) struct import import = { .desk = desk };

	if (take_lines(&import, text, len, err) < 0 ||
	    check_written(&import, err) < 0)
		return err->code;
	if (invalid_any(&desk->invalid))
		return err_set(err, -EINVAL,
		    "%zu values are wrong: nothing was imported",
		    desk->invalid.list.len);
	*counts = import.counts;
	return 0;
}
