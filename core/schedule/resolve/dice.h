/* SPDX-License-Identifier: Apache-2.0 */
/* The resolver's own chance: SplitMix64 (Steele, Lea, Flood 2014), so that a
 * seed gives the same plan on every machine. */
#ifndef AMBIT_SCHEDULE_RESOLVE_DICE_H
#define AMBIT_SCHEDULE_RESOLVE_DICE_H

#include <stdint.h>

struct dice {
	uint64_t state;
};

static inline uint64_t
dice_bits(struct dice *dice)
{
	uint64_t bits = dice->state += UINT64_C(0x9e3779b97f4a7c15);

	bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
	return bits ^ bits >> 31;
}

/* 0 .. n - 1, for n from 1; even enough for n far below 2^32. */
static inline int32_t
dice_roll(struct dice *dice, int32_t n)
{
	return (int32_t)((dice_bits(dice) >> 32) * (uint64_t)n >> 32);
}

#endif
