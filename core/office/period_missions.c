/* SPDX-License-Identifier: Apache-2.0 */
/* The missions of a period: their roles, and the ways in which each could be
 * done. */
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "office/period_parts.h"
#include "schedule/world_lists.h"

static const struct mission *
record_of(const struct period_writing *writing, int32_t number)
{
	return records_get(writing->period->how->office.input.records,
	    FAMILY_MISSION,
	    picture_name(writing->picture, PICTURE_MISSION, number));
}

static bool
is_decided(const struct mission *mission)
{
	return mission->state == MISSION_AUTHORISED ||
	       mission->state == MISSION_UNDERWAY || mission->imported;
}

/* Who is of no team is nobody's candidate. */
static bool
are_of_teams(const struct world *world, const struct world_stays *stays)
{
	vec_each(stays, stay) {
		const struct world_person *person =
		    world_person(world, stay->person);

		if (!person || person->team == NOBODY)
			return false;
	}
	return true;
}

/* Outgoing, counted, with people of the teams, and it begins in the period. */
bool
period_takes(const struct period_writing *writing, int32_t i)
{
	const struct world_mission *world = &writing->world->missions.items[i];
	const struct mission *mission = world->there && world->counts &&
						!world->incoming &&
						world->stays.len
					    ? record_of(writing, i)
					    : NULL;
	int64_t start =
	    mission ? world->stays.items[0].occupied.start : INT64_MIN;

	return mission && start >= writing->period->span.start &&
	       start < writing->period->span.end &&
	       !(writing->period->loose && is_decided(mission)) &&
	       mission_people_count(mission) <= PROBLEM_MOST_PEOPLE &&
	       are_of_teams(writing->world, &world->stays);
}

struct offer {
	struct period_writing *writing;
	bool any;
};

static int
write_candidate(int32_t person, void *arg)
{
	struct offer *offer = arg;
	const struct indices *people = &offer->writing->period->people;

	for (size_t i = 0; i < people->len; i++)
		if (people->items[i] == person) {
			buf_addf(offer->writing->out, "%s%zu",
			    offer->any ? "," : "", i);
			offer->any = true;
		}
	return 0;
}

static int
add_fit(int32_t person, void *arg)
{
	return indices_put(arg, person);
}

/* Who sits there is a candidate, whatever is wanted. */
static void
write_role(struct period_writing *writing, const struct mission *mission,
    const struct role *role, size_t chosen)
{
	struct indices fit = VEC_INIT;
	struct offer offer = { writing, false };

	for (size_t i = 0; i < chosen; i++)
		if (indices_put(&fit, picture_number(writing->picture,
					  PICTURE_PERSON, role->chosen[i])) < 0)
			writing->failed = true;
	if (role_people_each(writing->picture,
		&writing->period->how->office.input, mission, role, add_fit,
		&fit) < 0)
		writing->failed = true;
	buf_addf(writing->out, "{\"n\":%zu,\"cands\":[", chosen);
	vec_each(&fit, person)
		write_candidate(*person, &offer);
	buf_adds(writing->out, "]}");
	vec_free(&fit);
}

static void
write_roles(struct period_writing *writing, const struct mission *mission,
    struct period_mission *at)
{
	const char *comma = "";

	buf_adds(writing->out, ",\"roles\":[");
	at->first_chair = (int32_t)writing->period->chairs.len;
	for (size_t r = 0; mission->roles && mission->roles[r]; r++) {
		const struct role *role = mission->roles[r];
		size_t n = COUNT(role->chosen);

		if (n == 0)
			continue;
		buf_adds(writing->out, comma);
		write_role(writing, mission, role, n);
		comma = ",";
		for (size_t i = 0; i < n; i++)
			if (vec_push(&writing->period->chairs,
				picture_number(writing->picture, PICTURE_PERSON,
				    role->chosen[i])) < 0)
				writing->failed = true;
	}
	at->chairs = (int32_t)writing->period->chairs.len - at->first_chair;
	buf_addc(writing->out, ']');
}

/* One way to do it; false: it has no dates so. */
static bool
write_option(struct period_writing *writing, const struct mission *mission,
    int32_t window, int64_t penalty, int64_t cents)
{
	struct mission copy = *mission;
	struct world_mission of;
	struct period_option option = { window };
	bool remote, done = false;

	if (window > 0)
		copy.window = window;
	remote =
	    window < 0 || (window > 0 && mission->windows[window - 1]->remote);
	if (picture_mission_fill(writing->picture, &copy, &of) < 0)
		writing->failed = true;
	if (!writing->failed && of.stays.len) {
		struct span span = of.stays.items[0].occupied;
		int32_t city = remote ? -1 : period_city(writing, of.site);
		bool first = writing->out->data[writing->out->len - 1] == '[';

		buf_addf(writing->out,
		    "%s{\"kind\":\"%s\",\"s\":%" PRId64 ",\"e\":%" PRId64
		    ",\"city\":",
		    first ? "" : ",", remote ? "remote" : "visit",
		    period_minute(writing, span.start, false),
		    period_minute(writing, span.end, true));
		if (city < 0)
			buf_adds(writing->out, "null");
		else
			buf_addf(writing->out, "%d", city);
		buf_addf(writing->out,
		    ",\"away\":%s,\"unit_cost\":0,\"fixed_cost\":%" PRId64
		    ",\"res\":[],\"pen\":%" PRId64 ",\"joint\":",
		    remote ? "false" : "true", remote ? 0 : cents, penalty);
		if (remote || of.event == NOBODY)
			buf_adds(writing->out, "null}");
		else
			buf_addf(writing->out, "%d}",
			    period_place(
				writing, &writing->period->events, of.event));
		done = true;
		if (vec_push(&writing->period->options, option) < 0)
			writing->failed = true;
	}
	world_mission_release(&of);
	return done;
}

/* The place of the one that is taken now among those that are written. */
static int32_t
write_options(struct period_writing *writing, const struct mission *mission,
    const struct propose_mission *facts, struct period_mission *at)
{
	const struct proposals_how *how = writing->period->how;
	int64_t taken = mission->window ? mission->window : 1;
	int32_t n = (int32_t)COUNT(mission->windows), now = 0;
	int64_t cents = facts->cents > 0 ? facts->cents : 0;
	bool remote = facts->remote;

	buf_adds(writing->out, ",\"options\":[");
	at->first_option = (int32_t)writing->period->options.len;
	for (int32_t w = 1; w <= n; w++) {
		int64_t loss = how->window_loss * (w - 1);

		if (facts->fixed && w != taken)
			continue;
		if (mission->windows[w - 1]->remote)
			loss = how->remote_loss;
		remote |= mission->windows[w - 1]->remote != 0;
		if (w == taken)
			now = (int32_t)writing->period->options.len -
			      at->first_option;
		write_option(
		    writing, mission, w, facts->worth * loss / 100, cents);
	}
	if (n == 0)
		write_option(writing, mission, 0, 0, cents);
	if (!remote && !mission->occurrence && !mission->imported)
		write_option(writing, mission, -1,
		    facts->worth * how->remote_loss / 100, 0);
	at->options = (int32_t)writing->period->options.len - at->first_option;
	buf_addc(writing->out, ']');
	return now;
}

static void
write_approved(struct period_writing *writing, const struct mission *mission,
    const struct period_mission *at, int32_t option)
{
	struct offer offer = { writing, false };
	const char *comma = "";
	int32_t chair = at->first_chair;

	buf_addf(
	    writing->out, ",\"approved\":{\"option\":%d,\"roles\":[", option);
	for (size_t r = 0; mission->roles && mission->roles[r]; r++) {
		size_t n = COUNT(mission->roles[r]->chosen);

		if (n == 0)
			continue;
		buf_addf(writing->out, "%s[", comma);
		offer.any = false;
		while (n--)
			write_candidate(
			    writing->period->chairs.items[chair++], &offer);
		buf_addc(writing->out, ']');
		comma = ",";
	}
	buf_adds(writing->out, "]}");
}

static void
write_mission(
    struct period_writing *writing, struct period_mission *at, size_t i)
{
	const struct mission *mission = record_of(writing, at->number);
	const struct world_mission *world =
	    &writing->world->missions.items[at->number];
	struct propose_mission facts = { .open = false };
	int64_t weight;
	int32_t now;

	if (chairs_sums(writing->picture, &writing->period->how->office.input,
		mission, &facts) < 0)
		writing->failed = true;
	weight = 1 + facts.approved;
	buf_addf(writing->out, "%s\n{\"id\":%zu,\"ref\":", i ? "," : "", i);
	json_add_text(writing->out, mission->id);
	buf_addf(writing->out,
	    ",\"team\":%d,\"mandatory\":%s,\"decline\":[%d,0,%" PRId64
	    "],\"pinned\":%s,\"move_cost\":%" PRId64 ",\"swap_cost\":%" PRId64
	    ",\"drop_cost\":%" PRId64,
	    period_place(
		writing, &writing->period->teams, world->teams.items[0]),
	    facts.mandatory ? "true" : "false", facts.mandatory ? 1 : 0,
	    facts.worth, is_decided(mission) ? "true" : "false", weight, weight,
	    weight * mission_people_count(mission));
	write_roles(writing, mission, at);
	now = write_options(writing, mission, &facts, at);
	write_approved(writing, mission, at, now);
	buf_addc(writing->out, '}');
}

void
period_write_missions(struct period_writing *writing)
{
	buf_adds(writing->out, ",\n\"missions\":[");
	for (size_t i = 0; i < writing->period->missions.len; i++)
		write_mission(writing, &writing->period->missions.items[i], i);
	buf_addc(writing->out, ']');
}
