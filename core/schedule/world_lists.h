/* SPDX-License-Identifier: Apache-2.0 */
/* The lists that a world keeps: growing arrays by index, and short sorted
 * ones, put into in place. */
#ifndef AMBIT_SCHEDULE_WORLD_LISTS_H
#define AMBIT_SCHEDULE_WORLD_LISTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schedule/finding.h"

/* An item of an array by index, zeros before it was first used. 0 or
 * -ENOMEM. */
int world_room(void **items, size_t *len, size_t *cap, int32_t i, size_t size);
#define world_make(vec, i) \
	world_room((void **)&(vec)->items, &(vec)->len, &(vec)->cap, (i), \
	    sizeof *(vec)->items)

typedef int list_compare(const void *a, const void *b);

/* The place of the first item that is not below key. */
size_t sorted_place(const void *items, size_t len, size_t size, const void *key,
    list_compare *compare);
/* 0 or -ENOMEM. */
int sorted_put(void **items, size_t *len, size_t *cap, size_t size,
    const void *item, list_compare *compare);
/* One that is equal, if there is any. */
void sorted_take(void *items, size_t *len, size_t size, const void *item,
    list_compare *compare);

#define SORTED_PUT(vec, item, compare) \
	sorted_put((void **)&(vec)->items, &(vec)->len, &(vec)->cap, \
	    sizeof *(vec)->items, (item), (compare))
#define SORTED_TAKE(vec, item, compare) \
	sorted_take((vec)->items, &(vec)->len, sizeof *(vec)->items, (item), \
	    (compare))

/* In a compare function: the first difference decides. */
#define ORDER_BY(a, b) \
	do { \
		if ((a) != (b)) \
			return (a) < (b) ? -1 : 1; \
	} while (0)

/* Sorted, each once. */
int indices_put(struct indices *list, int32_t index);
void indices_take(struct indices *list, int32_t index);
bool indices_have(const struct indices *list, int32_t index);

#endif
