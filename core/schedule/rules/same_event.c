/* SPDX-License-Identifier: Apache-2.0 */
/*
 * S1: several teams go to the same event, and could go as one delegation.
 *
 * subject: event; have: teams; items: the missions.
 */
#include "rules.h"
#include "teams_at.h"

void
find_same_event(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_event *event = world_event(world, unit);
	struct finding *finding;
	bool joint;
	int64_t teams = teams_at(world, event, &joint);

	if (teams < 2 || joint)
		return;
	finding = finding_add(out, S1_SAME_EVENT,
	    rule_level(world, S1_SAME_EVENT, LEVEL_INFO, false), unit, NOBODY,
	    NOBODY);
	if (!finding)
		return;
	finding->have = teams;
	missions_at(world, event, finding, out);
}
