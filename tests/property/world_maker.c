/* SPDX-License-Identifier: Apache-2.0 */
#include "world_maker.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "chance.h"

#define DAY0 INT64_C(20600) /* 2026-05-27, a Wednesday */
#define HOUR 3600

static void
must(int rc)
{
	if (rc < 0)
		abort();
}

void
maker_sites(struct world *world, const struct zone *const *zones)
{
	static const struct {
		double latitude, longitude;
		int zone, city;
	} places[MAKER_SITES] = {
		{ 41.39, 2.17, 0, 0 },  /* Barcelona */
		{ 41.39, 2.17, 0, 0 },  /* another place in it */
		{ 41.98, 2.82, 0, 1 },  /* Girona */
		{ 45.76, 4.84, 0, 2 },  /* Lyon */
		{ 40.71, -74.0, 1, 3 }, /* New York */
		{ 0, 0, 0, 4 },
	};

	for (int i = 0; i < MAKER_SITES; i++) {
		struct world_site site = { i < MAKER_SITES - 1, places[i].city,
			places[i].latitude, places[i].longitude,
			zones[places[i].zone] };

		must(world_put_site(world, i, &site));
	}
}

static int32_t
any(struct chance *chance, int n)
{
	return (int32_t)chance_range(chance, 0, n - 1);
}

/* Now and then nobody. */
static int32_t
any_or_nobody(struct chance *chance, int n)
{
	return (int32_t)chance_range(chance, -1, n - 1);
}

/* A few hours to a few days, within five weeks; sometimes touching. */
static struct span
any_span(struct chance *chance)
{
	int64_t start = (DAY0 + chance_range(chance, 0, 35)) * DAY_SECONDS +
			chance_range(chance, 0, 5) * 4 * HOUR;
	int64_t lasts = chance_one_in(chance, 2)
			    ? chance_range(chance, 0, 6) * 4 * HOUR
			    : chance_range(chance, 1, 8) * DAY_SECONDS;

	return (struct span){ start, start + lasts };
}

static struct span
widened(struct chance *chance, struct span span)
{
	int64_t by = chance_range(chance, 0, 3) * 5 * HOUR;

	return (struct span){ span.start - by, span.end + by };
}

static void
step_team(struct world *world, struct chance *chance)
{
	struct world_team team = { .there = !chance_one_in(chance, 6),
		.minimum = chance_range(chance, 0, 3),
		.site = any_or_nobody(chance, 3),
		.town = any_or_nobody(chance, 3) };

	must(world_put_team(world, any(chance, MAKER_TEAMS), &team));
}

static void
step_person(struct world *world, struct chance *chance)
{
	struct world_person person = { .there = !chance_one_in(chance, 6),
		.team = any_or_nobody(chance, MAKER_TEAMS),
		.home = any(chance, 3),
		.represents = chance_one_in(chance, 3),
		.senior = chance_one_in(chance, 2) };

	must(world_put_person(world, any(chance, MAKER_PEOPLE), &person));
}

static void
step_absences(struct world *world, struct chance *chance)
{
	struct span spans[3];
	size_t n = (size_t)chance_range(chance, 0, 3);

	for (size_t i = 0; i < n; i++)
		spans[i] = any_span(chance);
	must(world_put_absences(world, any(chance, MAKER_PEOPLE), spans, n));
}

static void
step_event(struct world *world, struct chance *chance)
{
	struct world_event event = { .there = !chance_one_in(chance, 6),
		.cancelled = chance_one_in(chance, 6),
		.tentative = chance_one_in(chance, 4),
		.attended = !chance_one_in(chance, 6),
		.site = any_or_nobody(chance, MAKER_SITES),
		.span = any_span(chance),
		.score = chance_range(chance, 60, 80),
		.lines = chance_bits(chance) & 7,
		.network = any_or_nobody(chance, 4),
		.councils = chance_range(chance, 0, 2) };

	must(world_put_event(world, any(chance, MAKER_EVENTS), &event));
}

/* Half of them on whole days, from nine to six. */
static void
stay_times(struct chance *chance, struct world_stay *stay)
{
	int64_t first = DAY0 + chance_range(chance, 0, 35);

	stay->occupied = any_span(chance);
	if (chance_one_in(chance, 2)) {
		stay->days =
		    (struct days){ first, first + chance_range(chance, 1, 5) };
		stay->occupied = (struct span){ first * DAY_SECONDS + 9 * HOUR,
			(stay->days.end - 1) * DAY_SECONDS + 18 * HOUR };
	}
	stay->away = widened(chance, stay->occupied);
}

static void
mission_people(struct chance *chance, struct world_mission *mission)
{
	int first = any(chance, MAKER_PEOPLE);

	for (int64_t n = chance_range(chance, 0, 3); n > 0; n--) {
		struct world_stay stay = { .person = (int32_t)((first + n) %
							       MAKER_PEOPLE) };
		struct world_seat seat = { stay.person,
			(uint64_t)chance_range(chance, 0, 2) };

		stay_times(chance, &stay);
		must(vec_push(&mission->stays, stay));
		if (chance_one_in(chance, 2))
			must(vec_push(&mission->seats, seat));
	}
}

static void
mission_means(struct chance *chance, struct world_mission *mission)
{
	for (int64_t n = chance_range(chance, 0, 2); n > 0; n--) {
		struct world_use use = { any(chance, MAKER_RESOURCES),
			chance_range(chance, 1, 2), any_span(chance) };
		struct world_slot slot = { any(chance, MAKER_PEOPLE),
			any_span(chance) };
		struct world_cost cost = { any(chance, MAKER_TEAMS),
			2026 + any(chance, 2), chance_range(chance, 0, 500) };

		must(vec_push(&mission->uses, use));
		must(vec_push(&mission->slots, slot));
		must(vec_push(&mission->costs, cost));
	}
	for (int32_t team = 0; team < MAKER_TEAMS; team++) {
		if (chance_one_in(chance, 2))
			must(vec_push(&mission->teams, team));
		if (chance_one_in(chance, 3))
			must(vec_push(&mission->interested, team));
	}
}

/* Its event has not moved since it was decided; or by very little. */
static void
as_it_is(const struct world *world, struct chance *chance,
    struct world_mission *mission)
{
	const struct world_event *event = world_event(world, mission->event);

	if (!event)
		return;
	mission->decided_span = event->span;
	mission->decided_site = event->site;
	if (chance_one_in(chance, 3))
		mission->decided_span.end += 60;
}

static void
step_mission(struct world *world, struct chance *chance)
{
	struct world_mission mission = { .there = !chance_one_in(chance, 8),
		.counts = !chance_one_in(chance, 6),
		.over = chance_one_in(chance, 6),
		.incoming = chance_one_in(chance, 5),
		.tentative = chance_one_in(chance, 4),
		.decided = chance_one_in(chance, 2),
		.in_region = chance_one_in(chance, 2),
		.event = any_or_nobody(chance, MAKER_EVENTS),
		.site = any_or_nobody(chance, MAKER_SITES),
		.year = 2026 + any(chance, 2),
		.lines = chance_bits(chance) & 7,
		.submitted_at = (DAY0 - 10) * DAY_SECONDS,
		.departure = any_span(chance).start,
		.open_items = chance_range(chance, 0, 1),
		.decided_span = any_span(chance),
		.decided_site = any_or_nobody(chance, MAKER_SITES),
		.head_rank = chance_range(chance, 0, 5),
		.host_rank = chance_range(chance, 0, 5) };

	if (chance_one_in(chance, 2))
		as_it_is(world, chance, &mission);
	mission_people(chance, &mission);
	mission_means(chance, &mission);
	must(world_put_mission(world, any(chance, MAKER_MISSIONS), &mission));
	vec_free(&mission.stays);
	vec_free(&mission.seats);
	vec_free(&mission.uses);
	vec_free(&mission.slots);
	vec_free(&mission.costs);
	vec_free(&mission.teams);
	vec_free(&mission.interested);
}

static void
step_resource(struct world *world, struct chance *chance)
{
	struct world_resource resource = { .there = !chance_one_in(chance, 6),
		.capacity = chance_range(chance, 1, 3) };

	must(
	    world_put_resource(world, any(chance, MAKER_RESOURCES), &resource));
}

static void
step_session(struct world *world, struct chance *chance)
{
	int64_t first = DAY0 + chance_range(chance, 0, 35);
	struct world_session session = { .there = !chance_one_in(chance, 6),
		.days = { first, first + chance_range(chance, 1, 2) } };
	struct world_use use = { any(chance, MAKER_RESOURCES), 1,
		any_span(chance) };

	for (int64_t n = chance_range(chance, 0, 2); n > 0; n--) {
		struct world_group group = { chance_range(chance, 0, 3),
			chance_range(chance, 0, 3) };

		must(vec_push(&session.towns, (int32_t)n));
		must(vec_push(&session.groups, group));
		must(vec_push(&session.uses, use));
	}
	must(world_put_session(world, any(chance, MAKER_SESSIONS), &session));
	vec_free(&session.towns);
	vec_free(&session.groups);
	vec_free(&session.uses);
}

static void
step_milestone(struct world *world, struct chance *chance)
{
	struct world_milestone milestone = { .there = !chance_one_in(chance, 6),
		.responsible = any_or_nobody(chance, MAKER_PEOPLE),
		.deputy = any_or_nobody(chance, MAKER_PEOPLE),
		.deadline = DAY0 + chance_range(chance, 0, 40),
		.preparation = chance_range(chance, 0, 10) };

	must(world_put_milestone(
	    world, any(chance, MAKER_MILESTONES), &milestone));
}

/* The lists that are put as a whole. */
static void
step_lists(struct world *world, struct chance *chance)
{
	struct world_holiday holidays[3];
	struct world_budget budgets[3];
	struct world_partner partners[3];
	size_t n = (size_t)chance_range(chance, 0, 3);

	for (size_t i = 0; i < n; i++) {
		int64_t day = DAY0 + chance_range(chance, 0, 35);

		holidays[i] = (struct world_holiday){ any_or_nobody(chance, 3),
			{ day, day + 1 } };
		budgets[i] = (struct world_budget){ any(chance, MAKER_TEAMS),
			(int32_t)(2026 + i), chance_range(chance, 0, 600) };
		partners[i] =
		    (struct world_partner){ (int32_t)i, any(chance, 4) };
	}
	must(world_pack(world));
	switch (any(chance, 3)) {
	case 0:
		must(world_put_holidays(world, holidays, n));
		break;
	case 1:
		must(world_put_budgets(world, budgets, n));
		break;
	default:
		must(world_put_partners(world, partners, n));
	}
}

/* One target for each line and year. */
static void
step_target(struct world *world, struct chance *chance)
{
	int32_t i = any(chance, 6);
	struct world_target target = { .there = !chance_one_in(chance, 6),
		.line = i % 3,
		.year = 2026 + i / 3,
		.missions = chance_range(chance, 0, 6) };

	must(world_put_target(world, i, &target));
}

static void
step_settings(struct world *world, struct chance *chance)
{
	struct world_settings settings = world_settings_default;

	settings.high_score = chance_range(chance, 65, 75);
	settings.fatigue_days = chance_range(chance, 3, 10);
	settings.leg_seniors = chance_range(chance, 0, 2);
	settings.leg_staff = chance_range(chance, 0, 2);
	settings.now = (DAY0 + chance_range(chance, 0, 20)) * DAY_SECONDS;
	settings.levels[any(chance, RULES)] =
	    (int8_t)chance_range(chance, 0, LEVEL_BLOCK + 1);
	must(world_put_settings(world, &settings));
}

static const struct {
	const char *name;
	int weight;
	void (*put)(struct world *world, struct chance *chance);
} steps[] = {
	{ "mission", 10, step_mission },
	{ "event", 5, step_event },
	{ "person", 3, step_person },
	{ "absences", 3, step_absences },
	{ "team", 2, step_team },
	{ "session", 2, step_session },
	{ "milestone", 2, step_milestone },
	{ "resource", 1, step_resource },
	{ "target", 1, step_target },
	{ "list", 2, step_lists },
	{ "settings", 1, step_settings },
};

int
maker_name(uint64_t step)
{
	int at = (int)(step % 32);
	int i = 0;

	while (at >= steps[i].weight)
		at -= steps[i++].weight;
	return i;
}

void
maker_step(struct world *world, uint64_t step)
{
	struct chance chance = { step, step };

	steps[maker_name(step)].put(world, &chance);
}

void
maker_print(uint64_t step)
{
	print_error("  %s %llu\n", steps[maker_name(step)].name,
	    (unsigned long long)step);
}
