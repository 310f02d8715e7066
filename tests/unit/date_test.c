/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, wall times and instants: known values, texts, refusals. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/date.h"

static void
known_days(void **state)
{
	(void)state;
	assert_int_equal(day_from_ymd(1970, 1, 1), 0);
	assert_int_equal(day_from_ymd(2000, 2, 29), 11016);
	assert_int_equal(day_from_ymd(1, 1, 1), -719162);
	assert_int_equal(day_from_ymd(9999, 12, 31), 2932896);
	assert_int_equal(day_weekday(0), 3);
	assert_int_equal(day_weekday(day_from_ymd(2026, 3, 1)), 6);
	assert_int_equal(day_weekday(INT64_MAX), 3);
	assert_int_equal(days_in_month(1900, 2), 28);
	assert_int_equal(days_in_month(2000, 2), 29);
}

static void
days_out_of_range_carry_over(void **state)
{
	int64_t first = day_from_ymd(2024, 3, 1);

	(void)state;
	assert_int_equal(day_from_ymd(2024, 3, 0), first - 1);
	assert_int_equal(day_from_ymd(2023, 15, 1), first);
	assert_int_equal(day_from_ymd(2025, -9, 1), first);
	assert_int_equal(day_from_ymd(2024, 2, 30), first);
	assert_int_equal(day_from_ymd(2023, 12 + 3, -365), first - 366);
}

static void
walls_before_1970(void **state)
{
	struct civil civil = civil_from_wall(-1);

	(void)state;
	assert_int_equal(civil.year, 1969);
	assert_int_equal(civil.month, 12);
	assert_int_equal(civil.day, 31);
	assert_int_equal(civil.hour, 23);
	assert_int_equal(civil.second, 59);
	assert_int_equal(wall_from_civil(&civil), -1);
	assert_int_equal(day_from_wall(-1), -1);
	assert_int_equal(day_from_wall(-86400), -1);
	assert_int_equal(day_from_wall(-86401), -2);
}

static void
extremes_do_not_overflow(void **state)
{
	char out[INSTANT_TEXT];

	(void)state;
	assert_string_equal(day_format(out, INT64_MIN), "0001-01-01");
	assert_string_equal(day_format(out, INT64_MAX), "9999-12-31");
	assert_string_equal(wall_format(out, INT64_MIN), "0001-01-01T00:00:00");
	assert_string_equal(wall_format(out, INT64_MAX), "9999-12-31T23:59:59");
	assert_string_equal(
	    instant_format(out, INT64_MAX, 3600), "9999-12-31T23:59:59+01:00");
	assert_string_equal(instant_format(out, INT64_MIN, INT32_MIN),
	    "0001-01-01T00:00:00-23:59");
	assert_true(civil_from_day(INT64_MAX).year > 9999);
	assert_true(civil_from_wall(INT64_MIN).year < 1);
}

static void
parses_dates(void **state)
{
	static const char *const wrong[] = { "", "2026", "2026-3-1",
		"2026-03-01 ", " 2026-03-01", "2026-02-29", "2026-00-10",
		"2026-13-01", "2026-01-00", "2026-01-32", "0000-01-01",
		"20260301", "2026-03-01T00:00:00", "2026/03/01", "+026-03-01" };
	int64_t day = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		assert_int_equal(day_parse(wrong[i], &day), -EINVAL);
		assert_int_equal(day, 7);
	}
	assert_int_equal(day_parse("2024-02-29", &day), 0);
	assert_int_equal(day, day_from_ymd(2024, 2, 29));
}

static void
parses_walls(void **state)
{
	static const char *const wrong[] = { "2026-03-01", "2026-03-01T",
		"2026-03-01T10", "2026-03-01T10:0",
		"2026-03-01T10:00:", "2026-03-01T10:00:0",
		"2026-03-01T24:00:00", "2026-03-01T10:60:00",
		"2026-03-01T10:00:61", "2026-03-01T10:00:00Z",
		"2026-03-01t10:00", "2026-03-01 10:00", "2026-02-30T10:00" };
	int64_t wall = 7, day = day_from_ymd(2026, 3, 1) * DAY_SECONDS;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		assert_int_equal(wall_parse(wrong[i], &wall), -EINVAL);
		assert_int_equal(wall, 7);
	}
	assert_int_equal(wall_parse("2026-03-01T10:05", &wall), 0);
	assert_int_equal(wall, day + 36300);
	assert_int_equal(wall_parse("2026-03-01T23:59:60", &wall), 0);
	assert_int_equal(wall, day + 86399);
}

static void
parses_instants(void **state)
{
	static const char *const wrong[] = { "2026-03-01T10:00Z",
		"2026-03-01T10:00:00", "2026-03-01T10:00:00.Z",
		"2026-03-01T10:00:00+0100", "2026-03-01T10:00:00+24:00",
		"2026-03-01T10:00:00+01:60", "2026-03-01T10:00:00Zx",
		"2026-03-01 10:00:00Z", "2026-03-01" };
	int64_t utc = 7, ten = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		assert_int_equal(instant_parse(wrong[i], &utc), -EINVAL);
		assert_int_equal(utc, 7);
	}
	assert_int_equal(instant_parse("2026-03-01T10:00:00Z", &ten), 0);
	assert_int_equal(ten, day_from_ymd(2026, 3, 1) * DAY_SECONDS + 36000);
	assert_int_equal(instant_parse("2026-03-01t10:00:00.999z", &utc), 0);
	assert_int_equal(utc, ten);
	assert_int_equal(instant_parse("2026-03-01T11:30:00+01:30", &utc), 0);
	assert_int_equal(utc, ten);
	assert_int_equal(instant_parse("2026-02-28T23:00:00-11:00", &utc), 0);
	assert_int_equal(utc, ten);
}

static void
writes_instants(void **state)
{
	char out[INSTANT_TEXT];
	int64_t utc, again;

	(void)state;
	assert_int_equal(instant_parse("1899-06-01T12:00:00Z", &utc), 0);
	/* Madrid before 1901: -0:14:44, written as -00:15. */
	instant_format(out, utc, -884);
	assert_string_equal(out, "1899-06-01T11:45:00-00:15");
	assert_int_equal(instant_parse(out, &again), 0);
	assert_int_equal(again, utc);
	assert_string_equal(
	    instant_format(out, utc, 29), "1899-06-01T12:00:00Z");
	assert_string_equal(
	    instant_format(out, utc, 20700), "1899-06-01T17:45:00+05:45");
}

static void
validates_civil_times(void **state)
{
	struct civil civil = { 2024, 2, 29, 23, 59, 60 };

	(void)state;
	assert_true(civil_valid(&civil));
	civil.year = 2023;
	assert_false(civil_valid(&civil));
	civil = (struct civil){ 10000, 1, 1, 0, 0, 0 };
	assert_false(civil_valid(&civil));
	civil = (struct civil){ 2024, 1, 1, 24, 0, 0 };
	assert_false(civil_valid(&civil));
}

static void
parses_durations(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds; /* -1: none */
	} rows[] = {
		{ "P1D", 86400 },
		{ "PT15M", 900 },
		{ "P1DT2H3M4S", 93784 },
		{ "P2W", 1209600 },
		{ "PT0S", 0 },
		{ "PT24H", 86400 },
		{ "PT1H5S", 3605 },
		{ "P", -1 },
		{ "PT", -1 },
		{ "P1", -1 },
		{ "P1DT", -1 },
		{ "1D", -1 },
		{ "PT1D", -1 },
		{ "P1H", -1 },
		{ "PT1M1H", -1 },
		{ "PT1M1M", -1 },
		{ "P1WT1H", -1 },
		{ "P1W1D", -1 },
		{ "-P1D", -1 },
		{ "+P1D", -1 },
		{ "P123456D", -1 },
		{ "p1d", -1 },
		{ "P1D ", -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t seconds = -1;
		int rc = duration_parse(rows[i].text, &seconds);

		if (rc != (rows[i].seconds < 0 ? -EINVAL : 0) ||
		    seconds != rows[i].seconds)
			fail_msg("%s: %lld", rows[i].text, (long long)seconds);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_days),
		cmocka_unit_test(days_out_of_range_carry_over),
		cmocka_unit_test(walls_before_1970),
		cmocka_unit_test(extremes_do_not_overflow),
		cmocka_unit_test(parses_dates),
		cmocka_unit_test(parses_walls),
		cmocka_unit_test(parses_instants),
		cmocka_unit_test(writes_instants),
		cmocka_unit_test(validates_civil_times),
		cmocka_unit_test(parses_durations),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
