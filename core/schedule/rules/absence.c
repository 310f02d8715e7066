/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C3: a person is away on a mission during an approved absence.
 *
 * subject: person, mission; first: the first absence that meets it; second:
 * away; have: how many absences do.
 */
#include "rules.h"

static void
absences_of(const struct world *world, int32_t unit,
    const struct engagement *booking, struct findings *out)
{
	struct finding *finding = NULL;

	vec_each(&world_person(world, unit)->absences, absence) {
		if (!span_meets(*absence, booking->away))
			continue;
		if (!finding) {
			finding = finding_add(out, C3_ABSENCE,
			    rule_level(world, C3_ABSENCE, LEVEL_BLOCK,
				world->missions.items[booking->mission]
				    .tentative),
			    unit, booking->mission, NOBODY);
			if (!finding)
				return;
			finding->first = *absence;
			finding->second = booking->away;
		}
		finding->have++;
	}
}

void
find_absence(const struct world *world, int32_t unit, struct findings *out)
{
	vec_each(&world_person(world, unit)->bookings, booking)
		absences_of(world, unit, booking, out);
}
