/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/changes: the log of every change, oldest first; by pages, or as they
 * come. A stream is fed from the log, a piece at a time as its reader takes
 * them: nothing is kept for a slow one, and one who comes back misses nothing.
 */
#include "store/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/number.h"
#include "office/sight.h"
#include "rest/call.h"
#include "rest/change_json.h"
#include "rest/query.h"

static const char *const parameters[] = { "after", "entity", "id", "source",
	"since", "limit", "cursor", NULL };

struct page {
	struct buf body;
	int64_t limit, count, last;
	int64_t read; /* with those that are not told */
	bool more;
	const struct rest_call *call;
	const struct snapshot *events; /* only of those that are published;
					  NULL: of all */
};

/* What has gone was perhaps not published: it is not told either. */
static bool
is_told(const struct page *page, const struct change *change)
{
	const struct event_row *row;

	if (!page->events || strcmp(change->entity, "event") != 0)
		return true;
	row = snapshot_event(page->events, change->id, NULL);
	return row && event_row_public(row);
}

/* Names of people stand in what is told of conflicts. */
static int
add_json(struct page *page, const struct change *change, struct err *err)
{
	const struct rest_call *call = page->call;
	bool people = call_knows_who(call);
	CLEANUP(sight_change_free)
	struct sight_change sight = { .title = BUF_INIT };

	if (strcmp(change->entity, "conflict") != 0 ||
	    !sight_is_narrow(&call->caller)) {
		change_add_json(&page->body, change, people);
		return 0;
	}
	if (sight_of_change(
		&call->caller, call->view->records, change, &sight, err) < 0)
		return err->code;
	change_add_json(&page->body, &sight.change, people);
	return 0;
}

static int
add_change(const struct change *change, void *arg, struct err *err)
{
	struct page *page = arg;

	if (page->read++ == page->limit) {
		page->more = true;
		return 0;
	}
	page->last = change->seq;
	if (!is_told(page, change))
		return 0;
	buf_adds(&page->body, page->count++ ? ",\n" : "\n");
	return add_json(page, change, err);
}

static struct page
page_for(const struct rest_call *call)
{
	return (struct page){ .call = call,
		.events = call_sees_all(call) ? NULL : call->view->events };
}

/* ---- whose ------------------------------------------------------------ */

/* Of people, teams and missions whoever may be told of them: the condition is
 * the statement's. teams holds the text that the filter has. */
static void
narrow(const struct caller *caller, struct change_filter *filter,
    struct buf *teams)
{
	filter->events = !authorize_all(caller, VERB_READ, OBJECT_CHANGE);
	if (!filter->events || !caller->teams)
		return;
	buf_addc(teams, ',');
	for (const char *const *team = caller->teams; *team; team++)
		buf_addf(teams, "%s,", *team);
	filter->teams = buf_str(teams);
}

/* ---- as they come ----------------------------------------------------- */

#define PIECE 500

/* What was told on an open stream, so far. */
struct watch {
	int64_t last;
	int64_t said; /* monotonic ms */
};

static bool
wants_stream(const struct http_request *request)
{
	const char *accept = http_header(request, "Accept");

	return accept && strstr(accept, "text/event-stream") &&
	       http_method(request) == HTTP_GET && http_takes_pieces(request);
}

/* HTML's server-sent events: what a reader has is known by the number of the
 * last change, so one who comes back goes on from there. */
static int
add_event(const struct change *change, void *arg, struct err *err)
{
	struct page *page = arg;

	page->last = change->seq;
	page->read++;
	if (!is_told(page, change))
		return 0;
	buf_addf(&page->body,
	    "id: %lld\nevent: change\ndata: ", (long long)change->seq);
	if (add_json(page, change, err) < 0)
		return err->code;
	buf_adds(&page->body, "\n\n");
	page->count++;
	return 0;
}

/* Where a reader is: behind Last-Event-ID, else where the query says, else at
 * the end. */
static struct watch *
open_watch(const struct http_request *request, const struct rest_call *call,
    const struct change_filter *filter)
{
	const char *id = http_header(request, "Last-Event-ID");
	struct watch *watch = calloc(1, sizeof *watch);
	int64_t seq;

	if (!watch)
		return NULL;
	watch->last = call->view->revision;
	watch->said = INT64_MIN / 2;
	if (id && int_parse(id, &seq) == 0 && seq >= 0)
		watch->last = seq;
	else if (http_query(request, "after"))
		watch->last = filter->after;
	http_keep(request, watch, free);
	return watch;
}

/* The next piece; later when there is none, and the reader knows that it is
 * listened to. */
static void
send_piece(const struct rest_call *call, struct http_reply *reply,
    struct watch *watch, struct page *page)
{
	int64_t now = clock_monotonic(call->rest->clock);

	watch->last = page->last;
	if (page->count == 0 &&
	    now - watch->said < HTTP_PIECE_SECONDS * INT64_C(1000) / 2) {
		http_reply_later(reply);
		return;
	}
	if (page->read < PIECE && page->last < call->view->revision)
		page->last = call->view->revision;
	if (page->count == 0)
		buf_addf(&page->body, "retry: 2000\nid: %lld\n\n",
		    (long long)page->last);
	watch->last = page->last;
	watch->said = now;
	http_reply_status(reply, 200);
	http_reply_header(reply, "Content-Type", "text/event-stream");
	http_reply_header(reply, "Cache-Control", "no-store");
	http_reply_header(reply, "X-Accel-Buffering", "no");
	http_reply_take(reply, &page->body);
	http_reply_pieces(reply, page->read == PIECE);
}

static void
stream(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call, struct change_filter *filter)
{
	struct watch *watch = http_kept(request);
	struct page page = page_for(call);
	struct err err = ERR_INIT;

	if (!watch)
		watch = open_watch(request, call, filter);
	if (!watch) {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "There is not enough memory just now.");
		return;
	}
	filter->after = page.last = watch->last;
	filter->limit = PIECE;
	if (watch->last < call->view->revision &&
	    changes_each(call->rest->reader, filter, add_event, &page, &err) <
		0)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The log cannot be read just now.");
	else
		send_piece(call, reply, watch, &page);
	buf_free(&page.body);
}

/* ---- by pages --------------------------------------------------------- */

/* A cursor is the number of the last change of the page before. */
static void
read_place(struct query *query, struct change_filter *filter)
{
	char cursor[CURSOR_MAX];
	long long seq;

	filter->after = query_int(query, "after", 0, 0, INT64_MAX);
	if (!query_cursor(query, cursor))
		return;
	if (sscanf(cursor, "%lld", &seq) == 1 && seq >= 0)
		filter->after = seq;
	else
		invalid_add(&query->invalid, "cursor",
		    "Take the cursor from the Link of the page before.");
}

static void
send_page(const struct http_request *request, struct http_reply *reply,
    struct page *page)
{
	char place[32], cursor[2 * CURSOR_MAX];

	snprintf(place, sizeof place, "%lld", (long long)page->last);
	buf_adds(&page->body, "\n]}\n");
	if (page->more)
		reply_next(request, reply, cursor_encode(cursor, place));
	reply_json(request, reply, &page->body);
}

void
changes_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct rest_call *call = arg;
	CLEANUP(buf_free) struct buf teams = BUF_INIT;
	struct change_filter filter = { .after = 0 };
	struct page page = page_for(call);
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, parameters);
	read_place(&query, &filter);
	filter.entity = query_text(&query, "entity");
	filter.id = query_text(&query, "id");
	filter.source = query_text(&query, "source");
	filter.since =
	    query_time(&query, "since", feedset_zone(call->view->feeds), 0);
	narrow(&call->caller, &filter, &teams);
	page.limit = query_limit(&query);
	filter.limit = (int)page.limit + 1;
	if (query_refused(&query, reply))
		return;
	if (buf_error(&teams) < 0) {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "There is not enough memory just now.");
		return;
	}
	if (wants_stream(request)) {
		stream(request, reply, call, &filter);
		return;
	}
	buf_adds(&page.body, "{\"items\":[");
	if (changes_each(call->rest->reader, &filter, add_change, &page, &err) <
	    0)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The log cannot be read just now.");
	else
		send_page(request, reply, &page);
	buf_free(&page.body);
}
