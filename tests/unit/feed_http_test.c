/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds over HTTP, rule by rule of the publishing rules ("rule_N_..."), asked
 * over a socket. */
#include <stdio.h>
#include <zlib.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "rest_kit.h"

static const char public[] = "/feeds/public.ics";

static struct event
meeting(const char *uid, const char *start, const char *end)
{
	struct event event = kit_event("metropolis", uid, start, end);

	event.kind = EVENT_NETWORK_MEETING;
	event.network = "Metropolis";
	event.description = "A long day of talks, with a break for lunch.";
	return event;
}

static int
setup(void **state)
{
	struct event event =
	    meeting("a", "2026-03-05T09:30:00", "2026-03-05T11:00:00");

	if (rest_setup(state) < 0)
		return -1;
	rest_put(*state, &event);
	return 0;
}

/* Of the last answer; the caller's. */
static char *
field(struct rest_kit *kit, const char *name)
{
	const char *value = rest_field(kit, name);

	return value ? strdup(value) : NULL;
}

static int
ask_with(struct rest_kit *kit, const char *name, const char *value)
{
	char line[500];

	snprintf(line, sizeof line, "%s: %s\r\n", name, value);
	return rest_ask(kit, "GET", public, line);
}

/* gzip'ed bytes of the reply's body, unpacked; the caller's. */
static char *
unpacked(const struct buf *reply)
{
	const char *body = reply_body(reply);
	char *out = calloc(1, 100000);
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)body,
		.avail_in = (uInt)(reply->len - (size_t)(body - reply->data)),
		.next_out = (Bytef *)out,
		.avail_out = 99999 };

	assert_non_null(out);
	assert_int_equal(inflateInit2(&stream, 16 + MAX_WBITS), Z_OK);
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	assert_int_equal(stream.avail_in, 0); /* one member, nothing behind */
	inflateEnd(&stream);
	return out;
}

/* ---------------------------------------------------------------- rule 1 ---
 */

static void
rule_1_one_strong_tag_as_long_as_nothing_changes(void **state)
{
	struct rest_kit *kit = *state;
	CLEANUP(freep) char *tag = NULL;
	CLEANUP(freep) char *body = NULL;
	struct event other = meeting("b", "2026-03-06", "2026-03-07");

	assert_int_equal(rest_get(kit, public), 200);
	tag = field(kit, "ETag");
	body = strdup(reply_body(&kit->reply));
	assert_int_equal(tag[0], '"'); /* strong */
	rest_publish(kit);             /* built anew from the store */
	assert_int_equal(rest_get(kit, public), 200);
	assert_string_equal(rest_field(kit, "ETag"), tag);
	assert_string_equal(reply_body(&kit->reply), body);
	rest_put(kit, &other);
	assert_int_equal(rest_get(kit, public), 200);
	assert_string_not_equal(rest_field(kit, "ETag"), tag);
}

/* ---------------------------------------------------------------- rule 2 ---
 */

static void
rule_2_if_none_match_lists_star_weak_and_gzip(void **state)
{
	static const char *const forms[][2] = { { "%s", "304" },
		{ "W/%s", "304" }, { "\"x\", %s", "304" },
		{ "W/\"x\", W/%s ,\"y\"", "304" }, { "*", "304" },
		{ "\"x\"", "200" }, { "\"x\", W/\"y\"", "200" } };
	struct rest_kit *kit = *state;
	CLEANUP(freep) char *tag = NULL;
	char value[200], gzip_tag[100];

	assert_int_equal(rest_get(kit, public), 200);
	tag = field(kit, "ETag");
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		snprintf(value, sizeof value, forms[i][0], tag);
		assert_int_equal(
		    ask_with(kit, "If-None-Match", value), atoi(forms[i][1]));
	}
	snprintf(gzip_tag, sizeof gzip_tag, "%.*s-gzip\"", (int)strlen(tag) - 1,
	    tag);
	assert_int_equal(ask_with(kit, "If-None-Match", gzip_tag), 304);
	snprintf(value, sizeof value, "W/%s", gzip_tag);
	assert_int_equal(ask_with(kit, "If-None-Match", value), 304);
}

static void
rule_2_if_none_match_beats_if_modified_since(void **state)
{
	struct rest_kit *kit = *state;
	CLEANUP(freep) char *tag = NULL;
	CLEANUP(freep) char *date = NULL;
	char lines[500];

	assert_int_equal(rest_get(kit, public), 200);
	tag = field(kit, "ETag");
	date = field(kit, "Last-Modified");
	assert_int_equal(ask_with(kit, "If-Modified-Since", date), 304);
	assert_int_equal(
	    ask_with(kit, "If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
	    200);
	snprintf(lines, sizeof lines,
	    "If-Modified-Since: %s\r\nIf-None-Match: \"x\"\r\n", date);
	assert_int_equal(rest_ask(kit, "GET", public, lines), 200);
	snprintf(lines, sizeof lines,
	    "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
	    "If-None-Match: %s\r\n",
	    tag);
	assert_int_equal(rest_ask(kit, "GET", public, lines), 304);
}

static void
rule_2_a_304_repeats_the_validators(void **state)
{
	static const char *const names[] = { "ETag", "Last-Modified",
		"Cache-Control", "Vary" };
	struct rest_kit *kit = *state;
	char *values[ARRAY_LEN(names)];

	assert_int_equal(rest_get(kit, public), 200);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		values[i] = field(kit, names[i]);
	assert_int_equal(ask_with(kit, "If-None-Match", values[0]), 304);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		assert_string_equal(rest_field(kit, names[i]), values[i]);
		free(values[i]);
	}
	assert_null(rest_field(kit, "Content-Type"));
	assert_string_equal(reply_body(&kit->reply), "");
}

/* ---------------------------------------------------------------- rule 3 ---
 */

static void
rule_3_never_redirected_unknown_is_404(void **state)
{
	static const char *const unknown[] = { "/feeds/none.ics",
		"/feeds/network/none.ics", "/feeds/a/b/public.ics",
		"/feeds/public", "/feeds/public.ics/", "/feeds/Public.ics",
		"/feeds/public.ICS", "/feeds/none.ics?lang=ca" };
	struct rest_kit *kit = *state;

	for (size_t i = 0; i < ARRAY_LEN(unknown); i++) {
		assert_int_equal(rest_get(kit, unknown[i]), 404);
		assert_null(rest_field(kit, "Location"));
	}
}

static void
rule_3_a_feed_without_events_is_no_empty_body(void **state)
{
	struct rest_kit *kit = *state;
	const char *body;

	assert_int_equal(
	    rest_get(kit, "/feeds/public.ics?from=1999-01-01&to=1999-01-02"),
	    200);
	body = reply_body(&kit->reply);
	assert_ptr_equal(strstr(body, "BEGIN:VCALENDAR\r\n"), body);
	assert_null(strstr(body, "BEGIN:VEVENT"));
	assert_non_null(strstr(body, "BEGIN:VTIMEZONE"));
}

static void
rule_3_an_outage_is_503_with_retry_after(void **state)
{
	struct rest_kit *kit = *state;
	struct view *view = kit->view;

	kit->view = NULL; /* the store is being read */
	assert_int_equal(rest_get(kit, public), 503);
	assert_true(atoi(rest_field(kit, "Retry-After")) > 0);
	assert_int_equal(rest_get(kit, "/feeds/public.ics?lang=ca"), 503);
	assert_int_equal(rest_get(kit, "/feeds/none.ics"), 503);
	kit->view = view;
}

/* ---------------------------------------------------------------- rule 4 ---
 */

static void
rule_4_head_answers_as_get_does(void **state)
{
	static const char *const targets[] = { "/feeds/public.ics",
		"/feeds/public.ics?lang=es&alarm=P1D" };
	static const char *const names[] = { "ETag", "Last-Modified",
		"Content-Type", "Content-Length", "Content-Disposition",
		"Cache-Control", "Vary" };
	struct rest_kit *kit = *state;
	char *values[ARRAY_LEN(names)];

	for (size_t t = 0; t < ARRAY_LEN(targets); t++) {
		assert_int_equal(rest_get(kit, targets[t]), 200);
		assert_int_equal(atoi(rest_field(kit, "Content-Length")),
		    (int)strlen(reply_body(&kit->reply)));
		for (size_t i = 0; i < ARRAY_LEN(names); i++)
			values[i] = field(kit, names[i]);
		assert_int_equal(rest_ask(kit, "HEAD", targets[t], ""), 200);
		assert_string_equal(reply_body(&kit->reply), "");
		for (size_t i = 0; i < ARRAY_LEN(names); i++) {
			assert_string_equal(
			    rest_field(kit, names[i]), values[i]);
			free(values[i]);
		}
	}
}

static void
rule_4_options_tells_what_may_be_done(void **state)
{
	struct rest_kit *kit = *state;

	assert_int_equal(rest_ask(kit, "OPTIONS", public, ""), 204);
	assert_string_equal(rest_field(kit, "Allow"), "GET, HEAD, OPTIONS");
	assert_int_equal(rest_ask(kit, "PUT", public, ""), 405);
}

static void
rule_4_type_and_name(void **state)
{
	struct rest_kit *kit = *state;

	assert_int_equal(rest_get(kit, "/feeds/network/metropolis.ics"), 200);
	assert_string_equal(
	    rest_field(kit, "Content-Type"), "text/calendar; charset=utf-8");
	assert_string_equal(rest_field(kit, "Content-Disposition"),
	    "inline; filename=\"metropolis.ics\"");
}

static void
rule_4_gzip_is_the_same_feed(void **state)
{
	static const char *const targets[] = { "/feeds/public.ics",
		"/feeds/public.ics?lang=es&alarm=P1D" };
	struct rest_kit *kit = *state;

	for (size_t t = 0; t < ARRAY_LEN(targets); t++) {
		CLEANUP(freep) char *plain = NULL;
		CLEANUP(freep) char *packed = NULL;
		CLEANUP(freep) char *tag = NULL;
		char suffixed[100];

		assert_int_equal(rest_get(kit, targets[t]), 200);
		assert_null(rest_field(kit, "Content-Encoding"));
		assert_string_equal(rest_field(kit, "Vary"), "Accept-Encoding");
		plain = strdup(reply_body(&kit->reply));
		tag = field(kit, "ETag");
		assert_int_equal(rest_ask(kit, "GET", targets[t],
				     "Accept-Encoding: gzip\r\n"),
		    200);
		assert_string_equal(
		    rest_field(kit, "Content-Encoding"), "gzip");
		snprintf(suffixed, sizeof suffixed, "%.*s-gzip\"",
		    (int)strlen(tag) - 1, tag);
		assert_string_equal(rest_field(kit, "ETag"), suffixed);
		packed = unpacked(&kit->reply);
		assert_string_equal(packed, plain);
	}
}

/* ---------------------------------------------------------------- rule 5 ---
 */

/* The clock stands at 2026-03-01: 90 days back, 18 months ahead. */
static void
rule_5_the_window_and_how_to_change_it(void **state)
{
	static const struct {
		const char *query, *uids;
	} rows[] = {
		{ "", "a first last" },
		{ "?from=2025-01-01", "a before first last" },
		{ "?to=2030-01-01", "a after first last" },
		{ "?from=2025-01-01&to=2030-01-01",
		    "a after before first last" },
		{ "?from=2026-03-05&to=2026-03-06", "a" },
		{ "?from=2026-03-06&to=2026-03-07", "" },
	};
	struct rest_kit *kit = *state;
	struct event before = meeting("before", "2025-11-28", "2025-11-29");
	struct event first = meeting("first", "2025-12-01", "2025-12-02");
	struct event last = meeting("last", "2027-09-01", "2027-09-02");
	struct event after = meeting("after", "2027-09-04", "2027-09-05");

	rest_put(kit, &before);
	rest_put(kit, &first);
	rest_put(kit, &last);
	rest_put(kit, &after);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		static const char *const all[] = { "a", "after", "before",
			"first", "last" };
		char target[100], found[100] = "", line[50];

		snprintf(target, sizeof target, "%s%s", public, rows[i].query);
		assert_int_equal(rest_get(kit, target), 200);
		for (size_t j = 0; j < ARRAY_LEN(all); j++) {
			snprintf(
			    line, sizeof line, "\r\nSUMMARY:%s\r\n", all[j]);
			if (!strstr(reply_body(&kit->reply), line))
				continue;
			strcat(found, found[0] ? " " : "");
			strcat(found, all[j]);
		}
		assert_string_equal(found, rows[i].uids);
	}
}

static void
rule_5_robots_may_read_the_public_feed(void **state)
{
	struct rest_kit *kit = *state;

	assert_int_equal(rest_get(kit, "/robots.txt"), 200);
	assert_non_null(
	    strstr(reply_body(&kit->reply), "\nAllow: /feeds/public.ics\n"));
}

static void
rule_5_the_page_offers_webcal(void **state)
{
	struct rest_kit *kit = *state;

	assert_int_equal(rest_get(kit, "/"), 200);
	assert_non_null(strstr(
	    reply_body(&kit->reply), "href=\"webcal://x/feeds/public.ics\""));
}

/* ---------------------------------------------------------------- rule 6 ---
 */

static void
rule_6_shared_caches_may_keep_it_and_serve_it_stale(void **state)
{
	static const char *const targets[] = { "/feeds/public.ics",
		"/feeds/public.ics?cancelled=omit" };
	struct rest_kit *kit = *state;

	for (size_t t = 0; t < ARRAY_LEN(targets); t++) {
		assert_int_equal(rest_get(kit, targets[t]), 200);
		assert_string_equal(rest_field(kit, "Cache-Control"),
		    "public, max-age=21600, stale-while-revalidate=86400, "
		    "stale-if-error=604800");
		assert_string_equal(
		    rest_field(kit, "Referrer-Policy"), "no-referrer");
	}
}

/* -------------------------------------------------------------- variants ---
 */

static void
a_variant_has_its_own_tag_and_is_304_too(void **state)
{
	static const char target[] = "/feeds/public.ics?lang=es";
	struct rest_kit *kit = *state;
	CLEANUP(freep) char *plain = NULL;
	CLEANUP(freep) char *tag = NULL;
	struct event moved =
	    meeting("a", "2026-03-05T10:30:00", "2026-03-05T11:00:00");
	char line[200];

	assert_int_equal(rest_get(kit, public), 200);
	plain = field(kit, "ETag");
	assert_int_equal(rest_get(kit, target), 200);
	assert_non_null(
	    strstr(reply_body(&kit->reply), "\r\nCATEGORIES:Reunión de red,"));
	tag = field(kit, "ETag");
	assert_string_not_equal(plain, tag);
	snprintf(line, sizeof line, "If-None-Match: %s\r\n", tag);
	assert_int_equal(rest_ask(kit, "GET", target, line), 304);
	rest_publish(kit); /* made anew, the same octets */
	assert_int_equal(rest_ask(kit, "GET", target, line), 304);
	rest_put(kit, &moved);
	assert_int_equal(rest_ask(kit, "GET", target, line), 200);
	assert_non_null(strstr(reply_body(&kit->reply), "T103000"));
}

static void
what_a_variant_cannot_be_is_refused_by_name(void **state)
{
	static const struct {
		const char *query, *name, *remedy;
	} rows[] = {
		{ "lang=fr", "lang", "ca, es, en" },
		{ "cancelled=no", "cancelled", "standard, banner, omit" },
		{ "alarm=1d", "alarm", "P1D" },
		{ "alarm=PT0S", "alarm", "PT1M" },
		{ "alarm=P29D", "alarm", "P28D" },
		{ "from=2026-02-30", "from", "date" },
		{ "to=1969-12-31", "to", "1970-01-01" },
		{ "from=2026-03-05&to=2026-03-05", "to", "later" },
		{ "langg=ca", "langg", "did you mean \\\"lang\\\"" },
	};
	struct rest_kit *kit = *state;
	char target[100], name[40];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		snprintf(target, sizeof target, "%s?%s", public, rows[i].query);
		assert_int_equal(rest_get(kit, target), 422);
		snprintf(name, sizeof name, "\"%s\"", rows[i].name);
		assert_non_null(strstr(reply_body(&kit->reply), name));
		assert_non_null(
		    strstr(reply_body(&kit->reply), rows[i].remedy));
	}
}

#define FEED_HTTP(name) \
	cmocka_unit_test_setup_teardown(name, setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FEED_HTTP(rule_1_one_strong_tag_as_long_as_nothing_changes),
		FEED_HTTP(rule_2_if_none_match_lists_star_weak_and_gzip),
		FEED_HTTP(rule_2_if_none_match_beats_if_modified_since),
		FEED_HTTP(rule_2_a_304_repeats_the_validators),
		FEED_HTTP(rule_3_never_redirected_unknown_is_404),
		FEED_HTTP(rule_3_a_feed_without_events_is_no_empty_body),
		FEED_HTTP(rule_3_an_outage_is_503_with_retry_after),
		FEED_HTTP(rule_4_head_answers_as_get_does),
		FEED_HTTP(rule_4_options_tells_what_may_be_done),
		FEED_HTTP(rule_4_type_and_name),
		FEED_HTTP(rule_4_gzip_is_the_same_feed),
		FEED_HTTP(rule_5_the_window_and_how_to_change_it),
		FEED_HTTP(rule_5_robots_may_read_the_public_feed),
		FEED_HTTP(rule_5_the_page_offers_webcal),
		FEED_HTTP(rule_6_shared_caches_may_keep_it_and_serve_it_stale),
		FEED_HTTP(a_variant_has_its_own_tag_and_is_304_too),
		FEED_HTTP(what_a_variant_cannot_be_is_refused_by_name),
	};

	return cmocka_run_group_tests_name("feed_http", tests, NULL, NULL);
}
