/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table says what a rule's subject consists of and in what its first and
 * second spans are counted; all the rest follows from it.
 */
#include "evidence.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "model/bound.h"
#include "model/person.h"
#include "office/evidence_parts.h"
#include "schedule/rules/rules.h"

#define NONE (-1)

enum period { NO_PERIOD, PERIOD_DAY, PERIOD_INSTANT, PERIOD_YEAR };

static const struct shape {
	int kinds[3]; /* enum picture_kind; NONE */
	enum period period;
	enum evidence_unit unit;
} shapes[RULES] = {
	[C1_PERSON_OVERLAP] = { { PICTURE_PERSON, PICTURE_MISSION,
	    PICTURE_MISSION } },
	[C2_TRAVEL_GAP] = { { PICTURE_PERSON, PICTURE_MISSION,
	    PICTURE_MISSION } },
	[C3_ABSENCE] = { { PICTURE_PERSON, PICTURE_MISSION, NONE } },
	[C4_TEAM_DEPLETED] = { { PICTURE_TEAM, NONE, NONE }, PERIOD_DAY, DAYS },
	[C5_UNCOORDINATED] = { { PICTURE_EVENT, NONE, NONE } },
	[C6_PRIORITY_CLASH] = { { PICTURE_EVENT, PICTURE_EVENT, NONE } },
	[C7_RESOURCE] = { { PICTURE_RESOURCE, NONE, NONE }, PERIOD_INSTANT },
	[C8_PROTOCOL] = { { PICTURE_PERSON, PICTURE_MISSION, NONE } },
	[C9_HOLIDAY] = { { PICTURE_SESSION, NONE, NONE }, NO_PERIOD, DAYS },
	[C10_MILESTONE] = { { PICTURE_MILESTONE, NONE, NONE } },
	[C11_LEAD_TIME] = { { PICTURE_MISSION, NONE, NONE } },
	[C12_SAME_LEG] = { { PICTURE_MISSION, NONE, NONE } },
	[C13_SOURCE_MOVED] = { { PICTURE_MISSION, NONE, NONE } },
	[C14_QUORUM] = { { PICTURE_SESSION, NONE, NONE } },
	[C15_OFF_PLAN] = { { PICTURE_MISSION, NONE, NONE } },
	[C17_FATIGUE] = { { PICTURE_PERSON, NONE, NONE }, PERIOD_DAY, DAYS },
	[C18_BUDGET] = { { PICTURE_TEAM, NONE, NONE }, PERIOD_YEAR },
	[S1_SAME_EVENT] = { { PICTURE_EVENT, NONE, NONE } },
	[S2_SAME_CITY] = { { PICTURE_CITY, NONE, NONE }, PERIOD_DAY },
	[S3_COUNCIL_THERE] = { { PICTURE_EVENT, NONE, NONE } },
	[S4_NETWORKS_MEET] = { { PICTURE_CITY, NONE, NONE }, PERIOD_DAY, DAYS },
	[S5_PARTNER_THERE] = { { PICTURE_MISSION, NONE, NONE } },
	[S6_INTEREST] = { { PICTURE_MISSION, NONE, NONE } },
	[S7_MISSED] = { { PICTURE_EVENT, NONE, NONE } },
	[S8_UNDER_SERVED] = { { NONE, NONE, NONE }, PERIOD_YEAR },
};

void
evidence_free(struct evidence *evidence)
{
	buf_free(&evidence->subject);
	buf_free(&evidence->body);
	buf_free(&evidence->title);
	vec_free(&evidence->parties);
}

/* --------------------------------------------------------------- subject */

static void
add_period(struct buf *out, enum period period, int64_t value)
{
	char text[INSTANT_TEXT];

	if (period == PERIOD_DAY)
		buf_addf(out, "\"%s\"", day_format(text, value));
	else if (period == PERIOD_INSTANT)
		buf_addf(out, "\"%s\"", instant_format(text, value, 0));
	else
		buf_addf(out, "%lld", (long long)value);
}

static const char *
line_id(const struct picture *picture, int32_t bit)
{
	const struct plan *plan = picture->options.plan;

	for (int32_t i = 0; plan && plan->lines && plan->lines[i]; i++)
		if (i == bit)
			return plan->lines[i]->id;
	return "";
}

/* Two of one kind come in the order of their names, whichever was put
 * first. */
static void
subject_names(const struct picture *picture, const struct finding *finding,
    const char *names[3])
{
	const struct shape *shape = &shapes[finding->rule];

	for (int i = 0; i < 3; i++)
		names[i] = shape->kinds[i] == NONE
			       ? NULL
			       : picture_name(picture,
				     (enum picture_kind)shape->kinds[i],
				     finding->subject[i]);
	for (int i = 0; i < 2; i++)
		if (names[i] && names[i + 1] &&
		    shape->kinds[i] == shape->kinds[i + 1] &&
		    strcmp(names[i], names[i + 1]) > 0) {
			const char *first = names[i];

			names[i] = names[i + 1];
			names[i + 1] = first;
		}
	if (finding->rule == S8_UNDER_SERVED)
		names[0] = line_id(picture, finding->subject[0]);
}

int
evidence_name(struct evidence *out_, const struct picture *picture,
    const struct finding *finding)
{
	const struct shape *shape = &shapes[finding->rule];
	const char *names[3], *comma = "";
	struct buf *out = &out_->subject;

	out_->code = rules[finding->rule].code;
	subject_names(picture, finding, names);
	buf_addc(out, '[');
	for (int i = 0; i < 3; i++) {
		if (!names[i])
			continue;
		buf_adds(out, comma);
		json_add_text(out, names[i]);
		comma = ",";
	}
	if (shape->period != NO_PERIOD) {
		buf_adds(out, comma);
		add_period(out, shape->period, finding->period);
	}
	buf_addc(out, ']');
	return buf_error(out);
}

/* ------------------------------------------------------------ the lists */

static void
add_use(struct filling *filling, int32_t item)
{
	if (item <= -2)
		evidence_add_session(filling, -2 - item);
	else
		evidence_add_mission(filling, item);
}

static void
add_town(struct filling *filling, int32_t i)
{
	evidence_add_text(filling, PICTURE_TOWN, i);
}

static void
add_project(struct filling *filling, int32_t i)
{
	evidence_add_text(filling, PICTURE_PROJECT, i);
}

static void
add_number(struct filling *filling, int32_t i)
{
	buf_addf(&filling->out->body, "%d", (int)i);
}

static const struct {
	const char *name;
	void (*add)(struct filling *filling, int32_t item);
} lists[] = {
	[ITEMS_MISSIONS] = { "missions", evidence_add_mission },
	[ITEMS_USES] = { "missions", add_use },
	[ITEMS_PEOPLE] = { "people", evidence_add_person },
	[ITEMS_TEAMS] = { "teams", evidence_add_team },
	[ITEMS_EVENTS] = { "events", evidence_add_event },
	[ITEMS_TOWNS] = { "towns", add_town },
	[ITEMS_GROUPS] = { "groups", add_number },
	[ITEMS_PROJECTS] = { "projects", add_project },
	[ITEMS_COUNT] = { "open", add_number },
};

static void
add_items(struct filling *filling)
{
	enum items items = rules[filling->finding->rule].items;
	struct buf *out = &filling->out->body;
	const char *comma = "";

	if (items == ITEMS_NONE || filling->finding->items.len == 0)
		return;
	buf_addf(out, ",\"%s\":[", lists[items].name);
	vec_each(&filling->finding->items, item) {
		buf_adds(out, comma);
		lists[items].add(filling, *item);
		comma = ",";
	}
	buf_addc(out, ']');
}

/* ----------------------------------------------------------- the subject */

static void
add_missions(struct filling *filling)
{
	const int32_t *subject = filling->finding->subject;
	struct buf *out = &filling->out->body;

	buf_adds(out, ",\"missions\":[");
	evidence_add_mission(filling, subject[1]);
	if (subject[2] != NOBODY) {
		buf_addc(out, ',');
		evidence_add_mission(filling, subject[2]);
	}
	buf_addc(out, ']');
}

static const struct {
	const char *name;
	void (*add)(struct filling *filling, int32_t item);
} subjects[PICTURE_KINDS] = {
	[PICTURE_TEAM] = { "team", evidence_add_team },
	[PICTURE_PERSON] = { "person", evidence_add_person },
	[PICTURE_RESOURCE] = { "resource", evidence_add_resource },
	[PICTURE_EVENT] = { "event", evidence_add_event },
	[PICTURE_MISSION] = { "mission", evidence_add_mission },
	[PICTURE_SESSION] = { "session", evidence_add_session },
};

static void
add_milestone(struct filling *filling)
{
	const struct picture *picture = filling->picture;
	int32_t i = filling->finding->subject[0];
	const struct world_milestone *at = &picture->world.milestones.items[i];
	struct buf *out = &filling->out->body;

	buf_adds(out, ",\"event\":");
	evidence_add_event(
	    filling, picture_number(picture, PICTURE_EVENT,
			 picture_name(picture, PICTURE_MILESTONE, i)));
	buf_adds(out, ",\"person\":");
	evidence_add_person(filling, at->responsible);
	if (at->deputy != NOBODY) {
		buf_adds(out, ",\"deputy\":");
		evidence_add_person(filling, at->deputy);
	}
}

static void
add_subject(struct filling *filling)
{
	const struct finding *finding = filling->finding;
	const int *kinds = shapes[finding->rule].kinds;
	struct buf *out = &filling->out->body;

	if (kinds[0] == PICTURE_MILESTONE) {
		add_milestone(filling);
	} else if (kinds[0] == PICTURE_CITY) {
		buf_adds(out, ",\"city\":");
		evidence_add_text(filling, PICTURE_CITY, finding->subject[0]);
	} else if (kinds[1] == PICTURE_EVENT) {
		buf_adds(out, ",\"events\":[");
		evidence_add_event(filling, finding->subject[0]);
		buf_addc(out, ',');
		evidence_add_event(filling, finding->subject[1]);
		buf_addc(out, ']');
	} else if (kinds[0] == NONE) {
		buf_adds(out, ",\"line\":");
		json_add_text(
		    out, line_id(filling->picture, finding->subject[0]));
	} else if (finding->subject[0] != NOBODY) {
		buf_addf(out, ",\"%s\":", subjects[kinds[0]].name);
		subjects[kinds[0]].add(filling, finding->subject[0]);
	}
	if (kinds[1] == PICTURE_MISSION && finding->subject[1] != NOBODY)
		add_missions(filling);
}

/* Whose wall its instants are told by. */
static int32_t
home_site(const struct filling *filling)
{
	const struct finding *finding = filling->finding;
	const struct world *world = &filling->picture->world;
	enum picture_kind kind =
	    (enum picture_kind)shapes[finding->rule].kinds[0];
	const struct world_person *person;

	if (kind == PICTURE_TEAM)
		return world->teams.items[finding->subject[0]].site;
	if (kind != PICTURE_PERSON)
		return NOBODY;
	person = world_person(world, finding->subject[0]);
	return person ? person->home : NOBODY;
}

static void
add_spans(struct filling *filling)
{
	const struct finding *finding = filling->finding;
	const struct shape *shape = &shapes[finding->rule];
	const struct zone *zone = filling->picture->options.settings.zone;
	const struct span spans[] = { finding->first, finding->second };
	static const char *const names[] = { "first", "second" };
	int32_t home = home_site(filling);

	for (int i = 0; i < 2; i++) {
		if (span_empty(spans[i]))
			continue;
		buf_addc(&filling->out->body, ',');
		evidence_add_span(
		    filling, names[i], spans[i], home, shape->unit);
		evidence_widen(filling,
		    shape->unit == DAYS
			? days_within(zone, spans[i].start, spans[i].end)
			: spans[i]);
	}
}

/* The sites that C13 counts are told by their names. */
static void
add_figures(struct filling *filling)
{
	const struct finding *finding = filling->finding;
	struct buf *out = &filling->out->body;

	if (finding->rule == C13_SOURCE_MOVED) {
		evidence_add_member(out, "place_before",
		    picture_name(filling->picture, PICTURE_SITE,
			(int32_t)finding->need));
		evidence_add_member(out, "place_now",
		    picture_name(filling->picture, PICTURE_SITE,
			(int32_t)finding->have));
		return;
	}
	buf_addf(out, ",\"need\":%lld,\"have\":%lld", (long long)finding->need,
	    (long long)finding->have);
	if (finding->rule == C2_TRAVEL_GAP && finding->need > finding->have)
		buf_addf(out, ",\"missing_minutes\":%lld",
		    (long long)(finding->need - finding->have));
	if (finding->rule == C1_PERSON_OVERLAP)
		buf_addf(
		    out, ",\"missing_minutes\":%lld", (long long)finding->need);
}

/* "One person in two places: Ada Example" */
static void
add_title(struct filling *filling)
{
	const struct finding *finding = filling->finding;
	struct buf *out = &filling->out->title;
	const char *names[3], *what = NULL;
	const struct person *person;
	const struct mission *mission;
	const struct event_row *row = NULL;
	char id[UUID_TEXT];

	subject_names(filling->picture, finding, names);
	if (!names[0])
		names[0] = names[1];
	snprintf(id, sizeof id, "%.36s", names[0] ? names[0] : "");
	person = records_get(filling->input->records, FAMILY_PERSON, names[0]);
	mission =
	    records_get(filling->input->records, FAMILY_MISSION, names[0]);
	row = snapshot_event(filling->input->events, id, NULL);
	what = person    ? person->name
	       : mission ? mission->title
	       : row     ? row->event->summary
			 : names[0];
	buf_addf(out, "%s: %s", rules[finding->rule].title, what ? what : "");
}

int
evidence_fill(struct evidence *out, const struct picture *picture,
    const struct picture_input *input, const struct mission *mission,
    const struct finding *finding, struct err *err)
{
	static const char *const levels[] = { "info", "warn", "decide",
		"block" };
	struct filling filling = { out, picture, input, mission, finding,
		false };

	out->level = levels[finding->level];
	evidence_name(out, picture, finding);
	buf_addf(&out->body, "{\"rule\":\"%s\"", rules[finding->rule].name);
	add_subject(&filling);
	if (shapes[finding->rule].period != NO_PERIOD) {
		buf_adds(&out->body, ",\"period\":");
		add_period(
		    &out->body, shapes[finding->rule].period, finding->period);
	}
	add_spans(&filling);
	add_figures(&filling);
	add_items(&filling);
	buf_addc(&out->body, '}');
	add_title(&filling);
	if (filling.failed || buf_error(&out->subject) < 0 ||
	    buf_error(&out->body) < 0 || buf_error(&out->title) < 0)
		return err_set(err, -ENOMEM, "a conflict's evidence");
	return 0;
}

int
evidence_add_list(struct buf *out, const struct picture *picture,
    const struct picture_input *input, const struct mission *mission,
    const struct findings *findings, struct err *err)
{
	const char *comma = "";

	buf_addc(out, '[');
	vec_each(&findings->list, finding) {
		CLEANUP(evidence_free)
		struct evidence evidence = { .span = { 0, 0 } };

		if (evidence_fill(
			&evidence, picture, input, mission, finding, err) < 0)
			return err->code;
		buf_addf(out,
		    "%s{\"code\":\"%s\",\"level\":\"%s\",\"title\":", comma,
		    evidence.code, evidence.level);
		json_add_text(out, buf_str(&evidence.title));
		buf_addf(out, ",\"subject\":%s,\"evidence\":%s}",
		    buf_str(&evidence.subject), buf_str(&evidence.body));
		comma = ",";
	}
	buf_addc(out, ']');
	return buf_error(out) < 0
		   ? err_set(err, -ENOMEM, "a conflict's evidence")
		   : 0;
}
