/* SPDX-License-Identifier: Apache-2.0 */
/* The iCalendar reader, property by property of one event. */
#include "ical_kit.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_unescaped_and_unfolded),
		cmocka_unit_test(dates_keep_their_form),
		cmocka_unit_test(times_keep_their_zone),
		cmocka_unit_test(recurrence_is_handed_on_as_written),
		cmocka_unit_test(what_cannot_be_read_is_named),
		cmocka_unit_test(an_override_may_stand_for_all_later_ones),
		cmocka_unit_test(alarms_are_not_the_event),
	};

	return cmocka_run_group_tests_name("ical_reader", tests, NULL, NULL);
}
