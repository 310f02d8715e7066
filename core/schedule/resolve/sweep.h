/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact re-solving of blocks in turn: all missions of some teams, then all
 * near each other in time, so that whatever ties missions is within a block
 * now and then. Blocks grow while they come out proven and shrink when they
 * do not; one that takes in all missions proves the plan.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_SWEEP_H
#define AMBIT_SCHEDULE_RESOLVE_SWEEP_H

#include "schedule/resolve/dice.h"
#include "schedule/resolve/exact.h"
#include "schedule/resolve/search.h"

struct sweep {
	const struct problem *problem;
	const struct ties *ties;
	struct search *search; /* polishes; its held missions are left out */
	struct sweep_turn {
		int64_t key;
		int32_t mission;
	} * turn;
	int32_t *block;
	int32_t turns, next;
	int32_t size;               /* missions in a block */
	int32_t done, proven, pass; /* blocks of this pass */
	int64_t steps;              /* for each block */
	struct dice dice;
};

/* Whether the blocks of a pass are through. */
static inline bool
sweep_is_through(const struct sweep *sweep)
{
	return sweep->next >= sweep->turns;
}

/* Ties and search are the caller's and stay where they are. */
int sweep_init(struct sweep *sweep, const struct problem *problem,
    const struct ties *ties, struct search *search, struct err *err);
void sweep_free(struct sweep *sweep);

/*
 * One block; the roster's cost never grows. At most so many steps, which are
 * then counted in *result with the rest. True when the block held every
 * mission that is free: then result->bound is that of the whole.
 */
bool sweep_block(struct sweep *sweep, struct roster *roster, int64_t steps,
    bool (*stop)(void *ctx), void *ctx, struct exact_result *result);

#endif
