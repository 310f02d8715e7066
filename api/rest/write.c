/* SPDX-License-Identifier: Apache-2.0 */
#include "write.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "http/target.h"
#include "office/tokens.h"
#include "rest/query.h"
#include "rest/record_json.h"

/* ---- life ------------------------------------------------------------- */

static void
write_free(struct write *write)
{
	free(write->path);
	vec_each(&write->parameters, parameter) {
		free(parameter->name);
		free(parameter->value);
	}
	vec_free(&write->parameters);
	free(write->body);
	free(write->if_match);
	desk_free(&write->desk);
	record_row_unref(write->caller_row);
	buf_free(&write->answer);
	free(write);
}

void
write_unref(struct write *write)
{
	if (write && atomic_fetch_sub(&write->refs, 1) == 1)
		write_free(write);
}

void
write_unrefp(struct write **write)
{
	write_unref(*write);
}

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "there is not enough memory just now");
}

/* One with what is asked but for its parameters; NULL: no memory. */
static struct write *
write_begin(
    enum http_method method, const char *path, const void *body, size_t len)
{
	struct write *write = calloc(1, sizeof *write);

	if (!write)
		return NULL;
	atomic_init(&write->refs, 1);
	write->method = method;
	write->path = strdup(path);
	write->body = malloc(len + 1);
	write->len = len;
	if (!write->path || !write->body) {
		write_free(write);
		return NULL;
	}
	if (len)
		memcpy(write->body, body, len);
	write->body[len] = '\0';
	return write;
}

static int
add_parameter(struct write *write, const char *name, const char *value)
{
	struct write_parameter parameter = { strdup(name), strdup(value) };

	if (parameter.name && parameter.value &&
	    vec_push(&write->parameters, parameter) == 0)
		return 0;
	free(parameter.name);
	free(parameter.value);
	return -ENOMEM;
}

const char *
write_parameter(const struct write *write, const char *name)
{
	vec_each(&write->parameters, parameter)
		if (strcmp(parameter->name, name) == 0)
			return parameter->value;
	return NULL;
}

const char *
write_value(const struct write *write, const char *name)
{
	return route_value(&write->values, name);
}

void
write_actor(struct write *write, int64_t uid)
{
	snprintf(write->actor, sizeof write->actor, "local uid %lld",
	    (long long)uid);
}

/* "Ada's laptop (0a1b2c3d)": what people call it, and what is sure. */
void
write_bearer(struct write *write, const struct token *token)
{
	size_t len = strlen(token->label), most = sizeof write->actor - 12;

	if (len > most)
		len = most;
	while (len > 0 && !utf8_valid(token->label, len))
		len--;
	snprintf(write->actor, sizeof write->actor, "%.*s (%.8s)", (int)len,
	    token->label, token->id);
	snprintf(write->token, sizeof write->token, "%s", token->id);
}

/* ---- what is asked ---------------------------------------------------- */

static const struct write_op *
op_of(const struct write *write)
{
	return write->route->detail;
}

static bool
is_known(const struct write *write, const char *name)
{
	const char *const *known = op_of(write)->parameters;

	if (strcmp(name, "dry_run") == 0 || strcmp(name, "why") == 0)
		return true;
	for (; known && *known; known++)
		if (strcmp(*known, name) == 0)
			return true;
	return false;
}

/* Notes the parameters that are wrong; reads those of every write. */
static void
read_parameters(struct write *write, struct invalid *invalid)
{
	const char *why = write_parameter(write, "why");
	const char *dry = write_parameter(write, "dry_run");
	int flag = 0;

	vec_each(&write->parameters, parameter)
		if (!is_known(write, parameter->name))
			invalid_add(invalid, parameter->name,
			    "There is no such parameter here.");
	if (dry && bool_parse(dry, &flag) < 0)
		invalid_add(invalid, "dry_run", "Write true or false.");
	if (why &&
	    (!*why || strlen(why) > 500 || !utf8_valid(why, strlen(why))))
		invalid_add(
		    invalid, "why", "Write a reason of at most 500 bytes.");
	write->dry_run = flag != 0;
}

static int
find_route(struct write *write, struct err *err)
{
	write->route = route_find(rest_routes, rest_nroutes, write->method,
	    write->path, &write->values, NULL);
	if (write->route && write->route->handler == write_route)
		return 0;
	return err_set(
	    err, -ENOENT, "there is nothing to change at %s", write->path);
}

int
write_new(enum http_method method, const char *target, const void *body,
    size_t len, struct write **out, struct err *err)
{
	CLEANUP(invalid_free) struct invalid invalid = { .pointers = false };
	CLEANUP(target_free) struct target parsed = { .path = NULL };
	CLEANUP(write_unrefp) struct write *write = NULL;

	if (target_parse(target, &parsed, err) < 0)
		return err->code;
	write = write_begin(method, parsed.path, body, len);
	if (!write)
		return no_memory(err);
	for (size_t i = 0; i < parsed.nparameters; i++)
		if (add_parameter(write, parsed.parameters[i].name,
			parsed.parameters[i].value) < 0)
			return no_memory(err);
	if (find_route(write, err) < 0)
		return err->code;
	read_parameters(write, &invalid);
	if (invalid_any(&invalid))
		return err_set(err, -EINVAL, "%s: %s",
		    invalid.list.items[0].where, invalid.list.items[0].detail);
	*out = TAKE(write);
	return 0;
}

/* ---- running ---------------------------------------------------------- */

static void
forget_answer(struct write *write)
{
	desk_clear(&write->desk);
	buf_reset(&write->answer);
	write->status = 0;
	write->tag[0] = write->location[0] = '\0';
}

/* Who asks, as of now: a token may have been revoked since it was shown. */
static int
find_caller(struct write *write, struct store *store, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	const struct record_row *row;
	int64_t day = day_from_wall(write->desk.actor.now);

	write->desk.caller = &write->caller;
	write->caller = (struct caller){ .local = true };
	if (!write->token[0])
		return 0;
	if (store_records(store, &now, err) < 0)
		return err->code;
	row = records_find(now, FAMILY_TOKEN, write->token);
	if (!row || !token_valid(row->record, day))
		return err_set(err, -EACCES, "the token is no longer taken");
	record_row_unref(write->caller_row);
	write->caller_row = record_row_ref((struct record_row *)row);
	token_caller(row->record, &write->caller);
	return 0;
}

int
write_run(struct store *store, void *arg, struct err *err)
{
	struct write *write = arg;
	int64_t revision = record_tag_revision(write->if_match);

	forget_answer(write);
	if (find_caller(write, store, err) < 0)
		return err->code;
	write->desk.store = store;
	write->desk.actor.name = write->actor;
	write->desk.actor.why = write_parameter(write, "why");
	write->desk.revision = revision;
	if (revision < 0)
		return err_set(err, -ESTALE, "it has no such version");
	if (op_of(write)->run(write, err) < 0)
		return err->code;
	if (buf_error(&write->answer) < 0)
		return no_memory(err);
	return write->dry_run ? err_set(err, -ECANCELED, "a dry run") : 0;
}

static enum problem
problem_of(const struct write *write, int result)
{
	switch (result) {
	case -EINVAL:
		return invalid_any(&write->desk.invalid) ? PROBLEM_INVALID
							 : PROBLEM_MALFORMED;
	case -ENOENT:
		return PROBLEM_NOT_FOUND;
	case -EEXIST:
	case -ENOTEMPTY:
	case -EPERM:
		return PROBLEM_CONFLICT;
	case -EACCES:
		return PROBLEM_FORBIDDEN;
	case -ESTALE:
		return PROBLEM_STALE;
	case -EIO:
	case -EBUSY:
	case -ENOSPC:
	case -ENOMEM:
		return PROBLEM_UNAVAILABLE;
	default:
		return PROBLEM_INTERNAL;
	}
}

void
write_end(struct write *write, int result, const struct err *err)
{
	enum problem problem;

	if (result == -ECANCELED && write->dry_run && write->status)
		return;
	if (result == 0)
		return;
	problem = problem_of(write, result);
	buf_reset(&write->answer);
	write->tag[0] = write->location[0] = '\0';
	problem_add_json(
	    &write->answer, problem, err->msg, &write->desk.invalid);
	write->status = problem_status(problem);
}

int
write_answer_row(struct write *write, const struct record_row *row, int status,
    struct err *err)
{
	record_row_add_json(&write->answer, row);
	buf_addc(&write->answer, '\n');
	if (buf_error(&write->answer) < 0)
		return no_memory(err);
	record_row_tag(write->tag, row);
	if (status == 201)
		snprintf(write->location, sizeof write->location, "/v1/%s/%s",
		    row->family->plural, record_id(row->record));
	write->status = status;
	return 0;
}

/* ---- over HTTP -------------------------------------------------------- */

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

static void
send_answer(struct http_reply *reply, struct write *write)
{
	bool wrong = write->status >= 400;

	if (buf_error(&write->answer) < 0) {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "There is not enough memory for this answer just now.");
		return;
	}
	http_reply_status(reply, write->status);
	http_reply_header(reply, "Cache-Control", "no-store");
	if (write->tag[0])
		http_reply_header(reply, "ETag", write->tag);
	if (write->location[0] && !write->dry_run)
		http_reply_header(reply, "Location", write->location);
	if (write->status == 503)
		http_reply_header(reply, "Retry-After", "5");
	if (write->answer.len == 0)
		return;
	http_reply_header(reply, "Content-Type",
	    wrong ? "application/problem+json" : "application/json");
	http_reply_take(reply, &write->answer);
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
	for (size_t i = 0; type && i < ARRAY_LEN(types); i++) {
		size_t n = strlen(types[i]);

		if (strncasecmp(type, types[i], n) == 0 &&
		    (!type[n] || strchr("; ", type[n])))
			return true;
	}
	return false;
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
	const struct http_peer *peer = http_peer(request);

	if (!write)
		return NULL;
	for (size_t i = 0; i < http_query_count(request); i++) {
		const char *name = http_query_name(request, i);

		if (add_parameter(write, name, http_query(request, name)) < 0)
			return NULL;
	}
	if (tag && !(write->if_match = strdup(tag)))
		return NULL;
	write->route = call->route;
	route_match(write->route->pattern, write->path, &write->values);
	write->rest = call->rest;
	write->desk.zones = call->rest->zones;
	write->desk.actor.now = clock_now(call->rest->clock);
	if (call->caller.token)
		write_bearer(write, records_get(call->view->records,
					FAMILY_TOKEN, call->caller.token));
	else
		write_actor(write, (int64_t)peer->uid);
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
	struct err err = ERR_INIT;

	if (!write) {
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "There is not enough memory just now.");
		return;
	}
	read_parameters(write, &invalid);
	if (invalid_any(&invalid)) {
		invalid_reply(reply, &invalid);
		return;
	}
	if (!media_type_fits(request, op_of(write), write->len)) {
		problem_reply(reply, PROBLEM_MEDIA_TYPE,
		    op_of(write)->no_body
			? "This takes no body."
			: "The body should be application/json.");
		return;
	}
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
		send_answer(reply, write);
	else
		http_reply_later(reply);
}
