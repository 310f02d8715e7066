/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C12: too many seniors, or too many of the staff, are on one leg, of
 * whatever missions.
 *
 * subject: mission; need: how many may be on a leg; have: how many are on the
 * worst of the mission's legs; period: 1 when seniors are counted, 0 for
 * staff; items: who they are.
 */
#include "rules.h"

struct load {
	uint64_t leg;
	bool senior;
	int64_t people, allowed;
};

/* Calls fn for each person of a kind on the leg, once. */
static int64_t
leg_count(const struct world *world, uint64_t leg, bool senior,
    struct finding *finding, struct findings *out)
{
	const struct leg_uses *legs = &world->legs;
	struct indices seen = VEC_INIT;
	int64_t n = 0;

	for (size_t at = world_leg_first(world, leg);
	     at < legs->len && legs->items[at].leg == leg; at++) {
		const struct leg_use *use = &legs->items[at];

		vec_each(&world->missions.items[use->mission].seats, seat) {
			const struct world_person *person =
			    world_person(world, seat->person);
			bool known = false;

			if (seat->leg != leg || !person ||
			    person->senior != senior)
				continue;
			vec_each(&seen, person_)
				known |= *person_ == seat->person;
			if (known)
				continue;
			if (vec_push(&seen, seat->person) < 0)
				out->failed = true;
			n++;
			finding_item(out, finding, seat->person);
		}
	}
	vec_free(&seen);
	return n;
}

static void
load_consider(const struct world *world, uint64_t leg, bool senior,
    struct load *worst, struct findings *out)
{
	struct load load = { leg, senior, 0,
		senior ? world->settings.leg_seniors
		       : world->settings.leg_staff };

	load.people = leg_count(world, leg, senior, NULL, out);
	/* At first 0 - 0: as many as may be are not too many. */
	if (load.people - load.allowed > worst->people - worst->allowed)
		*worst = load;
}

void
find_same_leg(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_mission *mission = world_mission(world, unit);
	struct load worst = { 0 };
	struct finding *finding;

	if (!mission->counts)
		return;
	vec_each(&mission->seats, seat) {
		load_consider(world, seat->leg, true, &worst, out);
		load_consider(world, seat->leg, false, &worst, out);
	}
	if (worst.people == 0)
		return;
	finding = finding_add(out, C12_SAME_LEG,
	    rule_level(world, C12_SAME_LEG, LEVEL_WARN, false), unit, NOBODY,
	    NOBODY);
	if (!finding)
		return;
	finding->need = worst.allowed;
	finding->have = worst.people;
	finding->period = worst.senior;
	leg_count(world, worst.leg, worst.senior, finding, out);
}
