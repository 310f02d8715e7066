/* SPDX-License-Identifier: Apache-2.0 */
/* Zones as VTIMEZONE: the forms that clients want, and the odd rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/date.h"
#include "calendars/vtimezone.h"

static struct zones *zones;
static struct buf out;

static int
setup(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	out = (struct buf)BUF_INIT;
	return zones_open(NULL, &zones, &err);
}

static int
teardown(void **state)
{
	(void)state;
	buf_free(&out);
	zones_free(zones);
	return 0;
}

static const struct zone *
zone_of(const char *name)
{
	const struct zone *zone = NULL;
	struct err err = ERR_INIT;

	assert_int_equal(zones_get(zones, name, &zone, &err), 0);
	return zone;
}

/* The VTIMEZONE over a year from a date. */
static const char *
vtimezone(const char *name, int year, int month)
{
	int64_t from = day_from_ymd(year, month, 1) * DAY_SECONDS;

	buf_reset(&out);
	vtimezone_add(&out, zone_of(name),
	    (struct span){ from, from + 366 * DAY_SECONDS });
	assert_int_equal(buf_error(&out), 0);
	return buf_str(&out);
}

static int
count(const char *text, const char *word)
{
	int n = 0;

	for (; (text = strstr(text, word)); text++)
		n++;
	return n;
}

static void
rule_9_one_standard_and_one_daylight_since_1970(void **state)
{
	(void)state;
	assert_string_equal(vtimezone("Europe/Madrid", 2026, 1),
	    "BEGIN:VTIMEZONE\r\n"
	    "TZID:Europe/Madrid\r\n"
	    "BEGIN:STANDARD\r\n"
	    "DTSTART:19701025T030000\r\n"
	    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
	    "TZOFFSETFROM:+0200\r\n"
	    "TZOFFSETTO:+0100\r\n"
	    "TZNAME:CET\r\n"
	    "END:STANDARD\r\n"
	    "BEGIN:DAYLIGHT\r\n"
	    "DTSTART:19700329T020000\r\n"
	    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
	    "TZOFFSETFROM:+0100\r\n"
	    "TZOFFSETTO:+0200\r\n"
	    "TZNAME:CEST\r\n"
	    "END:DAYLIGHT\r\n"
	    "END:VTIMEZONE\r\n");
}

static void
rule_9_tzid_is_the_plain_name(void **state)
{
	(void)state;
	assert_non_null(
	    strstr(vtimezone("America/Argentina/Buenos_Aires", 2026, 1),
		"\r\nTZID:America/Argentina/Buenos_Aires\r\n"));
}

static void
rule_9_dublin_summer_is_daylight(void **state)
{
	const char *text = vtimezone("Europe/Dublin", 2026, 1);
	const char *daylight = strstr(text, "BEGIN:DAYLIGHT");

	(void)state;
	assert_non_null(daylight);
	assert_non_null(strstr(daylight, "DTSTART:19700329T010000\r\n"));
	assert_non_null(strstr(daylight, "TZOFFSETTO:+0100\r\nTZNAME:IST"));
	assert_non_null(strstr(text, "TZOFFSETTO:+0000\r\nTZNAME:GMT"));
}

static void
rule_9_an_hour_beyond_the_day_moves_to_its_days(void **state)
{
	const char *text;

	(void)state;
	/* M3.4.4/50: two days and two hours after the fourth Thursday. */
	text = vtimezone("Asia/Gaza", 2100, 1);
	assert_non_null(strstr(text,
	    "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;"));
	assert_non_null(strstr(text, "DTSTART:19700328T020000"));
	/* M3.5.0/-1: an hour before the last Sunday. */
	text = vtimezone("America/Nuuk", 2030, 1);
	assert_non_null(strstr(text, "DTSTART:19700328T230000"));
	assert_non_null(strstr(text,
	    "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;"));
}

/* M10.5.4/24 may fall into November: no rule within a month tells that. */
static void
rule_9_midnight_at_a_days_end_is_told_on_that_day(void **state)
{
	const char *text = vtimezone("Africa/Cairo", 2026, 1);

	(void)state;
	assert_non_null(strstr(text, "DTSTART:19701029T235959\r\n"
				     "RRULE:FREQ=YEARLY;BYMONTH=10;"
				     "BYDAY=-1TH\r\n"));
}

static void
a_zone_without_summer_time_has_one_observance(void **state)
{
	const char *text = vtimezone("Asia/Tokyo", 2026, 1);

	(void)state;
	assert_int_equal(count(text, "BEGIN:STANDARD"), 1);
	assert_int_equal(count(text, "BEGIN:DAYLIGHT"), 0);
	assert_int_equal(count(text, "RRULE"), 0);
	assert_non_null(strstr(text, "DTSTART:19700101T000000\r\n"
				     "TZOFFSETFROM:+0900\r\n"
				     "TZOFFSETTO:+0900\r\n"
				     "TZNAME:JST\r\n"));
}

/* Cairo took summer time up again in 2023. */
static void
rule_9_changes_before_the_rule_are_told_one_by_one(void **state)
{
	const char *text = vtimezone("Africa/Cairo", 2022, 6);

	(void)state;
	assert_non_null(strstr(text, "BEGIN:STANDARD\r\n"
				     "DTSTART:19700101T000000\r\n"
				     "TZOFFSETFROM:+0200\r\n"
				     "TZOFFSETTO:+0200\r\n"));
	assert_non_null(strstr(text, "DTSTART:20230428T000000\r\n"
				     "RRULE:FREQ=YEARLY;BYMONTH=4;"
				     "BYDAY=-1FR\r\n"));
}

/* Its changes follow the moon's calendar: no rule at all. */
static void
a_zone_without_a_rule_is_told_for_some_years(void **state)
{
	const char *text = vtimezone("Africa/Casablanca", 2026, 1);

	(void)state;
	assert_int_equal(count(text, "RRULE"), 0);
	assert_in_range(count(text, "TZOFFSETFROM"), 8, 16);
	assert_non_null(strstr(text, "DTSTART:20260215T030000"));
}

/* A zone file (RFC 8536) of nothing but a footer. */
static void
write_zone(const char *path, const char *footer)
{
	static const char data[] = "\0\0\016\020\0\0AAA"; /* one type */
	char head[44] = "TZif2";
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	head[39] = 1; /* one type */
	head[43] = 4; /* four octets of names */
	for (int i = 0; i < 2; i++) {
		fwrite(head, 1, sizeof head, file);
		fwrite(data, 1, sizeof data, file);
	}
	fprintf(file, "\n%s\n", footer);
	assert_int_equal(fclose(file), 0);
}

/* The VTIMEZONE over 2026 of a zone with that footer. */
static const char *
vtimezone_of_footer(const char *footer)
{
	char dir[] = "/tmp/vtimezone-XXXXXX", path[64];
	const char *text;
	struct err err = ERR_INIT;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/Zone", dir);
	write_zone(path, footer);
	zones_free(zones);
	assert_int_equal(zones_open(dir, &zones, &err), 0);
	text = vtimezone("Zone", 2026, 1);
	unlink(path);
	rmdir(dir);
	return text;
}

static void
a_rule_by_days_is_told_by_month_and_day(void **state)
{
	const char *text = vtimezone_of_footer("AAA-1BBB,J60/26,J300/-2");

	(void)state;
	assert_non_null(strstr(text, "DTSTART:19700302T020000\r\n"
				     "RRULE:FREQ=YEARLY;BYMONTH=3;"
				     "BYMONTHDAY=2\r\n"));
	assert_non_null(strstr(text, "DTSTART:19701026T220000\r\n"
				     "RRULE:FREQ=YEARLY;BYMONTH=10;"
				     "BYMONTHDAY=26\r\n"));
}

/* Over a leap day, by days that count it, and over a month's end. */
static void
a_rule_beyond_a_month_is_told_change_by_change(void **state)
{
	static const char *const footers[] = { "AAA-1BBB,J60/-2,J300",
		"AAA-1BBB,59,299", "AAA-1BBB,M3.5.0/50,M10.5.0",
		"AAA-1BBB,M2.5.0/50,M10.5.0", "AAA-1BBB,J1/-2,J300" };

	(void)state;
	for (size_t i = 0; i < sizeof footers / sizeof footers[0]; i++) {
		const char *text = vtimezone_of_footer(footers[i]);

		assert_int_equal(count(text, "RRULE"), 0);
		assert_in_range(count(text, "BEGIN:DAYLIGHT"), 5, 8);
	}
}

static void
utc_is_told_by_its_names(void **state)
{
	(void)state;
	assert_true(zone_is_utc(zone_of("UTC")));
	assert_true(zone_is_utc(zone_of("Etc/UTC")));
	assert_false(zone_is_utc(zone_of("Europe/London")));
	assert_false(zone_is_utc(zone_of("Africa/Abidjan")));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(rule_9_one_standard_and_one_daylight_since_1970),
		TEST(rule_9_tzid_is_the_plain_name),
		TEST(rule_9_dublin_summer_is_daylight),
		TEST(rule_9_an_hour_beyond_the_day_moves_to_its_days),
		TEST(rule_9_midnight_at_a_days_end_is_told_on_that_day),
		TEST(a_zone_without_summer_time_has_one_observance),
		TEST(rule_9_changes_before_the_rule_are_told_one_by_one),
		TEST(a_zone_without_a_rule_is_told_for_some_years),
		TEST(a_rule_by_days_is_told_by_month_and_day),
		TEST(a_rule_beyond_a_month_is_told_change_by_change),
		TEST(utc_is_told_by_its_names),
	};

	return cmocka_run_group_tests_name("vtimezone", tests, NULL, NULL);
}
