/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Large-neighbourhood search: take out what stands in the way of a mission
 * that could do better, put the best of it back, keep what is no worse.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_SEARCH_H
#define AMBIT_SCHEDULE_RESOLVE_SEARCH_H

#include "schedule/resolve/block.h"
#include "schedule/resolve/ruin.h"

struct search {
	struct ruin ruin;
	struct block block;
	struct dice dice;
	struct search_turn {
		int64_t excess;
		int32_t mission;
	} * turn; /* those that could gain, the most first */
	int32_t turns, age;
};

int search_init(struct search *search, const struct problem *problem,
    uint64_t seed, struct err *err);
void search_free(struct search *search);

/*
 * Fills an empty roster: pinned first, then each mission by its best choice,
 * the dearest to decline first. -EINVAL names a pinned mission that cannot
 * stand.
 */
int search_start(struct search *search, struct roster *roster, struct err *err);

/*
 * The same from a plan, by mission: what of it still fits is taken over, the
 * rest is placed anew. Those held are taken first and stay; -EINVAL names one
 * that cannot.
 */
int search_resume(struct search *search, struct roster *roster,
    const struct roster_choice *plan, struct err *err);

/* A declined mission takes the cheapest choice that fits, if any does. */
void
search_place(struct search *search, struct roster *roster, int32_t mission);

/* What is declined takes what fits, the dearest to decline first. */
void search_fill(struct search *search, struct roster *roster);

/* One round around a mission that is not held. */
void
search_around(struct search *search, struct roster *roster, int32_t mission);

/* So many rounds; the roster's cost never grows. */
void search_run(struct search *search, struct roster *roster, int64_t rounds);

#endif
