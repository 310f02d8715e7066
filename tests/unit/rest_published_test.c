/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What everybody may see of events: what their source does not keep private,
 * unless the office says otherwise, in lists, items, feeds, on the page and in
 * the log alike.
 */
#include "rest_kit.h"

static char id[64]; /* of the event */

static void
put_event(struct rest_kit *kit, int visibility)
{
	struct event event =
	    kit_event("a", "Port Days", "2026-03-10", "2026-03-12");

	event.kind = EVENT_FORUM;
	event.network = "Metropolis";
	event.visibility = visibility;
	rest_put(kit, &event);
	rest_ask_local(kit, "GET", "/v1/events");
	snprintf(id, sizeof id, "%s", rest_items(kit, "id"));
	assert_int_equal(strlen(id), 36);
}

static void
say(struct rest_kit *kit, const char *publication)
{
	char body[200];

	snprintf(body, sizeof body,
	    "{\"id\":\"%s\",\"publication\":\"%s\",\"lines\":[\"L1\"]}", id,
	    publication);
	if (rest_send(kit, "POST", "/v1/overlays", "", body) != 201)
		fail_msg("%s", buf_str(&kit->reply));
}

/* Does it stand in the answer, and is that 200? */
static bool
tells(struct rest_kit *kit, const char *target)
{
	assert_int_equal(rest_get(kit, target), 200);
	return strstr(buf_str(&kit->reply), "Port Days");
}

static void
expect(struct rest_kit *kit, bool published)
{
	char target[100];

	assert_int_equal(tells(kit, "/v1/events"), published);
	assert_int_equal(
	    tells(kit, "/v1/events?expand=occurrences&from=2026-03-01"
		       "&to=2026-04-01"),
	    published);
	assert_int_equal(tells(kit, "/v1/changes"), published);
	assert_int_equal(tells(kit, "/"), published);
	assert_int_equal(tells(kit, "/feeds/public.ics"), published);
	assert_int_equal(
	    rest_get(kit, "/feeds/kind/forum.ics"), published ? 200 : 404);
	assert_int_equal(rest_get(kit, "/feeds/network/metropolis.ics"),
	    published ? 200 : 404);
	snprintf(target, sizeof target, "/v1/events/%s", id);
	assert_int_equal(rest_get(kit, target), published ? 200 : 404);
	/* Whoever may read all does in any case. */
	assert_int_equal(rest_ask_local(kit, "GET", target), 200);
	rest_ask_local(kit, "GET", "/v1/changes");
	assert_non_null(strstr(buf_str(&kit->reply), "Port Days"));
}

static void
as_its_source_has_it(void **state)
{
	struct rest_kit *kit = *state;

	put_event(kit, EVENT_VISIBILITY_NONE);
	expect(kit, true);
}

static void
what_its_source_keeps_private_is_not(void **state)
{
	struct rest_kit *kit = *state;

	put_event(kit, EVENT_PRIVATE);
	expect(kit, false);
}

static void
the_offices_word_counts_more(void **state)
{
	struct rest_kit *kit = *state;

	put_event(kit, EVENT_PRIVATE);
	say(kit, "public");
	expect(kit, true);
	assert_true(tells(kit, "/feeds/public.ics"));
	assert_non_null(
	    strstr(buf_str(&kit->reply), "Metropolis,L1\r\nSTATUS"));
	assert_non_null(strstr(buf_str(&kit->reply), "CLASS:PUBLIC"));
}

static void
what_is_for_the_staff_is_not(void **state)
{
	struct rest_kit *kit = *state;
	char target[100];

	put_event(kit, EVENT_PUBLIC);
	say(kit, "staff");
	expect(kit, false);
	snprintf(target, sizeof target, "/v1/overlays/%s", id);
	assert_int_equal(
	    rest_send(kit, "DELETE", target, "If-Match: \"1\"\r\n", ""), 204);
	expect(kit, true);
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(as_its_source_has_it),
		ASKED(what_its_source_keeps_private_is_not),
		ASKED(the_offices_word_counts_more),
		ASKED(what_is_for_the_staff_is_not),
	};

	return cmocka_run_group_tests_name("rest_published", tests, NULL, NULL);
}
