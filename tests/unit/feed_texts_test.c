/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a feed says of each event in words and links, rule by rule of the
 * publishing rules 12 to 14 ("rule_N_...").
 */
#include "feed_kit.h"

#include <stdio.h>

#include "base/cleanup.h"

static void
make_cancelled(struct event_row *row, int days_ago)
{
	row->event->status = EVENT_CANCELLED;
	row->cancelled_at = NOW - DAYS(days_ago);
}

static void
rule_12_a_cancelled_event_stays_and_says_so(void **state)
{
	const char *text;

	(void)state;
	make_cancelled(&kit.rows[0], 30);
	text = kit_public(1);
	assert_has(text, "\r\nSTATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n");
	assert_has(text, "\r\nSUMMARY:Cancelled: Assembly\r\n");
	kit.events[0].language = "es";
	assert_has(
	    kit_public(1), "\r\nSUMMARY;LANGUAGE=es:Cancelado: Assembly\r\n");
	kit.events[0].language = "ca-ES";
	assert_has(kit_public(1),
	    "\r\nSUMMARY;LANGUAGE=ca-ES:Cancel·lat: Assembly\r\n");
}

static void
rule_12_then_it_goes(void **state)
{
	const char *text;

	(void)state;
	make_cancelled(&kit.rows[0], 31);
	text = kit_public(1);
	assert_lacks(text, "VEVENT");
	/* RFC 5545 section 3.4: at least one component. */
	assert_has(text, "BEGIN:VTIMEZONE\r\nTZID:UTC\r\n");
	assert_int_equal(feed_events(feedset_find(kit.set, "public")), 0);
}

static void
rule_12_a_cancelled_override_becomes_an_exception(void **state)
{
	const char *text;

	(void)state;
	kit_override("2026-03-17T10:00:00");
	make_cancelled(&kit.rows[1], 3);
	text = kit_public(2);
	assert_int_equal(count(text, "BEGIN:VEVENT"), 2);
	assert_has(text, "STATUS:CANCELLED");
	assert_lacks(text, "EXDATE");
	make_cancelled(&kit.rows[1], 31);
	text = kit_public(2);
	assert_has(text, "BEGIN:VEVENT");
	assert_lacks(text, "STATUS:CANCELLED");
	assert_has(text, "\r\nEXDATE;TZID=Europe/Madrid:20260317T100000\r\n");
}

static void
rule_13_lines_are_folded_on_characters(void **state)
{
	size_t column = 0;

	(void)state;
	kit.events[0].summary =
	    "Àssemblea de l'Àrea — la més llarga de totes les "
	    "assemblees, amb ñ, ç, € i 漢字; i prou";
	kit_build(1);
	buf_reset(&kit.body);
	feed_join(feedset_find(kit.set, "public"), FEED_PLAIN, &kit.body);
	for (size_t i = 0; i < kit.body.len; i++) {
		unsigned char c = (unsigned char)kit.body.data[i];

		assert_true(c != '\n' || kit.body.data[i - 1] == '\r');
		column = c == '\n' ? 0 : column + 1;
		assert_in_range(column, 0, 76); /* with the CR */
		if (column == 2 && kit.body.data[i - 1] == ' ')
			assert_int_not_equal(c & 0xC0, 0x80);
	}
	kit_check(buf_str(&kit.body));
}

static void
rule_13_a_text_cannot_add_a_line(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].summary = "x\r\nATTENDEE:mailto:y";
	kit.events[0].url = "https://x/\r\nATTENDEE:y";
	kit.events[0].rrule = "FREQ=DAILY;\r\nCOUNT=3";
	kit.events[0].language = "en\r\nATTENDEE";
	kit.events[0].place = "a\rATTENDEE:b";
	assert_lacks(text = kit_public(1), "\r\nATTENDEE");
	assert_lacks(text, "LANGUAGE");
}

/* --------------------------------------------------------------- rule 14 */

static void
rule_14_categories_are_kind_network_and_its_own(void **state)
{
	static const char *const categories[] = { "mobility", "Metropolis",
		"air, noise", "mobility", NULL };

	(void)state;
	kit.events[0].kind = EVENT_NETWORK_MEETING;
	kit.events[0].network = "Metropolis";
	kit.events[0].categories = categories;
	assert_has(kit_public(1),
	    "\r\nCATEGORIES:Network meeting,Metropolis,mobility,"
	    "air\\, noise\r\n");
	kit.options.language = LANGUAGE_CA;
	assert_has(kit_public(1), "\r\nCATEGORIES:Reunió de xarxa,");
}

/* As the office says (an overlay), in the plan's words. */
static void
rule_14_categories_have_the_plans_lines(void **state)
{
	static const char *const lines[] = { "L1", "L9", NULL };
	static const struct line agenda = { .id = "L1",
		.name = "Political agenda" };
	static const struct line *const known[] = { &agenda, NULL };
	static const struct plan plan = { .id = "p", .lines = known };
	struct overlay overlay = { .lines = lines, .network = "UCLG" };

	(void)state;
	kit.events[0].kind = EVENT_FORUM;
	kit.events[0].network = "Metropolis";
	kit.rows[0].overlay = &overlay;
	assert_has(kit_public(1), "\r\nCATEGORIES:Forum,UCLG,L1,L9\r\n");
	kit.options.plan = &plan;
	assert_has(
	    kit_public(1), "\r\nCATEGORIES:Forum,UCLG,Political agenda,L9\r\n");
	assert_non_null(feedset_find(kit.set, "network/uclg"));
	overlay.publication = PUBLICATION_STAFF;
	kit_build(1);
	assert_int_equal(feed_series(feedset_find(kit.set, "public")), 0);
	assert_null(feedset_find(kit.set, "network/uclg"));
	assert_null(feedset_find(kit.set, "kind/forum"));
}

static void
where_a_mission_has_been_the_amb_attended(void **state)
{
	(void)state;
	kit.rows[0].attended = true;
	assert_has(kit_public(1), "\r\nDESCRIPTION:The AMB attended.\r\n");
	kit.options.language = LANGUAGE_CA;
	assert_has(kit_public(1), "\r\nDESCRIPTION:L'AMB hi va assistir.\r\n");
}

static void
rule_14_texts_say_their_language(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].language = "en";
	kit.events[0].description = "Line one\nline two";
	kit.events[0].place = "Palau; sala 1";
	text = kit_public(1);
	assert_has(text, "\r\nSUMMARY;LANGUAGE=en:Assembly\r\n");
	assert_has(text, "\r\nDESCRIPTION;LANGUAGE=en:Line one\\nline two\r\n");
	assert_has(text, "\r\nLOCATION;LANGUAGE=en:Palau\\; sala 1\r\n");
}

static void
rule_14_place_in_words_as_a_point_and_for_apple(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].place = "Palau; sala 1";
	kit.events[0].city = "Barcelona";
	kit.events[0].country = "ES";
	kit.events[0].latitude = 41.3874;
	kit.events[0].longitude = -2.0000004;
	text = kit_public(1);
	assert_has(text, "\r\nLOCATION:Palau\\; sala 1\\, Barcelona\\, ES\r\n");
	assert_int_equal(count(text, "\r\nGEO:41.387400;-2.000000\r\n"), 2);
	assert_has(text, "\r\nX-APPLE-STRUCTURED-LOCATION;VALUE=URI;"
			 "X-TITLE=\"Palau; sala 1\":"
			 "geo:41.387400,-2.000000\r\n");
}

static void
rule_14_a_place_that_names_its_city_is_told_once(void **state)
{
	(void)state;
	kit.events[0].place = "Palau de Congressos, Barcelona (Spain)";
	kit.events[0].city = "Barcelona";
	kit.events[0].country = "ES";
	assert_has(kit_public(1), "\r\nLOCATION:Palau de Congressos\\, "
				  "Barcelona (Spain)\r\n");
}

/* The UID after the begin of the first VLOCATION; the caller's. */
static char *
location_uid(const char *text)
{
	static const char begin[] = "\r\nBEGIN:VLOCATION\r\nUID:";
	const char *at = strstr(text, begin);

	assert_non_null(at);
	at += strlen(begin);
	return strndup(at, strcspn(at, "\r"));
}

static void
rule_14_vlocation_is_the_same_place_in_each_event(void **state)
{
	CLEANUP(freep) char *one = NULL;
	CLEANUP(freep) char *same = NULL;
	CLEANUP(freep) char *other = NULL;
	const char *text;

	(void)state;
	kit.events[0].place = "Sala 1";
	kit.events[0].city = "Barcelona";
	text = kit_public(1);
	assert_lacks(text, "VLOCATION"); /* where it is, is not known */
	kit.events[0].latitude = 41.3874;
	kit.events[0].longitude = 2.1686;
	text = kit_public(1);
	assert_has(text, "\r\nNAME:Sala 1\r\nGEO:41.387400;2.168600\r\n"
			 "END:VLOCATION\r\n");
	one = location_uid(text);
	kit.events[0].uid = "another";
	same = location_uid(kit_public(1));
	assert_string_equal(one, same);
	kit.events[0].city = "Girona";
	other = location_uid(kit_public(1));
	assert_string_not_equal(one, other);
}

static void
rule_14_status_transp_and_class_are_always_there(void **state)
{
	(void)state;
	kit.events[0].status = EVENT_STATUS_NONE;
	assert_has(kit_public(1), "\r\nSTATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n"
				  "CLASS:PUBLIC\r\n");
}

static void
rule_14_what_is_not_settled_is_tentative(void **state)
{
	(void)state;
	kit.events[0].status = EVENT_CONFIRMED;
	kit.events[0].certainty = EVENT_DATES_WINDOW;
	assert_has(kit_public(1), "STATUS:TENTATIVE");
	kit.events[0].certainty = EVENT_DATES_CONFIRMED;
	assert_has(kit_public(1), "STATUS:CONFIRMED");
	kit.events[0].status = EVENT_TENTATIVE;
	assert_has(kit_public(1), "STATUS:TENTATIVE");
}

static void
rule_14_a_milestone_takes_nobodys_time(void **state)
{
	(void)state;
	kit.events[0].kind = EVENT_MILESTONE;
	assert_has(kit_public(1), "TRANSP:TRANSPARENT");
}

static void
rule_14_priority_where_it_is_mandatory(void **state)
{
	(void)state;
	assert_lacks(kit_public(1), "PRIORITY");
	kit.events[0].statutory = 1;
	assert_has(kit_public(1), "\r\nPRIORITY:1\r\n");
	kit.events[0].statutory = 0;
	kit.events[0].voting_seat = 1;
	assert_has(kit_public(1), "\r\nPRIORITY:1\r\n");
}

static void
rule_14_links_lead_to_the_web_alone(void **state)
{
	const char *text;

	(void)state;
	kit.options.base_url = NULL;
	kit.events[0].url = "javascript:alert(1)";
	kit.events[0].organiser = "mailto:maria@network.example";
	text = kit_public(1);
	assert_lacks(text, "URL");
	assert_lacks(text, "ORGANIZER");
	kit.events[0].url = "https://example.org/a b";
	kit.events[0].organiser = "https://network.example/";
	text = kit_public(1);
	assert_has(text, "\r\nURL:https://example.org/a%20b\r\n");
	assert_has(text, "\r\nORGANIZER:https://network.example/\r\n");
}

static void
rule_14_related_to_its_parent(void **state)
{
	char uid[PUBLISHED_UID], line[PUBLISHED_UID + 40];

	(void)state;
	kit.events[0].kind = EVENT_MILESTONE;
	kit.events[0].parent = "congress";
	published_uid(uid, "test", "congress", "ambit.example");
	snprintf(
	    line, sizeof line, "\r\nRELATED-TO;RELTYPE=PARENT:%s\r\n", uid);
	assert_has(kit_public(1), line);
}

/* ------------------------------------------------------------- our words */

static void
rule_14_the_kinds_own_fields_are_told_in_words(void **state)
{
	static const struct deadline papers = { "call-for-papers",
		"2026-02-01T23:59:00", "Etc/GMT+12", NULL };
	static const struct deadline visa = { "Visa", "2026-02-20", NULL,
		"https://example.org/visa" };
	static const struct deadline wrong = { "registration", "soon", NULL,
		NULL };
	const struct deadline *const deadlines[] = { &papers, &visa, &wrong,
		NULL };
	const char *text;

	(void)state;
	kit.events[0].description = "What it is about";
	kit.events[0].organ = "World Council";
	kit.events[0].project = "GreenMed";
	kit.events[0].level = EVENT_LEVEL_EU;
	kit.events[0].statutory = 1;
	kit.events[0].role = EVENT_ROLE_BOARD;
	kit.events[0].voting_seat = 1;
	kit.events[0].direction = EVENT_OUTGOING;
	kit.events[0].attendance = EVENT_MIXED;
	kit.events[0].certainty = EVENT_DATES_WINDOW;
	kit.events[0].deadlines = deadlines;
	text = kit_public(1);
	assert_has(text,
	    "\r\nDESCRIPTION:What it is about\\n\\nEuropean Union\\n"
	    "Organ: World Council\\nProject: GreenMed\\nStatutory meeting.\\n"
	    "We are on this network's board.\\nWe have a vote.\\n"
	    "A delegation of ours.\\nIn person and online.\\n"
	    "The dates are still open: some time in these days.\\n"
	    "Call for papers until 1 February 2026\\, 23:59 (Etc/GMT+12)\\n"
	    "Visa: until 20 February 2026 – https://example.org/visa\r\n");
}

static void
rule_14_our_words_alone_make_a_description(void **state)
{
	(void)state;
	kit.options.language = LANGUAGE_CA;
	kit.events[0].organ = "Consell";
	assert_has(kit_public(1), "\r\nDESCRIPTION:Òrgan: Consell\r\n");
}

/* A series in Spanish is Spanish throughout, in a Catalan feed. */
static void
rule_14_our_words_are_in_the_events_language(void **state)
{
	(void)state;
	kit.options.language = LANGUAGE_CA;
	kit.events[0].language = "es";
	kit.events[0].voting_seat = 1;
	assert_has(
	    kit_public(1), "\r\nDESCRIPTION;LANGUAGE=es:Tenemos voto.\r\n");
	kit.events[0].language = "fr";
	assert_has(
	    kit_public(1), "\r\nDESCRIPTION;LANGUAGE=fr:Hi tenim vot.\r\n");
}

static void
rule_14_the_feeds_own_names_are_in_its_language(void **state)
{
	const char *text;

	(void)state;
	kit.options.language = LANGUAGE_CA;
	kit.events[0].kind = EVENT_NETWORK_MEETING;
	kit.events[0].network = "UITP";
	text = kit_feed(1, "kind/network-meeting");
	assert_has(text, "\r\nNAME:Reunions de xarxes\r\n");
	assert_has(text, "\r\nX-WR-CALNAME:Reunions de xarxes\r\n");
	assert_has(kit_feed(1, "network/uitp"),
	    "\r\nX-WR-CALDESC:Actes de la xarxa UITP\r\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(rule_12_a_cancelled_event_stays_and_says_so),
		KIT_TEST(rule_12_then_it_goes),
		KIT_TEST(rule_12_a_cancelled_override_becomes_an_exception),
		KIT_TEST(rule_13_lines_are_folded_on_characters),
		KIT_TEST(rule_13_a_text_cannot_add_a_line),
		KIT_TEST(rule_14_categories_are_kind_network_and_its_own),
		KIT_TEST(rule_14_categories_have_the_plans_lines),
		KIT_TEST(where_a_mission_has_been_the_amb_attended),
		KIT_TEST(rule_14_texts_say_their_language),
		KIT_TEST(rule_14_place_in_words_as_a_point_and_for_apple),
		KIT_TEST(rule_14_a_place_that_names_its_city_is_told_once),
		KIT_TEST(rule_14_vlocation_is_the_same_place_in_each_event),
		KIT_TEST(rule_14_status_transp_and_class_are_always_there),
		KIT_TEST(rule_14_what_is_not_settled_is_tentative),
		KIT_TEST(rule_14_a_milestone_takes_nobodys_time),
		KIT_TEST(rule_14_priority_where_it_is_mandatory),
		KIT_TEST(rule_14_links_lead_to_the_web_alone),
		KIT_TEST(rule_14_related_to_its_parent),
		KIT_TEST(rule_14_the_kinds_own_fields_are_told_in_words),
		KIT_TEST(rule_14_our_words_alone_make_a_description),
		KIT_TEST(rule_14_our_words_are_in_the_events_language),
		KIT_TEST(rule_14_the_feeds_own_names_are_in_its_language),
	};

	return cmocka_run_group_tests_name("feed_texts", tests, NULL, NULL);
}
