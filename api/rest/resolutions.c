/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/conflicts/{id}/proposals; GET /v1/resolutions and one of them; POST
 * /v1/resolutions (a period), /v1/resolutions/{id}/apply, /undo, /cancel.
 *
 * What is proposed is judged on the writer's thread, where the picture of all
 * conflicts lives; nothing is written by asking.
 */
#include "office/resolution.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "model/bound.h"
#include "office/access.h"
#include "office/resolution_period.h"
#include "rest/call.h"
#include "rest/conflict_json.h"
#include "rest/listing.h"
#include "rest/query.h"
#include "rest/record_json.h"
#include "rest/write.h"
#include "store/conflicts.h"

/* ------------------------------------------------------------------ JSON */

static void
add_member(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	buf_addf(out, ",\"%s\":", name);
	json_add_text(out, text);
}

static void
add_json(struct buf *out, const char *name, const char *json)
{
	if (json)
		buf_addf(out, ",\"%s\":%s", name, json);
}

static void
add_resolution(
    struct buf *out, const struct resolution *resolution, bool changes)
{
	char at[2][INSTANT_TEXT];

	buf_adds(out, "{\"id\":");
	json_add_text(out, resolution->id);
	buf_addf(out,
	    ",\"kind\":\"%s\",\"state\":\"%s\",\"made_at\":\"%s\","
	    "\"since\":\"%s\",\"revision\":%lld",
	    resolution->kind, resolution_state_words[resolution->state],
	    instant_format(at[0], resolution->made_at, 0),
	    instant_format(at[1], resolution->state_since, 0),
	    (long long)resolution->revision);
	add_member(out, "title", resolution->title);
	add_member(out, "conflict", resolution->conflict);
	add_member(out, "by", resolution->maker);
	add_member(out, "why", resolution->why);
	add_json(out, "asked", resolution->asked);
	add_json(out, "told", resolution->told);
	if (changes)
		add_json(out, "changes", resolution->changes);
	buf_addc(out, '}');
}

/* --------------------------------------------------------------- reading */

static int
add_to_listing(const struct resolution *resolution, void *arg, struct err *err)
{
	struct listing *listing = arg;

	(void)err;
	if (listing_next(listing, resolution->id))
		add_resolution(&listing->body, resolution, false);
	return 0;
}

void
resolutions_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const parameters[] = { "state", "conflict", "limit",
		"cursor", NULL };
	const struct rest_call *call = arg;
	struct resolution_filter filter = { .id = NULL };
	CLEANUP(listing_free) struct listing listing = { .body = BUF_INIT };
	int64_t limit;
	char after[CURSOR_MAX];
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, parameters);
	filter.state = query_choice(&query, "state", resolution_state_words);
	filter.conflict = query_text(&query, "conflict");
	limit = query_limit(&query);
	filter.limit = (int)limit + 1;
	if (query_cursor(&query, after))
		filter.after = after;
	if (query_refused(&query, reply))
		return;
	listing_begin(&listing, limit);
	if (resolutions_each(call->rest->reader, &filter, add_to_listing,
		&listing, &err) < 0)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The resolutions cannot be read just now.");
	else
		listing_send(&listing, request, reply);
}

struct one {
	struct buf *body;
	char tag[RECORD_TAG];
	bool found;
};

static int
add_one(const struct resolution *resolution, void *arg, struct err *err)
{
	struct one *one = arg;

	(void)err;
	add_resolution(one->body, resolution, true);
	buf_addc(one->body, '\n');
	snprintf(one->tag, sizeof one->tag, "\"%lld\"",
	    (long long)resolution->revision);
	one->found = true;
	return 0;
}

void
resolution_item(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	struct resolution_filter filter = { .id = http_path_value(
						request, "id") };
	struct one one = { .body = &body };
	struct err err = ERR_INIT;

	if (query_any(request, reply))
		return;
	if (resolutions_each(call->rest->reader, &filter, add_one, &one, &err) <
	    0)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The resolutions cannot be read just now.");
	else if (!one.found)
		problem_reply(
		    reply, PROBLEM_NOT_FOUND, "There is none of this id.");
	else
		reply_json_tagged(request, reply, &body, one.tag);
}

/* -------------------------------------------------------------- proposing */

struct asked_conflict {
	char code[8];
	struct buf subject;
};

static int
note_conflict(const struct conflict *conflict, void *arg, struct err *err)
{
	struct asked_conflict *asked = arg;

	(void)err;
	snprintf(asked->code, sizeof asked->code, "%s", conflict->code);
	buf_adds(&asked->subject, conflict->subject);
	return 0;
}

static void
asked_conflict_free(struct asked_conflict *asked)
{
	buf_free(&asked->subject);
}

static int
propose(struct write *write, struct err *err)
{
	CLEANUP(asked_conflict_free)
	struct asked_conflict conflict = { .code = "" };
	struct conflict_filter filter = { .id = write_value(write, "id"),
		.family = "C" };
	struct judge_proposals asked = { .conflict = filter.id,
		.caller = write->desk.caller,
		.now = write->desk.actor.now,
		.revise_percent = write->desk.revise_percent };
	char teams[ACCESS_TEAMS];

	write->dry_run = true; /* asking changes nothing */
	filter.teams =
	    access_teams(write->desk.caller, VERB_READ, OBJECT_CONFLICT, teams);
	asked.language = language_asked(
	    write_parameter(write, "lang"), &write->desk.invalid, "/lang");
	if (invalid_any(&write->desk.invalid))
		return err_set(err, -EINVAL, "there is no such language");
	if (!write->desk.judge)
		return err_set(err, -EBUSY, "conflicts are not known yet");
	if (conflicts_each(
		write->desk.store, &filter, note_conflict, &conflict, err) < 0)
		return err->code;
	if (!conflict.code[0])
		return err_set(err, -ENOENT, "there is none of this id");
	asked.code = conflict.code;
	asked.subject = buf_str(&conflict.subject);
	if (write->desk.judge->proposes(
		write->desk.judge->arg, &asked, &write->answer, err) < 0)
		return err->code;
	write->status = 200;
	return 0;
}

/* -------------------------------------------------------------- a period */

static bool
read_day(
    struct write *write, const json_t *body, const char *name, int64_t *out)
{
	const char *text = json_string_value(json_object_get(body, name));
	char where[16];

	if (text && day_parse(text, out) == 0)
		return true;
	snprintf(where, sizeof where, "/%s", name);
	invalid_add(&write->desk.invalid, where,
	    "Write a day, as 2027-01-31; the last is not part of it.");
	return false;
}

static bool
read_number(struct write *write, const json_t *body, const char *name,
    int64_t most, int64_t *out)
{
	const json_t *value = json_object_get(body, name);
	char where[16];

	if (value)
		*out = json_integer_value(value);
	if (!value || (json_is_integer(value) && *out >= 0 && *out <= most))
		return true;
	snprintf(where, sizeof where, "/%s", name);
	invalid_add(&write->desk.invalid, where,
	    "Write a number from 0 to %lld.", (long long)most);
	return false;
}

static bool
are_known(struct write *write, json_t *body)
{
	static const char *const known[] = { "from", "to", "seconds",
		"iterations", "seed", NULL };
	const char *name;
	json_t *value;
	bool all = true;

	json_object_foreach(body, name, value)
	{
		if (texts_have(known, name))
			continue;
		all = false;
		invalid_add(&write->desk.invalid, name,
		    "There is no such member: there are from, to, seconds, "
		    "iterations and seed.");
	}
	return all;
}

static int
read_asked(struct write *write, struct period_asked *out, struct err *err)
{
	CLEANUP(json_freep) json_t *body = NULL;
	int64_t first = 0, end = 0, seconds = PERIOD_SECONDS;
	bool good;

	if (json_read(write->body, write->len, &body, err) < 0)
		return err->code;
	good = are_known(write, body);
	good &= read_day(write, body, "from", &first);
	good &= read_day(write, body, "to", &end);
	good &=
	    read_number(write, body, "seconds", PERIOD_MOST_SECONDS, &seconds);
	good &=
	    read_number(write, body, "iterations", INT64_MAX, &out->iterations);
	good &= read_number(write, body, "seed", INT64_MAX, &out->seed);
	if (good && end <= first) {
		invalid_add(&write->desk.invalid, "/to",
		    "It should be later than from.");
		good = false;
	}
	out->span = days_within(write->desk.zone, first, end);
	out->milliseconds = seconds * 1000;
	out->now = write->desk.actor.now;
	out->revise_percent = write->desk.revise_percent;
	return good ? 0 : err_set(err, -EINVAL, "the period is not understood");
}

static int
resolve(struct write *write, struct err *err)
{
	const struct rest *rest = write->rest;
	struct period_asked asked = { .seed = 1 };
	struct period_job *job = NULL;
	char id[UUID_TEXT];
	struct resolution_filter filter = { .id = id };
	struct one one = { .body = &write->answer };

	if (read_asked(write, &asked, err) < 0 ||
	    resolution_begin(&write->desk, &asked, id, &job, err) < 0)
		return err->code;
	if (write->dry_run)
		period_job_free(job);
	else if (rest && rest->resolve
		     ? rest->resolve(rest->arg, id, job, err) < 0
		     : resolution_run(
			   &write->desk, id, job, &clock_system, err) < 0)
		return err->code;
	if (resolutions_each(write->desk.store, &filter, add_one, &one, err) <
	    0)
		return err->code;
	snprintf(write->tag, sizeof write->tag, "%s", one.tag);
	snprintf(
	    write->location, sizeof write->location, "/v1/resolutions/%s", id);
	write->status = 201;
	return 0;
}

/* -------------------------------------------------------------- applying */

enum { APPLY, UNDO, CANCEL };

static int
cancel(struct write *write, const char *id, struct err *err)
{
	const struct rest *rest = write->rest;

	if (rest && rest->resolve_cancel) {
		int rc = rest->resolve_cancel(rest->arg, id, err);

		if (rc != -ENOENT)
			return rc;
		err_clear(err);
	}
	return resolution_lose(&write->desk, id, err);
}

static int
turn(struct write *write, struct err *err)
{
	const struct write_op *op = write->route->detail;
	struct resolution_filter filter = { .id = write_value(write, "id") };
	struct one one = { .body = &write->answer };
	int rc =
	    op->which == APPLY  ? resolution_apply(&write->desk, filter.id, err)
	    : op->which == UNDO ? resolution_undo(&write->desk, filter.id, err)
				: cancel(write, filter.id, err);

	if (rc < 0 || resolutions_each(
			  write->desk.store, &filter, add_one, &one, err) < 0)
		return err->code;
	snprintf(write->tag, sizeof write->tag, "%s", one.tag);
	write->status = 200;
	return 0;
}

static const char *const parameters[] = { "lang", NULL };

const struct write_op conflict_propose_op = { .run = propose,
	.parameters = parameters,
	.no_body = true,
	.unversioned = true };
/* A proposal's id says of which versions it was made; a plan's changes are
 * held against what is there. */
const struct write_op resolution_apply_op = {
	.run = turn, .no_body = true, .unversioned = true, .which = APPLY
};
const struct write_op resolution_undo_op = {
	.run = turn, .no_body = true, .unversioned = true, .which = UNDO
};
const struct write_op resolution_cancel_op = {
	.run = turn, .no_body = true, .unversioned = true, .which = CANCEL
};
const struct write_op resolution_create_op = { .run = resolve };
