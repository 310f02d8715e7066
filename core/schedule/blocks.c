/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table of chains in which one key has many items. An entry costs 24
 * bytes, adding and finding the length of a chain, two at most on average. */
#include <stdlib.h>
#include <string.h>

#include "schedule/duplicates_parts.h"

static uint32_t *
head_of(const struct blocks *blocks, uint64_t key)
{
	return &blocks->heads[key & (blocks->nheads - 1)];
}

static void
chain(struct blocks *blocks, uint32_t at)
{
	struct block_entry *entry = &blocks->entries.items[at];
	uint32_t *head = head_of(blocks, entry->key);

	entry->next = *head;
	entry->prev = NOBODY;
	if (*head != NOBODY)
		blocks->entries.items[*head].prev = at;
	*head = at;
}

/* Twice the heads, and every entry in its new chain. */
static int
grow(struct blocks *blocks)
{
	size_t nheads = blocks->nheads ? 2 * blocks->nheads : 64;
	uint32_t *heads = malloc(nheads * sizeof *heads);

	if (!heads)
		return -ENOMEM;
	memset(heads, 0xFF, nheads * sizeof *heads);
	free(blocks->heads);
	blocks->heads = heads;
	blocks->nheads = nheads;
	for (size_t i = 0; i < blocks->entries.len; i++)
		if (blocks->entries.items[i].item != NOBODY)
			chain(blocks, (uint32_t)i);
	return 0;
}

int
blocks_add(struct blocks *blocks, uint64_t key, uint32_t item)
{
	struct block_entry entry = { key, item, NOBODY, NOBODY };
	uint32_t at = blocks->free;

	if (blocks->len >= blocks->nheads && grow(blocks) < 0)
		return -ENOMEM;
	/* free is 1 more than the entry; 0: there is none. */
	if (at) {
		blocks->free = blocks->entries.items[--at].next;
		blocks->entries.items[at] = entry;
	} else {
		if (vec_push(&blocks->entries, entry) < 0)
			return -ENOMEM;
		at = (uint32_t)blocks->entries.len - 1;
	}
	chain(blocks, at);
	blocks->len++;
	return 0;
}

static void
unchain(struct blocks *blocks, uint32_t at)
{
	struct block_entry *all = blocks->entries.items, *entry = &all[at];

	if (entry->prev != NOBODY)
		all[entry->prev].next = entry->next;
	else
		*head_of(blocks, entry->key) = entry->next;
	if (entry->next != NOBODY)
		all[entry->next].prev = entry->prev;
	entry->item = NOBODY;
	entry->next = blocks->free;
	blocks->free = at + 1;
	blocks->len--;
}

void
blocks_remove(struct blocks *blocks, uint64_t key, uint32_t item)
{
	uint32_t at = blocks_first(blocks, key);

	while (at != NOBODY && blocks->entries.items[at].item != item)
		at = blocks_next(blocks, at);
	if (at != NOBODY)
		unchain(blocks, at);
}

void
blocks_free(struct blocks *blocks)
{
	vec_free(&blocks->entries);
	free(blocks->heads);
}

static uint32_t
skip(const struct blocks *blocks, uint32_t at, uint64_t key)
{
	while (at != NOBODY && blocks->entries.items[at].key != key)
		at = blocks->entries.items[at].next;
	return at;
}

uint32_t
blocks_first(const struct blocks *blocks, uint64_t key)
{
	return blocks->nheads ? skip(blocks, *head_of(blocks, key), key)
			      : NOBODY;
}

uint32_t
blocks_next(const struct blocks *blocks, uint32_t at)
{
	const struct block_entry *entry = &blocks->entries.items[at];

	return skip(blocks, entry->next, entry->key);
}

bool
blocks_crowded(const struct blocks *blocks, uint64_t key)
{
	uint32_t at = blocks_first(blocks, key);
	int n = 0;

	for (; at != NOBODY; at = blocks_next(blocks, at))
		if (++n > DUPLICATES_CROWD)
			return true;
	return false;
}
