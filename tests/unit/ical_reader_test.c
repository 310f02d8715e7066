/* SPDX-License-Identifier: Apache-2.0 */
/* The iCalendar reader with a host that writes down what it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "readers/ical.h"

/* What the reading brought, as lines of text. */
struct ambit_run {
	char told[8192];
	int events, quarantined;
	int stop_after; /* events; 0: never */
};

static void tell(struct ambit_run *run, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
tell(struct ambit_run *run, const char *fmt, ...)
{
	size_t len = strlen(run->told);
	va_list args;

	va_start(args, fmt);
	vsnprintf(run->told + len, sizeof run->told - len, fmt, args);
	va_end(args);
}

static int
hear_quarantine(struct ambit_run *run, const struct ambit_item *item)
{
	run->quarantined++;
	tell(run, "quarantine %s: %s (%lld)\n", item->name, item->reason,
	    (long long)item->line);
	return AMBIT_OK;
}

static void
hear_log(struct ambit_run *run, int level, const char *text)
{
	tell(run, "%s: %s\n", level == AMBIT_LOG_ERROR ? "error" : "warning",
	    text);
}

static int
hear_expired(struct ambit_run *run)
{
	return run->stop_after && run->events >= run->stop_after;
}

static const struct ambit_host host = { .size = sizeof host,
	.expired = hear_expired,
	.log = hear_log,
	.quarantine = hear_quarantine };

static void
tell_list(struct ambit_run *run, const char *name, const char *const *list)
{
	for (; list && *list; list++)
		tell(run, " %s=%s", name, *list);
}

static void
tell_text(struct ambit_run *run, const char *name, const char *text)
{
	if (text)
		tell(run, " %s=%s", name, text);
}

static int
take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	struct ambit_run *run = arg;

	run->events++;
	tell(run, "%lld:", (long long)extra->line);
	tell_text(run, "uid", event->uid);
	tell_text(run, "rid", event->recurrence_id);
	tell_text(run, "range", event->this_and_future ? "future" : NULL);
	tell_text(run, "start", event->start);
	tell_text(run, "end", event->end);
	tell_text(run, "zone", event->zone);
	tell_text(run, "rrule", event->rrule);
	tell_list(run, "rdate", event->rdates);
	tell_list(run, "exdate", event->exdates);
	tell_text(run, "summary", event->summary);
	tell_text(run, "place", event->place);
	tell_text(run, "organiser", event->organiser);
	tell_text(run, "status", event->status);
	tell_text(run, "visibility", event->visibility);
	tell_list(run, "category", event->categories);
	tell_text(run, "parent", event->parent);
	tell_text(run, "x", item_value(extra, "X-FEE"));
	tell(run, "\n");
	return run->stop_after && run->events >= run->stop_after
		   ? AMBIT_CANCELLED
		   : AMBIT_OK;
}

static int
read_with(struct ambit_run *run, const struct ical_options *options,
    const char *text, size_t len)
{
	*run = (struct ambit_run){ .stop_after = run->stop_after };
	return ical_read(text, len, options, &host, run, take, run);
}

/* One VEVENT with these lines in a calendar: what is told of it. */
static const char *
told_of(const char *lines)
{
	static struct ambit_run run;
	char text[4096];

	snprintf(text, sizeof text,
	    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n%sEND:VEVENT\r\n"
	    "END:VCALENDAR\r\n",
	    lines);
	assert_int_equal(read_with(&run, NULL, text, strlen(text)), AMBIT_OK);
	return run.told;
}

#define CRLF "\r\n"
#define HEAD "UID:u" CRLF

static void
texts_are_unescaped_and_unfolded(void **state)
{
	(void)state;
	assert_string_equal(
	    told_of(HEAD "DTSTART:20260301T100000Z" CRLF
			 "SUMMARY:A\\, b\\; c\\nd\\\\e" CRLF "LOCATION:Pla" CRLF
			 " ça 1, \"x\"" CRLF
			 "ORGANIZER;CN=\"Doe; Jane\":MAILTO:j@x" CRLF
			 "CATEGORIES:a\\,b, c,,d" CRLF "CATEGORIES:e" CRLF
			 "X-FEE;CURRENCY=EUR:10" CRLF "STATUS:TENTATIVE" CRLF
			 "CLASS:Confidential" CRLF),
	    "2: uid=u start=2026-03-01T10:00:00Z zone=UTC "
	    "summary=A, b; c\nd\\e place=Plaça 1, \"x\" organiser=Doe; Jane "
	    "status=tentative visibility=private category=a,b category=c "
	    "category=d category=e "
	    "x=10\n");
}

static void
dates_keep_their_form(void **state)
{
	(void)state;
	assert_string_equal(told_of(HEAD "DTSTART;VALUE=DATE:20260301" CRLF
					 "DTEND;VALUE=DATE:20260304" CRLF),
	    "2: uid=u start=2026-03-01 end=2026-03-04\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART:20260301" CRLF "DURATION:P1W" CRLF),
	    "2: uid=u start=2026-03-01 end=2026-03-08\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART:20260301" CRLF "DTEND:20260301" CRLF),
	    "2: uid=u start=2026-03-01\n");
}

static void
times_keep_their_zone(void **state)
{
	(void)state;
	assert_string_equal(
	    told_of(HEAD "DTSTART;TZID=Europe/Madrid:20260301T1000" CRLF
			 "DURATION:P1DT2H30M" CRLF),
	    "2: uid=u start=2026-03-01T10:00:00 end=2026-03-02T12:30:00 "
	    "zone=Europe/Madrid\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART;TZID=Europe/Madrid:20260701T100000" CRLF
			 "DTEND;TZID=Europe/Lisbon:20260701T110000" CRLF),
	    "2: uid=u start=2026-07-01T10:00:00 end=2026-07-01T10:00:00Z "
	    "zone=Europe/Madrid\n");
	assert_string_equal(
	    told_of(HEAD "DTSTART;TZID=\"/citadel.org/2019/America/"
			 "Argentina/Salta\":20260301T100000" CRLF),
	    "2: uid=u start=2026-03-01T10:00:00 "
	    "zone=America/Argentina/Salta\n");
}

static void
recurrence_is_handed_on_as_written(void **state)
{
	(void)state;
	assert_string_equal(
	    told_of(HEAD
		"DTSTART;TZID=Europe/Madrid:20260301T100000" CRLF
		"RRULE:FREQ=WEEKLY;BYSETPOS=-1;BYDAY=MO,TU" CRLF
		"EXDATE;TZID=Europe/Madrid:20260302T100000,"
		"20260309T100000" CRLF "EXDATE;VALUE=DATE:20260310" CRLF
		"EXDATE;TZID=Europe/Lisbon:20260316T090000" CRLF
		"RDATE;VALUE=PERIOD:20260401T080000Z/PT1H" CRLF "RDATE:" CRLF),
	    "2: uid=u start=2026-03-01T10:00:00 zone=Europe/Madrid "
	    "rrule=FREQ=WEEKLY;BYSETPOS=-1;BYDAY=MO,TU "
	    "rdate=2026-04-01T08:00:00Z exdate=2026-03-02T10:00:00 "
	    "exdate=2026-03-09T10:00:00 exdate=2026-03-10 "
	    "exdate=2026-03-16T09:00:00Z\n");
	assert_string_equal(told_of(HEAD "DTSTART:20260302T100000Z" CRLF
					 "RECURRENCE-ID:20260301T100000Z" CRLF),
	    "2: uid=u rid=2026-03-01T10:00:00Z start=2026-03-02T10:00:00Z "
	    "zone=UTC\n");
}

static void
quarantined(const char *lines, const char *reason)
{
	char expected[400];

	snprintf(expected, sizeof expected, "quarantine u: %s (2)\n", reason);
	assert_string_equal(told_of(lines), expected);
}

static void
what_cannot_be_read_is_named(void **state)
{
	(void)state;
	quarantined(HEAD, "it has no DTSTART");
	quarantined(HEAD "DTSTART:tomorrow" CRLF,
	    "DTSTART 'tomorrow' cannot be read as a date or time");
	quarantined(HEAD "DTSTART:20260230" CRLF,
	    "DTSTART '20260230' cannot be read as a date or time");
	quarantined(HEAD "DTSTART:20260301T250000Z" CRLF,
	    "DTSTART '20260301T250000Z' cannot be read as a date or time");
	quarantined(HEAD "DTSTART:20260301T100000+0100" CRLF,
	    "DTSTART '20260301T100000+0100' cannot be read as a date or time");
	quarantined(HEAD "DTSTART:20260301T100000" CRLF,
	    "its times name no time zone; set a zone for this source");
	quarantined(HEAD "DTSTART;TZID=Moon/Tranquility:20260301T100000" CRLF,
	    "unknown time zone 'Moon/Tranquility' in DTSTART");
	quarantined(HEAD "DTSTART;TZID=../../etc/passwd:20260301T100000" CRLF,
	    "unknown time zone '../../etc/passwd' in DTSTART");
	quarantined(HEAD "DTSTART:20260301" CRLF "DTEND:20260228" CRLF,
	    "it ends before it starts");
	quarantined(HEAD "DTSTART:20260301" CRLF "DTEND:20260302T100000Z" CRLF,
	    "of DTSTART and DTEND one is a date and one a time");
	quarantined(HEAD "DTSTART:20260301" CRLF "DURATION:long" CRLF,
	    "DURATION 'long' cannot be read");
	quarantined(HEAD "DTSTART:20260301" CRLF "EXDATE:never" CRLF,
	    "EXDATE 'never' cannot be read as a date or time");
	quarantined(HEAD "DTSTART:20260301" CRLF
			 "RECURRENCE-ID;RANGE=THISANDPRIOR:20260301" CRLF,
	    "RECURRENCE-ID with RANGE=THISANDPRIOR is not supported");
	quarantined(HEAD "DTSTART:20260301" CRLF "EXRULE:FREQ=DAILY" CRLF,
	    "EXRULE is not supported");
	quarantined(HEAD "DTSTART:20260301" CRLF "RRULE:FREQ=DAILY" CRLF
			 "RRULE:FREQ=WEEKLY" CRLF,
	    "it has more than one RRULE");
	assert_string_equal(
	    told_of("SUMMARY:Nameless" CRLF "DTSTART:20260301" CRLF),
	    "quarantine Nameless: it has no UID (2)\n");
	assert_string_equal(told_of("DTSTART:20260301" CRLF),
	    "quarantine event at line 2: it has no UID (2)\n");
}

static void
an_override_may_stand_for_all_later_ones(void **state)
{
	(void)state;
	assert_string_equal(
	    told_of(HEAD "DTSTART:20260302" CRLF
			 "RECURRENCE-ID;RANGE=thisandfuture:20260301" CRLF),
	    "2: uid=u rid=2026-03-01 range=future start=2026-03-02\n");
}

static void
alarms_are_not_the_event(void **state)
{
	(void)state;
	assert_string_equal(
	    told_of(HEAD "DTSTART:20260301" CRLF "BEGIN:VALARM" CRLF
			 "UID:alarm" CRLF "SUMMARY:Alarm" CRLF "END:VALARM" CRLF
			 "SUMMARY:Event" CRLF),
	    "2: uid=u start=2026-03-01 summary=Event\n");
}

/* ---------------------------------------------------------- whole texts */

static const char *
told_text(const char *text, int result, const struct ical_options *options)
{
	static struct ambit_run run;

	assert_int_equal(read_with(&run, options, text, strlen(text)), result);
	return run.told;
}

#define EVENT(uid, more) \
	"BEGIN:VEVENT\nUID:" uid "\nDTSTART:20260301\n" more "END:VEVENT\n"
#define CALENDAR(inside) "BEGIN:VCALENDAR\n" inside "END:VCALENDAR\n"

static void
the_newest_of_doubles_is_kept(void **state)
{
	(void)state;
	assert_string_equal(
	    told_text(CALENDAR(EVENT("a", "SEQUENCE:1\nSUMMARY:old\n") EVENT(
			  "a", "SEQUENCE:2\nSUMMARY:new\n") EVENT("b", "")),
		AMBIT_OK, NULL),
	    "quarantine old: the event at line 8 has the same "
	    "UID and a higher SEQUENCE and is kept (2)\n"
	    "8: uid=a start=2026-03-01 summary=new\n"
	    "14: uid=b start=2026-03-01\n");
	assert_string_equal(
	    told_text(CALENDAR(EVENT("a", "DTSTAMP:20260102T000000Z\n")
			      EVENT("a", "DTSTAMP:20260101T000000Z\n")
				  EVENT("a", "RECURRENCE-ID:20260301\n")),
		AMBIT_OK, NULL),
	    "2: uid=a start=2026-03-01\n"
	    "quarantine a: the event at line 2 has the same "
	    "UID and is kept (7)\n"
	    "12: uid=a rid=2026-03-01 start=2026-03-01\n");
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
	    "quarantine event at line 2: it has no END:VEVENT (2)\n"
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
			EVENT("b", "DESCRIPTION:long long long long "
				   "long long long long\n")),
		AMBIT_OK, &options),
	    "2: uid=a start=2026-03-01\n"
	    "quarantine b: line 10 is longer than 40 bytes (7)\n");
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

static void
options_are_heeded(void **state)
{
	struct ical_options options = {
		.size = sizeof options, .zone = "Europe/Lisbon", .derive_uid = 1
	};
	const char *told;
	char first[100];

	(void)state;
	told = told_text("BEGIN:VEVENT\nDTSTART:20260301T100000\n"
			 "SUMMARY:x\nEND:VEVENT\n",
	    AMBIT_OK, &options);
	assert_non_null(strstr(told, "zone=Europe/Lisbon"));
	assert_non_null(strstr(told, "uid=content-"));
	snprintf(first, sizeof first, "%.48s", told);
	told = told_text("BEGIN:VEVENT\nDTSTART:20260301T100000\n"
			 "SUMMARY:y\nEND:VEVENT\n",
	    AMBIT_OK, &options);
	assert_memory_not_equal(told, first, 48);
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
		cmocka_unit_test(texts_are_unescaped_and_unfolded),
		cmocka_unit_test(dates_keep_their_form),
		cmocka_unit_test(times_keep_their_zone),
		cmocka_unit_test(recurrence_is_handed_on_as_written),
		cmocka_unit_test(what_cannot_be_read_is_named),
		cmocka_unit_test(an_override_may_stand_for_all_later_ones),
		cmocka_unit_test(alarms_are_not_the_event),
		cmocka_unit_test(the_newest_of_doubles_is_kept),
		cmocka_unit_test(a_part_is_never_taken_for_the_whole),
		cmocka_unit_test(what_is_no_calendar_is_refused),
		cmocka_unit_test(unclosed_events_are_named_and_others_taken),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(long_lines_matter_only_where_they_are_read),
		cmocka_unit_test(any_encoding_and_line_end_is_read),
		cmocka_unit_test(the_calendar_speaks_for_its_events),
		cmocka_unit_test(options_are_heeded),
		cmocka_unit_test(the_reading_stops_when_told),
	};

	return cmocka_run_group_tests_name("ical_reader", tests, NULL, NULL);
}
