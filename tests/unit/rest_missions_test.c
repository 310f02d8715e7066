/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of missions: registered, shown, amended, taken through their
 * steps. What the steps do is mission_test.c's. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "rest_kit.h"

static void
add(struct rest_kit *kit, const char *target, const char *body)
{
	if (rest_send(kit, "POST", target, "", body) != 201)
		fail_msg("%s %s: %s", target, body, buf_str(&kit->reply));
}

#define JOURNEY \
	"{\"title\":\"Board\",\"team\":\"T1\",\"city\":\"Cairo\",\"windows\":" \
	"[{\"start\":\"2026-03-10\",\"end\":\"2026-03-13\"}],\"roles\":[{" \
	"\"kind\":\"head\",\"chosen\":[\"a1\"]}]}"

/* A draft; its path. */
static const char *
register_one(struct rest_kit *kit)
{
	static char path[100];

	add(kit, "/v1/teams", "{\"id\":\"T1\",\"name\":\"Mobility\"}");
	add(kit, "/v1/people",
	    "{\"id\":\"a1\",\"name\":\"Ada\",\"team\":\"T1\"}");
	add(kit, "/v1/missions", JOURNEY);
	snprintf(path, sizeof path, "%s", rest_field(kit, "Location"));
	return path;
}

/* The status of a step's answer; body may be "". */
static int
step(struct rest_kit *kit, const char *path, const char *name, const char *body)
{
	char target[200];

	snprintf(target, sizeof target, "%s/%s", path, name);
	return rest_send(kit, "POST", target, "", body);
}

static void
goes_through_its_steps(void **state)
{
	struct rest_kit *kit = *state;
	const char *path = register_one(kit);

	assert_string_equal(rest_text(kit, "state"), "draft");
	assert_string_equal(rest_text(kit, "number"), "2026-0001");
	assert_int_equal(step(kit, path, "submit", ""), 200);
	assert_string_equal(rest_text(kit, "state"), "submitted");
	assert_string_equal(rest_field(kit, "ETag"), "\"2\"");
	assert_int_equal(step(kit, path, "submit", ""), 409);
	assert_int_equal(step(kit, path, "return", ""), 409);
	assert_int_equal(step(kit, path, "return?why=where%20to%3F", ""), 200);
	assert_string_equal(rest_text(kit, "reason"), "where to?");
	assert_int_equal(step(kit, path, "submit?dry_run=true", ""), 200);
	assert_int_equal(step(kit, path, "submit", "{}"), 200);
	assert_int_equal(step(kit, path, "endorse", ""), 200);
	assert_int_equal(step(kit, path, "authorise", ""), 422);
	assert_int_equal(
	    step(kit, path, "authorise?by=a1", "{\"order_number\":\"7\"}"),
	    403);
	assert_int_equal(step(kit, path, "authorise?by=nobody", ""), 404);
	assert_int_equal(
	    step(kit, path, "authorise", "{\"order_number\":7}"), 422);
	assert_int_equal(
	    step(kit, path, "authorise", "{\"order\":\"7\"}"), 422);
	assert_int_equal(step(kit, path, "authorise", "[]"), 400);
	assert_int_equal(
	    step(kit, path, "authorise", "{\"order_number\":\"7\"}"), 200);
	assert_string_equal(rest_text(kit, "order_number"), "7");
	assert_int_equal(step(kit, path, "fly", ""), 404);
}

static void
shows_what_is_in_force(void **state)
{
	struct rest_kit *kit = *state;
	const char *path = register_one(kit);
	json_t *in_force;

	step(kit, path, "submit", "");
	step(kit, path, "endorse", "");
	step(kit, path, "authorise", "{\"order_number\":\"7\"}");
	assert_int_equal(rest_ask_local(kit, "GET", path), 200);
	assert_null(json_object_get(kit->json, "in_force"));
	assert_int_equal(rest_send(kit, "PATCH", path, "If-Match: \"4\"\r\n",
			     "{\"city\":\"Tunis\"}"),
	    200);
	assert_string_equal(rest_text(kit, "state"), "submitted");
	assert_int_equal(rest_ask_local(kit, "GET", path), 200);
	in_force = json_object_get(kit->json, "in_force");
	assert_string_equal(
	    json_string_value(json_object_get(in_force, "city")), "Cairo");
	assert_int_equal(rest_send(kit, "PATCH", path, "If-Match: \"4\"\r\n",
			     "{\"city\":\"Rabat\"}"),
	    412);
	assert_int_equal(
	    rest_send(kit, "PATCH", path, "", "{\"state\":\"closed\"}"), 422);
}

static void
lists_by_state_and_team(void **state)
{
	struct rest_kit *kit = *state;
	const char *path = register_one(kit);

	add(kit, "/v1/missions", "{\"title\":\"Fair\",\"team\":\"T1\"}");
	step(kit, path, "submit", "");
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/missions"), 200);
	assert_string_equal(rest_items(kit, "title"), "Board Fair");
	assert_int_equal(
	    rest_ask_local(kit, "GET", "/v1/missions?state=draft&team=T1"),
	    200);
	assert_string_equal(rest_items(kit, "title"), "Fair");
	assert_int_equal(
	    rest_ask_local(kit, "GET", "/v1/missions/nobody"), 404);
	assert_int_equal(rest_get(kit, "/v1/missions"), 401);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(goes_through_its_steps),
		TEST(shows_what_is_in_force),
		TEST(lists_by_state_and_team),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
