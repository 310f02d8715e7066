/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C6: two events that matter by their scores overlap and share a line, and
 * too few people who may represent us are free for both. Free is who, while
 * both are on, is neither absent nor away on a mission to something else.
 *
 * subject: the two events; first, second: their intervals; need: people that
 * two such events want; have: how many are free.
 */
#include "rules.h"

/* Away on a mission to neither of the two? */
static bool
busy_elsewhere(const struct world *world, const struct world_person *person,
    struct span span, int32_t a, int32_t b)
{
	vec_each(&person->bookings, booking) {
		int32_t event = world->missions.items[booking->mission].event;

		if (span_meets(booking->away, span) &&
		    (event == NOBODY || (event != a && event != b)))
			return true;
	}
	return false;
}

static int64_t
free_people(const struct world *world, struct span span, int32_t a, int32_t b)
{
	int64_t n = 0;

	vec_each(&world->people, person)
		n += person->there && person->represents &&
		     !person_absent(person, span) &&
		     !busy_elsewhere(world, person, span, a, b);
	return n;
}

struct clash {
	const struct world *world;
	struct findings *out;
	int32_t event;
};

static void
clash_with(int32_t other, void *arg)
{
	struct clash *clash = arg;
	const struct world *world = clash->world;
	const struct world_event *a = &world->events.items[clash->event];
	const struct world_event *b = &world->events.items[other];
	struct span both = { a->span.start > b->span.start ? a->span.start
							   : b->span.start,
		a->span.end < b->span.end ? a->span.end : b->span.end };
	struct finding *finding;
	int64_t free;

	/* Each pair once, by the lower of the two. */
	if (other <= clash->event || !(a->lines & b->lines))
		return;
	free = free_people(world, both, clash->event, other);
	if (free >= world->settings.clash_people)
		return;
	finding = finding_add(clash->out, C6_PRIORITY_CLASH,
	    rule_level(world, C6_PRIORITY_CLASH, LEVEL_DECIDE,
		a->tentative || b->tentative),
	    clash->event, other, NOBODY);
	if (!finding)
		return;
	finding->first = a->span;
	finding->second = b->span;
	finding->need = world->settings.clash_people;
	finding->have = free;
}

void
find_priority_clash(
    const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_event *event = world_event(world, unit);
	struct clash clash = { world, out, unit };

	if (!event->cancelled && event->score >= world->settings.high_score)
		world_high_each(world, event->span, clash_with, &clash);
}
