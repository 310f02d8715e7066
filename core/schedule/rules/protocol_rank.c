/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C8, second part: the rank of a delegation's head and that of its host are
 * too far apart.
 *
 * subject: nobody, the delegation; need: the head's rank; have: the host's.
 */
#include <stdlib.h>

#include "rules.h"

void
find_protocol_rank(
    const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_mission *mission = world_mission(world, unit);
	struct finding *finding;

	if (!mission->counts || !mission->incoming || !mission->head_rank ||
	    !mission->host_rank ||
	    llabs(mission->head_rank - mission->host_rank) <
		world->settings.rank_gap)
		return;
	finding = finding_add(out, C8_PROTOCOL,
	    rule_level(world, C8_PROTOCOL, LEVEL_WARN, mission->tentative),
	    NOBODY, unit, NOBODY);
	if (!finding)
		return;
	finding->need = mission->head_rank;
	finding->have = mission->host_rank;
}
