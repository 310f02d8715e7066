/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/conflicts/{id}/proposals; GET /v1/resolutions and one of them; POST
 * /v1/resolutions/{id}/apply, /undo.
 *
 * What is proposed is judged on the writer's thread, where the picture of all
 * conflicts lives; nothing is written by asking.
 */
#include "office/resolution.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "rest/call.h"
#include "rest/conflict_json.h"
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

struct page {
	struct buf body;
	int64_t limit, count;
	char last[80]; /* id of the last */
	bool more;
};

static int
add_to_page(const struct resolution *resolution, void *arg, struct err *err)
{
	struct page *page = arg;

	(void)err;
	if (page->count == page->limit) {
		page->more = true;
		return 0;
	}
	buf_adds(&page->body, page->count++ ? ",\n" : "\n");
	add_resolution(&page->body, resolution, false);
	snprintf(page->last, sizeof page->last, "%s", resolution->id);
	return 0;
}

static void
send_page(const struct http_request *request, struct http_reply *reply,
    struct page *page)
{
	char cursor[2 * CURSOR_MAX];

	buf_adds(&page->body, "\n]}\n");
	if (page->more)
		reply_next(request, reply, cursor_encode(cursor, page->last));
	reply_json(request, reply, &page->body);
}

void
resolutions_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const parameters[] = { "state", "conflict", "limit",
		"cursor", NULL };
	const struct rest_call *call = arg;
	struct resolution_filter filter = { .id = NULL };
	struct page page = { .count = 0 };
	char after[CURSOR_MAX];
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, parameters);
	filter.state = query_choice(&query, "state", resolution_state_words);
	filter.conflict = query_text(&query, "conflict");
	page.limit = query_limit(&query);
	filter.limit = (int)page.limit + 1;
	if (query_cursor(&query, after))
		filter.after = after;
	if (query_refused(&query, reply))
		return;
	buf_adds(&page.body, "{\"items\":[");
	if (resolutions_each(
		call->rest->reader, &filter, add_to_page, &page, &err) < 0)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The resolutions cannot be read just now.");
	else
		send_page(request, reply, &page);
	buf_free(&page.body);
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
	static const char *const none[] = { NULL };
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	struct resolution_filter filter = { .id = http_path_value(
						request, "id") };
	struct one one = { .body = &body };
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, none);
	if (query_refused(&query, reply))
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
read_language(struct write *write, enum language *out)
{
	const char *tag = write_parameter(write, "lang");
	int language = tag ? language_parse(tag) : LANGUAGE_EN;

	if (language < 0) {
		invalid_add(
		    &write->desk.invalid, "/lang", "There are ca, es and en.");
		return -EINVAL;
	}
	*out = (enum language)language;
	return 0;
}

static int
propose(struct write *write, struct err *err)
{
	CLEANUP(asked_conflict_free)
	struct asked_conflict conflict = { .code = "" };
	char teams[CONFLICT_TEAMS];
	struct conflict_filter filter = { .id = write_value(write, "id"),
		.family = "C" };
	struct judge_proposals asked = { .conflict = filter.id,
		.now = write->desk.actor.now,
		.revise_percent = write->desk.revise_percent };

	write->dry_run = true; /* asking changes nothing */
	filter.teams =
	    caller_teams(&write->caller, VERB_READ, OBJECT_CONFLICT, teams);
	if (read_language(write, &asked.language) < 0)
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

/* -------------------------------------------------------------- applying */

enum { APPLY, UNDO };

static int
turn(struct write *write, struct err *err)
{
	const struct write_op *op = write->route->detail;
	struct resolution_filter filter = { .id = write_value(write, "id") };
	struct one one = { .body = &write->answer };
	int rc = op->which == APPLY
		     ? resolution_apply(&write->desk, filter.id, err)
		     : resolution_undo(&write->desk, filter.id, err);

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
