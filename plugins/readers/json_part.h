/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A JSON text (RFC 8259) cut into parts before any of it is read.
 *
 * A list of events is cut into its elements, and only then is each element
 * read by jansson, on its own: so one that is broken, or has a name twice, is
 * left out by itself with its line, and memory holds one element at a time
 * instead of a tree of the whole. What is cut is checked: brackets, commas and
 * colons down to the parts, everything else when a part is read.
 * Cost: each byte is looked at twice, and once more for each level that is
 * cut.
 */
#ifndef AMBIT_READERS_JSON_PART_H
#define AMBIT_READERS_JSON_PART_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The value from at up to end, without blanks around it. NULL at: not there. */
struct json_part {
	const char *at, *end;
};

/* A text being cut. */
struct json_cutter {
	const char *text, *end;
	int64_t first_line; /* of text, in the document that it is from */
	const char *seen;   /* up to where lines have been counted */
	int64_t line;       /* of seen */
	char fault[160];    /* the first that was found; "" */
};

/* What is at value's beginning: '{', '[', '"', or that of a number or word;
 * 0 when it is not there. */
static inline char
json_part_kind(struct json_part value)
{
	return value.at ? *value.at : '\0';
}

/*
 * Is text one value, whole by its brackets and strings and no more than
 * max_depth deep? Then true, and *root is it; else false, and why in
 * cutter->fault. A byte order mark is passed over.
 */
bool json_cut_begin(struct json_cutter *cutter, const char *text, size_t len,
    int64_t first_line, int max_depth, struct json_part *root);

/* 1-based, of a place in the text. Quickest when asked in order. */
int64_t json_cut_line(struct json_cutter *cutter, const char *place);

/* The elements of an array or the members of an object, in order. */
struct json_walk {
	struct json_cutter *cutter;
	const char *at, *end; /* end: the closing bracket */
	bool begun, object;
	struct json_part key, value; /* key with its quotes; of arrays none */
};

/* What is neither array nor object has none. */
struct json_walk json_walk(struct json_cutter *cutter, struct json_part of);
/* The next key and value; false after the last, or at a fault. */
bool json_walk_next(struct json_walk *walk);

/* Is the member's name this one, as it is written there? */
bool json_key_is(struct json_part key, const char *name);

/*
 * Finds n members of an object by name, in one pass: found[i] is the value of
 * names[i], or not there. A name that is found twice is a fault.
 */
bool json_members(struct json_cutter *cutter, struct json_part object,
    const char *const *names, size_t n, struct json_part *found);

/*
 * Reads one part whole. NULL, with what is wrong (or that memory ran out) in
 * reason: bad syntax, invalid UTF-8, U+0000, a name that stands twice in an
 * object, a number out of range. The caller's (json_decref).
 */
json_t *json_part_read(struct json_part part, char *reason, size_t room);

/* A short text (or number, as text) into out; NULL when it is none or does not
 * fit. */
const char *json_part_text(struct json_part part, char *out, size_t room);

#endif
