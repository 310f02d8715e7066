/* SPDX-License-Identifier: Apache-2.0 */
/* What we convene or receive ourselves: on another day; with more of a group
 * invited. */
#include "ideas.h"

#define DAYS_AHEAD 21
#define A_THING 3 /* days tried for each */

static bool
works(const struct world *world, const struct indices *towns, struct days days)
{
	for (int64_t day = days.first; day < days.end; day++) {
		if (!world_working_day(world, NOBODY, day))
			return false;
		vec_each(towns, town)
			if (!world_working_day(world, *town, day))
				return false;
	}
	return true;
}

static void
try_days(struct proposing *proposing, int32_t at, struct days days,
    const struct indices *towns)
{
	int tried = 0;

	for (int32_t by = 1; by <= DAYS_AHEAD && tried < A_THING; by++) {
		struct days then = { days.first + by, days.end + by };

		if (!works(proposing->world, towns, then))
			continue;
		tried++;
		idea_add(
		    proposing, &(struct propose_step){ .kind = PROPOSE_MOVE,
				   .at = at,
				   .from = NOBODY,
				   .to = by });
	}
}

static void
move_session(struct proposing *proposing, int32_t session)
{
	const struct world_session *of =
	    &proposing->world->sessions.items[session];

	if (proposing->office->movable(proposing->office->arg, session))
		try_days(proposing, -2 - session, of->days, &of->towns);
}

static void
move_visit(struct proposing *proposing, int32_t mission)
{
	const struct world *world = proposing->world;
	const struct world_mission *of = &world->missions.items[mission];
	static const struct indices nowhere = VEC_INIT;
	struct span span = { 0, 0 };
	bool any = false;

	vec_each(&of->uses, use) {
		span = any ? span_hull(span, use->span) : use->span;
		any = true;
	}
	vec_each(&of->slots, slot) {
		span = any ? span_hull(span, slot->span) : slot->span;
		any = true;
	}
	if (any)
		try_days(proposing, mission,
		    (struct days){ world_day(world, NOBODY, span.start),
			world_day(world, NOBODY, span.end - 1) + 1 },
		    &nowhere);
}

void
find_moves(struct proposing *proposing)
{
	const struct finding *finding = proposing->finding;

	if (finding->rule == C9_HOLIDAY)
		move_session(proposing, finding->subject[0]);
	if (finding->rule == C7_RESOURCE)
		vec_each(&finding->items, item)
			if (*item < 0)
				move_session(proposing, -2 - *item);
	for (size_t i = 0; i < proposing->missions.len; i++)
		if (proposing->facts.items[i].open &&
		    proposing->world->missions
			.items[proposing->missions.items[i]]
			.incoming)
			move_visit(proposing, proposing->missions.items[i]);
}

void
find_invited(struct proposing *proposing)
{
	const struct finding *finding = proposing->finding;
	struct propose_candidate candidate = { .len = 0 };

	if (!proposing->office->movable(
		proposing->office->arg, finding->subject[0]))
		return;
	vec_each(&finding->items, group)
		if (candidate.len < PROPOSE_STEPS)
			candidate.steps[candidate.len++] =
			    (struct propose_step){ .kind = PROPOSE_INVITE,
				    .at = -2 - finding->subject[0],
				    .from = NOBODY,
				    .to = *group };
	idea_add_all(proposing, &candidate);
}
