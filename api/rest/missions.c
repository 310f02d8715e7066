/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/missions/{id}, /v1/missions/{id}/journeys; POST /v1/missions; PATCH
 * /v1/missions/{id}; POST /v1/missions/{id}/submit and the other steps. The
 * list is that of all families, records.c.
 *
 * A step's body may be left out; it is an object with what the step wants to
 * be told: reason, order_number, report. by=PERSON: in whose name it is done.
 */
#include "office/mission.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "office/access.h"
#include "office/sight.h"
#include "rest/call.h"
#include "rest/query.h"
#include "rest/record_json.h"
#include "rest/write.h"

/* ---- reading ---------------------------------------------------------- */

void
mission_item(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	const char *id = http_path_value(request, "id");
	const struct records *records = call->view->records;
	const struct record_row *row =
	    records_find(records, FAMILY_MISSION, id);
	const struct record_row *edition =
	    records_find(records, FAMILY_EDITION, id);
	char tag[2 * RECORD_TAG];

	if (query_any(request, reply))
		return;
	if (!row || !row_readable(&call->caller, records, row)) {
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no mission of this id.");
		return;
	}
	record_row_add_json(&body, row);
	if (edition && buf_error(&body) == 0) {
		body.len--; /* the closing bracket: more follows */
		buf_adds(&body, ",\"in_force\":");
		record_row_add_json(&body, edition);
		buf_addc(&body, '}');
	}
	buf_addc(&body, '\n');
	reply_json_tagged(request, reply, &body, record_row_tag(tag, row));
}

struct ways {
	struct buf body;
	int n;
	const struct rest_call *call;
};

/* Where somebody lives, and when they are away, is for those who may see who
 * they are. */
static void
add_way(const struct picture_way *way, void *arg)
{
	struct ways *ways = arg;
	const struct caller *caller = &ways->call->caller;

	if (sight_is_narrow(caller) &&
	    !person_is_own(caller, ways->call->view->records, way->person))
		return;
	buf_adds(&ways->body, ways->n++ ? ",\n" : "\n");
	picture_way_json(way, &ways->body);
}

/* How long each who goes is under way, and when they are away; of those whom
 * the caller may know. */
void
mission_journeys(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct rest_call *call = arg;
	struct ways ways = { BUF_INIT, 0, call };
	const struct view *view = call->view;
	const struct record_row *row = records_find(
	    view->records, FAMILY_MISSION, http_path_value(request, "id"));
	const struct picture_input input = { view->records, view->events };
	struct err err = ERR_INIT;

	if (query_any(request, reply))
		return;
	if (!row || !row_readable(&call->caller, view->records, row)) {
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no mission of this id.");
		return;
	}
	buf_adds(&ways.body, "{\"items\":[");
	if (picture_ways(
		&view->picture, &input, row->record, add_way, &ways, &err) < 0)
		ways.body.error = err.code;
	buf_adds(&ways.body, "\n]}\n");
	reply_json(request, reply, &ways.body);
	buf_free(&ways.body);
}

/* ---- who -------------------------------------------------------------- */

/* A user of this machine holds every office, for all teams; by says in whose
 * name they act. */
static int
local_actor(struct write *write, struct mission_actor *actor, struct err *err)
{
	const char *by = write_parameter(write, "by");
	struct record_row *person = NULL;

	*actor = (struct mission_actor){
		.offices =
		    LIFE_LEAD | LIFE_HEAD | LIFE_COORDINATOR | LIFE_OFFICER,
		.person = by,
	};
	if (!by)
		return 0;
	if (desk_find(
		&write->desk, &families[FAMILY_PERSON], by, &person, err) < 0)
		return err->code;
	record_row_unref(person);
	snprintf(write->deputed, sizeof write->deputed, "%s for %s",
	    write->actor, by);
	write->desk.actor.name = write->deputed;
	return 0;
}

/* A token's role is the office that its bearer holds. */
static int
actor_of(struct write *write, struct mission_actor *actor, struct err *err)
{
	static const unsigned offices[TOKEN_ROLES] = {
		[TOKEN_LEAD] = LIFE_LEAD,
		[TOKEN_HEAD] = LIFE_HEAD,
		[TOKEN_COORDINATOR] = LIFE_COORDINATOR,
		[TOKEN_OFFICER] = LIFE_OFFICER,
	};
	static const char *const none[] = { NULL };
	const struct caller *caller = &write->caller;
	bool of_teams =
	    caller->role == TOKEN_LEAD || caller->role == TOKEN_HEAD;

	if (caller->local)
		return local_actor(write, actor, err);
	if (write_parameter(write, "by"))
		return err_set(err, -EACCES,
		    "a token acts in its own name: leave \"by\" out");
	*actor = (struct mission_actor){
		.offices = offices[caller->role],
		.teams = !of_teams       ? NULL
			 : caller->teams ? caller->teams
					 : none,
		.person = caller->person,
	};
	return 0;
}

/* ---- writing ---------------------------------------------------------- */

/* What it would find for itself if it were submitted so: told, whether it is
 * kept or tried; never a reason to refuse. */
static int
add_conflicts(
    struct write *write, const struct mission *mission, struct err *err)
{
	const struct judge *judge = write->desk.judge;

	if (!judge)
		return 0;
	if (judge->tries(judge->arg, mission, &write->desk.evidence, err) < 0)
		return err->code;
	if (sight_of_evidence(&write->desk, err) < 0)
		return err->code;
	write_add_conflicts(write, &write->desk.evidence);
	return 0;
}

/* Who could go, and when: told in the same way. Guests choose for
 * themselves. */
static int
add_openings(
    struct write *write, const struct mission *mission, struct err *err)
{
	CLEANUP(buf_free) struct buf openings = BUF_INIT;
	const struct judge *judge = write->desk.judge;

	if (!judge || mission->direction == EVENT_INCOMING)
		return 0;
	if (judge->opens(
		judge->arg, mission, write->desk.caller, &openings, err) < 0)
		return err->code;
	write_add_member(write, "openings", &openings);
	return 0;
}

static int
create(struct write *write, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	struct mission_actor actor;

	if (actor_of(write, &actor, err) < 0 ||
	    mission_create(
		&write->desk, &actor, write->body, write->len, &row, err) < 0)
		return err->code;
	if (write_answer_row(write, row, 201, err) < 0)
		return err->code;
	if (add_conflicts(write, row->record, err) < 0)
		return err->code;
	return add_openings(write, row->record, err);
}

static int
amend(struct write *write, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	struct mission_actor actor;

	if (actor_of(write, &actor, err) < 0 ||
	    mission_amend(&write->desk, &actor, write_value(write, "id"),
		write->body, write->len, &row, err) < 0)
		return err->code;
	return write_answer_row(write, row, 200, err);
}

/* What a step is told, each a member of its body. */
static int
read_member(struct write *write, const char *name, json_t *value,
    struct mission_step *step)
{
	static const struct {
		const char *name;
		size_t offset;
	} members[] = {
		{ "reason", offsetof(struct mission_step, reason) },
		{ "order_number", offsetof(struct mission_step, order_number) },
		{ "report", offsetof(struct mission_step, report) },
	};
	char where[64];

	snprintf(where, sizeof where, "/%.60s", name);
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		if (strcmp(members[i].name, name) != 0)
			continue;
		if (!json_is_string(value)) {
			invalid_add(
			    &write->desk.invalid, where, "it should be a text");
			return -EINVAL;
		}
		*(const char **)((char *)step + members[i].offset) =
		    json_string_value(value);
		return 0;
	}
	invalid_add(&write->desk.invalid, where,
	    "there is no such member here; there are reason, order_number "
	    "and report");
	return -EINVAL;
}

static int
read_step(struct write *write, json_t *body, struct mission_step *step,
    struct err *err)
{
	const char *name;
	json_t *value;
	int rc = 0;

	if (body && !json_is_object(body))
		return err_set(err, -EINVAL, "it should be a JSON object");
	json_object_foreach(body, name, value)
	{
		if (read_member(write, name, value, step) < 0)
			rc =
			    err_set(err, -EINVAL, "the step is not understood");
	}
	if (!step->reason)
		step->reason = write_parameter(write, "why");
	return rc;
}

static int
take_step(struct write *write, struct err *err)
{
	const struct write_op *op = write->route->detail;
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	CLEANUP(json_freep) json_t *body = NULL;
	struct mission_step step = { .action = (enum life_action)op->which };
	struct mission_actor actor;

	if ((write->len &&
		json_read(write->body, write->len, &body, err) < 0) ||
	    read_step(write, body, &step, err) < 0 ||
	    actor_of(write, &actor, err) < 0 ||
	    mission_step(&write->desk, &actor, write_value(write, "id"), &step,
		&row, err) < 0)
		return err->code;
	return write_answer_row(write, row, 200, err);
}

static const char *const parameters[] = { "by", NULL };

const struct write_op mission_create_op = { .run = create,
	.family = &families[FAMILY_MISSION],
	.parameters = parameters };
const struct write_op mission_amend_op = { .run = amend,
	.family = &families[FAMILY_MISSION],
	.parameters = parameters };

#define STEP(action) \
	[LIFE_##action] = { .run = take_step, \
		.family = &families[FAMILY_MISSION], \
		.parameters = parameters, \
		.bare = true, \
		.which = LIFE_##action }

const struct write_op mission_step_ops[LIFE_ACTIONS] = {
	STEP(SUBMIT),
	STEP(ENDORSE),
	STEP(RETURN),
	STEP(AUTHORISE),
	STEP(REJECT),
	STEP(WITHDRAW),
	STEP(CANCEL),
	STEP(REPORT),
	STEP(ACCEPT),
	STEP(DECLINE),
	STEP(PROGRAMME),
};
