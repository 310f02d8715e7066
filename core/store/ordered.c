/* SPDX-License-Identifier: Apache-2.0 */
#include "ordered.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/vec.h"

/* Slots of a node: built with FILL, so that it takes some before it splits;
 * one with fewer than LEAST is joined to a neighbour when that has room. */
#define MOST 32
#define FILL 24
#define LEAST 8

struct node {
	atomic_uint refs;
	uint16_t height; /* 0: a leaf, its slots are items; else nodes */
	uint16_t n;
	void *low; /* the least item below it */
	void *slots[];
};

/* Nodes of one height, in order; each holds a reference. */
VEC_TYPE(nodes, struct node *);

/* ---- references ------------------------------------------------------- */

static void node_unref(const struct ordering *ordering, struct node *node);

static void
slot_ref(const struct ordering *ordering, int height, void *slot)
{
	if (height > 0)
		atomic_fetch_add_explicit(
		    &((struct node *)slot)->refs, 1, memory_order_relaxed);
	else if (ordering->ref)
		ordering->ref(slot);
}

static void
slot_unref(const struct ordering *ordering, int height, void *slot)
{
	if (height > 0)
		node_unref(ordering, slot);
	else if (ordering->unref)
		ordering->unref(slot);
}

static void
node_unref(const struct ordering *ordering, struct node *node)
{
	if (atomic_fetch_sub_explicit(&node->refs, 1, memory_order_acq_rel) > 1)
		return;
	for (size_t i = 0; i < node->n; i++)
		slot_unref(ordering, node->height, node->slots[i]);
	free(node);
}

static void
nodes_drop(const struct ordering *ordering, struct nodes *nodes)
{
	vec_each(nodes, node)
		node_unref(ordering, *node);
	vec_free(nodes);
}

/* ---- making nodes ----------------------------------------------------- */

/* Takes references of its own to the slots. */
static struct node *
node_new(
    const struct ordering *ordering, int height, void *const *slots, size_t n)
{
	struct node *node = malloc(sizeof *node + n * sizeof *slots);

	if (!node)
		return NULL;
	atomic_init(&node->refs, 1);
	node->height = (uint16_t)height;
	node->n = (uint16_t)n;
	node->low = height ? ((struct node *)slots[0])->low : slots[0];
	memcpy(node->slots, slots, n * sizeof *slots);
	for (size_t i = 0; i < n; i++)
		slot_ref(ordering, height, slots[i]);
	return node;
}

/* One node when they fit, else several of one size, about FILL. */
static int
pack(const struct ordering *ordering, int height, void *const *slots, size_t n,
    struct nodes *out)
{
	size_t pieces = (n + FILL - 1) / FILL;

	if (n > 0 && n <= MOST)
		pieces = 1;
	for (size_t i = 0; i < pieces; i++) {
		size_t from = i * n / pieces, to = (i + 1) * n / pieces;
		struct node *node =
		    node_new(ordering, height, slots + from, to - from);

		if (!node)
			return -ENOMEM;
		if (vec_push(out, node) < 0) {
			node_unref(ordering, node);
			return -ENOMEM;
		}
	}
	return 0;
}

/* Piles levels on the nodes until one is the root; uses them up. */
static int
pile(const struct ordering *ordering, struct nodes *nodes, struct node **root)
{
	int rc = 0;

	while (rc == 0 && nodes->len > 1) {
		struct nodes above = VEC_INIT;

		rc = pack(ordering, nodes->items[0]->height + 1,
		    (void *const *)nodes->items, nodes->len, &above);
		nodes_drop(ordering, nodes);
		*nodes = above;
	}
	*root = rc == 0 && nodes->len ? nodes->items[0] : NULL;
	if (rc == 0)
		vec_free(nodes);
	else
		nodes_drop(ordering, nodes);
	return rc;
}

/* ---- changing --------------------------------------------------------- */

/* The operations that are left to do, in order. */
struct work {
	const struct ordering *ordering;
	const struct ordered_op *ops;
	size_t n;
	size_t len; /* of the set, as it becomes */
};

/* Adds a node whose reference is given away, joined to the last when one of
 * the two is small. */
static int
push_joined(
    const struct ordering *ordering, struct nodes *out, struct node *node)
{
	struct node *last = out->len ? out->items[out->len - 1] : NULL;
	void *slots[MOST];
	int rc;

	if (!last || last->n + node->n > MOST ||
	    (last->n >= LEAST && node->n >= LEAST)) {
		rc = vec_push(out, node);
		if (rc < 0)
			node_unref(ordering, node);
		return rc;
	}
	memcpy(slots, last->slots, last->n * sizeof *slots);
	memcpy(slots + last->n, node->slots, node->n * sizeof *slots);
	out->items[out->len - 1] =
	    node_new(ordering, node->height, slots, (size_t)last->n + node->n);
	node_unref(ordering, last);
	node_unref(ordering, node);
	if (out->items[out->len - 1])
		return 0;
	out->len--;
	return -ENOMEM;
}

/* As push_joined, for all of nodes, which is used up. */
static int
push_all(
    const struct ordering *ordering, struct nodes *out, struct nodes *nodes)
{
	int rc = 0;

	vec_each(nodes, node) {
		if (rc == 0)
			rc = push_joined(ordering, out, *node);
		else
			node_unref(ordering, *node);
	}
	vec_free(nodes);
	return rc;
}

/* The items of a leaf (NULL: none) and the operations, merged. */
static void
merge(struct work *work, const struct node *leaf, void **items, size_t *n)
{
	const struct ordered_op *op = work->ops, *end = op + work->n;
	size_t i = 0, had = leaf ? leaf->n : 0;

	*n = 0;
	while (i < had || op < end) {
		int order = op == end  ? -1
			    : i == had ? 1
				       : work->ordering->compare(
					     leaf->slots[i], op->item);

		if (order < 0) {
			items[(*n)++] = leaf->slots[i++];
			continue;
		}
		if (op->put)
			items[(*n)++] = op->item;
		i += order == 0;
		op++;
	}
	work->len = work->len - had + *n;
}

static int
apply_leaf(struct work *work, const struct node *leaf, struct nodes *out)
{
	size_t n, room = work->n + (leaf ? leaf->n : 0);
	CLEANUP(freep) void **items = malloc((room + 1) * sizeof *items);

	if (!items)
		return -ENOMEM;
	merge(work, leaf, items, &n);
	return pack(work->ordering, 0, items, n, out);
}

/* How many of the operations belong below the next sibling's least item. */
static size_t
ops_below(const struct work *work, const struct node *next)
{
	size_t low = 0, high = work->n;

	if (!next)
		return high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (work->ordering->compare(work->ops[middle].item, next->low) <
		    0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int
apply_node(struct work *work, const struct node *node, struct nodes *out);

/* The first n operations of work on one child; it is shared when n is 0. */
static int
apply_child(struct work *work, size_t n, struct node *child, struct nodes *out)
{
	struct nodes changed = VEC_INIT;
	struct work part = { work->ordering, work->ops, n, work->len };
	int rc;

	if (n == 0) {
		slot_ref(work->ordering, 1, child);
		return push_joined(work->ordering, out, child);
	}
	rc = apply_node(&part, child, &changed);
	work->len = part.len;
	work->ops += n;
	work->n -= n;
	if (rc == 0)
		return push_all(work->ordering, out, &changed);
	nodes_drop(work->ordering, &changed);
	return rc;
}

/* Adds to out what node becomes: none, one or several nodes of its height. */
static int
apply_node(struct work *work, const struct node *node, struct nodes *out)
{
	struct nodes below = VEC_INIT;
	int rc = 0;

	if (!node || node->height == 0)
		return apply_leaf(work, node, out);
	for (size_t i = 0; rc == 0 && i < node->n; i++) {
		struct node *next = i + 1 < node->n ? node->slots[i + 1] : NULL;

		rc = apply_child(
		    work, ops_below(work, next), node->slots[i], &below);
	}
	if (rc == 0)
		rc = pack(work->ordering, node->height,
		    (void *const *)below.items, below.len, out);
	nodes_drop(work->ordering, &below);
	return rc;
}

/* Orders operations; those on equal items with the puts last. */
static int
op_compare(const void *a, const void *b, void *arg)
{
	const struct ordered_op *x = a, *y = b;
	const struct ordering *ordering = arg;
	int order = ordering->compare(x->item, y->item);

	return order ? order : x->put - y->put;
}

static size_t
ops_tidy(const struct ordering *ordering, struct ordered_op *ops, size_t n)
{
	size_t kept = 0;

	if (n > 1)
		qsort_r(ops, n, sizeof *ops, op_compare, (void *)ordering);
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n ||
		    ordering->compare(ops[i].item, ops[i + 1].item) != 0)
			ops[kept++] = ops[i];
	return kept;
}

/* A root of a single child is not needed. */
static struct node *
lower(const struct ordering *ordering, struct node *root)
{
	while (root && root->height > 0 && root->n == 1) {
		struct node *child = root->slots[0];

		slot_ref(ordering, 1, child);
		node_unref(ordering, root);
		root = child;
	}
	return root;
}

int
ordered_apply(struct ordered *out, const struct ordered *old,
    struct ordered_op *ops, size_t n)
{
	struct work work = { old->ordering, ops,
		ops_tidy(old->ordering, ops, n), old->len };
	struct nodes nodes = VEC_INIT;
	struct node *root;
	int rc;

	if (work.n == 0) {
		*out = ordered_share(old);
		return 0;
	}
	rc = apply_node(&work, old->root, &nodes);
	if (rc < 0) {
		nodes_drop(old->ordering, &nodes);
		return rc;
	}
	rc = pile(old->ordering, &nodes, &root);
	if (rc == 0)
		*out = (struct ordered){ old->ordering,
			lower(old->ordering, root), work.len };
	return rc;
}

struct ordered
ordered_share(const struct ordered *set)
{
	if (set->root)
		slot_ref(set->ordering, 1, set->root);
	return *set;
}

void
ordered_free(struct ordered *set)
{
	if (set->root)
		node_unref(set->ordering, set->root);
	set->root = NULL;
	set->len = 0;
}

/* ---- looking ---------------------------------------------------------- */

/* The first slot whose item is not below key; in an inner node the last slot
 * whose least item is not above it. */
static size_t
slot_of(
    const struct ordering *ordering, const struct node *node, const void *key)
{
	size_t low = 0, high = node->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const void *item =
		    node->height
			? ((const struct node *)node->slots[middle])->low
			: node->slots[middle];
		int order = ordering->compare(item, key);

		if (order < 0 || (node->height && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return node->height && low > 0 ? low - 1 : low;
}

/* The item at the walk's place; up and on when a node is at its end. */
static void *
settle(struct ordered_walk *walk)
{
	const struct node *node;

	while (walk->depth >= 0) {
		node = walk->nodes[walk->depth];
		if (walk->at[walk->depth] >= node->n) {
			if (--walk->depth >= 0)
				walk->at[walk->depth]++;
			continue;
		}
		if (node->height == 0)
			return node->slots[walk->at[walk->depth]];
		walk->nodes[walk->depth + 1] =
		    node->slots[walk->at[walk->depth]];
		walk->at[++walk->depth] = 0;
	}
	return NULL;
}

void *
ordered_first(
    const struct ordered *set, const void *key, struct ordered_walk *walk)
{
	const struct node *node = set->root;

	walk->depth = -1;
	while (node) {
		size_t at = key ? slot_of(set->ordering, node, key) : 0;

		assert(walk->depth + 1 < ORDERED_HEIGHT);
		walk->nodes[++walk->depth] = node;
		walk->at[walk->depth] = at;
		node = node->height ? node->slots[at] : NULL;
	}
	return settle(walk);
}

void *
ordered_next(struct ordered_walk *walk)
{
	if (walk->depth < 0)
		return NULL;
	walk->at[walk->depth]++;
	return settle(walk);
}

void *
ordered_find(const struct ordered *set, const void *key)
{
	struct ordered_walk walk;
	void *item = ordered_first(set, key, &walk);

	return item && set->ordering->compare(item, key) == 0 ? item : NULL;
}
