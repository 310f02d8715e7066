/* SPDX-License-Identifier: Apache-2.0 */
/* Events of schema.org in JSON-LD, alone and within pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reader_kit.h"

static const struct reading_config madrid = { .zone = "Europe/Madrid",
	.derive_uid = 1 };

#define EVENT(more) \
	"{\"@type\": \"Event\", \"@id\": \"https://a.example/e/1\", " \
	"\"name\": \"Plenary\", \"startDate\": \"2026-05-04T10:00\"" more "}"

/* What is told of an event with these members besides its times. */
static const char *
told_of(const char *members)
{
	static struct ambit_run run;
	char text[4000];

	snprintf(text, sizeof text, EVENT(", %s"), members);
	return document_read(&run, &reader_jsonld, &madrid, text, 0, AMBIT_OK);
}

/* What is told of an event with these times alone. */
static const char *
told_when(const char *start, const char *more)
{
	static struct ambit_run run;
	char text[1000];

	snprintf(text, sizeof text,
	    "{\"@type\": \"Event\", \"@id\": \"https://a.example/e/1\", "
	    "\"name\": \"Plenary\", \"startDate\": \"%s\"%s}",
	    start, more);
	return document_read(&run, &reader_jsonld, &madrid, text, 0, AMBIT_OK);
}

static void
a_type_is_an_event_s_by_any_of_its_names(void **state)
{
	static const struct {
		const char *type;
		int events;
	} types[] = {
		{ "\"Event\"", 1 },
		{ "\"https://schema.org/BusinessEvent\"", 1 },
		{ "\"schema:Festival\"", 1 },
		{ "[\"Thing\", \"CourseInstance\"]", 1 },
		{ "\"DeliveryEvent\"", 0 },
		{ "\"EventVenue\"", 0 },
		{ "[]", 0 },
		{ "7", 0 },
	};
	struct ambit_run run = { .events = 0 };
	char text[400];

	(void)state;
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		snprintf(text, sizeof text,
		    "{\"@type\": %s, \"name\": \"N\", \"startDate\": "
		    "\"2026-05-04\"}",
		    types[i].type);
		document_read(&run, &reader_jsonld, &madrid, text, 0, AMBIT_OK);
		if (run.events != types[i].events)
			fail_msg("%s: %s", types[i].type, run.told);
	}
}

static void
events_are_found_wherever_they_stand(void **state)
{
	static const char *const texts[] = {
		EVENT(""),
		"[" EVENT("") "]",
		"{\"@context\": \"https://schema.org\", \"@graph\": "
		"[{\"@type\": \"WebSite\", \"name\": \"x\"},\n" EVENT("") "]}",
		"{\"@type\": \"ItemList\", \"itemListElement\": [{\"@type\": "
		"\"ListItem\", \"item\": " EVENT("") "}]}",
		"{\"@type\": \"Organization\", \"event\": " EVENT("") "}",
	};
	struct ambit_run run = { .events = 0 };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		document_read(
		    &run, &reader_jsonld, &madrid, texts[i], 0, AMBIT_OK);
		if (run.events != 1)
			fail_msg("%s: %s", texts[i], run.told);
	}
}

static void
times_have_their_offset_or_the_configured_zone(void **state)
{
	(void)state;
	assert_told(told_when("2026-05-04T10:00", ""),
	    "\"start\":\"2026-05-04T10:00:00\",\"zone\":\"Europe/Madrid\"");
	assert_told(told_when("2026-05-04T10:00:00-03:00", ""),
	    "\"start\":\"2026-05-04T13:00:00Z\"");
	assert_told(told_when("2026-05-04T10:00",
			", \"endDate\": \"2026-05-04T13:00:00.000Z\""),
	    "\"end\":\"2026-05-04T13:00:00Z\",\"zone\":\"Europe/Madrid\"");
	assert_told(told_when("2026-05-04T10:00", ", \"duration\": \"PT90M\""),
	    "\"end\":\"2026-05-04T11:30:00\"");
	assert_told(
	    told_when("2026-05-04T10:00", ", \"endDate\": \"2026-05-06\""),
	    "\"end\":\"2026-05-07T00:00:00\",\"zone\":\"Europe/Madrid\"");
	assert_told(told_when("2026-05-04T10:00:00+02:00",
			", \"endDate\": \"2026-05-06\""),
	    "\"end\":\"2026-05-06T22:00:00Z\"");
}

static void
a_naive_time_without_a_zone_is_named(void **state)
{
	static const struct reading_config none = { .derive_uid = 1 };
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_jsonld, &none, "\n" EVENT(""), 0, AMBIT_OK);
	assert_told(
	    run.told, "quarantine 2 Plenary: its times name no zone; set zone");
}

static void
whole_days_are_days_however_they_are_written(void **state)
{
	static const char expected[] =
	    "\"start\":\"2026-05-04\",\"end\":\"2026-05-07\"}";

	(void)state;
	assert_told(
	    told_when("2026-05-04", ", \"endDate\": \"2026-05-06\""), expected);
	assert_told(told_when("2026-05-04T00:00:00",
			", \"endDate\": \"2026-05-06T00:00:00\""),
	    expected);
	assert_told(told_when("2026-05-04T00:00:00+02:00",
			", \"endDate\": \"2026-05-06T23:59:59+02:00\""),
	    expected);
	assert_told(
	    told_when("2026-05-04", ", \"endDate\": \"2026-05-06T18:00:00\""),
	    expected);
	assert_told(
	    told_when("2026-05-04T00:00:00", ""), "\"start\":\"2026-05-04\"}");
	assert_told(told_when("2026-05-04T00:00:00",
			", \"endDate\": \"2026-05-04T09:00:00\""),
	    "\"start\":\"2026-05-04T00:00:00\"");
}

static void
a_status_is_an_address_or_a_word(void **state)
{
	(void)state;
	assert_told(
	    told_of("\"eventStatus\": \"https://schema.org/EventCancelled\""),
	    "\"status\":\"cancelled\"");
	assert_told(
	    told_of("\"eventStatus\": {\"@id\": \"schema:EventCancelled\"}"),
	    "\"status\":\"cancelled\"");
	assert_told(told_of("\"eventStatus\": \"canceled\""),
	    "\"status\":\"cancelled\"");
	assert_told(told_of("\"eventStatus\": \"EventPostponed\""),
	    "\"status\":\"tentative\"");
	assert_told(told_of("\"eventStatus\": \"EventRescheduled\""),
	    "\"status\":\"confirmed\"");
	assert_not_told(told_of("\"keywords\": []"), "status");
}

static void
a_place_is_a_text_a_place_or_a_list(void **state)
{
	const char *told;

	(void)state;
	assert_told(told_of("\"location\": \"Casa &amp; Pati\""),
	    "\"place\":\"Casa & Pati\"");
	told = told_of("\"location\": {\"@type\": \"Place\", \"name\": "
		       "\"Fira\", \"address\": {\"@type\": \"PostalAddress\", "
		       "\"streetAddress\": \"Av. Example 1\", "
		       "\"addressLocality\": \"L'Hospitalet\", "
		       "\"addressCountry\": {\"@type\": \"Country\", "
		       "\"name\": \"ES\"}}, \"geo\": {\"latitude\": "
		       "\"41.5\", \"longitude\": 2.25}}");
	assert_told(told, "\"place\":\"Fira, Av. Example 1\"");
	assert_told(told, "\"city\":\"L'Hospitalet\",\"country\":\"ES\"");
	assert_told(told, "\"latitude\":41.5,\"longitude\":2.25");
	told = told_of("\"location\": [{\"@type\": \"VirtualLocation\", "
		       "\"url\": \"https://meet.example\"}, {\"@type\": "
		       "\"Place\", \"name\": \"Belliard\", \"address\": "
		       "\"Rue 99\"}, \"elsewhere\"]");
	assert_told(told, "\"place\":\"Belliard, Rue 99\"");
	assert_told(told, "\"attendance\":\"mixed\"");
	told = told_of("\"location\": {\"@type\": \"VirtualLocation\"}");
	assert_told(told, "\"attendance\":\"online\"");
	assert_not_told(told, "place");
	assert_told(told_of("\"eventAttendanceMode\": "
			    "\"https://schema.org/OfflineEventAttendanceMode"
			    "\""),
	    "\"attendance\":\"in-person\"");
}

static void
texts_lists_and_things_mean_the_same(void **state)
{
	const char *told = told_of(
	    "\"organizer\": [{\"@type\": \"Organization\", \"name\": "
	    "\"R&amp;D\"}], \"performer\": [{\"name\": \"Ada Example\", "
	    "\"affiliation\": {\"name\": \"Institute\"}}, \"Ben Sample\"], "
	    "\"keywords\": \"tram, bus &amp; bike\", \"inLanguage\": "
	    "{\"name\": \"Catalan\", \"alternateName\": \"ca\"}, "
	    "\"description\": [{\"@value\": \"<p>One</p><p>Two</p>\"}], "
	    "\"url\": \"/e/1\"");

	(void)state;
	assert_told(told, "\"organiser\":\"R&D\"");
	assert_told(told,
	    "[{\"name\":\"Ada Example\",\"role\":\"speaker\","
	    "\"organisation\":\"Institute\"},{\"name\":\"Ben Sample\","
	    "\"role\":\"speaker\"}]");
	assert_told(told, "\"categories\":[\"tram\",\"bus & bike\"]");
	assert_told(told, "\"language\":\"ca\"");
	assert_told(told, "\"description\":\"One\\n\\nTwo\"");
	assert_told(told, "\"url\":\"https://events.example/e/1\"");
}

static void
the_last_offer_before_the_event_is_a_deadline(void **state)
{
	(void)state;
	assert_told(told_of("\"offers\": [{\"validThrough\": \"2026-04-01\"}, "
			    "{\"availabilityEnds\": \"2026-04-20T12:00\"}, "
			    "{\"price\": 7}]"),
	    "\"deadlines\":[{\"name\":\"registration\","
	    "\"at\":\"2026-04-20T12:00:00\",\"zone\":\"Europe/Madrid\"}]");
	assert_not_told(
	    told_of("\"offers\": {\"validThrough\": \"2026-05-05\"}"),
	    "deadlines");
}

static void
parts_are_under_their_event(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_jsonld, &madrid,
	    EVENT(", \"subEvent\": [{\"@type\": \"Event\", \"name\": \"Part\", "
		  "\"startDate\": \"2026-05-04T11:00\", \"subEvent\": "
		  "{\"@type\": \"Event\", \"name\": \"Piece\", "
		  "\"startDate\": \"2026-05-04T11:30\"}}]"),
	    0, AMBIT_OK);
	assert_int_equal(run.events, 3);
	assert_told(run.told,
	    "\"summary\":\"Part\",\"parent\":\"https://a.example/e/1\"");
	assert_told(run.told, "\"summary\":\"Piece\",\"parent\":\"content-");
	document_read(&run, &reader_jsonld, &madrid,
	    "{\"@type\": \"Event\", \"name\": \"Part\", \"startDate\": "
	    "\"2026-05-04T11:00\", \"superEvent\": " EVENT("") "}",
	    0, AMBIT_OK);
	assert_int_equal(run.events, 2);
	assert_told(run.told,
	    "\"summary\":\"Part\",\"parent\":\"https://a.example/e/1\"");
	document_read(&run, &reader_jsonld, &madrid,
	    EVENT(", \"superEvent\": {\"@id\": \"#week\"}"), 0, AMBIT_OK);
	assert_int_equal(run.events, 1);
	assert_told(
	    run.told, "\"parent\":\"https://events.example/list#week\"");
}

#define BLOCK(json) "<script type=\"application/ld+json\">" json "</script>\n"

static void
a_page_s_broken_block_is_left_out_alone(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_jsonld, &madrid,
	    "<!doctype html><html><head><meta charset=utf-8>\n"
	    "<script>var x = '<p>';</script>\n" BLOCK(EVENT(""))
		BLOCK("{\"@type\": \"Event\", \"name\": \"Comma\",}")
		    BLOCK("{\"@type\": \"Event\", ")
			BLOCK("[{\"@type\": \"Event\"} {}]")
			    BLOCK("\n/*<![CDATA[*/ " EVENT("") "/*]]>*/")
				BLOCK("") "</head><body><p>a<b></html>",
	    0, AMBIT_OK);
	assert_int_equal(run.events, 2);
	assert_told(run.told, "event 3 ");
	assert_told(run.told, "quarantine 4 Comma: ");
	assert_told(run.told,
	    "quarantine 5 JSON-LD block 3: not JSON, line 5: it ends in the");
	assert_told(run.told,
	    "quarantine 6 JSON-LD block 4: not JSON, line 6: a comma is");
	assert_told(run.told, "event 8 ");
}

static void
a_page_is_read_in_its_encoding(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_jsonld, &madrid,
	    "<html>" BLOCK("{\"@type\": \"Event\", \"name\": \"Reuni\u00f3\", "
			   "\"startDate\": \"2026-05-04\"}"),
	    0, AMBIT_OK);
	assert_told(run.told, "\"Reuni\u00f3\"");
	document_read(&run, &reader_jsonld, &madrid,
	    "<html><meta charset=iso-8859-1>" BLOCK(
		"{\"@type\": \"Event\", \"name\": \"Reuni\xf3\", "
		"\"startDate\": \"2026-05-04\"}"),
	    0, AMBIT_OK);
	assert_told(run.told, "\"Reuni\u00f3\"");
}

static void
a_page_without_data_is_no_empty_list(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_jsonld, &madrid,
	    "<html><body><time itemprop=\"startDate\">today</time></body>", 0,
	    AMBIT_RETRY);
	assert_told(run.told, "the page has no schema.org data");
	assert_told(run.told, "warning the page marks up events as microdata");
	document_read(&run, &reader_jsonld, &madrid,
	    "<html>" BLOCK("{\"@type\": \"WebSite\"}"), 0, AMBIT_OK);
	assert_int_equal(run.events, 0);
	document_read(&run, &reader_jsonld, &madrid,
	    "<html>" BLOCK(EVENT("")) "<script type=\"application/ld+json\">"
				      "{\"@type\"",
	    0, AMBIT_RETRY);
	assert_told(run.told, "the page is cut short");
	assert_int_equal(run.events, 0);
	document_read(
	    &run, &reader_jsonld, &madrid, "[" EVENT(""), 0, AMBIT_RETRY);
	assert_told(run.told, "it ends in the middle");
}

static void
it_is_recognised(void **state)
{
	static const char page[] = "<!DOCTYPE html><html>" BLOCK("{}");

	(void)state;
	assert_in_range(recognised_by(&reader_jsonld, page, NULL, "x"), 80, 90);
	assert_in_range(
	    recognised_by(&reader_jsonld, EVENT(""), NULL, "x"), 70, 90);
	assert_in_range(recognised_by(&reader_jsonld, "{}",
			    "application/ld+json; charset=utf-8", "x"),
	    80, 100);
	assert_in_range(
	    recognised_by(&reader_jsonld, "<html>", "text/html", "x"), 1, 50);
	assert_int_equal(
	    recognised_by(&reader_jsonld, "<schedule>", NULL, "x"), 0);
	assert_int_equal(recognised_by(&reader_jsonld, "{}", NULL, "x"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_type_is_an_event_s_by_any_of_its_names),
		cmocka_unit_test(events_are_found_wherever_they_stand),
		cmocka_unit_test(
		    times_have_their_offset_or_the_configured_zone),
		cmocka_unit_test(a_naive_time_without_a_zone_is_named),
		cmocka_unit_test(whole_days_are_days_however_they_are_written),
		cmocka_unit_test(a_status_is_an_address_or_a_word),
		cmocka_unit_test(a_place_is_a_text_a_place_or_a_list),
		cmocka_unit_test(texts_lists_and_things_mean_the_same),
		cmocka_unit_test(the_last_offer_before_the_event_is_a_deadline),
		cmocka_unit_test(parts_are_under_their_event),
		cmocka_unit_test(a_page_s_broken_block_is_left_out_alone),
		cmocka_unit_test(a_page_is_read_in_its_encoding),
		cmocka_unit_test(a_page_without_data_is_no_empty_list),
		cmocka_unit_test(it_is_recognised),
	};

	return cmocka_run_group_tests_name("jsonld_reader", tests, NULL, NULL);
}
