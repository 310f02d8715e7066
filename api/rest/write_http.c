/* SPDX-License-Identifier: Apache-2.0 */
/* A change asked for over HTTP: what must be given with it, its way to the
 * writer's thread, and the answer when it has come back. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "rest/write.h"

static void
on_written(int result, const struct err *err, void *arg)
{
	struct write *write = arg;
	const struct rest *rest = write->rest;

	write_end(write, result, err);
	atomic_store(&write->done, true);
	write_unref(write);
	rest->again(rest->arg);
}

/* No script reads it, no other site sends it; over TLS alone where readers
 * come by that. */
static void
set_cookie(struct http_reply *reply, const struct write *write,
    const struct rest_call *call)
{
	const char *url = feedset_options(call->view->feeds).base_url;
	char text[200];

	if (write->cookie_seconds < 0 || write->status >= 400)
		return;
	snprintf(text, sizeof text,
	    "ambit=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Strict%s",
	    write->cookie_seconds ? write->cookie : "",
	    (long long)write->cookie_seconds,
	    url && strncmp(url, "https:", 6) == 0 ? "; Secure" : "");
	http_reply_header(reply, "Set-Cookie", text);
}

static void
send_answer(
    struct http_reply *reply, struct write *write, const struct rest_call *call)
{
	bool wrong = write->status >= 400;

	if (buf_error(&write->answer) < 0) {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "There is not enough memory for this answer just now.");
		return;
	}
	http_reply_status(reply, write->status);
	http_reply_header(reply, "Cache-Control", "no-store");
	set_cookie(reply, write, call);
	if (write->tag[0])
		http_reply_header(reply, "ETag", write->tag);
	if (write->location[0] && !write->dry_run)
		http_reply_header(reply, "Location", write->location);
	if (write->status == 503)
		http_reply_header(reply, "Retry-After", "5");
	if (write->replayed)
		http_reply_header(reply, "Idempotency-Replayed", "true");
	if (write->answer.len == 0)
		return;
	http_reply_header(reply, "Content-Type",
	    wrong ? "application/problem+json" : "application/json");
	http_reply_take(reply, &write->answer);
}

static bool
key_fits(const char *key)
{
	size_t len = strlen(key);

	for (const char *c = key; *c; c++)
		if (*c < '!' || *c > '~')
			return false;
	return len >= 1 && len <= 200;
}

/* A body of JSON, or none where none is wanted. */
static bool
media_type_fits(
    const struct http_request *request, const struct write_op *op, size_t len)
{
	static const char *const types[] = { "application/json",
		"application/merge-patch+json", "application/x-ndjson" };
	const char *type = http_header(request, "Content-Type");

	if (op->no_body)
		return len == 0;
	if (op->bare && len == 0 && !type)
		return true;
	for (size_t i = 0; type && i < ARRAY_LEN(types); i++) {
		size_t n = strlen(types[i]);

		if (strncasecmp(type, types[i], n) == 0 &&
		    (!type[n] || strchr("; ", type[n])))
			return true;
	}
	return false;
}

/* What is changed must be named in the version that was seen; a command on
 * this machine is of one who looks at it. */
static bool
wants_version(const struct http_request *request, const struct write *write,
    const struct write_op *op)
{
	return !op->unversioned && !http_peer(request)->local &&
	       !write->if_match &&
	       (write->method != HTTP_POST || write->values.n > 0);
}

static bool
refused(const struct http_request *request, struct http_reply *reply,
    const struct write *write, const struct write_op *op)
{
	if (!media_type_fits(request, op, write->len))
		problem_reply(reply, PROBLEM_MEDIA_TYPE,
		    op->no_body ? "This takes no body."
				: "The body should be application/json.");
	else if (wants_version(request, write, op))
		problem_reply(reply, PROBLEM_VERSION_WANTED,
		    "Say by If-Match which version this is about: its ETag as "
		    "it was read.");
	else if (write->key && !key_fits(write->key))
		problem_reply(reply, PROBLEM_MALFORMED,
		    "An Idempotency-Key has 1 to 200 visible ASCII "
		    "characters.");
	else
		return false;
	return true;
}

/* What the request asks; NULL when memory ran out. */
static struct write *
write_of(const struct http_request *request, const struct rest_call *call)
{
	size_t len;
	const void *body = http_body(request, &len);
	CLEANUP(write_unrefp)
	struct write *write =
	    write_begin(http_method(request), http_path(request), body, len);
	const char *tag = http_header(request, "If-Match");
	const char *key = http_header(request, "Idempotency-Key");
	const struct http_peer *peer = http_peer(request);

	if (!write)
		return NULL;
	for (size_t i = 0; i < http_query_count(request); i++) {
		const char *name = http_query_name(request, i);

		if (write_add_parameter(
			write, name, http_query(request, name)) < 0)
			return NULL;
	}
	if (tag && !(write->if_match = strdup(tag)))
		return NULL;
	if (key && write->method == HTTP_POST && !(write->key = strdup(key)))
		return NULL;
	write->route = call->route;
	route_match(write->route->pattern, write->path, &write->values);
	write->rest = call->rest;
	write->state_dir = call->rest->state_dir;
	write->desk.zones = call->rest->zones;
	write->desk.places = call->rest->places;
	write->desk.zone = feedset_zone(call->view->feeds);
	write->desk.judge = call->rest->judge;
	write->desk.actor.now = clock_now(call->rest->clock);
	write->desk.revise_percent = call->view->revise_percent;
	if (call->caller.token)
		write_bearer(write, records_get(call->view->records,
					FAMILY_TOKEN, call->caller.token));
	else if (peer->local)
		write_actor(write, (int64_t)peer->uid);
	else
		strcpy(write->actor, "nobody");
	strcpy(write->cookie, call->session);
	write->cookie_seconds = -1;
	return TAKE(write);
}

static void
release(void *write)
{
	write_unref(write);
}

static void
begin(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call)
{
	CLEANUP(invalid_free) struct invalid invalid = { .pointers = false };
	CLEANUP(write_unrefp) struct write *write = write_of(request, call);
	const struct write_op *op = call->route->detail;
	struct err err = ERR_INIT;

	if (!write) {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "There is not enough memory just now.");
		return;
	}
	write_read_parameters(write, &invalid);
	if (invalid_any(&invalid)) {
		invalid_reply(reply, &invalid);
		return;
	}
	if (refused(request, reply, write, op))
		return;
	atomic_fetch_add(&write->refs, 1); /* the writer's */
	if (call->rest->post(
		call->rest->arg, write_run, on_written, write, &err) < 0) {
		write_unref(write);
		problem_reply(reply, PROBLEM_UNAVAILABLE, "%s.", err.msg);
		return;
	}
	http_keep(request, TAKE(write), release);
	http_reply_later(reply);
}

void
write_route(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	struct write *write = http_kept(request);

	if (!write)
		begin(request, reply, arg);
	else if (atomic_load(&write->done))
		send_answer(reply, write, arg);
	else
		http_reply_later(reply);
}
