/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C15: neither a line nor a region of the plan fits a mission.
 *
 * subject: mission.
 */
#include "rules.h"

void
find_off_plan(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_mission *mission = world_mission(world, unit);

	if (mission->counts && !mission->incoming && mission->lines == 0 &&
	    !mission->in_region)
		finding_add(out, C15_OFF_PLAN,
		    rule_level(world, C15_OFF_PLAN, LEVEL_INFO, false), unit,
		    NOBODY, NOBODY);
}
