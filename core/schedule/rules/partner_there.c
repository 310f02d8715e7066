/* SPDX-License-Identifier: Apache-2.0 */
/*
 * S5: a partner of a project of ours sits where a mission goes.
 *
 * subject: mission; have: how many; items: their projects.
 */
#include "rules.h"

void
find_partner_there(
    const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_mission *mission = world_mission(world, unit);
	const struct world_site *site = world_site(world, mission->site);
	struct finding *finding = NULL;

	if (!mission->counts || mission->incoming || !site || !site->known)
		return;
	vec_each(&world->partners, partner) {
		if (partner->city != site->city)
			continue;
		if (!finding)
			finding = finding_add(out, S5_PARTNER_THERE,
			    rule_level(
				world, S5_PARTNER_THERE, LEVEL_INFO, false),
			    unit, NOBODY, NOBODY);
		if (!finding)
			return;
		finding->have++;
		finding_item(out, finding, partner->project);
	}
}
