/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for one item: taken piece by piece, given back at once. A failure is
 * sticky, so that a reader checks once for each item. Cost: one malloc for
 * each 16 KiB of the largest item, not one for each text.
 */
#ifndef AMBIT_READERS_ARENA_H
#define AMBIT_READERS_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *first, *now;
	int failed; /* memory ran out since the last reset */
};

#define ARENA_INIT \
	{ \
		NULL, NULL, 0 \
	}

/* Aligned for any type, not cleared; NULL when memory runs out. */
void *arena_take(struct arena *arena, size_t len);

/* A copy that ends with NUL. */
char *arena_text(struct arena *arena, const char *text, size_t len);

/* The same without the blanks around it; NULL of nothing else, and of NULL. */
char *arena_trimmed(struct arena *arena, const char *text);

/* A growing list of texts; ends with NULL. */
struct arena_list {
	const char **items;
	size_t len, cap;
};

void
arena_list_add(struct arena *arena, struct arena_list *list, const char *item);

/* Forgets everything that was taken, keeps the memory. */
void arena_reset(struct arena *arena);

void arena_free(struct arena *arena);

#endif
