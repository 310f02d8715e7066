/* SPDX-License-Identifier: Apache-2.0 */
/* Places, teams, people and their absences: what is put, and who looks at it
 * again. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "world_links.h"
#include "world_out.h"

int
world_put_site(struct world *world, int32_t i, const struct world_site *site)
{
	bool was_there =
	    (size_t)i < world->sites.len && world->sites.items[i].known;

	if (world_make(&world->sites, i) < 0)
		return -ENOMEM;
	/* What lies there was linked by its city. */
	if (was_there)
		return -EEXIST;
	world->sites.items[i] = *site;
	for (size_t team = 0; team < world->teams.len; team++)
		if (world->teams.items[team].site == i &&
		    out_rebuild(world, (int32_t)team) < 0)
			return -ENOMEM;
	return 0;
}

int
world_put_team(struct world *world, int32_t i, const struct world_team *team)
{
	struct world_team *to;
	bool moved;

	if (world_make(&world->teams, i) < 0)
		return -ENOMEM;
	to = &world->teams.items[i];
	moved = to->site != team->site;
	to->there = team->there;
	to->minimum = team->minimum;
	to->site = team->site;
	to->town = team->town;
	if (moved && out_rebuild(world, i) < 0)
		return -ENOMEM;
	vec_each(&to->members, member)
		vec_each(&world->people.items[*member].milestones, milestone)
			if (world_touch(world, SCOPE_MILESTONE, *milestone) < 0)
				return -ENOMEM;
	return world_touch(world, SCOPE_TEAM, i);
}

static int
member_change(struct world *world, int32_t person, bool put)
{
	const struct world_person *at = &world->people.items[person];

	if (!at->there || at->team == NOBODY)
		return 0;
	if (world_make(&world->teams, at->team) < 0 ||
	    out_member(world, person, put) < 0)
		return -ENOMEM;
	if (!put)
		indices_take(&world->teams.items[at->team].members, person);
	else if (indices_put(&world->teams.items[at->team].members, person) < 0)
		return -ENOMEM;
	return world_touch(world, SCOPE_TEAM, at->team);
}

/* Whoever looks at whether somebody can represent us. */
static int
representation_touch(struct world *world, bool was, bool is)
{
	return was != is ? world_touch_all(world, SCOPE_EVENT) : 0;
}

/* Seniors and staff are counted on legs. */
static int
legs_touch(struct world *world, const struct world_person *person)
{
	vec_each(&person->bookings, booking) {
		const struct world_mission *mission =
		    &world->missions.items[booking->mission];

		vec_each(&mission->seats, seat)
			if (leg_touch(world, seat->leg) < 0)
				return -ENOMEM;
	}
	return 0;
}

int
world_put_person(
    struct world *world, int32_t i, const struct world_person *person)
{
	struct world_person *to;
	bool represented;

	if (world_make(&world->people, i) < 0 ||
	    member_change(world, i, false) < 0)
		return -ENOMEM;
	to = &world->people.items[i];
	represented = to->there && to->represents;
	if ((to->there != person->there || to->senior != person->senior) &&
	    legs_touch(world, to) < 0)
		return -ENOMEM;
	to->there = person->there;
	to->team = person->team;
	to->home = person->home;
	to->represents = person->represents;
	to->senior = person->senior;
	if (member_change(world, i, true) < 0 ||
	    representation_touch(
		world, represented, to->there && to->represents) < 0)
		return -ENOMEM;
	return person_touch(world, i, SPAN_ALWAYS);
}

/* A copy of just its length. */
static int
bookings_fit(const struct bookings *from, struct bookings *to)
{
	*to = (struct bookings)VEC_INIT;
	if (from->len == 0)
		return 0;
	to->items = malloc(from->len * sizeof *from->items);
	if (!to->items)
		return -ENOMEM;
	memcpy(to->items, from->items, from->len * sizeof *from->items);
	to->len = to->cap = from->len;
	return 0;
}

/* What was grown is given back when all has found its new place, or the new
 * places would be scattered among the old. */
int
world_pack(struct world *world)
{
	size_t n = world->people.len, done = 0;
	struct bookings *packed = calloc(n ? n : 1, sizeof *packed);

	if (!packed)
		return -ENOMEM;
	while (done < n && bookings_fit(&world->people.items[done].bookings,
			       &packed[done]) == 0)
		done++;
	for (size_t i = 0; i < done; i++) {
		struct bookings *kept = &world->people.items[i].bookings;
		struct bookings old = *kept;

		if (done == n)
			*kept = packed[i];
		else
			old = packed[i];
		vec_free(&old);
	}
	free(packed);
	return done == n ? 0 : -ENOMEM;
}

static int
span_compare(const void *a_, const void *b_)
{
	const struct span *a = a_, *b = b_;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

int
world_put_absences(
    struct world *world, int32_t i, const struct span *spans, size_t n)
{
	struct spans *list;

	if (world_make(&world->people, i) < 0)
		return -ENOMEM;
	list = &world->people.items[i].absences;
	vec_each(list, span)
		if (person_touch(world, i, *span) < 0)
			return -ENOMEM;
	while (list->len) {
		struct span last = list->items[--list->len];

		if (out_change(world, i, last, false) < 0)
			return -ENOMEM;
	}
	for (size_t k = 0; k < n; k++)
		if (out_change(world, i, spans[k], true) < 0 ||
		    vec_push(list, spans[k]) < 0 ||
		    person_touch(world, i, spans[k]) < 0)
			return -ENOMEM;
	if (n > 1)
		qsort(list->items, n, sizeof *list->items, span_compare);
	return person_touch(world, i, (struct span){ 0, 0 });
}
