/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing typed array: VEC(struct leg) legs = VEC_INIT; if (vec_push(&legs,
 * leg) < 0) ...; items are plain memory, moved when the array grows.
 */
#ifndef AMBIT_BASE_VEC_H
#define AMBIT_BASE_VEC_H

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#define VEC(type) \
	struct { \
		type *items; \
		size_t len; \
		size_t cap; \
	}

/* The same with a tag, for vectors that cross a function's border. */
#define VEC_TYPE(tag, type) \
	struct tag { \
		type *items; \
		size_t len; \
		size_t cap; \
	}

#define VEC_INIT \
	{ \
		.items = NULL \
	}

/* Room for at least want items of size bytes; 0 or -ENOMEM. */
int vec_grow(void **items, size_t *cap, size_t want, size_t size);

#define vec_reserve(vec, want) \
	vec_grow( \
	    (void **)&(vec)->items, &(vec)->cap, (want), sizeof *(vec)->items)

/* Appends item; 0 or -ENOMEM. */
#define vec_push(vec, item) \
	(vec_reserve((vec), (vec)->len + 1) < 0 \
		? -ENOMEM \
		: ((vec)->items[(vec)->len++] = (item), 0))

/* for each: vec_each(&legs, leg) use(leg); leg is a pointer into the array.
 * (An empty one may have no memory, and nothing is added to NULL in C.) */
#define vec_each(vec, it) \
	for (__typeof__(*(vec)->items) *it = (vec)->items; \
	     (vec)->len && it < (vec)->items + (vec)->len; it++)

/* Frees the array, not what its items point to. */
#define vec_free(vec) \
	do { \
		free((vec)->items); \
		(vec)->items = NULL; \
		(vec)->len = (vec)->cap = 0; \
	} while (0)

#endif
