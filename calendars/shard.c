/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Going down the tree of shard.h only where something changes. Cost: the
 * texts of the touched shards, and one pointer for each of the others.
 */
#include "shard.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

#define KEY_BITS (UID_DIGITS * 5)

struct shard *
shard_ref(struct shard *shard)
{
	atomic_fetch_add_explicit(&shard->refs, 1, memory_order_relaxed);
	return shard;
}

void
shard_unref(struct shard *shard)
{
	if (!shard || atomic_fetch_sub(&shard->refs, 1) > 1)
		return;
	block_unref(shard->block);
	free(shard);
}

void
shards_free(struct shards *shards)
{
	vec_each(shards, shard)
		shard_unref(*shard);
	vec_free(shards);
}

/* ------------------------------------------------------------ the keys --- */

/* Bit number depth of a key, from its first digit's highest. */
static int
key_bit(const char *key, int depth)
{
	char c = key[depth / 5];
	int digit = c <= '9' ? c - '0' : c - 'a' + 10;

	return digit >> (4 - depth % 5) & 1;
}

/* A text with its key, old or new, on its way into a shard. */
struct piece {
	const char *key;
	const char *text;
	size_t len;
	uint32_t events;
};
VEC_TYPE(pieces, struct piece);

/* A stretch of the old shards and the changes that fall on it. */
struct node {
	size_t from, to;     /* of the old shards */
	size_t first, after; /* of the changes */
	int depth;
};

struct work {
	const struct shards *old;
	const struct shard_change *changes;
	struct packer *packer;
	struct shards *out;
};

/* ---------------------------------------------------------- new shards --- */

static int
push_shard(struct shards *out, struct shard *shard)
{
	if (vec_push(out, shard) == 0)
		return 0;
	shard_unref(shard);
	return -ENOMEM;
}

static struct shard *
shard_new(struct packer *packer, const struct piece *pieces, size_t n)
{
	CLEANUP(freep) struct stretch *texts = calloc(n, sizeof *texts);
	struct shard *shard =
	    calloc(1, sizeof *shard + n * sizeof shard->entries[0]);

	if (!texts || !shard)
		goto fail;
	atomic_init(&shard->refs, 1);
	shard->n = n;
	for (size_t i = 0; i < n; i++) {
		struct shard_entry *entry = &shard->entries[i];

		memcpy(entry->key, pieces[i].key, sizeof entry->key);
		entry->events = pieces[i].events;
		entry->len = pieces[i].len;
		shard->events += entry->events;
		texts[i] = (struct stretch){ pieces[i].text, pieces[i].len };
	}
	shard->block = block_new(packer, texts, n, false);
	if (shard->block)
		return shard;
fail:
	free(shard);
	return NULL;
}

/* Cuts the pieces below one node of the tree. */
static int
cut(const struct work *work, const struct piece *pieces, size_t n, int depth)
{
	struct shard *shard;
	size_t total = 0, left = 0;

	for (size_t i = 0; i < n; i++)
		total += pieces[i].len;
	if (n > 1 && total > SHARD_MAX && depth < KEY_BITS) {
		while (left < n && !key_bit(pieces[left].key, depth))
			left++;
		if (cut(work, pieces, left, depth + 1) < 0)
			return -ENOMEM;
		return cut(work, pieces + left, n - left, depth + 1);
	}
	if (!n)
		return 0;
	shard = shard_new(work->packer, pieces, n);
	return shard ? push_shard(work->out, shard) : -ENOMEM;
}

/* ------------------------------------------------------------- the old --- */

/* Appends the change's text, unless the series goes. */
static int
take_change(struct pieces *pieces, const struct shard_change *change)
{
	struct piece piece = { change->key, change->text, change->len,
		change->events };

	return change->text ? vec_push(pieces, piece) : 0;
}

/* What the node will hold, in order. */
static int
collect(const struct work *work, struct node node, struct pieces *pieces)
{
	const struct shard_change *change = work->changes + node.first;
	const struct shard_change *end = work->changes + node.after;
	int rc = 0;

	for (size_t s = node.from; s < node.to && rc == 0; s++) {
		const struct shard *shard = work->old->items[s];
		const char *text = shard->block->bytes;

		for (size_t i = 0; i < shard->n && rc == 0; i++) {
			const struct shard_entry *entry = &shard->entries[i];
			struct piece piece = { entry->key, text, entry->len,
				entry->events };
			int order = -1;

			while (rc == 0 && change < end &&
			       (order = strcmp(change->key, entry->key)) < 0)
				rc = take_change(pieces, change++);
			if (rc == 0 && (change == end || order != 0))
				rc = vec_push(pieces, piece);
			text += entry->len;
		}
	}
	while (rc == 0 && change < end)
		rc = take_change(pieces, change++);
	return rc;
}

/* The length that the series of a key has in old. */
static size_t
old_len(const struct work *work, struct node node, const char *key)
{
	const struct shard *shard;

	while (node.to - node.from > 1) {
		size_t middle = node.from + (node.to - node.from) / 2;

		if (strcmp(work->old->items[middle]->entries[0].key, key) <= 0)
			node.from = middle;
		else
			node.to = middle;
	}
	shard = work->old->items[node.from];
	for (size_t i = 0; i < shard->n; i++)
		if (!strcmp(shard->entries[i].key, key))
			return shard->entries[i].len;
	return 0;
}

/* Will the node be one shard? */
static bool
node_fits(const struct work *work, struct node node)
{
	size_t total = 0, gone = 0;

	for (size_t i = node.first; i < node.after; i++) {
		total += work->changes[i].text ? work->changes[i].len : 0;
		gone += old_len(work, node, work->changes[i].key);
	}
	for (size_t s = node.from; s < node.to; s++) {
		total += work->old->items[s]->block->len;
		if (total > SHARD_MAX + gone)
			return false;
	}
	return true;
}

static void
split(const struct work *work, struct node node, struct node *left,
    struct node *right)
{
	*left = *right = node;
	left->depth = right->depth = node.depth + 1;
	left->to = node.from;
	while (left->to < node.to &&
	       !key_bit(work->old->items[left->to]->entries[0].key, node.depth))
		left->to++;
	right->from = left->to;
	left->after = node.first;
	while (left->after < node.after &&
	       !key_bit(work->changes[left->after].key, node.depth))
		left->after++;
	right->first = left->after;
}

static int
rebuild(const struct work *work, struct node node)
{
	struct pieces pieces = VEC_INIT;
	int rc;

	rc = collect(work, node, &pieces);
	if (rc == 0)
		rc = cut(work, pieces.items, pieces.len, node.depth);
	vec_free(&pieces);
	return rc;
}

/* Two or more old shards below a node mean that it was split before, so none
 * of them lies on both sides. */
static int
apply(const struct work *work, struct node node)
{
	struct node left, right;

	if (node.first == node.after) {
		for (size_t s = node.from; s < node.to; s++)
			if (push_shard(
				work->out, shard_ref(work->old->items[s])) < 0)
				return -ENOMEM;
		return 0;
	}
	if (node.to - node.from < 2 || node_fits(work, node))
		return rebuild(work, node);
	split(work, node, &left, &right);
	if (apply(work, left) < 0)
		return -ENOMEM;
	return apply(work, right);
}

int
shards_apply(const struct shards *old, const struct shard_change *changes,
    size_t n, struct packer *packer, struct shards *out)
{
	const struct work work = { old, changes, packer, out };
	const struct node root = { 0, old->len, 0, n, 0 };

	if (vec_reserve(out, old->len + 1) < 0)
		return -ENOMEM;
	return apply(&work, root);
}
