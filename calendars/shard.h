/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shards: a feed's series, in the order of their keys, cut into blocks.
 *
 * The cuts are the leaves of a binary tree over the keys' bits: a node is one
 * shard when its texts are at most SHARD_MAX octets, else it is split. So
 * equal series give equal shards whatever their history, most shards are
 * between half of SHARD_MAX and SHARD_MAX (keys are digests), and a change
 * touches its own shard, at most with the neighbour that it parts from or
 * joins.
 */
#ifndef AMBIT_CALENDARS_SHARD_H
#define AMBIT_CALENDARS_SHARD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "calendars/block.h"
#include "calendars/uid.h"

#define SHARD_MAX (32 * 1024)

/* One series' place in a shard; its text follows that of the one before. */
struct shard_entry {
	char key[UID_DIGITS + 1];
	uint32_t events; /* VEVENTs */
	size_t len;
};

struct shard {
	atomic_int refs;
	size_t events;
	struct block *block;
	size_t n;
	struct shard_entry entries[];
};

struct shard *shard_ref(struct shard *shard);
void shard_unref(struct shard *shard);

VEC_TYPE(shards, struct shard *);

/* Lets go of all of them. */
void shards_free(struct shards *shards);

/* A series' new text; text NULL: it goes. On loan. */
struct shard_change {
	char key[UID_DIGITS + 1];
	uint32_t events;
	const char *text;
	size_t len;
};

/* The shards of old with the changes, which are sorted by key, each key once.
 * out is empty before. 0 or -ENOMEM. */
int shards_apply(const struct shards *old, const struct shard_change *changes,
    size_t n, struct packer *packer, struct shards *out);

#endif
