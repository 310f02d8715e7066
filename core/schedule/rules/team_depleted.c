/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C4: on some working day on which somebody is out, fewer people of a team
 * than its minimum are there all through its core hours: who is away or absent
 * at any moment of them does not count. Working days that follow each other
 * are one run, and one conflict.
 *
 * subject: team; period: the run's first day; first: the run, as days;
 * second: the worst day; need: the minimum; have: people at home on that day;
 * items: who is away or absent on it.
 */
#include "rules.h"
#include "schedule/world_out.h"

static void
worst_set(const struct world *world, int32_t unit, const struct out_day *out,
    struct finding *finding, struct findings *found)
{
	const struct world_team *team = &world->teams.items[unit];
	struct span core = world_core(world, team, out->day);

	finding->have = (int64_t)team->members.len - out->people;
	finding->second = (struct span){ out->day, out->day + 1 };
	finding->items.len = 0;
	vec_each(&team->members, member)
		if (out_in(world_person(world, *member), core))
			finding_item(found, finding, *member);
}

/* Is there no working day between the two? */
static bool
follows(const struct world *world, const struct world_team *team,
    int64_t before, int64_t day)
{
	for (before++; before < day; before++)
		if (world_working_day(world, team->town, before))
			return false;
	return true;
}

static void
day_judge(const struct world *world, int32_t unit, const struct out_day *out,
    struct finding **run, struct findings *found)
{
	const struct world_team *team = &world->teams.items[unit];
	bool enough = (int64_t)team->members.len - out->people >= team->minimum;

	if ((enough && !*run) ||
	    !world_working_day(world, team->town, out->day))
		return;
	if (*run &&
	    (enough || !follows(world, team, (*run)->first.end - 1, out->day)))
		*run = NULL;
	if (enough)
		return;
	if (!*run) {
		*run = finding_add(found, C4_TEAM_DEPLETED,
		    rule_level(world, C4_TEAM_DEPLETED, LEVEL_DECIDE, false),
		    unit, NOBODY, NOBODY);
		if (!*run)
			return;
		(*run)->period = (*run)->first.start = out->day;
		(*run)->need = team->minimum;
		(*run)->have = INT64_MAX;
	}
	(*run)->first.end = out->day + 1;
	if ((int64_t)team->members.len - out->people < (*run)->have)
		worst_set(world, unit, out, *run, found);
}

void
find_team_depleted(
    const struct world *world, int32_t unit, struct findings *found)
{
	const struct world_team *team = &world->teams.items[unit];
	struct finding *run = NULL;

	if (!team->there || team->minimum <= 0)
		return;
	vec_each(&team->out, out)
		day_judge(world, unit, out, &run, found);
}
