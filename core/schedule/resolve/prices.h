/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lagrangian relaxation: each row gets a price instead of a limit. Then every
 * mission chooses for itself (those of one joint delegation together, for the
 * fee of the first), and what they choose, less what the limits are worth, is
 * a bound that no plan undercuts, whatever the prices. The prices are raised
 * where the choices overrun and lowered where they leave room, by deflected
 * subgradient steps (Held, Wolfe and Crowder 1974; Camerini, Fratta and
 * Maffioli 1975) towards the cost of the best plan known. Each team has steps
 * of its own length, since what is at stake may differ by a thousand times.
 *
 * All in integers: prices and costs in 1/PRICE_UNIT, each rounded down, and
 * what the limits are worth rounded up, so that the bound is never too high.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_PRICES_H
#define AMBIT_SCHEDULE_RESOLVE_PRICES_H

#include "schedule/resolve/roster.h"
#include "schedule/resolve/ties.h"

#define PRICE_UNIT 1024

struct prices {
	const struct problem *problem;
	struct ties ties;
	int64_t *scale;     /* by row: its price is for so much of it */
	int64_t *price;     /* by row; now */
	int64_t *best;      /* the prices of the best bound */
	int64_t *step;      /* the direction, 1/256 */
	int64_t *use;       /* by row: what was chosen, then the overrun */
	int64_t *seat;      /* by seat: what it costs, at the best prices */
	int32_t *joint_of;  /* by mission: the joint counted with it, or -1 */
	int64_t *joint_sum; /* by joint: what its missions would gain */
	int64_t *joint_fee; /* and what it costs that they go at all */
	int64_t *least;     /* by mission: the cost of what it chooses */
	struct prices_choice {
		int32_t alone, joint; /* options; -1 declined, -2 none */
		int64_t alone_cost, joint_cost;
		bool goes; /* jointly */
	} * choice;
	int64_t bound; /* weighed; INT64_MIN before the first step */
	int64_t inner; /* the same in PRICE_UNITs */
	/* Missions and rows of a team, and last what is of no team. */
	struct prices_group {
		int64_t cost;     /* of its missions in the plan */
		int64_t inner;    /* of its missions now, less its limits */
		int64_t best;     /* the greatest inner so far */
		int32_t stride;   /* of the steps, in 1/1024 */
		int32_t patience; /* steps since best was raised */
		__extension__ __int128 square; /* of the direction */
	} * group;
	int32_t *group_of; /* by row */
};

int prices_init(
    struct prices *prices, const struct problem *problem, struct err *err);
void prices_free(struct prices *prices);

/* So many steps towards the cost of the plan. */
void
prices_raise(struct prices *prices, const struct roster *plan, int64_t steps);

/* What the limits of a group's rows are worth at the prices, rounded up. */
int64_t prices_group_worth(const struct prices *prices, int32_t group);

#endif
