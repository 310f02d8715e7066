/* SPDX-License-Identifier: Apache-2.0 */
/* Fewer go, or nobody: the last resorts, and what costs the least first. */
#include "ideas.h"

/* Of a mission of several, one stays. */
void
find_fewer(struct proposing *proposing)
{
	for (size_t i = 0; i < proposing->missions.len; i++) {
		const struct propose_mission *facts =
		    &proposing->facts.items[i];

		if (!facts->open || facts->chairs.len < 2)
			continue;
		vec_each(&facts->chairs, chair)
			idea_add(proposing,
			    &(struct propose_step){ .kind = PROPOSE_LEAVE_OUT,
				.at = proposing->missions.items[i],
				.from = chair->person,
				.to = NOBODY });
	}
}

/* What is decided is cancelled only when its event is not as it was. */
static bool
may_decline(const struct proposing *proposing, size_t i)
{
	return proposing->facts.items[i].open ||
	       proposing->finding->rule == C13_SOURCE_MOVED;
}

void
find_declined(struct proposing *proposing)
{
	for (int64_t worth = 0, next; worth <= 101; worth = next) {
		next = 102;
		for (size_t i = 0; i < proposing->missions.len; i++) {
			const struct propose_mission *facts =
			    &proposing->facts.items[i];
			int64_t is = facts->mandatory ? 101 : facts->worth;

			if (is > worth && is < next)
				next = is;
			if (is == worth && may_decline(proposing, i))
				idea_add(proposing,
				    &(struct propose_step){
					.kind = PROPOSE_DECLINE,
					.at = proposing->missions.items[i],
					.from = NOBODY,
					.to = NOBODY });
		}
	}
}
