/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each seat takes of the rows that tie missions together, as the bound
 * needs it: linear, and never more than the true use. Two rows are not linear
 * as they stand. That a person's bookings leave time for the way is written
 * as cliques: sets of seats of one person of which any two exclude each other,
 * so at most one is taken. And a day of absence counts once however many
 * bookings are away on it: of each person and day only one clique is counted.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_TIES_H
#define AMBIT_SCHEDULE_RESOLVE_TIES_H

#include "schedule/resolve/problem.h"

struct ties {
	int32_t rows;            /* the problem's, then the cliques (limit 1) */
	struct problem_part *of; /* by seat: in row */
	int32_t *row;            /* presence rows counted, and cliques */
	bool *binds;             /* by row of the problem: it can be short */
};

int
ties_init(struct ties *ties, const struct problem *problem, struct err *err);
void ties_free(struct ties *ties);

#endif
