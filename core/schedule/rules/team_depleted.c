/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C4: on some working day on which somebody is out, fewer people of a team
 * than its minimum are there all through its core hours: who is away or absent
 * at any moment of them does not count. Working days that follow each other
 * are one run, and one conflict.
 *
 * subject: team; period: the run's first day; first: the run, as days;
 * second: the worst day; need: the minimum; have: people at home on that day;
 * items: who is away or absent on it.
 */
#include <stdlib.h>

#include "rules.h"

#define DAYS_MAX 3660 /* of one mission or absence */

struct out_day {
	int64_t day;
	int32_t person;
};
VEC_TYPE(out_days, struct out_day);

static int
compare(const void *a_, const void *b_)
{
	const struct out_day *a = a_, *b = b_;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return (a->person > b->person) - (a->person < b->person);
}

/* Working days on whose core hours the span falls. */
static int
span_add(const struct world *world, const struct world_team *team,
    int32_t person, struct span span, struct out_days *days)
{
	const struct world_settings *settings = &world->settings;
	int64_t day = world_day(world, team->site, span.start);
	int64_t last = world_day(world, team->site, span.end);

	/* Nobody is away for longer than can be planned. */
	last = last - day < DAYS_MAX ? last : day + DAYS_MAX;
	for (; !span_empty(span) && day <= last; day++) {
		struct span core = world_day_hours(world, team->site, day,
		    settings->core_start, settings->core_end);
		struct out_day at = { day, person };

		if (span_meets(core, span) &&
		    world_working_day(world, team->town, day) &&
		    vec_push(days, at) < 0)
			return -1;
	}
	return 0;
}

static int
gather(const struct world *world, const struct world_team *team,
    struct out_days *days)
{
	vec_each(&team->members, member) {
		const struct world_person *person =
		    world_person(world, *member);

		vec_each(&person->bookings, booking)
			if (span_add(
				world, team, *member, booking->away, days) < 0)
				return -1;
		vec_each(&person->absences, absence)
			if (span_add(world, team, *member, *absence, days) < 0)
				return -1;
	}
	if (days->len > 1)
		qsort(days->items, days->len, sizeof *days->items, compare);
	return 0;
}

/* One day's people, items[from, to). */
struct day_view {
	size_t from, to;
	int64_t day, gone; /* people */
};

static bool
day_next(const struct out_days *days, struct day_view *view)
{
	size_t i = view->to;

	if (i >= days->len)
		return false;
	*view = (struct day_view){ .from = i, .day = days->items[i].day };
	for (; i < days->len && days->items[i].day == view->day; i++)
		view->gone += i == view->from || days->items[i].person !=
						     days->items[i - 1].person;
	view->to = i;
	return true;
}

static void
worst_set(const struct out_days *days, const struct day_view *view,
    int64_t home, struct finding *finding, struct findings *out)
{
	finding->have = home;
	finding->second = (struct span){ view->day, view->day + 1 };
	finding->items.len = 0;
	for (size_t i = view->from; i < view->to; i++)
		if (i == view->from ||
		    days->items[i].person != days->items[i - 1].person)
			finding_item(out, finding, days->items[i].person);
}

/* Is there no working day between the two? */
static bool
follows(const struct world *world, const struct world_team *team,
    int64_t before, int64_t day)
{
	for (before++; before < day; before++)
		if (world_working_day(world, team->town, before))
			return false;
	return true;
}

static void
day_judge(const struct world *world, int32_t unit, const struct out_days *days,
    const struct day_view *view, struct finding **run, struct findings *out)
{
	const struct world_team *team = &world->teams.items[unit];
	int64_t home = (int64_t)team->members.len - view->gone;

	if (home >= team->minimum) {
		*run = NULL;
		return;
	}
	if (*run && !follows(world, team, (*run)->first.end - 1, view->day))
		*run = NULL;
	if (!*run) {
		*run = finding_add(out, C4_TEAM_DEPLETED,
		    rule_level(world, C4_TEAM_DEPLETED, LEVEL_DECIDE, false),
		    unit, NOBODY, NOBODY);
		if (!*run)
			return;
		(*run)->period = (*run)->first.start = view->day;
		(*run)->need = team->minimum;
		(*run)->have = INT64_MAX;
	}
	(*run)->first.end = view->day + 1;
	if (home < (*run)->have)
		worst_set(days, view, home, *run, out);
}

void
find_team_depleted(
    const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_team *team = &world->teams.items[unit];
	struct out_days days = VEC_INIT;
	struct day_view view = { 0 };
	struct finding *run = NULL;

	if (!team->there || team->minimum <= 0)
		return;
	if (gather(world, team, &days) < 0)
		out->failed = true;
	while (day_next(&days, &view))
		day_judge(world, unit, &days, &view, &run, out);
	vec_free(&days);
}
