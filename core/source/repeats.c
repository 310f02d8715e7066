/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The number that seen keeps for an event: its sequence, the minute of its
 * revision, and a hash of what people would know it by. The upper bits are
 * its order (RFC 5546 section 2.1.5).
 *
 *     16 bits sequence | 28 bits minutes since 1970 | 20 bits title and start
 */
#include "repeats.h"

#include <string.h>

#include "base/text.h"

#define LOOK_BITS 20
#define MINUTE_BITS 28

static uint64_t
clamp(int64_t value, uint64_t most)
{
	return value < 0 ? 0 : (uint64_t)value > most ? most : (uint64_t)value;
}

static uint64_t
mark(const struct intake *item)
{
	const struct event *event = item->event;
	uint64_t look = hash64(event->summary, strlen(event->summary), 0);
	uint64_t sequence = clamp(event->sequence, 0xffff);
	uint64_t minutes =
	    clamp(item->revised / 60, (UINT64_C(1) << MINUTE_BITS) - 1);

	look = hash64(event->start, strlen(event->start), look);
	return (sequence << MINUTE_BITS | minutes) << LOOK_BITS |
	       (look & ((UINT64_C(1) << LOOK_BITS) - 1));
}

int
repeat_judge(struct keyset *seen, const struct intake *item, bool *revised)
{
	const struct event *event = item->event;
	uint64_t mine = mark(item), before;
	int64_t kept;
	bool found = keyset_get(seen, event->uid, event->recurrence_id, &kept);

	before = found ? (uint64_t)kept : 0;
	*revised = found && mine >> LOOK_BITS != before >> LOOK_BITS;
	if (*revised && mine < before)
		return REPEAT_LOSES;
	if (keyset_put(seen, event->uid, event->recurrence_id, (int64_t)mine) <
	    0)
		return -ENOMEM;
	if (!found)
		return REPEAT_NONE;
	return mine == before ? REPEAT_AGAIN : REPEAT_REPLACES;
}

const char *
repeat_reason(enum intake_identity identity, bool revised)
{
	if (revised)
		return "a newer revision of it is there too, and is kept";
	if (identity == INTAKE_URL)
		return "a later event has the same link and is kept; if both "
		       "are events of their own, set \"identity = content\" "
		       "for this source";
	return "a later event has the same UID and is kept; if both are "
	       "events of their own, set \"identity = content\" for this "
	       "source";
}
