/* SPDX-License-Identifier: Apache-2.0 */
/* A series as the rules see it: an event for each occurrence, with what hangs
 * on it: a milestone, a session of ours. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fold.h"
#include "base/text.h"
#include "model/person.h"
#include "model/session.h"
#include "model/team.h"
#include "office/picture_parts.h"
#include "office/standing.h"
#include "schedule/occurrences.h"
#include "schedule/world_lists.h"

#define KEY_MOST (UUID_TEXT + WALL_TEXT + 1)
#define NAME_MOST 512

/* One occurrence: which row tells of it, and when it is. */
struct instance {
	const struct event_row *row;
	struct event_times times;
	char key[KEY_MOST];
	bool first; /* that the series begins with */
};

/* ------------------------------------------------------------ the event */

static bool
is_tentative(const struct event_row *row)
{
	const struct event *event = row->event;

	return event_row_status(row) == EVENT_TENTATIVE ||
	       event->certainty == EVENT_DATES_TENTATIVE ||
	       event->certainty == EVENT_DATES_WINDOW;
}

/* Do we convene or receive it? Then nobody travels to it. */
static bool
is_ours(const struct event *event)
{
	return event->kind == EVENT_WORK_SESSION ||
	       (event->kind == EVENT_DELEGATION &&
		   event->direction == EVENT_INCOMING);
}

bool
picture_takes_part(const struct event *event, const struct council *council)
{
	char theirs[NAME_MOST], ours[NAME_MOST];
	const struct participant *const *who = event->participants;

	text_fold(ours, sizeof ours, council->name);
	for (; who && *who; who++) {
		if (!(*who)->organisation)
			continue;
		text_fold(theirs, sizeof theirs, (*who)->organisation);
		if (folded_has_word(theirs, ours) ||
		    strcmp((*who)->organisation, council->id) == 0)
			return true;
	}
	return false;
}

/* How many councils take part. */
static int64_t
count_councils(const struct picture *picture, const struct event *event)
{
	struct ordered_walk walk;
	int64_t n = 0;

	if (!event->participants)
		return 0;
	for (const struct record_row *row = records_first(
		 picture->input.records, FAMILY_COUNCIL, NULL, &walk);
	     row; row = records_next(&walk))
		n += picture_takes_part(event, row->record);
	return n;
}

static int
fill_worth(struct picture *picture, const struct event_row *row,
    struct world_event *out)
{
	const struct plan *plan = picture->options.plan;
	const char *network;
	struct score_facts facts;
	struct score score = { .total = 0 };

	standing_facts(picture->input.records, row->id, row->event, &facts);
	if (plan)
		score_event(plan, row->event, &facts, &score);
	out->score = row->event->statutory ? 100 : score.total;
	for (int i = 0; plan && plan->lines && plan->lines[i] && i < 64; i++)
		out->lines |=
		    (uint64_t)score_serves(plan->lines[i], row->event, &facts)
		    << i;
	network = facts.network_id ? facts.network_id : row->event->network;
	out->network = NOBODY;
	return network ? picture_add(
			     picture, PICTURE_NETWORK, network, &out->network)
		       : 0;
}

static int
event_site(struct picture *picture, const struct event_row *row, int32_t *out)
{
	const struct event *event = row->event;
	bool precise = event->located == EVENT_LOCATED_SOURCE;
	struct whereabouts where = { .city = event->city,
		.country = event->country,
		.zone = event->city_zone ? event->city_zone : event->zone,
		.latitude = precise ? event->latitude : NAN,
		.longitude = precise ? event->longitude : NAN };

	return picture_site(picture, &where, out);
}

static int
put_event(struct picture *picture, const struct instance *instance, int32_t i)
{
	const struct event *event = instance->row->event;
	struct world_event of = { .there = true };

	of.cancelled = event_row_status(instance->row) == EVENT_CANCELLED;
	of.tentative = is_tentative(instance->row);
	of.attended = event->kind != EVENT_MILESTONE && !is_ours(event);
	of.councils = count_councils(picture, event);
	if (event_site(picture, instance->row, &of.site) < 0 ||
	    fill_worth(picture, instance->row, &of) < 0)
		return -ENOMEM;
	of.span = picture_span(picture, &instance->times, of.site);
	return world_put_event(&picture->world, i, &of);
}

/* ----------------------------------------------- what hangs on an event */

static int
put_milestone(struct picture *picture, const struct instance *instance)
{
	const struct event *event = instance->row->event;
	const struct event_times *times = &instance->times;
	const struct overlay *overlay = records_get(
	    picture->input.records, FAMILY_OVERLAY, instance->row->id);
	const char *deputy =
	    overlay && overlay->deputy ? overlay->deputy : event->deputy;
	struct world_milestone of = { .there = true };
	int32_t number;

	if (event->kind != EVENT_MILESTONE || !event->responsible ||
	    event_row_status(instance->row) == EVENT_CANCELLED)
		of.there = false;
	of.responsible = picture_person(picture, event->responsible);
	of.deputy = picture_person(picture, deputy);
	of.deadline =
	    times->all_day ? times->end - 1 : day_from_wall(times->start);
	of.preparation = event->preparation_days ? event->preparation_days
						 : picture->options.preparation;
	if (picture_add(picture, PICTURE_MILESTONE, instance->key, &number) < 0)
		return -ENOMEM;
	return world_put_milestone(&picture->world, number, &of);
}

static int
add_council_town(
    struct picture *picture, const char *id, struct world_session *of)
{
	const struct council *council =
	    records_get(picture->input.records, FAMILY_COUNCIL, id);
	int32_t town;

	if (!council)
		return 0;
	if (picture_town(picture, council->city, council->country, &town) < 0)
		return -ENOMEM;
	return town == NOBODY ? 0 : indices_put(&of->towns, town);
}

static int64_t
count_texts(const char *const *texts)
{
	int64_t n = 0;

	for (; texts && *texts; texts++)
		n++;
	return n;
}

static int
add_group(struct picture *picture, const struct group *group,
    struct world_session *of)
{
	struct world_group at = { group->minimum,
		count_texts(group->councils) + count_texts(group->teams) +
		    count_texts(group->people) };

	for (const char *const *id = group->councils; id && *id; id++)
		if (add_council_town(picture, *id, of) < 0)
			return -ENOMEM;
	return vec_push(&of->groups, at);
}

static int
fill_session(struct picture *picture, const struct session *session,
    const struct instance *instance, struct world_session *of)
{
	const struct team *team =
	    records_get(picture->input.records, FAMILY_TEAM, session->team);
	int32_t town;

	if (session->host && add_council_town(picture, session->host, of) < 0)
		return -ENOMEM;
	if (team) {
		if (picture_town(picture, team->city, team->country, &town) < 0)
			return -ENOMEM;
		if (town != NOBODY && indices_put(&of->towns, town) < 0)
			return -ENOMEM;
	}
	for (const struct group *const *at = session->groups; at && *at; at++)
		if (add_group(picture, *at, of) < 0)
			return -ENOMEM;
	return instance->first
		   ? picture_uses(picture, session->bookings, &of->uses)
		   : 0;
}

/* The days that it takes. */
static struct days
days_of(const struct event_times *times)
{
	if (times->all_day)
		return (struct days){ times->start, times->end };
	return (struct days){ day_from_wall(times->start),
		day_from_wall(
		    times->end > times->start ? times->end - 1 : times->end) +
		    1 };
}

static int
put_session(struct picture *picture, const struct instance *instance)
{
	const struct session *session = records_get(
	    picture->input.records, FAMILY_SESSION, instance->row->id);
	struct world_session of = { .there = session != NULL,
		.days = days_of(&instance->times) };
	int32_t number;
	int rc = 0;

	if (event_row_status(instance->row) == EVENT_CANCELLED)
		of.there = false;
	if (of.there)
		rc = fill_session(picture, session, instance, &of);
	if (rc == 0)
		rc = picture_add(
		    picture, PICTURE_SESSION, instance->key, &number);
	if (rc == 0)
		rc = world_put_session(&picture->world, number, &of);
	vec_free(&of.towns);
	vec_free(&of.groups);
	vec_free(&of.uses);
	return rc;
}

/* --------------------------------------------------------- the series */

static int
put_instance(struct picture *picture, const struct instance *instance,
    struct indices *events)
{
	int32_t number;

	if (picture_add(picture, PICTURE_EVENT, instance->key, &number) < 0 ||
	    put_event(picture, instance, number) < 0 ||
	    indices_put(events, number) < 0)
		return -ENOMEM;
	if ((instance->row->event->kind == EVENT_MILESTONE ||
		picture_number(picture, PICTURE_MILESTONE, instance->key) !=
		    NOBODY) &&
	    put_milestone(picture, instance) < 0)
		return -ENOMEM;
	if ((is_ours(instance->row->event) ||
		records_get(picture->input.records, FAMILY_SESSION,
		    instance->row->id) ||
		picture_number(picture, PICTURE_SESSION, instance->key) !=
		    NOBODY) &&
	    put_session(picture, instance) < 0)
		return -ENOMEM;
	return 0;
}

static void
occurrence_key(const struct occurrence *occurrence, const char *id,
    const struct event_times *master, struct instance *out)
{
	char text[WALL_TEXT];

	out->first = master && occurrence->recurrence_id == master->start;
	if (out->first) {
		snprintf(out->key, sizeof out->key, "%s", id);
		return;
	}
	if (occurrence->of_day)
		day_format(text, occurrence->recurrence_id);
	else
		wall_format(text, occurrence->recurrence_id);
	snprintf(out->key, sizeof out->key, "%s/%s", id, text);
}

/* The occurrences within the horizon; a series whose rule cannot be read has
 * none but those that its rows tell. */
static int
put_occurrences(struct picture *picture, const struct series *series,
    struct indices *events)
{
	const struct event_row *master = series_master(series);
	VEC(struct occurrence_row) rows = VEC_INIT;
	struct occurrence_vec found = VEC_INIT;
	struct err err = ERR_INIT;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < series->nrows; i++)
		rc = vec_push(
		    &rows, ((struct occurrence_row){ series->rows[i]->event,
			       &series->rows[i]->times }));
	if (rc == 0 && occurrences_between(rows.items, rows.len,
			   picture->options.horizon, 0, &found, &err) < 0)
		rc = err.code == -ENOMEM ? -ENOMEM : 0;
	for (size_t i = 0; rc == 0 && i < found.len; i++) {
		const struct occurrence *at = &found.items[i];
		struct instance instance = { .row = series->rows[at->row] };

		instance.times = instance.row->times;
		instance.times.start = at->start;
		instance.times.end = at->end;
		instance.times.span = at->span;
		occurrence_key(at, series->rows[0]->id,
		    master ? &master->times : NULL, &instance);
		rc = put_instance(picture, &instance, events);
	}
	vec_free(&rows);
	vec_free(&found);
	return rc;
}

static int
put_rows(struct picture *picture, const struct series *series,
    struct indices *events)
{
	const struct event_row *row = series->rows[0];
	struct instance instance = { .row = row, .first = true };

	if (series->nrows > 1 || event_recurs(row->event) ||
	    row->event->recurrence_id)
		return put_occurrences(picture, series, events);
	instance.times = row->times;
	snprintf(instance.key, sizeof instance.key, "%s", row->id);
	return put_instance(picture, &instance, events);
}

/* What it was, is no more; what it is, is put over it. */
static int
forget_events(struct picture *picture, const struct indices *before,
    const struct indices *now)
{
	static const struct world_event gone = { .site = NOBODY,
		.network = NOBODY };
	static const struct world_milestone none = { .responsible = NOBODY,
		.deputy = NOBODY };
	static const struct world_session no_session = { .there = false };
	struct world *world = &picture->world;

	vec_each(before, event) {
		const char *key = picture_name(picture, PICTURE_EVENT, *event);
		int32_t milestone =
		    picture_number(picture, PICTURE_MILESTONE, key);
		int32_t session = picture_number(picture, PICTURE_SESSION, key);

		if (indices_have(now, *event))
			continue;
		if (world_put_event(world, *event, &gone) < 0 ||
		    (milestone != NOBODY &&
			world_put_milestone(world, milestone, &none) < 0) ||
		    (session != NOBODY &&
			world_put_session(world, session, &no_session) < 0))
			return -ENOMEM;
	}
	return 0;
}

/* The missions that go to an event, by any id under which it is known. */
static int
mark_missions(struct picture *picture, const char *id)
{
	struct records_users users;

	for (const struct record_row *row = records_user_first(
		 picture->input.records, "event", id, &users);
	     row; row = records_user_next(&users))
		if (row->family->id == FAMILY_MISSION &&
		    picture_mark_name(
			picture, PICTURE_MISSION, record_id(row->record)) < 0)
			return -ENOMEM;
	return 0;
}

static int
mark_rows(struct picture *picture, const struct series *series)
{
	for (size_t i = 0; i < series->nrows; i++)
		if (mark_missions(picture, series->rows[i]->id) < 0)
			return -ENOMEM;
	for (size_t i = 0; i < series->nmembers; i++)
		if (mark_rows(picture, series->members[i]) < 0)
			return -ENOMEM;
	return 0;
}

static int
mark_former(struct picture *picture, const struct indices *events)
{
	char id[UUID_TEXT];

	vec_each(events, event) {
		snprintf(id, sizeof id, "%.36s",
		    picture_name(picture, PICTURE_EVENT, *event));
		if (mark_missions(picture, id) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* The series of a name when it is shown by itself. */
static const struct series *
series_of(const struct picture *picture, const char *name)
{
	const char *tab = strchr(name, '\t');
	const struct series *series;
	char source[64];

	snprintf(source, sizeof source, "%.*s", (int)(tab - name), name);
	series = snapshot_find(picture->input.events, source, tab + 1);
	return series && strcmp(series->source, source) == 0 &&
		       strcmp(series->uid, tab + 1) == 0
		   ? series
		   : NULL;
}

int
picture_put_series(struct picture *picture, int32_t i)
{
	const struct series *series =
	    series_of(picture, picture_name(picture, PICTURE_SERIES, i));
	struct indices now = VEC_INIT, *kept;

	if (world_make(&picture->series, i) < 0)
		return -ENOMEM;
	kept = &picture->series.items[i];
	if (mark_former(picture, kept) < 0 ||
	    (series && (mark_rows(picture, series) < 0 ||
			   put_rows(picture, series, &now) < 0)) ||
	    forget_events(picture, kept, &now) < 0) {
		vec_free(&now);
		return -ENOMEM;
	}
	vec_free(kept);
	*kept = now;
	return 0;
}
