/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why something cannot be done: a smallest set of other things that rule it
 * out together, so that it could be done if any one of them were not. Found
 * by leaving out one after the other and asking the rules themselves.
 *
 *     (what is wished for is put into the world)
 *     propose_blockers(world, &detection, &changed, &blocked);
 */
#ifndef AMBIT_SCHEDULE_PROPOSE_BLOCKERS_H
#define AMBIT_SCHEDULE_PROPOSE_BLOCKERS_H

#include "schedule/detect.h"

enum blocker_kind { BLOCKER_MISSION, BLOCKER_SESSION, BLOCKER_ABSENCE };

struct blocker {
	enum blocker_kind kind;
	int32_t at;       /* mission, session; of an absence: its person */
	struct span span; /* of an absence */
};
VEC_TYPE(blockers, struct blocker);

struct blocked {
	/* None: it cannot be done even alone, for what it is itself. */
	struct blockers by;
	int32_t person; /* in whose way they are; NOBODY: in nobody's */
};
void blocked_free(struct blocked *blocked);

/* Both are of the gravest level and about the same, if at another time, and
 * whoever is party to it now was so before. What is left of a conflict when
 * one of many is gone has another name, but is nothing new. */
bool blocks_as_before(const struct finding *before, const struct finding *now);

/* Is it the doing of one of those that are changed? What is booked too often
 * without any of them is not, though it may not have been named before.
 * When nobody says what is changed it is. */
bool
blocks_because_of(const struct indices *changed, const struct finding *finding);

/*
 * detection is as it was before the wish was put into the world, which is
 * still marked with all that this touched. changed are the missions (from 0)
 * and sessions (-2 - session) that the wish changes: they stay. The world is
 * as it was afterwards, but for marks. Only what is near in time is looked at
 * for rules of time. 0 or -ENOMEM: then the world is good only to be freed.
 *
 * Cost: one look at each unit that has a new finding of the gravest level, for
 * each thing that is left out.
 */
int propose_blockers(struct world *world, const struct detection *detection,
    const struct indices *changed, struct blocked *out);

#endif
