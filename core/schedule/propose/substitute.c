/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Somebody else goes: who has what the chair wants, and is free from leaving
 * home until being back. Those who travel least come first.
 */
#include "ideas.h"

#define A_CHAIR 4 /* substitutes tried for each, and as many passed over */

/* May who sits there be the one that has to stay? */
static bool
concerns(const struct proposing *proposing, int32_t person)
{
	const struct finding *finding = proposing->finding;

	if (proposing->person != NOBODY)
		return person == proposing->person;
	if (finding->rule == C6_PRIORITY_CLASH)
		return proposing->world->people.items[person].represents;
	if (finding->rule != C4_TEAM_DEPLETED)
		return true;
	vec_each(&finding->items, item)
		if (*item == person)
			return true;
	return false;
}

/* Would their going make the same trouble again? */
static bool
no_help(const struct proposing *proposing, int32_t person_)
{
	const struct world_person *person =
	    world_person(proposing->world, person_);

	if (!person)
		return true;
	if (proposing->finding->rule == C6_PRIORITY_CLASH)
		return person->represents;
	return proposing->finding->rule == C4_TEAM_DEPLETED &&
	       person->team == proposing->finding->subject[0];
}

static void
try_chair(struct proposing *proposing, int32_t mission,
    const struct propose_chair *chair)
{
	const struct world *world = proposing->world;
	struct span away = idea_away(world, mission);
	int32_t best[A_CHAIR];
	size_t load[A_CHAIR], n = 0;
	int barred = 0;

	vec_each(&chair->fit, other) {
		size_t at, busy;

		if (no_help(proposing, *other))
			continue;
		if (!idea_free(world, *other, away, mission)) {
			if (barred++ < A_CHAIR)
				idea_bar(
				    proposing, &(struct propose_step){
						   .kind = PROPOSE_SUBSTITUTE,
						   .at = mission,
						   .from = chair->person,
						   .to = *other });
			continue;
		}
		busy = world->people.items[*other].bookings.len;
		for (at = n; at > 0 && load[at - 1] > busy; at--)
			if (at < A_CHAIR) {
				best[at] = best[at - 1];
				load[at] = load[at - 1];
			}
		if (at < A_CHAIR) {
			best[at] = *other;
			load[at] = busy;
			n += n < A_CHAIR;
		}
	}
	for (size_t i = 0; i < n; i++)
		idea_add(proposing,
		    &(struct propose_step){ .kind = PROPOSE_SUBSTITUTE,
			.at = mission,
			.from = chair->person,
			.to = best[i] });
}

void
find_substitutes(struct proposing *proposing)
{
	for (size_t i = 0; i < proposing->missions.len; i++) {
		const struct propose_mission *facts =
		    &proposing->facts.items[i];

		if (!facts->open)
			continue;
		vec_each(&facts->chairs, chair)
			if (!idea_enough(proposing) &&
			    concerns(proposing, chair->person))
				try_chair(proposing,
				    proposing->missions.items[i], chair);
	}
}
