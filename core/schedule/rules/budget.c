/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C18: what a team's missions of a year cost it is more than its travel
 * budget of that year.
 *
 * subject: team; period: the year; need: cents that they cost; have: cents of
 * the budget; items: the missions.
 */
#include "rules.h"

static int64_t
cost_of(const struct world_mission *mission, int32_t team, int32_t year)
{
	int64_t cents = 0;

	vec_each(&mission->costs, cost)
		if (cost->team == team && cost->year == year)
			cents += cost->cents;
	return cents;
}

static void
year_judge(const struct world *world, int32_t unit,
    const struct world_budget *budget, struct findings *out)
{
	const struct indices *missions = &world->teams.items[unit].missions;
	struct finding *finding;
	int64_t sum = 0;

	vec_each(missions, mission)
		sum += cost_of(
		    &world->missions.items[*mission], unit, budget->year);
	if (sum <= budget->cents)
		return;
	finding = finding_add(out, C18_BUDGET,
	    rule_level(world, C18_BUDGET, LEVEL_DECIDE, false), unit, NOBODY,
	    NOBODY);
	if (!finding)
		return;
	finding->period = budget->year;
	finding->need = sum;
	finding->have = budget->cents;
	vec_each(missions, mission)
		if (cost_of(&world->missions.items[*mission], unit,
			budget->year) != 0)
			finding_item(out, finding, *mission);
}

void
find_budget(const struct world *world, int32_t unit, struct findings *out)
{
	if (world->teams.items[unit].there)
		vec_each(&world->budgets, budget)
			if (budget->team == unit)
				year_judge(world, unit, budget, out);
}
