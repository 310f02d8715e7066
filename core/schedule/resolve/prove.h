/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bound that is exact within teams. Whatever ties teams keeps its price (a
 * joint delegation's fee is shared out among those who gain by it), so each
 * team stands alone with limits of its own, which are kept to the letter: its
 * best is found by branch and bound, pruned by the reduced costs at the
 * prices. A team that is too large for the steps given is bounded by prices.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_PROVE_H
#define AMBIT_SCHEDULE_RESOLVE_PROVE_H

#include "schedule/resolve/block.h"
#include "schedule/resolve/prices.h"

struct prove {
	struct prices *prices;
	struct block block;    /* lists choices */
	struct roster scratch; /* of one team alone */
	int64_t *share;        /* by mission: of its joint's fee */
	struct problem_part *teams;
	int32_t *mission; /* by team */
	int32_t solved;   /* teams that were, the last time */
	struct prove_team *team;
};

int prove_init(struct prove *prove, struct prices *prices, struct err *err);
void prove_free(struct prove *prove);

/* The bound, weighed, from the best prices so far; steps for each team. The
 * plan is the target: nothing below its cost is missed. */
int64_t
prove_bound(struct prove *prove, const struct roster *plan, int64_t steps);

#endif
