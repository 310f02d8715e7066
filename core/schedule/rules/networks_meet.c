/* SPDX-License-Identifier: Apache-2.0 */
/*
 * S4: several networks meet in one city in one week, Monday to Sunday on the
 * city's wall. Weeks that follow each other with the same events are one.
 *
 * subject: city; period: the (first) week's Monday; first: the week, as days;
 * have: networks; items: the events.
 */
#include "rules.h"

#include "base/date.h"

#define WEEKS_MAX 60 /* of one event */

struct week_view {
	int64_t monday;
	struct indices events;
};

static int64_t
monday_of(int64_t day)
{
	return day - day_weekday(day);
}

/* The Mondays of an event's first and last week. */
static void
weeks_of(const struct world *world, const struct world_event *event,
    int64_t *first, int64_t *last)
{
	int64_t end =
	    span_empty(event->span) ? event->span.start : event->span.end - 1;

	*first = monday_of(world_day(world, event->site, event->span.start));
	*last = monday_of(world_day(world, event->site, end));
	if (*last - *first > WEEKS_MAX * 7)
		*last = *first + WEEKS_MAX * 7;
}

static bool
in_week(
    const struct world *world, const struct world_event *event, int64_t monday)
{
	int64_t first, last;

	if (event->cancelled)
		return false;
	weeks_of(world, event, &first, &last);
	return first <= monday && monday <= last;
}

static int64_t
networks(const struct world *world, const struct indices *events)
{
	int64_t n = 0;

	for (size_t i = 0; i < events->len; i++) {
		bool known = false;

		for (size_t k = 0; k < i; k++)
			known |=
			    world->events.items[events->items[k]].network ==
			    world->events.items[events->items[i]].network;
		n += !known;
	}
	return n;
}

static bool
same_events(const struct indices *a, const struct finding *finding)
{
	if (a->len != finding->items.len)
		return false;
	for (size_t i = 0; i < a->len; i++)
		if (a->items[i] != finding->items.items[i])
			return false;
	return true;
}

static void
week_add(const struct world *world, int32_t unit, const struct week_view *week,
    struct findings *out)
{
	struct finding *last =
	    out->list.len ? &out->list.items[out->list.len - 1] : NULL;
	int64_t n = networks(world, &week->events);

	if (n < 2)
		return;
	if (last && last->rule == S4_NETWORKS_MEET &&
	    last->subject[0] == unit && last->first.end == week->monday &&
	    same_events(&week->events, last)) {
		last->first.end = week->monday + 7;
		return;
	}
	last = finding_add(out, S4_NETWORKS_MEET,
	    rule_level(world, S4_NETWORKS_MEET, LEVEL_INFO, false), unit,
	    NOBODY, NOBODY);
	if (!last)
		return;
	last->period = week->monday;
	last->first = (struct span){ week->monday, week->monday + 7 };
	last->have = n;
	vec_each(&week->events, event)
		finding_item(out, last, *event);
}

/* The first Monday after this one in whose week any event is; INT64_MAX. */
static int64_t
next_week(
    const struct world *world, const struct world_city *city, int64_t after)
{
	int64_t next = INT64_MAX, first, last;

	vec_each(&city->events, i) {
		const struct world_event *event = &world->events.items[*i];

		weeks_of(world, event, &first, &last);
		if (first <= after && after < last)
			first = after + 7;
		if (!event->cancelled && first > after && first < next)
			next = first;
	}
	return next;
}

void
find_networks_meet(
    const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_city *city = &world->cities.items[unit];
	struct week_view week = { .monday = INT64_MIN };

	while (
	    (week.monday = next_week(world, city, week.monday)) < INT64_MAX) {
		week.events.len = 0;
		vec_each(&city->events, i)
			if (in_week(
				world, &world->events.items[*i], week.monday) &&
			    vec_push(&week.events, *i) < 0)
				out->failed = true;
		week_add(world, unit, &week, out);
	}
	vec_free(&week.events);
}
