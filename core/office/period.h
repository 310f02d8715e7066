/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A period as the resolver's problem, and its plan as changes of records.
 *
 * The problem is written as an instance file ("mission-instance-1"), so that
 * what is resolved here is what others can judge: minutes since the period's
 * start; outgoing missions that count and begin in it, each with the windows
 * that it allows, one from home, and those of its team who could go instead;
 * absences, what else people do then, and holidays' core hours; what is left
 * of the budgets; the bonus of teams that go to one event. Missions that are
 * decided are pinned; when they cannot stand together they are no longer
 * missions of the problem, and their people are just not free. Rooms,
 * interpreters and vehicles stay booked as they are whenever a mission is held,
 * so no way takes more of them: they are no part of the problem.
 */
#ifndef AMBIT_OFFICE_PERIOD_H
#define AMBIT_OFFICE_PERIOD_H

#include "office/proposals.h"
#include "schedule/resolve/roster.h"

struct period_option {
	int32_t window; /* from 1; 0: the event's interval; -1: from home, by a
			   window that is still to be made */
};
struct period_mission {
	int32_t number; /* of the picture */
	int32_t first_option, options;
	int32_t first_chair, chairs; /* who has them now, in period.chairs */
};

struct period {
	const struct proposals_how *how;
	struct span span;
	bool loose; /* what is decided is no mission of the problem */
	VEC(struct period_mission) missions;
	VEC(struct period_option) options;
	struct indices chairs; /* people, by the picture's numbers */
	struct indices people; /* the problem's, by the picture's numbers */
	struct indices teams;
	struct indices sites;  /* the problem's cities */
	struct indices events; /* its joints: teams may go there together */
};
void period_free(struct period *period);

/* Writes the instance. how and span are set, all else is empty. -ENOMEM. */
int period_write(struct period *period, struct buf *out, struct err *err);

/* What the plan changes: steps by mission, each list of one mission's. */
int period_changes(const struct period *period, const struct roster *roster,
    struct propose_candidates *out, struct err *err);

#endif
