/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C13: the event of a mission that was decided has other dates now, or lies
 * in another city, or was cancelled, or has vanished from its source.
 *
 * subject: mission; first: its interval when it was decided; second: now
 * (empty when it is cancelled or gone); need: its site then; have: now.
 */
#include "rules.h"

static bool
same_city(const struct world *world, int32_t a_, int32_t b_)
{
	const struct world_site *a = world_site(world, a_);
	const struct world_site *b = world_site(world, b_);

	if (!a || !b)
		return a == b;
	return a->city == b->city;
}

void
find_source_moved(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_mission *mission = world_mission(world, unit);
	const struct world_event *event = world_event(world, mission->event);
	bool off = !event || event->cancelled;
	struct finding *finding;

	if (!mission->counts || !mission->decided || mission->event == NOBODY)
		return;
	if (!off && event->span.start == mission->decided_span.start &&
	    event->span.end == mission->decided_span.end &&
	    same_city(world, event->site, mission->decided_site))
		return;
	finding = finding_add(out, C13_SOURCE_MOVED,
	    rule_level(world, C13_SOURCE_MOVED, LEVEL_DECIDE, false), unit,
	    NOBODY, NOBODY);
	if (!finding)
		return;
	finding->first = mission->decided_span;
	finding->need = mission->decided_site;
	finding->have = off ? NOBODY : event->site;
	if (!off)
		finding->second = event->span;
}
