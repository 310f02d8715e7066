/* SPDX-License-Identifier: Apache-2.0 */
#include "vec.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

int
vec_grow(void **items, size_t *cap, size_t want, size_t size)
{
	size_t room = *cap ? *cap : 8, bytes;
	void *moved;

	if (want <= *cap)
		return 0;
	while (room < want)
		room = room > SIZE_MAX / 2 ? want : room * 2;
	if (__builtin_mul_overflow(room, size, &bytes))
		return -ENOMEM;
	moved = realloc(*items, bytes);
	if (!moved)
		return -ENOMEM;
	*items = moved;
	*cap = room;
	return 0;
}
