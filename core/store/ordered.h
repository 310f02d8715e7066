/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An immutable ordered set of pointers: a B-tree whose nodes are shared
 * between versions by reference count. A change copies the nodes on the way
 * to what it touches, so its cost grows with the logarithm of the size.
 *
 * Items are compared by the set's order alone; of equal ones it keeps one.
 * References are atomic: versions may be freed from any thread.
 */
#ifndef AMBIT_STORE_ORDERED_H
#define AMBIT_STORE_ORDERED_H

#include <stdbool.h>
#include <stddef.h>

/* ref and unref (either both or none) are called as items come into and go
 * out of nodes. */
struct ordering {
	int (*compare)(const void *a, const void *b);
	void (*ref)(void *item);
	void (*unref)(void *item);
};

struct node;

struct ordered {
	const struct ordering *ordering;
	struct node *root; /* NULL: empty */
	size_t len;
};
#define ORDERED_EMPTY(ordering_) ((struct ordered){ .ordering = (ordering_) })

/* Puts item in, in the place of an equal one; or takes its equal out. */
struct ordered_op {
	void *item;
	bool put;
};

/* *out is old with the operations done; of several on equal items the puts
 * win. ops are sorted in place. -ENOMEM. */
int ordered_apply(struct ordered *out, const struct ordered *old,
    struct ordered_op *ops, size_t n);

/* Another reference to the same set. */
struct ordered ordered_share(const struct ordered *set);
void ordered_free(struct ordered *set);

/* The item equal to key, or NULL. */
void *ordered_find(const struct ordered *set, const void *key);

/* A walk in order. The set outlives it. */
#define ORDERED_HEIGHT 16
struct ordered_walk {
	const struct node *nodes[ORDERED_HEIGHT];
	size_t at[ORDERED_HEIGHT];
	int depth; /* of the leaf; -1: at the end */
};

/* The first item not below key (NULL: the first of all), or NULL. */
void *ordered_first(
    const struct ordered *set, const void *key, struct ordered_walk *walk);
void *ordered_next(struct ordered_walk *walk);

#endif
