/* SPDX-License-Identifier: Apache-2.0 */
/* RSS and Atom with events in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reader_kit.h"

#define RSS(items) \
	"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n" \
	"<rss version=\"2.0\" xmlns:ev=\"urn:ev\" xmlns:atom=\"urn:atom\">" \
	"<channel><title>Agenda</title><link>https://a.example/</" \
	"link>\n" items "</channel></rss>"
#define NEWS \
	"<item><title>News</title><pubDate>Tue, 02 Sep 2025 08:00:00 +0200" \
	"</pubDate></item>\n"
#define ITEM(more) \
	"<item><title>Assemblea Eur\xf3polis &amp;amp; m\xe9s</title>" \
	"<atom:link rel=\"self\" href=\"https://a.example/rss\"/>" \
	"<link>https://a.example/1</link><guid>ev-1</guid>" more "</item>\n"

static const struct reading_config plain = { .derive_uid = 1 };

static void
an_item_with_event_fields_is_an_event(void **state)
{
	const char *told = told_by(&reader_rss,
	    RSS(ITEM("<ev:startdate>2025-10-15T09:00:00+02:00</ev:startdate>"
		     "<ev:enddate>2025-10-17</ev:enddate><ev:location>Mil\xe0"
		     "</ev:location><ev:organizer>Xarxa</ev:organizer>"
		     "<category>Ple</category><description><![CDATA[<p>Un</p>"
		     "<p>Dos</p>]]></description>")));

	(void)state;
	assert_told(told,
	    "event 3 {\"uid\":\"ev-1\","
	    "\"summary\":\"Assemblea Eur\u00f3polis & m\u00e9s\","
	    "\"description\":\"Un\\n\\nDos\",\"url\":\"https://a.example/1\","
	    "\"categories\":[\"Ple\"],\"start\":\"2025-10-15T07:00:00Z\","
	    "\"end\":\"2025-10-17T22:00:00Z\",\"place\":\"Mil\u00e0\","
	    "\"organiser\":\"Xarxa\"}\n");
}

static void
the_date_of_publication_is_no_event_s(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_rss, &plain,
	    RSS(ITEM("<ev:startdate>2025-10-15</ev:startdate>") NEWS NEWS), 0,
	    AMBIT_OK);
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
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_rss, &plain,
	    RSS("<item><title>Soon</title><ev:startdate>soon</ev:startdate>"
		"</item>\n" ITEM("<ev:startdate>2025-10-15</ev:startdate>")),
	    0, AMBIT_OK);
	assert_told(run.told, "quarantine 3 Soon: its start \"soon\" cannot");
	assert_int_equal(run.events, 1);
}

static void
atom_has_links_and_terms_of_its_own(void **state)
{
	const char *told = told_by(&reader_rss,
	    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='urn:gd'>"
	    "<entry><id>tag:1</id><title type='html'>A &lt;b&gt;B&lt;/b&gt;"
	    "</title><link rel='self' href='/self'/><link href='/1'/>"
	    "<category term='Ple'/><summary>Text</summary>"
	    "<gd:when startTime='2026-05-04' endTime='2026-05-05'/></entry>"
	    "</feed>");

	(void)state;
	assert_told(told,
	    "{\"uid\":\"tag:1\",\"summary\":\"A B\",\"description\":\"Text\","
	    "\"url\":\"https://events.example/1\",\"categories\":[\"Ple\"],"
	    "\"start\":\"2026-05-04\",\"end\":\"2026-05-06\"}");
}

static void
what_is_no_feed_is_refused(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	document_read(&run, &reader_rss, &plain, "<schedule/>", 0, AMBIT_RETRY);
	assert_told(run.told, "it is no RSS or Atom");
	document_read(&run, &reader_rss, &plain,
	    "<rss><channel><item></channel></rss>", 0, AMBIT_RETRY);
	assert_told(run.told, "not XML, line 1");
	assert_in_range(
	    recognised_by(&reader_rss, RSS(""), NULL, "x"), 50, 100);
	assert_int_equal(
	    recognised_by(&reader_rss, "<schedule/>", NULL, "x"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_with_event_fields_is_an_event),
		cmocka_unit_test(the_date_of_publication_is_no_event_s),
		cmocka_unit_test(a_bad_date_is_named_with_its_line),
		cmocka_unit_test(atom_has_links_and_terms_of_its_own),
		cmocka_unit_test(what_is_no_feed_is_refused),
	};

	return cmocka_run_group_tests_name("rss_reader", tests, NULL, NULL);
}
