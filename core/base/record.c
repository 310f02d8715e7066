/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one table of fields gives without any other form: "not given",
 * comparison and copies. Values are reached through a pointer to their
 * member, so that sized records (whose last members may be absent) need no
 * second way.
 */
#include "record.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/record_parts.h"

void
record_init(const struct record *type, void *record)
{
	memset(record, 0, type->size);
	if (type->sized)
		*(uint32_t *)record = (uint32_t)type->size;
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];

		if (field->type == FIELD_REAL)
			*(double *)((char *)record + field->offset) = NAN;
	}
}

bool
value_given(const struct field *field, const void *member)
{
	if (!member)
		return false;
	switch (field->type) {
	case FIELD_INT:
		return *(const int64_t *)member != 0;
	case FIELD_REAL:
		return isfinite(*(const double *)member);
	case FIELD_BOOL:
	case FIELD_CHOICE:
		return *(const int *)member != 0;
	case FIELD_TEXT:
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		return *(const void *const *)member != NULL;
	}
	return false;
}

bool
field_given(const struct field *field, const void *record)
{
	return value_given(field, (const char *)record + field->offset);
}

void
field_share(const struct field *field, void *to, const void *from)
{
	memcpy((char *)to + field->offset, (const char *)from + field->offset,
	    member_size(field));
}

static bool
texts_equal(const char *const *a, const char *const *b)
{
	for (; *a && *b; a++, b++)
		if (strcmp(*a, *b) != 0)
			return false;
	return !*a && !*b;
}

static bool
records_equal(
    const struct record *type, const void *const *a, const void *const *b)
{
	for (; *a && *b; a++, b++)
		if (!record_equal(type, *a, *b))
			return false;
	return !*a && !*b;
}

static bool
value_equal(const struct field *field, const void *a, const void *b)
{
	if (!value_given(field, a) || !value_given(field, b))
		return value_given(field, a) == value_given(field, b);
	switch (field->type) {
	case FIELD_INT:
		return *(const int64_t *)a == *(const int64_t *)b;
	case FIELD_REAL:
		return *(const double *)a == *(const double *)b;
	case FIELD_BOOL:
		return true; /* both are given: both are true */
	case FIELD_CHOICE:
		return *(const int *)a == *(const int *)b;
	case FIELD_TEXT:
		return strcmp(*(const char *const *)a,
			   *(const char *const *)b) == 0;
	case FIELD_TEXTS:
		return texts_equal(*(const char *const *const *)a,
		    *(const char *const *const *)b);
	case FIELD_RECORDS:
		return records_equal(field->of, *(const void *const *)a,
		    *(const void *const *)b);
	}
	return false;
}

bool
field_equal(const struct field *field, const void *a, const void *b)
{
	return value_equal(field, (const char *)a + field->offset,
	    (const char *)b + field->offset);
}

bool
record_equal(const struct record *type, const void *a, const void *b)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];

		if (!value_equal(field, record_member(type, field, a),
			record_member(type, field, b)))
			return false;
	}
	return true;
}

const struct field *
record_field(const struct record *type, const char *name)
{
	for (size_t i = 0; i < type->nfields; i++)
		if (strcmp(type->fields[i].name, name) == 0)
			return &type->fields[i];
	return NULL;
}

int
choice_parse(const char *const *choices, const char *word)
{
	for (int i = 0; choices[i]; i++)
		if (strcmp(choices[i], word) == 0)
			return i;
	return -1;
}

const char *
field_choice_word(const struct field *field, const void *record)
{
	int choice = *(const int *)((const char *)record + field->offset);

	assert(field->type == FIELD_CHOICE && choice >= 0);
	return field->choices[choice];
}

static void measure_record(
    const struct record *type, const void *record, struct block_size *size);

static void
measure_value(
    const struct field *field, const void *member, struct block_size *size)
{
	const void *const *list;
	size_t n;

	if (field->type == FIELD_TEXT)
		size->text += strlen(*(const char *const *)member) + 1;
	if (field->type != FIELD_TEXTS && field->type != FIELD_RECORDS)
		return;
	list = value_list(member, &n);
	size->fixed += block_list_size(n);
	for (size_t i = 0; i < n; i++) {
		if (field->type == FIELD_TEXTS)
			size->text += strlen(list[i]) + 1;
		else
			measure_record(field->of, list[i], size);
	}
}

static void
measure_record(
    const struct record *type, const void *record, struct block_size *size)
{
	size->fixed += block_align(type->size);
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		const void *member = record_member(type, field, record);

		if (value_given(field, member))
			measure_value(field, member, size);
	}
}

static void *
copy_record(const struct record *type, const void *record, struct block *block);

static void **
copy_list(const struct field *field, const void *member, struct block *block)
{
	size_t n;
	const void *const *list = value_list(member, &n);
	void **copy = block_list(block, n);

	for (size_t i = 0; i < n; i++)
		copy[i] = field->type == FIELD_TEXTS
			      ? block_text(block, list[i], strlen(list[i]))
			      : copy_record(field->of, list[i], block);
	return copy;
}

static void
copy_value(const struct field *field, const void *member, struct block *block,
    void *to)
{
	const char *text;

	switch (field->type) {
	case FIELD_INT:
		*(int64_t *)to = *(const int64_t *)member;
		break;
	case FIELD_REAL:
		*(double *)to = *(const double *)member;
		break;
	case FIELD_BOOL:
	case FIELD_CHOICE:
		*(int *)to = *(const int *)member;
		break;
	case FIELD_TEXT:
		text = *(const char *const *)member;
		*(void **)to = block_text(block, text, strlen(text));
		break;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		*(void **)to = copy_list(field, member, block);
		break;
	}
}

static void *
copy_record(const struct record *type, const void *record, struct block *block)
{
	char *copy = block_fixed(block, type->size);

	record_init(type, copy);
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		const void *member = record_member(type, field, record);

		if (value_given(field, member))
			copy_value(field, member, block, copy + field->offset);
	}
	return copy;
}

void *
record_copy(const struct record *type, const void *record)
{
	struct block_size size = { 0 };
	struct block block;

	measure_record(type, record, &size);
	block = block_new(size);
	return block.start ? copy_record(type, record, &block) : NULL;
}
