/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a feed says, rule by rule of the publishing rules ("rule_N_..."), each
 * body read back by libical as well.
 */
#include "feed_kit.h"

#include <stdio.h>

#include "base/cleanup.h"

static void
rule_1_stamps_are_the_revisions_time(void **state)
{
	const char *text = kit_public(1);

	(void)state;
	assert_has(text, "\r\nDTSTAMP:20260219T120000Z\r\n");
	assert_has(text, "\r\nLAST-MODIFIED:20260219T120000Z\r\n");
	assert_has(text, "\r\nCREATED:20260209T120000Z\r\n");
}

static void
rule_7_uid_is_a_digest_of_source_and_uid(void **state)
{
	char uid[PUBLISHED_UID], other[PUBLISHED_UID];
	char line[PUBLISHED_UID + 10];

	(void)state;
	published_uid(uid, "test", "assembly", "ambit.example");
	assert_int_equal(strlen(uid), 26 + strlen("@ambit.example"));
	assert_string_equal(uid + 26, "@ambit.example");
	snprintf(line, sizeof line, "\r\nUID:%s\r\n", uid);
	assert_has(kit_public(1), line);
	published_uid(other, "tes", "tassembly", "ambit.example");
	assert_string_not_equal(uid, other);
}

static void
rule_7_sequence_is_the_rows(void **state)
{
	(void)state;
	kit.rows[0].sequence = 12;
	assert_has(kit_public(1), "\r\nSEQUENCE:12\r\n");
}

static void
rule_7_nobody_is_named(void **state)
{
	struct participant head = { "Maria Example", "head", "AMB" };
	const struct participant *const people[] = { &head, NULL };
	const char *text;

	(void)state;
	kit.events[0].participants = people;
	kit.events[0].responsible = "Joan Example";
	kit.events[0].organiser = "Anna Example";
	text = kit_public(1);
	assert_has(text, "METHOD:PUBLISH");
	assert_lacks(text, "ATTENDEE");
	assert_lacks(text, "ORGANIZER");
	assert_lacks(text, " Example");
}

static void
rule_8_the_head_says_all_twice(void **state)
{
	const char *text = kit_public(1);
	const char *event = strstr(text, "BEGIN:VTIMEZONE");

	(void)state;
	assert_ptr_equal(
	    strstr(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), text);
	assert_has(text, "\r\nPRODID:-//Ambit//Ambit//EN\r\n");
	assert_has(text, "\r\nCALSCALE:GREGORIAN\r\n");
	assert_has(text, "\r\nNAME:International agenda\r\n");
	assert_has(text, "\r\nX-WR-CALNAME:International agenda\r\n");
	assert_has(text, "\r\nX-WR-TIMEZONE:Europe/Madrid\r\n");
	assert_has(text, "\r\nCOLOR:steelblue\r\n");
	assert_has(text, "\r\nX-APPLE-CALENDAR-COLOR:#4682B4\r\n");
	assert_has(text, "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n");
	assert_has(text, "\r\nX-PUBLISHED-TTL:PT6H\r\n");
	assert_has(text, "\r\nSOURCE;VALUE=URI:"
			 "https://ambit.example/feeds/public.ics\r\n");
	assert_has(text, "\r\nURL:https://ambit.example\r\n");
	assert_int_equal(count(text, "DESCRIPTION:"), 1);
	assert_int_equal(count(text, "X-WR-CALDESC:"), 1);
	/* No UID of the calendar's own. */
	assert_non_null(event);
	assert_true(strstr(text, "\r\nUID:") > event);
}

static void
rule_8_no_comma_or_semicolon_in_the_name(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].network = "Cities, Towns; and \\Regions";
	text = kit_feed(1, "network/cities-towns-and-regions");
	assert_has(text, "\r\nNAME:Cities Towns and Regions\r\n");
	assert_has(text, "\r\nDESCRIPTION:Events of the network Cities\\, "
			 "Towns\\; and \\\\Regions\r\n");
}

static void
rule_8_without_an_address_no_source_and_url(void **state)
{
	const char *text;

	(void)state;
	kit.options.base_url = NULL;
	text = kit_public(1);
	assert_lacks(text, "SOURCE");
	assert_lacks(text, "URL");
}

static void
rule_9_a_vtimezone_for_each_tzid_once(void **state)
{
	const char *text;

	(void)state;
	kit_override("2026-03-17T10:00:00");
	kit.events[1].zone = "America/New_York";
	text = kit_public(2);
	assert_has(text, "\r\nTZID:America/New_York\r\n");
	assert_has(text, "\r\nTZID:Europe/Madrid\r\n");
	assert_true(strstr(text, "\r\nTZID:America/New_York") <
		    strstr(text, "\r\nTZID:Europe/Madrid"));
	assert_int_equal(count(text, "BEGIN:VTIMEZONE"), 2);
}

static void
rule_9_utc_needs_none(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].zone = "UTC";
	text = kit_public(1);
	assert_has(text, "\r\nDTSTART:20260310T100000Z\r\n");
	assert_has(text, "\r\nDTEND:20260310T120000Z\r\n");
	assert_lacks(text, "VTIMEZONE");
}

static void
rule_10_all_day_end_is_exclusive(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].start = "2026-03-10";
	kit.events[0].end = "2026-03-15";
	kit.events[0].zone = NULL;
	text = kit_public(1);
	assert_has(text, "\r\nDTSTART;VALUE=DATE:20260310\r\n"
			 "DTEND;VALUE=DATE:20260315\r\n");
	assert_has(text, "TRANSP:OPAQUE");
}

static void
rule_10_all_day_end_is_always_there_and_later(void **state)
{
	(void)state;
	kit.events[0].start = "2026-03-10";
	kit.events[0].end = "2026-03-11";
	kit.events[0].zone = NULL;
	assert_has(kit_public(1), "\r\nDTSTART;VALUE=DATE:20260310\r\n"
				  "DTEND;VALUE=DATE:20260311\r\n");
}

static void
a_moment_has_no_end(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].end = kit.events[0].start;
	text = kit_public(1);
	assert_has(text, "\r\nDTSTART;TZID=Europe/Madrid:20260310T100000\r\n");
	assert_lacks(text, "DTEND");
}

static void
rule_11_exceptions_stand_in_the_starts_form_and_zone(void **state)
{
	static const char *const exdates[] = { "2026-03-24T10:00:00", NULL };
	static const char *const rdates[] = { "2026-03-25T10:00:00", NULL };
	const char *text;

	(void)state;
	kit_override("2026-03-17T10:00:00");
	kit.events[0].exdates = exdates;
	kit.events[0].rdates = rdates;
	text = kit_public(2);
	assert_has(text, "\r\nEXDATE;TZID=Europe/Madrid:20260324T100000\r\n");
	assert_has(text, "\r\nRDATE;TZID=Europe/Madrid:20260325T100000\r\n");
	assert_has(
	    text, "\r\nRECURRENCE-ID;TZID=Europe/Madrid:20260317T100000\r\n");
	assert_int_equal(count(text, "BEGIN:VEVENT"), 2);
}

/* Wherever the override is, and however its id was written. */
static void
rule_11_what_is_replaced_is_told_in_the_masters_zone(void **state)
{
	static const char *const ids[] = { "2026-03-17T05:00:00",
		"2026-03-17T09:00:00Z" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		kit_override(ids[i]);
		kit.events[1].zone = "America/New_York";
		assert_has(kit_public(2),
		    "\r\nRECURRENCE-ID;"
		    "TZID=Europe/Madrid:20260317T100000\r\n");
	}
}

static void
rule_11_dates_beside_an_all_day_start(void **state)
{
	static const char *const exdates[] = { "2026-03-24", NULL };
	const char *text;

	(void)state;
	kit_override("2026-03-17");
	kit.events[1].start = "2026-03-18";
	kit.events[1].end = "2026-03-19";
	kit.events[1].zone = NULL;
	kit.events[0].start = "2026-03-10";
	kit.events[0].end = "2026-03-11";
	kit.events[0].zone = NULL;
	kit.events[0].exdates = exdates;
	kit.events[0].rrule = "FREQ=WEEKLY;UNTIL=20260630T215959Z";
	text = kit_public(2);
	assert_has(text, "\r\nEXDATE;VALUE=DATE:20260324\r\n");
	assert_has(text, "\r\nRECURRENCE-ID;VALUE=DATE:20260317\r\n");
	assert_has(text, "\r\nRRULE:FREQ=WEEKLY;UNTIL=20260630\r\n");
}

static void
rule_11_until_is_utc_beside_a_time(void **state)
{
	static const char *const rules[][2] = {
		{ "FREQ=WEEKLY;UNTIL=20260630T235959",
		    "FREQ=WEEKLY;UNTIL=20260630T215959Z" },
		{ "freq=weekly;until=20260630;byday=tu",
		    "FREQ=WEEKLY;UNTIL=20260630T215959Z;BYDAY=TU" },
		{ "FREQ=WEEKLY;UNTIL=20260630T100000Z;WKST=SU",
		    "FREQ=WEEKLY;UNTIL=20260630T215959Z;WKST=SU" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		char line[100];

		kit.events[0].rrule = rules[i][0];
		snprintf(line, sizeof line, "\r\nRRULE:%s\r\n", rules[i][1]);
		assert_has(kit_public(1), line);
	}
}

/* And so is one of a series, beside the others. */
static void
rule_11_a_series_over_a_clocks_change_is_exact(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].start = "2026-03-22T02:30:00";
	kit.events[0].end = "2026-03-22T03:30:00";
	kit.events[0].rrule = "FREQ=WEEKLY;COUNT=3";
	text = kit_public(1);
	assert_lacks(strstr(text, "BEGIN:VEVENT"), "RRULE");
	assert_int_equal(count(text, "BEGIN:VEVENT"), 2);
	assert_has(text, "\r\nRDATE;TZID=Europe/Madrid:20260322T023000\r\n"
			 "RDATE;TZID=Europe/Madrid:20260405T023000\r\n");
	assert_has(text, "\r\nDTSTART;TZID=Europe/Madrid:20260329T033000\r\n"
			 "DTEND;TZID=Europe/Madrid:20260329T043000\r\n");
	/* Of whose dates the first is the one. */
	kit.events[0].start = "2026-10-25T02:30:00";
	kit.events[0].end = "2026-10-25T02:40:00";
	text = kit_public(1);
	assert_has(text, "\r\nDTSTART;TZID=Europe/Madrid:20261101T023000\r\n"
			 "DTEND;TZID=Europe/Madrid:20261101T024000\r\n"
			 "RDATE;TZID=Europe/Madrid:20261101T023000\r\n"
			 "RDATE;TZID=Europe/Madrid:20261108T023000\r\n"
			 "SUMMARY");
	assert_has(text, "\r\nDTSTART:20261025T003000Z\r\n"
			 "DTEND:20261025T004000Z\r\n");
	/* Outside the window it is no matter. */
	kit.events[0].start = "2027-08-22T02:30:00";
	kit.events[0].end = "2027-08-22T03:30:00";
	kit.events[0].rrule = "FREQ=WEEKLY;COUNT=20";
	assert_has(kit_public(1), "\r\nRRULE:FREQ=WEEKLY;COUNT=20\r\n");
}

/* khal shows it beside what it replaces. */
static void
rule_11_an_override_of_the_other_form_is_alone(void **state)
{
	const char *text;

	(void)state;
	kit_override("2026-03-17T10:00:00");
	kit.events[1].start = "2026-03-17";
	kit.events[1].end = "2026-03-18";
	kit.events[1].zone = NULL;
	text = kit_public(2);
	assert_lacks(text, "RECURRENCE-ID");
	assert_has(text, "\r\nEXDATE;TZID=Europe/Madrid:20260317T100000\r\n");
	assert_has(text, "\r\nDTSTART;VALUE=DATE:20260317\r\n");
	assert_int_equal(count(text, "BEGIN:VEVENT"), 2);
}

/* NOW is 2026-03-01: to 2027-09-02. */
static void
rule_11_what_clients_misread_is_told_by_dates(void **state)
{
	static const char *const rules[] = {
		"FREQ=YEARLY;BYWEEKNO=11;BYDAY=TU",
		"FREQ=YEARLY;BYDAY=10TU",
		"FREQ=YEARLY;BYMONTH=3;BYDAY=TU;BYSETPOS=2",
		"FREQ=DAILY;BYMONTH=3;BYMONTHDAY=10,-22",
		"FREQ=WEEKLY;BYDAY=TU,WE;BYSETPOS=1;COUNT=2",
		"FREQ=DAILY;BYHOUR=10,12;COUNT=2",
	};
	static const char *const dates[] = { "20270316", "20270309", "20270309",
		"20270310", "20260317", "20260310T12" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		char line[80];
		const char *text;

		kit.events[0].rrule = rules[i];
		text = kit_public(1);
		assert_lacks(strstr(text, "BEGIN:VEVENT"), "RRULE");
		snprintf(line, sizeof line,
		    "\r\nRDATE;TZID=Europe/Madrid:20260310T100000\r\n"
		    "RDATE;TZID=Europe/Madrid:%s",
		    dates[i]);
		assert_has(text, line);
		assert_int_equal(count(text, "RDATE"), 2);
	}
}

/* RFC 5545 forbids both in one rule; the earlier end is told. */
static void
rule_11_count_and_until_never_stand_together(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].rrule = "FREQ=WEEKLY;COUNT=3;UNTIL=20270630T100000Z";
	text = kit_public(1);
	assert_lacks(text, "COUNT");
	assert_has(text, "\r\nRRULE:FREQ=WEEKLY;UNTIL=20260324T225959Z\r\n");
}

static void
rule_11_single_dates_have_the_start_among_them(void **state)
{
	static const char *const rdates[] = { "2026-03-25T10:00:00",
		"2026-03-10T10:00:00", NULL };
	const char *text;

	(void)state;
	kit.events[0].rdates = rdates;
	text = kit_public(1);
	assert_has(text, "\r\nRDATE;TZID=Europe/Madrid:20260310T100000\r\n"
			 "RDATE;TZID=Europe/Madrid:20260325T100000\r\n");
	assert_int_equal(count(text, "RDATE"), 2);
}

/* Some clients would show it twice. */
static void
rule_11_no_date_is_told_that_the_rule_gives(void **state)
{
	static const char *const rdates[] = { "2026-03-17T10:00:00",
		"2026-03-18T10:00:00", NULL };
	const char *text;

	(void)state;
	kit.events[0].rrule = "FREQ=WEEKLY;COUNT=10";
	kit.events[0].rdates = rdates;
	text = kit_public(1);
	assert_has(text, "\r\nRDATE;TZID=Europe/Madrid:20260318T100000\r\n");
	assert_int_equal(count(text, "RDATE"), 1);
}

/* Google, Outlook and Thunderbird know no RANGE. */
static void
rule_11_a_range_override_is_a_series_of_its_own(void **state)
{
	static const char *const exdates[] = { "2026-03-31T10:00:00", NULL };
	char uid[PUBLISHED_UID], line[PUBLISHED_UID + 10];
	const char *text, *later;

	(void)state;
	kit_override("2026-03-24T10:00:00");
	kit.events[0].exdates = exdates;
	kit.events[1].this_and_future = 1;
	kit.events[1].start = "2026-03-25T15:00:00";
	kit.events[1].end = "2026-03-25T15:30:00";
	kit.events[1].summary = "On Wednesdays";
	text = kit_public(2);
	assert_lacks(text, "RANGE");
	assert_lacks(text, "RECURRENCE-ID");
	assert_has(text, "\r\nDTSTART;TZID=Europe/Madrid:20260310T100000\r\n");
	assert_has(text, "\r\nRRULE:FREQ=WEEKLY;UNTIL=20260317T225959Z\r\n");
	published_uid(uid, "test", "assembly", "ambit.example");
	snprintf(line, sizeof line, "\r\nUID:%s\r\n", uid);
	assert_has(text, line);
	later =
	    strstr(text, "\r\nDTSTART;TZID=Europe/Madrid:20260325T150000\r\n"
			 "DTEND;TZID=Europe/Madrid:20260325T153000\r\n"
			 "RRULE:FREQ=WEEKLY;UNTIL=20260513T215959Z\r\n"
			 "EXDATE;TZID=Europe/Madrid:20260401T150000\r\n"
			 "SUMMARY:On Wednesdays\r\n");
	assert_non_null(later);
}

static void
rule_11_what_ends_a_series_for_good_goes_after_its_days(void **state)
{
	const char *text;

	(void)state;
	kit_override("2026-03-24T10:00:00");
	kit.events[1].this_and_future = 1;
	kit.events[1].status = EVENT_CANCELLED;
	kit.rows[1].cancelled_at = NOW - DAYS(3);
	assert_has(kit_public(2), "\r\nSTATUS:CANCELLED\r\n");
	kit.rows[1].cancelled_at = NOW - DAYS(31);
	text = kit_public(2);
	assert_int_equal(count(text, "BEGIN:VEVENT"), 1);
	assert_has(text, "\r\nRRULE:FREQ=WEEKLY;UNTIL=20260317T225959Z\r\n");
}

/* Clients read them otherwise, each in its way. */
static void
rule_11_a_time_in_a_gap_or_fold_is_told_exactly(void **state)
{
	const char *text;

	(void)state;
	kit.events[0].start = "2026-03-29T02:30:00";
	kit.events[0].end = "2026-03-29T04:00:00";
	text = kit_public(1);
	assert_has(text, "\r\nDTSTART;TZID=Europe/Madrid:20260329T033000\r\n");
	kit.events[0].start = "2026-10-25T02:30:00";
	kit.events[0].end = "2026-10-25T04:00:00";
	text = kit_public(1);
	assert_has(text, "\r\nDTSTART:20261025T003000Z\r\n"
			 "DTEND;TZID=Europe/Madrid:20261025T040000\r\n");
}

static void
rule_11_an_override_alone_is_an_event_of_its_own(void **state)
{
	char uid[PUBLISHED_UID];
	const char *text;

	(void)state;
	kit.events[0].recurrence_id = "2026-03-17T10:00:00";
	text = kit_public(1);
	assert_lacks(text, "RECURRENCE-ID");
	published_uid(uid, "test", "assembly", "ambit.example");
	assert_lacks(text, uid);
	assert_has(text, "BEGIN:VEVENT");
}

/* The master is over, an override lies in the window: all of it stays. */
static void
rule_11_a_series_is_kept_whole(void **state)
{
	(void)state;
	kit.events[0].start = "2025-01-07T10:00:00";
	kit.events[0].end = "2025-01-07T12:00:00";
	kit_override("2025-01-14T10:00:00");
	kit.events[0].rrule = "FREQ=WEEKLY;UNTIL=20250301T100000Z";
	assert_int_equal(count(kit_public(2), "BEGIN:VEVENT"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(rule_1_stamps_are_the_revisions_time),
		KIT_TEST(rule_7_uid_is_a_digest_of_source_and_uid),
		KIT_TEST(rule_7_sequence_is_the_rows),
		KIT_TEST(rule_7_nobody_is_named),
		KIT_TEST(rule_8_the_head_says_all_twice),
		KIT_TEST(rule_8_no_comma_or_semicolon_in_the_name),
		KIT_TEST(rule_8_without_an_address_no_source_and_url),
		KIT_TEST(rule_9_a_vtimezone_for_each_tzid_once),
		KIT_TEST(rule_9_utc_needs_none),
		KIT_TEST(rule_10_all_day_end_is_exclusive),
		KIT_TEST(rule_10_all_day_end_is_always_there_and_later),
		KIT_TEST(a_moment_has_no_end),
		KIT_TEST(rule_11_exceptions_stand_in_the_starts_form_and_zone),
		KIT_TEST(rule_11_what_is_replaced_is_told_in_the_masters_zone),
		KIT_TEST(rule_11_dates_beside_an_all_day_start),
		KIT_TEST(rule_11_until_is_utc_beside_a_time),
		KIT_TEST(rule_11_a_series_over_a_clocks_change_is_exact),
		KIT_TEST(rule_11_an_override_of_the_other_form_is_alone),
		KIT_TEST(rule_11_what_clients_misread_is_told_by_dates),
		KIT_TEST(rule_11_count_and_until_never_stand_together),
		KIT_TEST(rule_11_single_dates_have_the_start_among_them),
		KIT_TEST(rule_11_no_date_is_told_that_the_rule_gives),
		KIT_TEST(rule_11_a_range_override_is_a_series_of_its_own),
		KIT_TEST(
		    rule_11_what_ends_a_series_for_good_goes_after_its_days),
		KIT_TEST(rule_11_a_time_in_a_gap_or_fold_is_told_exactly),
		KIT_TEST(rule_11_an_override_alone_is_an_event_of_its_own),
		KIT_TEST(rule_11_a_series_is_kept_whole),
	};

	return cmocka_run_group_tests_name("feed", tests, NULL, NULL);
}
