/* SPDX-License-Identifier: Apache-2.0 */
#include "auth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/text.h"
#include "office/tokens.h"
#include "rest/meter.h"
#include "store/sign_ins.h"
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

	/* A feed's token stands in addresses, which are not kept as secret. */
	if (!token || !token->role || !call_takes(call, token))
		return refuse_token(reply);
	token_caller(token, &call->caller);
	return true;
}

/* ---- browsers --------------------------------------------------------- */

#define CSRF "csrf"

/* The cookie's value; false when there is none that looks like ours. */
static bool
cookie_of(const struct http_request *request, char session[SECRET_TEXT])
{
	static const char name[] = "ambit=";
	const char *at = http_header(request, "Cookie");

	while (at) {
		at += strspn(at, "; ,");
		if (strncmp(at, name, sizeof name - 1) == 0) {
			at += sizeof name - 1;
			snprintf(session, SECRET_TEXT, "%.*s",
			    (int)strcspn(at, "; ,"), at);
			return secret_valid(session);
		}
		at = strpbrk(at, ";,");
	}
	return false;
}

/* "https://host:port" of the page, when it is told, must be the host that is
 * asked. */
static bool
is_own_origin(const struct http_request *request)
{
	const char *origin = http_header(request, "Origin");
	const char *host = http_header(request, "Host");
	const char *at = origin ? strstr(origin, "://") : NULL;

	if (!origin)
		return true;
	return at && host && strcasecmp(at + 3, host) == 0;
}

static bool
is_change(const struct http_request *request)
{
	return http_method(request) &
	       (HTTP_POST | HTTP_PUT | HTTP_PATCH | HTTP_DELETE);
}

static bool
check_page(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call)
{
	const char *shown = http_header(request, "X-CSRF-Token");
	char csrf[SECRET_DIGEST];

	secret_digest(csrf, CSRF, call->session);
	if (!is_change(request) ||
	    (is_own_origin(request) && shown && secret_same(csrf, shown)))
		return true;
	problem_reply(reply, PROBLEM_FORBIDDEN,
	    "A change by a signed-in browser wants X-CSRF-Token, as "
	    "/v1/session tells it, from a page of this server.");
	return false;
}

/* A session that is over is none: the page asks who one is. */
static bool
take_cookie(const struct http_request *request, struct http_reply *reply,
    struct rest_call *call)
{
	char session[SECRET_TEXT], id[SECRET_DIGEST], token[SECRET_DIGEST];
	int64_t now = clock_now(call->rest->clock);
	const struct token *record;
	struct err err = ERR_INIT;

	if (!cookie_of(request, session) ||
	    sign_in_find(call->rest->reader, SIGN_IN_SESSION,
		secret_digest(id, SIGN_IN_SESSION, session), now, token,
		&err) < 0)
		return true;
	record = records_get(call->view->records, FAMILY_TOKEN, token);
	if (!record || !call_takes(call, record))
		return true;
	token_caller(record, &call->caller);
	strcpy(call->session, session);
	return check_page(request, reply, call);
}

void
auth_add_session(
    struct buf *body, const struct token *token, const char *session)
{
	char csrf[SECRET_DIGEST];

	buf_adds(body, "{\"label\":");
	json_add_text(body, token->label);
	buf_addf(body, ",\"role\":\"%s\",\"teams\":[",
	    token_role_words[token->role]);
	for (size_t i = 0; token->teams && token->teams[i]; i++) {
		buf_adds(body, i ? "," : "");
		json_add_text(body, token->teams[i]);
	}
	buf_adds(body, "]");
	if (token->person) {
		buf_adds(body, ",\"person\":");
		json_add_text(body, token->person);
	}
	buf_addf(
	    body, ",\"csrf\":\"%s\"}\n", secret_digest(csrf, CSRF, session));
}

/* ---- a proxy ---------------------------------------------------------- */

/* The first token of the user that a proxy on this machine has named; off
 * unless a header is configured for it. */
static void
take_user(const struct http_request *request, struct rest_call *call)
{
	const char *header = call->rest->user_header;
	const char *user =
	    header && *header ? http_header(request, header) : NULL;
	const char *address = http_peer(request)->address;
	struct ordered_walk walk;

	if (!user ||
	    (!http_peer(request)->local && strncmp(address, "127.", 4) != 0 &&
		strcmp(address, "::1") != 0))
		return;
	for (const struct record_row *row =
		 records_first(call->view->records, FAMILY_TOKEN, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct token *token = row->record;

		if (token->user && strcmp(token->user, user) == 0 &&
		    token->role && call_takes(call, token)) {
			token_caller(token, &call->caller);
			return;
		}
	}
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
bool
auth_use(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call, const char *token)
{
	const struct rest *rest = call->rest;
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
	if (call->view && authorization) {
		if (!take_bearer(authorization, reply, call))
			return false;
	} else if (call->view) {
		take_user(request, call);
		if (!call->caller.token && !take_cookie(request, reply, call))
			return false;
	}
	return auth_use(request, reply, call, call->caller.token) &&
	       check_role(reply, call);
}
