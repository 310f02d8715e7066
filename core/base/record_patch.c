/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Merge-patches (RFC 7396). What is wrong with a patch is gathered in one walk
 * over it; only a patch that is right is turned, together with what the old
 * record keeps, into the wire form and from there into a record, as in
 * record_json.c.
 */
#include "record.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/record_parts.h"

static bool
is_blank(const json_t *value)
{
	return json_is_null(value) ||
	       (json_is_string(value) && json_string_length(value) == 0) ||
	       (json_is_array(value) && json_array_size(value) == 0);
}

/* Without the blanks around it, and with one sign at the ends of lines. */
static void
tidy_text(json_t *value)
{
	static const char blanks[] = " \t\r\n";
	const char *text = json_string_value(value);
	size_t len = strlen(text), kept = 0;
	CLEANUP(freep) char *tidy = strdup(text + strspn(text, blanks));

	if (!tidy)
		return; /* and whoever checks it will say what is wrong */
	len = strlen(tidy);
	while (len > 0 && strchr(blanks, tidy[len - 1]))
		len--;
	for (size_t i = 0; i < len; i++)
		if (tidy[i] != '\r' || tidy[i + 1] != '\n')
			tidy[kept++] = tidy[i];
	tidy[kept] = '\0';
	if (strcmp(tidy, text) != 0)
		json_string_setn(value, tidy, kept);
}

/* Tidies the texts, and takes out the members that say nothing at any depth
 * below the first. */
static void
tidy(json_t *value)
{
	const char *name;
	json_t *item;
	size_t i;
	void *next;

	if (json_is_string(value))
		tidy_text(value);
	json_array_foreach(value, i, item) tidy(item);
	json_object_foreach_safe(value, next, name, item)
	{
		tidy(item);
		if (is_blank(item))
			json_object_del(value, name);
	}
}

static void check_object(const struct record *type, json_t *object,
    const struct record_place *outer, struct invalid *invalid);

static void
check_items(const struct field *field, json_t *list,
    const struct record_place *outer, struct invalid *invalid)
{
	bool texts = field->type == FIELD_TEXTS;
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		struct record_place place = { outer, NULL, i };

		if (texts ? !json_is_string(item) : !json_is_object(item)) {
			record_note(invalid, &place, "should be %s",
			    texts ? "a string" : "an object");
		} else if (!texts) {
			check_object(field->of, item, &place, invalid);
		}
	}
}

static void
check_object(const struct record *type, json_t *object,
    const struct record_place *outer, struct invalid *invalid)
{
	struct err err = ERR_INIT;
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value)
	{
		const struct field *field = record_field(type, name);
		struct record_place place = { outer, name, 0 };

		if (!field)
			json_refuse_name(type, name, &err);
		if (!field || (!is_blank(value) &&
				  json_check_type(field, value, &err) < 0))
			record_note(invalid, &place, "%s", err.msg);
		else if (json_is_array(value))
			check_items(field, value, &place, invalid);
	}
}

/* The old record's wire form with the patch's members in their places. */
static int
encode_merged(const struct record *type, const void *old, const json_t *patch,
    struct buf *wire, struct err *err)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		const json_t *value = json_object_get(patch, field->name);

		if (!value && old)
			encode_member(
			    wire, field, i, record_member(type, field, old));
		if (value && !is_blank(value) &&
		    encode_json(field, i, value, wire, err) < 0)
			return err->code;
	}
	encode_varint(wire, 0);
	return 0;
}

int
record_patch(const struct record *type, const void *old, const char *text,
    size_t len, struct invalid *invalid, void **out, struct err *err)
{
	CLEANUP(json_freep) json_t *patch = NULL;
	CLEANUP(buf_free) struct buf wire = BUF_INIT;
	const char *name;
	json_t *value;
	int rc = json_read(text, len, &patch, err);

	if (rc < 0)
		return rc;
	if (!json_is_object(patch))
		return err_set(
		    err, -EINVAL, "%s: should be an object", type->name);
	json_object_foreach(patch, name, value) tidy(value);
	check_object(type, patch, NULL, invalid);
	if (invalid_any(invalid))
		return err_set(err, -EINVAL, "%s: %zu of its values are wrong",
		    type->name, invalid->list.len);
	rc = encode_merged(type, old, patch, &wire, err);
	return rc < 0 ? rc : encoded_read(type, &wire, out, err);
}
