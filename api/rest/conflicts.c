/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/conflicts, /v1/synergies, and one of either; POST .../waive, /merge,
 * /keep-apart, /accept, /dismiss, /undo. Read from the store, as the log is.
 * Who may not see all of them sees those of their own teams.
 */
#include "store/conflicts.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "model/bound.h"
#include "office/access.h"
#include "office/joint.h"
#include "office/sight.h"
#include "rest/call.h"
#include "rest/conflict_json.h"
#include "rest/listing.h"
#include "rest/query.h"
#include "rest/record_json.h"
#include "rest/write.h"

const char conflicts_family[] = "C", synergies_family[] = "S";

/* ------------------------------------------------------------ whose it is */

/*
 * A council sees what was agreed with it, everybody else what concerns their
 * teams. Who asks for somebody whom they may not name finds nothing, or they
 * would be named by asking.
 */
static void
narrow(const struct rest_call *call, struct conflict_filter *filter,
    char teams[ACCESS_TEAMS])
{
	const struct caller *caller = &call->caller;

	filter->teams = access_teams(caller, call->route->verb,
	    (enum object_kind)call->route->object, teams);
	if (!filter->teams)
		return;
	if (filter->person &&
	    !person_is_own(caller, call->view->records, filter->person))
		filter->teams = "";
	if (caller->role != TOKEN_COUNCIL)
		return;
	filter->teams = NULL;
	filter->council = caller->council ? caller->council : "";
	filter->state = CONFLICT_ACCEPTED;
}

/* As much of it as the caller may see. */
static int
add_seen(struct buf *body, const struct rest_call *call,
    const struct conflict *conflict, enum language language, struct err *err)
{
	CLEANUP(sight_free) struct sight sight = { .title = BUF_INIT };
	struct conflict seen = *conflict;

	if (call && sight_is_narrow(&call->caller)) {
		if (sight_of(&call->caller, call->view->records,
			conflict->title, conflict->subject, conflict->evidence,
			&sight, err) < 0)
			return err->code;
		seen.title = buf_str(&sight.title);
		seen.subject = buf_str(&sight.subject);
		seen.evidence = buf_str(&sight.evidence);
	}
	conflict_add_json(body, &seen, language);
	return 0;
}

/* ------------------------------------------------------------------- list */

struct page {
	struct listing listing;
	const struct rest_call *call;
	enum language language;
};

static int
add_conflict(const struct conflict *conflict, void *arg, struct err *err)
{
	struct page *page = arg;

	return listing_next(&page->listing, conflict->id)
		   ? add_seen(&page->listing.body, page->call, conflict,
			 page->language, err)
		   : 0;
}

static void
read_filter(struct query *query, const struct zone *zone,
    struct conflict_filter *filter)
{
	int level = query_choice(query, "severity", conflict_level_words);
	int64_t from = query_time(query, "from", zone, INT64_MIN);
	int64_t to = query_time(query, "to", zone, INT64_MAX);

	filter->code = query_text(query, "code");
	filter->source = query_text(query, "source");
	filter->team = query_text(query, "team");
	filter->person = query_text(query, "person");
	filter->mission = query_text(query, "mission");
	filter->event = query_text(query, "event");
	filter->state = query_choice(query, "state", conflict_state_words);
	filter->level = level ? conflict_level_words[level] : NULL;
	if (from != INT64_MIN || to != INT64_MAX)
		filter->period = (struct span){ from, to };
}

void
conflicts_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const parameters[] = { "code", "state", "severity",
		"source", "team", "person", "mission", "event", "from", "to",
		"lang", "limit", "cursor", NULL };
	const struct rest_call *call = arg;
	struct conflict_filter filter = { .family = call->route->detail };
	struct page page = { .call = call };
	int64_t limit;
	char after[CURSOR_MAX], teams[ACCESS_TEAMS];
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, parameters);
	read_filter(&query, feedset_zone(call->view->feeds), &filter);
	narrow(call, &filter, teams);
	page.language =
	    language_asked(query_text(&query, "lang"), &query.invalid, "lang");
	limit = query_limit(&query);
	filter.limit = (int)limit + 1;
	if (query_cursor(&query, after))
		filter.after = after;
	if (query_refused(&query, reply))
		return;
	listing_begin(&page.listing, limit);
	if (conflicts_each(
		call->rest->reader, &filter, add_conflict, &page, &err) < 0)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The conflicts cannot be read just now.");
	else
		listing_send(&page.listing, request, reply);
	listing_free(&page.listing);
}

/* ------------------------------------------------------------------- item */

/* One conflict, and the tag of its revision. */
struct one {
	const struct rest_call *call; /* who asks; NULL: whoever decides */
	struct buf *body;
	enum language language;
	char tag[RECORD_TAG];
	bool found;
};

static int
add_one(const struct conflict *conflict, void *arg, struct err *err)
{
	struct one *one = arg;

	if (add_seen(one->body, one->call, conflict, one->language, err) < 0)
		return err->code;
	buf_addc(one->body, '\n');
	snprintf(one->tag, sizeof one->tag, "\"%lld\"",
	    (long long)conflict->revision);
	one->found = true;
	return 0;
}

void
conflict_item(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const parameters[] = { "lang", NULL };
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	struct conflict_filter filter = { .id = http_path_value(request, "id"),
		.family = call->route->detail };
	struct one one = { .call = call, .body = &body };
	char teams[ACCESS_TEAMS];
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, parameters);
	one.language =
	    language_asked(query_text(&query, "lang"), &query.invalid, "lang");
	narrow(call, &filter, teams);
	if (query_refused(&query, reply))
		return;
	if (conflicts_each(call->rest->reader, &filter, add_one, &one, &err) <
	    0)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The conflicts cannot be read just now.");
	else if (!one.found)
		problem_reply(
		    reply, PROBLEM_NOT_FOUND, "There is none of this id.");
	else
		reply_json_tagged(request, reply, &body, one.tag);
}

/* -------------------------------------------------------------- decisions */

/* What joins missions, and parts them, beside the conflict's own state. */
struct known_state {
	char code[8];
	int state;
	struct buf evidence, undo;
};

static void
known_state_free(struct known_state *known)
{
	buf_free(&known->evidence);
	buf_free(&known->undo);
}

static int
note_state(const struct conflict *conflict, void *arg, struct err *err)
{
	struct known_state *known = arg;

	(void)err;
	snprintf(known->code, sizeof known->code, "%s", conflict->code);
	known->state = conflict->state;
	buf_adds(&known->evidence, conflict->evidence);
	buf_adds(&known->undo, conflict->undo ? conflict->undo : "");
	return 0;
}

/* Makes or parts a joint delegation, when that is what the step means. */
static int
join_or_part(struct write *write, const struct known_state *known,
    const struct conflict_decision *decision, struct buf *undo, struct err *err)
{
	if (strcmp(known->code, "S1") != 0)
		return 0;
	if (decision->step == CONFLICT_ACCEPT && known->state == CONFLICT_OPEN)
		return joint_make(
		    &write->desk, buf_str(&known->evidence), undo, err);
	if (decision->step == CONFLICT_UNDO &&
	    known->state == CONFLICT_ACCEPTED && known->undo.len)
		return joint_part(&write->desk, buf_str(&known->undo), err);
	return 0;
}

static int
take_step(
    struct write *write, struct conflict_decision *decision, struct err *err)
{
	CLEANUP(known_state_free) struct known_state known = { .state = 0 };
	CLEANUP(buf_free) struct buf undo = BUF_INIT;
	struct conflict_filter filter = { .id = write_value(write, "id") };
	struct one one = { .body = &write->answer, .language = LANGUAGE_EN };

	decision->revision = write->desk.revision;
	if (conflicts_each(
		write->desk.store, &filter, note_state, &known, err) < 0 ||
	    join_or_part(write, &known, decision, &undo, err) < 0)
		return err->code;
	decision->undo = undo.len ? buf_str(&undo) : NULL;
	if (conflict_step(write->desk.store, &write->desk.actor, filter.id,
		decision, err) < 0 ||
	    conflicts_each(write->desk.store, &filter, add_one, &one, err) < 0)
		return err->code;
	snprintf(write->tag, sizeof write->tag, "%s", one.tag);
	write->status = 200;
	return 0;
}

static int
plain_step(struct write *write, struct err *err)
{
	const struct write_op *op = write->route->detail;
	struct conflict_decision decision = {
		.step = (enum conflict_step)op->which,
	};

	return take_step(write, &decision, err);
}

/* The end of the office's day until which it is waived. */
static int
read_until(struct write *write, const json_t *body, int64_t *expires)
{
	const char *until = json_string_value(json_object_get(body, "until"));
	int64_t day;

	if (!until || day_parse(until, &day) < 0) {
		invalid_add(&write->desk.invalid, "/until",
		    "A waiver ends: write its last day, as 2026-12-31.");
		return -EINVAL;
	}
	*expires = zone_midnight(write->desk.zone, day + 1);
	if (*expires > write->desk.actor.now)
		return 0;
	invalid_add(&write->desk.invalid, "/until", "That day is over.");
	return -EINVAL;
}

static int
read_reason(struct write *write, const json_t *body)
{
	const char *reason = json_string_value(json_object_get(body, "reason"));

	if (reason && *reason)
		write->desk.actor.why = reason;
	if (write->desk.actor.why && *write->desk.actor.why)
		return 0;
	invalid_add(&write->desk.invalid, "/reason",
	    "A waiver has a reason: say why it may be so.");
	return -EINVAL;
}

/* {"reason":"...","until":"2026-12-31"} */
static int
waive(struct write *write, struct err *err)
{
	CLEANUP(json_freep) json_t *body = NULL;
	struct conflict_decision decision = { .step = CONFLICT_WAIVE };
	const char *why = write->desk.actor.why;
	const char *name;
	json_t *value;
	int rc = 0;

	if (json_read(write->body, write->len, &body, err) < 0)
		return err->code;
	json_object_foreach(
	    body, name, value) if (strcmp(name, "reason") != 0 &&
				   strcmp(name, "until") != 0)
	{
		invalid_add(&write->desk.invalid, name,
		    "There is no such member: there are reason and until.");
		rc = -EINVAL;
	}
	rc |= read_until(write, body, &decision.expires);
	rc |= read_reason(write, body);
	rc = rc ? err_set(err, -EINVAL, "the waiver is not understood")
		: take_step(write, &decision, err);
	write->desk.actor.why = why;
	return rc;
}

#define STEP(step) \
	{ \
		.run = plain_step, .no_body = true, .which = CONFLICT_##step \
	}

const struct write_op conflict_merge_op = STEP(MERGE);
const struct write_op conflict_apart_op = STEP(KEEP_APART);
const struct write_op conflict_undo_op = STEP(UNDO);
const struct write_op synergy_accept_op = STEP(ACCEPT);
const struct write_op synergy_dismiss_op = STEP(DISMISS);
const struct write_op conflict_waive_op = { .run = waive };
