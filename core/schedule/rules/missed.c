/* SPDX-License-Identifier: Apache-2.0 */
/*
 * S7: an event that matters by its score lies ahead, and nobody goes.
 *
 * subject: event; have: its score; need: the score from which it matters.
 */
#include "rules.h"
#include "teams_at.h"

void
find_missed(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_event *event = world_event(world, unit);
	struct finding *finding;
	bool joint;

	if (event->cancelled || !event->attended ||
	    event->score < world->settings.high_score ||
	    event->span.start < world->settings.now ||
	    teams_at(world, event, &joint) > 0)
		return;
	finding = finding_add(out, S7_MISSED,
	    rule_level(world, S7_MISSED, LEVEL_INFO, false), unit, NOBODY,
	    NOBODY);
	if (!finding)
		return;
	finding->have = event->score;
	finding->need = world->settings.high_score;
}
