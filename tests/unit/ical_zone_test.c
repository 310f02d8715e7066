/* SPDX-License-Identifier: Apache-2.0 */
/* Which zone a calendar's times are in, whatever its publisher calls it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reader_kit.h"
#include "readers/windows_zones.h"
#include "readers/zone_guess.h"

/* A VTIMEZONE of two observances with the nth Sunday of two months. */
#define SEASONS(tzid, std, dst, dst_rule, std_rule, std_time) \
	"BEGIN:VTIMEZONE\nTZID:" tzid "\nBEGIN:STANDARD\n" \
	"DTSTART:16010101T" std_time "\nTZOFFSETFROM:" dst "\nTZOFFSETTO:" std \
	"\nRRULE:FREQ=YEARLY;" std_rule "\nEND:STANDARD\nBEGIN:DAYLIGHT\n" \
	"DTSTART:16010101T020000\nTZOFFSETFROM:" std "\nTZOFFSETTO:" dst \
	"\nRRULE:FREQ=YEARLY;" dst_rule "\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
#define EUROPE(tzid) \
	SEASONS(tzid, "+0100", "+0200", "BYDAY=-1SU;BYMONTH=3", \
	    "BYDAY=-1SU;BYMONTH=10", "030000")
#define NEW_YORK(tzid) \
	SEASONS(tzid, "-0500", "-0400", "BYDAY=2SU;BYMONTH=3", \
	    "BYDAY=1SU;BYMONTH=11", "020000")
#define FIXED(tzid, offset) \
	"BEGIN:VTIMEZONE\nTZID:" tzid "\nBEGIN:STANDARD\n" \
	"DTSTART:19700101T000000\nTZOFFSETFROM:" offset "\nTZOFFSETTO:" offset \
	"\nEND:STANDARD\nEND:VTIMEZONE\n"

#define EVENT(start, more) \
	"BEGIN:VEVENT\nUID:u\nSUMMARY:s\nDTSTART" start "\n" more "END:" \
	"VEVENT\n"
#define CALENDAR(inside) "BEGIN:VCALENDAR\n" inside "END:VCALENDAR\n"

static const char *
told_in(const char *zone, const char *text)
{
	const struct reading_config config = { .zone = zone };
	static struct ambit_run run;

	return document_read(&run, &reader_ical, &config, text, 0, AMBIT_OK);
}

/* The zone of one summer's event with this TZID. */
static void
zone_is(const char *told, const char *zone)
{
	char words[100];

	snprintf(words, sizeof words, "\"zone\":\"%s\"", zone);
	assert_told(told, words);
}

static void
names_are_known(void **state)
{
	(void)state;
#define NAMED(tzid) \
	told_in(NULL, CALENDAR(EVENT(";TZID=" tzid ":20260701T100000", "")))
	zone_is(NAMED("Europe/Madrid"), "Europe/Madrid");
	assert_not_told(NAMED("Europe/Madrid"), "taken for");
	zone_is(NAMED("/citadel.org/1/Europe/Madrid"), "Europe/Madrid");
	assert_not_told(NAMED("/citadel.org/1/Europe/Madrid"), "taken for");
	zone_is(NAMED("Romance Standard Time"), "Europe/Paris");
	assert_told(NAMED("Romance Standard Time"),
	    "info the time zone 'Romance Standard Time' is taken for "
	    "Europe/Paris\n");
	zone_is(NAMED("w. europe standard time"), "Europe/Berlin");
	/* Not those that count leap seconds, nor this machine's own. */
	zone_is(NAMED("/x/right/Europe/Madrid"), "Europe/Madrid");
	assert_told(NAMED("localtime"), "unknown time zone");
	assert_told(NAMED("../../etc/passwd"), "unknown time zone");
	/* Of a Windows zone the source's own country. */
	zone_is(told_in("Europe/Madrid",
		    CALENDAR(EVENT(
			";TZID=Romance Standard Time:20260701T100000", ""))),
	    "Europe/Madrid");
}

static void
windows_zones_are_there(void **state)
{
	struct zones *zones = NULL;
	struct err err = ERR_INIT;
	int known = 0, all = 0;

	(void)state;
	assert_int_equal(zones_open(NULL, &zones, &err), 0);
	for (const struct windows_zone *w = windows_zones; w->name; w++) {
		all++;
		known += zone_named(zones, w->name, NULL) != NULL;
	}
	zones_free(zones);
	assert_true(all > 130);
	assert_int_equal(known, all);
}

static void
rules_say_which_zone(void **state)
{
	(void)state;
#define DEFINED(zone, tzid, definition) \
	told_in(zone, CALENDAR(EVENT(";TZID=\"" tzid "\":20260701T100000", "") \
			      definition(tzid)))
	/* Also when the definition stands behind the event. */
	zone_is(DEFINED(NULL, "Customized Time Zone", NEW_YORK),
	    "America/New_York");
	zone_is(DEFINED(NULL, "custom_Europe/Rome", EUROPE), "Europe/Rome");
	zone_is(DEFINED(NULL, "(UTC+01:00) Copenhagen, Madrid", EUROPE),
	    "Europe/Copenhagen");
#define LOTUS(tzid) \
	SEASONS(tzid, "-0500", "-0400", \
	    "BYMINUTE=0;BYHOUR=2;BYDAY=2SU;BYMONTH=3", \
	    "BYMINUTE=0;BYHOUR=2;BYDAY=1SU;BYMONTH=11", "020000")
	zone_is(DEFINED(NULL, "Eastern", LOTUS), "America/New_York");
	/* The source's own zone before others that fit as well. */
	zone_is(DEFINED("Europe/Madrid", "Ours", EUROPE), "Europe/Madrid");
	zone_is(DEFINED("Asia/Tokyo", "Ours", EUROPE), "Europe/Budapest");
#define HOUR_EAST(tzid) FIXED(tzid, "+0100")
#define NO_OFFSET(tzid) FIXED(tzid, "+0000")
#define INDIA(tzid) FIXED(tzid, "+0530")
	zone_is(DEFINED(NULL, "Mine", HOUR_EAST), "Etc/GMT-1");
	zone_is(DEFINED(NULL, "", NO_OFFSET), "UTC");
	zone_is(DEFINED(NULL, "Mine", INDIA), "Asia/Kolkata");
}

static void
a_name_wins_over_its_rules(void **state)
{
	static const char text[] = CALENDAR(NEW_YORK("Europe/Madrid")
		EVENT(";TZID=Europe/Madrid:20260701T100000", "")
		    EVENT(";TZID=Europe/Madrid:20260702T100000", ""));
	const char *told = told_in(NULL, text), *again;

	(void)state;
	zone_is(told, "Europe/Madrid");
	assert_told(told, "\"start\":\"2026-07-01T10:00:00\"");
	again = strstr(told, "warning the calendar has other rules for "
			     "'Europe/Madrid' than Europe/Madrid has");
	assert_non_null(again);
	assert_null(strstr(again + 1, "warning"));
	told = told_in(NULL, CALENDAR(EUROPE("Europe/Madrid") EVENT(
				 ";TZID=Europe/Madrid:20260701T100000", "")));
	assert_not_told(told, "other rules");
}

/* In a zone of which nobody has heard an instant is still an instant; what a
 * rule would make of it is not known. */
static void
strange_rules_give_instants(void **state)
{
#define STRANGE(tzid) FIXED(tzid, "+0217")
	const char *told = DEFINED(NULL, "Amber", STRANGE);

	(void)state;
	assert_told(told, "\"start\":\"2026-07-01T07:43:00Z\"");
	zone_is(told, "UTC");
	told = told_in(
	    NULL, CALENDAR(STRANGE("Amber") EVENT(";TZID=Amber:20260701T100000",
		      "RRULE:FREQ=DAILY;COUNT=3\n")));
	assert_told(told, "quarantine 10 s: it recurs in a time zone that is "
			  "none of IANA's");
	told = told_in(NULL,
	    CALENDAR("BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\n"
		     "DTSTART:19700101T000000\nTZOFFSETFROM:+0100\n"
		     "TZOFFSETTO:+0100\nRRULE:FREQ=SECONDLY\nEND:STANDARD\n"
		     "END:VTIMEZONE\n" EVENT(";TZID=Odd:20260701T100000", "")));
	assert_told(told, "unknown time zone 'Odd' in DTSTART, whose "
			  "VTIMEZONE cannot be read");
}

static void
words_are_taken_with_two_facts(void **state)
{
	(void)state;
	zone_is(NAMED("UTC+01"), "Etc/GMT-1");
	zone_is(NAMED("\"(GMT -03:00)\""), "Etc/GMT+3");
	zone_is(NAMED("\"(UTC-05:00) Eastern Time (US & Canada)\""),
	    "America/New_York");
	zone_is(NAMED("\"(GMT+10:00) Canberra, Melbourne, Sydney\""),
	    "Australia/Sydney");
	zone_is(NAMED("\"Amsterdam, Berlin, Madrid, Paris\""), "Europe/Paris");
	zone_is(told_in("Europe/Madrid",
		    CALENDAR(EVENT(";TZID=\"Amsterdam, Madrid, Paris\":"
				   "20260701T100000",
			""))),
	    "Europe/Madrid");
	/* An offset that the city has not; cities that differ; one alone. */
	assert_told(NAMED("\"(UTC+09:00) Madrid\""), "unknown time zone");
	assert_told(NAMED("\"Madrid, Tokyo\""), "unknown time zone");
	assert_told(NAMED("Madrid"), "unknown time zone");
	assert_told(NAMED("Europe/Germany"), "unknown time zone");
}

static void
times_without_a_zone_have_the_calendars(void **state)
{
	(void)state;
#define FLOATING(head) CALENDAR(head EVENT(":20260701T100000", ""))
	assert_told(told_in(NULL, FLOATING("")),
	    "its times name no time zone; set a zone for this source");
	zone_is(told_in(NULL, FLOATING("X-WR-TIMEZONE:Europe/Lisbon\n")),
	    "Europe/Lisbon");
	zone_is(told_in(NULL, CALENDAR(EVENT(":20260701T100000",
				  "") "X-WR-TIMEZONE:GMT Standard Time\n")),
	    "Europe/London");
	zone_is(
	    told_in("Europe/Madrid", FLOATING("X-WR-TIMEZONE:Europe/Lisbon\n")),
	    "Europe/Madrid");
	/* Each calendar has its own. */
	assert_told(told_in(NULL,
			FLOATING("X-WR-TIMEZONE:Europe/Lisbon\n") FLOATING("")),
	    "quarantine 10 s: its times name no time zone");
}

/* The onset of an odd year, the last of a bounded rule, single onsets. */
static void
onsets_are_counted(void **state)
{
	static struct ical_rules rules = { .n = 2 };
	struct ical_observance *std = &rules.items[0], *dst = &rules.items[1];

	(void)state;
	*std = (struct ical_observance){ .from = 7200,
		.to = 3600,
		.start = 1000000000,
		.yearly = true,
		.month = 10,
		.weekday = 6,
		.nth = -1,
		.until = INT64_MAX };
	*dst = (struct ical_observance){ .from = 3600,
		.to = 7200,
		.start = 999990000,
		.yearly = true,
		.month = 3,
		.weekday = 6,
		.days = 0x7f << 8, /* the 8th to the 14th */
		.until = 1800000000,
		.nonsets = 1,
		.onsets = { 1900000000 } };
	/* 2025-03-09 is the first Sunday from the 8th on; +1 h */
	assert_int_equal(ical_rules_offset(&rules, 1741478400 - 86400), 3600);
	assert_int_equal(ical_rules_offset(&rules, 1741478400 + 86400), 7200);
	/* 2025-10-26 */
	assert_int_equal(ical_rules_offset(&rules, 1761436800 - 86400), 7200);
	assert_int_equal(ical_rules_offset(&rules, 1761436800 + 86400), 3600);
	/* No more summers after the bound (2027-01-15), but one. */
	assert_int_equal(ical_rules_offset(&rules, 1812000000), 3600);
	assert_int_equal(ical_rules_offset(&rules, 1900000000), 7200);
	/* Before the first onset: what it came from. */
	assert_int_equal(ical_rules_offset(&rules, 0), 3600);
	/* 2025-03-09T05:30 is in no gap; instants go on over it. */
	assert_int_equal(ical_rules_utc(&rules, 1741478400 + 86400),
	    1741478400 + 86400 - 7200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_known),
		cmocka_unit_test(windows_zones_are_there),
		cmocka_unit_test(rules_say_which_zone),
		cmocka_unit_test(a_name_wins_over_its_rules),
		cmocka_unit_test(strange_rules_give_instants),
		cmocka_unit_test(words_are_taken_with_two_facts),
		cmocka_unit_test(times_without_a_zone_have_the_calendars),
		cmocka_unit_test(onsets_are_counted),
	};

	return cmocka_run_group_tests_name("ical_zone", tests, NULL, NULL);
}
