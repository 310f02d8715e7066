/* SPDX-License-Identifier: Apache-2.0 */
#include "problem.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/text.h"

static const struct {
	int status;
	const char *type, *title;
} problems[PROBLEMS] = {
	[PROBLEM_MALFORMED] = { 400, "malformed-request",
	    "The request is malformed" },
	[PROBLEM_UNAUTHENTICATED] = { 401, "unauthenticated",
	    "Who asks is not known" },
	[PROBLEM_FORBIDDEN] = { 403, "forbidden", "Who asks may not do this" },
	[PROBLEM_NOT_FOUND] = { 404, "not-found", "There is no such thing" },
	[PROBLEM_METHOD] = { 405, "method-not-allowed",
	    "This cannot be done with it" },
	[PROBLEM_TIMEOUT] = { 408, "request-timeout",
	    "The request did not come in time" },
	[PROBLEM_CONFLICT] = { 409, "conflict",
	    "Its state does not allow this" },
	[PROBLEM_BLOCKED] = { 409, "blocked", "A conflict forbids it" },
	[PROBLEM_GONE] = { 410, "gone", "It was revoked" },
	[PROBLEM_STALE] = { 412, "precondition-failed",
	    "It has changed in the meantime" },
	[PROBLEM_BODY_TOO_LARGE] = { 413, "body-too-large",
	    "The request's body is too large" },
	[PROBLEM_TARGET_TOO_LONG] = { 414, "target-too-long",
	    "The request's target is too long" },
	[PROBLEM_MEDIA_TYPE] = { 415, "media-type",
	    "The body's media type is not understood" },
	[PROBLEM_EXPECTATION] = { 417, "expectation-failed",
	    "The expectation cannot be met" },
	[PROBLEM_INVALID] = { 422, "invalid-values",
	    "The request's values are not valid" },
	[PROBLEM_KEY_REUSED] = { 422, "idempotency-key-reused",
	    "The key was used for another request" },
	[PROBLEM_VERSION_WANTED] = { 428, "precondition-required",
	    "Which version is meant is not said" },
	[PROBLEM_TOO_MANY] = { 429, "too-many-requests",
	    "There were too many requests" },
	[PROBLEM_HEADER_TOO_LARGE] = { 431, "header-too-large",
	    "The request's header section is too large" },
	[PROBLEM_INTERNAL] = { 500, "internal-error", "The program has erred" },
	[PROBLEM_NOT_IMPLEMENTED] = { 501, "method-unknown",
	    "The method is not known" },
	[PROBLEM_UNAVAILABLE] = { 503, "unavailable",
	    "This is not available at the moment" },
	[PROBLEM_VERSION] = { 505, "http-version",
	    "The HTTP version is not supported" },
};

enum problem
problem_of_status(int status)
{
	for (int i = 0; i < PROBLEMS; i++)
		if (problems[i].status == status)
			return (enum problem)i;
	return PROBLEM_INTERNAL;
}

int
problem_status(enum problem problem)
{
	return problems[problem].status;
}

const char *
problem_type(enum problem problem)
{
	return problems[problem].type;
}

static void
add_invalid(struct buf *buf, const struct invalid *invalid)
{
	const char *separator = ",\"errors\":[";

	vec_each(&invalid->list, value) {
		buf_addf(buf, "%s{\"%s\":", separator,
		    invalid->pointers ? "pointer" : "parameter");
		json_add_text(buf, value->where);
		buf_adds(buf, ",\"detail\":");
		json_add_text(buf, value->detail);
		buf_addc(buf, '}');
		separator = ",";
	}
	if (invalid->list.len)
		buf_addc(buf, ']');
}

void
problem_add_json(struct buf *buf, enum problem problem, const char *detail,
    const struct invalid *invalid)
{
	buf_addf(buf,
	    "{\"type\":\"/problems/%s\",\"title\":", problems[problem].type);
	json_add_text(buf, problems[problem].title);
	buf_addf(buf, ",\"status\":%d,\"detail\":", problems[problem].status);
	json_add_text(buf, detail);
	if (invalid)
		add_invalid(buf, invalid);
	buf_adds(buf, "}\n");
}

static void
send(struct http_reply *reply, enum problem problem, const char *detail,
    const struct invalid *invalid)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	problem_add_json(&buf, problem, detail, invalid);
	http_reply_status(reply, problems[problem].status);
	http_reply_header(reply, "Content-Type", "application/problem+json");
	http_reply_header(reply, "Cache-Control", "no-store");
	if (problems[problem].status == 503)
		http_reply_header(reply, "Retry-After", "5");
	http_reply_take(reply, &buf);
}

void
problem_reply(
    struct http_reply *reply, enum problem problem, const char *fmt, ...)
{
	char detail[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(detail, sizeof detail, fmt, args);
	va_end(args);
	send(reply, problem, detail, NULL);
}

void
invalid_reply(struct http_reply *reply, const struct invalid *invalid)
{
	send(reply, PROBLEM_INVALID,
	    invalid->list.len ? invalid->list.items[0].detail : "", invalid);
}
