/* SPDX-License-Identifier: Apache-2.0 */
#include "period.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "model/bound.h"
#include "model/team.h"
#include "office/period_parts.h"
#include "schedule/world_lists.h"

void
period_free(struct period *period)
{
	vec_free(&period->missions);
	vec_free(&period->options);
	vec_free(&period->chairs);
	vec_free(&period->people);
	vec_free(&period->teams);
	vec_free(&period->sites);
	vec_free(&period->events);
}

int64_t
period_minute(const struct period_writing *writing, int64_t utc, bool up)
{
	int64_t since = utc - writing->period->span.start;

	return since >= 0 ? (since + (up ? MINUTE - 1 : 0)) / MINUTE
			  : -((-since + (up ? 0 : MINUTE - 1)) / MINUTE);
}

/* The place of a number in a list, added if need be. */
int32_t
period_place(
    struct period_writing *writing, struct indices *list, int32_t number)
{
	for (size_t i = 0; i < list->len; i++)
		if (list->items[i] == number)
			return (int32_t)i;
	if (vec_push(list, number) < 0)
		writing->failed = true;
	return (int32_t)list->len - 1;
}

/* Cities are one for all sites of it. */
int32_t
period_city(struct period_writing *writing, int32_t site_)
{
	const struct world_site *site = world_site(writing->world, site_);
	struct indices *list = &writing->period->sites;

	if (!site || !site->known)
		return -1;
	for (size_t i = 0; i < list->len; i++) {
		const struct world_site *known =
		    world_site(writing->world, list->items[i]);

		if (known && known->city == site->city)
			return (int32_t)i;
	}
	return period_place(writing, list, site_);
}

/* ----------------------------------------------------- teams and people */

static void
gather_people(struct period_writing *writing)
{
	const struct world *world = writing->world;

	for (int32_t i = 0; i < (int32_t)world->people.len; i++) {
		const struct world_person *person = world_person(world, i);

		if (!person || person->team == NOBODY)
			continue;
		period_place(writing, &writing->period->teams, person->team);
		if (vec_push(&writing->period->people, i) < 0)
			writing->failed = true;
		period_city(writing, person->home);
	}
	if (writing->period->sites.len == 0 &&
	    vec_push(&writing->period->sites, NOBODY) < 0)
		writing->failed = true;
}

static void
write_teams(struct period_writing *writing)
{
	buf_adds(writing->out, ",\n\"teams\":[");
	for (size_t i = 0; i < writing->period->teams.len; i++) {
		int32_t team = writing->period->teams.items[i];

		buf_addf(
		    writing->out, "%s\n{\"id\":%zu,\"ref\":", i ? "," : "", i);
		json_add_text(writing->out,
		    picture_name(writing->picture, PICTURE_TEAM, team));
		buf_addf(writing->out, ",\"min_home\":%" PRId64 "}",
		    writing->world->teams.items[team].minimum);
	}
	buf_addc(writing->out, ']');
}

static bool
is_of_problem(const struct period_writing *writing, int32_t mission)
{
	vec_each(&writing->period->missions, at)
		if (at->number == mission)
			return true;
	return false;
}

static void
write_span(struct period_writing *writing, struct span span, bool *any)
{
	if (span_empty(span) || !span_meets(span, writing->period->span))
		return;
	buf_addf(writing->out, "%s[%" PRId64 ",%" PRId64 "]", *any ? "," : "",
	    period_minute(writing, span.start, false),
	    period_minute(writing, span.end, true));
	*any = true;
}

/* Absent, or away on what this problem does not decide. */
static void
write_person(struct period_writing *writing, size_t i)
{
	int32_t number = writing->period->people.items[i];
	const struct world_person *person =
	    world_person(writing->world, number);
	int32_t base = period_city(writing, person->home);
	bool any = false;

	buf_addf(writing->out, "%s\n{\"id\":%zu,\"ref\":", i ? "," : "", i);
	json_add_text(writing->out,
	    picture_name(writing->picture, PICTURE_PERSON, number));
	buf_addf(writing->out,
	    ",\"team\":%d,\"base\":%d,\"max_away_days\":%" PRId64
	    ",\"unavail\":[",
	    period_place(writing, &writing->period->teams, person->team),
	    base < 0 ? 0 : base,
	    (writing->period->span.end - writing->period->span.start) /
		    DAY_SECONDS +
		1);
	vec_each(&person->absences, absence)
		write_span(writing, *absence, &any);
	vec_each(&person->bookings, booking)
		if (!is_of_problem(writing, booking->mission))
			write_span(writing,
			    span_empty(booking->away) ? booking->occupied
						      : booking->away,
			    &any);
	buf_adds(writing->out, "]}");
}

static void
write_people(struct period_writing *writing)
{
	buf_adds(writing->out, ",\n\"persons\":[");
	for (size_t i = 0; i < writing->period->people.len; i++)
		write_person(writing, i);
	buf_addc(writing->out, ']');
}

/* --------------------------------------------------------- time and place */

static void
write_days(struct period_writing *writing)
{
	const struct world *world = writing->world;
	const struct indices *teams = &writing->period->teams;
	const struct world_team *team =
	    teams->len ? &world->teams.items[teams->items[0]] : NULL;
	int32_t site = team ? team->site : NOBODY;
	int32_t town = team ? team->town : NOBODY;
	int64_t day = world_day(world, site, writing->period->span.start);
	int64_t last = world_day(world, site, writing->period->span.end);
	const char *comma = "";

	buf_adds(writing->out, ",\n\"presence_days\":[");
	for (; day <= last; day++) {
		struct span core = world_day_hours(world, site, day,
		    world->settings.core_start, world->settings.core_end);

		if (!world_working_day(world, town, day) ||
		    core.start < writing->period->span.start)
			continue;
		buf_addf(writing->out, "%s[%" PRId64 ",%" PRId64 "]", comma,
		    period_minute(writing, core.start, false),
		    period_minute(writing, core.end, true));
		comma = ",";
	}
	buf_addc(writing->out, ']');
}

static void
write_travel(struct period_writing *writing)
{
	const struct indices *sites = &writing->period->sites;

	buf_adds(writing->out, ",\n\"travel_min\":[");
	for (size_t i = 0; i < sites->len; i++) {
		buf_adds(writing->out, i ? ",\n[" : "\n[");
		for (size_t k = 0; k < sites->len; k++) {
			int64_t way =
			    i == k ? 0
				   : world_travel(writing->world,
					 sites->items[i], sites->items[k],
					 writing->period->span.start);

			buf_addf(writing->out, "%s%" PRId64, k ? "," : "",
			    way > 0 ? (way + MINUTE - 1) / MINUTE : 0);
		}
		buf_addc(writing->out, ']');
	}
	buf_addc(writing->out, ']');
	buf_adds(writing->out, ",\n\"cities\":[");
	for (size_t i = 0; i < sites->len; i++) {
		const char *name = picture_name(
		    writing->picture, PICTURE_SITE, sites->items[i]);

		buf_addf(
		    writing->out, "%s{\"id\":%zu,\"name\":", i ? "," : "", i);
		json_add_text(writing->out, name ? name : "");
		buf_addc(writing->out, '}');
	}
	buf_addc(writing->out, ']');
}

static void
gather_missions(struct period_writing *writing)
{
	const struct world *world = writing->world;

	for (int32_t i = 0; i < (int32_t)world->missions.len; i++) {
		struct period_mission at = { .number = i };

		if (period_takes(writing, i) &&
		    vec_push(&writing->period->missions, at) < 0)
			writing->failed = true;
	}
}

/* What the year's budget has left for these missions; never less than what
 * they are decided to cost, or nothing would stand. */
static void
write_budgets(struct period_writing *writing)
{
	const char *comma = "";
	int32_t n = 0;

	buf_adds(writing->out, ",\n\"budgets\":[");
	vec_each(&writing->world->budgets, budget) {
		int64_t left = budget->cents, decided = 0;
		struct span days = days_within(writing->world->settings.zone,
		    day_from_ymd(budget->year, 1, 1),
		    day_from_ymd(budget->year + 1, 1, 1));

		for (int32_t i = 0; i < (int32_t)writing->world->missions.len;
		     i++) {
			const struct world_mission *at =
			    &writing->world->missions.items[i];

			vec_each(&at->costs, cost) {
				if (!at->counts || cost->team != budget->team ||
				    cost->year != budget->year)
					continue;
				if (!is_of_problem(writing, i))
					left -= cost->cents;
				else if (at->decided)
					decided += cost->cents;
			}
		}
		if (left < decided)
			left = decided;
		buf_addf(writing->out,
		    "%s\n{\"id\":%d,\"team\":%d,\"s\":%" PRId64
		    ",\"e\":%" PRId64 ",\"limit\":%" PRId64 "}",
		    comma, n++,
		    period_place(
			writing, &writing->period->teams, budget->team),
		    period_minute(writing, days.start, false),
		    period_minute(writing, days.end, false), left);
		comma = ",";
	}
	buf_addc(writing->out, ']');
}

/* How many delegates an event takes is not known. */
static void
write_joints(struct period_writing *writing)
{
	const struct indices *events = &writing->period->events;

	buf_adds(writing->out, ",\n\"joints\":[");
	for (size_t i = 0; i < events->len; i++)
		buf_addf(writing->out,
		    "%s{\"id\":%zu,\"bonus\":%" PRId64
		    ",\"max_delegates\":null,\"shared_res\":[]}",
		    i ? "," : "", i, writing->period->how->joint_bonus);
	buf_addc(writing->out, ']');
}

int
period_write(struct period *period, struct buf *out, struct err *err)
{
	struct picture *picture = period->how->office.picture;
	struct picture_input before = picture->input;
	struct period_writing writing = { period, picture, &picture->world, out,
		false };
	char text[INSTANT_TEXT];

	picture->input = period->how->office.input;
	gather_people(&writing);
	gather_missions(&writing);
	buf_addf(out,
	    "{\"format\":\"mission-instance-1\",\"name\":\"period\","
	    "\"unit\":\"minute\",\"epoch\":\"%s\",\"weights\":[100000,100,1]",
	    instant_format(text, period->span.start, 0));
	period_write_missions(&writing);
	write_budgets(&writing);
	write_teams(&writing);
	write_people(&writing);
	write_days(&writing);
	write_travel(&writing);
	write_joints(&writing);
	buf_adds(out, ",\n\"resources\":[]}\n");
	picture->input = before;
	return writing.failed || buf_error(out) < 0
		   ? err_set(err, -ENOMEM, "resolve: no memory")
		   : 0;
}
