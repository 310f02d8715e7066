/* SPDX-License-Identifier: Apache-2.0 */
/* Ways out as they are shown and kept: by ids and names, as JSON. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "model/person.h"
#include "model/session.h"
#include "office/picture_parts.h"
#include "office/proposals_parts.h"

/* ----------------------------------------------------------- the finding */

/* Is it of this subject? */
static const struct finding *
find_in(const struct picture *picture, enum scope scope, int32_t unit,
    enum rule_code rule, const char *subject)
{
	const struct detection *detection = &picture->detection;

	if (unit < 0 || (size_t)unit >= detection->units[scope].len)
		return NULL;
	vec_each(&detection->units[scope].items[unit].list, finding) {
		CLEANUP(evidence_free) struct evidence name = { .code = NULL };

		if (finding->rule == rule &&
		    evidence_name(&name, picture, finding) == 0 &&
		    strcmp(buf_str(&name.subject), subject) == 0)
			return finding;
	}
	return NULL;
}

/* What a unit of each scope is known by. */
static const enum picture_kind kinds[SCOPES] = {
	[SCOPE_PERSON] = PICTURE_PERSON,
	[SCOPE_TEAM] = PICTURE_TEAM,
	[SCOPE_EVENT] = PICTURE_EVENT,
	[SCOPE_MISSION] = PICTURE_MISSION,
	[SCOPE_RESOURCE] = PICTURE_RESOURCE,
	[SCOPE_SESSION] = PICTURE_SESSION,
	[SCOPE_MILESTONE] = PICTURE_MILESTONE,
	[SCOPE_CITY] = PICTURE_CITY,
	[SCOPE_LINE] = PICTURE_KINDS,
};

const struct finding *
proposals_finding(
    const struct picture *picture, const char *code, const char *subject)
{
	CLEANUP(json_freep) json_t *parts = json_loads(subject, 0, NULL);
	int rule = rule_parse_code(code);
	const struct finding *found = NULL;
	const json_t *part;
	size_t i;

	if (rule < 0 || rules[rule].scope == SCOPE_LINE)
		return NULL;
	json_array_foreach(parts, i, part)
	{
		const char *name = json_string_value(part);

		if (!found && name)
			found = find_in(picture, rules[rule].scope,
			    picture_number(
				picture, kinds[rules[rule].scope], name),
			    (enum rule_code)rule, subject);
		/* C8's other part looks at delegations. */
		if (!found && name && rule == C8_PROTOCOL)
			found = find_in(picture, SCOPE_MISSION,
			    picture_number(picture, PICTURE_MISSION, name),
			    C8_PROTOCOL, subject);
	}
	return found;
}

/* ---------------------------------------------------------------- steps */

static void
add_member(struct buf *out, const char *name, const char *text, bool first)
{
	if (!text)
		return;
	buf_addf(out, "%s\"%s\":", first ? "" : ",", name);
	json_add_text(out, text);
}

static void
add_mission(struct naming *naming, const char *id)
{
	const struct mission *mission =
	    records_get(naming->how->office.input.records, FAMILY_MISSION, id);

	buf_adds(naming->out, ",\"of\":{");
	add_member(naming->out, "id", id, true);
	if (mission) {
		add_member(naming->out, "number", mission->number, false);
		add_member(naming->out, "title", mission->title, false);
	}
	buf_adds(naming->out, ",\"family\":\"mission\"}");
}

static void
add_event(struct naming *naming, const char *name)
{
	char id[UUID_TEXT];
	const struct event_row *row;

	snprintf(id, sizeof id, "%.36s", name);
	row = snapshot_event(naming->how->office.input.events, id, NULL);
	buf_adds(naming->out, ",\"of\":{");
	add_member(naming->out, "id", id, true);
	if (row)
		add_member(naming->out, "title", row->event->summary, false);
	buf_adds(naming->out, ",\"family\":\"event\"}");
}

void
naming_add_of(struct naming *naming)
{
	const struct picture *picture = naming->how->office.picture;
	const struct propose_step *step = naming->step;
	const char *name;

	if (step->kind == PROPOSE_DEPUTY) {
		add_event(
		    naming, picture_name(picture, PICTURE_MILESTONE, step->at));
		return;
	}
	name = step->at >= 0
		   ? picture_name(picture, PICTURE_MISSION, step->at)
		   : picture_name(picture, PICTURE_SESSION, -2 - step->at);
	if (step->at >= 0 || records_find(naming->how->office.input.records,
				 FAMILY_MISSION, name))
		add_mission(naming, name);
	else
		add_event(naming, name);
}

void
naming_add_person(struct naming *naming, const char *member, int32_t number)
{
	const char *id =
	    picture_name(naming->how->office.picture, PICTURE_PERSON, number);
	const struct person *person =
	    records_get(naming->how->office.input.records, FAMILY_PERSON, id);

	if (!id)
		return;
	buf_addf(naming->out, ",\"%s\":{", member);
	add_member(naming->out, "id", id, true);
	if (person) {
		add_member(naming->out, "name", person->name, false);
		add_member(naming->out, "team", person->team, false);
	}
	buf_adds(naming->out, ",\"family\":\"person\"}");
}

static void
add_resource(struct naming *naming, const char *member, int32_t number)
{
	const char *id =
	    picture_name(naming->how->office.picture, PICTURE_RESOURCE, number);
	const struct family *family = &families[FAMILY_RESOURCE];
	const void *record =
	    records_get(naming->how->office.input.records, family->id, id);

	buf_addf(naming->out, ",\"%s\":{", member);
	add_member(naming->out, "id", id, true);
	if (record)
		add_member(
		    naming->out, "name", family_title(family, record), false);
	buf_addc(naming->out, '}');
}

/* Those who are in the group then, and were not. */
static void
add_invited(struct naming *naming)
{
	const char *id = picture_name(naming->how->office.picture,
	    PICTURE_SESSION, -2 - naming->step->at);
	const struct session *was =
	    records_get(naming->how->office.input.records, FAMILY_SESSION, id);
	const struct session *is =
	    remedy_after(&naming->proposal->remedy, FAMILY_SESSION, id);
	const struct group *before = was ? was->groups[naming->step->to] : NULL;
	const struct group *after = is ? is->groups[naming->step->to] : NULL;
	const char *comma = "";

	buf_adds(naming->out, ",\"to\":[");
	for (int list = 0; before && after && list < 3; list++) {
		const char *const *of[] = { after->councils, after->teams,
			after->people };
		const char *const *known[] = { before->councils, before->teams,
			before->people };

		for (size_t i = 0; of[list] && of[list][i]; i++) {
			if (known[list] && texts_have(known[list], of[list][i]))
				continue;
			buf_adds(naming->out, comma);
			json_add_text(naming->out, of[list][i]);
			comma = ",";
		}
	}
	buf_addc(naming->out, ']');
}

void
naming_add_when(
    struct naming *naming, const char *start, const char *end, const char *zone)
{
	if (!start || !end)
		return;
	buf_adds(naming->out, ",\"when\":{");
	add_member(naming->out, "start", start, true);
	add_member(naming->out, "end", end, false);
	add_member(naming->out, "zone", zone, false);
	buf_addc(naming->out, '}');
}

/* When the mission would be. */
static void
add_window(struct naming *naming)
{
	const char *id = picture_name(naming->how->office.picture,
	    naming->step->at >= 0 ? PICTURE_MISSION : PICTURE_SESSION,
	    naming->step->at >= 0 ? naming->step->at : -2 - naming->step->at);
	const struct mission *mission =
	    remedy_after(&naming->proposal->remedy, FAMILY_MISSION, id);
	struct journey journey;

	vec_each(&naming->proposal->remedy.changes, change)
		if (!change->family && change->after) {
			const struct event *event = change->after;

			naming_add_when(
			    naming, event->start, event->end, event->zone);
			return;
		}
	if (!mission)
		return;
	journey = journey_of(mission, naming->how->office.input.events);
	if (journey.window)
		naming_add_when(naming, journey.window->start,
		    journey.window->end, journey.window->zone);
	else if (journey.row)
		naming_add_when(naming, journey.row->event->start,
		    journey.row->event->end, journey.row->event->zone);
	else if (mission->sessions && mission->sessions[0])
		naming_add_when(naming, mission->sessions[0]->start,
		    mission->sessions[0]->end, mission->sessions[0]->zone);
}

static void
add_instants(struct naming *naming)
{
	char text[2][INSTANT_TEXT];

	naming_add_when(naming,
	    instant_format(text[0], naming->step->span.start, 0),
	    instant_format(text[1], naming->step->span.end, 0), NULL);
}

static void
add_details(struct naming *naming)
{
	const struct propose_step *step = naming->step;
	const struct plan *plan = naming->how->office.picture->options.plan;

	switch (step->kind) {
	case PROPOSE_RESOURCE:
		add_resource(naming, "from", step->from);
		add_resource(naming, "to", step->to);
		break;
	case PROPOSE_TAG:
		if (plan)
			add_member(naming->out, "to", plan->lines[step->to]->id,
			    false);
		break;
	case PROPOSE_INVITE:
		add_invited(naming);
		break;
	case PROPOSE_WINDOW:
	case PROPOSE_SHORTEN:
	case PROPOSE_MOVE:
	case PROPOSE_FOLLOW:
		add_window(naming);
		break;
	case PROPOSE_STAND_IN:
		add_instants(naming);
		/* fall through */
	default:
		naming_add_person(naming, "from", step->from);
		naming_add_person(naming, "to", step->to);
		break;
	}
}

void
proposal_add_steps(struct buf *out, const struct proposals_how *how,
    const struct proposal *proposal)
{
	buf_addc(out, '[');
	for (size_t i = 0; i < proposal->candidate.len; i++) {
		struct naming naming = { out, how, proposal,
			&proposal->candidate.steps[i] };

		buf_addf(out, "%s{\"kind\":\"%s\"", i ? "," : "",
		    propose_kind_words[naming.step->kind]);
		naming_add_of(&naming);
		add_details(&naming);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

/* ------------------------------------------------------------- the whole */

/* Conflicts alone: synergies come and go with what is done. */
static int
add_findings(struct buf *out, const struct proposals_how *how,
    const struct picture_input *input, const struct findings *list,
    const struct findings *others, struct err *err)
{
	struct findings some = { .failed = false };
	int rc = 0;

	vec_each(&list->list, finding) {
		bool known = finding->rule >= S1_SAME_EVENT;

		vec_each(&others->list, other)
			known |= finding_compare(finding, other) == 0 &&
				 other->level >= finding->level;
		if (!known && rc == 0 && vec_push(&some.list, *finding) < 0)
			rc = proposals_no_memory(err);
	}
	if (rc == 0)
		rc = evidence_add_list(
		    out, how->office.picture, input, NULL, &some, err);
	vec_free(&some.list); /* their items stay the list's */
	return rc;
}

int
proposal_add_json(struct buf *out, const struct proposals_how *how,
    const struct proposal *proposal, struct err *err)
{
	const struct propose_price *price = &proposal->price;
	const struct supposed *supposed = &proposal->supposed;
	struct picture_input then = { proposal->remedy.records,
		proposal->remedy.events };

	buf_adds(out, "{\"steps\":");
	proposal_add_steps(out, how, proposal);
	buf_addf(out,
	    ",\"clears\":%s,\"objective\":[%" PRId64 ",%" PRId64 ",%" PRId64
	    "],\"people\":%" PRId64 ",\"days\":%" PRId64 ",\"cents\":%" PRId64
	    ",\"score\":%" PRId64 ",\"removes\":",
	    price->eases ? "false" : "true", price->level[0], price->level[1],
	    price->level[2], price->people, price->days, price->cents,
	    price->worth);
	if (add_findings(out, how, &how->office.input, &supposed->gone,
		&supposed->come, err) < 0)
		return err->code;
	buf_adds(out, ",\"adds\":");
	return add_findings(
	    out, how, &then, &supposed->come, &supposed->gone, err);
}

static void
add_side(struct buf *out, const struct record *type, const void *record)
{
	if (record)
		record_add_json(type, record, out);
	else
		buf_adds(out, "null");
}

static void
add_before(struct buf *out, const struct remedy_change *change)
{
	if (change->family)
		add_side(out, change->family->type,
		    change->before ? change->before->record : NULL);
	else
		add_side(out, &event_record, change->event->event);
}

void
remedy_add_changes(struct buf *out, const struct remedy *remedy)
{
	const char *comma = "";

	buf_addc(out, '[');
	vec_each(&remedy->changes, change) {
		buf_addf(out, "%s{\"family\":\"%s\",\"id\":", comma,
		    change->family ? change->family->name : "event");
		json_add_text(out, change->id);
		buf_adds(out, ",\"before\":");
		add_before(out, change);
		buf_adds(out, ",\"after\":");
		add_side(out,
		    change->family ? change->family->type : &event_record,
		    change->after);
		buf_addc(out, '}');
		comma = ",";
	}
	buf_addc(out, ']');
}

int
proposal_id(const struct proposals_how *how, const struct proposal *proposal,
    const char *conflict, char out[PROPOSAL_ID])
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;

	proposal_add_steps(&text, how, proposal);
	vec_each(&proposal->remedy.changes, change)
		add_before(&text, change);
	if (buf_error(&text) < 0)
		return -ENOMEM;
	snprintf(out, PROPOSAL_ID, "%.36s.%016" PRIx64, conflict,
	    hash64(text.data, text.len, 1));
	return 0;
}
