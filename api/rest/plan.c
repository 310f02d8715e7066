/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/plan, /v1/plan/coverage, /v1/lines, /v1/lines/{id}, /v1/regions,
 * /v1/regions/{id} and /v1/events/{id}/score: the plan in force and what an
 * event is worth by it. It is changed in its file alone.
 */
#include "model/plan.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "model/bound.h"
#include "office/reach.h"
#include "office/standing.h"
#include "rest/call.h"
#include "rest/query.h"

/* There is a plan; false: it has been answered. */
static bool
has_plan(struct http_reply *reply, const struct rest_call *call)
{
	if (!call->view->plan)
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no plan: [plan] of the configuration names no "
		    "file.");
	return call->view->plan != NULL;
}

/* The same, and it takes no parameters. */
static bool
may_answer(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call)
{
	return !query_any(request, reply) && has_plan(reply, call);
}

static void
reply_record(const struct http_request *request, struct http_reply *reply,
    const struct record *type, const void *record)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;

	record_add_json(type, record, &body);
	buf_addc(&body, '\n');
	reply_json(request, reply, &body);
}

void
plan_item(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct rest_call *call = arg;

	if (may_answer(request, reply, call))
		reply_record(request, reply, &plan_record, call->view->plan);
}

/* The field of the plan that the route is of, by its name. */
static const struct field *
field_of(const struct rest_call *call)
{
	return record_field(&plan_record, call->route->detail);
}

static const void *const *
list_of(const struct rest_call *call)
{
	return *(const void *const *const *)((const char *)call->view->plan +
					     field_of(call)->offset);
}

void
plan_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	const void *const *list;

	if (!may_answer(request, reply, call))
		return;
	list = list_of(call);
	buf_adds(&body, "{\"items\":[");
	for (size_t i = 0; list && list[i]; i++) {
		buf_adds(&body, i ? ",\n" : "\n");
		record_add_json(field_of(call)->of, list[i], &body);
	}
	buf_adds(&body, "\n]}\n");
	reply_json(request, reply, &body);
}

void
plan_part(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct rest_call *call = arg;
	const char *id = http_path_value(request, "id");
	const void *const *list;

	if (!may_answer(request, reply, call))
		return;
	list = list_of(call);
	for (size_t i = 0; list && list[i]; i++)
		if (strcmp(*(const char *const *)list[i], id) == 0) {
			reply_record(
			    request, reply, field_of(call)->of, list[i]);
			return;
		}
	problem_reply(reply, PROBLEM_NOT_FOUND,
	    "The plan in force has nothing of this id.");
}

void
event_score(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	const char *id = http_path_value(request, "id");
	const struct event_row *row =
	    snapshot_event(call->view->events, id, NULL);
	struct score_facts facts;
	struct score score;

	if (!row) {
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no event with this id.");
		return;
	}
	if (!may_answer(request, reply, call))
		return;
	standing_facts(call->view->records, id, row->event, &facts);
	score_event(call->view->plan, row->event, &facts, &score);
	score_add_json(&score, &body);
	buf_addc(&body, '\n');
	reply_json(request, reply, &body);
}

/* By line, of a year: this one when none is asked for. */
void
plan_coverage_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const parameters[] = { "year", NULL };
	CLEANUP(reach_release) struct reach reach = { .year = 0 };
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, parameters);
	reach.year = query_int(&query, "year",
	    civil_from_day(zone_day(feedset_zone(call->view->feeds),
			       clock_now(call->rest->clock)))
		.year,
	    REACH_FIRST, REACH_LAST);
	if (query_refused(&query, reply) || !has_plan(reply, call))
		return;
	reach.plan = call->view->plan;
	reach.records = call->view->records;
	reach.events = call->view->events;
	if (reach_count(&reach, &err) < 0)
		body.error = err.code;
	buf_adds(&body, "{\"items\":[");
	for (size_t i = 0; i < reach.nlines; i++) {
		buf_adds(&body, i ? ",\n" : "\n");
		reach_line_json(&reach, i, &body);
	}
	buf_adds(&body, "\n]}\n");
	reply_json(request, reply, &body);
}
