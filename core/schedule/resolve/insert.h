/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mission more in a plan that stands: it is placed where it costs least,
 * what it touches is repaired, and last its team's missions near it in time
 * are solved exactly; everything else stays as it is. The time does not grow
 * with the number of missions.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_INSERT_H
#define AMBIT_SCHEDULE_RESOLVE_INSERT_H

#include "schedule/resolve/search.h"
#include "schedule/resolve/ties.h"

struct insert {
	struct search search; /* search.ruin.held: who stays, by mission */
	struct ties ties;
	struct problem_part *teams; /* by team: in mission, by time */
	int32_t *mission;
};

/* What is not in the plan yet is held until it is inserted: absent, by
 * mission, says which; NULL is none. */
int insert_init(struct insert *insert, const struct problem *problem,
    const bool *absent, uint64_t seed, struct err *err);
void insert_free(struct insert *insert);

/*
 * The mission, declined until now, comes in; so many rounds of repair, each
 * around it or one that the rounds before have changed. Returns the change of
 * the plan's cost, never more than 0.
 */
int64_t insert_mission(struct insert *insert, struct roster *roster,
    int32_t mission, int64_t rounds);

#endif
