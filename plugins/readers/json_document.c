/* SPDX-License-Identifier: Apache-2.0 */
#include "json_document.h"

#include <stdio.h>
#include <string.h>

#define DEPTH 32

int
json_open(struct json_document *document, struct reading *reading)
{
	*document =
	    (struct json_document){ .reading = reading, .arena = ARENA_INIT };
	json_cut_begin(&document->cutter, reading->text, reading->len, 1, DEPTH,
	    &document->root);
	return json_faults(document);
}

int
json_open_block(struct json_document *document, struct reading *reading,
    const char *text, size_t len, int64_t first_line, const char *name)
{
	*document = (struct json_document){
		.reading = reading, .block = name, .arena = ARENA_INIT
	};
	json_cut_begin(
	    &document->cutter, text, len, first_line, DEPTH, &document->root);
	return json_faults(document);
}

void
json_close(struct json_document *document)
{
	arena_free(&document->arena);
}

int
json_faults(struct json_document *document)
{
	const struct reading *reading = document->reading;
	struct ambit_event named = AMBIT_EVENT_INIT;

	if (!document->cutter.fault[0])
		return AMBIT_OK;
	if (!document->block)
		return reading_fail(
		    document->reading, "%s", document->cutter.fault);
	named.summary = document->block;
	return item_refuse(reading->host, reading->run, &named,
	    document->cutter.first_line, document->cutter.fault);
}

/* What an item that is broken may still be called by. */
static const char *
broken_name(struct json_part part, char *out, size_t room)
{
	static const char *const names[] = { "title", "name", "id" };
	struct json_part found[3];
	struct json_cutter cutter;
	struct json_part root;

	if (!json_cut_begin(&cutter, part.at, (size_t)(part.end - part.at), 1,
		DEPTH, &root))
		return NULL;
	json_members(&cutter, root, names, 3, found);
	for (size_t i = 0; i < 3; i++)
		if (json_part_text(found[i], out, room))
			return out;
	return NULL;
}

static int
item_broken(
    struct json_document *document, struct json_part part, const char *reason)
{
	const struct reading *reading = document->reading;
	char name[200];
	struct ambit_event event = AMBIT_EVENT_INIT;

	event.summary = broken_name(part, name, sizeof name);
	return item_refuse(reading->host, reading->run, &event,
	    json_cut_line(&document->cutter, part.at), reason);
}

static int
item_read(struct json_document *document, struct json_part part, json_take take,
    void *arg)
{
	char reason[200];
	json_t *item = json_part_read(part, reason, sizeof reason);
	int result;

	if (!item)
		return item_broken(document, part, reason);
	arena_reset(&document->arena);
	result = take(
	    document, item, json_cut_line(&document->cutter, part.at), arg);
	json_decref(item);
	return result;
}

int
json_items(struct json_document *document, struct json_part list,
    json_take take, void *arg)
{
	struct json_walk walk = json_walk(&document->cutter, list);
	int result = AMBIT_OK;

	while (result == AMBIT_OK && json_walk_next(&walk))
		result = item_read(document, walk.value, take, arg);
	return result == AMBIT_OK ? json_faults(document) : result;
}

int
json_whole(struct json_document *document, json_take take, void *arg)
{
	return item_read(document, document->root, take, arg);
}

json_t *
json_at(const json_t *from, const char *path)
{
	json_t *value = NULL;

	for (size_t len; from; from = value, path += len + 1) {
		char name[64];

		len = strcspn(path, ".");
		if (len >= sizeof name)
			return NULL;
		memcpy(name, path, len);
		name[len] = '\0';
		value = json_object_get(from, name);
		if (!path[len])
			return value;
	}
	return NULL;
}

const char *
json_text_at(const json_t *from, const char *path)
{
	const char *text = json_string_value(json_at(from, path));

	return text && *text ? text : NULL;
}

double
json_number_at(const json_t *from, const char *path, double otherwise)
{
	const json_t *value = json_at(from, path);

	return json_is_number(value) ? json_number_value(value) : otherwise;
}

const char *
json_id_at(struct arena *arena, const json_t *from, const char *path)
{
	const json_t *value = json_at(from, path);
	char text[32];

	if (!json_is_integer(value))
		return json_text_at(from, path);
	snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT,
	    json_integer_value(value));
	return arena_text(arena, text, strlen(text));
}
