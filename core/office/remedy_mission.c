/* SPDX-License-Identifier: Apache-2.0 */
/* Steps that change who goes on a mission, and when. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "office/remedy_parts.h"
#include "schedule/life.h"

/* ------------------------------------------------------------------ who */

/* The list with one text put in another's place, or (NULL) without it. */
static const char *const *
replaced(struct remedy_work *work, const char *const *list, const char *from,
    const char *to)
{
	const char **copy;
	size_t n = 0, kept = 0;

	while (list && list[n])
		n++;
	copy = remedy_scratch(work, (n + 1) * sizeof *copy);
	for (size_t i = 0; copy && i < n; i++) {
		if (strcmp(list[i], from) != 0)
			copy[kept++] = list[i];
		else if (to)
			copy[kept++] = to;
	}
	return copy;
}

/* from goes, or takes the part of who takes theirs (other; NULL: nobody). */
static int
replace_in_roles(struct remedy_work *work, struct mission *mission,
    const char *from, const char *to, const char *other)
{
	size_t n = COUNT(mission->roles);
	const struct role **roles;

	roles = remedy_scratch(work, (n + 1) * sizeof *roles);
	for (size_t i = 0; roles && i < n; i++) {
		struct role *role = remedy_scratch(work, sizeof *role);

		if (!role)
			return work->err->code;
		*role = *mission->roles[i];
		roles[i] = role;
		if (texts_have(role->chosen, from))
			role->chosen = replaced(work, role->chosen, from, to);
		else if (other && texts_have(role->chosen, other))
			role->chosen =
			    replaced(work, role->chosen, other, from);
		else
			continue;
		if (!to)
			role->count = role->count > 1 ? role->count - 1 : 1;
	}
	mission->roles = roles;
	return roles ? 0 : work->err->code;
}

/* Legs that name who is on them name the other. */
static int
replace_on_legs(struct remedy_work *work, struct mission *mission,
    const char *from, const char *to)
{
	size_t n = COUNT(mission->legs);
	const struct mission_leg **legs;

	if (n == 0)
		return 0;
	legs = remedy_scratch(work, (n + 1) * sizeof *legs);
	for (size_t i = 0; legs && i < n; i++) {
		struct mission_leg *leg = remedy_scratch(work, sizeof *leg);

		if (!leg)
			return work->err->code;
		*leg = *mission->legs[i];
		if (leg->people && texts_have(leg->people, from))
			leg->people = replaced(work, leg->people, from, to);
		legs[i] = leg;
	}
	mission->legs = legs;
	return legs ? 0 : work->err->code;
}

/* Of what is paid for each of people, one less. */
static int
cost_less(struct remedy_work *work, struct mission *mission, int people)
{
	size_t n = COUNT(mission->costs);
	const struct cost **costs;

	costs = remedy_scratch(work, (n + 1) * sizeof *costs);
	for (size_t i = 0; costs && i < n; i++) {
		struct cost *cost = remedy_scratch(work, sizeof *cost);

		if (!cost)
			return work->err->code;
		*cost = *mission->costs[i];
		cost->estimated = cost->estimated * (people - 1) / people;
		if (cost->sponsored > cost->estimated)
			cost->sponsored = cost->estimated;
		costs[i] = cost;
	}
	mission->costs = costs;
	return costs ? 0 : work->err->code;
}

int
remedy_substitute(struct remedy_work *work, const struct propose_step *step)
{
	const struct picture *picture = work->office->picture;
	const struct mission *old = remedy_mission(work, step->at);
	const char *from = picture_name(picture, PICTURE_PERSON, step->from);
	const char *to = step->kind == PROPOSE_SUBSTITUTE
			     ? picture_name(picture, PICTURE_PERSON, step->to)
			     : NULL;
	struct mission mission;

	if (!old || !from || !mission_has_person(old, from) ||
	    (to && mission_has_person(old, to)))
		return remedy_cannot(work, "the mission is not as it was");
	mission = *old;
	if (replace_in_roles(work, &mission, from, to, NULL) < 0 ||
	    replace_on_legs(work, &mission, from, to) < 0 ||
	    (!to && cost_less(work, &mission, mission_people_count(old)) < 0))
		return work->err->code;
	return remedy_set_mission(work, old, &mission);
}

/* Within one role there is nothing to exchange. They travel as they would. */
int
remedy_exchange(struct remedy_work *work, const struct propose_step *step)
{
	const struct picture *picture = work->office->picture;
	const struct mission *old = remedy_mission(work, step->at);
	const char *from = picture_name(picture, PICTURE_PERSON, step->from);
	const char *to = picture_name(picture, PICTURE_PERSON, step->to);
	struct mission mission;

	if (!old || !from || !to || !mission_has_person(old, from) ||
	    !mission_has_person(old, to))
		return remedy_cannot(work, "the mission is not as it was");
	mission = *old;
	if (replace_in_roles(work, &mission, from, to, to) < 0)
		return work->err->code;
	return remedy_set_mission(work, old, &mission);
}

/* ----------------------------------------------------------------- when */

/* Takes one window more, which becomes the one that is taken. Tickets for
 * another time are of no use. */
static int
take_new_window(struct remedy_work *work, const struct mission *old,
    struct mission *mission, const struct window *window)
{
	size_t n = COUNT(old->windows);
	const struct window **windows;

	windows = remedy_scratch(work, (n + 2) * sizeof *windows);
	if (!windows)
		return work->err->code;
	if (n)
		memcpy(windows, old->windows, n * sizeof *windows);
	windows[n] = window;
	mission->windows = windows;
	mission->window = (int64_t)n + 1;
	mission->legs = NULL;
	return remedy_set_mission(work, old, mission);
}

int
remedy_window(struct remedy_work *work, const struct propose_step *step)
{
	const struct mission *old = remedy_mission(work, step->at);
	struct mission mission;
	int64_t n = 0;

	while (old && old->windows && old->windows[n])
		n++;
	if (!old || step->to > n || step->to < 1)
		return remedy_cannot(work, "there is no such window");
	mission = *old;
	mission.window = step->to;
	mission.legs = NULL;
	return remedy_set_mission(work, old, &mission);
}

/* What is left to pay of who attends from home: to be let in. */
static int
keep_registration(struct remedy_work *work, struct mission *mission)
{
	size_t n = COUNT(mission->costs), kept = 0;
	const struct cost **costs;

	costs = remedy_scratch(work, (n + 1) * sizeof *costs);
	for (size_t i = 0; costs && i < n; i++)
		if (mission->costs[i]->heading &&
		    strcmp(mission->costs[i]->heading, "registration") == 0)
			costs[kept++] = mission->costs[i];
	mission->costs = costs;
	return costs ? 0 : work->err->code;
}

/* The interval that it has now, as texts. */
static int
fill_interval(
    struct remedy_work *work, const struct mission *mission, struct window *out)
{
	struct journey journey =
	    journey_of(mission, work->office->input.events);

	if (journey.window) {
		*out = *journey.window;
		return 0;
	}
	if (!journey.row || mission->occurrence)
		return remedy_cannot(work, "its dates are not its own");
	out->start = journey.row->event->start;
	out->end = journey.row->event->end;
	out->zone = journey.row->event->zone;
	return 0;
}

int
remedy_remote(struct remedy_work *work, const struct propose_step *step)
{
	const struct mission *old = remedy_mission(work, step->at);
	struct window *window = remedy_scratch(work, sizeof *window);
	struct mission mission;

	if (!window)
		return work->err->code;
	if (!old)
		return remedy_cannot(work, "the mission is not as it was");
	mission = *old;
	if (fill_interval(work, old, window) < 0 ||
	    keep_registration(work, &mission) < 0)
		return work->err->code;
	window->remote = 1;
	mission.remote_considered = 1;
	return take_new_window(work, old, &mission, window);
}

/* Whole days whose hours lie in the span. */
static bool
whole_days(struct remedy_work *work, int32_t site, struct span span,
    struct window *window)
{
	const struct picture_options *options = &work->office->picture->options;
	const struct world *world = &work->office->picture->world;
	int64_t first = world_day(world, site, span.start);
	int64_t last = world_day(world, site, span.end);
	char text[DAY_TEXT];

	if (world_day_hours(
		world, site, first, options->day_start, options->day_end)
		.start < span.start)
		first++;
	if (world_day_hours(
		world, site, last, options->day_start, options->day_end)
		.end > span.end)
		last--;
	if (first > last)
		return false;
	window->start = remedy_text(work, "%s", day_format(text, first));
	window->end = remedy_text(work, "%s", day_format(text, last + 1));
	window->zone = NULL;
	return true;
}

#define QUARTER 900

/* Quarters of an hour on the wall of the window's zone. */
static bool
wall_times(struct remedy_work *work, struct span span, struct window *window)
{
	const struct zone *zone = NULL;
	struct err err = ERR_INIT;
	char text[WALL_TEXT];
	int64_t start = (span.start + QUARTER - 1) / QUARTER * QUARTER;
	int64_t end = span.end / QUARTER * QUARTER;

	if (!window->zone || start >= end ||
	    zones_get(work->office->picture->options.zones, window->zone, &zone,
		&err) < 0)
		return false;
	window->start = remedy_text(
	    work, "%s", wall_format(text, start + zone_offset(zone, start)));
	window->end = remedy_text(
	    work, "%s", wall_format(text, end + zone_offset(zone, end)));
	return true;
}

int
remedy_shorten(struct remedy_work *work, const struct propose_step *step)
{
	const struct mission *old = remedy_mission(work, step->at);
	struct window *window = remedy_scratch(work, sizeof *window);
	struct mission mission;
	bool done;

	if (!window)
		return work->err->code;
	if (!old || old->sessions)
		return remedy_cannot(work, "its appointments are fixed");
	mission = *old;
	if (fill_interval(work, old, window) < 0)
		return work->err->code;
	done = strchr(window->start, 'T')
		   ? wall_times(work, step->span, window)
		   : whole_days(work,
			 work->office->picture->world.missions.items[step->at]
			     .site,
			 step->span, window);
	if (!done)
		return remedy_cannot(work, "nothing of it would be left");
	return take_new_window(work, old, &mission, window);
}

/* ------------------------------------------------------------ whether */

int
remedy_decline(struct remedy_work *work, const struct propose_step *step)
{
	const struct mission *old = remedy_mission(work, step->at);
	struct mission mission;
	bool decided;

	if (!old || remedy_now(work, FAMILY_EDITION, old->id))
		return remedy_cannot(work, "the mission is not as it was");
	mission = *old;
	decided = life_from(LIFE_CANCEL) >> old->state & 1;
	if (old->direction == EVENT_INCOMING)
		mission.state = old->state == MISSION_REQUESTED
				    ? MISSION_DECLINED
				    : MISSION_CANCELLED;
	else
		mission.state = decided ? MISSION_CANCELLED : MISSION_WITHDRAWN;
	mission.state_since = work->office->now;
	mission.reason = work->office->reason;
	return remedy_set_mission(work, old, &mission);
}

/* As one that is to be decided anew; what was decided stays in force. */
int
remedy_follow(struct remedy_work *work, const struct propose_step *step)
{
	const struct mission *old = remedy_mission(work, step->at);
	struct mission mission;

	if (!old || old->state != MISSION_AUTHORISED ||
	    remedy_now(work, FAMILY_EDITION, old->id))
		return remedy_cannot(work, "the mission is not as it was");
	mission = *old;
	mission.windows = NULL;
	mission.window = 0;
	mission.legs = NULL;
	mission.edition = old->edition + 1;
	mission.state = MISSION_SUBMITTED;
	mission.state_since = work->office->now;
	mission_forget_decision(&mission);
	if (remedy_set(work, FAMILY_EDITION, old->id, old) < 0)
		return work->err->code;
	return remedy_set_mission(work, old, &mission);
}
