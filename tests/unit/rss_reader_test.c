/* SPDX-License-Identifier: Apache-2.0 */
/* RSS and Atom with event fields. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reader_kit.h"

#define SPACES \
	"xmlns:ev='http://purl.org/rss/1.0/modules/event/' " \
	"xmlns:dc='http://purl.org/dc/elements/1.1/' " \
	"xmlns:media='http://search.yahoo.com/mrss/' " \
	"xmlns:georss='http://www.georss.org/georss' " \
	"xmlns:gd='http://schemas.google.com/g/2005' " \
	"xmlns:content='http://purl.org/rss/1.0/modules/content/' " \
	"xmlns:xcal='urn:ietf:params:xml:ns:xcal'"
#define RSS(items) \
	"<?xml version='1.0'?>\n<rss version='2.0' " SPACES \
	"><channel><title>Agenda</title>\n" items "\n</channel></rss>"
#define DAY "<ev:startdate>2026-03-02</ev:startdate>"

static void
the_event_module_tells_when_and_where(void **state)
{
	const char *told = told_by(&reader_rss,
	    RSS("<item><title>A &amp;amp; B &amp;#8217;x</title>"
		"<link> /a </link><guid>g-1</guid>"
		"<pubDate>Mon, 01 Sep 2025 08:00:00 GMT</pubDate>"
		"<description><![CDATA[<p>One</p><p>Two</p>]]></description>"
		"<category>c</category><dc:subject>d</dc:subject>"
		"<media:title>not this</media:title>"
		"<ev:startdate>2026-03-02T09:00:00+01:00</ev:startdate>"
		"<ev:enddate>2026-03-04</ev:enddate>"
		"<ev:location>Hall</ev:location>"
		"<ev:organizer>Office</ev:organizer>"
		"<ev:type>e</ev:type></item>"));

	(void)state;
	assert_told(told, "event 3 {\"uid\":\"g-1\",");
	assert_told(told, "\"summary\":\"A & B \xe2\x80\x99x\","
			  "\"description\":\"One\\n\\nTwo\","
			  "\"url\":\"https://events.example/a\","
			  "\"categories\":[\"c\",\"d\",\"e\"],"
			  "\"start\":\"2026-03-02T08:00:00Z\","
			  "\"end\":\"2026-03-04T23:00:00Z\"");
	assert_told(told, "\"place\":\"Hall\"");
	assert_told(told, "\"organiser\":\"Office\"");
}

#define NEWS \
	"<item><title>News</title><pubDate>Tue, 02 Sep 2025 08:00:00 +0200" \
	"</pubDate></item>\n"

static void
the_date_of_publication_is_no_event_s(void **state)
{
	static const struct reading_config plain = { .derive_uid = 1 };
	static struct ambit_run run;

	(void)state;
	document_read(&run, &reader_rss, &plain,
	    RSS("<item><title>A</title>" DAY "</item>" NEWS NEWS), 0, AMBIT_OK);
	assert_int_equal(run.events, 1);
	assert_int_equal(run.quarantined, 0);
	assert_told(run.told, "info 2 of 3 items say of no event when it is");
	document_read(
	    &run, &reader_rss, &plain, RSS(NEWS NEWS), 0, AMBIT_RETRY);
	assert_told(run.told, "none of its 2 items says when an event is");
	document_read(&run, &reader_rss, &plain, RSS(""), 0, AMBIT_OK);
}

static void
a_bad_date_is_named_with_its_line(void **state)
{
	const char *told = told_by(&reader_rss,
	    RSS("<item><title>Soon</title><ev:startdate>soon</ev:startdate>"
		"</item>\n<item><title>B</title>" DAY "</item>"));

	(void)state;
	assert_told(told, "quarantine 3 Soon: start: 'soon' cannot be read");
	assert_told(told, "event 4 {");
}

static void
a_usual_prefix_is_known_whatever_it_is_bound_to(void **state)
{
	const char *told = told_by(&reader_rss,
	    "<rss xmlns:ev='urn:other' xmlns:e='http://purl.org/rss/1.0/modules"
	    "/event/'><channel>"
	    "<item><title>A</title><ev:startdate>2026-03-02</ev:startdate>"
	    "</item><item><title>B</title><e:startdate>2026-03-03"
	    "</e:startdate></item></channel></rss>");

	(void)state;
	assert_told(told, "\"start\":\"2026-03-02\"");
	assert_told(told, "\"start\":\"2026-03-03\"");
}

static void
xcal_is_read_in_its_several_forms(void **state)
{
	const char *told = told_by(&reader_rss,
	    RSS("<item><title>A</title><xcal:uid>u</xcal:uid>"
		"<xcal:dtstart>20260302T090000Z</xcal:dtstart>"
		"<xcal:dtend>20260302T110000Z</xcal:dtend>"
		"<xcal:status>CANCELLED</xcal:status>"
		"<xcal:location>Lyon</xcal:location></item>\n"
		"<item xmlns:x='urn:ietf:params:xml:ns:icalendar-2.0'>"
		"<title>B</title><guid>b</guid><x:dtstart><x:parameters>"
		"<x:tzid><x:text>Europe/Paris</x:text></x:tzid></x:parameters>"
		"<x:date>2026-03-02</x:date></x:dtstart></item>\n"
		"<item xmlns:c='http://www.w3.org/2002/12/cal/ical#'>"
		"<title>C</title><guid>c</guid>"
		"<c:dtstart>2026-03-02</c:dtstart></item>"));

	(void)state;
	assert_told(told, "{\"uid\":\"u\",\"status\":\"cancelled\"");
	assert_told(told, "\"start\":\"2026-03-02T09:00:00Z\","
			  "\"end\":\"2026-03-02T11:00:00Z\"");
	assert_told(told, "{\"uid\":\"b\",\"summary\":\"B\","
			  "\"start\":\"2026-03-02\"");
	assert_told(told, "{\"uid\":\"c\",\"summary\":\"C\","
			  "\"start\":\"2026-03-02\"");
}

static void
atom_has_entries_and_pages(void **state)
{
	static const struct reading_config config = { .header = 1 };
	static struct ambit_run run;
	const char *told = document_read(&run, &reader_rss, &config,
	    "<feed xmlns='http://www.w3.org/2005/Atom' " SPACES ">"
	    "<title>Agenda</title><link rel='next' href='?page=2'/>\n"
	    "<entry><title type='html'>&lt;b&gt;A&lt;/b&gt;</title>"
	    "<id>tag:x,2026:1</id><updated>2025-09-01T08:00:00Z</updated>"
	    "<link rel='self' href='/feed/1'/>"
	    "<link rel='alternate' href='/1'/><summary>S</summary>"
	    "<content type='html'>Longer</content>"
	    "<category term='t' label='Label'/>"
	    "<gd:when startTime='2026-03-02' endTime='2026-03-03'/>"
	    "<gd:where valueString='Lyon'/><georss:point>45.7 4.8"
	    "</georss:point>"
	    "<gd:eventStatus value='http://schemas.google.com/g/2005"
	    "#event.canceled'/></entry></feed>",
	    0, AMBIT_OK);

	(void)state;
	assert_told(told,
	    "{\"uid\":\"tag:x,2026:1\",\"status\":\"cancelled\","
	    "\"summary\":\"A\",\"description\":\"Longer\","
	    "\"url\":\"https://events.example/1\","
	    "\"categories\":[\"Label\"],\"start\":\"2026-03-02\","
	    "\"end\":\"2026-03-04\",\"place\":\"Lyon\",\"latitude\":45.7,"
	    "\"longitude\":4.8");
	assert_string_equal(run.next, "https://events.example/list?page=2");
}

static void
rss_1_has_its_items_beside_the_channel(void **state)
{
	const char *told = told_by(&reader_rss,
	    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
	    "xmlns='http://purl.org/rss/1.0/' " SPACES ">"
	    "<channel rdf:about='x'><title>Agenda</title></channel>"
	    "<item rdf:about='https://events.example/7'><title>A</title>"
	    "<link>https://events.example/7</link>" DAY "</item></rdf:RDF>");

	(void)state;
	assert_told(told, "{\"uid\":\"https://events.example/7\","
			  "\"summary\":\"A\","
			  "\"url\":\"https://events.example/7\","
			  "\"start\":\"2026-03-02\"");
}

static void
dates_are_read_by_their_rules(void **state)
{
	static const struct reading_config dmy = { .dates = "dmy",
		.zone = "Europe/Madrid" };
	static const struct reading_config wrong = { .dates = "dym" };
	static struct ambit_run run;
	const char *text = RSS("<item><title>A</title><guid>a</guid>"
			       "<ev:startdate>02/03/2026 10:00</ev:startdate>"
			       "</item><item><title>B</title><guid>b</guid>"
			       "<ev:startdate>Mon, 02 Mar 2026 10:00:00 +0100"
			       "</ev:startdate></item>");

	(void)state;
	document_read(&run, &reader_rss, &dmy, text, 0, AMBIT_OK);
	assert_told(run.told, "\"start\":\"2026-03-02T10:00:00\","
			      "\"zone\":\"Europe/Madrid\"");
	assert_told(run.told, "\"start\":\"2026-03-02T09:00:00Z\","
			      "\"zone\":\"Europe/Madrid\"");
	assert_told(told_by(&reader_rss, text),
	    "quarantine 3 A: start: '02/03/2026 10:00' does not fit what is "
	    "read without a set order; set dates, such as dmy\n");
	document_read(&run, &reader_rss, &wrong, text, 0, AMBIT_CONFIG);
	assert_told(run.told, "dates: 'dym' says nothing of dates");
}

static void
what_is_no_feed_is_refused_as_a_whole(void **state)
{
	static const struct reading_config config = { .header = 1 };
	static const struct {
		const char *text, *words;
	} wrong[] = {
		{ "<rss><channel><item><title>A", "not XML" },
		{ "<html><body/></html>", "it is no RSS and no Atom" },
		{ "<rss version='2.0'/>", "it is no RSS and no Atom" },
		{ "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><title>&a;"
		  "</title></channel></rss>",
		    "declares entities" },
	};
	static struct ambit_run run;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		document_read(
		    &run, &reader_rss, &config, wrong[i].text, 0, AMBIT_RETRY);
		assert_told(run.told, wrong[i].words);
		assert_int_equal(run.events, 0);
	}
}

static void
feeds_are_recognised(void **state)
{
	(void)state;
	assert_in_range(
	    recognised_by(&reader_rss, RSS(""), "text/xml", "x"), 50, 100);
	assert_in_range(
	    recognised_by(&reader_rss,
		"<feed xmlns=\"http://www.w3.org/2005/Atom\"/>", NULL, "x"),
	    50, 100);
	assert_in_range(
	    recognised_by(&reader_rss, "", "application/rss+xml", "x"), 50,
	    100);
	assert_int_equal(
	    recognised_by(&reader_rss, "<schedule/>", "text/xml", "x"), 0);
	assert_int_equal(
	    recognised_by(&reader_rss, "{\"a\":\"<rss\"}", NULL, "x"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_event_module_tells_when_and_where),
		cmocka_unit_test(the_date_of_publication_is_no_event_s),
		cmocka_unit_test(a_bad_date_is_named_with_its_line),
		cmocka_unit_test(
		    a_usual_prefix_is_known_whatever_it_is_bound_to),
		cmocka_unit_test(xcal_is_read_in_its_several_forms),
		cmocka_unit_test(atom_has_entries_and_pages),
		cmocka_unit_test(rss_1_has_its_items_beside_the_channel),
		cmocka_unit_test(dates_are_read_by_their_rules),
		cmocka_unit_test(what_is_no_feed_is_refused_as_a_whole),
		cmocka_unit_test(feeds_are_recognised),
	};

	return cmocka_run_group_tests_name("rss_reader", tests, NULL, NULL);
}
