/* SPDX-License-Identifier: Apache-2.0 */
/*
 * S3: councils of the area and the metropolitan body are at the same event.
 *
 * subject: event; have: councils; items: the missions.
 */
#include "rules.h"
#include "teams_at.h"

void
find_council_there(
    const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_event *event = world_event(world, unit);
	struct finding *finding;
	bool joint;

	if (event->councils == 0 || teams_at(world, event, &joint) == 0)
		return;
	finding = finding_add(out, S3_COUNCIL_THERE,
	    rule_level(world, S3_COUNCIL_THERE, LEVEL_INFO, false), unit,
	    NOBODY, NOBODY);
	if (!finding)
		return;
	finding->have = event->councils;
	missions_at(world, event, finding, out);
}
