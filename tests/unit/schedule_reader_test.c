/* SPDX-License-Identifier: Apache-2.0 */
/* Programmes of conferences in JSON and XML: one meaning, two spellings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reader_kit.h"

static const struct reading_config madrid = { .zone = "Europe/Madrid" };

#define JSON_HEAD \
	"{\"schedule\": {\"version\": \"1\", \"conference\": {\n" \
	"\"acronym\": \"metro26\", \"title\": \"Metropolitan Days &amp; " \
	"Nights\", \"start\": \"2026-05-04\", \"end\": \"2026-05-06\", " \
	"\"time_zone_name\": \"Europe/Lisbon\",\n\"days\": ["
#define JSON_DAY \
	"{\"index\": 1, \"date\": \"2026-05-04\", " \
	"\"day_start\": \"2026-05-04T09:00:00+01:00\", \"rooms\": "
#define JSON_TAIL "}]}}}"

#define XML_HEAD \
	"<?xml version='1.0' encoding='utf-8'?>\n<schedule><conference>" \
	"<acronym>metro26</acronym><title>Metropolitan Days &amp; Nights" \
	"</title><start>2026-05-04</start><end>2026-05-06</end>"
#define XML_ZONE "<time_zone_name>Europe/Lisbon</time_zone_name>"
#define XML_DAY "</conference><day index='1' date='2026-05-04' "
#define XML_TAIL "</day></schedule>"

static const char json_talk[] = JSON_HEAD JSON_DAY
    "{\"Main hall\": [\n{\"id\": 7, \"guid\": \"g-7\", "
    "\"date\": \"2026-05-04T11:00:00+01:00\", \"start\": \"11:00\", "
    "\"duration\": \"00:45\", \"title\": \"Bus lanes\", "
    "\"subtitle\": \"and trams\", \"track\": \"Mobility\", "
    "\"type\": \"talk\", \"language\": \"pt\", "
    "\"abstract\": \"<p>Short</p>\", \"description\": \"\", "
    "\"url\": \"https://metro.example/7\", \"persons\": "
    "[{\"id\": 1, \"public_name\": \"Ada Example\"}, "
    "{\"name\": \"Ben Sample\"}]}]}" JSON_TAIL;

static const char xml_talk[] = XML_HEAD XML_ZONE XML_DAY
    "start='2026-05-04T09:00:00+01:00'><room name='Main hall'>\n"
    "<event id='7' guid='g-7'><date>2026-05-04T11:00:00+01:00</date>"
    "<start>11:00</start><duration>00:45</duration>"
    "<room>Main hall</room><title>Bus lanes</title>"
    "<subtitle>and trams</subtitle><track>Mobility</track>"
    "<type>talk</type><language>pt</language>"
    "<abstract><![CDATA[<p>Short</p>]]></abstract><description/>"
    "<url>https://metro.example/7</url><persons>"
    "<person id='1'>Ada Example</person><person>Ben Sample</person>"
    "</persons></event></room>" XML_TAIL;

static void
a_talk_is_under_its_conference(void **state)
{
	const struct {
		const struct reader *reader;
		const char *text;
	} both[] = { { &reader_schedule, json_talk },
		{ &reader_pentabarf, xml_talk } };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const char *told = told_by(both[i].reader, both[i].text);

		assert_told(told,
		    "{\"uid\":\"metro26\","
		    "\"summary\":\"Metropolitan Days & Nights\","
		    "\"categories\":[\"metro26\"],\"start\":\"2026-05-04\","
		    "\"end\":\"2026-05-05\"}\n");
		assert_told(told,
		    "{\"uid\":\"g-7\",\"summary\":\"Bus lanes\","
		    "\"description\":\"and trams\\n\\nShort\","
		    "\"language\":\"pt\",\"url\":\"https://metro.example/7\","
		    "\"categories\":[\"Mobility\",\"talk\"],"
		    "\"parent\":\"metro26\","
		    "\"start\":\"2026-05-04T10:00:00Z\","
		    "\"end\":\"2026-05-04T10:45:00Z\","
		    "\"zone\":\"Europe/Lisbon\",\"place\":\"Main hall\","
		    "\"participants\":[{\"name\":\"Ada Example\","
		    "\"role\":\"speaker\"},{\"name\":\"Ben Sample\","
		    "\"role\":\"speaker\"}]}\n");
	}
}

static void
an_end_of_the_second_version_counts(void **state)
{
	(void)state;
	assert_told(told_by(&reader_schedule, JSON_HEAD JSON_DAY
			"{\"A\": [{\"guid\": \"g\", \"title\": \"T\", "
			"\"date\": \"2026-05-04T23:30:00+01:00\", "
			"\"end\": \"2026-05-05T00:15:00+01:00\", "
			"\"duration\": \"00:40\"}]}" JSON_TAIL),
	    "\"start\":\"2026-05-04T22:30:00Z\","
	    "\"end\":\"2026-05-04T23:15:00Z\"");
}

/* What becomes of a talk whose hour alone is known. */
static void
hour_becomes(const char *attributes, const char *hour, const char *expected)
{
	struct ambit_run run = { .events = 0 };
	char text[2000];

	snprintf(text, sizeof text,
	    XML_HEAD
	    "%s" XML_DAY "%s><room name='A'><event id='1'>"
	    "<title>T</title><start>%s</start></event></room>" XML_TAIL,
	    strstr(attributes, "<") ? attributes : "",
	    strstr(attributes, "<") ? "" : attributes, hour);
	document_read(&run, &reader_pentabarf, &madrid, text, 0, AMBIT_OK);
	assert_told(run.told, expected);
	assert_told(run.told, "\"zone\":\"Europe/Madrid\"");
	assert_told(run.told, "\"uid\":\"metro26/1\"");
}

static void
a_talk_after_midnight_is_on_the_next_day(void **state)
{
	static const char nine[] = "start='2026-05-04T09:00:00+02:00'";

	(void)state;
	hour_becomes(nine, "09:00", "\"start\":\"2026-05-04T09:00:00\"");
	hour_becomes(nine, "08:30", "\"start\":\"2026-05-05T08:30:00\"");
	hour_becomes("", "00:30", "\"start\":\"2026-05-05T00:30:00\"");
	hour_becomes("", "04:00", "\"start\":\"2026-05-04T04:00:00\"");
	hour_becomes("<day_change>06:00:00</day_change>", "05:59",
	    "\"start\":\"2026-05-05T05:59:00\"");
}

static void
a_dated_talk_after_midnight_needs_no_rule(void **state)
{
	assert_told(told_by(&reader_pentabarf, XML_HEAD XML_ZONE XML_DAY
			"><room name='A'><event guid='g'><title>T</title>"
			"<date>2026-05-05T00:30:00+01:00</date>"
			"<start>00:30</start></event></room>" XML_TAIL),
	    "\"start\":\"2026-05-04T23:30:00Z\"");
	(void)state;
}

static void
a_bad_talk_is_named_and_the_rest_is_taken(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_schedule, &madrid,
	    JSON_HEAD JSON_DAY
	    "{\"A\": [\n{\"guid\": \"a\", \"title\": \"No hour\"},\n"
	    "{\"guid\": \"b\", \"title\": \"Long\", \"start\": \"10:00\", "
	    "\"duration\": \"an hour\"},\n{\"guid\": \"c\", \"guid\": \"d\", "
	    "\"title\": \"Twice\"},\n{\"guid\": \"e\", \"title\": \"Good\", "
	    "\"start\": \"10:00\"}]}" JSON_TAIL,
	    0, AMBIT_OK);
	assert_int_equal(run.events, 2);
	assert_told(run.told, "quarantine 4 No hour: its start \"\" cannot");
	assert_told(run.told, "quarantine 5 Long: its duration \"an hour\"");
	assert_told(run.told, "quarantine 6 Twice: duplicate object key");
	assert_told(run.told, "\"uid\":\"e\"");
}

static void
refused(const struct reader *reader, const char *text, const char *words)
{
	struct ambit_run run = { .events = 0 };

	document_read(&run, reader, &madrid, text, 0, AMBIT_RETRY);
	assert_told(run.told, words);
}

static void
a_part_is_never_taken_for_the_whole(void **state)
{
	(void)state;
	refused(
	    &reader_schedule, JSON_HEAD JSON_DAY "{}", "ends in the middle");
	refused(&reader_schedule, "{\"a\": 1}", "it has no conference");
	refused(&reader_schedule,
	    "{\"schedule\": {\"conference\": {}, \"conference\": {}}}",
	    "line 1: a name that stands twice");
	refused(&reader_pentabarf, XML_HEAD "\n</conference>", "not XML, line");
	refused(&reader_pentabarf, "<rss></rss>", "it is no schedule");
	refused(&reader_pentabarf,
	    "<!DOCTYPE schedule [<!ENTITY a 'b'>]><schedule>&a;</schedule>",
	    "declares entities");
	refused(&reader_pentabarf, "<schedule>&undeclared;</schedule>",
	    "not XML, line 1");
}

static void
they_are_recognised(void **state)
{
	(void)state;
	assert_in_range(
	    recognised_by(&reader_schedule, json_talk, NULL, "x"), 50, 100);
	assert_in_range(
	    recognised_by(&reader_pentabarf, xml_talk, NULL, "x"), 50, 100);
	assert_int_equal(
	    recognised_by(&reader_schedule, xml_talk, NULL, "x"), 0);
	assert_int_equal(
	    recognised_by(&reader_pentabarf, json_talk, NULL, "x"), 0);
	assert_int_equal(
	    recognised_by(&reader_pentabarf, "<rss/>", NULL, "x"), 0);
	assert_int_equal(recognised_by(&reader_schedule, "{}", NULL, "x"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_talk_is_under_its_conference),
		cmocka_unit_test(an_end_of_the_second_version_counts),
		cmocka_unit_test(a_talk_after_midnight_is_on_the_next_day),
		cmocka_unit_test(a_dated_talk_after_midnight_needs_no_rule),
		cmocka_unit_test(a_bad_talk_is_named_and_the_rest_is_taken),
		cmocka_unit_test(a_part_is_never_taken_for_the_whole),
		cmocka_unit_test(they_are_recognised),
	};

	return cmocka_run_group_tests_name(
	    "schedule_reader", tests, NULL, NULL);
}
