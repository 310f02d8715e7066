/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a mission did not get what it might want: an option, or one with a
 * certain delegate. The answer names a smallest set of other missions that
 * rule it out together (take any one of them away and it fits), found by
 * deleting and verified; and what it would cost to have it all the same.
 *
 *     explain_init(&explainer, &problem, &err);
 *     explain_wish(&explainer, &roster, &wish, &answer);
 *     explain_force(&explainer, &roster, &wish, rounds, &forced);
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_EXPLAIN_H
#define AMBIT_SCHEDULE_RESOLVE_EXPLAIN_H

#include "schedule/resolve/search.h"

#define EXPLAIN_MOST 64

struct explain_wish {
	int32_t mission;
	int32_t option; /* a position in all, one of the mission's */
	int32_t person; /* who shall go; -1 is whoever can */
};

enum explain_standing {
	EXPLAIN_FREE,    /* it fits beside all else: only its cost speaks
			  * against it */
	EXPLAIN_BLOCKED, /* by the missions named */
	EXPLAIN_NEVER,   /* not even alone: absences or limits forbid it */
};

struct explain {
	enum explain_standing standing;
	/* Infeasible with these alone, feasible without any one of them. */
	int32_t len, mission[EXPLAIN_MOST];
	/* Which limits are short then, as bits 1 << enum problem_family;
	 * and whether somebody is elsewhere, or away anyway. */
	uint32_t families;
	bool people;
};

/* The plan that has the wish, and how it differs in each level. */
struct explain_forced {
	bool possible; /* false: pinned missions or limits forbid it */
	int64_t levels[PROBLEM_LEVELS]; /* theirs less what they are now */
	/* The roster is explainer->forced until the next call. */
};

struct explainer {
	struct search search;
	struct roster scratch;
	struct roster forced;
	bool *among;      /* by mission: may stand in the way */
	int32_t *blocker; /* those, as a list */
	int32_t blockers;
};

int explain_init(struct explainer *explainer, const struct problem *problem,
    struct err *err);
void explain_free(struct explainer *explainer);

/* The roster is a plan of the same problem and stays as it is. -E2BIG when
 * more than EXPLAIN_MOST missions are needed to rule it out. */
int explain_wish(struct explainer *explainer, const struct roster *roster,
    const struct explain_wish *wish, struct explain *out, struct err *err);

/* The cheapest found that has the wish: whoever stands in the way makes
 * room, then so many rounds of repair around it. */
void explain_force(struct explainer *explainer, const struct roster *roster,
    const struct explain_wish *wish, int64_t rounds,
    struct explain_forced *out);

#endif
