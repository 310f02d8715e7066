/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a mission: where its event has gone, which line of the plan
 * it serves, who is on which leg. */
#include "ideas.h"

void
find_followed(struct proposing *proposing)
{
	if (span_empty(proposing->finding->second))
		return; /* cancelled, or gone */
	idea_add(proposing, &(struct propose_step){ .kind = PROPOSE_FOLLOW,
				.at = proposing->finding->subject[0],
				.from = NOBODY,
				.to = NOBODY });
}

/* ---------------------------------------------------------------- the plan */

/* How many missions of the team serve each line. */
static void
count_lines(const struct world *world, int32_t team, int64_t count[64])
{
	vec_each(&world->missions, mission)
		if (mission->there && mission->teams.len &&
		    mission->teams.items[0] == team)
			for (int line = 0; line < 64; line++)
				count[line] += mission->lines >> line & 1;
}

/* The lines that its team serves most. */
void
find_tags(struct proposing *proposing)
{
	const struct world *world = proposing->world;
	int32_t at = proposing->finding->subject[0];
	const struct world_mission *mission = &world->missions.items[at];
	int64_t count[64] = { 0 };

	if (mission->teams.len)
		count_lines(world, mission->teams.items[0], count);
	for (int n = 0; n < 3 && n < proposing->office->lines; n++) {
		int best = 0;

		for (int line = 1; line < proposing->office->lines; line++)
			if (count[line] > count[best])
				best = line;
		count[best] = -1;
		idea_add(proposing, &(struct propose_step){ .kind = PROPOSE_TAG,
					.at = at,
					.from = NOBODY,
					.to = best });
	}
}

/* ---------------------------------------------------------------- the legs */

static bool
on_leg(const struct world_mission *mission, uint64_t leg, int32_t person)
{
	vec_each(&mission->seats, seat)
		if (seat->leg == leg && seat->person == person)
			return true;
	return false;
}

/* So many of the mission's as are too many on the leg, take another. */
static void
try_leg(struct proposing *proposing, int32_t at, uint64_t leg)
{
	const struct finding *finding = proposing->finding;
	struct propose_candidate candidate = { .len = 0 };
	int64_t many = finding->have - finding->need;

	for (size_t i = finding->items.len; i > 0 && many > 0; i--) {
		int32_t person = finding->items.items[i - 1];

		if (!on_leg(
			&proposing->world->missions.items[at], leg, person) ||
		    candidate.len == PROPOSE_STEPS)
			continue;
		candidate.steps[candidate.len++] =
		    (struct propose_step){ .kind = PROPOSE_SPLIT_LEG,
			    .at = at,
			    .from = person,
			    .to = NOBODY,
			    .leg = leg };
		many--;
	}
	if (many == 0)
		idea_add_all(proposing, &candidate);
}

void
find_other_legs(struct proposing *proposing)
{
	int32_t at = proposing->finding->subject[0];
	const struct world_mission *mission =
	    &proposing->world->missions.items[at];

	for (size_t i = 0; i < mission->seats.len; i++) {
		bool known = false;

		for (size_t k = 0; k < i; k++)
			known |= mission->seats.items[k].leg ==
				 mission->seats.items[i].leg;
		if (!known)
			try_leg(proposing, at, mission->seats.items[i].leg);
	}
}
