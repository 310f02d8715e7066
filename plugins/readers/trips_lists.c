/* SPDX-License-Identifier: Apache-2.0 */
/* What the rows of one trip list, each item once; and the legs. */
#include "trips_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ lists */

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool
same_word(const void *a, const void *b)
{
	return !strcmp(a, b);
}

static bool
same_person(const void *a_, const void *b_)
{
	const struct ambit_participant *a = a_, *b = b_;

	return same_text(a->name, b->name);
}

static bool
same_slot(const void *a_, const void *b_)
{
	const struct ambit_slot *a = a_, *b = b_;

	return same_text(a->start, b->start) && same_text(a->title, b->title) &&
	       same_text(a->place, b->place);
}

static bool
same_leg(const void *a_, const void *b_)
{
	const struct ambit_leg *a = a_, *b = b_;

	return same_text(a->from, b->from) && same_text(a->to, b->to) &&
	       same_text(a->depart, b->depart);
}

static bool
same_deadline(const void *a_, const void *b_)
{
	const struct ambit_deadline *a = a_, *b = b_;

	return same_text(a->name, b->name) && same_text(a->at, b->at);
}

static const struct {
	size_t offset;
	bool (*same)(const void *, const void *);
} lists[] = {
	{ offsetof(struct ambit_event, categories), same_word },
	{ offsetof(struct ambit_event, interpreters), same_word },
	{ offsetof(struct ambit_event, participants), same_person },
	{ offsetof(struct ambit_event, slots), same_slot },
	{ offsetof(struct ambit_event, legs), same_leg },
	{ offsetof(struct ambit_event, deadlines), same_deadline },
};

static void
add_once(struct arena *arena, struct arena_list *list, const void *item,
    bool (*same)(const void *, const void *))
{
	for (size_t i = 0; i < list->len; i++)
		if (same(list->items[i], item))
			return;
	arena_list_add(arena, list, item);
}

static void
list_join(struct arena *arena, const struct trip_row *rows, size_t n, size_t l,
    struct ambit_event *trip)
{
	struct arena_list all = { NULL, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		const void *const *list;

		memcpy(&list, (const char *)&rows[i].event + lists[l].offset,
		    sizeof list);
		for (; list && *list; list++)
			add_once(arena, &all, *list, lists[l].same);
	}
	memcpy((char *)trip + lists[l].offset, &all.items, sizeof all.items);
}

/* Descriptions that differ, one below the other. */
static void
description_join(struct arena *arena, const struct trip_row *rows, size_t n,
    struct ambit_event *trip)
{
	struct arena_list texts = { NULL, 0, 0 };
	size_t room = 1;
	char *joined;

	for (size_t i = 0; i < n; i++)
		if (rows[i].event.description)
			add_once(arena, &texts, rows[i].event.description,
			    same_word);
	if (texts.len < 2)
		return;
	for (size_t i = 0; i < texts.len; i++)
		room += strlen(texts.items[i]) + 1;
	joined = arena_take(arena, room);
	if (!joined)
		return;
	trip->description = joined;
	for (size_t i = 0; i < texts.len; i++)
		joined +=
		    sprintf(joined, "%s%s", i ? "\n" : "", texts.items[i]);
}

void
trip_lists(struct arena *arena, const struct trip_row *rows, size_t n,
    struct ambit_event *trip)
{
	if (n == 1)
		return;
	for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++)
		list_join(arena, rows, n, l, trip);
	description_join(arena, rows, n, trip);
}
