/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of events in JSON: Indico's export, The Events Calendar, the EU
 * portal's topics, each with what is peculiar to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reader_kit.h"

static const struct reading_config plain = { .max_pages = 1 };

/* ----------------------------------------------------------------- Indico */

#define AT(day, clock) \
	"{\"date\": \"" day "\", \"time\": \"" clock "\", \"tz\": " \
	"\"Europe/Zurich\"}"
#define INDICO(events) \
	"{\"_type\": \"HTTPAPIResult\", \"complete\": true, \"results\": " \
	"[" events "]}"
#define MEETING(more) \
	"\n{\"_type\": \"Conference\", \"id\": \"77\", \"title\": " \
	"\"Data &amp; cities\", \"startDate\": " AT( \
	    "2026-05-04", "09:00:00") ", \"endDate\": " AT("2026-05-05", \
	    "17:30:00") ", \"url\": \"https://indico.example/event/77/\"" more \
			"}"

static void
an_indico_event_is_read(void **state)
{
	const char *told = told_by(&reader_indico,
	    INDICO(MEETING(
		", \"type\": \"meeting\", \"category\": \"Networks\", "
		"\"keywords\": [\"data\", 7], \"room\": null, "
		"\"roomFullname\": \"Sala 1\", \"location\": \"Seu\", "
		"\"description\": \"<p>One</p><p>Two</p>\", "
		"\"organizer\": \"Area\", \"chairs\": [{\"fullName\": "
		"\"Ada Example\", \"affiliation\": \"Example Institute\"}]")));

	(void)state;
	assert_told(told,
	    "event 2 {\"uid\":\"indico-event-77@indico.example\","
	    "\"summary\":\"Data & cities\","
	    "\"description\":\"One\\n\\nTwo\","
	    "\"url\":\"https://indico.example/event/77/\","
	    "\"categories\":[\"meeting\",\"Networks\",\"data\"],"
	    "\"start\":\"2026-05-04T09:00:00\","
	    "\"end\":\"2026-05-05T17:30:00\",\"zone\":\"Europe/Zurich\","
	    "\"place\":\"Sala 1, Seu\",\"organiser\":\"Area\","
	    "\"participants\":[{\"name\":\"Ada Example\",\"role\":\"chair\","
	    "\"organisation\":\"Example Institute\"}]}\n");
}

static void
indico_s_parts_are_under_their_event(void **state)
{
	const char *told = told_by(&reader_indico,
	    INDICO(MEETING(
		", \"contributions\": [{\"id\": 1, \"title\": \"Alone\", "
		"\"startDate\": " AT("2026-05-04",
		    "10:00:00") ", "
				"\"endDate\": " AT("2026-05-04",
				    "10:20:00") ", "
						"\"speakers\": "
						"[{\"fullName\": \"Ben "
						"Sample\"}]}, "
						"{\"id\": 2, \"title\": "
						"\"Unplanned\", "
						"\"startDate\": null}], "
						"\"sessions\": [{\"id\": "
						"\"0\", \"title\": "
						"\"Afternoon\", "
						"\"startDate\": " AT(
						    "2026-05-04",
						    "14:00:00") ", "
								"\"contribu"
								"tions\": "
								"[{\"id\": "
								"3, "
								"\"title\":"
								" \"Inside"
								"\", "
								"\"startDat"
								"e\": " AT(
								    "2026-"
								    "05-04",
								    "14:00:"
								    "00") "}]}"
									  "]")));

	(void)state;
	assert_told(told,
	    "{\"uid\":\"indico-event-77-contribution-1@indico.example\","
	    "\"summary\":\"Alone\","
	    "\"parent\":\"indico-event-77@indico.example\","
	    "\"start\":\"2026-05-04T10:00:00\","
	    "\"end\":\"2026-05-04T10:20:00\",\"zone\":\"Europe/Zurich\","
	    "\"participants\":[{\"name\":\"Ben Sample\","
	    "\"role\":\"speaker\"}]}");
	assert_told(told,
	    "\"summary\":\"Inside\","
	    "\"parent\":\"indico-event-77-session-0@indico.example\"");
	assert_told(told, "\"summary\":\"Afternoon\","
			  "\"parent\":\"indico-event-77@indico.example\"");
	assert_not_told(told, "\"summary\":\"Unplanned\"");
	assert_told(told, "info Data & cities: 1 of its sessions and");
}

static void
indico_s_placeholder_is_no_date(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_indico, &plain,
	    INDICO("{\"id\": 1, \"title\": \"Some day\", \"startDate\": "
		   "{\"date\": \"2099-12-31\", \"time\": \"22:58:00\", "
		   "\"tz\": \"UTC\"}},\n{\"id\": 2, \"title\": \"No zone\", "
		   "\"startDate\": {\"date\": \"2026-01-02\", \"time\": "
		   "\"10:00:00\"}},\n{\"id\": 3, \"title\": \"Odd zone\", "
		   "\"startDate\": {\"date\": \"2026-01-02\", \"time\": "
		   "\"10:00:00\", \"tz\": \"Mars/Olympus\"}}," MEETING(
		       ", \"label\": {\"is_event_not_happening\": true}")),
	    0, AMBIT_OK);
	assert_told(run.told, "quarantine 1 Some day: its date is a placeh");
	assert_told(run.told, "quarantine 2 No zone: its times name no zone");
	assert_told(run.told,
	    "quarantine 3 Odd zone: its time zone \"Mars/Olympus\" is not");
	assert_told(run.told, "\"status\":\"cancelled\"");
	assert_int_equal(run.events, 1);
}

static void
a_list_that_indico_cut_off_tells_nothing_of_what_is_gone(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_indico, &plain,
	    "{\"_type\": \"HTTPAPIResult\", \"results\": [" MEETING(
		"") "], \"complete\": false}",
	    0, AMBIT_RETRY);
	assert_int_equal(run.events, 1);
	assert_told(run.told, "checkpoint (none)\nerror ");
	assert_told(run.told, "not complete; ask for less");
	document_read(&run, &reader_indico, &plain,
	    "{\"_type\": \"HTTPAPIResult\", \"results\": {}}", 0, AMBIT_RETRY);
	assert_told(run.told, "it has no list of events");
}

/* ---------------------------------------------------- The Events Calendar */

#define TRIBE(events, more) "{\"events\": [" events "]" more "}"
#define PLENARY(more) \
	"\n{\"id\": 5, \"global_id\": \"events.example?id=5\", \"title\": " \
	"\"Ple &#8211; L&#8217;Hospitalet\", \"url\": " \
	"\"https://events.example/5/\"" more "}"

static void
a_day_of_tribe_s_ends_with_it(void **state)
{
	const char *told = told_by(&reader_tribe,
	    TRIBE(PLENARY(", \"all_day\": true, "
			  "\"start_date\": \"2026-05-04 00:00:00\", "
			  "\"end_date\": \"2026-05-05 23:59:59\", "
			  "\"timezone\": \"Europe/Madrid\", \"venue\": [], "
			  "\"organizer\": []"),
		", \"next_rest_url\": \"\""));

	(void)state;
	assert_told(told, "event 2 {\"uid\":\"events.example?id=5\","
			  "\"summary\":\"Ple – L’Hospitalet\","
			  "\"url\":\"https://events.example/5/\","
			  "\"start\":\"2026-05-04\",\"end\":\"2026-05-06\"}\n");
}

static void
tribe_s_times_have_a_zone_or_are_instants(void **state)
{
	static const char times[] =
	    "\"start_date\": \"2026-05-04 09:30:00\", "
	    "\"end_date\": \"2026-05-04 11:00:00\", "
	    "\"utc_start_date\": \"2026-05-04 07:30:00\", "
	    "\"utc_end_date\": \"2026-05-04 09:00:00\"";
	char text[1000];

	(void)state;
	snprintf(text, sizeof text,
	    TRIBE(PLENARY(", %s, \"timezone\": \"Europe/Madrid\""), ""), times);
	assert_told(told_by(&reader_tribe, text),
	    "\"start\":\"2026-05-04T09:30:00\","
	    "\"end\":\"2026-05-04T11:00:00\",\"zone\":\"Europe/Madrid\"");
	snprintf(text, sizeof text,
	    TRIBE(PLENARY(", %s, \"timezone\": \"UTC+2\""), ""), times);
	assert_told(told_by(&reader_tribe, text),
	    "\"start\":\"2026-05-04T07:30:00Z\","
	    "\"end\":\"2026-05-04T09:00:00Z\"}");
}

static void
tribe_s_venue_and_names_are_text(void **state)
{
	const char *told = told_by(&reader_tribe,
	    TRIBE(
		PLENARY(", \"all_day\": true, \"start_date\": \"2026-05-04\", "
			"\"venue\": {\"venue\": \"Seu de l&#8217;AMB\", "
			"\"address\": \"Carrer 62\", \"city\": \"Barcelona\", "
			"\"country\": \"Spain\", \"geo_lat\": 41.34, "
			"\"geo_lng\": 2.13}, \"organizer\": [{\"organizer\": "
			"\"R&amp;D\"}], \"categories\": [{\"name\": "
			"\"Mobilitat &amp; Clima\"}], \"tags\": [{\"name\": "
			"\"tram\"}], \"description\": \"<p>Ple</p>\\n\""),
		""));

	(void)state;
	assert_told(told, "\"place\":\"Seu de l’AMB, Carrer 62\"");
	assert_told(told, "\"city\":\"Barcelona\",\"country\":\"Spain\"");
	assert_told(told, "\"latitude\":41.34");
	assert_told(told, "\"organiser\":\"R&D\"");
	assert_told(told, "\"categories\":[\"Mobilitat & Clima\",\"tram\"]");
	assert_told(told, "\"description\":\"Ple\"");
}

static void
tribe_s_list_goes_on(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_tribe, &plain,
	    TRIBE("", ", \"next_rest_url\": "
		      "\"https:\\/\\/events.example\\/?page=2\""),
	    0, AMBIT_OK);
	assert_string_equal(run.next, "https://events.example/?page=2");
	document_read(&run, &reader_tribe, &plain, TRIBE("", ""), 0, AMBIT_OK);
	assert_string_equal(run.next, "");
	document_read(&run, &reader_tribe, &plain,
	    "{\"code\": \"event-archive-page-not-found\"}", 0, AMBIT_RETRY);
	assert_told(run.told, "it has no list of events");
}

/* ------------------------------------------------------------- EU portal */

#define TOPICS(topics) "{\"fundingData\": {\"GrantTenderObj\": [" topics "]}}"

static void
a_call_s_deadlines_are_put_in_order(void **state)
{
	const char *told = told_by(&reader_eu_calls,
	    TOPICS("\n{\"type\": 1, \"identifier\": \"TEST-CUT-01\", "
		   "\"title\": \"Open call\", \"callIdentifier\": \"TEST\", "
		   "\"callTitle\": \"Open call\", "
		   "\"plannedOpeningDateLong\": 1735689600000, "
		   "\"deadlineDatesLong\": [1759330800000, 1741795200000], "
		   "\"frameworkProgramme\": {\"abbreviation\": \"HORIZON\"}, "
		   "\"sumbissionProcedure\": {\"abbreviation\": "
		   "\"multiple cut-off\"}}"));

	(void)state;
	assert_told(told,
	    "event 2 {\"uid\":\"TEST-CUT-01\",\"summary\":\"Open call\","
	    "\"description\":\"TEST\",\"language\":\"en\",\"url\":\"");
	assert_told(told, "/topic-details/test-cut-01\"");
	assert_told(told, "\"categories\":[\"HORIZON\",\"multiple cut-off\"]");
	assert_told(told, "\"start\":\"2025-01-01\",");
	assert_told(told, "\"level\":\"eu\"");
	assert_told(told,
	    "[{\"name\":\"cut-off\",\"at\":\"2025-03-12T16:00:00Z\","
	    "\"zone\":\"Europe/Brussels\"");
	assert_told(
	    told, "{\"name\":\"cut-off\",\"at\":\"2025-10-01T15:00:00Z\"");
}

static void
a_call_without_deadlines_has_its_opening(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_eu_calls, &plain,
	    TOPICS("{\"identifier\": \"A\", \"title\": \"Soon\", "
		   "\"plannedOpeningDateLong\": 1776729600000, "
		   "\"deadlineDatesLong\": []},\n"
		   "{\"identifier\": \"B\", \"title\": \"Never\"},\n"
		   "{\"identifier\": \"C\", \"title\": \"One\", "
		   "\"publicationDateLong\": 1776729600000, "
		   "\"deadlineDatesLong\": [1776729600000]}"),
	    0, AMBIT_OK);
	assert_int_equal(run.events, 2);
	assert_told(run.told, "\"start\":\"2026-04-21\",\"organiser\"");
	assert_told(run.told, "quarantine 2 Never: it has no opening date");
	assert_told(
	    run.told, "[{\"name\":\"submission\",\"at\":\"2026-04-21\"}]");
	document_read(&run, &reader_eu_calls, &plain, "{\"fundingData\": 1}", 0,
	    AMBIT_RETRY);
	assert_told(run.told, "no list fundingData.GrantTenderObj");
}

static void
each_is_recognised_and_no_other(void **state)
{
	static const struct {
		const struct reader *reader;
		const char *text;
	} lists[] = { { &reader_indico, INDICO("") },
		{ &reader_tribe, TRIBE("", ", \"rest_url\": \"\"") },
		{ &reader_eu_calls, TOPICS("") } };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 3; j++)
			assert_int_equal(recognised_by(lists[i].reader,
					     lists[j].text, NULL, "x") > 50,
			    i == j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_indico_event_is_read),
		cmocka_unit_test(indico_s_parts_are_under_their_event),
		cmocka_unit_test(indico_s_placeholder_is_no_date),
		cmocka_unit_test(
		    a_list_that_indico_cut_off_tells_nothing_of_what_is_gone),
		cmocka_unit_test(a_day_of_tribe_s_ends_with_it),
		cmocka_unit_test(tribe_s_times_have_a_zone_or_are_instants),
		cmocka_unit_test(tribe_s_venue_and_names_are_text),
		cmocka_unit_test(tribe_s_list_goes_on),
		cmocka_unit_test(a_call_s_deadlines_are_put_in_order),
		cmocka_unit_test(a_call_without_deadlines_has_its_opening),
		cmocka_unit_test(each_is_recognised_and_no_other),
	};

	return cmocka_run_group_tests_name("lists_reader", tests, NULL, NULL);
}
