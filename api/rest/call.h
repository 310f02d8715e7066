/* SPDX-License-Identifier: Apache-2.0 */
/* What a handler is called with, and how it answers with JSON. */
#ifndef AMBIT_REST_CALL_H
#define AMBIT_REST_CALL_H

#include "base/buf.h"
#include "base/secret.h"
#include "http/problem.h"
#include "http/router.h"
#include "office/authorize.h"
#include "rest/rest.h"

/* One request's: the arg of every handler. The view is held until the handler
 * returns; it is NULL only for early routes. */
struct rest_call {
	const struct rest *rest;
	const struct route *route;
	struct view *view;
	struct caller caller;      /* its texts are the view's */
	char session[SECRET_TEXT]; /* of the browser, or "" */
};

/* May whoever asks be told who takes part in something, or has done it? All but
 * who comes without a token. */
static inline bool
call_knows_who(const struct rest_call *call)
{
	return call->caller.local || call->caller.role != TOKEN_NOBODY;
}

/* May whoever asks see every event, or only what is published? */
static inline bool
call_sees_all(const struct rest_call *call)
{
	return authorize_all(&call->caller, VERB_READ, OBJECT_EVENT);
}

/* Is the token taken now? */
static inline bool
call_takes(const struct rest_call *call, const struct token *token)
{
	return token_valid(token, feedset_zone(call->view->feeds),
	    clock_now(call->rest->clock));
}

extern const struct route rest_routes[];
extern const size_t rest_nroutes;
/* Of conflicts' routes: which codes they are about. */
extern const char conflicts_family[], synergies_family[];

/* Each handler has a file of its own, with its route in routes.c. */
typedef void rest_handler(
    const struct http_request *request, struct http_reply *reply, void *call);

rest_handler own_feed, own_busy, busy_of, session_show, events_list, event_item,
    sources_list, source_item, source_sync, plugins_list, plugin_item,
    changes_list, feeds_list, feed_body, health, readiness, metrics, openapi,
    page, robots, style, records_list, record_item, write_route, plan_item,
    plan_list, plan_part, plan_coverage_list, event_score, conflicts_list,
    conflict_item, mission_item, resolutions_list, resolution_item,
    resolution_why, mission_journeys;

/*
 * Answers with the JSON in body, which it empties: 200 with a strong entity
 * tag over the bytes, or 304 when the request has that already. A body whose
 * memory ran out is answered 503.
 */
void reply_json(const struct http_request *request, struct http_reply *reply,
    struct buf *body);

/* The same with a strong tag of the caller's, with its quotes. */
void reply_json_tagged(const struct http_request *request,
    struct http_reply *reply, struct buf *body, const char *tag);

/* The same with a tag over the bytes behind the revision of what they tell,
 * which is what an If-Match of it asks for. */
void reply_json_revised(const struct http_request *request,
    struct http_reply *reply, struct buf *body, int64_t revision);

/* Other bytes, with a strong tag over them. cache: for Cache-Control. */
void reply_bytes(const struct http_request *request, struct http_reply *reply,
    struct buf *body, const char *type, const char *cache);

/* The same with a status of its own and without a tag. */
void reply_json_status(struct http_reply *reply, int status, struct buf *body);

/* Link: <target?...&cursor=...>; rel="next" (RFC 8288), keeping the request's
 * other parameters. */
void reply_next(const struct http_request *request, struct http_reply *reply,
    const char *cursor);

#endif
