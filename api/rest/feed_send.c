/* SPDX-License-Identifier: Apache-2.0 */
#include "feed_send.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "http/accept.h"
#include "http/conditional.h"

/* ---- asked for -------------------------------------------------------- */

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

void
feed_read_variant(struct query *query, struct feed_variant *variant)
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

/* ---- sent ------------------------------------------------------------- */

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
add_validators(struct http_reply *reply, const struct feed *feed,
    enum feed_coding coding, bool secret)
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
	    secret ? "private, max-age=%lld"
		   : "public, max-age=%lld, stale-while-revalidate=86400, "
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

void
feed_send(const struct http_request *request, struct http_reply *reply,
    struct feed *feed, int64_t now, bool secret)
{
	struct validators validators = { feed_etag(feed), feed_modified(feed) };
	struct sending sending = { reply, feed };
	enum feed_coding coding =
	    accept_gzip(http_header(request, "Accept-Encoding")) ? FEED_GZIP
								 : FEED_PLAIN;

	add_validators(reply, feed, coding, secret);
	if (not_modified(&validators, http_header(request, "If-None-Match"),
		http_header(request, "If-Modified-Since"), now)) {
		http_reply_status(reply, 304);
		return;
	}
	http_reply_status(reply, 200);
	add_content(reply, feed, coding);
	feed_parts(feed, coding, send_part, &sending);
}
