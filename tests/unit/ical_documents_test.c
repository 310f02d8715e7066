/* SPDX-License-Identifier: Apache-2.0 */
/* The iCalendar reader over whole texts: what publishers send. */
#include "ical_kit.h"

/* Which of them is kept depends on what identifies a source's events. */
static void
doubles_are_both_given(void **state)
{
	(void)state;
	assert_string_equal(
	    told_text(CALENDAR(EVENT("a", "DTSTAMP:20260102T000000Z\n")
			      EVENT("a", "SUMMARY:b\n")),
		AMBIT_OK, NULL),
	    "2: uid=a start=2026-03-01 revised=2026-01-02T00:00:00Z\n"
	    "7: uid=a start=2026-03-01 summary=b\n");
}

static void
a_part_is_never_taken_for_the_whole(void **state)
{
	static const char whole[] = CALENDAR(EVENT("a", "") EVENT("b", ""));
	struct ambit_run run = { .events = 0 };
	size_t end = strlen(whole) - 1; /* the last newline may be missing */

	(void)state;
	for (size_t len = 0; len <= end + 1; len++) {
		int result = read_with(&run, NULL, whole, len);

		assert_int_equal(result, len >= end ? AMBIT_OK : AMBIT_RETRY);
		assert_int_equal(run.events, len >= end ? 2 : 0);
	}
}

static void
what_is_no_calendar_is_refused(void **state)
{
	(void)state;
	assert_string_equal(told_text("", AMBIT_RETRY, NULL),
	    "error: the calendar cannot be read: it is empty\n");
	assert_string_equal(
	    told_text("<html>404: not found</html>", AMBIT_RETRY, NULL),
	    "error: the calendar cannot be read: it is not iCalendar\n");
	assert_string_equal(told_text(CALENDAR(""), AMBIT_OK, NULL), "");
}

static void
unclosed_events_are_named_and_others_taken(void **state)
{
	(void)state;
	assert_string_equal(
	    told_text(CALENDAR("BEGIN:VEVENT\nUID:a\n" EVENT(
			  "b", "") "END:VTODO\n" EVENT("c", "")),
		AMBIT_OK, NULL),
	    "quarantine a: it has no END:VEVENT (2)\n"
	    "4: uid=b start=2026-03-01\n9: uid=c start=2026-03-01\n");
}

static void
limits_hold(void **state)
{
	static char text[200000];
	struct ical_options options = { .size = sizeof options };
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 10000; i++)
		n += (size_t)sprintf(text + n, "BEGIN:VEVENT\n");
	assert_non_null(
	    strstr(told_text(text, AMBIT_RETRY, NULL), "truncated"));
	for (n = 0; n < 9 * 8;)
		n += (size_t)sprintf(text + n, "BEGIN:X\n");
	assert_non_null(
	    strstr(told_text(text, AMBIT_RETRY, NULL), "nested too deeply"));
	options.max_bytes = 20;
	assert_non_null(
	    strstr(told_text(CALENDAR(EVENT("a", "")), AMBIT_RETRY, &options),
		"larger than the limit"));
}

static void
long_lines_matter_only_where_they_are_read(void **state)
{
	struct ical_options options = { .size = sizeof options,
		.max_line = 40 };

	(void)state;
	assert_string_equal(
	    told_text(
		CALENDAR(EVENT("a", "ATTACH;ENCODING=BASE64:AAAAAAAAAAAAAAA"
				    "AAAAAAAAAAAAAAAAAAAAAAAAA\n")
			EVENT("b", "LOCATION:long long long long "
				   "long long long long\n")
			    EVENT("c", "DESCRIPTION:long long long ééééé"
				       "ééééé long\n")),
		AMBIT_OK, &options),
	    "2: uid=a start=2026-03-01\n"
	    "quarantine b: line 10 is longer than 40 bytes (7)\n"
	    "warning: line 15 is longer than 40 bytes: the description is "
	    "cut\n"
	    "12: uid=c start=2026-03-01 summary=long long long éééééé…\n");
}

static void
any_encoding_and_line_end_is_read(void **state)
{
	static const char utf16[] = "\xff\xfe"
				    "B\0E\0G\0I\0N\0:\0V\0E\0V\0E\0N\0T\0\n\0"
				    "U\0I\0D\0:\0\x3d\xd8\x00\xde\n\0"
				    "D\0T\0S\0T\0A\0R\0T\0:\0"
				    "2\0000\0002\0006\0000\0003\0000\0001\0\n\0"
				    "E\0N\0D\0:\0V\0E\0V\0E\0N\0T\0";
	struct ambit_run run = { .events = 0 };

	(void)state;
	assert_int_equal(
	    read_with(&run, NULL, utf16, sizeof utf16 - 1), AMBIT_OK);
	assert_string_equal(run.told, "1: uid=\xf0\x9f\x98\x80 "
				      "start=2026-03-01\n");
	assert_string_equal(
	    told_text("\xef\xbb\xbf" CALENDAR(EVENT("a", "")), AMBIT_OK, NULL),
	    "2: uid=a start=2026-03-01\n");
	assert_string_equal(
	    told_text("  BEGIN:VEVENT\rUID:a\rDTSTART:20260301\r"
		      "END:VEVENT\r",
		AMBIT_OK, NULL),
	    "1: uid=a start=2026-03-01\n");
	assert_string_equal(
	    told_text(CALENDAR(EVENT("a", "SUMMARY:caf\xe9 \x80\n")
			      EVENT("b", "SUMMARY:caf\xe9\n")),
		AMBIT_OK, NULL),
	    "warning: line 5 is not UTF-8; such lines are read as "
	    "Windows-1252\n"
	    "2: uid=a start=2026-03-01 summary=café €\n"
	    "7: uid=b start=2026-03-01 summary=café\n");
}

static void
the_calendar_speaks_for_its_events(void **state)
{
	(void)state;
	assert_string_equal(
	    told_text("BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Madrid\n"
		      "BEGIN:VEVENT\nUID:a\nDTSTART:20260301T100000\n"
		      "END:VEVENT\nEND:VCALENDAR\n"
		      "BEGIN:VCALENDAR\nMETHOD:CANCEL\n" EVENT(
			  "b", "") "END:VCALENDAR\n",
		AMBIT_OK, NULL),
	    "3: uid=a start=2026-03-01T10:00:00 zone=Europe/Madrid\n"
	    "10: uid=b start=2026-03-01 status=cancelled\n");
}

/* RFC 5545 wants no SUMMARY, but people want a name. */
static void
a_title_is_found(void **state)
{
	(void)state;
	assert_string_equal(told_of("DTSTART:20260301" CRLF
				    "DESCRIPTION:Assembly\\nIn the hall" CRLF
				    "CATEGORIES:Meeting" CRLF),
	    "2: start=2026-03-01 summary=Assembly category=Meeting\n");
	assert_string_equal(
	    told_of("DTSTART:20260301" CRLF "CATEGORIES:Meeting,x" CRLF
		    "LOCATION:Hall" CRLF),
	    "2: start=2026-03-01 summary=Meeting place=Hall category=Meeting "
	    "category=x\n");
	assert_string_equal(
	    told_of("DTSTART:20260301" CRLF "LOCATION:Hall" CRLF),
	    "2: start=2026-03-01 summary=Hall place=Hall\n");
}

static void
where_to_take_part_is_a_link(void **state)
{
	(void)state;
	assert_string_equal(told_of(HEAD "DTSTART:20260301" CRLF
					 "CONFERENCE;VALUE=URI;FEATURE=VIDEO:"
					 "https://meet.example.org/x" CRLF),
	    "2: uid=u start=2026-03-01 url=https://meet.example.org/x\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART:20260301" CRLF
			 "CONFERENCE:https://meet.example.org/x" CRLF
			 "URL:https://example.org/" CRLF),
	    "2: uid=u start=2026-03-01 url=https://example.org/\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART:20260301" CRLF "CONFERENCE:tel:+34-000" CRLF),
	    "2: uid=u start=2026-03-01\n");
}

/* Hours of a DURATION pass, days are counted (section 3.3.6): the clocks of
 * Madrid go forward on 29 March at 02:00. */
static void
durations_know_the_zone(void **state)
{
	(void)state;
	assert_string_equal(
	    told_of(HEAD "DTSTART;TZID=Europe/Madrid:20260328T120000" CRLF
			 "DURATION:PT24H" CRLF),
	    "2: uid=u start=2026-03-28T12:00:00 end=2026-03-29T13:00:00 "
	    "zone=Europe/Madrid\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART;TZID=Europe/Madrid:20260328T120000" CRLF
			 "DURATION:P1D" CRLF),
	    "2: uid=u start=2026-03-28T12:00:00 end=2026-03-29T12:00:00 "
	    "zone=Europe/Madrid\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART:20260328" CRLF "DURATION:PT1W" CRLF),
	    "2: uid=u start=2026-03-28 end=2026-04-04\n");
}

/* As Outlook and others write whole days. */
static void
whole_days_are_dates(void **state)
{
	(void)state;
	assert_string_equal(
	    told_of(HEAD "DTSTART;TZID=Europe/Madrid:20260301T000000" CRLF
			 "DTEND;TZID=Europe/Madrid:20260303T000000" CRLF
			 "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE" CRLF),
	    "2: uid=u start=2026-03-01 end=2026-03-03\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART;VALUE=DATE:20260301T000000" CRLF
			 "DTEND;VALUE=DATE:20260303T000000" CRLF),
	    "2: uid=u start=2026-03-01 end=2026-03-03\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART;VALUE=DATE:20260301T180000Z" CRLF
			 "DTEND;VALUE=DATE:20260302T000000Z" CRLF),
	    "2: uid=u start=2026-03-01T18:00:00Z end=2026-03-02T00:00:00Z "
	    "zone=UTC\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART;TZID=Europe/Madrid:20260301T000000" CRLF
			 "DTEND;TZID=Europe/Madrid:20260301T060000" CRLF
			 "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE" CRLF),
	    "2: uid=u start=2026-03-01T00:00:00 end=2026-03-01T06:00:00 "
	    "zone=Europe/Madrid\n");
	assert_string_equal(told_of(HEAD "DTSTART:2026-03-01T10:00:00Z" CRLF
					 "DTEND:2026-03-01T11:00Z" CRLF),
	    "2: uid=u start=2026-03-01T10:00:00Z end=2026-03-01T11:00:00Z "
	    "zone=UTC\n");
}

static void
the_reading_stops_when_told(void **state)
{
	static const char text[] =
	    CALENDAR(EVENT("a", "") EVENT("b", "") EVENT("c", ""));
	struct ambit_run run = { .stop_after = 2 };

	(void)state;
	assert_int_equal(
	    read_with(&run, NULL, text, strlen(text)), AMBIT_CANCELLED);
	assert_int_equal(run.events, 2);
}

static void
a_part_names_what_it_is_part_of(void **state)
{
	(void)state;
	assert_non_null(strstr(told_of(HEAD "DTSTART:20260301T100000Z" CRLF
					    "RELATED-TO:main@x" CRLF),
	    " parent=main@x"));
	assert_non_null(
	    strstr(told_of(HEAD "DTSTART:20260301T100000Z" CRLF
				"RELATED-TO;RELTYPE=PARENT:main" CRLF
				"RELATED-TO;RELTYPE=CHILD:x" CRLF),
		" parent=main\n"));
	assert_null(strstr(told_of(HEAD "DTSTART:20260301T100000Z" CRLF
					"RELATED-TO;RELTYPE=SIBLING:x" CRLF),
	    "parent"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_names_what_it_is_part_of),
		cmocka_unit_test(doubles_are_both_given),
		cmocka_unit_test(a_part_is_never_taken_for_the_whole),
		cmocka_unit_test(what_is_no_calendar_is_refused),
		cmocka_unit_test(unclosed_events_are_named_and_others_taken),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(long_lines_matter_only_where_they_are_read),
		cmocka_unit_test(any_encoding_and_line_end_is_read),
		cmocka_unit_test(the_calendar_speaks_for_its_events),
		cmocka_unit_test(a_title_is_found),
		cmocka_unit_test(where_to_take_part_is_a_link),
		cmocka_unit_test(durations_know_the_zone),
		cmocka_unit_test(whole_days_are_dates),
		cmocka_unit_test(the_reading_stops_when_told),
	};

	return cmocka_run_group_tests_name("ical_documents", tests, NULL, NULL);
}
