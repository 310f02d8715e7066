/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C2: between two missions of one person there is less time than it takes
 * from door to door, or less than the slack to spare. Within one city there
 * is no journey, and so no gap; between the legs of one trip, too, which share
 * a day though their clocks may not. A place that is unknown gives no finding.
 *
 * subject: person, the two missions; first, second: their occupied intervals;
 * need: minutes of the journey; have: minutes between.
 */
#include "rules.h"

/* Where the person is for the mission. */
static int32_t
site_of(const struct world *world, const struct world_person *person,
    const struct engagement *booking)
{
	int32_t site = world->missions.items[booking->mission].site;

	return site == NOBODY ? person->home : site;
}

static void
gap_add(const struct world *world, int32_t unit, const struct engagement *a,
    const struct engagement *b, struct findings *out)
{
	const struct world_person *person = world_person(world, unit);
	int64_t gap = b->occupied.start - a->occupied.end;
	int64_t way = world_travel(world, site_of(world, person, a),
	    site_of(world, person, b), a->occupied.end);
	bool tentative = world->missions.items[a->mission].tentative ||
			 world->missions.items[b->mission].tentative;
	int32_t low = a->mission < b->mission ? a->mission : b->mission;
	struct finding *finding;

	if (way <= 0 || gap >= way + world->settings.slack || travels_on(a, b))
		return;
	finding = finding_add(out, C2_TRAVEL_GAP,
	    rule_level(world, C2_TRAVEL_GAP,
		gap < way ? LEVEL_BLOCK : LEVEL_WARN, tentative),
	    unit, low, a->mission + b->mission - low);
	if (!finding)
		return;
	finding->first = a->occupied;
	finding->second = b->occupied;
	finding->need = way / 60;
	finding->have = gap / 60;
}

/* No journey on Earth is longer. */
static int64_t
longest(const struct world_settings *settings)
{
	const struct travel_rule *rule = &settings->travel;
	int64_t near_by = rule->near_seconds > rule->far_seconds
			      ? rule->near_seconds
			      : rule->far_seconds;

	return near_by + 20100 * 3600 / rule->speed + rule->rest_seconds + 60 +
	       settings->slack;
}

void
find_travel_gap(const struct world *world, int32_t unit, struct findings *out)
{
	const struct bookings *list = &world_person(world, unit)->bookings;
	int64_t reach = longest(&world->settings);

	for (size_t i = 0; i < list->len; i++)
		for (size_t k = i + 1; k < list->len; k++) {
			int64_t gap = list->items[k].occupied.start -
				      list->items[i].occupied.end;

			if (gap >= reach)
				break;
			if (gap >= 0)
				gap_add(world, unit, &list->items[i],
				    &list->items[k], out);
		}
}
