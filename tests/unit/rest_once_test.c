/* SPDX-License-Identifier: Apache-2.0 */
/* What a change over the network must say of itself: which version it is
 * about, and by which key it is known when it is asked again; and how often a
 * token may ask. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "rest/meter.h"
#include "rest_kit.h"

static const char *
make_admin(struct rest_kit *kit)
{
	static char line[128];

	assert_int_equal(rest_send(kit, "POST", "/v1/tokens", "",
			     "{\"label\":\"t\",\"role\":\"admin\"}"),
	    201);
	snprintf(line, sizeof line, "Authorization: Bearer %s\r\n",
	    rest_text(kit, "secret"));
	return line;
}

static int
send_with(struct rest_kit *kit, const char *method, const char *target,
    const char *line, const char *more, const char *body)
{
	char fields[400];

	snprintf(fields, sizeof fields, "%s%s", line, more);
	return rest_send_tcp(kit, method, target, fields, body);
}

static void
a_change_names_its_version(void **state)
{
	struct rest_kit *kit = *state;
	const char *line = make_admin(kit);
	static const char team[] = "/v1/teams/T1";
	static const struct {
		const char *more;
		int status;
	} rows[] = {
		{ "", 428 },
		{ "If-Match: \"2\"\r\n", 412 },
		{ "If-Match: W/\"1\"\r\n", 412 },
		{ "If-Match: x\r\n", 412 },
		{ "If-Match: \"1\"\r\n", 200 },
		{ "If-Match: *\r\n", 200 },
	};

	assert_int_equal(send_with(kit, "POST", "/v1/teams", line, "",
			     "{\"id\":\"T1\",\"name\":\"A\"}"),
	    201);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (send_with(kit, "PATCH", team, line, rows[i].more,
			"{\"name\":\"B\"}") != rows[i].status)
			fail_msg("%s: %s", rows[i].more, buf_str(&kit->reply));
	assert_int_equal(rest_ask(kit, "DELETE", team, line), 428);
}

/* What cannot be undone is done to the person that was seen. */
static void
an_erasure_names_its_version(void **state)
{
	static const char erase[] = "/v1/people/a1/erase";
	struct rest_kit *kit = *state;
	const char *line = make_admin(kit);

	assert_int_equal(rest_send(kit, "POST", "/v1/people", "",
			     "{\"id\":\"a1\",\"name\":\"Ada Fictional\"}"),
	    201);
	assert_int_equal(send_with(kit, "POST", erase, line, "", ""), 428);
	assert_int_equal(
	    send_with(kit, "POST", erase, line, "If-Match: \"2\"\r\n", ""),
	    412);
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/people/a1"), 200);
	assert_int_equal(
	    send_with(kit, "POST", erase, line, "If-Match: \"1\"\r\n", "{}"),
	    415);
	assert_int_equal(
	    send_with(kit, "POST", erase, line, "If-Match: \"1\"\r\n", ""),
	    204);
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/people/a1"), 404);
}

static void
a_replay_gives_the_first_answer(void **state)
{
	static const char key[] = "Idempotency-Key: k1\r\n";
	static const char holiday[] =
	    "{\"name\":\"Fair\",\"start\":\"2026-05-01\","
	    "\"end\":\"2026-05-02\"}";
	struct rest_kit *kit = *state;
	const char *line = make_admin(kit);
	char first[1000], location[200];

	assert_int_equal(
	    send_with(kit, "POST", "/v1/holidays", line, key, holiday), 201);
	assert_null(rest_field(kit, "Idempotency-Replayed"));
	snprintf(first, sizeof first, "%s", reply_body(&kit->reply));
	snprintf(location, sizeof location, "%s", rest_field(kit, "Location"));
	assert_int_equal(
	    send_with(kit, "POST", "/v1/holidays", line, key, holiday), 201);
	assert_string_equal(reply_body(&kit->reply), first);
	assert_string_equal(rest_field(kit, "Location"), location);
	assert_string_equal(rest_field(kit, "ETag"), "\"1\"");
	assert_string_equal(rest_field(kit, "Idempotency-Replayed"), "true");
	/* Another body, another place. */
	assert_int_equal(send_with(kit, "POST", "/v1/holidays", line, key,
			     "{\"name\":\"Fete\",\"start\":\"2026-05-01\","
			     "\"end\":\"2026-05-02\"}"),
	    422);
	assert_string_equal(
	    rest_text(kit, "type"), "/problems/idempotency-key-reused");
	assert_int_equal(
	    send_with(kit, "POST", "/v1/holidays?why=x", line, key, holiday),
	    422);
	/* Another's key is another key. */
	assert_int_equal(send_with(kit, "POST", "/v1/holidays", make_admin(kit),
			     key, holiday),
	    201);
	rest_ask_local(kit, "GET", "/v1/holidays");
	assert_int_equal(
	    json_array_size(json_object_get(kit->json, "items")), 2);
	/* After a day it is forgotten. */
	kit->clock.fixed_now += 86400;
	assert_int_equal(
	    send_with(kit, "POST", "/v1/holidays", line, key, holiday), 201);
}

static void
what_failed_is_tried_again(void **state)
{
	static const char key[] = "Idempotency-Key: k1\r\n";
	static const char person[] =
	    "{\"id\":\"a1\",\"name\":\"Ada\",\"team\":\"T1\"}";
	struct rest_kit *kit = *state;
	const char *line = make_admin(kit);

	assert_int_equal(
	    send_with(kit, "POST", "/v1/people", line, key, person), 422);
	assert_int_equal(send_with(kit, "POST", "/v1/teams", line, "",
			     "{\"id\":\"T1\",\"name\":\"A\"}"),
	    201);
	assert_int_equal(
	    send_with(kit, "POST", "/v1/people", line, key, person), 201);
	assert_int_equal(send_with(kit, "POST", "/v1/people", line,
			     "Idempotency-Key: a b\r\n", person),
	    400);
}

static void
a_secret_is_never_given_again(void **state)
{
	static const char key[] = "Idempotency-Key: k1\r\n";
	static const char token[] = "{\"label\":\"x\",\"role\":\"reader\"}";
	struct rest_kit *kit = *state;
	const char *line = make_admin(kit);
	char id[64];

	assert_int_equal(
	    send_with(kit, "POST", "/v1/tokens", line, key, token), 201);
	snprintf(id, sizeof id, "%s", rest_text(kit, "id"));
	assert_non_null(json_object_get(kit->json, "secret"));
	assert_int_equal(
	    send_with(kit, "POST", "/v1/tokens", line, key, token), 201);
	assert_string_equal(rest_text(kit, "id"), id);
	assert_null(json_object_get(kit->json, "secret"));
}

static void
who_asks_too_much_waits(void **state)
{
	struct rest_kit *kit = *state;
	struct meters *meters = meters_new(2, 3);
	const char *line = make_admin(kit);

	assert_non_null(meters);
	kit->rest.meters = meters;
	for (int i = 0; i < 3; i++)
		assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 200);
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 429);
	assert_string_equal(rest_field(kit, "Retry-After"), "1");
	kit->clock.fixed_now++;
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 200);
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 200);
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 429);
	/* Nobody else is held up; and its use is known, to the hour. */
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/tokens"), 200);
	assert_string_equal(
	    rest_items(kit, "last_used"), "2026-03-01T12:00:00Z");
	kit->rest.meters = NULL;
	meters_free(meters);
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(a_change_names_its_version),
		ASKED(an_erasure_names_its_version),
		ASKED(a_replay_gives_the_first_answer),
		ASKED(what_failed_is_tried_again),
		ASKED(a_secret_is_never_given_again),
		ASKED(who_asks_too_much_waits),
	};

	return cmocka_run_group_tests_name("rest_once", tests, NULL, NULL);
}
