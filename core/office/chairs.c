/* SPDX-License-Identifier: Apache-2.0 */
#include "chairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "model/resource.h"
#include "office/own_event.h"
#include "office/picture_parts.h"
#include "schedule/world_lists.h"

#define HOSTS_MOST 12

/* ------------------------------------------------------------------ who */

bool
role_takes(const struct role *role, const struct person *person)
{
	return (!role->skill || texts_have(person->skills, role->skill)) &&
	       (!role->language ||
		   texts_have(person->languages, role->language)) &&
	       (!role->rank || (person->rank && person->rank <= role->rank));
}

static int
offer(const struct picture_input *input, const struct picture *picture,
    const struct role *role, const char *id,
    int (*fn)(int32_t person, void *arg), void *arg)
{
	const struct person *person =
	    records_get(input->records, FAMILY_PERSON, id);
	int32_t number = picture_number(picture, PICTURE_PERSON, id);

	if (!person || number == NOBODY || !role_takes(role, person))
		return 0;
	if (role->team && (!person->team || strcmp(role->team, person->team)))
		return 0;
	return fn(number, arg);
}

int
role_people_each(const struct picture *picture,
    const struct picture_input *input, const struct mission *mission,
    const struct role *role, int (*fn)(int32_t person, void *arg), void *arg)
{
	const char *team = role->team ? role->team : mission->team;
	int32_t number = picture_number(picture, PICTURE_TEAM, team);
	int rc = 0;

	if (role->candidates) {
		for (size_t i = 0; rc == 0 && role->candidates[i]; i++)
			rc = offer(
			    input, picture, role, role->candidates[i], fn, arg);
		return rc;
	}
	if (number == NOBODY || (size_t)number >= picture->world.teams.len)
		return 0;
	vec_each(&picture->world.teams.items[number].members, member)
		if (rc == 0)
			rc = offer(input, picture, role,
			    picture_name(picture, PICTURE_PERSON, *member), fn,
			    arg);
	return rc;
}

struct filling_chair {
	const struct picture *picture;
	const struct mission *mission;
	struct propose_chair *chair;
};

static int
add_fit(int32_t person, void *arg)
{
	struct filling_chair *filling = arg;

	if (mission_has_person(filling->mission,
		picture_name(filling->picture, PICTURE_PERSON, person)))
		return 0;
	return indices_put(&filling->chair->fit, person);
}

static int
add_chairs(const struct picture *picture, const struct picture_input *input,
    const struct mission *mission, struct propose_mission *out)
{
	for (size_t r = 0; mission->roles && mission->roles[r]; r++) {
		const struct role *role = mission->roles[r];

		for (size_t i = 0; role->chosen && role->chosen[i]; i++) {
			struct propose_chair chair = {
				.person = picture_number(
				    picture, PICTURE_PERSON, role->chosen[i])
			};
			struct filling_chair filling = { picture, mission,
				&chair };

			if (chair.person == NOBODY)
				continue;
			if (role_people_each(picture, input, mission, role,
				add_fit, &filling) < 0 ||
			    vec_push(&out->chairs, chair) < 0) {
				vec_free(&chair.fit);
				return -ENOMEM;
			}
		}
	}
	return 0;
}

/* ----------------------------------------------------------------- when */

static int
add_windows(const struct picture *picture, const struct mission *mission,
    int32_t site, struct propose_mission *out)
{
	const struct window *taken = mission_window(mission);

	for (int32_t i = 0; mission->windows && mission->windows[i]; i++) {
		const struct window *at = mission->windows[i];
		struct propose_window window = { .number = i + 1,
			.remote = at->remote != 0 };
		struct event_times times;
		struct err err = ERR_INIT;

		if (at == taken ||
		    interval_times(at->start, at->end, at->zone,
			picture->options.zones, &times, &err) < 0)
			continue;
		window.span = picture_span(picture, &times, site);
		if (vec_push(&out->windows, window) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* ---------------------------------------------------------------- worth */

static bool
is_open(const struct mission *mission)
{
	switch (mission->state) {
	case MISSION_SUBMITTED:
	case MISSION_ENDORSED:
	case MISSION_REQUESTED:
	case MISSION_ACCEPTED:
	case MISSION_PROGRAMMED:
		return !mission->imported;
	default:
		return false;
	}
}

static int64_t
worth_of(const struct picture *picture, const struct world_mission *mission)
{
	const struct world_event *event =
	    world_event(&picture->world, mission->event);

	if (!picture->options.plan)
		return picture->options.unscored;
	if (event)
		return event->score;
	/* A journey of its own: what its line and region weigh at most. */
	return (mission->lines ? 40 : 0) + (mission->in_region ? 25 : 0);
}

static bool
is_mandatory(const struct mission *mission, const struct picture_input *input)
{
	struct journey journey = journey_of(mission, input->events);

	return mission->obligation != OBLIGATION_NONE ||
	       (journey.row && journey.row->event->statutory);
}

static void
add_sums(const struct picture *picture, const struct world_mission *world,
    struct propose_mission *out)
{
	vec_each(&world->stays, stay)
		out->days +=
		    (stay->away.end - stay->away.start + DAY_SECONDS - 1) /
		    DAY_SECONDS;
	vec_each(&world->stays, stay)
		out->seconds += stay->occupied.end - stay->occupied.start;
	vec_each(&world->costs, cost)
		out->cents += cost->cents;
	out->worth = worth_of(picture, world);
}

int
chairs_sums(struct picture *picture, const struct picture_input *input,
    const struct mission *mission, struct propose_mission *out)
{
	struct world_mission world;
	struct journey journey = journey_of(mission, input->events);
	struct picture_input before = picture->input;
	int rc;

	picture->input = *input;
	rc = picture_mission_fill(picture, mission, &world);
	picture->input = before;
	out->open = is_open(mission);
	out->approved = mission->state == MISSION_ENDORSED ||
			mission->state == MISSION_AUTHORISED ||
			mission->state == MISSION_UNDERWAY;
	out->mandatory = is_mandatory(mission, input);
	out->fixed =
	    mission->sessions != NULL && mission->direction != EVENT_INCOMING;
	out->remote = journey_remote(&journey);
	add_sums(picture, &world, out);
	world_mission_release(&world);
	return rc;
}

static int
ask_mission(void *arg, int32_t i, struct propose_mission *out)
{
	const struct chairs *chairs = arg;
	const struct mission *mission = records_get(chairs->input->records,
	    FAMILY_MISSION, picture_name(chairs->picture, PICTURE_MISSION, i));

	if (!mission)
		return 0;
	if (chairs_sums(chairs->picture, chairs->input, mission, out) < 0 ||
	    add_chairs(chairs->picture, chairs->input, mission, out) < 0)
		return -ENOMEM;
	return add_windows(chairs->picture, mission,
	    chairs->picture->world.missions.items[i].site, out);
}

/* --------------------------------------------------------------- things */

static bool
speaks_all(const struct resource *other, const struct resource *one)
{
	for (size_t i = 0; one->languages && one->languages[i]; i++)
		if (!other->languages ||
		    !texts_have(other->languages, one->languages[i]))
			return false;
	return true;
}

static int
ask_resources(void *arg, int32_t i, struct indices *out)
{
	const struct chairs *chairs = arg;
	const struct resource *one =
	    records_get(chairs->input->records, FAMILY_RESOURCE,
		picture_name(chairs->picture, PICTURE_RESOURCE, i));
	struct ordered_walk walk;

	if (!one)
		return 0;
	for (const struct record_row *row = records_first(
		 chairs->input->records, FAMILY_RESOURCE, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct resource *other = row->record;
		int32_t number = picture_number(
		    chairs->picture, PICTURE_RESOURCE, other->id);

		if (number != NOBODY && number != i &&
		    other->kind == one->kind && other->seats >= one->seats &&
		    speaks_all(other, one) && indices_put(out, number) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* Who may speak for us, those whose rank is nearest to the guests' first. */
static int
ask_hosts(void *arg, int32_t i, struct indices *out)
{
	const struct chairs *chairs = arg;
	const struct world *world = &chairs->picture->world;
	int64_t rank = world->missions.items[i].head_rank;

	for (int64_t apart = 0; apart < 5; apart++)
		for (int32_t p = 0; p < (int32_t)world->people.len; p++) {
			const struct person *person = records_get(
			    chairs->input->records, FAMILY_PERSON,
			    picture_name(chairs->picture, PICTURE_PERSON, p));

			if (!person || !person->represents ||
			    llabs((rank ? rank : person->rank) -
				  person->rank) != apart)
				continue;
			if (out->len < HOSTS_MOST && vec_push(out, p) < 0)
				return -ENOMEM;
		}
	return 0;
}

static bool
ask_movable(void *arg, int32_t session)
{
	const struct chairs *chairs = arg;
	const char *name =
	    picture_name(chairs->picture, PICTURE_SESSION, session);
	const struct mission *visit =
	    records_get(chairs->input->records, FAMILY_MISSION, name);
	const struct event_row *row;

	if (visit)
		return is_open(visit);
	row = name ? snapshot_event(chairs->input->events, name, NULL) : NULL;
	return row && strcmp(row->event->source, OWN_SOURCE) == 0;
}

struct propose_office
chairs_office(struct chairs *chairs)
{
	const struct plan *plan = chairs->picture->options.plan;
	struct propose_office office = { .arg = chairs,
		.mission = ask_mission,
		.resources = ask_resources,
		.hosts = ask_hosts,
		.movable = ask_movable,
		.shortest = chairs->shortest };

	while (plan && plan->lines && office.lines < 64 &&
	       plan->lines[office.lines])
		office.lines++;
	return office;
}
