/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is touched by a mission, an event, a session. Each list is kept sorted
 * by inserting in place: they belong to one person, team, event or city, and
 * are short.
 */
#include "world_links.h"

#include <errno.h>

#include "schedule/world_out.h"

static int
booking_compare(const void *a_, const void *b_)
{
	const struct engagement *a = a_, *b = b_;

	ORDER_BY(a->occupied.start, b->occupied.start);
	ORDER_BY(a->mission, b->mission);
	return 0;
}

static int
slot_compare(const void *a_, const void *b_)
{
	const struct slot_use *a = a_, *b = b_;

	ORDER_BY(a->span.start, b->span.start);
	ORDER_BY(a->mission, b->mission);
	ORDER_BY(a->span.end, b->span.end);
	return 0;
}

static int
use_compare(const void *a_, const void *b_)
{
	const struct resource_use *a = a_, *b = b_;

	ORDER_BY(a->span.start, b->span.start);
	ORDER_BY(a->mission, b->mission);
	ORDER_BY(a->session, b->session);
	ORDER_BY(a->span.end, b->span.end);
	ORDER_BY(a->units, b->units);
	return 0;
}

static int
leg_compare(const void *a_, const void *b_)
{
	const struct leg_use *a = a_, *b = b_;

	ORDER_BY(a->leg, b->leg);
	ORDER_BY(a->mission, b->mission);
	return 0;
}

static int
start_compare(const void *a_, const void *b_)
{
	const struct event_start *a = a_, *b = b_;

	ORDER_BY(a->start, b->start);
	ORDER_BY(a->event, b->event);
	return 0;
}

/* ------------------------------------------------------------- mission */

struct touch {
	struct world *world;
	int rc;
};

static void
touch_event(int32_t event, void *arg)
{
	struct touch *touch = arg;

	if (touch->rc == 0)
		touch->rc = world_touch(touch->world, SCOPE_EVENT, event);
}

int
person_touch(struct world *world, int32_t i, struct span span)
{
	/* Also one who is not there any more. */
	const struct world_person *person = &world->people.items[i];
	struct touch touch = { world, world_touch(world, SCOPE_PERSON, i) };

	if (touch.rc == 0 && person->there && person->team != NOBODY)
		touch.rc = world_touch(world, SCOPE_TEAM, person->team);
	vec_each(&person->milestones, milestone)
		if (touch.rc == 0)
			touch.rc =
			    world_touch(world, SCOPE_MILESTONE, *milestone);
	if (person->represents)
		world_high_each(world, span, touch_event, &touch);
	return touch.rc;
}

static int
stay_change(struct world *world, int32_t mission, const struct world_stay *stay,
    bool put)
{
	struct engagement booking = { stay->occupied, stay->away, mission,
		stay->days };
	struct bookings *bookings;

	if (world_make(&world->people, stay->person) < 0)
		return -ENOMEM;
	bookings = &world->people.items[stay->person].bookings;
	if (!put)
		SORTED_TAKE(bookings, &booking, booking_compare);
	if (out_change(world, stay->person, stay->away, put) < 0)
		return -ENOMEM;
	if (put && SORTED_PUT(bookings, &booking, booking_compare) < 0)
		return -ENOMEM;
	return person_touch(world, stay->person, stay->away);
}

static int
slot_change(struct world *world, int32_t mission, const struct world_slot *slot,
    bool put)
{
	struct slot_use use = { slot->span, mission };
	struct slot_uses *slots;

	if (world_make(&world->people, slot->person) < 0)
		return -ENOMEM;
	slots = &world->people.items[slot->person].slots;
	if (!put)
		SORTED_TAKE(slots, &use, slot_compare);
	else if (SORTED_PUT(slots, &use, slot_compare) < 0)
		return -ENOMEM;
	return world_touch(world, SCOPE_PERSON, slot->person);
}

static int
use_change(struct world *world, const struct world_use *use, int32_t mission,
    int32_t session, bool put)
{
	struct resource_use at = { use->span, use->units, mission, session };
	struct resource_uses *uses;

	if (world_make(&world->resources, use->resource) < 0)
		return -ENOMEM;
	uses = &world->resources.items[use->resource].uses;
	if (!put)
		SORTED_TAKE(uses, &at, use_compare);
	else if (SORTED_PUT(uses, &at, use_compare) < 0)
		return -ENOMEM;
	return world_touch(world, SCOPE_RESOURCE, use->resource);
}

/* The first use of a leg, or where it would be. */
static size_t
leg_place(const struct leg_uses *legs, uint64_t leg, int32_t mission)
{
	struct leg_use use = { leg, mission };

	return sorted_place(
	    legs->items, legs->len, sizeof use, &use, leg_compare);
}

size_t
world_leg_first(const struct world *world, uint64_t leg)
{
	return leg_place(&world->legs, leg, 0);
}

int
leg_touch(struct world *world, uint64_t leg)
{
	const struct leg_uses *legs = &world->legs;

	for (size_t at = world_leg_first(world, leg);
	     at < legs->len && legs->items[at].leg == leg; at++)
		if (world_touch(world, SCOPE_MISSION, legs->items[at].mission) <
		    0)
			return -ENOMEM;
	return 0;
}

static int
leg_change(struct world *world, int32_t mission, uint64_t leg, bool put)
{
	struct leg_use use = { leg, mission };
	struct leg_uses *legs = &world->legs;
	size_t at = leg_place(legs, leg, mission);
	bool has = at < legs->len && leg_compare(&legs->items[at], &use) == 0;

	if (put && !has && SORTED_PUT(legs, &use, leg_compare) < 0)
		return -ENOMEM;
	if (!put && has)
		SORTED_TAKE(legs, &use, leg_compare);
	return leg_touch(world, leg);
}

static int
list_change(struct indices *list, int32_t index, bool put)
{
	if (put)
		return indices_put(list, index);
	indices_take(list, index);
	return 0;
}

static int
city_change(struct world *world, int32_t mission, int32_t site_, bool put)
{
	const struct world_site *site = world_site(world, site_);

	if (!site || !site->known)
		return 0;
	if (world_make(&world->cities, site->city) < 0 ||
	    list_change(
		&world->cities.items[site->city].missions, mission, put) < 0)
		return -ENOMEM;
	return world_touch(world, SCOPE_CITY, site->city);
}

static int
costs_change(struct world *world, int32_t i, bool put)
{
	const struct world_mission *mission = &world->missions.items[i];

	vec_each(&mission->costs, cost) {
		if (world_make(&world->teams, cost->team) < 0 ||
		    list_change(
			&world->teams.items[cost->team].missions, i, put) < 0 ||
		    world_touch(world, SCOPE_TEAM, cost->team) < 0)
			return -ENOMEM;
	}
	return 0;
}

bool
mission_serves(
    const struct world_mission *mission, const struct world_target *target)
{
	return target->there && mission->there &&
	       (mission->counts || mission->over) && !mission->incoming &&
	       mission->year == target->year &&
	       mission->lines >> target->line & 1;
}

static int
targets_change(
    struct world *world, const struct world_mission *mission, bool put)
{
	for (size_t t = 0; t < world->targets.len; t++) {
		struct world_target *target = &world->targets.items[t];

		if (!mission_serves(mission, target))
			continue;
		target->have += put ? 1 : -1;
		if (world_touch(world, SCOPE_LINE, (int32_t)t) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int
people_change(struct world *world, int32_t i, bool put)
{
	const struct world_mission *mission = &world->missions.items[i];

	vec_each(&mission->stays, stay)
		if (stay_change(world, i, stay, put) < 0)
			return -ENOMEM;
	vec_each(&mission->slots, slot)
		if (slot_change(world, i, slot, put) < 0)
			return -ENOMEM;
	vec_each(&mission->seats, seat)
		if (leg_change(world, i, seat->leg, put) < 0)
			return -ENOMEM;
	return 0;
}

static int
mission_change(struct world *world, int32_t i, bool put)
{
	const struct world_mission *mission = &world->missions.items[i];

	if (world_touch(world, SCOPE_MISSION, i) < 0 ||
	    targets_change(world, mission, put) < 0)
		return -ENOMEM;
	if (!mission->there || !mission->counts)
		return 0;
	vec_each(&mission->uses, use)
		if (use_change(world, use, i, NOBODY, put) < 0)
			return -ENOMEM;
	if (mission->event != NOBODY &&
	    (world_make(&world->events, mission->event) < 0 ||
		list_change(&world->events.items[mission->event].missions, i,
		    put) < 0 ||
		world_touch(world, SCOPE_EVENT, mission->event) < 0))
		return -ENOMEM;
	if (people_change(world, i, put) < 0 ||
	    city_change(world, i, mission->site, put) < 0)
		return -ENOMEM;
	return costs_change(world, i, put);
}

int
mission_link(struct world *world, int32_t i)
{
	return mission_change(world, i, true);
}

int
mission_unlink(struct world *world, int32_t i)
{
	return mission_change(world, i, false);
}

/* ------------------------------------------------------ event, session */

static bool
is_high(const struct world *world, const struct world_event *event)
{
	return event->there && !event->cancelled &&
	       event->score >= world->settings.high_score;
}

static int
high_change(struct world *world, int32_t i, bool put)
{
	const struct world_event *event = &world->events.items[i];
	struct event_start at = { event->span.start, i };
	int64_t lasts = event->span.end - event->span.start;
	struct touch touch = { world, 0 };

	if (!is_high(world, event))
		return 0;
	if (lasts > world->high_longest)
		world->high_longest = lasts;
	if (!put)
		SORTED_TAKE(&world->high, &at, start_compare);
	else if (SORTED_PUT(&world->high, &at, start_compare) < 0)
		return -ENOMEM;
	world_high_each(world, event->span, touch_event, &touch);
	return touch.rc;
}

static int
event_change(struct world *world, int32_t i, bool put)
{
	const struct world_event *event = &world->events.items[i];
	const struct world_site *site = world_site(world, event->site);

	if (world_touch(world, SCOPE_EVENT, i) < 0)
		return -ENOMEM;
	vec_each(&event->missions, mission)
		if (world_touch(world, SCOPE_MISSION, *mission) < 0)
			return -ENOMEM;
	if (!event->there)
		return 0;
	if (event->network != NOBODY && site && site->known) {
		if (world_make(&world->cities, site->city) < 0 ||
		    list_change(
			&world->cities.items[site->city].events, i, put) < 0 ||
		    world_touch(world, SCOPE_CITY, site->city) < 0)
			return -ENOMEM;
	}
	return high_change(world, i, put);
}

int
event_link(struct world *world, int32_t i)
{
	return event_change(world, i, true);
}

int
event_unlink(struct world *world, int32_t i)
{
	return event_change(world, i, false);
}

static int
session_change(struct world *world, int32_t i, bool put)
{
	const struct world_session *session = &world->sessions.items[i];

	if (world_touch(world, SCOPE_SESSION, i) < 0)
		return -ENOMEM;
	for (size_t u = 0; session->there && u < session->uses.len; u++)
		if (use_change(world, &session->uses.items[u], NOBODY, i, put) <
		    0)
			return -ENOMEM;
	return 0;
}

int
session_link(struct world *world, int32_t i)
{
	return session_change(world, i, true);
}

int
session_unlink(struct world *world, int32_t i)
{
	return session_change(world, i, false);
}
