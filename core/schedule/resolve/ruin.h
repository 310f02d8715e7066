/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which missions to take out together: one that could do better, an option
 * and people that it would like, and whoever stands in the way of that; one
 * way of finding them for every family of limits. Then some of their
 * neighbours, so that there is room to turn.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_RUIN_H
#define AMBIT_SCHEDULE_RESOLVE_RUIN_H

#include "schedule/resolve/block.h"
#include "schedule/resolve/dice.h"
#include "schedule/resolve/roster.h"

struct ruin {
	const struct problem *problem;
	struct problem_part *users;   /* by row that is not of people */
	int32_t *user;                /* options that load it */
	struct problem_part *members; /* by team */
	int32_t *member;              /* people */
	int64_t *least;               /* by mission: no plan has it cheaper */
	int32_t *mark;                /* by mission: the round that took it */
	bool *held; /* by mission: stays as it is; at first what is pinned */
	int32_t round;
	int32_t len, mission[BLOCK_MOST]; /* the result */
};

int
ruin_init(struct ruin *ruin, const struct problem *problem, struct err *err);
void ruin_free(struct ruin *ruin);

/* Fills ruin->mission with at most most (2 .. BLOCK_MOST) missions around a
 * focus, none of them held; the focus comes first. */
void ruin_around(struct ruin *ruin, const struct roster *roster, int32_t focus,
    int32_t most, struct dice *dice);

/* What the mission costs now beyond the least it can. */
int64_t ruin_excess(
    const struct ruin *ruin, const struct roster *roster, int32_t mission);

/* Calls the visitor with each mission that stands in the way of the option,
 * attended by these of its crew: every family of limits is asked. */
void ruin_blockers(struct ruin *ruin, const struct roster *roster,
    const struct roster_choice *wish, void (*visit)(void *ctx, int32_t mission),
    void *ctx);

#endif
