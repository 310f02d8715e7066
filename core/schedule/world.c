/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "schedule/world_links.h"
#include "schedule/world_out.h"

#define HOUR 3600

const struct world_settings world_settings_default = {
	.travel = { 150, 2 * HOUR, 700, 5 * HOUR, 750, 11 * HOUR, 5 * HOUR },
	.slack = 4 * HOUR,
	.core_start = 10 * HOUR,
	.core_end = 16 * HOUR,
	.high_score = 70,
	.clash_people = 2,
	.rank_gap = 2,
	.lead_days = 16,
	.leg_seniors = 2,
	.leg_staff = 6,
	.fatigue_days = 10,
	.fatigue_window = 21,
	.deputy_days = 3,
	.gap_days = 2,
};

void
world_init(struct world *world, const struct world_settings *settings)
{
	*world = (struct world){ .settings = *settings };
}

void
world_mission_release(struct world_mission *mission)
{
	vec_free(&mission->teams);
	vec_free(&mission->interested);
	vec_free(&mission->stays);
	vec_free(&mission->uses);
	vec_free(&mission->slots);
	vec_free(&mission->seats);
	vec_free(&mission->costs);
}

static void
session_free(struct world_session *session)
{
	vec_free(&session->towns);
	vec_free(&session->groups);
	vec_free(&session->uses);
}

static void
kept_free(struct world *world)
{
	vec_each(&world->teams, team) {
		vec_free(&team->members);
		vec_free(&team->missions);
		vec_free(&team->out);
	}
	vec_each(&world->people, person) {
		vec_free(&person->bookings);
		vec_free(&person->absences);
		vec_free(&person->slots);
		vec_free(&person->milestones);
	}
	vec_each(&world->events, event)
		vec_free(&event->missions);
	vec_each(&world->resources, resource)
		vec_free(&resource->uses);
	vec_each(&world->cities, city) {
		vec_free(&city->missions);
		vec_free(&city->events);
	}
	for (int scope = 0; scope < SCOPES; scope++) {
		vec_free(&world->dirty[scope].list);
		vec_free(&world->dirty[scope].marks);
	}
}

void
world_free(struct world *world)
{
	kept_free(world);
	vec_each(&world->missions, mission)
		world_mission_release(mission);
	vec_each(&world->sessions, session)
		session_free(session);
	vec_free(&world->sites);
	vec_free(&world->teams);
	vec_free(&world->people);
	vec_free(&world->events);
	vec_free(&world->missions);
	vec_free(&world->resources);
	vec_free(&world->sessions);
	vec_free(&world->milestones);
	vec_free(&world->holidays);
	vec_free(&world->budgets);
	vec_free(&world->partners);
	vec_free(&world->targets);
	vec_free(&world->cities);
	vec_free(&world->legs);
	vec_free(&world->high);
}

/* ------------------------------------------------------------- touching */

size_t
world_units(const struct world *world, enum scope scope)
{
	const size_t units[SCOPES] = {
		[SCOPE_PERSON] = world->people.len,
		[SCOPE_TEAM] = world->teams.len,
		[SCOPE_EVENT] = world->events.len,
		[SCOPE_MISSION] = world->missions.len,
		[SCOPE_RESOURCE] = world->resources.len,
		[SCOPE_SESSION] = world->sessions.len,
		[SCOPE_MILESTONE] = world->milestones.len,
		[SCOPE_CITY] = world->cities.len,
		[SCOPE_LINE] = world->targets.len,
	};

	return units[scope];
}

int
dirty_mark(struct dirty *dirty, int32_t unit)
{
	if (world_make(&dirty->marks, unit) < 0)
		return -ENOMEM;
	if (dirty->marks.items[unit])
		return 0;
	if (vec_push(&dirty->list, unit) < 0)
		return -ENOMEM;
	dirty->marks.items[unit] = true;
	return 0;
}

int
world_touch(struct world *world, enum scope scope, int32_t unit)
{
	return unit == NOBODY ? 0 : dirty_mark(&world->dirty[scope], unit);
}

int
world_touch_all(struct world *world, enum scope scope)
{
	size_t n = world_units(world, scope);

	for (size_t unit = 0; unit < n; unit++)
		if (world_touch(world, scope, (int32_t)unit) < 0)
			return -ENOMEM;
	return 0;
}

static int
touch_scopes(struct world *world, const enum scope *scopes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (world_touch_all(world, scopes[i]) < 0)
			return -ENOMEM;
	return 0;
}
#define TOUCH_ALL(world, ...) \
	touch_scopes((world), (const enum scope[]){ __VA_ARGS__ }, \
	    sizeof((const enum scope[]){ __VA_ARGS__ }) / sizeof(enum scope))

/* --------------------------------------------------- events and missions */

int
world_put_event(struct world *world, int32_t i, const struct world_event *event)
{
	struct indices missions;

	if (world_make(&world->events, i) < 0 || event_unlink(world, i) < 0)
		return -ENOMEM;
	missions = world->events.items[i].missions;
	world->events.items[i] = *event;
	world->events.items[i].missions = missions;
	return event_link(world, i);
}

#define COPY_ALL(to, from, n) \
	vec_copy((void **)&(to)->items, &(to)->len, &(to)->cap, (from), (n), \
	    sizeof *(to)->items)
#define COPY(to, from) COPY_ALL((to), (from)->items, (from)->len)

static int
vec_copy(void **items, size_t *len, size_t *cap, const void *from, size_t n,
    size_t size)
{
	if (n && vec_grow(items, cap, n, size) < 0)
		return -ENOMEM;
	if (n)
		memcpy(*items, from, n * size);
	*len = n;
	return 0;
}

/* The plain members, without the lists. */
static void
mission_plain(struct world_mission *to, const struct world_mission *from)
{
	struct world_mission kept = *to;

	*to = *from;
	to->teams = kept.teams;
	to->interested = kept.interested;
	to->stays = kept.stays;
	to->uses = kept.uses;
	to->slots = kept.slots;
	to->seats = kept.seats;
	to->costs = kept.costs;
}

int
world_put_mission(
    struct world *world, int32_t i, const struct world_mission *mission)
{
	struct world_mission *to;

	if (world_make(&world->missions, i) < 0 || mission_unlink(world, i) < 0)
		return -ENOMEM;
	to = &world->missions.items[i];
	mission_plain(to, mission);
	if (COPY(&to->teams, &mission->teams) < 0 ||
	    COPY(&to->interested, &mission->interested) < 0 ||
	    COPY(&to->stays, &mission->stays) < 0 ||
	    COPY(&to->uses, &mission->uses) < 0 ||
	    COPY(&to->slots, &mission->slots) < 0 ||
	    COPY(&to->seats, &mission->seats) < 0 ||
	    COPY(&to->costs, &mission->costs) < 0)
		return -ENOMEM;
	to->occupied = (struct span){ 0, 0 };
	vec_each(&to->stays, stay)
		to->occupied = stay == to->stays.items
				   ? stay->occupied
				   : span_hull(to->occupied, stay->occupied);
	return mission_link(world, i);
}

int
world_count_mission(struct world *world, int32_t i, bool counts)
{
	if (mission_unlink(world, i) < 0)
		return -ENOMEM;
	world->missions.items[i].counts = counts;
	return mission_link(world, i);
}

/* ---------------------------------------------------------- all the rest */

int
world_put_resource(
    struct world *world, int32_t i, const struct world_resource *resource)
{
	if (world_make(&world->resources, i) < 0)
		return -ENOMEM;
	world->resources.items[i].there = resource->there;
	world->resources.items[i].capacity = resource->capacity;
	return world_touch(world, SCOPE_RESOURCE, i);
}

int
world_put_session(
    struct world *world, int32_t i, const struct world_session *session)
{
	struct world_session *to;

	if (world_make(&world->sessions, i) < 0 || session_unlink(world, i) < 0)
		return -ENOMEM;
	to = &world->sessions.items[i];
	to->there = session->there;
	to->days = session->days;
	if (COPY(&to->towns, &session->towns) < 0 ||
	    COPY(&to->groups, &session->groups) < 0 ||
	    COPY(&to->uses, &session->uses) < 0)
		return -ENOMEM;
	return session_link(world, i);
}

static int
milestone_change(struct world *world, int32_t person, int32_t i, bool put)
{
	if (person == NOBODY)
		return 0;
	if (world_make(&world->people, person) < 0)
		return -ENOMEM;
	if (put)
		return indices_put(&world->people.items[person].milestones, i);
	indices_take(&world->people.items[person].milestones, i);
	return 0;
}

static int
milestone_link(struct world *world, int32_t i, bool put)
{
	const struct world_milestone *at = &world->milestones.items[i];

	if (!at->there)
		return 0;
	if (milestone_change(world, at->responsible, i, put) < 0)
		return -ENOMEM;
	return milestone_change(world, at->deputy, i, put);
}

int
world_put_milestone(
    struct world *world, int32_t i, const struct world_milestone *milestone)
{
	if (world_make(&world->milestones, i) < 0 ||
	    milestone_link(world, i, false) < 0)
		return -ENOMEM;
	world->milestones.items[i] = *milestone;
	if (milestone_link(world, i, true) < 0)
		return -ENOMEM;
	return world_touch(world, SCOPE_MILESTONE, i);
}

int
world_put_holidays(
    struct world *world, const struct world_holiday *list, size_t n)
{
	if (COPY_ALL(&world->holidays, list, n) < 0)
		return -ENOMEM;
	return TOUCH_ALL(world, SCOPE_TEAM, SCOPE_SESSION, SCOPE_MILESTONE);
}

int
world_put_budgets(
    struct world *world, const struct world_budget *list, size_t n)
{
	if (COPY_ALL(&world->budgets, list, n) < 0)
		return -ENOMEM;
	return TOUCH_ALL(world, SCOPE_TEAM);
}

int
world_put_partners(
    struct world *world, const struct world_partner *list, size_t n)
{
	if (COPY_ALL(&world->partners, list, n) < 0)
		return -ENOMEM;
	return TOUCH_ALL(world, SCOPE_MISSION);
}

int
world_put_target(
    struct world *world, int32_t i, const struct world_target *target)
{
	struct world_target *to;

	if (world_make(&world->targets, i) < 0)
		return -ENOMEM;
	to = &world->targets.items[i];
	*to = *target;
	to->have = 0;
	vec_each(&world->missions, mission)
		to->have += mission_serves(mission, to);
	return world_touch(world, SCOPE_LINE, i);
}

int
world_put_settings(struct world *world, const struct world_settings *settings)
{
	world->high.len = 0;
	world->high_longest = 0;
	world->settings = *settings;
	for (size_t i = 0; i < world->events.len; i++)
		if (event_link(world, (int32_t)i) < 0)
			return -ENOMEM;
	for (size_t i = 0; i < world->teams.len; i++)
		if (out_rebuild(world, (int32_t)i) < 0)
			return -ENOMEM;
	return TOUCH_ALL(world, SCOPE_PERSON, SCOPE_TEAM, SCOPE_EVENT,
	    SCOPE_MISSION, SCOPE_RESOURCE, SCOPE_SESSION, SCOPE_MILESTONE,
	    SCOPE_CITY, SCOPE_LINE);
}

/* ------------------------------------------------------------- questions */

const struct world_site *
world_site(const struct world *world, int32_t i)
{
	return i >= 0 && (size_t)i < world->sites.len ? &world->sites.items[i]
						      : NULL;
}

const struct world_person *
world_person(const struct world *world, int32_t i)
{
	const struct world_person *person =
	    i >= 0 && (size_t)i < world->people.len ? &world->people.items[i]
						    : NULL;

	return person && person->there ? person : NULL;
}

const struct world_event *
world_event(const struct world *world, int32_t i)
{
	const struct world_event *event =
	    i >= 0 && (size_t)i < world->events.len ? &world->events.items[i]
						    : NULL;

	return event && event->there ? event : NULL;
}

const struct world_mission *
world_mission(const struct world *world, int32_t i)
{
	const struct world_mission *mission =
	    i >= 0 && (size_t)i < world->missions.len
		? &world->missions.items[i]
		: NULL;

	return mission && mission->there ? mission : NULL;
}
