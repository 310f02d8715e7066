/* SPDX-License-Identifier: Apache-2.0 */
/* Teams that go to one event: as one delegation; or one of them for all. */
#include "ideas.h"

static struct propose_step
step_of(enum propose_kind kind, int32_t mission)
{
	return (struct propose_step){
		.kind = kind, .at = mission, .from = NOBODY, .to = NOBODY
	};
}

void
find_joint(struct proposing *proposing)
{
	struct propose_candidate candidate = { .len = 0 };

	vec_each(&proposing->missions, mission)
		if (candidate.len < PROPOSE_STEPS)
			candidate.steps[candidate.len++] =
			    step_of(PROPOSE_JOIN, *mission);
	idea_add_all(proposing, &candidate);
}

/* The mission at i goes for all. */
static void
try_alone(struct proposing *proposing, size_t i)
{
	struct propose_candidate candidate = { .len = 1 };

	candidate.steps[0] =
	    step_of(PROPOSE_JOIN, proposing->missions.items[i]);
	for (size_t k = 0; k < proposing->missions.len; k++) {
		if (k == i)
			continue;
		if (!proposing->facts.items[k].open ||
		    candidate.len == PROPOSE_STEPS)
			return;
		candidate.steps[candidate.len++] =
		    step_of(PROPOSE_DECLINE, proposing->missions.items[k]);
	}
	idea_add_all(proposing, &candidate);
}

void
find_divided(struct proposing *proposing)
{
	for (size_t i = 0; i < proposing->missions.len; i++)
		try_alone(proposing, i);
}
