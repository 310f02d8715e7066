/* SPDX-License-Identifier: Apache-2.0 */
#include "auth.h"

#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "office/tokens.h"

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
	return check_role(reply, call);
}
