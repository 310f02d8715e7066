/* SPDX-License-Identifier: Apache-2.0 */
/* Each reader's feed, field by field: what stands in it and what must not. And
 * the life of its address: secret, narrowed, revoked, gone. */
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

/* An address of a feed of that scope; until the next is made. */
static const char *
address(struct rest_kit *kit, const char *scope, const char *ending)
{
	static char target[200];
	char body[300];

	snprintf(body, sizeof body, "{\"label\":\"phone\",%s}", scope);
	add(kit, "/v1/tokens", body);
	snprintf(target, sizeof target, "/feeds/my/%s.%s",
	    rest_text(kit, "secret"), ending);
	return target;
}

/* Two teams go to one event together: T1 with Ada, T2 with Bet; T2 alone to
 * another, still a draft. */
static void
fill(struct rest_kit *kit)
{
	struct event event =
	    kit_event("s", "Port Days", "2026-03-10", "2026-03-12");
	char body[600], id[64];

	event.kind = EVENT_FORUM;
	event.country = "KE";
	event.network = "Metropolis";
	rest_put(kit, &event);
	rest_get(kit, "/v1/events");
	snprintf(id, sizeof id, "%s", rest_items(kit, "id"));
	add(kit, "/v1/councils", "{\"id\":\"C1\",\"name\":\"Castellar\"}");
	add(kit, "/v1/networks", "{\"id\":\"N1\",\"name\":\"Metropolis\"}");
	add(kit, "/v1/teams", "{\"id\":\"T1\",\"name\":\"Mobility\"}");
	add(kit, "/v1/teams", "{\"id\":\"T2\",\"name\":\"Housing\"}");
	add(kit, "/v1/people",
	    "{\"id\":\"a1\",\"name\":\"Ada Puig\",\"team\":\"T1\"}");
	add(kit, "/v1/people",
	    "{\"id\":\"b1\",\"name\":\"Bet Roca\",\"team\":\"T2\","
	    "\"council\":\"C1\"}");
	snprintf(body, sizeof body,
	    "{\"title\":\"Joint visit\",\"purpose\":\"Learn of quays\","
	    "\"team\":\"T1\",\"teams\":[\"T2\"],\"event\":\"%s\","
	    "\"lines\":[\"L1\"],\"roles\":[{\"kind\":\"head\",\"count\":2,"
	    "\"chosen\":[\"a1\",\"b1\"]}]}",
	    id);
	add(kit, "/v1/missions", body);
	snprintf(
	    body, sizeof body, "/v1/missions/%s/submit", rest_text(kit, "id"));
	if (rest_ask_local(kit, "POST", body) != 200)
		fail_msg("%s", buf_str(&kit->reply));
	add(kit, "/v1/missions",
	    "{\"title\":\"Secret draft\",\"team\":\"T2\",\"city\":\"Lyon\","
	    "\"country\":\"FR\",\"windows\":[{\"start\":\"2026-04-01\","
	    "\"end\":\"2026-04-02\"}],\"roles\":[{\"kind\":\"head\","
	    "\"chosen\":[\"b1\"]}]}");
	add(kit, "/v1/absences",
	    "{\"person\":\"a1\",\"start\":\"2026-03-20\","
	    "\"end\":\"2026-03-21\",\"note\":\"At the seaside\"}");
}

/* What is looked for, in columns. */
static const char *const fields[] = { "Port Days", "Joint visit",
	"Secret draft", "Mobility", "Ada Puig", "Bet Roca", "Learn of quays",
	"CLASS:PRIVATE", "Mobility 2" };

/* A reader's row: '#' it must be there, '.' it must not. */
static const struct {
	const char *scope;
	const char *shows;
} readers[] = {
	{ "\"feed\":\"staff\"", "#..#....#" },
	{ "\"feed\":\"team\",\"teams\":[\"T1\"]", ".#.##.##." },
	{ "\"feed\":\"team\",\"teams\":[\"T2\"]", ".###.###." },
	{ "\"feed\":\"person\",\"person\":\"a1\"", ".#.##.##." },
	{ "\"feed\":\"person\",\"person\":\"b1\"", ".###.###." },
	{ "\"feed\":\"council\",\"council\":\"C1\"", ".#.#...#." },
	{ "\"feed\":\"network\",\"network\":\"N1\"", "##.#...##" },
	{ "\"feed\":\"line\",\"line\":\"L1\"", ".#.#...#." },
	{ "\"feed\":\"line\",\"line\":\"L2\"", "........." },
	{ "\"feed\":\"region\",\"region\":\"A\"", "........." },
	{ "\"feed\":\"coordinator\"", "#########" },
};

static void
each_reader_sees_each_field_or_not(void **state)
{
	struct rest_kit *kit = *state;
	int cells = 0, wrong = 0;

	fill(kit);
	for (size_t r = 0; r < ARRAY_LEN(readers); r++) {
		CLEANUP(buf_free) struct buf text = BUF_INIT;

		if (rest_get(kit, address(kit, readers[r].scope, "ics")) != 200)
			fail_msg(
			    "%s: %s", readers[r].scope, buf_str(&kit->reply));
		assert_string_equal(rest_field(kit, "Content-Type"),
		    "text/calendar; charset=utf-8");
		assert_memory_equal(
		    rest_field(kit, "Cache-Control"), "private", 7);
		/* Unfolded. */
		for (const char *c = reply_body(&kit->reply); *c; c++)
			if (strncmp(c, "\r\n ", 3) == 0)
				c += 2;
			else
				buf_addc(&text, *c);
		for (size_t f = 0; f < ARRAY_LEN(fields); f++, cells++) {
			bool there = strstr(buf_str(&text), fields[f]);

			if (there == (readers[r].shows[f] == '#'))
				continue;
			wrong++;
			print_error("%s: \"%s\" is %sthere\n", readers[r].scope,
			    fields[f], there ? "" : "not ");
		}
		assert_null(strstr(buf_str(&text), "ATTENDEE"));
		assert_null(strstr(buf_str(&text), "seaside"));
		assert_null(strstr(buf_str(&text), "SOURCE"));
	}
	print_message("%d cells, %d deviations\n", cells, wrong);
	assert_int_equal(wrong, 0);
}

static void
busy_is_busy_and_no_more(void **state)
{
	struct rest_kit *kit = *state;
	const char *body;

	fill(kit);
	assert_int_equal(
	    rest_get(kit,
		address(kit, "\"feed\":\"busy\",\"person\":\"a1\"", "ifb")),
	    200);
	body = reply_body(&kit->reply);
	assert_non_null(strstr(body, "BEGIN:VFREEBUSY"));
	assert_non_null(strstr(body, "FBTYPE=BUSY-TENTATIVE"));
	assert_non_null(strstr(body, "FBTYPE=BUSY-UNAVAILABLE"));
	for (size_t f = 0; f < ARRAY_LEN(fields); f++)
		assert_null(strstr(body, fields[f]));
	assert_null(strstr(body, "a1"));
	/* One form is not the other, nor is a role's token an address. */
	assert_int_equal(
	    rest_get(kit,
		address(kit, "\"feed\":\"busy\",\"person\":\"a1\"", "ics")),
	    404);
	assert_int_equal(
	    rest_get(kit, address(kit, "\"feed\":\"staff\"", "ifb")), 404);
	assert_int_equal(
	    rest_get(kit, address(kit, "\"role\":\"admin\"", "ics")), 404);
}

static void
peers_ask_by_role(void **state)
{
	struct rest_kit *kit = *state;
	char peer[128], lead[128];

	fill(kit);
	add(kit, "/v1/tokens", "{\"label\":\"x\",\"role\":\"peer\"}");
	snprintf(peer, sizeof peer, "Authorization: Bearer %s\r\n",
	    rest_text(kit, "secret"));
	add(kit, "/v1/tokens",
	    "{\"label\":\"x\",\"role\":\"lead\",\"teams\":[\"T1\"]}");
	snprintf(lead, sizeof lead, "Authorization: Bearer %s\r\n",
	    rest_text(kit, "secret"));
	assert_int_equal(
	    rest_ask(kit, "GET", "/feeds/busy/person/b1.ifb", peer), 200);
	assert_int_equal(
	    rest_ask(kit, "GET", "/feeds/busy/team/T2.ifb", peer), 200);
	assert_int_equal(
	    rest_ask(kit, "GET", "/feeds/busy/person/a1.ifb", lead), 200);
	assert_int_equal(
	    rest_ask(kit, "GET", "/feeds/busy/person/b1.ifb", lead), 404);
	assert_int_equal(
	    rest_ask(kit, "GET", "/feeds/busy/person/zz.ifb", peer), 404);
	assert_int_equal(rest_get(kit, "/feeds/busy/person/a1.ifb"), 401);
}

static void
a_parameter_only_narrows(void **state)
{
	struct rest_kit *kit = *state;
	char plain[200], target[300];

	fill(kit);
	snprintf(plain, sizeof plain, "%s",
	    address(kit, "\"feed\":\"staff\"", "ics"));
	snprintf(target, sizeof target, "%s?kind=forum", plain);
	assert_int_equal(rest_get(kit, target), 200);
	assert_non_null(strstr(buf_str(&kit->reply), "Port Days"));
	snprintf(target, sizeof target, "%s?kind=conference", plain);
	assert_int_equal(rest_get(kit, target), 200);
	assert_null(strstr(buf_str(&kit->reply), "BEGIN:VEVENT"));
	snprintf(target, sizeof target, "%s?from=2026-06-01", plain);
	assert_int_equal(rest_get(kit, target), 200);
	assert_null(strstr(buf_str(&kit->reply), "BEGIN:VEVENT"));
	/* There is no parameter by which a feed becomes another's. */
	snprintf(target, sizeof target, "%s?team=T2", plain);
	assert_int_equal(rest_get(kit, target), 422);
	snprintf(target, sizeof target, "%s?feed=coordinator", plain);
	assert_int_equal(rest_get(kit, target), 422);
}

static void
an_unchanged_feed_is_the_same(void **state)
{
	struct rest_kit *kit = *state;
	char target[200], line[200];

	fill(kit);
	snprintf(target, sizeof target, "%s",
	    address(kit, "\"feed\":\"team\",\"teams\":[\"T1\"]", "ics"));
	assert_int_equal(rest_get(kit, target), 200);
	snprintf(line, sizeof line, "If-None-Match: %s\r\n",
	    rest_field(kit, "ETag"));
	assert_int_equal(rest_ask(kit, "GET", target, line), 304);
	/* Another team's affair is no change of it. */
	add(kit, "/v1/people",
	    "{\"id\":\"b2\",\"name\":\"Blai\",\"team\":\"T2\"}");
	assert_int_equal(rest_ask(kit, "GET", target, line), 304);
}

static void
rule_3_a_revoked_one_says_so_and_then_is_410(void **state)
{
	struct rest_kit *kit = *state;
	char target[200], token[100];

	fill(kit);
	snprintf(target, sizeof target, "%s",
	    address(kit, "\"feed\":\"team\",\"teams\":[\"T1\"]", "ics"));
	snprintf(token, sizeof token, "/v1/tokens/%s", rest_text(kit, "id"));
	assert_int_equal(rest_get(kit, target), 200);
	assert_int_equal(rest_ask_local(kit, "DELETE", token), 204);
	assert_int_equal(rest_get(kit, target), 200);
	assert_null(strstr(buf_str(&kit->reply), "Joint visit"));
	assert_non_null(strstr(buf_str(&kit->reply), "DTSTART;VALUE=DATE:"
						     "20260301"));
	assert_null(strstr(
	    strstr(buf_str(&kit->reply), "BEGIN:VEVENT") + 1, "BEGIN:VEVENT"));
	kit->clock.fixed_now += 31 * 86400;
	assert_int_equal(rest_get(kit, target), 410);
	/* One that never was. */
	target[strlen("/feeds/my/")] ^= 1;
	assert_int_equal(rest_get(kit, target), 404);
	assert_int_equal(rest_get(kit, "/feeds/my/x.ics"), 404);
}

/* Google takes no address of more than 256 characters. */
static void
rule_5_the_longest_address_has_256_characters(void **state)
{
	static const char longest[] = "?alarm=P28DT23H59M&cancelled=standard"
				      "&from=2026-01-01&kind=network-meeting"
				      "&lang=ca&to=2027-12-31";
	struct rest_kit *kit = *state;
	char target[300];

	fill(kit);
	snprintf(target, sizeof target, "%s%s",
	    address(kit, "\"feed\":\"team\",\"teams\":[\"T1\"]", "ics"),
	    longest);
	assert_int_equal(rest_get(kit, target), 422); /* of the alarm alone */
	memcpy(strstr(target, "P28DT23H59M"), "P27", 3);
	assert_int_equal(rest_get(kit, target), 200);
	/* What is left for "https://" and a host. */
	assert_in_range(256 - strlen(target), 70, 256);
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(each_reader_sees_each_field_or_not),
		ASKED(busy_is_busy_and_no_more),
		ASKED(peers_ask_by_role),
		ASKED(a_parameter_only_narrows),
		ASKED(an_unchanged_feed_is_the_same),
		ASKED(rule_5_the_longest_address_has_256_characters),
		ASKED(rule_3_a_revoked_one_says_so_and_then_is_410),
	};

	return cmocka_run_group_tests_name("own_feeds", tests, NULL, NULL);
}
