/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The best that some missions can do while all others stay, by branch and
 * bound over a linear program: for more missions than a block takes, with a
 * bound. Nodes are given up by exact bounds alone, so what is complete is the
 * optimum; cut short, it still leaves the best plan it met.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_EXACT_H
#define AMBIT_SCHEDULE_RESOLVE_EXACT_H

#include "schedule/resolve/model.h"

struct exact_how {
	int64_t steps;           /* of the linear programs, about */
	int32_t rounds;          /* of cuts */
	bool (*stop)(void *ctx); /* or NULL */
	void *ctx;
	/* May improve the plan by other ways, once; or NULL. */
	void (*polish)(void *polisher, struct roster *roster);
	void *polisher;
	bool shallow; /* no branching: the root, and one dive from it */
	/* By mission of the problem, or NULL: whether the program at the root
	 * was in doubt about it, or wanted other than what is left. */
	bool *doubt;
};

struct exact_result {
	int64_t bound; /* no plan that leaves the others costs less */
	bool complete; /* bound is the cost that is left */
	int64_t steps, nodes;
};

/*
 * The missions, distinct and none of them held, take the best choices found,
 * which cost no more than what they have. -ENOMEM, and nothing has changed.
 */
int exact_solve(struct roster *roster, const struct ties *ties,
    const int32_t *missions, int32_t len, const struct exact_how *how,
    struct exact_result *result);

#endif
