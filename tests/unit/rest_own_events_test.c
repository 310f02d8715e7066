/* SPDX-License-Identifier: Apache-2.0 */
/* Events of our own, what is kept beside them, and what is added to those that
 * a source tells. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "rest_kit.h"
#include "store/event_table.h"

#define SESSION \
	"{\"kind\":\"work-session\",\"summary\":\"Councils\",\"start\":" \
	"\"2026-03-10T10:00:00\",\"end\":\"2026-03-10T12:00:00\",\"zone\":" \
	"\"Europe/Madrid\",\"city\":\"Barcelona\"}"

/* The path of a new one. */
static const char *
add_session(struct rest_kit *kit)
{
	static char path[100];

	if (rest_send(kit, "POST", "/v1/events", "", SESSION) != 201)
		fail_msg("%s", buf_str(&kit->reply));
	snprintf(path, sizeof path, "%s", rest_field(kit, "Location"));
	return path;
}

static void
is_created_edited_and_cancelled(void **state)
{
	struct rest_kit *kit = *state;
	const char *path = add_session(kit);
	char cancel[120], match[100];

	assert_string_equal(rest_text(kit, "source"), "office");
	assert_string_equal(rest_text(kit, "visibility"), "private");
	assert_string_equal(
	    rest_text(kit, "start"), "2026-03-10T10:00:00+01:00");
	/* What is read can be changed by the tag that it came with. */
	assert_int_equal(rest_ask_local(kit, "GET", path), 200);
	snprintf(
	    match, sizeof match, "If-Match: %s\r\n", rest_field(kit, "ETag"));
	assert_int_equal(
	    rest_send(kit, "PATCH", path, match, "{\"place\":\"Hall 2\"}"),
	    200);
	assert_string_equal(rest_text(kit, "place"), "Hall 2");
	assert_int_equal(rest_send(kit, "PATCH", path, "If-Match: \"1\"\r\n",
			     "{\"place\":\"Hall 3\"}"),
	    412);
	snprintf(cancel, sizeof cancel, "%s/cancel", path);
	assert_int_equal(rest_send(kit, "POST", cancel, "", ""), 200);
	assert_string_equal(rest_text(kit, "status"), "cancelled");
	assert_int_equal(rest_send(kit, "POST", cancel, "", ""), 409);
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/changes"), 200);
	assert_string_equal(
	    rest_items(kit, "action"), "created moved cancelled");
}

static void
refuses_what_no_event_is(void **state)
{
	static const struct {
		const char *body;
		int status;
	} rows[] = {
		{ "{\"summary\":\"A\"}", 422 },
		{ "{\"kind\":\"work-session\",\"summary\":\"A\",\"start\":"
		  "\"2026-03-10\",\"end\":\"2026-03-09\"}",
		    422 },
		{ "{\"kind\":\"work-session\",\"summary\":\"A\",\"start\":"
		  "\"2026-03-10\",\"end\":\"2026-03-11\",\"source\":\"x\"}",
		    422 },
		{ "{\"kind\":\"work-session\",\"summary\":\"A\",\"start\":"
		  "\"2026-03-10\",\"end\":\"2026-03-11\",\"rrule\":"
		  "\"FREQ=DAILY\"}",
		    422 },
		{ "[]", 400 },
	};
	struct rest_kit *kit = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rest_send(kit, "POST", "/v1/events", "", rows[i].body) !=
		    rows[i].status)
			fail_msg("%s: %s", rows[i].body, buf_str(&kit->reply));
	assert_int_equal(
	    rest_send(kit, "PATCH", "/v1/events/nobody", "", "{}"), 404);
}

static void
what_a_source_tells_takes_an_overlay(void **state)
{
	struct rest_kit *kit = *state;
	struct event event =
	    kit_event("metropolis", "e1", "2026-03-20", "2026-03-22");
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	char path[100], body[200];

	rest_put(kit, &event);
	row = kit_row(&kit->store, "metropolis", "e1");
	snprintf(path, sizeof path, "/v1/events/%s", row->id);
	assert_int_equal(
	    rest_send(kit, "PATCH", path, "", "{\"summary\":\"B\"}"), 403);
	snprintf(body, sizeof body,
	    "{\"id\":\"%s\",\"tags\":[\"ports\"],\"publication\":\"hidden\"}",
	    row->id);
	assert_int_equal(rest_send(kit, "POST", "/v1/overlays", "", body), 201);
	assert_int_equal(rest_send(kit, "POST", "/v1/overlays", "",
			     "{\"id\":\"nobody\",\"note\":\"x\"}"),
	    422);
	assert_int_equal(
	    rest_ask_local(kit, "GET", "/v1/overlays?publication=hidden"), 200);
	assert_string_equal(rest_items(kit, "id"), row->id);
}

static void
a_session_says_who_is_invited(void **state)
{
	struct rest_kit *kit = *state;
	const char *path = add_session(kit);
	char body[300];

	rest_send(kit, "POST", "/v1/teams", "",
	    "{\"id\":\"T1\",\"name\":\"Mobility\"}");
	snprintf(body, sizeof body,
	    "{\"id\":\"%s\",\"team\":\"T1\",\"groups\":[{\"name\":"
	    "\"teams\",\"minimum\":1,\"teams\":[\"T1\"]}]}",
	    path + strlen("/v1/events/"));
	assert_int_equal(rest_send(kit, "POST", "/v1/sessions", "", body), 201);
	assert_int_equal(
	    rest_ask_local(kit, "GET", "/v1/sessions?team=T1"), 200);
	assert_string_equal(rest_items(kit, "team"), "T1");
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_created_edited_and_cancelled),
		TEST(refuses_what_no_event_is),
		TEST(what_a_source_tells_takes_an_overlay),
		TEST(a_session_says_who_is_invited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
