/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resolving a period: the best plan found, and a bound that no plan can
 * undercut. The work is done in rounds; in each, the search goes on from the
 * best plan while the bound is raised, and then both learn from each other.
 * Rounds are counted in steps, never in time, so that a seed gives the same
 * plan on every machine and with any number of threads; whoever calls may
 * stop it between two short stretches.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_RESOLVE_H
#define AMBIT_SCHEDULE_RESOLVE_RESOLVE_H

#include "schedule/resolve/problem.h"
#include "schedule/resolve/roster.h"

/* What goes on: for a progress line, and to decide on stopping. */
struct resolve_state {
	int64_t iterations;
	int64_t cost, bound;         /* weighed; the gap is what is between */
	const struct roster *roster; /* the plan so far */
};

struct resolve_how {
	int64_t iterations; /* of the search, at most; 0 is no limit */
	uint64_t seed;
	/* True ends it; NULL never does. Called often. */
	bool (*stop)(void *ctx, const struct resolve_state *state);
	void *ctx;
	/* By mission, a plan to go on from: what of it fits is taken over.
	 * NULL begins from nothing. */
	const struct roster_choice *start;
	/* By mission: what it has in start stays. NULL: only what is pinned.
	 * The bound is that of the problem with all free. */
	const bool *frozen;
	/* Runs all n tasks, in any order or at once; NULL is one after the
	 * other. */
	void (*run)(
	    void *ctx, void (*task)(void *tasks, int i), void *tasks, int n);
};

/*
 * Resolves; *roster is initialised by it and the caller's. The
 * plan is feasible, also when stopped at once. proven: bound equals cost.
 * -EINVAL when what is pinned or frozen cannot stand together; -ENOMEM; -E2BIG.
 */
int
resolve_problem(const struct problem *problem, const struct resolve_how *how,
    struct roster *roster, struct resolve_state *state, struct err *err);

#endif
