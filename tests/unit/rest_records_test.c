/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of the office's families: kept, shown, changed, refused. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "rest/call.h"
#include "rest_kit.h"

/* "WHERE WHERE": the pointers of the last answer's errors. */
static const char *
pointers(struct rest_kit *kit)
{
	static char out[1000];
	json_t *errors = json_object_get(kit->json, "errors"), *error;
	size_t i;

	out[0] = '\0';
	json_array_foreach(errors, i, error)
	{
		strcat(out, i ? " " : "");
		strcat(
		    out, json_string_value(json_object_get(error, "pointer")));
	}
	return out;
}

static void
add(struct rest_kit *kit, const char *target, const char *body)
{
	if (rest_send(kit, "POST", target, "", body) != 201)
		fail_msg("%s %s: %s", target, body, buf_str(&kit->reply));
}

static void
keeps_shows_changes_and_removes(void **state)
{
	struct rest_kit *kit = *state;

	add(kit, "/v1/teams", "{\"id\":\"T1\",\"name\":\"Mobility\"}");
	assert_string_equal(rest_field(kit, "Location"), "/v1/teams/T1");
	assert_string_equal(rest_field(kit, "ETag"), "\"1\"");
	assert_string_equal(
	    rest_text(kit, "created_at"), "2026-03-01T12:00:00Z");
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/teams/T1"), 200);
	assert_string_equal(rest_field(kit, "ETag"), "\"1\"");
	assert_string_equal(rest_text(kit, "name"), "Mobility");
	assert_int_equal(rest_send(kit, "PATCH", "/v1/teams/T1",
			     "If-Match: \"1\"\r\n", "{\"minimum_presence\":2}"),
	    200);
	assert_string_equal(rest_field(kit, "ETag"), "\"2\"");
	assert_int_equal(rest_send(kit, "PATCH", "/v1/teams/T1",
			     "If-Match: \"1\"\r\n", "{\"name\":\"X\"}"),
	    412);
	assert_int_equal(rest_send(kit, "DELETE", "/v1/teams/T1", "", ""), 204);
	assert_string_equal(reply_body(&kit->reply), "");
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/teams/T1"), 404);
	assert_int_equal(rest_send(kit, "DELETE", "/v1/teams/T1", "", ""), 404);
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/changes"), 200);
	assert_string_equal(
	    rest_items(kit, "action"), "created updated deleted");
}

static void
refuses_by_pointer(void **state)
{
	static const struct {
		const char *method, *target, *body;
		int status;
		const char *where;
	} rows[] = {
		{ "POST", "/v1/people", "{\"id\":\"b1\"}", 422, "/name" },
		{ "POST", "/v1/people",
		    "{\"id\":\"b1\",\"name\":\"B\",\"team\":\"T2\","
		    "\"council\":\"x\"}",
		    422, "/team /council" },
		{ "POST", "/v1/people", "{\"id\":\"b1\",\"nam\":\"B\"}", 422,
		    "/nam" },
		{ "POST", "/v1/people", "{\"id\":\"a1\",\"name\":\"B\"}", 409,
		    "" },
		{ "POST", "/v1/people", "{", 400, "" },
		{ "POST", "/v1/people", "[]", 400, "" },
		{ "PATCH", "/v1/people/a1", "{\"id\":\"a2\"}", 422, "/id" },
		{ "PATCH", "/v1/people/a1", "{\"name\":null}", 422, "/name" },
		{ "PATCH", "/v1/people/a2", "{\"name\":\"B\"}", 404, "" },
		{ "DELETE", "/v1/teams/T1", "", 409, "" },
		{ "POST", "/v1/absences",
		    "{\"id\":\"x\",\"person\":\"a1\","
		    "\"start\":\"2026-03-02\",\"end\":\"2026-03-03\"}",
		    422, "/id" },
		{ "POST", "/v1/absences",
		    "{\"person\":\"a1\",\"start\":\"2026-03-02\","
		    "\"end\":\"2026-03-02\"}",
		    422, "/end" },
		{ "POST", "/v1/absences",
		    "{\"person\":\"a1\",\"start\":\"2026-03-02T09:00:00\","
		    "\"end\":\"2026-03-02T10:00:00\","
		    "\"zone\":\"Europe/Barcelona\"}",
		    422, "/zone" },
		{ "POST", "/v1/budgets",
		    "{\"team\":\"T1\",\"year\":2026,\"id\":\"x\"}", 422,
		    "/id" },
		{ "PATCH", "/v1/budgets/T1-2025", "{\"year\":2026}", 422,
		    "/id" },
		{ "POST", "/v1/teams?dry=1", "{\"id\":\"T2\",\"name\":\"B\"}",
		    422, NULL },
	};
	struct rest_kit *kit = *state;

	add(kit, "/v1/teams", "{\"id\":\"T1\",\"name\":\"Mobility\"}");
	add(kit, "/v1/people",
	    "{\"id\":\"a1\",\"name\":\"Ada\",\"team\":\"T1\"}");
	add(kit, "/v1/budgets",
	    "{\"team\":\"T1\",\"year\":2025,\"amount\":900000}");
	assert_string_equal(rest_text(kit, "id"), "T1-2025");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int status = rest_send(
		    kit, rows[i].method, rows[i].target, "", rows[i].body);

		if (status != rows[i].status ||
		    (rows[i].where &&
			strcmp(pointers(kit), rows[i].where) != 0))
			fail_msg("%s %s: %s", rows[i].target, rows[i].body,
			    buf_str(&kit->reply));
	}
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/changes"), 200);
	assert_string_equal(
	    rest_items(kit, "action"), "created created created");
	/* Who still needs the team is named. */
	rest_send(kit, "DELETE", "/v1/teams/T1", "", "");
	assert_non_null(strstr(rest_text(kit, "detail"), "person a1 (Ada)"));
}

static void
lists_pages_and_narrows(void **state)
{
	struct rest_kit *kit = *state;
	char body[200];

	add(kit, "/v1/teams", "{\"id\":\"T1\",\"name\":\"Mobility\"}");
	for (int i = 0; i < 5; i++) {
		snprintf(body, sizeof body,
		    "{\"id\":\"p%d\",\"name\":\"P\"%s,"
		    "\"languages\":[\"ca\",\"%s\"],\"kind\":\"%s\"}",
		    i, i % 2 ? ",\"team\":\"T1\"" : "", i < 3 ? "en" : "fr",
		    i ? "staff" : "expert");
		add(kit, "/v1/people", body);
	}
	rest_ask_local(kit, "GET", "/v1/people");
	assert_string_equal(rest_items(kit, "id"), "p0 p1 p2 p3 p4");
	rest_ask_local(kit, "GET", "/v1/people?team=T1");
	assert_string_equal(rest_items(kit, "id"), "p1 p3");
	rest_ask_local(kit, "GET", "/v1/people?languages=fr&kind=staff");
	assert_string_equal(rest_items(kit, "id"), "p3 p4");
	rest_ask_local(kit, "GET", "/v1/people?limit=2");
	assert_string_equal(rest_items(kit, "id"), "p0 p1");
	rest_ask_local(kit, "GET", rest_next(kit));
	assert_string_equal(rest_items(kit, "id"), "p2 p3");
	rest_ask_local(kit, "GET", rest_next(kit));
	assert_string_equal(rest_items(kit, "id"), "p4");
	assert_null(rest_next(kit));
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/people?teem=T1"), 422);
}

static void
a_dry_run_keeps_nothing(void **state)
{
	struct rest_kit *kit = *state;

	assert_int_equal(rest_send(kit, "POST", "/v1/teams?dry_run=true", "",
			     "{\"id\":\"T1\",\"name\":\"Mobility\"}"),
	    201);
	assert_string_equal(rest_text(kit, "id"), "T1");
	assert_null(rest_field(kit, "Location"));
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/teams/T1"), 404);
	rest_ask_local(kit, "GET", "/v1/changes");
	assert_string_equal(rest_items(kit, "id"), "");
	assert_int_equal(rest_send(kit, "POST", "/v1/teams?dry_run=true", "",
			     "{\"id\":\"T 1\",\"name\":\"Mobility\"}"),
	    422);
}

static void
the_reason_is_in_the_log(void **state)
{
	struct rest_kit *kit = *state;

	assert_int_equal(rest_send(kit, "POST", "/v1/teams?why=a%20new%20area",
			     "", "{\"id\":\"T1\",\"name\":\"Mobility\"}"),
	    201);
	rest_ask_local(kit, "GET", "/v1/changes");
	assert_string_equal(rest_items(kit, "why"), "a new area");
	assert_memory_equal(rest_items(kit, "actor"), "local uid ", 10);
}

/* Until there are tokens, whoever may open the daemon's socket. */
static void
is_for_this_machine_alone(void **state)
{
	static const char json[] = "Content-Type: application/json\r\n";
	struct rest_kit *kit = *state;

	add(kit, "/v1/people", "{\"id\":\"a1\",\"name\":\"Ada\"}");
	assert_int_equal(rest_get(kit, "/v1/people"), 401);
	assert_int_equal(rest_get(kit, "/v1/people/a1"), 401);
	assert_int_equal(rest_ask(kit, "POST", "/v1/people", json), 401);
	assert_int_equal(rest_ask(kit, "DELETE", "/v1/people/a1", ""), 401);
	/* Nor does the log tell the world of people. */
	assert_int_equal(rest_get(kit, "/v1/changes"), 200);
	assert_string_equal(rest_items(kit, "id"), "");
	assert_int_equal(rest_get(kit, "/v1/changes?entity=person"), 200);
	assert_string_equal(rest_items(kit, "id"), "");
	rest_ask_local(kit, "GET", "/v1/changes?entity=person");
	assert_string_equal(rest_items(kit, "id"), "a1");
}

static void
wants_json(void **state)
{
	struct rest_kit *kit = *state;

	assert_int_equal(rest_ask_local(kit, "POST", "/v1/teams"), 415);
	assert_int_equal(
	    rest_send(kit, "DELETE", "/v1/teams/T1", "", "{}"), 415);
}

/* References may go forward; a lead and a team name each other. */
static void
imports_all_or_nothing(void **state)
{
	static const char good[] =
	    "{\"team\":{\"id\":\"T1\",\"name\":\"A\",\"lead\":\"a1\"}}\n\n"
	    "{\"person\":{\"id\":\"a1\",\"name\":\"Ada\",\"team\":\"T1\","
	    "\"rank\":2}}\n"
	    "{\"budget\":{\"team\":\"T1\",\"year\":2026,\"amount\":5}}\n"
	    "{\"absence\":{\"id\":\"0190a0a0-0000-7000-8000-000000000001\","
	    "\"person\":\"a1\",\"start\":\"2026-03-02\","
	    "\"end\":\"2026-03-03\"}}";
	static const char bad[] =
	    "{\"person\":{\"id\":\"a2\",\"name\":\"B\",\"team\":\"T9\"}}\n"
	    "{\"person\":{\"id\":\"a3\",\"nam\":\"B\"}}\n"
	    "{\"team\":{\"id\":\"T2\",\"name\":\"B\"}}\n"
	    "nonsense\n{\"persn\":{}}\n{\"person\":{\"id\":\"a4\"}}\n";
	struct rest_kit *kit = *state;

	assert_int_equal(rest_send(kit, "POST", "/v1/import", "", good), 200);
	assert_string_equal(reply_body(&kit->reply),
	    "{\"created\":4,\"updated\":0,\"same\":0}\n");
	assert_int_equal(rest_send(kit, "POST", "/v1/import", "", good), 200);
	assert_string_equal(reply_body(&kit->reply),
	    "{\"created\":0,\"updated\":0,\"same\":4}\n");
	assert_int_equal(rest_send(kit, "POST", "/v1/import", "", bad), 422);
	assert_string_equal(pointers(kit), "/2/nam /4 /5 /6/name /1/team");
	rest_ask_local(kit, "GET", "/v1/people");
	assert_string_equal(rest_items(kit, "id"), "a1");
	rest_ask_local(kit, "GET", "/v1/teams");
	assert_string_equal(rest_items(kit, "id"), "T1");
	/* What is not named stays; null clears. */
	assert_int_equal(rest_send(kit, "POST", "/v1/import", "",
			     "{\"person\":{\"id\":\"a1\",\"name\":\"Ada P\","
			     "\"team\":null}}"),
	    200);
	rest_ask_local(kit, "GET", "/v1/people/a1");
	assert_string_equal(rest_text(kit, "name"), "Ada P");
	assert_null(json_object_get(kit->json, "team"));
	assert_int_equal(
	    json_integer_value(json_object_get(kit->json, "rank")), 2);
}

static void
tells_the_plan_and_scores(void **state)
{
	static const char *const words[] = { "waterfront", NULL };
	static const char *const countries[] = { "KE", NULL };
	struct line line = { "L1", "Ports", 80, words };
	struct region region = { "A", NULL, 60, countries };
	const struct line *lines[] = { &line, NULL };
	const struct region *regions[] = { &region, NULL };
	struct plan plan = { .id = "p",
		.start = "2021-01-01",
		.end = "2026-01-01",
		.lines = lines,
		.regions = regions };
	struct rest_kit *kit = *state;
	struct event event =
	    kit_event("s", "The Waterfront", "2026-03-02", "2026-03-03");
	char target[100];

	event.country = "KE";
	rest_put(kit, &event);
	rest_get(kit, "/v1/events");
	snprintf(target, sizeof target, "/v1/events/%s/score",
	    rest_items(kit, "id"));
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/plan"), 404);
	assert_int_equal(rest_ask_local(kit, "GET", target), 404);
	kit->view->plan = record_copy(&plan_record, &plan);
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/plan"), 200);
	assert_string_equal(rest_text(kit, "end"), "2026-01-01");
	rest_ask_local(kit, "GET", "/v1/lines");
	assert_string_equal(rest_items(kit, "id"), "L1");
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/lines/L1"), 200);
	assert_string_equal(rest_text(kit, "name"), "Ports");
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/regions/B"), 404);
	assert_int_equal(rest_ask_local(kit, "POST", "/v1/lines"), 405);
	assert_int_equal(rest_get(kit, target), 401);
	assert_int_equal(rest_ask_local(kit, "GET", target), 200);
	/* (40 * 80 + 25 * 60 + 15 * 30) / 100 */
	assert_string_equal(reply_body(&kit->reply),
	    "{\"total\":51,\"line\":80,\"region\":60,\"role\":30,"
	    "\"project\":0,\"network\":0,\"line_id\":\"L1\","
	    "\"region_id\":\"A\"}\n");
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(keeps_shows_changes_and_removes),
		ASKED(refuses_by_pointer),
		ASKED(lists_pages_and_narrows),
		ASKED(a_dry_run_keeps_nothing),
		ASKED(the_reason_is_in_the_log),
		ASKED(is_for_this_machine_alone),
		ASKED(wants_json),
		ASKED(imports_all_or_nothing),
		ASKED(tells_the_plan_and_scores),
	};

	return cmocka_run_group_tests_name("rest_records", tests, NULL, NULL);
}
