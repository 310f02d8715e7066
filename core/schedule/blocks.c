/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash table of blocks; a block is a list of items that knows its length, so
 * that a crowd is told at once. An entry costs 16 bytes, a block 24; adding
 * one, and a step of a walk, cost the same however large the block. What is
 * emptied is used again.
 */
#include <stdlib.h>
#include <string.h>

#include "schedule/duplicates_parts.h"

static uint32_t *
head_of(const struct blocks *blocks, uint64_t key)
{
	return &blocks->heads[key & (blocks->nheads - 1)];
}

static struct block_of_key *
block_find(const struct blocks *blocks, uint64_t key)
{
	uint32_t at = blocks->nheads ? *head_of(blocks, key) : NOBODY;

	while (at != NOBODY && blocks->keys.items[at].key != key)
		at = blocks->keys.items[at].next;
	return at == NOBODY ? NULL : &blocks->keys.items[at];
}

static void
chain(struct blocks *blocks, uint32_t at)
{
	uint32_t *head = head_of(blocks, blocks->keys.items[at].key);

	blocks->keys.items[at].next = *head;
	*head = at;
}

static void
unchain(struct blocks *blocks, uint32_t at)
{
	uint32_t *link = head_of(blocks, blocks->keys.items[at].key);

	while (*link != at)
		link = &blocks->keys.items[*link].next;
	*link = blocks->keys.items[at].next;
}

/* Twice the heads, and every block below its new one. */
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
	for (size_t i = 0; i < blocks->keys.len; i++)
		if (blocks->keys.items[i].len)
			chain(blocks, (uint32_t)i);
	return 0;
}

/* An empty block; it is in the table as soon as it holds something. */
static int
block_add(struct blocks *blocks, uint64_t key, struct block_of_key **out)
{
	struct block_of_key block = { key, NOBODY, 0, NOBODY };
	uint32_t at = blocks->unused_block;

	if (blocks->len >= blocks->nheads && grow(blocks) < 0)
		return -ENOMEM;
	if (at)
		blocks->unused_block = blocks->keys.items[--at].next;
	else if (vec_push(&blocks->keys, block) < 0)
		return -ENOMEM;
	else
		at = (uint32_t)blocks->keys.len - 1;
	blocks->keys.items[at] = block;
	blocks->len++;
	chain(blocks, at);
	*out = &blocks->keys.items[at];
	return 0;
}

static void
block_drop(struct blocks *blocks, struct block_of_key *block)
{
	uint32_t at = (uint32_t)(block - blocks->keys.items);

	unchain(blocks, at);
	block->next = blocks->unused_block;
	blocks->unused_block = at + 1;
	blocks->len--;
}

static void
link_entry(struct blocks *blocks, struct block_of_key *block, uint32_t at)
{
	struct block_entry *entry = &blocks->entries.items[at];

	entry->block = (uint32_t)(block - blocks->keys.items);
	entry->prev = NOBODY;
	entry->next = block->first;
	if (block->first != NOBODY)
		blocks->entries.items[block->first].prev = at;
	block->first = at;
	block->len++;
}

int
blocks_add(struct blocks *blocks, uint64_t key, uint32_t item)
{
	struct block_entry entry = { item, NOBODY, NOBODY, NOBODY };
	struct block_of_key *block;
	uint32_t at = blocks->unused_entry;

	/* The room before the block, so that no block is ever left empty. */
	if (!at && vec_reserve(&blocks->entries, blocks->entries.len + 1) < 0)
		return -ENOMEM;
	block = block_find(blocks, key);
	if (!block && block_add(blocks, key, &block) < 0)
		return -ENOMEM;
	if (at)
		blocks->unused_entry = blocks->entries.items[--at].next;
	else
		at = (uint32_t)blocks->entries.len++;
	blocks->entries.items[at] = entry;
	link_entry(blocks, block, at);
	return 0;
}

static void
unlink_entry(struct blocks *blocks, uint32_t at)
{
	struct block_entry *all = blocks->entries.items, *entry = &all[at];
	struct block_of_key *block = &blocks->keys.items[entry->block];

	if (entry->prev != NOBODY)
		all[entry->prev].next = entry->next;
	else
		block->first = entry->next;
	if (entry->next != NOBODY)
		all[entry->next].prev = entry->prev;
	entry->next = blocks->unused_entry;
	blocks->unused_entry = at + 1;
	if (--block->len == 0)
		block_drop(blocks, block);
}

void
blocks_remove(struct blocks *blocks, uint64_t key, uint32_t item)
{
	uint32_t at = blocks_first(blocks, key);

	while (at != NOBODY && blocks->entries.items[at].item != item)
		at = blocks_next(blocks, at);
	if (at != NOBODY)
		unlink_entry(blocks, at);
}

void
blocks_free(struct blocks *blocks)
{
	vec_free(&blocks->entries);
	vec_free(&blocks->keys);
	free(blocks->heads);
}

uint32_t
blocks_first(const struct blocks *blocks, uint64_t key)
{
	const struct block_of_key *block = block_find(blocks, key);

	return block ? block->first : NOBODY;
}

uint32_t
blocks_next(const struct blocks *blocks, uint32_t at)
{
	return blocks->entries.items[at].next;
}

bool
blocks_crowded(const struct blocks *blocks, uint64_t key)
{
	const struct block_of_key *block = block_find(blocks, key);

	return block && block->len > DUPLICATES_CROWD;
}
