/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens over the API: made, taken, refused, revoked; and whose things their
 * bearers see. */
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

/* Makes one; its Authorization line, until the next two are made. */
static const char *
make_token(struct rest_kit *kit, const char *rest)
{
	static char lines[3][128];
	static int next;
	char *line = lines[next++ % 3];
	char body[200];

	snprintf(body, sizeof body, "{\"label\":\"t\",%s}", rest);
	add(kit, "/v1/tokens", body);
	snprintf(line, sizeof lines[0], "Authorization: Bearer %s\r\n",
	    rest_text(kit, "secret"));
	return line;
}

static void
two_teams(struct rest_kit *kit)
{
	add(kit, "/v1/teams", "{\"id\":\"T1\",\"name\":\"Mobility\"}");
	add(kit, "/v1/teams", "{\"id\":\"T2\",\"name\":\"Housing\"}");
	add(kit, "/v1/people",
	    "{\"id\":\"a1\",\"name\":\"Ada\",\"team\":\"T1\"}");
	add(kit, "/v1/people",
	    "{\"id\":\"b1\",\"name\":\"Bet\",\"team\":\"T2\"}");
	add(kit, "/v1/budgets", "{\"team\":\"T1\",\"year\":2026,\"amount\":5}");
	add(kit, "/v1/budgets", "{\"team\":\"T2\",\"year\":2026,\"amount\":5}");
}

static void
are_shown_once(void **state)
{
	struct rest_kit *kit = *state;
	char target[100], secret[60];

	add(kit, "/v1/tokens",
	    "{\"label\":\"Ada's laptop\",\"role\":\"admin\"}");
	snprintf(secret, sizeof secret, "%s", rest_text(kit, "secret"));
	snprintf(target, sizeof target, "/v1/tokens/%s", rest_text(kit, "id"));
	assert_int_equal(strlen(secret), 43);
	assert_int_equal(rest_ask_local(kit, "GET", target), 200);
	assert_null(strstr(buf_str(&kit->reply), secret));
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/tokens"), 200);
	assert_null(strstr(buf_str(&kit->reply), secret));
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/changes"), 200);
	assert_null(strstr(buf_str(&kit->reply), secret));
	assert_string_equal(rest_items(kit, "title"), "Ada's laptop");
}

static void
are_taken_or_refused(void **state)
{
	static const char unknown[] =
	    "Authorization: Bearer "
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n";
	struct rest_kit *kit = *state;
	const char *line;

	line = make_token(kit, "\"role\":\"reader\"");
	assert_int_equal(rest_get(kit, "/v1/teams"), 401);
	assert_string_equal(
	    rest_field(kit, "WWW-Authenticate"), "Bearer realm=\"ambit\"");
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 200);
	assert_int_equal(rest_ask(kit, "GET", "/v1/people", line), 403);
	assert_non_null(
	    strstr(rest_field(kit, "WWW-Authenticate"), "insufficient_scope"));
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", unknown), 401);
	assert_non_null(
	    strstr(rest_field(kit, "WWW-Authenticate"), "invalid_token"));
	/* Also where none is needed: a wrong one is never passed over. */
	assert_int_equal(rest_ask(kit, "GET", "/v1/events", unknown), 401);
	assert_int_equal(rest_ask(kit, "GET", "/v1/events", line), 200);
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/events", "Authorization: Basic YTpi\r\n"),
	    401);
}

static void
end(void **state)
{
	struct rest_kit *kit = *state;
	char target[100];
	const char *line;

	line =
	    make_token(kit, "\"role\":\"reader\",\"expires\":\"2026-03-02\"");
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 200);
	kit->clock.fixed_now += 86400;
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 401);
	line = make_token(kit, "\"role\":\"reader\"");
	snprintf(target, sizeof target, "/v1/tokens/%s", rest_text(kit, "id"));
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 200);
	assert_int_equal(rest_ask_local(kit, "DELETE", target), 204);
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 401);
	assert_int_equal(rest_ask_local(kit, "GET", target), 200);
	assert_string_equal(rest_text(kit, "revoked"), "2026-03-02T12:00:00Z");
}

static void
fit_together(void **state)
{
	static const struct {
		const char *body, *where;
	} rows[] = {
		{ "{\"role\":\"admin\"}", "/label" },
		{ "{\"label\":\"x\"}", "/role" },
		{ "{\"label\":\"x\",\"role\":\"admin\",\"feed\":\"staff\"}",
		    "/role" },
		{ "{\"label\":\"x\",\"role\":\"lead\"}", "/teams" },
		{ "{\"label\":\"x\",\"role\":\"reader\",\"teams\":[\"T1\"]}",
		    "/teams" },
		{ "{\"label\":\"x\",\"role\":\"lead\",\"teams\":[\"T9\"]}",
		    "/teams/0" },
		{ "{\"label\":\"x\",\"feed\":\"team\","
		  "\"teams\":[\"T1\",\"T2\"]}",
		    "/teams/1" },
		{ "{\"label\":\"x\",\"feed\":\"busy\"}", "/person" },
		{ "{\"label\":\"x\",\"role\":\"admin\",\"id\":\"y\"}", "/id" },
		{ "{\"label\":\"x\",\"role\":\"admin\",\"secret\":\"y\"}",
		    "/secret" },
		{ "{\"label\":\"x\",\"role\":\"king\"}", "/role" },
	};
	struct rest_kit *kit = *state;

	two_teams(kit);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		json_t *errors;

		if (rest_send(kit, "POST", "/v1/tokens", "", rows[i].body) !=
		    422)
			fail_msg("%s: %s", rows[i].body, buf_str(&kit->reply));
		errors = json_object_get(kit->json, "errors");
		assert_string_equal(json_string_value(json_object_get(
					json_array_get(errors, 0), "pointer")),
		    rows[i].where);
	}
	/* Nor by the way round through an import. */
	assert_int_equal(rest_send(kit, "POST", "/v1/import", "",
			     "{\"token\":{\"label\":\"x\","
			     "\"role\":\"admin\"}}"),
	    422);
}

static void
show_ones_own(void **state)
{
	struct rest_kit *kit = *state;
	const char *lead;

	two_teams(kit);
	lead = make_token(kit, "\"role\":\"lead\",\"teams\":[\"T1\"]");
	rest_ask(kit, "GET", "/v1/people", lead);
	assert_string_equal(rest_items(kit, "id"), "a1");
	rest_ask(kit, "GET", "/v1/budgets", lead);
	assert_string_equal(rest_items(kit, "id"), "T1-2026");
	rest_ask(kit, "GET", "/v1/teams", lead);
	assert_string_equal(rest_items(kit, "id"), "T1 T2");
	assert_int_equal(rest_ask(kit, "GET", "/v1/people/a1", lead), 200);
	assert_int_equal(rest_ask(kit, "GET", "/v1/people/b1", lead), 404);
}

/* Asked with a body, over TCP. */
static int
post(struct rest_kit *kit, const char *target, const char *line,
    const char *body)
{
	return rest_send_tcp(kit, "POST", target, line, body);
}

static void
act_on_ones_own(void **state)
{
	static const char absence[] =
	    "{\"person\":\"%s\",\"start\":\"2026-03-02\","
	    "\"end\":\"2026-03-03\"}";
	struct rest_kit *kit = *state;
	char body[200], other[1000];
	const char *lead;

	two_teams(kit);
	lead = make_token(kit, "\"role\":\"lead\",\"teams\":[\"T1\"]");
	snprintf(body, sizeof body, absence, "a1");
	assert_int_equal(post(kit, "/v1/absences", lead, body), 201);
	/* Somebody of another team is as unknown as nobody. */
	snprintf(body, sizeof body, absence, "b1");
	assert_int_equal(post(kit, "/v1/absences", lead, body), 422);
	snprintf(other, sizeof other, "%s", reply_body(&kit->reply));
	snprintf(body, sizeof body, absence, "c1");
	assert_int_equal(post(kit, "/v1/absences", lead, body), 422);
	for (char *at; (at = strstr(other, "b1"));)
		*at = 'c';
	assert_string_equal(other, reply_body(&kit->reply));
	assert_int_equal(
	    post(kit, "/v1/teams", lead, "{\"id\":\"T3\",\"name\":\"X\"}"),
	    403);
	rest_ask_local(kit, "GET", "/v1/changes?entity=absence");
	assert_memory_equal(rest_items(kit, "actor"), "t (", 3);
}

static void
widen_nothing(void **state)
{
	struct rest_kit *kit = *state;
	const char *lead;

	two_teams(kit);
	lead = make_token(
	    kit, "\"role\":\"lead\",\"teams\":[\"T1\"],\"person\":\"a1\"");
	assert_int_equal(post(kit, "/v1/tokens", lead,
			     "{\"label\":\"x\",\"role\":\"admin\"}"),
	    403);
	assert_int_equal(
	    post(kit, "/v1/tokens", lead,
		"{\"label\":\"x\",\"feed\":\"team\",\"teams\":[\"T2\"]}"),
	    403);
	assert_int_equal(post(kit, "/v1/tokens", lead,
			     "{\"label\":\"x\",\"feed\":\"coordinator\"}"),
	    403);
	assert_int_equal(
	    post(kit, "/v1/tokens", lead,
		"{\"label\":\"x\",\"feed\":\"team\",\"teams\":[\"T1\"]}"),
	    201);
	assert_int_equal(
	    post(kit, "/v1/tokens", lead,
		"{\"label\":\"y\",\"feed\":\"person\",\"person\":\"a1\"}"),
	    201);
	rest_ask(kit, "GET", "/v1/tokens", lead);
	assert_int_equal(
	    json_array_size(json_object_get(kit->json, "items")), 3);
	/* A feed's token opens no more than the feed. */
	{
		char line[128];

		post(kit, "/v1/tokens", lead,
		    "{\"label\":\"z\",\"feed\":\"staff\"}");
		snprintf(line, sizeof line, "Authorization: Bearer %s\r\n",
		    rest_text(kit, "secret"));
		assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 401);
	}
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(are_shown_once),
		ASKED(are_taken_or_refused),
		ASKED(end),
		ASKED(fit_together),
		ASKED(show_ones_own),
		ASKED(act_on_ones_own),
		ASKED(widen_nothing),
	};

	return cmocka_run_group_tests_name("rest_tokens", tests, NULL, NULL);
}
