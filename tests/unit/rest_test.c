/* SPDX-License-Identifier: Apache-2.0 */
/* The API: events, sources, changes, feeds, the daemon's own routes. */
#include <strings.h>

#include "base/cleanup.h"
#include "rest/call.h"
#include "rest_kit.h"

static struct event
meeting(const char *uid, const char *start, const char *end)
{
	struct event event = kit_event("metropolis", uid, start, end);

	event.kind = EVENT_NETWORK_MEETING;
	event.network = "Metropolis";
	return event;
}

/* Four events in March 2026. */
static void
put_four(struct rest_kit *kit)
{
	struct event a = meeting("a", "2026-03-02", "2026-03-05");
	struct event b =
	    meeting("b", "2026-03-05T09:30:00", "2026-03-05T11:00:00");
	struct event c = kit_event("cities", "c", "2026-03-10", "2026-03-11");
	struct event d = kit_event("cities", "d", "2026-03-20", "2026-03-21");

	c.kind = EVENT_FORUM;
	c.city = "Nairobi";
	d.status = EVENT_CANCELLED;
	d.description = "A Waterfront visit";
	kit_put(&kit->store, &a);
	kit_put(&kit->store, &b);
	kit_put(&kit->store, &c);
	rest_put(kit, &d);
}

static void
lists_events(void **state)
{
	static const struct {
		const char *query, *uids;
	} rows[] = {
		{ "", "a b c d" },
		{ "?kind=forum", "c" },
		{ "?status=cancelled", "d" },
		{ "?network=metropolis", "a b" },
		{ "?source=cities", "c d" },
		{ "?q=waterfront", "d" },
		{ "?q=NAIR", "c" },
		{ "?q=x", "" },
		/* Whole days are compared as days, whatever the zone. */
		{ "?from=2026-03-05", "b c d" },
		{ "?from=2026-03-04", "a b c d" },
		{ "?to=2026-03-02", "" },
		{ "?to=2026-03-03", "a" },
		{ "?from=2026-03-11&to=2026-03-20", "" },
		/* 11:00 in Madrid is 10:00Z; at noon the 4th is over also
		 * where it ends last. */
		{ "?from=2026-03-05T10:00:00Z&to=2026-03-06", "a" },
		{ "?from=2026-03-05T09:59:59Z&to=2026-03-06", "a b" },
		{ "?from=2026-03-05T10:59:59%2B01:00&to=2026-03-06", "a b" },
		{ "?from=2026-03-05T12:00:00Z&to=2026-03-06", "" },
		{ "?updated_since=2023-11-14T22:13:20Z", "a b c d" },
		{ "?updated_since=2023-11-14T22:13:21Z", "" },
	};
	struct rest_kit *kit = *state;
	char target[200];

	put_four(kit);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		snprintf(target, sizeof target, "/v1/events%s", rows[i].query);
		assert_int_equal(rest_get(kit, target), 200);
		if (strcmp(rest_items(kit, "uid"), rows[i].uids) != 0)
			fail_msg(
			    "%s: %s", rows[i].query, rest_items(kit, "uid"));
	}
}

static void
pages_are_stable_under_inserts(void **state)
{
	struct rest_kit *kit = *state;
	struct event early = meeting("0", "2026-03-01", "2026-03-02");
	struct event late = meeting("z", "2026-03-30", "2026-03-31");
	char seen[100] = "", next[4096];

	put_four(kit);
	assert_int_equal(rest_get(kit, "/v1/events?limit=1&q="), 200);
	while (rest_next(kit)) {
		strcat(strcat(seen, rest_items(kit, "uid")), " ");
		strcpy(next, rest_next(kit));
		if (strcmp(seen, "a ") == 0)
			rest_put(kit, &early);
		if (strcmp(seen, "a b ") == 0)
			rest_put(kit, &late);
		assert_int_equal(rest_get(kit, next), 200);
	}
	strcat(seen, rest_items(kit, "uid"));
	assert_string_equal(seen, "a b c d z");
}

static void
tells_an_event(void **state)
{
	struct rest_kit *kit = *state;
	char target[100], tag[100], id[UUID_TEXT];

	put_four(kit);
	rest_get(kit, "/v1/events?network=metropolis&from=2026-03-05");
	assert_string_equal(
	    rest_items(kit, "start"), "2026-03-05T09:30:00+01:00");
	assert_string_equal(
	    rest_items(kit, "end"), "2026-03-05T11:00:00+01:00");
	strcpy(id, rest_items(kit, "id"));
	snprintf(target, sizeof target, "/v1/events/%s", id);
	assert_int_equal(rest_get(kit, target), 200);
	assert_string_equal(rest_text(kit, "zone"), "Europe/Madrid");
	assert_string_equal(rest_text(kit, "kind"), "network-meeting");
	assert_true(json_is_false(json_object_get(kit->json, "all_day")));
	snprintf(tag, sizeof tag, "If-None-Match: W/%s\r\n",
	    rest_field(kit, "ETag"));
	assert_int_equal(rest_ask(kit, "GET", target, tag), 304);
	assert_string_equal(reply_body(&kit->reply), "");
	assert_int_equal(rest_ask(kit, "HEAD", target, ""), 200);
	assert_string_equal(reply_body(&kit->reply), "");
	rest_get(kit, "/v1/events?from=2026-03-04&to=2026-03-05");
	assert_string_equal(rest_items(kit, "start"), "2026-03-02");
	assert_string_equal(rest_items(kit, "end"), "2026-03-05");
	assert_int_equal(rest_get(kit, "/v1/events/none"), 404);
	assert_string_equal(rest_text(kit, "type"), "/problems/not-found");
}

static void
expands_occurrences(void **state)
{
	struct rest_kit *kit = *state;
	struct event weekly =
	    meeting("w", "2026-03-16T10:00:00", "2026-03-16T11:00:00");

	weekly.rrule = "FREQ=WEEKLY;COUNT=3";
	rest_put(kit, &weekly);
	assert_int_equal(rest_get(kit, "/v1/events?expand=occurrences"), 422);
	assert_int_equal(
	    rest_get(kit, "/v1/events?expand=occurrences&from=2026-03-01"
			  "&to=2026-05-01&limit=2"),
	    200);
	assert_string_equal(rest_items(kit, "start"),
	    "2026-03-16T10:00:00+01:00 2026-03-23T10:00:00+01:00");
	assert_non_null(rest_next(kit));
	assert_int_equal(rest_get(kit, rest_next(kit)), 200);
	assert_string_equal(
	    rest_items(kit, "start"), "2026-03-30T10:00:00+02:00");
	assert_null(rest_next(kit));
	assert_int_equal(rest_get(kit, "/v1/events"), 200);
	assert_string_equal(rest_items(kit, "uid"), "w");
}

static void
refuses_parameters_by_name(void **state)
{
	static const struct {
		const char *target, *parameter, *word;
	} rows[] = {
		{ "/v1/events?knd=forum", "knd", "\"kind\"" },
		{ "/v1/events?kind=party", "kind", "conference" },
		{ "/v1/events?from=tomorrow", "from", "2026-03-01" },
		{ "/v1/events?to=2026-02-30", "to", "date" },
		{ "/v1/events?from=2026-03-02&to=2026-03-01", "to", "from" },
		{ "/v1/events?limit=0", "limit", "500" },
		{ "/v1/events?limit=501", "limit", "500" },
		{ "/v1/events?limit=ten", "limit", "500" },
		{ "/v1/events?cursor=x", "cursor", "Link" },
		{ "/v1/changes?limit=-1", "limit", "500" },
		{ "/v1/changes?cursor=00", "cursor", "Link" },
		{ "/feeds/public.ics?langg=ca", "langg", "no such" },
		{ "/?lang=fr", "lang", "ca, es, en" },
	};
	struct rest_kit *kit = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		json_t *error;

		assert_int_equal(rest_get(kit, rows[i].target), 422);
		assert_string_equal(rest_field(kit, "Content-Type"),
		    "application/problem+json");
		error = json_array_get(json_object_get(kit->json, "errors"), 0);
		assert_string_equal(
		    json_string_value(json_object_get(error, "parameter")),
		    rows[i].parameter);
		if (!strcasestr(
			json_string_value(json_object_get(error, "detail")),
			rows[i].word))
			fail_msg(
			    "%s: %s", rows[i].target, buf_str(&kit->reply));
	}
	rest_get(kit, "/v1/events?a=1&b=2&limit=x");
	assert_int_equal(
	    json_array_size(json_object_get(kit->json, "errors")), 3);
}

static void
tells_sources_and_syncs_for_the_machine(void **state)
{
	struct rest_kit *kit = *state;
	static const char sync[] = "/v1/sources/metropolis/sync";

	assert_int_equal(rest_get(kit, "/v1/sources"), 401);
	assert_int_equal(rest_get(kit, "/v1/plugins"), 401);
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/sources"), 200);
	assert_string_equal(rest_items(kit, "name"), "metropolis");
	assert_int_equal(
	    rest_ask_local(kit, "GET", "/v1/sources/metropolis"), 200);
	assert_string_equal(
	    rest_text(kit, "last_success"), "2026-03-01T11:59:00Z");
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/sources/none"), 404);
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/sources?x=1"), 422);
	assert_int_equal(rest_ask(kit, "POST", sync, ""), 401);
	assert_string_equal(
	    rest_field(kit, "WWW-Authenticate"), "Bearer realm=\"ambit\"");
	assert_int_equal(rest_ask(kit, "GET", sync, ""), 405);
	assert_string_equal(rest_field(kit, "Allow"), "POST, OPTIONS");
	assert_int_equal(kit->syncs, 0);
	assert_int_equal(rest_ask_local(kit, "POST", sync), 202);
	assert_int_equal(kit->syncs, 1);
	assert_false(kit->shrink);
	assert_true(json_is_true(json_object_get(kit->json, "syncing")));
	assert_int_equal(rest_ask_local(kit, "POST",
			     "/v1/sources/metropolis/sync?accept_shrink=true"),
	    202);
	assert_true(kit->shrink);
	assert_int_equal(
	    rest_ask_local(kit, "POST", "/v1/sources/none/sync"), 404);
	assert_int_equal(kit->syncs, 2);
}

static void
tells_changes(void **state)
{
	struct rest_kit *kit = *state;
	struct event moved = meeting("a", "2026-03-03", "2026-03-05");

	put_four(kit);
	rest_put(kit, &moved);
	assert_int_equal(rest_get(kit, "/v1/changes?limit=3"), 200);
	assert_string_equal(
	    rest_items(kit, "action"), "created created created");
	assert_int_equal(rest_get(kit, rest_next(kit)), 200);
	assert_string_equal(rest_items(kit, "action"), "created moved");
	assert_null(rest_next(kit));
	assert_int_equal(rest_get(kit, "/v1/changes?after=4"), 200);
	assert_string_equal(rest_items(kit, "title"), "a");
	assert_string_equal(
	    json_string_value(json_object_get(
		json_object_get(
		    json_array_get(json_object_get(kit->json, "items"), 0),
		    "before"),
		"start")),
	    "2026-03-02");
	assert_int_equal(rest_get(kit, "/v1/changes?source=cities"), 200);
	assert_string_equal(rest_items(kit, "title"), "c d");
}

static void
lists_feeds(void **state)
{
	struct rest_kit *kit = *state;

	put_four(kit);
	assert_int_equal(rest_get(kit, "/feeds"), 200);
	assert_string_equal(rest_items(kit, "id"),
	    "kind/forum kind/network-meeting network/metropolis public");
}

static void
tells_of_itself(void **state)
{
	struct rest_kit *kit = *state;
	struct view *view = kit->view;

	assert_int_equal(rest_get(kit, "/readyz"), 200);
	assert_int_equal(rest_get(kit, "/metrics"), 200);
	assert_non_null(strstr(reply_body(&kit->reply),
	    "ambit_source_quarantined{source=\"metropolis\"} 1\n"));
	assert_int_equal(rest_ask_local(kit, "GET", "/metrics"), 200);
	assert_int_equal(
	    rest_ask(kit, "GET", "/metrics", "Forwarded: for=10.1.1.1\r\n"),
	    401);
	assert_int_equal(rest_get(kit, "/robots.txt"), 200);
	kit->rest.draining = true;
	assert_int_equal(rest_get(kit, "/readyz"), 503);
	kit->rest.draining = false;
	/* Before the store has been read. */
	kit->view = NULL;
	assert_int_equal(rest_get(kit, "/healthz"), 200);
	assert_int_equal(rest_get(kit, "/openapi.json"), 200);
	assert_int_equal(rest_get(kit, "/readyz"), 503);
	assert_non_null(rest_field(kit, "Retry-After"));
	assert_int_equal(rest_get(kit, "/v1/events"), 503);
	assert_int_equal(rest_get(kit, "/feeds/public.ics"), 503);
	assert_int_equal(rest_get(kit, "/metrics"), 503);
	kit->view = view;
}

static void
guards_answer_problems(void **state)
{
	struct rest_kit *kit = *state;

	assert_int_equal(rest_get(kit, "/%zz"), 400);
	assert_string_equal(
	    rest_text(kit, "type"), "/problems/malformed-request");
	assert_int_equal(rest_ask(kit, "BREW", "/", ""), 501);
	assert_int_equal(rest_get(kit, "/nothing"), 404);
	assert_int_equal(rest_ask(kit, "DELETE", "/v1/events", ""), 405);
}

static void
shows_a_page(void **state)
{
	struct rest_kit *kit = *state;
	struct event odd = meeting("odd", "2026-03-12", "2026-03-13");
	const char *body;

	odd.summary = "<script>alert('1')</script> & \"x\"";
	odd.url = "javascript:alert(1)";
	rest_put(kit, &odd);
	assert_int_equal(
	    rest_ask(kit, "GET", "/", "Accept-Language: es-MX, en;q=0.5\r\n"),
	    200);
	assert_string_equal(
	    rest_field(kit, "Content-Type"), "text/html; charset=utf-8");
	body = reply_body(&kit->reply);
	assert_non_null(strstr(body, "<html lang=\"es\""));
	assert_null(strstr(body, "<script"));
	assert_null(strstr(body, "javascript:"));
	assert_non_null(strstr(body, "&lt;script&gt;"));
	assert_non_null(strstr(body, "/feeds/public.ics"));
	assert_non_null(strstr(body, "metropolis"));
	assert_int_equal(rest_get(kit, "/?lang=ca"), 200);
	assert_non_null(strstr(reply_body(&kit->reply), "<html lang=\"ca\""));
	assert_int_equal(rest_get(kit, "/style.css"), 200);
	assert_non_null(strstr(rest_field(kit, "Content-Type"), "text/css"));
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(lists_events),
		ASKED(pages_are_stable_under_inserts),
		ASKED(tells_an_event),
		ASKED(expands_occurrences),
		ASKED(refuses_parameters_by_name),
		ASKED(tells_sources_and_syncs_for_the_machine),
		ASKED(tells_changes),
		ASKED(lists_feeds),
		ASKED(tells_of_itself),
		ASKED(guards_answer_problems),
		ASKED(shows_a_page),
	};

	return cmocka_run_group_tests_name("rest", tests, NULL, NULL);
}
