/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the exact solving of blocks share. */
#ifndef AMBIT_SCHEDULE_RESOLVE_EXACT_PARTS_H
#define AMBIT_SCHEDULE_RESOLVE_EXACT_PARTS_H

#include "schedule/resolve/exact.h"

#define EXACT_WHOLE 1e-6 /* no farther from whole is whole */

struct settled {
	int32_t column;
	int8_t lower, upper;
};

/* What settling a column to 0 and to 1 has cost, by what it moved. */
struct lesson {
	double cost[2];
	int32_t times[2];
};

struct searching {
	struct model model;
	struct lp base; /* its program before any cut; may be empty */
	struct roster *roster;
	const struct exact_how *how;
	int64_t best;  /* cost */
	int64_t limit; /* only what costs less is looked for */
	struct roster_choice *choice, *now; /* by place in the list */
	struct roster_choice *wish;         /* at the root; option -2: doubt */
	int64_t *reduced;
	VEC(struct settled) settled;
	struct lesson *lesson; /* by column */
	struct lesson all;     /* of all columns together */
	int64_t nodes;
	bool complete;
};

/* ---- columns ------------------------------------------------------------ */

/* Settles a column until it is unsettled. */
void exact_settle(struct searching *s, int32_t column, int to);
/* Back to so many settled ones. */
void exact_unsettle(struct searching *s, size_t to);
/* Columns that would cost too much stay where they are. The bound and
 * s->reduced are of one program. */
void exact_settle_by_cost(struct searching *s, int64_t bound);

/* ---- nodes -------------------------------------------------------------- */

/* The bound of all plans within the bounds, INT64_MAX when there is none below
 * the limit, or it cannot be told: then s->complete is false. */
int64_t exact_solve_node(struct searching *s);
/* A whole solution as a plan; false when it is not whole. */
bool exact_take_plan(struct searching *s);
/* Steps or time are over: then s->complete is false. */
bool exact_is_over(struct searching *s);
/* Looks at all that is within the bounds and below the limit. */
void exact_branch(struct searching *s, int depth);

#endif
