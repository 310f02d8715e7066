/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files that index a problem share. */
#ifndef AMBIT_SCHEDULE_RESOLVE_PROBLEM_PARTS_H
#define AMBIT_SCHEDULE_RESOLVE_PROBLEM_PARTS_H

#include "base/vec.h"
#include "schedule/resolve/problem.h"

VEC_TYPE(loads, struct problem_load);

struct indexing {
	struct problem *p;
	struct loads loads;
	int32_t *instants;          /* of all resources, each sorted */
	struct problem_part *cells; /* by resource: in instants */
};

/* Sorts and removes what stands twice; the new length. */
int32_t problem_sort_distinct(int32_t *items, int32_t len);

/* The instants of each resource: counted, then gathered and sorted. */
int problem_index_cells(struct indexing *at);
/* Where each family begins, and the limits of all but presence. */
int problem_index_rows(struct indexing *at);
/* How many of each team may be absent on each day beside those who are. */
int problem_index_presence(struct problem *problem);
/* Appends what the option loads. */
int problem_load_option(struct indexing *at, struct problem_option *option);

#endif
