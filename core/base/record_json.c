/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records as JSON. What is read goes through the wire form: the values are
 * checked and written in the table's order, and record_decode makes the block.
 * That costs one more copy of the texts and saves a second builder.
 */
#include "record.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/record_parts.h"
#include "base/text.h"

/* The shortest digits that are read back as the same number. */
static void
add_real(struct buf *out, double value)
{
	char text[32], *comma;

	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	comma = strchr(text, ','); /* in locales that write it so */
	if (comma)
		*comma = '.';
	buf_adds(out, text);
}

static void
add_list(struct buf *out, const struct field *field, const void *member)
{
	size_t n;
	const void *const *list = value_list(member, &n);

	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_addc(out, ',');
		if (field->type == FIELD_TEXTS)
			json_add_text(out, list[i]);
		else
			record_add_json(field->of, list[i], out);
	}
	buf_addc(out, ']');
}

static void
add_value(struct buf *out, const struct field *field, const void *member)
{
	switch (field->type) {
	case FIELD_TEXT:
		json_add_text(out, *(const char *const *)member);
		break;
	case FIELD_INT:
		buf_addi(out, *(const int64_t *)member);
		break;
	case FIELD_REAL:
		add_real(out, *(const double *)member);
		break;
	case FIELD_BOOL:
		buf_adds(out, "true");
		break;
	case FIELD_CHOICE:
		json_add_text(out, field->choices[*(const int *)member]);
		break;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		add_list(out, field, member);
		break;
	}
}

void
field_add_json(const struct field *field, const void *record, struct buf *out)
{
	const void *member = (const char *)record + field->offset;

	if (value_given(field, member))
		add_value(out, field, member);
	else
		buf_adds(out, "null");
}

void
record_add_json(const struct record *type, const void *record, struct buf *out)
{
	char before = '{';

	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		const void *member = record_member(type, field, record);

		if (!value_given(field, member))
			continue;
		buf_addc(out, before);
		json_add_text(out, field->name);
		buf_addc(out, ':');
		add_value(out, field, member);
		before = ',';
	}
	buf_adds(out, before == '{' ? "{}" : "}");
}

/* Of the values read from outside, none has so many words or fields. */
#define WORDS_MAX 64

static int
refuse_word(
    struct err *err, const char *word, const char *const *words, size_t n)
{
	const char *near = text_nearest(word, words, n);

	if (near)
		return err_set(err, -EINVAL,
		    "\"%.64s\" is not known; did you mean \"%s\"?", word, near);
	return err_set(err, -EINVAL, "\"%.64s\" is not known", word);
}

int
json_refuse_name(const struct record *type, const char *name, struct err *err)
{
	const char *names[WORDS_MAX];
	size_t n;

	for (n = 0; n < type->nfields && n < WORDS_MAX; n++)
		names[n] = type->fields[n].name;
	return refuse_word(err, name, names, n);
}

static int
check_choice(const struct field *field, const json_t *value, struct err *err)
{
	const char *word = json_string_value(value);
	size_t n = 0;

	if (choice_parse(field->choices, word) >= 0)
		return 0;
	while (field->choices[n])
		n++;
	return refuse_word(err, word, field->choices, n);
}

int
json_check_type(const struct field *field, const json_t *value, struct err *err)
{
	static const struct {
		const char *text;
		json_type types[2];
	} wanted[] = {
		[FIELD_TEXT] = { "a string", { JSON_STRING, JSON_STRING } },
		[FIELD_INT] = { "a whole number",
		    { JSON_INTEGER, JSON_INTEGER } },
		[FIELD_REAL] = { "a number", { JSON_REAL, JSON_INTEGER } },
		[FIELD_BOOL] = { "true or false", { JSON_TRUE, JSON_FALSE } },
		[FIELD_CHOICE] = { "a string", { JSON_STRING, JSON_STRING } },
		[FIELD_TEXTS] = { "a list of strings",
		    { JSON_ARRAY, JSON_ARRAY } },
		[FIELD_RECORDS] = { "a list of objects",
		    { JSON_ARRAY, JSON_ARRAY } },
	};
	json_type type = json_typeof(value);

	if (type != wanted[field->type].types[0] &&
	    type != wanted[field->type].types[1])
		return err_set(
		    err, -EINVAL, "should be %s", wanted[field->type].text);
	if (field->type == FIELD_CHOICE)
		return check_choice(field, value, err);
	return 0;
}

/* Of a value of the right type: does it say more than "not given"? */
static bool
says_something(const struct field *field, const json_t *value)
{
	switch (field->type) {
	case FIELD_INT:
		return json_integer_value(value) != 0;
	case FIELD_BOOL:
		return json_is_true(value);
	case FIELD_CHOICE:
		return json_string_length(value) != 0;
	default:
		return true;
	}
}

static int encode_object(const struct record *type, const json_t *object,
    struct buf *out, struct err *err);

static int
encode_items(const struct field *field, const json_t *list, struct buf *out,
    struct err *err)
{
	bool texts = field->type == FIELD_TEXTS;
	const json_t *item;
	size_t i;

	encode_varint(out, json_array_size(list));
	json_array_foreach(list, i, item)
	{
		if (texts ? !json_is_string(item) : !json_is_object(item))
			return err_set(err, -EINVAL,
			    "%s: item %zu should be %s", field->name, i + 1,
			    texts ? "a string" : "an object");
		if (texts)
			encode_text(out, json_string_value(item));
		else if (encode_object(field->of, item, out, err) < 0)
			return err_context(
			    err, "%s: item %zu", field->name, i + 1);
	}
	return 0;
}

static int
encode_value(const struct field *field, const json_t *value, struct buf *out,
    struct err *err)
{
	const char *text = json_string_value(value);

	switch (field->type) {
	case FIELD_TEXT:
		encode_text(out, text);
		break;
	case FIELD_INT:
		encode_int(out, json_integer_value(value));
		break;
	case FIELD_REAL:
		encode_real(out, json_number_value(value));
		break;
	case FIELD_BOOL:
		encode_varint(out, 1);
		break;
	case FIELD_CHOICE:
		encode_varint(
		    out, (uint64_t)choice_parse(field->choices, text));
		break;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		return encode_items(field, value, out, err);
	}
	return 0;
}

int
encode_json(const struct field *field, size_t index, const json_t *value,
    struct buf *out, struct err *err)
{
	int result;

	if (!value || json_is_null(value))
		return 0;
	result = json_check_type(field, value, err);
	if (result < 0)
		return err_context(err, "%s", field->name);
	if (!says_something(field, value))
		return 0;
	encode_varint(out, index + 1);
	return encode_value(field, value, out, err);
}

static int
encode_object(const struct record *type, const json_t *object, struct buf *out,
    struct err *err)
{
	json_t *inside = (json_t *)object; /* jansson's walk wants it so */
	const char *name;
	json_t *value;
	int result = 0;

	json_object_foreach(inside, name, value)
	{
		if (record_field(type, name))
			continue;
		json_refuse_name(type, name, err);
		return err_context(err, "%s", type->name);
	}
	for (size_t i = 0; i < type->nfields && result == 0; i++) {
		const struct field *field = &type->fields[i];

		value = json_object_get(object, field->name);
		result = encode_json(field, i, value, out, err);
	}
	encode_varint(out, 0);
	return result;
}

int
encoded_read(
    const struct record *type, struct buf *wire, void **out, struct err *err)
{
	static const struct record_limits none = { SIZE_MAX, SIZE_MAX };

	if (buf_error(wire))
		return err_set(err, -ENOMEM, "JSON: out of memory");
	return record_decode(type, wire->data, wire->len, &none, out, err);
}

int
record_from_json(const struct record *type, const char *text, size_t len,
    void **out, struct err *err)
{
	CLEANUP(json_freep) json_t *object = NULL;
	CLEANUP(buf_free) struct buf wire = BUF_INIT;
	int result = json_read(text, len, &object, err);

	if (result < 0)
		return result;
	if (!json_is_object(object))
		return err_set(
		    err, -EINVAL, "%s: should be an object", type->name);
	result = encode_object(type, object, &wire, err);
	return result < 0 ? result : encoded_read(type, &wire, out, err);
}

static bool
is_number(const struct field *field)
{
	return field->type == FIELD_INT || field->type == FIELD_REAL ||
	       field->type == FIELD_BOOL || field->type == FIELD_CHOICE;
}

/* The field is read as a record that has no other, and its member is copied
 * from there. */
int
field_from_json(const struct field *field, const char *text, size_t len,
    void *record, void **block, struct err *err)
{
	struct record alone = {
		.name = field->name,
		.size = field->offset + member_size(field),
		.fields = field,
		.nfields = 1,
	};
	CLEANUP(json_freep) json_t *value = NULL;
	CLEANUP(buf_free) struct buf wire = BUF_INIT;
	CLEANUP(freep) void *made = NULL;
	int result = json_read(text, len, &value, err);

	if (result == 0)
		result = encode_json(field, 0, value, &wire, err);
	encode_varint(&wire, 0);
	if (result == 0)
		result = encoded_read(&alone, &wire, &made, err);
	if (result < 0)
		return result;
	memcpy((char *)record + field->offset, (char *)made + field->offset,
	    member_size(field));
	*block = is_number(field) ? NULL : TAKE(made);
	return 0;
}
