/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records: plain structs described by one table of fields, from which come
 * their wire form, JSON, store columns, comparison, fingerprint and copies.
 * A new field is one member and one row.
 *
 * A record lives in one block of memory: the struct, then its lists, then its
 * texts; free() it at once. "Not given" is NULL for texts and lists, 0 for
 * integers and choices, false, and NaN for reals (what is not finite counts as
 * not given). An empty text or list is given.
 *
 * Members by type:
 *   FIELD_TEXT     const char *
 *   FIELD_INT      int64_t
 *   FIELD_REAL     double
 *   FIELD_BOOL     int
 *   FIELD_CHOICE   int, an index into choices (0 is "not given": choices[0]
 *                  is ""); written as its word
 *   FIELD_TEXTS    const char *const *, ends with NULL
 *   FIELD_RECORDS  const struct x *const *, ends with NULL; x is described
 *                  by the row's record
 *
 * A sized record is one that crosses the plugins' border: its first member is
 * uint32_t size, and members beyond that size count as not given.
 */
#ifndef AMBIT_BASE_RECORD_H
#define AMBIT_BASE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum field_type {
	FIELD_TEXT,
	FIELD_INT,
	FIELD_REAL,
	FIELD_BOOL,
	FIELD_CHOICE,
	FIELD_TEXTS,
	FIELD_RECORDS,
};

struct record;

struct field {
	const char *name; /* as in JSON and in the store */
	enum field_type type;
	size_t offset;
	const char *const *choices; /* FIELD_CHOICE: ends with NULL */
	const struct record *of;    /* FIELD_RECORDS */
};

struct record {
	const char *name; /* for messages */
	size_t size;      /* of the struct */
	bool sized;
	const struct field *fields;
	size_t nfields;
};

/* RECORD_FIELD(event, kind, FIELD_CHOICE, .choices = event_kind_words) */
#define RECORD_FIELD(struct_, member_, ...) \
	{ \
		.name = #member_, .offset = offsetof(struct struct_, member_), \
		.type = __VA_ARGS__ \
	}

/* Sets every field to "not given" (reals to NaN; the size of a sized one). */
void record_init(const struct record *type, void *record);

/* A deep copy in one block; NULL when memory runs out. */
void *record_copy(const struct record *type, const void *record);

/* Are all fields, or this one field, the same? */
bool record_equal(const struct record *type, const void *a, const void *b);
/* These two are for records that are not sized. */
bool field_equal(const struct field *field, const void *a, const void *b);
bool field_given(const struct field *field, const void *record);

const struct field *record_field(const struct record *type, const char *name);

/*
 * The wire form: for each given field its index + 1 (varint), then the value
 * (text: varint length and bytes; integer: zigzag varint; bool: 1; choice: its
 * index as varint; real: 8 bytes, little-endian; lists: varint count, then
 * items); a 0 ends the record. Two equal records have the same bytes, and what
 * record_decode takes is written again as the same bytes, so it serves as the
 * fingerprint's input. New rows therefore go to the table's end.
 */
void
record_encode(const struct record *type, const void *record, struct buf *out);

/* Bounds for what comes from outside. */
struct record_limits {
	size_t text;  /* most bytes of one text */
	size_t items; /* most items of one list */
};
extern const struct record_limits record_limits_default; /* 65,536; 1,000 */

/*
 * Reads one record that takes up exactly len bytes. *out is one block, the
 * caller's. Refused with the field's name: truncated or overlong input,
 * unknown or repeated or unordered fields, values that are not written in the
 * one way above, texts that are not UTF-8 or hold a NUL, limits, lists nested
 * deeper than 3. -EBADMSG, -E2BIG or -ENOMEM.
 */
int record_decode(const struct record *type, const void *bytes, size_t len,
    const struct record_limits *limits, void **out, struct err *err);

/* {"name":value,...} with only the given fields, in the table's order. */
void
record_add_json(const struct record *type, const void *record, struct buf *out);

/* One field's value alone as JSON; null when it is not given. */
void
field_add_json(const struct field *field, const void *record, struct buf *out);

/* The reverse of record_add_json: text is a JSON object; null is "not given".
 * Unknown names and wrong types are refused by name (-EINVAL). *out is one
 * block. */
int record_from_json(const struct record *type, const char *text, size_t len,
    void **out, struct err *err);

/* Sets one member of record from a JSON value; the value lives in *block,
 * which the caller frees after it has copied the record (NULL for numbers). */
int field_from_json(const struct field *field, const char *text, size_t len,
    void *record, void **block, struct err *err);

/* The word of a choice, "" when not given; the reverse, or -1. */
const char *field_choice_word(const struct field *field, const void *record);
int choice_parse(const char *const *choices, const char *word);

#endif
