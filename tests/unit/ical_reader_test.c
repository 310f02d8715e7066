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
#include "tell.h"

/* What the reading brought, as lines of text. */
struct ambit_run {
	char told[8192];
	int events, quarantined;
	int stop_after; /* events; 0: never */
};

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
	if (!event->uid || strcmp(event->summary, event->uid) != 0)
		tell_text(run, "summary", event->summary);
	tell_text(run, "place", event->place);
	tell_text(run, "organiser", event->organiser);
	tell_text(run, "status", event->status);
	tell_text(run, "visibility", event->visibility);
	tell_text(run, "revised", event->revised);
	tell_text(run, "url", event->url);
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

#define UNKNOWN \
	", which the calendar does not define; its publisher should write an " \
	"IANA name such as Europe/Madrid"

static void
what_cannot_be_read_is_named(void **state)
{
	(void)state;
	quarantined(HEAD, "it has no DTSTART: nobody knows when it is");
	quarantined(HEAD "DTSTART:20991231T225800Z" CRLF,
	    "its date is a placeholder: it has not been set yet");
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
	    "unknown time zone 'Moon/Tranquility' in DTSTART" UNKNOWN);
	quarantined(HEAD "DTSTART;TZID=../../etc/passwd:20260301T100000" CRLF,
	    "unknown time zone '../../etc/passwd' in DTSTART" UNKNOWN);
	quarantined(HEAD "DTSTART:20260301" CRLF "DTEND:20260228" CRLF,
	    "it ends (2026-02-28) before it starts (2026-03-01)");
	quarantined(HEAD "DTSTART;TZID=Europe/Madrid:20260301T100000" CRLF
			 "DTEND;TZID=Asia/Tokyo:20260301T110000" CRLF,
	    "it ends (2026-03-01T11:00:00) before it starts "
	    "(2026-03-01T10:00:00)");
	quarantined(HEAD "DTSTART:20260301T100000Z" CRLF "DURATION:-PT1H" CRLF,
	    "it ends (2026-03-01T09:00:00Z) before it starts "
	    "(2026-03-01T10:00:00Z)");
	quarantined(HEAD "DTSTART:20260301" CRLF "DTEND:20260302T100000Z" CRLF,
	    "of DTSTART 2026-03-01 and DTEND 2026-03-02T10:00:00Z one is a "
	    "date and one a time");
	quarantined(HEAD "DTSTART:20260301" CRLF "DURATION:long" CRLF,
	    "DURATION 'long' cannot be read");
	quarantined(HEAD "DTSTART:20260301" CRLF "EXDATE:never" CRLF,
	    "EXDATE 'never' cannot be read as a date or time");
	quarantined(HEAD "DTSTART:20260301" CRLF
			 "RECURRENCE-ID;RANGE=THISANDPRIOR:20260301" CRLF,
	    "RECURRENCE-ID with RANGE=THISANDPRIOR is not supported: it would "
	    "change what has been (RFC 5545 knows THISANDFUTURE alone)");
	quarantined(HEAD "DTSTART:20260301" CRLF "EXRULE:FREQ=DAILY" CRLF,
	    "it has an EXRULE, which RFC 5545 has done away with: EXDATE says "
	    "which dates are left out");
	quarantined(HEAD "DTSTART:20260301" CRLF "RRULE:FREQ=DAILY" CRLF
			 "RRULE:FREQ=WEEKLY" CRLF,
	    "it has more than one RRULE");
	assert_string_equal(
	    told_of("SUMMARY:Nameless" CRLF "DTSTART:never" CRLF),
	    "quarantine Nameless: DTSTART 'never' cannot be read as a date or "
	    "time (2)\n");
	assert_string_equal(told_of("DTSTART:never" CRLF),
	    "quarantine event at line 2: DTSTART 'never' cannot be read as a "
	    "date or time (2)\n");
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
		cmocka_unit_test(texts_are_unescaped_and_unfolded),
		cmocka_unit_test(dates_keep_their_form),
		cmocka_unit_test(times_keep_their_zone),
		cmocka_unit_test(recurrence_is_handed_on_as_written),
		cmocka_unit_test(what_cannot_be_read_is_named),
		cmocka_unit_test(an_override_may_stand_for_all_later_ones),
		cmocka_unit_test(alarms_are_not_the_event),
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

	return cmocka_run_group_tests_name("ical_reader", tests, NULL, NULL);
}
