/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the duplicates, for their files alone: events as items, and
 * the blocks that they stand in (blocks.c). Keys are 64-bit hashes and stand
 * for what they are of.
 */
#ifndef AMBIT_SCHEDULE_DUPLICATES_PARTS_H
#define AMBIT_SCHEDULE_DUPLICATES_PARTS_H

#include "base/vec.h"
#include "schedule/duplicates.h"
#include "schedule/title.h"

#define NOBODY UINT32_MAX

/* ---- blocks ----------------------------------------------------------- */

/* One item in a block. */
struct block_entry {
	uint32_t item, block;
	uint32_t next, prev; /* of the block; next also of the unused */
};

struct block_of_key {
	uint64_t key;
	uint32_t first, len; /* entries */
	uint32_t next;       /* of the keys with this head, or of the unused */
};

struct blocks {
	VEC(struct block_entry) entries;
	VEC(struct block_of_key) keys;
	uint32_t *heads;
	size_t nheads;                       /* a power of two */
	uint32_t unused_entry, unused_block; /* 1 more than it; 0: none */
	size_t len;                          /* blocks that hold something */
};

/* 0 or -ENOMEM. */
int blocks_add(struct blocks *blocks, uint64_t key, uint32_t item);
void blocks_remove(struct blocks *blocks, uint64_t key, uint32_t item);
void blocks_free(struct blocks *blocks);

/* A walk over the items of a key: for (at = first; at != NOBODY; at = next). */
uint32_t blocks_first(const struct blocks *blocks, uint64_t key);
uint32_t blocks_next(const struct blocks *blocks, uint32_t at);
/* More than DUPLICATES_CROWD? */
bool blocks_crowded(const struct blocks *blocks, uint64_t key);

/* ---- items ------------------------------------------------------------ */

/* Places that an event may be in: one, or each that its city may be. */
#define ITEM_CITIES PLACE_CANDIDATES

/* What two events have in common; see struct duplicate_pair. */
struct likeness {
	bool same_uid, same_link, same_title;
	int similarity;
	int64_t days;
};

struct best {
	uint32_t item;
	struct likeness likeness;
};

struct item {
	char *texts; /* id, uid; owned. NULL: no item */
	const char *id, *uid;
	uint32_t source; /* an index into sources */
	uint64_t self;   /* keys; 0 is none */
	uint64_t by_uid, by_link, by_content;
	uint64_t cities[ITEM_CITIES];
	size_t ncities;
	struct title title; /* its words owned */
	int64_t day;        /* of the start, by its own clock */
	bool recurs, milestone;
	bool dirty;             /* to be looked at again */
	bool dropped;           /* to be forgotten at the next settling */
	bool renewed;           /* another row of the store than before */
	uint32_t first;         /* of which it is a repeat; NOBODY */
	VEC(struct best) bests; /* one for each other source */
	bool alone;    /* none of its source has its address, at its time */
	uint64_t seen; /* by which search, last */
};

struct duplicates {
	struct duplicate_options options;
	VEC(char *) sources;
	VEC(struct item) items;
	VEC(uint32_t) unused;
	VEC(uint32_t) dirty;
	struct blocks blocks;
	uint64_t searches;
	size_t len;
};

/* What an item is found by itself. */
uint64_t item_key(uint32_t source, const char *uid);

/* Fills an item, whose source is set; what it has then is its own, also after
 * a failure. 0 or -ENOMEM. */
int item_read(struct item *item, const char *id, const struct event *event,
    const struct event_times *times, const struct places *places);

/* The keys of the blocks that an item stands in; with near also those of the
 * days around its own, where what is like it may stand. */
VEC_TYPE(item_keys, uint64_t);
int item_keys(const struct duplicates *duplicates, const struct item *item,
    bool near, struct item_keys *out);

/* Forgets it wholly. */
void item_release(struct duplicates *duplicates, uint32_t at);

#endif
