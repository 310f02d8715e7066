/* SPDX-License-Identifier: Apache-2.0 */
/*
 * S8: a line of the plan has fewer missions in a year, made and to come, than
 * it is to have.
 *
 * subject: line; period: the year; need, have: missions.
 */
#include "rules.h"

void
find_under_served(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_target *target = &world->targets.items[unit];
	struct finding *finding;

	if (!target->there || target->have >= target->missions)
		return;
	finding = finding_add(out, S8_UNDER_SERVED,
	    rule_level(world, S8_UNDER_SERVED, LEVEL_INFO, false), target->line,
	    NOBODY, NOBODY);
	if (!finding)
		return;
	finding->period = target->year;
	finding->need = target->missions;
	finding->have = target->have;
}
