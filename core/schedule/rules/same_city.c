/* SPDX-License-Identifier: Apache-2.0 */
/*
 * S2: several people go to one city for different things at times that
 * overlap or lie a few days apart, and could make one journey of it.
 *
 * subject: city; period: the day on which the first begins (UTC); first: from
 * the first to the last; have: missions; need: events and journeys of their
 * own that they are for; items: the missions, in order of their beginnings.
 */
#include <stdlib.h>

#include "base/date.h"
#include "rules.h"

struct visit {
	struct span span;
	int32_t mission;
};
VEC_TYPE(visits, struct visit);

static int
compare(const void *a_, const void *b_)
{
	const struct visit *a = a_, *b = b_;

	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	return (a->mission > b->mission) - (a->mission < b->mission);
}

static int
gather(const struct world *world, const struct world_city *city,
    struct visits *visits)
{
	vec_each(&city->missions, i) {
		const struct world_mission *mission =
		    &world->missions.items[*i];
		struct visit visit = { .mission = *i };

		if (mission->incoming || mission->stays.len == 0)
			continue;
		visit.span = mission->occupied;
		if (vec_push(visits, visit) < 0)
			return -1;
	}
	if (visits->len > 1)
		qsort(
		    visits->items, visits->len, sizeof *visits->items, compare);
	return 0;
}

/* Different events in visits[from, to); a journey of its own is one. */
static int64_t
purposes(const struct world *world, const struct visits *visits, size_t from,
    size_t to)
{
	int64_t n = 0;

	for (size_t i = from; i < to; i++) {
		int32_t event =
		    world->missions.items[visits->items[i].mission].event;
		bool known = false;

		for (size_t k = from; event != NOBODY && k < i; k++)
			known |= world->missions.items[visits->items[k].mission]
				     .event == event;
		n += !known;
	}
	return n;
}

/* Does anybody go on one of them who is not the first's only traveller? */
static bool
several_people(const struct world *world, const struct visits *visits,
    size_t from, size_t to)
{
	const struct world_mission *first =
	    &world->missions.items[visits->items[from].mission];

	for (size_t i = from; i < to; i++)
		vec_each(&world->missions.items[visits->items[i].mission].stays,
		    stay)
			if (stay->person != first->stays.items[0].person)
				return true;
	return false;
}

static void
group_add(const struct world *world, int32_t unit, const struct visits *visits,
    size_t from, size_t to, struct findings *out)
{
	int64_t events = purposes(world, visits, from, to);
	struct finding *finding;

	if (events < 2 || !several_people(world, visits, from, to))
		return;
	finding = finding_add(out, S2_SAME_CITY,
	    rule_level(world, S2_SAME_CITY, LEVEL_INFO, false), unit, NOBODY,
	    NOBODY);
	if (!finding)
		return;
	finding->period = day_from_wall(visits->items[from].span.start);
	finding->first = visits->items[from].span;
	finding->have = (int64_t)(to - from);
	finding->need = events;
	for (size_t i = from; i < to; i++) {
		finding->first =
		    span_hull(finding->first, visits->items[i].span);
		finding_item(out, finding, visits->items[i].mission);
	}
}

void
find_same_city(const struct world *world, int32_t unit, struct findings *out)
{
	int64_t gap = world->settings.gap_days * DAY_SECONDS;
	struct visits visits = VEC_INIT;
	size_t from = 0;
	int64_t end = 0;

	if (gather(world, &world->cities.items[unit], &visits) < 0)
		out->failed = true;
	for (size_t i = 0; i < visits.len; i++) {
		if (i > from && visits.items[i].span.start > end + gap) {
			group_add(world, unit, &visits, from, i, out);
			from = i;
		}
		if (i == from || visits.items[i].span.end > end)
			end = visits.items[i].span.end;
	}
	if (visits.len)
		group_add(world, unit, &visits, from, visits.len, out);
	vec_free(&visits);
}
