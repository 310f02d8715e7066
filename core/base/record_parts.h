/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of record.h share, and nobody else: the block, and the wire
 * form of single values.
 *
 * The one block of memory that a record lives in: first what must be aligned
 * (structs and lists of pointers), then the texts. Whoever builds a record
 * measures both parts, makes the block, then fills it in the same order.
 */
#ifndef AMBIT_BASE_RECORD_PARTS_H
#define AMBIT_BASE_RECORD_PARTS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/record.h"

/* No member of a record is aligned more strictly. */
#define BLOCK_ALIGN sizeof(uint64_t)

struct block_size {
	size_t fixed; /* structs and lists */
	size_t text;  /* texts with their NUL */
};

struct block {
	char *start;
	char *fixed; /* where the next struct or list goes */
	char *text;  /* where the next text goes */
};

static inline size_t
block_align(size_t size)
{
	return (size + BLOCK_ALIGN - 1) & ~(BLOCK_ALIGN - 1);
}

/* A list of n pointers and its NULL. */
static inline size_t
block_list_size(size_t n)
{
	return (n + 1) * sizeof(void *);
}

/* start is NULL when memory runs out. */
static inline struct block
block_new(struct block_size size)
{
	char *start = malloc(size.fixed + size.text);

	return (
	    struct block){ start, start, start ? start + size.fixed : NULL };
}

static inline void *
block_fixed(struct block *block, size_t size)
{
	void *place = block->fixed;

	block->fixed += block_align(size);
	return place;
}

static inline void **
block_list(struct block *block, size_t n)
{
	void **list = block_fixed(block, block_list_size(n));

	list[n] = NULL;
	return list;
}

static inline char *
block_text(struct block *block, const void *bytes, size_t len)
{
	char *place = block->text;

	memcpy(place, bytes, len);
	place[len] = '\0';
	block->text += len + 1;
	return place;
}

/* How many bytes of the struct a member takes. */
static inline size_t
member_size(const struct field *field)
{
	static const unsigned char sizes[] = {
		[FIELD_TEXT] = sizeof(const char *),
		[FIELD_INT] = sizeof(int64_t),
		[FIELD_REAL] = sizeof(double),
		[FIELD_BOOL] = sizeof(int),
		[FIELD_CHOICE] = sizeof(int),
		[FIELD_TEXTS] = sizeof(void *),
		[FIELD_RECORDS] = sizeof(void *),
	};

	return sizes[field->type];
}

/* The member in record; NULL when it lies beyond a sized record's size. */
static inline const void *
record_member(
    const struct record *type, const struct field *field, const void *record)
{
	if (type->sized &&
	    field->offset + member_size(field) > *(const uint32_t *)record)
		return NULL;
	return (const char *)record + field->offset;
}

/* Is the value at a member given? NULL is none. */
bool value_given(const struct field *field, const void *member);

/* The items of a list, and their number. */
static inline const void *const *
value_list(const void *member, size_t *n)
{
	const void *const *list = *(const void *const *)member;

	for (*n = 0; list[*n]; ++*n)
		;
	return list;
}

/* The wire form of single values, without the field's number. */
void encode_varint(struct buf *out, uint64_t value);
void encode_int(struct buf *out, int64_t value);
void encode_real(struct buf *out, double value);
void encode_text(struct buf *out, const char *text);

/* The field with its number (index + 1), from a member or from JSON; nothing
 * when it is not given. */
void encode_member(struct buf *out, const struct field *field, size_t index,
    const void *member);
int encode_json(const struct field *field, size_t index, const json_t *value,
    struct buf *out, struct err *err);

/* Reads back what was encoded. */
int encoded_read(
    const struct record *type, struct buf *wire, void **out, struct err *err);

/* Is the value of the field's type? Lists are not looked into. -EINVAL. */
int json_check_type(
    const struct field *field, const json_t *value, struct err *err);
/* Refuses (-EINVAL) a name that is no field's, with the nearest right one. */
int
json_refuse_name(const struct record *type, const char *name, struct err *err);

#endif
