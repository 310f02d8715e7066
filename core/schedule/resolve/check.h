/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a plan keeps every rule, and what it costs: from the data alone, by
 * sorting and sweeping, so that nothing is believed of what the search has
 * counted along the way. What is applied was checked by this.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_CHECK_H
#define AMBIT_SCHEDULE_RESOLVE_CHECK_H

#include "schedule/resolve/roster.h"

/* A plan in plain terms. */
struct check_plan {
	const int32_t *option; /* by mission: a position in all, -1 declined */
	const int32_t *person; /* by slot (mission.slots); -1 is nobody */
};

/*
 * 0 and the three levels; -EINVAL with the first rule that is broken, by its
 * name (H1 .. H9), and by whom; -ENOMEM. The problem is an indexed one.
 */
int check_plan(const struct problem *problem, const struct check_plan *plan,
    int64_t levels[PROBLEM_LEVELS], struct err *err);

/* The same for a roster, whose own levels must be those that are counted. */
int check_roster(const struct roster *roster, struct err *err);

#endif
