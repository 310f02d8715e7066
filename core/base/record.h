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
#include "base/invalid.h"

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

/* What a text, or each of a list's texts, must look like; see record_check. */
enum field_form {
	FORM_TEXT,     /* anything but control characters; may have lines */
	FORM_LINE,     /* one line of at most 500 bytes */
	FORM_CODE,     /* A-Z a-z 0-9, and inside also . _ - ; at most 63 */
	FORM_DATE,     /* "2026-03-01" */
	FORM_TIME,     /* a date, or a wall time "2026-03-01T10:00:00" */
	FORM_ZONE,     /* the shape of an IANA zone's name */
	FORM_COUNTRY,  /* the shape of ISO 3166-1 alpha-2: "ES" */
	FORM_LANGUAGE, /* the shape of BCP 47: "ca", "pt-BR" */
	FORM_PAIR,     /* two languages: "ca-ar" */
	FORM_CURRENCY, /* the shape of ISO 4217: "EUR" */
	FORM_URL,      /* http or https */
	FORM_EMAIL,    /* something, "@", something with a dot */
	FORM_CENTS,    /* FIELD_INT: an amount of money in cents */
};

struct field {
	const char *name; /* as in JSON and in the store */
	enum field_type type;
	size_t offset;
	const char *const *choices; /* FIELD_CHOICE: ends with NULL */
	const struct record *of;    /* FIELD_RECORDS */
	/* For record_check; a record that is never checked says none. */
	enum field_form form;
	bool required;
	int64_t min, max; /* FIELD_INT: both inclusive; equal: no bounds */
	/* FIELD_TEXT, FIELD_TEXTS: each is the id of a record of this kind. */
	const char *refers;
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

/* The record of struct_, whose fields stand in struct_##_fields. */
#define RECORD_TABLE(struct_) \
	{ \
		.name = #struct_, .size = sizeof(struct struct_), \
		.fields = struct_##_fields, \
		.nfields = sizeof struct_##_fields / sizeof *struct_##_fields \
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

/* Gives to the value that from has; texts and lists stay from's. */
void field_share(const struct field *field, void *to, const void *from);

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

/*
 * RFC 7396: old (NULL: nothing yet) with the members of the JSON object in
 * text put in their places; null, "" and [] make a field "not given", lists are
 * replaced whole, and blanks around texts are left out. All that is wrong is
 * noted by its JSON pointer (unknown names with the nearest right one, wrong
 * types, words that are none of a choice's), and refused as -EINVAL; so is
 * what is no JSON object, which err alone tells. *out is one block.
 */
int record_patch(const struct record *type, const void *old, const char *text,
    size_t len, struct invalid *invalid, void **out, struct err *err);

/* Notes, by JSON pointer, each required field that is not given and each value
 * that has not the form or lies outside the bounds of its row. */
void record_check(
    const struct record *type, const void *record, struct invalid *invalid);

/* A place in a record: a member's or an item's, within another or in the
 * record itself (outer is NULL). */
struct record_place {
	const struct record_place *outer;
	const char *name; /* of a member; NULL: of an item */
	size_t index;     /* the item's */
};

/* Notes what is wrong at a place, under its JSON pointer. */
void record_note(struct invalid *invalid, const struct record_place *place,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Calls fn for each text that the record gives, also those in lists, also of
 * records: for what only its caller can check (field->refers, ->form). */
typedef void record_text_fn(const struct field *field, const char *text,
    const struct record_place *place, void *arg);
void record_texts(const struct record *type, const void *record,
    record_text_fn *fn, void *arg);

/* The word of a choice, "" when not given; the reverse, or -1. */
const char *field_choice_word(const struct field *field, const void *record);
int choice_parse(const char *const *choices, const char *word);

#endif
