/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/resolutions/{id}/missions/{mission}?lang=: why a mission stands in a
 * period's plan as it does, as it was found when the plan was made.
 */
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "rest/call.h"
#include "rest/query.h"
#include "schedule/resolve/why_text.h"
#include "store/resolutions.h"

static int
read_explained(const struct resolution *resolution, void *arg, struct err *err)
{
	const char *text = resolution->explained;

	return json_read(text ? text : "[]", text ? strlen(text) : 2, arg, err);
}

static void
answer(const struct http_request *request, struct http_reply *reply,
    json_t *why, enum language language)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	CLEANUP(freep) char *json = NULL;

	why_add_text(&text, language, why);
	json_object_set_new(why, "text", json_string(buf_str(&text)));
	json = json_dumps(why, JSON_COMPACT);
	buf_addf(&body, "%s\n", json ? json : "");
	if (json)
		reply_json(request, reply, &body);
	else
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "There is no memory for it just now.");
}

void
resolution_why(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const parameters[] = { "lang", NULL };
	const struct rest_call *call = arg;
	const char *mission = http_path_value(request, "mission");
	struct resolution_filter filter = { .id = http_path_value(
						request, "id") };
	CLEANUP(json_freep) json_t *explained = NULL;
	struct err err = ERR_INIT;
	enum language language;
	struct query query;
	json_t *why;

	query_start(&query, request, parameters);
	language =
	    language_asked(query_text(&query, "lang"), &query.invalid, "lang");
	if (query_refused(&query, reply))
		return;
	if (resolutions_each(call->rest->reader, &filter, read_explained,
		&explained, &err) < 0) {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The resolutions cannot be read just now.");
		return;
	}
	why = why_find(explained, mission);
	if (!why)
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "The plan has no such mission: it resolves those that "
		    "begin "
		    "in its period, count, and are not decided.");
	else
		answer(request, reply, why, language);
}
