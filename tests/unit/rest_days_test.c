/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole day is the office's: it begins and ends at its midnight, nowhere at
 * midnight in UTC. In Madrid's winter that is an hour before, so at half past
 * eleven at night, UTC, it is the next day already.
 */
#include "rest_kit.h"

/* 2026-03-01T23:00:00Z, which is midnight in Madrid. */
#define MIDNIGHT INT64_C(1772406000)

static void
add(struct rest_kit *kit, const char *target, const char *body)
{
	if (rest_send(kit, "POST", target, "", body) != 201)
		fail_msg("%s %s: %s", target, body, buf_str(&kit->reply));
}

static void
a_token_ends(void **state)
{
	struct rest_kit *kit = *state;
	char line[128];

	add(kit, "/v1/tokens",
	    "{\"label\":\"t\",\"role\":\"reader\",\"expires\":\"2026-03-02\"}");
	snprintf(line, sizeof line, "Authorization: Bearer %s\r\n",
	    rest_text(kit, "secret"));
	kit->clock.fixed_now = MIDNIGHT - 1;
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 200);
	kit->clock.fixed_now = MIDNIGHT;
	assert_int_equal(rest_ask(kit, "GET", "/v1/teams", line), 401);
}

static void
a_feeds_address_ends(void **state)
{
	struct rest_kit *kit = *state;
	char target[100];

	add(kit, "/v1/tokens",
	    "{\"label\":\"Desk\",\"feed\":\"staff\","
	    "\"expires\":\"2026-03-02\"}");
	snprintf(target, sizeof target, "/feeds/my/%s.ics",
	    rest_text(kit, "secret"));
	kit->clock.fixed_now = MIDNIGHT - 1;
	assert_int_equal(rest_get(kit, target), 200);
	assert_null(
	    strstr(buf_str(&kit->reply), "SUMMARY;LANGUAGE=ca:L'adreça"));
	kit->clock.fixed_now = MIDNIGHT;
	assert_int_equal(rest_get(kit, target), 200);
	assert_non_null(
	    strstr(buf_str(&kit->reply), "SUMMARY;LANGUAGE=ca:L'adreça"));
	assert_non_null(
	    strstr(buf_str(&kit->reply), "DTSTART;VALUE=DATE:20260302"));
	kit->clock.fixed_now = MIDNIGHT + 30 * 86400 - 1;
	assert_int_equal(rest_get(kit, target), 200);
	kit->clock.fixed_now++;
	assert_int_equal(rest_get(kit, target), 410);
}

/* There is no such conflict, which is told after what is wrong. */
static void
a_waivers_last_day_ends(void **state)
{
	static const char waive[] = "/v1/conflicts/none/waive";
	static const char body[] =
	    "{\"reason\":\"agreed\",\"until\":\"2026-03-01\"}";
	struct rest_kit *kit = *state;

	kit->clock.fixed_now = MIDNIGHT - 1;
	assert_int_equal(
	    rest_send(kit, "POST", waive, "If-Match: *\r\n", body), 404);
	kit->clock.fixed_now = MIDNIGHT;
	assert_int_equal(
	    rest_send(kit, "POST", waive, "If-Match: *\r\n", body), 422);
}

/* Where no city is known, whole days are the office's. */
static void
whole_days_are_busy(void **state)
{
	struct rest_kit *kit = *state;
	char target[100];

	add(kit, "/v1/teams", "{\"id\":\"T1\",\"name\":\"Mobility\"}");
	add(kit, "/v1/people",
	    "{\"id\":\"a1\",\"name\":\"Ada\",\"team\":\"T1\"}");
	add(kit, "/v1/absences",
	    "{\"person\":\"a1\",\"kind\":\"leave\","
	    "\"start\":\"2026-03-27\",\"end\":\"2026-03-31\"}");
	add(kit, "/v1/missions",
	    "{\"title\":\"Visit\",\"purpose\":\"Learn\",\"team\":\"T1\","
	    "\"windows\":[{\"start\":\"2026-03-10\",\"end\":\"2026-03-12\"}],"
	    "\"roles\":[{\"kind\":\"head\",\"chosen\":[\"a1\"]}]}");
	snprintf(target, sizeof target, "/v1/missions/%s/submit",
	    rest_text(kit, "id"));
	assert_int_equal(
	    rest_send(kit, "POST", target, "If-Match: *\r\n", ""), 200);
	add(kit, "/v1/tokens",
	    "{\"label\":\"Desk\",\"feed\":\"busy\",\"person\":\"a1\"}");
	snprintf(target, sizeof target, "/feeds/my/%s.ifb",
	    rest_text(kit, "secret"));
	assert_int_equal(rest_get(kit, target), 200);
	assert_non_null(strstr(buf_str(&kit->reply),
	    "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260309T230000Z/"
	    "20260311T230000Z\r\n"));
	/* Over the clocks' change. */
	assert_non_null(strstr(buf_str(&kit->reply),
	    "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260326T230000Z/"
	    "20260330T220000Z\r\n"));
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(a_token_ends),
		ASKED(a_feeds_address_ends),
		ASKED(a_waivers_last_day_ends),
		ASKED(whole_days_are_busy),
	};

	return cmocka_run_group_tests_name("rest_days", tests, NULL, NULL);
}
