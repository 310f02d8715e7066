/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C1: one person is occupied by two missions at once. (What is done together
 * is one joint mission, and so one booking.) Whole days that share but the
 * last of one and the first of the other are the legs of one trip.
 *
 * subject: person, the mission that begins first, the other; first, second:
 * their occupied intervals; need: minutes of the overlap.
 */
#include "rules.h"

static void
overlap_add(const struct world *world, int32_t person,
    const struct engagement *a, const struct engagement *b,
    struct findings *out)
{
	bool tentative = world->missions.items[a->mission].tentative ||
			 world->missions.items[b->mission].tentative;
	int64_t end = a->occupied.end < b->occupied.end ? a->occupied.end
							: b->occupied.end;
	int32_t low = a->mission < b->mission ? a->mission : b->mission;
	struct finding *finding = finding_add(out, C1_PERSON_OVERLAP,
	    rule_level(world, C1_PERSON_OVERLAP, LEVEL_BLOCK, tentative),
	    person, low, a->mission + b->mission - low);

	if (!finding)
		return;
	finding->first = a->occupied;
	finding->second = b->occupied;
	finding->need = (end - b->occupied.start + 59) / 60;
}

void
find_person_overlap(
    const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_person *person = world_person(world, unit);
	const struct bookings *list = &person->bookings;

	for (size_t i = 0; i < list->len; i++)
		for (size_t k = i + 1;
		     k < list->len && list->items[k].occupied.start <
					  list->items[i].occupied.end;
		     k++)
			if (!travels_on(&list->items[i], &list->items[k]))
				overlap_add(world, unit, &list->items[i],
				    &list->items[k], out);
}
