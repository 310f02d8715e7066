/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing, at most two thirds full. */
#include "keyset.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct slot {
	uint64_t a, b; /* both 0: free */
	int64_t value;
};

struct keyset {
	struct slot *slots;
	size_t room; /* a power of two */
	size_t used;
};

#define FIRST_ROOM 64

struct keyset *
keyset_new(void)
{
	struct keyset *set = calloc(1, sizeof *set);

	if (!set)
		return NULL;
	set->room = FIRST_ROOM;
	set->slots = calloc(set->room, sizeof *set->slots);
	if (set->slots)
		return set;
	free(set);
	return NULL;
}

void
keyset_free(struct keyset *set)
{
	if (!set)
		return;
	free(set->slots);
	free(set);
}

void
keyset_clear(struct keyset *set)
{
	memset(set->slots, 0, set->room * sizeof *set->slots);
	set->used = 0;
}

static struct slot
slot_of(const char *uid, const char *recurrence_id, int64_t value)
{
	struct slot slot = { .value = value };
	size_t len = strlen(uid);

	slot.a = hash64(uid, len, 1);
	slot.b = hash64(uid, len, 2);
	if (recurrence_id) {
		len = strlen(recurrence_id);
		slot.a = hash64(recurrence_id, len, slot.a);
		slot.b = hash64(recurrence_id, len, slot.b);
	}
	if (slot.a == 0 && slot.b == 0)
		slot.b = 1;
	return slot;
}

/* The slot of a key, or the free one where it belongs. */
static struct slot *
find(const struct keyset *set, const struct slot *key)
{
	size_t i = key->a & (set->room - 1);

	for (;; i = (i + 1) & (set->room - 1)) {
		struct slot *slot = &set->slots[i];

		if ((slot->a == 0 && slot->b == 0) ||
		    (slot->a == key->a && slot->b == key->b))
			return slot;
	}
}

static int
grow(struct keyset *set)
{
	struct keyset bigger = { .room = set->room * 2 };

	bigger.slots = calloc(bigger.room, sizeof *bigger.slots);
	if (!bigger.slots)
		return -ENOMEM;
	for (size_t i = 0; i < set->room; i++)
		if (set->slots[i].a || set->slots[i].b)
			*find(&bigger, &set->slots[i]) = set->slots[i];
	free(set->slots);
	set->slots = bigger.slots;
	set->room = bigger.room;
	return 0;
}

int
keyset_put(struct keyset *set, const char *uid, const char *recurrence_id,
    int64_t value)
{
	struct slot key = slot_of(uid, recurrence_id, value);
	struct slot *slot;

	if ((set->used + 1) * 3 > set->room * 2 && grow(set) < 0)
		return -ENOMEM;
	slot = find(set, &key);
	set->used += slot->a == 0 && slot->b == 0;
	*slot = key;
	return 0;
}

bool
keyset_get(const struct keyset *set, const char *uid, const char *recurrence_id,
    int64_t *value)
{
	struct slot key = slot_of(uid, recurrence_id, 0);
	const struct slot *slot = find(set, &key);

	if (slot->a == 0 && slot->b == 0)
		return false;
	*value = slot->value;
	return true;
}
