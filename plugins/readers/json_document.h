/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A JSON document that holds a list of items: found by its members' names,
 * then read item by item. For the readers of JSON.
 */
#ifndef AMBIT_READERS_JSON_DOCUMENT_H
#define AMBIT_READERS_JSON_DOCUMENT_H

#include "readers/draft.h"
#include "readers/json_part.h"

struct json_document {
	struct reading *reading;
	const char *block; /* its name, when it is a part of a document: what
			      is wrong with it is quarantined under it */
	struct json_cutter cutter;
	struct json_part root;
	struct arena arena; /* of one item */
};

/* Opens the reading's text. AMBIT_OK; or, by reading_fail, AMBIT_RETRY: it is
 * cut short, nested too deeply, no JSON. Either way json_close it. */
int json_open(struct json_document *document, struct reading *reading);

/* Opens a part of it, which begins at line first_line, under a name. AMBIT_OK,
 * also when it was quarantined: then its root is not there. */
int json_open_block(struct json_document *document, struct reading *reading,
    const char *text, size_t len, int64_t first_line, const char *name);

void json_close(struct json_document *document);

/* Takes one item; it is given back to jansson afterwards. */
typedef int (*json_take)(struct json_document *document, const json_t *item,
    int64_t line, void *arg);

/*
 * Reads each element of an array, or value of an object. One that cannot be
 * read is quarantined by its title, where that can be found, and line. Stops
 * at the first result that is not AMBIT_OK, and returns it.
 */
int json_items(struct json_document *document, struct json_part list,
    json_take take, void *arg);

/* Reads the whole as one item. */
int json_whole(struct json_document *document, json_take take, void *arg);

/* What a fault of the cutter is to the sync: reading_fail, or quarantine of a
 * block; else AMBIT_OK. */
int json_faults(struct json_document *document);

/* The member at a path, "venue.city"; NULL when there is none. */
json_t *json_at(const json_t *from, const char *path);

/* Its text, when it is one and not ""; NULL. Lives as long as from. */
const char *json_text_at(const json_t *from, const char *path);

/* Its number, when it is one; else what is given. */
double json_number_at(const json_t *from, const char *path, double otherwise);

/* A text, or a whole number as text, in the arena: ids come as both. */
const char *
json_id_at(struct arena *arena, const json_t *from, const char *path);

#endif
