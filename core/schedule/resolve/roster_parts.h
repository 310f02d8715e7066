/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files of the roster share: counting the levels, and the hash
 * of a plan as the exclusive or of a number for each thing in it. */
#ifndef AMBIT_SCHEDULE_RESOLVE_ROSTER_PARTS_H
#define AMBIT_SCHEDULE_RESOLVE_ROSTER_PARTS_H

#include "schedule/resolve/roster.h"

/* SplitMix64's finaliser (Steele, Lea, Flood 2014). */
static inline uint64_t
roster_mix(uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t bits = (a << 42 ^ b << 21 ^ c) + UINT64_C(0x9e3779b97f4a7c15);

	bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
	return bits ^ bits >> 31;
}

static inline void
roster_add_level(struct roster *roster, int level, int64_t amount)
{
	roster->level[level] += amount;
	roster->cost += roster->problem->weights[level] * amount;
}

#endif
