/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C11: a mission was submitted too few days before its departure, or
 * something of its checklist is open.
 *
 * subject: mission; first: from submission to departure; need: days that
 * there should be; have: whole days that there are; period is not used;
 * items: the number of open items, when there are any.
 */
#include "base/date.h"
#include "rules.h"

void
find_lead_time(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_mission *mission = world_mission(world, unit);
	int64_t ahead = mission->departure - mission->submitted_at;
	bool late = mission->departure && mission->submitted_at &&
		    ahead < world->settings.lead_days * DAY_SECONDS;
	struct finding *finding;

	if (!mission->counts || mission->incoming ||
	    (!late && mission->open_items == 0))
		return;
	finding = finding_add(out, C11_LEAD_TIME,
	    rule_level(world, C11_LEAD_TIME, LEVEL_WARN, mission->tentative),
	    unit, NOBODY, NOBODY);
	if (!finding)
		return;
	finding->need = world->settings.lead_days;
	if (late) {
		finding->first =
		    (struct span){ mission->submitted_at, mission->departure };
		finding->have = ahead > 0 ? ahead / DAY_SECONDS : 0;
	} else {
		finding->have = finding->need;
	}
	if (mission->open_items > 0)
		finding_item(out, finding, (int32_t)mission->open_items);
}
