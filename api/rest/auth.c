/* SPDX-License-Identifier: Apache-2.0 */
#include "auth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "office/tokens.h"
#include "rest/meter.h"
#include "store/tokens.h"

/* ---- who -------------------------------------------------------------- */

/* Says nothing of why: who has no valid token learns no more. */
static bool
refuse_token(struct http_reply *reply)
{
	http_reply_header(reply, "WWW-Authenticate",
	    "Bearer realm=\"ambit\", error=\"invalid_token\"");
	problem_reply(reply, PROBLEM_UNAUTHENTICATED,
	    "This token is not, or no longer, taken.");
	return false;
}

const struct token *
auth_token(const struct view *view, const char *secret)
{
	char id[SECRET_DIGEST];

	if (!secret_valid(secret))
		return NULL;
	return records_get(view->records, FAMILY_TOKEN,
	    secret_digest(id, TOKEN_PURPOSE, secret));
}

/* What stands behind "Bearer"; NULL when it is another scheme. */
static const char *
bearer_of(const char *authorization)
{
	static const char scheme[] = "Bearer ";

	if (strncasecmp(authorization, scheme, sizeof scheme - 1) != 0)
		return NULL;
	authorization += sizeof scheme - 1;
	return authorization + strspn(authorization, " ");
}

static bool
take_bearer(
    const char *authorization, struct http_reply *reply, struct rest_call *call)
{
	const char *secret = bearer_of(authorization);
	const struct token *token =
	    secret ? auth_token(call->view, secret) : NULL;
	int64_t now = clock_now(call->rest->clock);

	/* A feed's token stands in addresses, which are not kept as secret. */
	if (!token || !token->role || !token_valid(token, day_from_wall(now)))
		return refuse_token(reply);
	token_caller(token, &call->caller);
	return true;
}

/* ---- how often -------------------------------------------------------- */

struct use {
	char token[SECRET_DIGEST];
	int64_t at;
};

static int
write_use(struct store *store, void *arg, struct err *err)
{
	const struct use *use = arg;

	return token_use_write(store, use->token, use->at, err);
}

/* One that could not be noted is noted at another time. */
static void
use_written(int result, const struct err *err, void *arg)
{
	(void)result;
	(void)err;
	free(arg);
}

static void
note_use(const struct rest *rest, const char *token)
{
	struct err err = ERR_INIT;
	struct use *use = calloc(1, sizeof *use);

	if (!use)
		return;
	snprintf(use->token, sizeof use->token, "%s", token);
	use->at = clock_now(rest->clock);
	if (rest->post(rest->arg, write_use, use_written, use, &err) < 0)
		free(use);
}

/* Counts a request once, however often it is put off. */
static bool
check_rate(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call)
{
	const struct rest *rest = call->rest;
	const char *token = call->caller.token;
	char seconds[24];
	int64_t wait;

	if (!token || !rest->meters || http_waited(request))
		return true;
	wait = meter_take(rest->meters, token, clock_monotonic(rest->clock));
	if (wait == 0) {
		if (meter_note(rest->meters, token, clock_now(rest->clock)))
			note_use(rest, token);
		return true;
	}
	snprintf(seconds, sizeof seconds, "%lld", (long long)wait);
	http_reply_header(reply, "Retry-After", seconds);
	problem_reply(reply, PROBLEM_TOO_MANY,
	    "This token asks for more than its share: ask again later.");
	return false;
}

/* ---- what ------------------------------------------------------------- */

static bool
refuse_nobody(struct http_reply *reply)
{
	http_reply_header(reply, "WWW-Authenticate", "Bearer realm=\"ambit\"");
	problem_reply(reply, PROBLEM_UNAUTHENTICATED,
	    "This wants a token: Authorization: Bearer ...; \"ambit token "
	    "create\" makes one.");
	return false;
}

static bool
refuse_role(struct http_reply *reply, const struct rest_call *call)
{
	http_reply_header(reply, "WWW-Authenticate",
	    "Bearer realm=\"ambit\", error=\"insufficient_scope\"");
	problem_reply(reply, PROBLEM_FORBIDDEN,
	    "A token of role \"%s\" may "
	    "not do this.",
	    token_role_words[call->caller.role]);
	return false;
}

static bool
check_role(struct http_reply *reply, const struct rest_call *call)
{
	struct object object = { .kind = (enum object_kind)call->route->object,
		.any = true };

	if (call->route->access != ACCESS_CALLER)
		return true;
	switch (
	    authorize(&call->caller, (enum verb)call->route->verb, &object)) {
	case AUTHORIZED:
		return true;
	case AUTHORIZE_WHO:
		return refuse_nobody(reply);
	default:
		return refuse_role(reply, call);
	}
}

bool
auth_call(const struct http_request *request, struct http_reply *reply,
    struct rest_call *call)
{
	const char *authorization = http_header(request, "Authorization");

	call->caller = (struct caller){ .local = http_peer(request)->local };
	if (authorization && call->view &&
	    !take_bearer(authorization, reply, call))
		return false;
	return check_rate(request, reply, call) && check_role(reply, call);
}
