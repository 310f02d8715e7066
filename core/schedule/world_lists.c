/* SPDX-License-Identifier: Apache-2.0 */
#include "world_lists.h"

#include <errno.h>
#include <string.h>

int
world_room(void **items, size_t *len, size_t *cap, int32_t i, size_t size)
{
	size_t want = (size_t)i + 1;

	if (want <= *len)
		return 0;
	if (vec_grow(items, cap, want, size) < 0)
		return -ENOMEM;
	memset((char *)*items + *len * size, 0, (want - *len) * size);
	*len = want;
	return 0;
}

size_t
sorted_place(const void *items, size_t len, size_t size, const void *key,
    list_compare *compare)
{
	size_t low = 0, high = len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare((const char *)items + middle * size, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int
sorted_put(void **items, size_t *len, size_t *cap, size_t size,
    const void *item, list_compare *compare)
{
	size_t at = sorted_place(*items, *len, size, item, compare);
	char *place;

	if (vec_grow(items, cap, *len + 1, size) < 0)
		return -ENOMEM;
	place = (char *)*items + at * size;
	memmove(place + size, place, (*len - at) * size);
	memcpy(place, item, size);
	(*len)++;
	return 0;
}

void
sorted_take(void *items, size_t *len, size_t size, const void *item,
    list_compare *compare)
{
	size_t at = sorted_place(items, *len, size, item, compare);
	char *place = (char *)items + at * size;

	if (at >= *len || compare(place, item) != 0)
		return;
	memmove(place, place + size, (*len - at - 1) * size);
	(*len)--;
}

static int
index_compare(const void *a, const void *b)
{
	ORDER_BY(*(const int32_t *)a, *(const int32_t *)b);
	return 0;
}

int
indices_put(struct indices *list, int32_t index)
{
	size_t at = sorted_place(
	    list->items, list->len, sizeof index, &index, index_compare);

	if (at < list->len && list->items[at] == index)
		return 0;
	return SORTED_PUT(list, &index, index_compare);
}

void
indices_take(struct indices *list, int32_t index)
{
	SORTED_TAKE(list, &index, index_compare);
}

bool
indices_have(const struct indices *list, int32_t index)
{
	size_t at = sorted_place(
	    list->items, list->len, sizeof index, &index, index_compare);

	return at < list->len && list->items[at] == index;
}
