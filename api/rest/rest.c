/* SPDX-License-Identifier: Apache-2.0 */
#include "rest.h"

#include "http/problem.h"
#include "http/router.h"
#include "rest/auth.h"
#include "rest/call.h"

/* On every answer: nothing is sniffed, framed, or told to other places. */
static void
add_security(struct http_reply *reply)
{
	http_reply_header(reply, "X-Content-Type-Options", "nosniff");
	http_reply_header(reply, "X-Frame-Options", "DENY");
	http_reply_header(reply, "Referrer-Policy", "no-referrer");
	http_reply_header(reply, "Content-Security-Policy",
	    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
	    "form-action 'self'");
}

static void
answer(const struct http_request *request, struct http_reply *reply,
    struct rest *rest)
{
	struct rest_call call = { .rest = rest };
	const struct route *route =
	    router_find(rest_routes, rest_nroutes, request, reply);

	if (!route)
		return;
	call.route = route;
	call.view = rest->view(rest->arg);
	if (call.view || route->early) {
		if (auth_call(request, reply, &call))
			route->handler(request, reply, &call);
		view_unref(call.view);
		return;
	}
	http_reply_header(reply, "Retry-After", "2");
	problem_reply(
	    reply, PROBLEM_UNAVAILABLE, "The store is still being read.");
}

void
rest_handle(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const char *why = "";
	int refused = http_refusal(request, &why);

	add_security(reply);
	if (refused)
		problem_reply(reply, problem_of_status(refused), "%s", why);
	else
		answer(request, reply, arg);
}
