/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/changes: the log of every change, oldest first. */
#include "store/changes.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "rest/call.h"
#include "rest/change_json.h"
#include "rest/query.h"

static const char *const parameters[] = { "after", "entity", "id", "source",
	"since", "limit", "cursor", NULL };

struct page {
	struct buf body;
	int64_t limit, count, last;
	bool more;
};

static int
add_change(const struct change *change, void *arg, struct err *err)
{
	struct page *page = arg;

	(void)err;
	if (page->count == page->limit) {
		page->more = true;
		return 0;
	}
	buf_adds(&page->body, page->count++ ? ",\n" : "\n");
	change_add_json(&page->body, change);
	page->last = change->seq;
	return 0;
}

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
	struct change_filter filter = { .after = 0 };
	struct page page = { .count = 0 };
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, parameters);
	read_place(&query, &filter);
	filter.entity = query_text(&query, "entity");
	filter.id = query_text(&query, "id");
	filter.source = query_text(&query, "source");
	filter.since =
	    query_time(&query, "since", feedset_zone(call->view->feeds), 0);
	/* Of people, teams and missions only whoever may be told of them. */
	filter.events = !http_peer(request)->local;
	page.limit = query_limit(&query);
	filter.limit = (int)page.limit + 1;
	if (query_refused(&query, reply))
		return;
	buf_adds(&page.body, "{\"items\":[");
	if (changes_each(call->rest->reader, &filter, add_change, &page, &err) <
	    0)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The log cannot be read just now.");
	else
		send_page(request, reply, &page);
	buf_free(&page.body);
}
