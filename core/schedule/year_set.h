/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of days of one year as a bitmap: bit 0 is the 1st of January. Six
 * words, so that filters are joined by 64 days in one operation.
 */
#ifndef AMBIT_SCHEDULE_YEAR_SET_H
#define AMBIT_SCHEDULE_YEAR_SET_H

#include <stdbool.h>
#include <stdint.h>

#define YEAR_WORDS 6
#define YEAR_BITS (YEAR_WORDS * 64)

struct year_set {
	uint64_t words[YEAR_WORDS];
};

/* The bits of [from, to) that fall into the word that begins at base. */
static inline uint64_t
word_range(int base, int from, int to)
{
	int low = from - base, high = to - base;
	uint64_t bits = UINT64_MAX;

	if (low >= 64 || high <= 0 || low >= high)
		return 0;
	if (high < 64)
		bits >>= 64 - high;
	if (low > 0)
		bits = bits >> low << low;
	return bits;
}

static inline bool
year_set_has(const struct year_set *set, int bit)
{
	return set->words[bit >> 6] >> (bit & 63) & 1;
}

static inline void
year_set_add(struct year_set *set, int bit)
{
	set->words[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

/* Days outside of the set are passed over. */
static inline void
year_set_add_range(struct year_set *set, int from, int to)
{
	int first = from < 0 ? 0 : from >> 6;
	int last = to > YEAR_BITS ? YEAR_WORDS - 1 : (to - 1) >> 6;

	for (int i = first; i <= last; i++)
		set->words[i] |= word_range(i * 64, from, to);
}

static inline void
year_set_keep_range(struct year_set *set, int from, int to)
{
	for (int i = 0; i < YEAR_WORDS; i++)
		set->words[i] &= word_range(i * 64, from, to);
}

static inline void
year_set_keep(struct year_set *set, const struct year_set *other)
{
	for (int i = 0; i < YEAR_WORDS; i++)
		set->words[i] &= other->words[i];
}

/* Moves each day later by some, fewer than 64; what leaves the set is lost. */
static inline void
year_set_delay(struct year_set *set, int days)
{
	if (days == 0)
		return;
	for (int i = YEAR_WORDS - 1; i > 0; i--)
		set->words[i] =
		    set->words[i] << days | set->words[i - 1] >> (64 - days);
	set->words[0] <<= days;
}

/* The same, earlier. */
static inline void
year_set_advance(struct year_set *set, int days)
{
	if (days == 0)
		return;
	for (int i = 0; i < YEAR_WORDS - 1; i++)
		set->words[i] = set->words[i] >> days | set->words[i + 1]
							    << (64 - days);
	set->words[YEAR_WORDS - 1] >>= days;
}

static inline bool
year_set_empty(const struct year_set *set)
{
	uint64_t any = 0;

	for (int i = 0; i < YEAR_WORDS; i++)
		any |= set->words[i];
	return any == 0;
}

static inline int
year_set_count(const struct year_set *set)
{
	int count = 0;

	for (int i = 0; i < YEAR_WORDS; i++)
		count += __builtin_popcountll(set->words[i]);
	return count;
}

static inline int
year_set_count_range(const struct year_set *set, int from, int to)
{
	int count = 0;

	for (int i = 0; i < YEAR_WORDS; i++)
		count += __builtin_popcountll(
		    set->words[i] & word_range(i * 64, from, to));
	return count;
}

static inline bool
year_set_meets(const struct year_set *set, int from, int to)
{
	int first = from < 0 ? 0 : from >> 6;
	int last = to > YEAR_BITS ? YEAR_WORDS - 1 : (to - 1) >> 6;
	uint64_t any = 0;

	for (int i = first; i <= last; i++)
		any |= set->words[i] & word_range(i * 64, from, to);
	return any != 0;
}

/* The member that has rank others before it; there is one. */
static inline int
year_set_nth(const struct year_set *set, int rank)
{
	uint64_t word = set->words[0];
	int i = 0;

	for (int n; (n = __builtin_popcountll(word)) <= rank; rank -= n)
		word = set->words[++i];
	for (; rank > 0; rank--)
		word &= word - 1;
	return i * 64 + __builtin_ctzll(word);
}

/* The first member at or after from, the last at or before to; or -1. */
static inline int
year_set_next(const struct year_set *set, int from)
{
	for (int i = from < 0 ? 0 : from >> 6; i < YEAR_WORDS; i++) {
		uint64_t word =
		    set->words[i] & word_range(i * 64, from, YEAR_BITS);

		if (word)
			return i * 64 + __builtin_ctzll(word);
	}
	return -1;
}

static inline int
year_set_prev(const struct year_set *set, int to)
{
	for (int i = YEAR_WORDS - 1; i >= 0; i--) {
		uint64_t word = set->words[i] & word_range(i * 64, 0, to + 1);

		if (word)
			return i * 64 + 63 - __builtin_clzll(word);
	}
	return -1;
}

#endif
