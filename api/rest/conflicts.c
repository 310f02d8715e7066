/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/conflicts, /v1/conflicts/{id}; POST .../merge, .../keep-apart,
 * .../undo. Read from the store, as the log is. */
#include "store/conflicts.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "rest/call.h"
#include "rest/conflict_json.h"
#include "rest/query.h"
#include "rest/record_json.h"
#include "rest/write.h"

struct page {
	struct buf body;
	int64_t limit, count;
	char last[64]; /* id of the last */
	bool more;
};

static int
add_conflict(const struct conflict *conflict, void *arg, struct err *err)
{
	struct page *page = arg;

	(void)err;
	if (page->count == page->limit) {
		page->more = true;
		return 0;
	}
	buf_adds(&page->body, page->count++ ? ",\n" : "\n");
	conflict_add_json(&page->body, conflict);
	snprintf(page->last, sizeof page->last, "%s", conflict->id);
	return 0;
}

void
conflicts_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const parameters[] = { "code", "state", "source",
		"limit", "cursor", NULL };
	const struct rest_call *call = arg;
	struct conflict_filter filter = { .id = NULL };
	struct page page = { .count = 0 };
	char after[CURSOR_MAX], cursor[2 * CURSOR_MAX];
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, parameters);
	filter.code = query_text(&query, "code");
	filter.source = query_text(&query, "source");
	filter.state = query_choice(&query, "state", conflict_state_words);
	page.limit = query_limit(&query);
	filter.limit = (int)page.limit + 1;
	if (query_cursor(&query, after))
		filter.after = after;
	if (query_refused(&query, reply))
		return;
	buf_adds(&page.body, "{\"items\":[");
	if (conflicts_each(
		call->rest->reader, &filter, add_conflict, &page, &err) < 0) {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The conflicts cannot be read just now.");
	} else {
		buf_adds(&page.body, "\n]}\n");
		if (page.more)
			reply_next(
			    request, reply, cursor_encode(cursor, page.last));
		reply_json(request, reply, &page.body);
	}
	buf_free(&page.body);
}

/* One conflict, and the tag of its revision. */
struct one {
	struct buf *body;
	char tag[RECORD_TAG];
	bool found;
};

static int
add_one(const struct conflict *conflict, void *arg, struct err *err)
{
	struct one *one = arg;

	(void)err;
	conflict_add_json(one->body, conflict);
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
	static const char *const none[] = { NULL };
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	struct conflict_filter filter = { .id =
					      http_path_value(request, "id") };
	struct one one = { .body = &body };
	struct err err = ERR_INIT;
	struct query query;

	query_start(&query, request, none);
	if (query_refused(&query, reply))
		return;
	if (conflicts_each(call->rest->reader, &filter, add_one, &one, &err) <
	    0)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The conflicts cannot be read just now.");
	else if (!one.found)
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no conflict with this id.");
	else
		reply_json_tagged(request, reply, &body, one.tag);
}

static int
take_step(struct write *write, enum conflict_step step, struct err *err)
{
	struct conflict_filter filter = { .id = write_value(write, "id") };
	struct one one = { .body = &write->answer };

	if (conflict_step(write->desk.store, &write->desk.actor, filter.id,
		step, write->desk.revision, err) < 0 ||
	    conflicts_each(write->desk.store, &filter, add_one, &one, err) < 0)
		return err->code;
	snprintf(write->tag, sizeof write->tag, "%s", one.tag);
	write->status = 200;
	return 0;
}

static int
merge(struct write *write, struct err *err)
{
	return take_step(write, CONFLICT_MERGE, err);
}

static int
keep_apart(struct write *write, struct err *err)
{
	return take_step(write, CONFLICT_KEEP_APART, err);
}

static int
undo(struct write *write, struct err *err)
{
	return take_step(write, CONFLICT_UNDO, err);
}

const struct write_op conflict_merge_op = { merge, NULL, NULL, true };
const struct write_op conflict_apart_op = { keep_apart, NULL, NULL, true };
const struct write_op conflict_undo_op = { undo, NULL, NULL, true };
