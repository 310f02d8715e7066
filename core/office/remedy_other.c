/* SPDX-License-Identifier: Apache-2.0 */
/* Steps that change what is booked, who receives, what we convene, and what is
 * said of a mission. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/overlay.h"
#include "model/session.h"
#include "office/own_event.h"
#include "office/remedy_parts.h"

/* ------------------------------------------------------------- sessions */

/* A session of our own: its record, its event. */
struct own {
	char id[UUID_TEXT];
	const struct session *session;
	const struct event_row *row;
	const struct mission *visit; /* or a visit that is a mission's */
};

static int
find_own(struct remedy_work *work, int32_t item, struct own *own)
{
	const struct remedy_office *office = work->office;
	const char *name =
	    picture_name(office->picture, PICTURE_SESSION, -2 - item);

	*own = (struct own){ .session = NULL };
	if (!name || strchr(name, '/'))
		return remedy_cannot(work, "it is one of a series");
	snprintf(own->id, sizeof own->id, "%s", name);
	own->session = remedy_now(work, FAMILY_SESSION, own->id);
	own->row = snapshot_event(office->input.events, own->id, NULL);
	own->visit = remedy_now(work, FAMILY_MISSION, own->id);
	if (own->visit && !own->visit->imported)
		return 0;
	own->visit = NULL;
	if (!own->row || strcmp(own->row->event->source, OWN_SOURCE) != 0 ||
	    own->row->event->rrule)
		return remedy_cannot(work, "its source says when it is");
	return 0;
}

/* Bookings so many days later, or (days 0) of another resource. */
static const struct booking *const *
changed_bookings(struct remedy_work *work, const struct booking *const *list,
    int64_t days, const char *from, const char *to)
{
	size_t n = COUNT(list);
	const struct booking **out =
	    remedy_scratch(work, (n + 1) * sizeof *out);

	for (size_t i = 0; out && i < n; i++) {
		struct booking *booking = remedy_scratch(work, sizeof *booking);

		if (!booking)
			return NULL;
		*booking = *list[i];
		if (days) {
			booking->start =
			    remedy_later(work, booking->start, days);
			booking->end = remedy_later(work, booking->end, days);
		} else if (strcmp(booking->resource, from) == 0) {
			booking->resource = to;
		}
		out[i] = booking;
	}
	return out;
}

static const struct window *const *
later_windows(
    struct remedy_work *work, const struct window *const *list, int64_t days)
{
	size_t n = COUNT(list);
	const struct window **out = remedy_scratch(work, (n + 1) * sizeof *out);

	for (size_t i = 0; out && i < n; i++) {
		struct window *window = remedy_scratch(work, sizeof *window);

		if (!window)
			return NULL;
		*window = *list[i];
		window->start = remedy_later(work, window->start, days);
		window->end = remedy_later(work, window->end, days);
		out[i] = window;
	}
	return out;
}

static const struct slot *const *
later_slots(
    struct remedy_work *work, const struct slot *const *list, int64_t days)
{
	size_t n = COUNT(list);
	const struct slot **out = remedy_scratch(work, (n + 1) * sizeof *out);

	for (size_t i = 0; out && i < n; i++) {
		struct slot *slot = remedy_scratch(work, sizeof *slot);

		if (!slot)
			return NULL;
		*slot = *list[i];
		slot->start = remedy_later(work, slot->start, days);
		slot->end = remedy_later(work, slot->end, days);
		out[i] = slot;
	}
	return out;
}

static int
move_visit(struct remedy_work *work, const struct mission *old, int64_t days)
{
	struct mission mission;

	if (!old || old->event)
		return remedy_cannot(work, "its event says when it is");
	mission = *old;
	mission.windows = later_windows(work, old->windows, days);
	mission.sessions = later_slots(work, old->sessions, days);
	mission.bookings = changed_bookings(work, old->bookings, days, "", "");
	if (work->err->code < 0)
		return work->err->code;
	return remedy_set_mission(work, old, &mission);
}

int
remedy_move(struct remedy_work *work, const struct propose_step *step)
{
	struct own own;
	struct event event;
	struct session session;

	if (step->at >= 0)
		return move_visit(
		    work, remedy_mission(work, step->at), step->to);
	if (find_own(work, step->at, &own) < 0)
		return work->err->code;
	if (own.visit)
		return move_visit(work, own.visit, step->to);
	event = *own.row->event;
	event.start = remedy_later(work, event.start, step->to);
	event.end = remedy_later(work, event.end, step->to);
	event.slots = later_slots(work, event.slots, step->to);
	if (work->err->code < 0 || remedy_set_event(work, own.row, &event) < 0)
		return work->err->code;
	if (!own.session || !own.session->bookings)
		return 0;
	session = *own.session;
	session.bookings =
	    changed_bookings(work, session.bookings, step->to, "", "");
	if (work->err->code < 0)
		return work->err->code;
	return remedy_set(work, FAMILY_SESSION, own.id, &session);
}

/* Adds to a list what there is of a family and is not in it, so many. */
static const char *const *
more_of(struct remedy_work *work, const char *const *list,
    enum family_id family, int64_t many)
{
	size_t n = COUNT(list);
	const char **out =
	    remedy_scratch(work, (n + (size_t)many + 1) * sizeof *out);
	struct ordered_walk walk;

	if (!out)
		return NULL;
	for (size_t i = 0; i < n; i++)
		out[i] = list[i];
	for (const struct record_row *row = records_first(
		 work->office->input.records, family, NULL, &walk);
	     row && many > 0; row = records_next(&walk))
		if (!texts_have(out, record_id(row->record))) {
			out[n++] = record_id(row->record);
			many--;
		}
	return many > 0 ? NULL : out;
}

/* More of those of whom it has most. */
static int
fill_group(struct remedy_work *work, struct group *group)
{
	size_t councils = COUNT(group->councils), teams = COUNT(group->teams);
	size_t people = COUNT(group->people);
	int64_t lacks = group->minimum - (int64_t)(councils + teams + people);
	const char *const *more;

	if (lacks <= 0)
		return remedy_cannot(work, "enough of the group come");
	if (people > councils && people > teams)
		more = group->people =
		    more_of(work, group->people, FAMILY_PERSON, lacks);
	else if (teams > councils)
		more = group->teams =
		    more_of(work, group->teams, FAMILY_TEAM, lacks);
	else
		more = group->councils =
		    more_of(work, group->councils, FAMILY_COUNCIL, lacks);
	return more ? 0 : remedy_cannot(work, "there are not as many");
}

int
remedy_invite(struct remedy_work *work, const struct propose_step *step)
{
	struct own own;
	struct session session;
	const struct group **groups;
	struct group *group = remedy_scratch(work, sizeof *group);
	size_t n;

	if (!group || find_own(work, step->at, &own) < 0)
		return work->err->code;
	n = own.session ? COUNT(own.session->groups) : 0;
	if ((size_t)step->to >= n)
		return remedy_cannot(work, "there is no such group");
	groups = remedy_scratch(work, (n + 1) * sizeof *groups);
	if (!groups)
		return work->err->code;
	memcpy(groups, own.session->groups, n * sizeof *groups);
	*group = *groups[step->to];
	groups[step->to] = group;
	session = *own.session;
	session.groups = groups;
	if (fill_group(work, group) < 0)
		return work->err->code;
	return remedy_set(work, FAMILY_SESSION, own.id, &session);
}

/* -------------------------------------------------------------- means */

int
remedy_resource(struct remedy_work *work, const struct propose_step *step)
{
	const struct picture *picture = work->office->picture;
	const char *from = picture_name(picture, PICTURE_RESOURCE, step->from);
	const char *to = picture_name(picture, PICTURE_RESOURCE, step->to);
	const struct mission *old;
	struct mission mission;
	struct session session;
	struct own own;

	if (step->at < 0) {
		if (find_own(work, step->at, &own) < 0)
			return work->err->code;
		if (!own.session)
			return remedy_cannot(work, "nothing is booked for it");
		session = *own.session;
		session.bookings =
		    changed_bookings(work, session.bookings, 0, from, to);
		return work->err->code < 0
			   ? work->err->code
			   : remedy_set(work, FAMILY_SESSION, own.id, &session);
	}
	old = remedy_mission(work, step->at);
	if (!old)
		return remedy_cannot(work, "the mission is not as it was");
	mission = *old;
	mission.bookings =
	    changed_bookings(work, mission.bookings, 0, from, to);
	return work->err->code < 0 ? work->err->code
				   : remedy_set_mission(work, old, &mission);
}

int
remedy_host(struct remedy_work *work, const struct propose_step *step)
{
	const struct mission *old = remedy_mission(work, step->at);
	struct mission mission;

	if (!old)
		return remedy_cannot(work, "the mission is not as it was");
	mission = *old;
	mission.host =
	    picture_name(work->office->picture, PICTURE_PERSON, step->to);
	return remedy_set_mission(work, old, &mission);
}

int
remedy_stand_in(struct remedy_work *work, const struct propose_step *step)
{
	const struct picture *picture = work->office->picture;
	const struct mission *old = remedy_mission(work, step->at);
	size_t n = old ? COUNT(old->sessions) : 0;
	const struct slot **slots =
	    remedy_scratch(work, (n + 1) * sizeof *slots);
	struct mission mission;
	bool any = false;

	if (!slots)
		return work->err->code;
	for (size_t i = 0; i < n; i++) {
		struct slot *slot = remedy_scratch(work, sizeof *slot);
		struct event_times times;
		struct err err = ERR_INIT;

		if (!slot)
			return work->err->code;
		*slot = *old->sessions[i];
		slots[i] = slot;
		if (!slot->needs ||
		    picture_person(picture, slot->needs) != step->from ||
		    interval_times(slot->start, slot->end, slot->zone,
			picture->options.zones, &times, &err) < 0 ||
		    times.span.start != step->span.start)
			continue;
		slot->needs = picture_name(picture, PICTURE_PERSON, step->to);
		any = true;
	}
	if (!any)
		return remedy_cannot(work, "the programme is not as it was");
	mission = *old;
	mission.sessions = slots;
	return remedy_set_mission(work, old, &mission);
}

int
remedy_deputy(struct remedy_work *work, const struct propose_step *step)
{
	const struct picture *picture = work->office->picture;
	const char *name = picture_name(picture, PICTURE_MILESTONE, step->at);
	char id[UUID_TEXT];
	const struct overlay *old;
	struct overlay overlay;

	snprintf(id, sizeof id, "%.36s", name ? name : "");
	old = remedy_now(work, FAMILY_OVERLAY, id);
	record_init(&overlay_record, &overlay);
	if (old)
		overlay = *old;
	overlay.id = id;
	overlay.deputy = picture_name(picture, PICTURE_PERSON, step->to);
	return remedy_set(work, FAMILY_OVERLAY, id, &overlay);
}

/* ---------------------------------------------------------- what is said */

static void
add_text(const char **list, size_t *n, const char *text, const char *but)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(list[i], text) == 0)
			return;
	if (!but || strcmp(text, but) != 0)
		list[(*n)++] = text;
}

#define TEAMS_MOST 64

int
remedy_join(struct remedy_work *work, const struct propose_step *step)
{
	const struct picture *picture = work->office->picture;
	const struct world *world = picture_world(picture);
	const struct mission *old = remedy_mission(work, step->at);
	const struct world_event *event =
	    world_event(world, world->missions.items[step->at].event);
	const char **teams =
	    remedy_scratch(work, (TEAMS_MOST + 1) * sizeof *teams);
	struct mission mission;
	size_t n = 0;

	if (!teams)
		return work->err->code;
	if (!old || !event)
		return remedy_cannot(work, "the mission is not as it was");
	for (const char *const *at = old->teams; at && *at; at++)
		if (n < TEAMS_MOST)
			add_text(teams, &n, *at, old->team);
	vec_each(&event->missions, other)
		vec_each(&world->missions.items[*other].teams, team)
			if (n < TEAMS_MOST &&
			    !world->missions.items[*other].incoming)
				add_text(teams, &n,
				    picture_name(picture, PICTURE_TEAM, *team),
				    old->team);
	mission = *old;
	mission.teams = teams;
	return remedy_set_mission(work, old, &mission);
}

int
remedy_tag(struct remedy_work *work, const struct propose_step *step)
{
	const struct plan *plan = work->office->picture->options.plan;
	const struct mission *old = remedy_mission(work, step->at);
	size_t n = old ? COUNT(old->lines) : 0;
	const char **lines = remedy_scratch(work, (n + 2) * sizeof *lines);
	struct mission mission;

	if (!lines)
		return work->err->code;
	if (!old || !plan || !plan->lines)
		return remedy_cannot(work, "there is no plan");
	for (size_t i = 0; i < n; i++)
		lines[i] = old->lines[i];
	lines[n] = plan->lines[step->to]->id;
	mission = *old;
	mission.lines = lines;
	return remedy_set_mission(work, old, &mission);
}
