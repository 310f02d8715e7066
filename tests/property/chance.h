/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Seeded chance for property tests. The seed is 1 unless AMBIT_TEST_SEED says
 * otherwise; a test that fails prints it, so that the run can be repeated:
 *
 *     struct chance chance = chance_start();
 *     if (!holds(...)) chance_fail(&chance, "what did not hold");
 */
#ifndef AMBIT_TESTS_PROPERTY_CHANCE_H
#define AMBIT_TESTS_PROPERTY_CHANCE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct chance {
	uint64_t seed;
	uint64_t state;
};

static inline struct chance
chance_start(void)
{
	const char *text = getenv("AMBIT_TEST_SEED");
	uint64_t seed = text ? strtoull(text, NULL, 10) : 1;

	return (struct chance){ seed, seed };
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
static inline uint64_t
chance_bits(struct chance *chance)
{
	uint64_t bits = chance->state += UINT64_C(0x9e3779b97f4a7c15);

	bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
	return bits ^ bits >> 31;
}

/* One of min .. max, both included. */
static inline int64_t
chance_range(struct chance *chance, int64_t min, int64_t max)
{
	uint64_t span = (uint64_t)max - (uint64_t)min + 1;
	uint64_t step = chance_bits(chance);

	return (int64_t)((uint64_t)min + (span ? step % span : step));
}

/* True once in n. */
static inline int
chance_one_in(struct chance *chance, int64_t n)
{
	return chance_range(chance, 1, n) == 1;
}

#define chance_fail(chance, ...) \
	do { \
		print_error("AMBIT_TEST_SEED=%llu: ", \
		    (unsigned long long)(chance)->seed); \
		print_error(__VA_ARGS__); \
		fail(); \
	} while (0)

#endif
