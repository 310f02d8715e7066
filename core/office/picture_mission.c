/* SPDX-License-Identifier: Apache-2.0 */
/* A mission as the rules see it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fold.h"
#include "base/text.h"
#include "model/bound.h"
#include "model/person.h"
#include "model/resource.h"
#include "model/team.h"
#include "office/picture_parts.h"

#define WORDS_MOST 2000

/* ---------------------------------------------------------- when, where */

int
picture_event_of(
    struct picture *picture, const struct journey *journey, int32_t *out)
{
	const struct event_row *row = journey->row;
	const char *occurrence = journey->mission->occurrence;
	char key[UUID_TEXT + WALL_TEXT + 1];

	*out = NOBODY;
	if (!journey->mission->event)
		return 0;
	if (row && row->shown)
		row = row->shown;
	if (!occurrence || (row && strcmp(occurrence, row->event->start) == 0))
		snprintf(key, sizeof key, "%.36s",
		    row ? row->id : journey->mission->event);
	else
		snprintf(key, sizeof key, "%.36s/%.19s",
		    row ? row->id : journey->mission->event, occurrence);
	return picture_add(picture, PICTURE_EVENT, key, out);
}

static int
site_of(struct picture *picture, const struct journey *journey, int32_t event_,
    int32_t *out)
{
	const struct mission *mission = journey->mission;
	const struct window *window = journey->window;
	const struct world_event *event = world_event(&picture->world, event_);
	struct whereabouts where = { .city = mission->city,
		.country = mission->country,
		.latitude = mission->latitude,
		.longitude = mission->longitude };

	*out = NOBODY;
	if (journey_remote(journey))
		return 0;
	if (window && window->city)
		where = (struct whereabouts){ window->city, window->country,
			NULL, NAN, NAN };
	if (where.city || isfinite(where.latitude) || !event)
		return picture_site(picture, &where, out);
	*out = event->site;
	return 0;
}

/* ------------------------------------------------------------------ who */

struct people {
	struct picture *picture;
	const struct journey *journey;
	struct world_mission *out;
};

static int
add_stay(const char *id, void *arg)
{
	struct people *people = arg;
	struct world_stay stay;
	int32_t person;

	if (picture_add(people->picture, PICTURE_PERSON, id, &person) < 0)
		return -ENOMEM;
	if (!picture_stay(people->picture, people->journey, people->out->event,
		people->out->site, person, id, &stay))
		return 0;
	if (!journey_remote(people->journey) &&
	    (!people->out->departure ||
		stay.away.start < people->out->departure))
		people->out->departure = stay.away.start;
	return vec_push(&people->out->stays, stay);
}

/* "air\tVY8988\t2026-03-01T07:10:00": the same for all who are on it. */
uint64_t
picture_leg_hash(const struct mission_leg *leg)
{
	char name[700];
	int n = snprintf(name, sizeof name, "%d\t%s\t%s\t%s", leg->mode,
	    leg->number ? leg->number
	    : leg->from ? leg->from
			: "",
	    leg->depart ? leg->depart : "",
	    leg->depart_zone ? leg->depart_zone : "");

	return hash64(name, strnlen(name, (size_t)n), 1);
}

static int
add_seats(struct picture *picture, const struct mission *mission,
    struct world_mission *out)
{
	const struct mission_leg *const *legs = mission->legs;

	for (; legs && *legs; legs++)
		vec_each(&out->stays, stay) {
			const char *id =
			    picture_name(picture, PICTURE_PERSON, stay->person);
			struct world_seat seat = { stay->person,
				picture_leg_hash(*legs) };

			if (((*legs)->people &&
				!texts_have((*legs)->people, id)) ||
			    !(*legs)->depart)
				continue;
			if (vec_push(&out->seats, seat) < 0)
				return -ENOMEM;
		}
	return 0;
}

static int
add_teams(struct picture *picture, const struct mission *mission,
    struct world_mission *out)
{
	const char *const *teams = mission->teams;
	int32_t team;

	if (mission->team &&
	    (picture_add(picture, PICTURE_TEAM, mission->team, &team) < 0 ||
		vec_push(&out->teams, team) < 0))
		return -ENOMEM;
	for (; teams && *teams; teams++)
		if (picture_add(picture, PICTURE_TEAM, *teams, &team) < 0 ||
		    vec_push(&out->teams, team) < 0)
			return -ENOMEM;
	return 0;
}

/* --------------------------------------------------------------- means */

int
picture_uses(struct picture *picture, const struct booking *const *bookings,
    struct world_uses *out)
{
	for (; bookings && *bookings; bookings++) {
		const struct booking *booking = *bookings;
		struct world_use use = {
			.units = booking->units ? booking->units : 1
		};
		struct event_times times;
		struct err err = ERR_INIT;

		if (interval_times(booking->start, booking->end, booking->zone,
			picture->options.zones, &times, &err) < 0)
			continue;
		/* A whole day's booking is the whole day's. */
		use.span = times_within(&times, picture->options.settings.zone);
		if (picture_add(picture, PICTURE_RESOURCE, booking->resource,
			&use.resource) < 0 ||
		    vec_push(out, use) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* A host receives one delegation at a time. */
static int
add_host(struct picture *picture, const struct mission *mission,
    struct world_mission *out)
{
	char name[80];
	struct world_use use = { .units = 1 };

	snprintf(name, sizeof name, "host/%s", mission->host);
	if (picture_add(picture, PICTURE_RESOURCE, name, &use.resource) < 0 ||
	    picture_mark(picture, PICTURE_RESOURCE, use.resource) < 0)
		return -ENOMEM;
	vec_each(&out->slots, slot) {
		use.span = slot->span;
		if (slot->person == NOBODY && vec_push(&out->uses, use) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* The programme: who is needed when; a slot that names nobody is the
 * host's. */
static int
add_programme(struct picture *picture, const struct mission *mission,
    struct world_mission *out)
{
	const struct slot *const *slots = mission->sessions;
	size_t kept = 0;

	for (; slots && *slots; slots++) {
		struct world_slot slot = { .person = NOBODY };
		struct event_times times;
		struct err err = ERR_INIT;

		if (interval_times((*slots)->start, (*slots)->end,
			(*slots)->zone, picture->options.zones, &times,
			&err) < 0)
			continue;
		slot.span =
		    times_within(&times, picture->options.settings.zone);
		if ((*slots)->needs) {
			slot.person = picture_person(picture, (*slots)->needs);
			if (slot.person == NOBODY)
				continue;
		}
		if (vec_push(&out->slots, slot) < 0)
			return -ENOMEM;
	}
	if (mission->host && add_host(picture, mission, out) < 0)
		return -ENOMEM;
	vec_each(&out->slots, slot)
		if (slot->person != NOBODY)
			out->slots.items[kept++] = *slot;
	out->slots.len = kept;
	return 0;
}

/* Teams one of whose interests stands in what is said of a delegation. */
static int
add_interested(struct picture *picture, const struct mission *mission,
    struct world_mission *out)
{
	char said[WORDS_MOST], folded[WORDS_MOST], word[WORDS_MOST];
	struct ordered_walk walk;

	snprintf(said, sizeof said, "%s %s %s", mission->title,
	    mission->purpose ? mission->purpose : "",
	    mission->sender ? mission->sender : "");
	text_fold(folded, sizeof folded, said);
	for (const struct record_row *row = records_first(
		 picture->input.records, FAMILY_TEAM, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct team *team = row->record;
		const char *const *interest = team->interests;
		bool has = false;
		int32_t number;

		for (; interest && *interest && !has; interest++) {
			text_fold(word, sizeof word, *interest);
			has = folded_has_word(folded, word);
		}
		if (has && (picture_add(
				picture, PICTURE_TEAM, team->id, &number) < 0 ||
			       vec_push(&out->interested, number) < 0))
			return -ENOMEM;
	}
	return 0;
}

/* Is the budget that would pay kept in the same money? */
static bool
same_money(const struct picture *picture, const struct mission *mission,
    const char *team, int32_t year)
{
	char id[RECORD_ID];
	const struct budget *budget;

	snprintf(id, sizeof id, "%s-%d", team, (int)year);
	budget = records_get(picture->input.records, FAMILY_BUDGET, id);
	return !budget || !budget->currency || !mission->currency ||
	       strcmp(budget->currency, mission->currency) == 0;
}

static int
add_costs(struct picture *picture, const struct mission *mission,
    struct world_mission *out)
{
	const struct cost *const *costs = mission->costs;

	if (mission->funding == FUNDING_FULL_SPONSOR ||
	    mission->direction == EVENT_INCOMING)
		return 0;
	for (; costs && *costs; costs++) {
		const char *team =
		    (*costs)->team ? (*costs)->team : mission->team;
		struct world_cost cost = { .year = out->year,
			.cents = (*costs)->estimated - (*costs)->sponsored };

		if (!team || cost.cents == 0 ||
		    !same_money(picture, mission, team, out->year))
			continue;
		if (picture_add(picture, PICTURE_TEAM, team, &cost.team) < 0 ||
		    vec_push(&out->costs, cost) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* ------------------------------------------------------------------ all */

static void
fill_plain(const struct picture *picture, const struct journey *journey,
    struct world_mission *out)
{
	const struct mission *mission = journey->mission;
	const struct check_item *const *items = mission->checklist;
	const struct plan *plan = picture->options.plan;
	int64_t first, end;

	out->there = true;
	out->counts = mission_counts(mission);
	out->over = mission->state == MISSION_DONE ||
		    mission->state == MISSION_CLOSED ||
		    mission->state == MISSION_HOSTED;
	out->incoming = mission->direction == EVENT_INCOMING;
	out->decided = mission->state == MISSION_AUTHORISED ||
		       mission->state == MISSION_UNDERWAY;
	out->in_region = !plan || journey_region(journey, plan) >= 0;
	out->lines =
	    plan ? journey_lines(journey, picture->input.records, plan) : 0;
	out->submitted_at = mission->submitted_at;
	out->head_rank = mission->head_rank;
	for (; items && *items; items++)
		out->open_items += !(*items)->done;
	if (journey_days(journey, &first, &end))
		out->year = civil_from_day(first).year;
}

static void
fill_from_event(const struct picture *picture, const struct journey *journey,
    struct world_mission *out)
{
	const struct world_event *event =
	    world_event(&picture->world, out->event);
	const struct person *host =
	    journey->mission->host ? records_get(picture->input.records,
					 FAMILY_PERSON, journey->mission->host)
				   : NULL;

	out->host_rank = host ? host->rank : 0;
	if (!event)
		return;
	out->tentative = event->tentative && !journey->window;
	out->decided_span = event->span;
	out->decided_site = event->site;
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* What its event was when it was decided, whatever has become of it. */
static int
fill_decided(struct picture *picture, const struct journey *journey,
    struct world_mission *out)
{
	const struct mission *mission = journey->mission;
	const struct event *event = journey->row ? journey->row->event : NULL;
	struct whereabouts where = { mission->decided_city,
		mission->decided_country, mission->decided_zone, NAN, NAN };
	struct event_times times;
	struct err err = ERR_INIT;

	if (!mission->decided_start ||
	    interval_times(mission->decided_start, mission->decided_end,
		mission->decided_zone, picture->options.zones, &times,
		&err) < 0)
		return 0;
	if ((!event || !same_text(event->city, mission->decided_city) ||
		!same_text(event->country, mission->decided_country)) &&
	    picture_site(picture, &where, &out->decided_site) < 0)
		return -ENOMEM;
	/* Of a series it is the occurrence that is meant. */
	if (!mission->occurrence)
		out->decided_span =
		    picture_span(picture, &times, out->decided_site);
	return 0;
}

int
picture_mission_fill(struct picture *picture, const struct mission *mission,
    struct world_mission *out)
{
	struct journey journey = journey_of(mission, picture->input.events);
	struct people people = { picture, &journey, out };

	*out = (struct world_mission){ .event = NOBODY, .site = NOBODY };
	fill_plain(picture, &journey, out);
	if (picture_event_of(picture, &journey, &out->event) < 0 ||
	    site_of(picture, &journey, out->event, &out->site) < 0)
		return -ENOMEM;
	fill_from_event(picture, &journey, out);
	if (fill_decided(picture, &journey, out) < 0 ||
	    add_teams(picture, mission, out) < 0 ||
	    picture_uses(picture, mission->bookings, &out->uses) < 0)
		return -ENOMEM;
	if (out->incoming)
		return add_programme(picture, mission, out) < 0 ||
			       add_interested(picture, mission, out) < 0
			   ? -ENOMEM
			   : 0;
	return mission_people_each(mission, add_stay, &people) < 0 ||
		       add_seats(picture, mission, out) < 0 ||
		       add_costs(picture, mission, out) < 0
		   ? -ENOMEM
		   : 0;
}

/* A visit that we receive, on days of its host's town. */
static int
put_visit(struct picture *picture, const struct mission *mission)
{
	struct journey journey = journey_of(mission, picture->input.events);
	struct world_session visit = { .there = mission_counts(mission) };
	const struct team *team =
	    records_get(picture->input.records, FAMILY_TEAM, mission->team);
	int32_t number, town = NOBODY;
	int rc;

	if (!journey_days(&journey, &visit.days.first, &visit.days.end))
		visit.there = false;
	if (picture_add(picture, PICTURE_SESSION, mission->id, &number) < 0 ||
	    (team &&
		picture_town(picture, team->city, team->country, &town) < 0) ||
	    (town != NOBODY && vec_push(&visit.towns, town) < 0))
		return -ENOMEM;
	rc = world_put_session(&picture->world, number, &visit);
	vec_free(&visit.towns);
	return rc;
}

int
picture_put_mission(struct picture *picture, int32_t i)
{
	const struct mission *mission = records_get(picture->input.records,
	    FAMILY_MISSION, picture_name(picture, PICTURE_MISSION, i));
	struct world_mission of = { .event = NOBODY };
	int rc = mission ? picture_mission_fill(picture, mission, &of) : 0;

	if (rc == 0)
		rc = world_put_mission(&picture->world, i, &of);
	world_mission_release(&of);
	if (rc == 0 && mission && mission->direction == EVENT_INCOMING)
		rc = put_visit(picture, mission);
	return rc;
}
