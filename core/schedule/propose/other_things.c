/* SPDX-License-Identifier: Apache-2.0 */
/* Another room, interpreter, vehicle; another host; somebody else at a slot of
 * the programme; who stands in before a deadline. */
#include "ideas.h"

/* What an item of a resource's finding uses of it. */
static const struct world_uses *
uses_of(const struct world *world, int32_t item)
{
	return item >= 0 ? &world->missions.items[item].uses
			 : &world->sessions.items[-2 - item].uses;
}

/* Would the units that are used of one be there of the other? */
static bool
has_room(const struct world *world, int32_t item, int32_t from, int32_t to)
{
	const struct world_resource *other = &world->resources.items[to];

	vec_each(uses_of(world, item), use) {
		int64_t taken = use->units;

		if (use->resource != from)
			continue;
		vec_each(&other->uses, used)
			if (span_meets(used->span, use->span))
				taken += used->units;
		if (taken > other->capacity)
			return false;
	}
	return true;
}

static bool
may_change(const struct proposing *proposing, int32_t item)
{
	if (item < 0)
		return proposing->office->movable(
		    proposing->office->arg, -2 - item);
	for (size_t i = 0; i < proposing->missions.len; i++)
		if (proposing->missions.items[i] == item)
			return proposing->facts.items[i].open;
	return false;
}

static void
try_resources(struct proposing *proposing, const struct indices *others)
{
	int32_t from = proposing->finding->subject[0];

	vec_each(&proposing->finding->items, item) {
		if (!may_change(proposing, *item))
			continue;
		vec_each(others, other) {
			struct propose_step step = { .kind = PROPOSE_RESOURCE,
				.at = *item,
				.from = from,
				.to = *other };

			if (*other == from)
				continue;
			if (has_room(proposing->world, *item, from, *other))
				idea_add(proposing, &step);
			else
				idea_bar(proposing, &step);
		}
	}
}

void
find_resources(struct proposing *proposing)
{
	struct indices others = VEC_INIT;

	if (proposing->office->resources(proposing->office->arg,
		proposing->finding->subject[0], &others) < 0)
		proposing->failed = true;
	else
		try_resources(proposing, &others);
	vec_free(&others);
}

/* ------------------------------------------------------------ who receives */

static void
each_host(struct proposing *proposing, int32_t mission,
    void (*try)(struct proposing *proposing, int32_t mission, int32_t person))
{
	struct indices hosts = VEC_INIT;

	if (proposing->office->hosts(proposing->office->arg, mission, &hosts) <
	    0)
		proposing->failed = true;
	else
		vec_each(&hosts, host)
			try(proposing, mission, *host);
	vec_free(&hosts);
}

static void
try_host(struct proposing *proposing, int32_t mission, int32_t person)
{
	struct propose_step step = { .kind = PROPOSE_HOST,
		.at = mission,
		.from = NOBODY,
		.to = person };

	vec_each(&proposing->world->missions.items[mission].slots, slot)
		if (!idea_free(proposing->world, person, slot->span, mission)) {
			idea_bar(proposing, &step);
			return;
		}
	idea_add(proposing, &step);
}

void
find_hosts(struct proposing *proposing)
{
	for (size_t i = 0; i < proposing->missions.len; i++)
		if (proposing->facts.items[i].open &&
		    proposing->world->missions
			.items[proposing->missions.items[i]]
			.incoming)
			each_host(
			    proposing, proposing->missions.items[i], try_host);
}

static bool
needed(const struct world *world, int32_t person, struct span span)
{
	vec_each(&world->people.items[person].slots, slot)
		if (span_meets(slot->span, span))
			return true;
	return false;
}

static void
try_stand_in(struct proposing *proposing, int32_t mission, int32_t person)
{
	const struct finding *finding = proposing->finding;
	const struct world *world = proposing->world;

	if (person == finding->subject[0])
		return;
	vec_each(&world->missions.items[mission].slots, slot) {
		if (slot->person != finding->subject[0] ||
		    (!span_meets(slot->span, finding->first) &&
			!span_meets(slot->span, finding->second)) ||
		    needed(world, person, slot->span) ||
		    !idea_free(world, person, slot->span, NOBODY))
			continue;
		idea_add(
		    proposing, &(struct propose_step){ .kind = PROPOSE_STAND_IN,
				   .at = mission,
				   .from = finding->subject[0],
				   .to = person,
				   .span = slot->span });
	}
}

void
find_stand_ins(struct proposing *proposing)
{
	if (proposing->finding->subject[0] == NOBODY)
		return;
	for (size_t i = 0; i < proposing->missions.len; i++)
		if (proposing->facts.items[i].open)
			each_host(proposing, proposing->missions.items[i],
			    try_stand_in);
}

/* -------------------------------------------------------- before a deadline */

void
find_deputies(struct proposing *proposing)
{
	const struct world *world = proposing->world;
	int32_t at = proposing->finding->subject[0];
	const struct world_milestone *milestone = &world->milestones.items[at];
	const struct world_person *responsible =
	    world_person(world, milestone->responsible);

	if (!responsible || responsible->team == NOBODY)
		return;
	vec_each(&world->teams.items[responsible->team].members, member)
		if (*member != milestone->responsible &&
		    *member != milestone->deputy &&
		    idea_free(
			world, *member, proposing->finding->first, NOBODY))
			idea_add(proposing,
			    &(struct propose_step){ .kind = PROPOSE_DEPUTY,
				.at = at,
				.from = NOBODY,
				.to = *member });
}
