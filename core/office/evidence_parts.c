/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "model/person.h"
#include "model/resource.h"
#include "model/team.h"
#include "schedule/rules/rules.h"

static void
add_party(struct filling *filling, const char *kind, const char *id)
{
	struct party party = { .kind = kind };

	if (!id || !*id)
		return;
	snprintf(party.id, sizeof party.id, "%.63s", id);
	vec_each(&filling->out->parties, known)
		if (strcmp(known->kind, kind) == 0 &&
		    strcmp(known->id, party.id) == 0)
			return;
	if (vec_push(&filling->out->parties, party) < 0)
		filling->failed = true;
}

void
evidence_add_member(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	buf_addf(out, ",\"%s\":", name);
	json_add_text(out, text);
}

/* An instant as the wall shows it at a site. */
void
evidence_add_instant(
    struct filling *filling, const char *name, int64_t utc, int32_t site_)
{
	const struct world_site *site =
	    world_site(&filling->picture->world, site_);
	int offset = site && site->zone ? zone_offset(site->zone, utc) : 0;
	char text[INSTANT_TEXT];

	buf_addf(&filling->out->body, "\"%s\":\"%s\"", name,
	    instant_format(text, utc, offset));
}

void
evidence_add_span(struct filling *filling, const char *name, struct span span,
    int32_t site, enum evidence_unit unit)
{
	struct buf *out = &filling->out->body;
	char text[2][DAY_TEXT];

	if (unit == DAYS) {
		buf_addf(out, "\"%s\":{\"start\":\"%s\",\"end\":\"%s\"}", name,
		    day_format(text[0], span.start),
		    day_format(text[1], span.end));
		return;
	}
	buf_addf(out, "\"%s\":{", name);
	evidence_add_instant(filling, "start", span.start, site);
	buf_addc(out, ',');
	evidence_add_instant(filling, "end", span.end, site);
	buf_addc(out, '}');
}

void
evidence_widen(struct filling *filling, struct span span)
{
	struct span *kept = &filling->out->span;

	*kept = span_empty(*kept) ? span : span_hull(*kept, span);
}

/* The councils that take part, so that each finds what it has a part in. */
static void
add_councils(struct filling *filling, const struct event *event)
{
	struct ordered_walk walk;

	if (!event->participants)
		return;
	for (const struct record_row *row = records_first(
		 filling->input->records, FAMILY_COUNCIL, NULL, &walk);
	     row; row = records_next(&walk))
		if (picture_takes_part(event, row->record))
			add_party(filling, "council", record_id(row->record));
}

/* What of an event a person knows it by; its id stands before the "/". */
void
evidence_add_event(struct filling *filling, int32_t i)
{
	const char *key = picture_name(filling->picture, PICTURE_EVENT, i);
	const struct world_event *event =
	    world_event(&filling->picture->world, i);
	const struct event_row *row;
	struct buf *out = &filling->out->body;
	char id[UUID_TEXT];

	snprintf(id, sizeof id, "%.36s", key ? key : "");
	row = snapshot_event(filling->input->events, id, NULL);
	add_party(filling, "event", id);
	buf_addf(out, "{\"id\":\"%s\"", id);
	if (key && strlen(key) > 36)
		evidence_add_member(out, "occurrence", key + 37);
	if (row) {
		evidence_add_member(out, "title", row->event->summary);
		evidence_add_member(out, "city", row->event->city);
		evidence_add_member(out, "country", row->event->country);
		evidence_add_member(out, "source", row->event->source);
		add_councils(filling, row->event);
	}
	if (event) {
		buf_addc(out, ',');
		evidence_add_instant(
		    filling, "start", event->span.start, event->site);
		buf_addc(out, ',');
		evidence_add_instant(
		    filling, "end", event->span.end, event->site);
		buf_addf(out, ",\"score\":%lld", (long long)event->score);
		if (event->tentative)
			buf_adds(out, ",\"tentative\":true");
		evidence_widen(filling, event->span);
	}
	buf_addc(out, '}');
}

static const struct mission *
mission_of(const struct filling *filling, int32_t i)
{
	const char *id = picture_name(filling->picture, PICTURE_MISSION, i);
	const struct mission *mission =
	    records_get(filling->input->records, FAMILY_MISSION, id);

	return mission ? mission : filling->trial;
}

void
evidence_add_person(struct filling *filling, int32_t i)
{
	const char *id = picture_name(filling->picture, PICTURE_PERSON, i);
	const struct person *person =
	    records_get(filling->input->records, FAMILY_PERSON, id);
	struct buf *out = &filling->out->body;

	add_party(filling, "person", id);
	buf_adds(out, "{\"id\":");
	json_add_text(out, id);
	if (person) {
		evidence_add_member(out, "name", person->name);
		evidence_add_member(out, "team", person->team);
		add_party(filling, "team", person->team);
		add_party(filling, "council", person->council);
	}
	buf_addc(out, '}');
}

static void
add_mission_people(struct filling *filling, const struct world_mission *at)
{
	struct buf *out = &filling->out->body;

	buf_adds(out, ",\"people\":[");
	for (size_t i = 0; i < at->stays.len; i++) {
		buf_adds(out, i ? "," : "");
		evidence_add_person(filling, at->stays.items[i].person);
	}
	buf_addc(out, ']');
}

static void
add_mission_times(struct filling *filling, const struct world_mission *at)
{
	struct buf *out = &filling->out->body;

	vec_each(&at->stays, stay) {
		evidence_widen(filling, stay->occupied);
		if (filling->finding->subject[0] != stay->person &&
		    at->stays.len > 1)
			continue;
		buf_addc(out, ',');
		evidence_add_span(
		    filling, "occupied", stay->occupied, at->site, INSTANTS);
		if (stay->away.end) {
			buf_addc(out, ',');
			evidence_add_span(filling, "away", stay->away,
			    world_person(&filling->picture->world, stay->person)
				? world_person(
				      &filling->picture->world, stay->person)
				      ->home
				: NOBODY,
			    INSTANTS);
		}
		return;
	}
}

/* Of one that is only tried, and so is not in the world: of the two intervals
 * that the finding tells, the one that is not the other mission's. */
static void
add_trial_times(struct filling *filling, int32_t i)
{
	const struct finding *finding = filling->finding;
	int32_t other = finding->subject[finding->subject[1] == i ? 2 : 1];
	const struct world_mission *at =
	    world_mission(&filling->picture->world, other);
	struct span span = finding->first;

	if (finding->rule != C1_PERSON_OVERLAP &&
	    finding->rule != C2_TRAVEL_GAP)
		return;
	if (at)
		vec_each(&at->stays, stay)
			if (stay->person == finding->subject[0] &&
			    stay->occupied.start == span.start &&
			    stay->occupied.end == span.end)
				span = finding->second;
	buf_addc(&filling->out->body, ',');
	evidence_add_span(filling, "occupied", span, NOBODY, INSTANTS);
}

void
evidence_add_mission(struct filling *filling, int32_t i)
{
	const struct mission *mission = mission_of(filling, i);
	const struct world_mission *at =
	    world_mission(&filling->picture->world, i);
	struct buf *out = &filling->out->body;

	buf_adds(out, "{\"id\":");
	json_add_text(
	    out, mission ? mission->id
			 : picture_name(filling->picture, PICTURE_MISSION, i));
	if (mission) {
		add_party(filling, "mission", mission->id);
		evidence_add_member(out, "number", mission->number);
		evidence_add_member(out, "title", mission->title);
		evidence_add_member(out, "team", mission->team);
		add_party(filling, "team", mission->team);
		for (const char *const *team = mission->teams; team && *team;
		     team++)
			add_party(filling, "team", *team);
	}
	if (at) {
		evidence_add_member(out, "place",
		    picture_name(filling->picture, PICTURE_SITE, at->site));
		if (rules[filling->finding->rule].scope == SCOPE_PERSON)
			add_mission_times(filling, at);
		else
			vec_each(&at->stays, stay)
				evidence_widen(filling, stay->occupied);
		if (rules[filling->finding->rule].scope != SCOPE_PERSON)
			add_mission_people(filling, at);
	} else if (mission) {
		add_trial_times(filling, i);
	}
	buf_addc(out, '}');
}

void
evidence_add_team(struct filling *filling, int32_t i)
{
	const char *id = picture_name(filling->picture, PICTURE_TEAM, i);
	const struct team *team =
	    records_get(filling->input->records, FAMILY_TEAM, id);
	struct buf *out = &filling->out->body;

	add_party(filling, "team", id);
	buf_adds(out, "{\"id\":");
	json_add_text(out, id);
	evidence_add_member(out, "name", team ? team->name : NULL);
	buf_addc(out, '}');
}

void
evidence_add_resource(struct filling *filling, int32_t i)
{
	const char *id = picture_name(filling->picture, PICTURE_RESOURCE, i);
	const struct resource *resource =
	    records_get(filling->input->records, FAMILY_RESOURCE, id);
	struct buf *out = &filling->out->body;

	if (strncmp(id, "host/", 5) == 0) {
		evidence_add_person(filling,
		    picture_number(filling->picture, PICTURE_PERSON, id + 5));
		return;
	}
	add_party(filling, "resource", id);
	buf_adds(out, "{\"id\":");
	json_add_text(out, id);
	evidence_add_member(out, "name", resource ? resource->name : NULL);
	buf_addc(out, '}');
}

/* A session of ours is its event's; a visit, its mission's. */
void
evidence_add_session(struct filling *filling, int32_t i)
{
	const struct picture *picture = filling->picture;
	const char *key = picture_name(picture, PICTURE_SESSION, i);
	int32_t event = picture_number(picture, PICTURE_EVENT, key);

	if (event != NOBODY)
		evidence_add_event(filling, event);
	else
		evidence_add_mission(
		    filling, picture_number(picture, PICTURE_MISSION, key));
}

void
evidence_add_text(struct filling *filling, enum picture_kind kind, int32_t i)
{
	json_add_text(
	    &filling->out->body, picture_name(filling->picture, kind, i));
}
