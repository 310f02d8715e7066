/* SPDX-License-Identifier: Apache-2.0 */
/*
 * S6: a delegation that comes to us meets the interests of teams that do not
 * receive it.
 *
 * subject: the delegation; have: how many teams; items: the teams.
 */
#include "rules.h"

static bool
receives(const struct world_mission *mission, int32_t team)
{
	vec_each(&mission->teams, at)
		if (*at == team)
			return true;
	return false;
}

void
find_interest(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_mission *mission = world_mission(world, unit);
	struct finding *finding = NULL;

	if (!mission->counts || !mission->incoming)
		return;
	vec_each(&mission->interested, team) {
		if (receives(mission, *team))
			continue;
		if (!finding)
			finding = finding_add(out, S6_INTEREST,
			    rule_level(world, S6_INTEREST, LEVEL_INFO, false),
			    unit, NOBODY, NOBODY);
		if (!finding)
			return;
		finding->have++;
		finding_item(out, finding, *team);
	}
}
