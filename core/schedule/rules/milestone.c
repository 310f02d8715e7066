/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C10: who is responsible for a milestone is away between the beginning of
 * its preparation and its deadline. It is graver when no deputy is there the
 * whole of the last working days before it (the deadline's own, if it is one,
 * is the last of them).
 *
 * subject: milestone; first: the preparation, as instants; second: the first
 * time away in it; need: last working days; have: 1 when a deputy is there;
 * items: the missions.
 */
#include "base/date.h"
#include "rules.h"

/* The town whose holidays the person keeps. */
static int32_t
town_of(const struct world *world, const struct world_person *person)
{
	return person->team != NOBODY && (size_t)person->team < world->teams.len
		   ? world->teams.items[person->team].town
		   : NOBODY;
}

/* From the beginning of a day to the end of another, at the person's home. */
static struct span
days_at_home(const struct world *world, const struct world_person *person,
    int64_t first, int64_t last)
{
	return (struct span){
		world_day_hours(world, person->home, first, 0, 0).start,
		world_day_hours(world, person->home, last + 1, 0, 0).start,
	};
}

static bool
deputy_there(const struct world *world, const struct world_milestone *milestone)
{
	const struct world_person *deputy =
	    world_person(world, milestone->deputy);
	int64_t first;
	struct span days;

	if (!deputy)
		return false;
	first = world_working_days_before(world, town_of(world, deputy),
	    milestone->deadline + 1, world->settings.deputy_days);
	days = days_at_home(world, deputy, first, milestone->deadline);
	return !person_away(deputy, days) && !person_absent(deputy, days);
}

void
find_milestone(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_milestone *at = &world->milestones.items[unit];
	const struct world_person *person =
	    at->there ? world_person(world, at->responsible) : NULL;
	struct finding *finding = NULL;
	struct span preparation;
	bool deputy;

	if (!person)
		return;
	preparation = days_at_home(world, person,
	    world_working_days_before(
		world, town_of(world, person), at->deadline, at->preparation),
	    at->deadline);
	deputy = deputy_there(world, at);
	vec_each(&person->bookings, booking) {
		if (!span_meets(booking->away, preparation))
			continue;
		if (!finding)
			finding = finding_add(out, C10_MILESTONE,
			    rule_level(world, C10_MILESTONE,
				deputy ? LEVEL_WARN : LEVEL_DECIDE, false),
			    unit, NOBODY, NOBODY);
		if (!finding)
			return;
		if (finding->items.len == 0) {
			finding->first = preparation;
			finding->second = booking->away;
			finding->need = world->settings.deputy_days;
			finding->have = deputy;
		}
		finding_item(out, finding, booking->mission);
	}
}
