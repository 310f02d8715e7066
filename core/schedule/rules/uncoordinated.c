/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C5: two or more teams go to the same event without a joint delegation.
 *
 * subject: event; have: teams; items: the missions.
 */
#include "rules.h"
#include "teams_at.h"

void
find_uncoordinated(
    const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_event *event = world_event(world, unit);
	struct finding *finding;
	bool joint;
	int64_t teams = teams_at(world, event, &joint);

	if (teams < 2 || joint)
		return;
	finding = finding_add(out, C5_UNCOORDINATED,
	    rule_level(world, C5_UNCOORDINATED, LEVEL_DECIDE, event->tentative),
	    unit, NOBODY, NOBODY);
	if (!finding)
		return;
	finding->have = teams;
	missions_at(world, event, finding, out);
}
