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
#include "base/date.h"
#include "base/text.h"
#include "calendars/variants.h"
#include "http/accept.h"
#include "http/conditional.h"
#include "rest/call.h"
#include "rest/query.h"

static const char *const none[] = { NULL };

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
	struct query query;

	query_start(&query, request, none);
	if (query_refused(&query, reply))
		return;
	buf_adds(&body, "{\"items\":[");
	for (size_t i = 0; i < feedset_count(call->view->feeds); i++) {
		buf_adds(&body, i ? ",\n" : "\n");
		add_feed(&body, feedset_at(call->view->feeds, i));
	}
	buf_adds(&body, "\n]}\n");
	reply_json(request, reply, &body);
}

/* The parts of a body hold the feed until they are sent. */
struct sending {
	struct http_reply *reply;
	struct feed *feed;
};

static void
release_feed(void *arg)
{
	feed_unref(arg);
}

static int
send_part(const void *bytes, size_t len, void *arg)
{
	const struct sending *sending = arg;

	http_reply_part(
	    sending->reply, bytes, len, release_feed, feed_ref(sending->feed));
	return 0;
}

/* The tag of the coding that is sent: that of gzip has a suffix, which
 * If-None-Match may bring back (RFC 9110 section 8.8.3.3). */
static void
add_validators(
    struct http_reply *reply, const struct feed *feed, enum feed_coding coding)
{
	const char *etag = feed_etag(feed);
	char text[96], date[HTTP_DATE];

	snprintf(text, sizeof text, "%.*s%s\"", (int)strlen(etag) - 1, etag,
	    coding == FEED_GZIP ? "-gzip" : "");
	http_reply_header(reply, "ETag", text);
	http_reply_header(reply, "Last-Modified",
	    http_date_format(date, feed_modified(feed)));
	http_reply_header(reply, "Vary", "Accept-Encoding");
	snprintf(text, sizeof text,
	    "public, max-age=%lld, stale-while-revalidate=86400, "
	    "stale-if-error=604800",
	    (long long)feed_refresh(feed));
	http_reply_header(reply, "Cache-Control", text);
}

static void
add_content(
    struct http_reply *reply, const struct feed *feed, enum feed_coding coding)
{
	const char *slash = strrchr(feed_id(feed), '/');
	char name[128];

	snprintf(name, sizeof name, "inline; filename=\"%.80s.ics\"",
	    slash ? slash + 1 : feed_id(feed));
	http_reply_header(
	    reply, "Content-Type", "text/calendar; charset=utf-8");
	http_reply_header(reply, "Content-Disposition", name);
	if (coding == FEED_GZIP)
		http_reply_header(reply, "Content-Encoding", "gzip");
}

static void
send_feed(const struct http_request *request, struct http_reply *reply,
    struct feed *feed, int64_t now)
{
	struct validators validators = { feed_etag(feed), feed_modified(feed) };
	struct sending sending = { reply, feed };
	enum feed_coding coding =
	    accept_gzip(http_header(request, "Accept-Encoding")) ? FEED_GZIP
								 : FEED_PLAIN;

	add_validators(reply, feed, coding);
	if (not_modified(&validators, http_header(request, "If-None-Match"),
		http_header(request, "If-Modified-Since"), now)) {
		http_reply_status(reply, 304);
		return;
	}
	http_reply_status(reply, 200);
	add_content(reply, feed, coding);
	feed_parts(feed, coding, send_part, &sending);
}

/* "public" of /feeds/public.ics, "network/uclg" of /feeds/network/uclg.ics */
static void
id_of(const struct http_request *request, char out[256])
{
	const char *path = http_path(request) + strlen("/feeds/");

	snprintf(out, 256, "%.*s", (int)(strlen(path) - strlen(".ics")), path);
}

/* ------------------------------------------------------------- variants --- */

/* A zone's rules are known for no longer. */
#define FIRST_DAY INT64_C(0)    /* 1970-01-01 */
#define LAST_DAY INT64_C(84005) /* 2199-12-31 */
#define ALARM_MOST (28 * (int64_t)DAY_SECONDS)

static int64_t
read_day(struct query *query, const char *name, int64_t fallback)
{
	int64_t day;

	if (!query_text(query, name))
		return fallback;
	if (query_day(query, name, &day) && day >= FIRST_DAY && day <= LAST_DAY)
		return day;
	invalid_add(&query->invalid, name,
	    "Write a date from 1970-01-01 to 2199-12-31.");
	return fallback;
}

static int64_t
read_alarm(struct query *query)
{
	const char *text = query_text(query, "alarm");
	int64_t seconds;

	if (!text)
		return 0;
	if (duration_parse(text, &seconds) == 0 && seconds >= 60 &&
	    seconds <= ALARM_MOST)
		return seconds;
	invalid_add(&query->invalid, "alarm",
	    "Write how long before each event, from PT1M to P28D: P1D, PT2H, "
	    "PT30M.");
	return 0;
}

static int
read_language(struct query *query)
{
	return query_text(query, "lang")
		   ? query_choice(query, "lang", language_tags)
		   : -1;
}

static void
read_variant(struct query *query, struct feed_variant *variant)
{
	*variant = feed_variant_plain;
	variant->language = read_language(query);
	variant->cancelled = (enum feed_cancelled)query_choice(
	    query, "cancelled", feed_cancelled_words);
	variant->alarm = read_alarm(query);
	variant->from = read_day(query, "from", INT64_MIN);
	variant->to = read_day(query, "to", INT64_MAX);
	if (variant->to <= variant->from)
		invalid_add(&query->invalid, "to",
		    "It must be later than \"from\": the day after the last "
		    "that is wanted.");
}

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
		send_feed(request, reply, made, clock_now(rest->clock));
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
	static const char *const names[] = { "alarm", "cancelled", "from",
		"lang", "to", NULL };
	const struct rest_call *call = arg;
	struct feed_variant variant;
	const struct feed *feed;
	struct query query;
	char id[256];

	query_start(&query, request, names);
	read_variant(&query, &variant);
	if (query_refused(&query, reply))
		return;
	id_of(request, id);
	feed = feedset_find(call->view->feeds, id);
	if (!feed)
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no feed here; /feeds lists them.");
	else if (feed_variant_is_plain(&variant))
		send_feed(request, reply, (struct feed *)feed,
		    clock_now(call->rest->clock));
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
