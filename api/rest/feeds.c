/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /feeds and /feeds/{...}.ics: feeds by reference from the view, never
 * redirected, never an empty 200, with validators on every answer.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "calendars/variants.h"
#include "rest/call.h"
#include "rest/feed_send.h"
#include "rest/query.h"

static void
add_feed(struct buf *body, const struct feed *feed)
{
	buf_adds(body, "{\"id\":");
	json_add_text(body, feed_id(feed));
	buf_adds(body, ",\"title\":");
	json_add_text(body, feed_title(feed));
	buf_adds(body, ",\"description\":");
	json_add_text(body, feed_description(feed));
	buf_addf(body,
	    ",\"path\":\"/feeds/%s.ics\",\"events\":%zu,"
	    "\"bytes\":%zu,\"etag\":",
	    feed_id(feed), feed_events(feed), feed_length(feed, FEED_PLAIN));
	json_add_text(body, feed_etag(feed));
	buf_addc(body, '}');
}

void
feeds_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;

	if (query_any(request, reply))
		return;
	buf_adds(&body, "{\"items\":[");
	for (size_t i = 0; i < feedset_count(call->view->feeds); i++) {
		buf_adds(&body, i ? ",\n" : "\n");
		add_feed(&body, feedset_at(call->view->feeds, i));
	}
	buf_adds(&body, "\n]}\n");
	reply_json(request, reply, &body);
}

/* "public" of /feeds/public.ics, "network/uclg" of /feeds/network/uclg.ics */
static void
id_of(const struct http_request *request, char out[256])
{
	const char *path = http_path(request) + strlen("/feeds/");

	snprintf(out, 256, "%.*s", (int)(strlen(path) - strlen(".ics")), path);
}

/* ------------------------------------------------------------- variants --- */

/* One that is there already, or is put off until it is. */
static void
send_variant(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call, const struct feed *feed,
    const struct feed_variant *variant)
{
	const struct rest *rest = call->rest;
	struct feed *made = NULL;
	int rc = variants_get(rest->variants, call->view->feeds,
	    call->view->events, feed, variant, http_waited(request), &made);

	if (rc == 0) {
		feed_send(request, reply, made, clock_now(rest->clock), false);
		feed_unref(made);
	} else if (rc == -EAGAIN) {
		http_reply_later(reply);
	} else {
		http_reply_header(reply, "Retry-After", "10");
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    rc == -EBUSY
			? "Too many variants of feeds are being made just now."
			: "There is not enough memory for this feed just now.");
	}
}

void
feed_body(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char *const names[] = { FEED_PARAMETERS, NULL };
	const struct rest_call *call = arg;
	struct feed_variant variant;
	const struct feed *feed;
	struct query query;
	char id[256];

	query_start(&query, request, names);
	feed_read_variant(&query, &variant);
	if (query_refused(&query, reply))
		return;
	id_of(request, id);
	feed = feedset_find(call->view->feeds, id);
	if (!feed)
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no feed here; /feeds lists them.");
	else if (feed_variant_is_plain(&variant))
		feed_send(request, reply, (struct feed *)feed,
		    clock_now(call->rest->clock), false);
	else
		send_variant(request, reply, call, feed, &variant);
}

void
robots(const struct http_request *request, struct http_reply *reply, void *arg)
{
	static const char text[] = "User-agent: *\nAllow: /feeds/public.ics\n"
				   "Disallow: /v1/\n";

	(void)request;
	(void)arg;
	http_reply_status(reply, 200);
	http_reply_header(reply, "Content-Type", "text/plain; charset=utf-8");
	http_reply_add(reply, text, sizeof text - 1);
}
