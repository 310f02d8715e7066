/* SPDX-License-Identifier: Apache-2.0 */
#include "write.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "http/target.h"
#include "office/tokens.h"
#include "rest/query.h"
#include "rest/record_json.h"
#include "store/replays.h"

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
	free(write->key);
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

struct write *
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

int
write_add_parameter(struct write *write, const char *name, const char *value)
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
	write->local = true;
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

void
write_read_parameters(struct write *write, struct invalid *invalid)
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
		if (write_add_parameter(write, parsed.parameters[i].name,
			parsed.parameters[i].value) < 0)
			return no_memory(err);
	if (find_route(write, err) < 0)
		return err->code;
	write_read_parameters(write, &invalid);
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
	write->replayed = false;
	write->cookie_seconds = -1;
	write->secret[0] = '\0';
	write->tag[0] = write->location[0] = '\0';
}

/* Who asks, as of now: a token may have been revoked since it was shown. */
static int
find_caller(struct write *write, struct store *store, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	const struct record_row *row;

	write->desk.caller = &write->caller;
	write->caller = (struct caller){ .local = write->local };
	if (!write->token[0])
		return 0;
	if (store_records(store, &now, err) < 0)
		return err->code;
	row = records_find(now, FAMILY_TOKEN, write->token);
	if (!row ||
	    !token_valid(row->record, write->desk.zone, write->desk.actor.now))
		return err_set(err, -EACCES, "the token is no longer taken");
	record_row_unref(write->caller_row);
	write->caller_row = record_row_ref((struct record_row *)row);
	token_caller(row->record, &write->caller);
	return 0;
}

static int
run(struct write *write, struct err *err)
{
	if (op_of(write)->run(write, err) < 0)
		return err->code;
	if (buf_error(&write->answer) < 0)
		return no_memory(err);
	return write->dry_run ? err_set(err, -ECANCELED, "a dry run") : 0;
}

/* The whole of what is asked, but for the key. */
static void
digest_request(const struct write *write, char out[DIGEST_HEX])
{
	unsigned char digest[DIGEST_BYTES];
	struct digest_state state;

	digest_start(&state);
	digest_add_text(&state, write->path);
	digest_add_text(&state, write->if_match);
	vec_each(&write->parameters, parameter) {
		digest_add_text(&state, parameter->name);
		digest_add_text(&state, parameter->value);
	}
	digest_add(&state, write->body, write->len);
	digest_end(&state, digest);
	hex_format(out, digest, DIGEST_BYTES);
}

/* What was answered to it the first time, if that was in the last day. */
static int
run_once(struct write *write, struct store *store, struct err *err)
{
	const char *caller = write->token[0] ? write->token : write->actor;
	char request[DIGEST_HEX];
	struct replay replay;
	int found;

	digest_request(write, request);
	found = replay_find(store, caller, write->key, write->desk.actor.now,
	    &replay, &write->answer, err);
	if (found < 0)
		return found;
	if (found && strcmp(replay.request, request) != 0)
		return err_set(err, -EKEYREJECTED,
		    "this Idempotency-Key was used for another request");
	if (found) {
		write->replayed = true;
		write->status = replay.status;
		strcpy(write->tag, replay.tag);
		strcpy(write->location, replay.location);
		return 0;
	}
	if (run(write, err) < 0)
		return err->code;
	replay.status = write->status;
	strcpy(replay.request, request);
	strcpy(replay.tag, write->tag);
	strcpy(replay.location, write->location);
	return replay_keep(store, caller, write->key, write->desk.actor.now,
	    &replay, &write->answer, err);
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
	return write->key && !write->dry_run ? run_once(write, store, err)
					     : run(write, err);
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
	case -EDEADLK:
		return PROBLEM_BLOCKED;
	case -EACCES:
		return PROBLEM_FORBIDDEN;
	case -ESTALE:
		return PROBLEM_STALE;
	case -EKEYREJECTED:
		return PROBLEM_KEY_REUSED;
	case -EIO:
	case -EUCLEAN:
	case -EROFS:
	case -EBUSY:
	case -ENOSPC:
	case -ENOMEM:
		return PROBLEM_UNAVAILABLE;
	default:
		return PROBLEM_INTERNAL;
	}
}

/* As the last member of the answer's object. */
static void
add_secret(struct write *write)
{
	if (!write->secret[0])
		return;
	write->answer.len -= 2; /* "}\n" */
	buf_addf(&write->answer, ",\"secret\":\"%s\"}\n", write->secret);
}

void
write_add_conflicts(struct write *write, const struct buf *conflicts)
{
	write_add_member(write, "conflicts", conflicts);
}

void
write_add_member(struct write *write, const char *name, const struct buf *json)
{
	size_t len = write->answer.len;

	while (len && write->answer.data[len - 1] != '}')
		len--;
	if (!len || buf_error(&write->answer) < 0)
		return;
	write->answer.len = len - 1;
	buf_addf(&write->answer, ",\"%s\":", name);
	buf_add(&write->answer, json->data, json->len);
	buf_adds(&write->answer, "}\n");
}

void
write_end(struct write *write, int result, const struct err *err)
{
	enum problem problem;

	if (result == -ECANCELED && write->dry_run && write->status)
		return;
	if (result == 0) {
		add_secret(write);
		return;
	}
	problem = problem_of(write, result);
	buf_reset(&write->answer);
	write->tag[0] = write->location[0] = '\0';
	problem_add_json(
	    &write->answer, problem, err->msg, &write->desk.invalid);
	if (problem == PROBLEM_BLOCKED)
		write_add_conflicts(write, &write->desk.evidence);
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
