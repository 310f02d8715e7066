/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/sources, /v1/sources/{name}; POST /v1/sources/{name}/sync */
#include "base/cleanup.h"
#include "base/text.h"
#include "rest/call.h"
#include "rest/query.h"
#include "rest/source_json.h"

static void
add_source(const struct rest_call *call, const struct view_source *source,
    struct buf *body)
{
	const struct rest *rest = call->rest;

	source_add_json(body, source, rest->syncing(rest->arg, source->name),
	    clock_now(rest->clock));
}

void
sources_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;

	if (query_any(request, reply))
		return;
	buf_adds(&body, "{\"items\":[");
	vec_each(&call->view->sources, source) {
		buf_adds(
		    &body, source == call->view->sources.items ? "\n" : ",\n");
		add_source(call, source, &body);
	}
	buf_adds(&body, "\n]}\n");
	reply_json(request, reply, &body);
}

/* NULL when it has been answered 404. */
static const struct view_source *
find(const struct rest_call *call, const struct http_request *request,
    struct http_reply *reply)
{
	const struct view_source *source =
	    view_source_find(call->view, http_path_value(request, "name"));

	if (!source)
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no source of this name; /v1/sources lists them.");
	return source;
}

void
source_item(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	const struct rest *rest = call->rest;
	const struct view_source *source = find(call, request, reply);
	struct err err = ERR_INIT;

	if (!source)
		return;
	if (query_any(request, reply))
		return;
	if (source_add_whole_json(&body, source,
		rest->syncing(rest->arg, source->name), clock_now(rest->clock),
		rest->reader, &err) < 0) {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The source's runs cannot be read just now.");
		return;
	}
	buf_addc(&body, '\n');
	reply_json(request, reply, &body);
}

void
source_sync(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const parameters[] = { "accept_shrink", NULL };
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	const struct view_source *source = find(call, request, reply);
	struct err err = ERR_INIT;
	struct query query;
	bool accept;

	if (!source)
		return;
	query_start(&query, request, parameters);
	accept = query_flag(&query, "accept_shrink");
	if (query_refused(&query, reply))
		return;
	if (call->rest->sync(call->rest->arg, source->name, accept, &err) < 0) {
		problem_reply(reply, PROBLEM_NOT_FOUND, "%s.", err.msg);
		return;
	}
	add_source(call, source, &body);
	buf_addc(&body, '\n');
	reply_json_status(reply, 202, &body);
}
