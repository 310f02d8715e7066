/* SPDX-License-Identifier: Apache-2.0 */
/* Dates against a calendar that is walked day by day, and back again. */
#include "chance.h"

#include <stdbool.h>
#include <string.h>

#include "base/date.h"

/* The slow twin: one day on from year, month, day, by the rule as told. */
static void
step(struct civil *civil)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = civil->year % 400 == 0 ||
		    (civil->year % 4 == 0 && civil->year % 100 != 0);
	int last = days[civil->month - 1];

	if (civil->month == 2 && leap)
		last = 29;
	if (++civil->day <= last)
		return;
	civil->day = 1;
	if (++civil->month <= 12)
		return;
	civil->month = 1;
	civil->year++;
}

static void
check_day(const struct civil *twin, int64_t day)
{
	struct civil civil = civil_from_day(day);
	char text[DAY_TEXT];
	int64_t again;

	assert_memory_equal(&civil, twin, sizeof civil);
	assert_true(day_from_ymd(twin->year, twin->month, twin->day) == day);
	assert_true(twin->day <= days_in_month(twin->year, twin->month));
	assert_int_equal(day_parse(day_format(text, day), &again), 0);
	assert_true(again == day);
}

static void
days_are_as_walked(void **state)
{
	struct civil twin = { 1, 1, 1, 0, 0, 0 };
	int weekday = 0; /* 0001-01-01 is a Monday */
	int64_t day = -719162;

	(void)state;
	for (; twin.year <= 9999; day++) {
		check_day(&twin, day);
		assert_int_equal(day_weekday(day), weekday);
		weekday = (weekday + 1) % 7;
		step(&twin);
	}
	assert_true(day == 2932897);
}

static void
walls_come_back(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 200000; i++) {
		int64_t wall =
		    chance_range(&chance, -62135596800, 253402300799);
		struct civil civil = civil_from_wall(wall);
		char text[WALL_TEXT];
		int64_t again = 0;

		if (!civil_valid(&civil) || wall_from_civil(&civil) != wall ||
		    wall_parse(wall_format(text, wall), &again) < 0 ||
		    again != wall)
			chance_fail(&chance, "wall %lld", (long long)wall);
	}
}

static void
instants_come_back(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 200000; i++) {
		int64_t utc = chance_range(&chance, -62135500000, 253402200000);
		int offset = (int)chance_range(&chance, -86300, 86300);
		char text[INSTANT_TEXT];
		int64_t again = 0;

		if (instant_parse(instant_format(text, utc, offset), &again) <
			0 ||
		    again != utc)
			chance_fail(&chance, "instant %lld at %d",
			    (long long)utc, offset);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_as_walked),
		cmocka_unit_test(walls_come_back),
		cmocka_unit_test(instants_come_back),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
