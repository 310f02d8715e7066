/* SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "readers/memory.h"

#define BLOCK ((size_t)16 << 10)

struct arena_block {
	struct arena_block *next;
	size_t used, room;
	alignas(max_align_t) char bytes[];
};

static struct arena_block *
block_new(size_t len)
{
	size_t room = len > BLOCK ? len : BLOCK;
	struct arena_block *block = malloc(sizeof *block + room);

	if (block) {
		block->next = NULL;
		block->used = 0;
		block->room = room;
	}
	return block;
}

/* The first block from now on that has room, or a new one at the end. */
static struct arena_block *
block_with_room(struct arena *arena, size_t len)
{
	struct arena_block **at = arena->now ? &arena->now : &arena->first;

	while (*at && (*at)->room - (*at)->used < len)
		at = &(*at)->next;
	if (!*at)
		*at = block_new(len);
	return *at;
}

void *
arena_take(struct arena *arena, size_t len)
{
	size_t align = alignof(max_align_t);
	struct arena_block *block;
	void *place;

	len = (len + align - 1) / align * align;
	block = block_with_room(arena, len);
	if (!block) {
		arena->failed = 1;
		memory_missed();
		return NULL;
	}
	arena->now = block;
	place = block->bytes + block->used;
	block->used += len;
	return place;
}

char *
arena_text(struct arena *arena, const char *text, size_t len)
{
	char *copy = arena_take(arena, len + 1);

	if (!copy)
		return NULL;
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *
arena_trimmed(struct arena *arena, const char *text)
{
	size_t len;

	if (!text)
		return NULL;
	text += strspn(text, " \t\r\n");
	len = strlen(text);
	while (len && strchr(" \t\r\n", text[len - 1]))
		len--;
	return len ? arena_text(arena, text, len) : NULL;
}

void
arena_list_add(struct arena *arena, struct arena_list *list, const char *item)
{
	if (list->len + 2 > list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 8;
		const char **items = arena_take(arena, cap * sizeof *items);

		if (!items)
			return;
		if (list->len)
			memcpy(items, list->items, list->len * sizeof *items);
		list->items = items;
		list->cap = cap;
	}
	list->items[list->len++] = item;
	list->items[list->len] = NULL;
}

void
arena_reset(struct arena *arena)
{
	for (struct arena_block *b = arena->first; b; b = b->next)
		b->used = 0;
	arena->now = arena->first;
	arena->failed = 0;
}

void
arena_free(struct arena *arena)
{
	while (arena->first) {
		struct arena_block *next = arena->first->next;

		free(arena->first);
		arena->first = next;
	}
	*arena = (struct arena)ARENA_INIT;
}
