/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in from a browser. POST /v1/tokens/{id}/link makes a link that works
 * once and for a quarter of an hour; its code stands behind "#", where neither
 * servers nor logs see it. POST /v1/session takes a code, or a token itself,
 * and sets a cookie that no script reads and no other site sends; the session
 * is the token's, for half a day, and ends when that is revoked.
 *
 * Whoever comes by the cookie shows with each change that they are a page of
 * ours: see auth.h.
 */
#include "store/sign_ins.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "office/access.h"
#include "office/tokens.h"
#include "rest/auth.h"
#include "rest/query.h"
#include "rest/write.h"

#define LINK_SECONDS 900
#define SESSION_SECONDS 43200

/* ---- links ------------------------------------------------------------ */

static int
make_link(struct write *write, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	CLEANUP(records_unrefp) struct records *now = NULL;
	struct desk *desk = &write->desk;
	char secret[SECRET_TEXT], id[SECRET_DIGEST], until[INSTANT_TEXT];
	int64_t expires = desk->actor.now + LINK_SECONDS;
	const struct token *token;

	if (desk_find(desk, &families[FAMILY_TOKEN], write_value(write, "id"),
		&row, err) < 0)
		return err->code;
	token = row->record;
	if (store_records(desk->store, &now, err) < 0 ||
	    row_authorize(desk->caller, VERB_CHANGE, now, row, err) < 0)
		return err->code;
	if (!token->role || !token_valid(token, desk->zone, desk->actor.now))
		return err_set(err, -EPERM,
		    "only a token of a role that is taken signs in");
	secret_digest(id, SIGN_IN_LINK, secret_new(secret));
	if (sign_in_add(desk->store, SIGN_IN_LINK, id, token->id, expires,
		desk->actor.now, err) < 0)
		return err->code;
	buf_addf(&write->answer,
	    "{\"path\":\"/#sign-in=%s\",\"expires_at\":\"%s\"}\n", secret,
	    instant_format(until, expires, 0));
	write->status = 201;
	return 0;
}

/* ---- signing in ------------------------------------------------------- */

/* The one member of the body that tells who it is: code or token. */
static int
read_body(struct write *write, char code[SECRET_TEXT], char token[SECRET_TEXT],
    struct err *err)
{
	CLEANUP(json_freep) json_t *body = NULL;
	const char *text;
	json_t *value;
	char *to;

	if (json_read(write->body, write->len, &body, err) < 0)
		return err->code;
	value = json_object_get(body, "code");
	to = value ? code : token;
	if (!value)
		value = json_object_get(body, "token");
	if (!value || json_object_size(body) != 1) {
		invalid_add(&write->desk.invalid, "",
		    "Send either a code or a token, and nothing else.");
		return err_set(err, -EINVAL, "this does not sign in");
	}
	text = json_string_value(value);
	if (!text || !secret_valid(text))
		return err_set(err, -EACCES, "this does not sign in");
	snprintf(to, SECRET_TEXT, "%s", text);
	return 0;
}

/* A code is used up. */
static int
take_code(struct write *write, const char *code, char token[SECRET_DIGEST],
    struct err *err)
{
	struct store *store = write->desk.store;
	char id[SECRET_DIGEST];

	secret_digest(id, SIGN_IN_LINK, code);
	if (sign_in_find(
		store, SIGN_IN_LINK, id, write->desk.actor.now, token, err) < 0)
		return err->code == -ENOENT
			   ? err_set(err, -EACCES, "this does not sign in")
			   : err->code;
	return sign_in_remove(store, id, err);
}

static int
sign_in(struct write *write, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	struct desk *desk = &write->desk;
	char code[SECRET_TEXT] = "", shown[SECRET_TEXT] = "";
	char token[SECRET_DIGEST], id[SECRET_DIGEST];
	const struct token *record;

	if (read_body(write, code, shown, err) < 0 ||
	    (code[0] && take_code(write, code, token, err) < 0) ||
	    store_records(desk->store, &now, err) < 0)
		return err->code;
	if (shown[0])
		secret_digest(token, TOKEN_PURPOSE, shown);
	record = records_get(now, FAMILY_TOKEN, token);
	if (!record || !record->role ||
	    !token_valid(record, desk->zone, desk->actor.now))
		return err_set(err, -EACCES, "this does not sign in");
	secret_digest(id, SIGN_IN_SESSION, secret_new(write->cookie));
	if (sign_in_add(desk->store, SIGN_IN_SESSION, id, token,
		desk->actor.now + SESSION_SECONDS, desk->actor.now, err) < 0)
		return err->code;
	auth_add_session(&write->answer, record, write->cookie);
	write->cookie_seconds = SESSION_SECONDS;
	write->status = 201;
	return 0;
}

static int
sign_out(struct write *write, struct err *err)
{
	char id[SECRET_DIGEST];

	secret_digest(id, SIGN_IN_SESSION, write->cookie);
	if (sign_in_remove(write->desk.store, id, err) < 0)
		return err->code;
	write->cookie_seconds = 0;
	write->status = 204;
	return 0;
}

/* Who I am, and what the page needs to show with each change. */
void
session_show(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;

	if (query_any(request, reply))
		return;
	if (!call->session[0]) {
		problem_reply(
		    reply, PROBLEM_NOT_FOUND, "Nobody is signed in here.");
		return;
	}
	auth_add_session(&body,
	    records_get(call->view->records, FAMILY_TOKEN, call->caller.token),
	    call->session);
	reply_json(request, reply, &body);
}

const struct write_op token_link_op = {
	.run = make_link, .no_body = true, .unversioned = true
};
const struct write_op sign_in_op = { .run = sign_in, .unversioned = true };
const struct write_op sign_out_op = {
	.run = sign_out, .no_body = true, .unversioned = true
};
