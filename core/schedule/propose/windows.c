/* SPDX-License-Identifier: Apache-2.0 */
/* At another time that its mission allows, or from home. */
#include "ideas.h"

static void
take_windows(struct proposing *proposing, size_t i, bool remote)
{
	const struct propose_mission *facts = &proposing->facts.items[i];

	vec_each(&facts->windows, window)
		if (window->remote == remote)
			idea_add(proposing,
			    &(struct propose_step){ .kind = PROPOSE_WINDOW,
				.at = proposing->missions.items[i],
				.from = NOBODY,
				.to = window->number });
}

void
find_windows(struct proposing *proposing)
{
	for (size_t i = 0; i < proposing->missions.len; i++)
		if (proposing->facts.items[i].open &&
		    !proposing->facts.items[i].fixed)
			take_windows(proposing, i, false);
}

static bool
has_remote(const struct propose_mission *facts)
{
	vec_each(&facts->windows, window)
		if (window->remote)
			return true;
	return false;
}

void
find_remote(struct proposing *proposing)
{
	for (size_t i = 0; i < proposing->missions.len; i++) {
		const struct propose_mission *facts =
		    &proposing->facts.items[i];

		if (!facts->open || facts->remote)
			continue;
		if (has_remote(facts) && !facts->fixed)
			take_windows(proposing, i, true);
		else
			idea_add(proposing,
			    &(struct propose_step){ .kind = PROPOSE_REMOTE,
				.at = proposing->missions.items[i],
				.from = NOBODY,
				.to = NOBODY });
	}
}
