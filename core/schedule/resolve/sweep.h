/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact re-solving of blocks in passes, so that whatever ties missions is
 * within a block now and then. A pass goes through some teams at a time, or
 * through what is near in time, or through those missions that the linear
 * program of them all was in doubt about; the next pass goes the way that
 * gained most for its steps. Blocks grow while they come out proven and shrink
 * when they do not; one that takes in all missions proves the plan, or at
 * least gives a bound and a good plan to go on from.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_SWEEP_H
#define AMBIT_SCHEDULE_RESOLVE_SWEEP_H

#include "schedule/resolve/dice.h"
#include "schedule/resolve/exact.h"
#include "schedule/resolve/search.h"

enum sweep_way {
	SWEEP_ALL,   /* as one block */
	SWEEP_DOUBT, /* those in doubt, by time */
	SWEEP_TEAMS, /* some at a time */
	SWEEP_TIME,  /* near each other */
	SWEEP_WAYS,
};

struct sweep {
	const struct problem *problem;
	const struct ties *ties;
	struct search *search; /* polishes; its held missions are left out */
	struct sweep_turn {
		int64_t key;
		int32_t mission;
	} * turn;
	int32_t *block;
	bool *doubt; /* by mission */
	int32_t turns, next;
	int32_t done, proven, shallow; /* blocks of this pass */
	int64_t gain, spent;           /* and what it cost in steps */
	enum sweep_way way;            /* of this pass */
	struct sweep_pass {
		int32_t size;         /* missions in a block */
		int64_t steps;        /* for each block */
		int32_t passes, rest; /* how many, and since the last */
		double rate;          /* gain for a step, of the last */
	} pass[SWEEP_WAYS];
	int32_t free; /* missions that are not held */
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
/* The plan is good already: smaller blocks come before that of all. */
void sweep_go_on(struct sweep *sweep);
void sweep_free(struct sweep *sweep);

/*
 * One block; the roster's cost never grows. At most so many steps, which are
 * then counted in *result with the rest. True when the block held every
 * mission that is free: then result->bound is that of the whole.
 */
bool sweep_block(struct sweep *sweep, struct roster *roster, int64_t steps,
    bool (*stop)(void *ctx), void *ctx, struct exact_result *result);

#endif
