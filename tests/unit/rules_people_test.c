/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about where people and their teams are: C1 to C4, C17. Each with a
 * case that fires, the nearest that does not, and the minutes between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "world_kit.h"

static void
assert_span(struct span span, int64_t start, int64_t end)
{
	assert_int_equal(span.start, start);
	assert_int_equal(span.end, end);
}

/* ------------------------------------------------------------ C1 overlap */

static void
two_missions_that_share_a_minute_overlap(void **state)
{
	const struct finding *found;

	(void)state;
	kit_mission(4, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 18, 0));
	kit_mission(2, 0, NOBODY, LYON, AT(1, 17, 59), AT(2, 18, 0));
	found = kit_only(C1_PERSON_OVERLAP);
	assert_int_equal(found->level, LEVEL_BLOCK);
	assert_int_equal(found->subject[0], 0);
	assert_int_equal(found->subject[1], 2);
	assert_int_equal(found->subject[2], 4);
	assert_int_equal(found->need, 1);
	assert_span(found->first, AT(1, 9, 0), AT(1, 18, 0));
	assert_span(found->second, AT(1, 17, 59), AT(2, 18, 0));
	assert_int_equal(kit_count(C2_TRAVEL_GAP), 0);
}

static void
missions_that_touch_do_not_overlap(void **state)
{
	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 18, 0));
	kit_mission(1, 0, NOBODY, LYON, AT(1, 18, 0), AT(2, 18, 0));
	assert_int_equal(kit_count(C1_PERSON_OVERLAP), 0);
	/* two people may */
	kit_mission(1, 1, NOBODY, LYON, AT(1, 9, 0), AT(2, 18, 0));
	assert_int_equal(kit_count(C1_PERSON_OVERLAP), 0);
}

static void
what_is_tentative_weighs_one_step_less(void **state)
{
	struct world_mission mission = kit_mission_of(NOBODY, LYON);

	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 18, 0));
	mission.tentative = true;
	kit_stay(&mission, 0, AT(1, 12, 0), AT(1, 13, 0));
	kit_put(1, &mission);
	assert_int_equal(kit_only(C1_PERSON_OVERLAP)->level, LEVEL_DECIDE);
}

static void
what_does_not_count_is_not_looked_at(void **state)
{
	struct world_mission mission = kit_mission_of(NOBODY, LYON);

	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 18, 0));
	mission.counts = false;
	kit_stay(&mission, 0, AT(1, 12, 0), AT(1, 13, 0));
	kit_put(1, &mission);
	assert_int_equal(kit_count(C1_PERSON_OVERLAP), 0);
}

/* Not only with the next one in time. */
static void
a_long_mission_overlaps_with_each_inside(void **state)
{
	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(0, 9, 0), AT(4, 18, 0));
	kit_mission(1, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 10, 0));
	kit_mission(2, 0, NOBODY, LYON, AT(3, 9, 0), AT(3, 10, 0));
	assert_int_equal(kit_count(C1_PERSON_OVERLAP), 2);
}

/* Monday to Wednesday in Lyon, then from Wednesday or Tuesday on in Girona. */
static void
whole_days_of_one_trip_touch_in_a_day(void **state)
{
	const int days[] = { 3, 2 };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct world_mission a = kit_mission_of(NOBODY, LYON);
		struct world_mission b = kit_mission_of(NOBODY, GIRONA);

		kit_stay(&a, 0, AT(1, 9, 0), AT(3, 18, 0));
		kit_stay(&b, 0, AT(days[i], 9, 0), AT(5, 18, 0));
		a.stays.items[0].days = (struct days){ 1, 4 };
		b.stays.items[0].days = (struct days){ days[i], 6 };
		kit_put(0, &a);
		kit_put(1, &b);
		assert_int_equal(kit_count(C1_PERSON_OVERLAP), i);
	}
}

/* ------------------------------------------------------------- C2 travel */

/* Barcelona to Lyon is some 530 km: five hours, and four of slack. */
static void
a_journey_takes_its_time(void **state)
{
	const struct finding *found;

	(void)state;
	kit_mission(0, 0, NOBODY, BARCELONA, AT(1, 9, 0), AT(1, 12, 0));
	kit_mission(1, 0, NOBODY, LYON, AT(1, 16, 59), AT(1, 18, 0));
	found = kit_only(C2_TRAVEL_GAP);
	assert_int_equal(found->level, LEVEL_BLOCK);
	assert_int_equal(found->need, 300);
	assert_int_equal(found->have, 299);
	kit_mission(1, 0, NOBODY, LYON, AT(1, 17, 0), AT(1, 18, 0));
	assert_int_equal(kit_only(C2_TRAVEL_GAP)->level, LEVEL_WARN);
	kit_mission(1, 0, NOBODY, LYON, AT(1, 20, 59), AT(1, 22, 0));
	assert_int_equal(kit_only(C2_TRAVEL_GAP)->level, LEVEL_WARN);
	kit_mission(1, 0, NOBODY, LYON, AT(1, 21, 0), AT(1, 22, 0));
	assert_int_equal(kit_count(C2_TRAVEL_GAP), 0);
	/* What touches leaves no time at all. */
	kit_mission(1, 0, NOBODY, LYON, AT(1, 12, 0), AT(1, 22, 0));
	assert_int_equal(kit_only(C2_TRAVEL_GAP)->have, 0);
}

static void
within_a_city_there_is_no_journey(void **state)
{
	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 12, 0));
	kit_mission(1, 0, NOBODY, LYON, AT(1, 12, 0), AT(1, 18, 0));
	assert_int_equal(kit_count(C2_TRAVEL_GAP), 0);
}

/* Some 6,170 km: 5 h + 8 h 14 min, and eleven of rest as clocks differ by six
 * hours. */
static void
far_away_a_night_of_rest_is_counted(void **state)
{
	(void)state;
	kit_mission(0, 0, NOBODY, BARCELONA, AT(1, 9, 0), AT(1, 12, 0));
	kit_mission(1, 0, NOBODY, NEW_YORK, AT(2, 12, 0), AT(2, 18, 0));
	assert_in_range(kit_only(C2_TRAVEL_GAP)->need, 24 * 60, 24 * 60 + 20);
}

static void
an_unknown_place_is_not_guessed(void **state)
{
	(void)state;
	kit_mission(0, 0, NOBODY, NOWHERE, AT(1, 9, 0), AT(1, 12, 0));
	kit_mission(1, 0, NOBODY, LYON, AT(1, 12, 0), AT(1, 18, 0));
	assert_int_equal(kit_count(C2_TRAVEL_GAP), 0);
}

/* Where the clocks differ, the hours of the day that two legs of one trip share
 * need not meet. */
static void
legs_of_one_trip_leave_no_gap(void **state)
{
	const int days[] = { 3, 4 };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct world_mission a = kit_mission_of(NOBODY, LYON);
		struct world_mission b = kit_mission_of(NOBODY, NEW_YORK);

		kit_stay(&a, 0, AT(1, 9, 0), AT(3, 12, 0));
		kit_stay(&b, 0, AT(3, 14, 0), AT(5, 18, 0));
		a.stays.items[0].days = (struct days){ 1, 4 };
		b.stays.items[0].days = (struct days){ days[i], 6 };
		kit_put(0, &a);
		kit_put(1, &b);
		assert_int_equal(kit_count(C2_TRAVEL_GAP), i);
	}
}

/* Whoever attends from home is at home. */
static void
remote_attendance_is_at_home(void **state)
{
	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 12, 0));
	kit_mission(
	    1, 0, NOBODY, (enum kit_site)NOBODY, AT(1, 13, 0), AT(1, 14, 0));
	assert_int_equal(kit_only(C2_TRAVEL_GAP)->level, LEVEL_BLOCK);
}

/* ------------------------------------------------------------ C3 absence */

static void
away_during_an_absence(void **state)
{
	const struct span until = { AT(0, 0, 0), AT(1, 9, 0) };
	const struct span touches = { AT(0, 0, 0), AT(1, 9, 1) };
	const struct finding *found;

	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 12, 0));
	world_put_absences(&kit.world, 0, &until, 1);
	assert_int_equal(kit_count(C3_ABSENCE), 0);
	world_put_absences(&kit.world, 0, &touches, 1);
	found = kit_only(C3_ABSENCE);
	assert_int_equal(found->level, LEVEL_BLOCK);
	assert_int_equal(found->subject[0], 0);
	assert_int_equal(found->subject[1], 0);
	assert_span(found->first, touches.start, touches.end);
	world_put_absences(&kit.world, 1, &touches, 1);
	world_put_absences(&kit.world, 0, NULL, 0);
	assert_int_equal(kit_count(C3_ABSENCE), 0);
}

/* --------------------------------------------------------------- C4 team */

static void
minimum(int64_t people)
{
	const struct world_team team = {
		.there = true, .minimum = people, .site = BARCELONA
	};

	world_put_team(&kit.world, 0, &team);
}

/* Core hours from 10 to 16 on Barcelona's wall, two hours before UTC. */
static void
a_team_keeps_its_minimum_in_core_hours(void **state)
{
	const struct finding *found;

	(void)state;
	minimum(3);
	kit_mission(0, 0, NOBODY, LYON, AT(1, 2, 0), AT(1, 8, 0));
	kit_mission(1, 1, NOBODY, LYON, AT(1, 14, 0), AT(1, 20, 0));
	assert_int_equal(kit_count(C4_TEAM_DEPLETED), 0);
	kit_mission(0, 0, NOBODY, LYON, AT(1, 2, 0), AT(1, 8, 1));
	found = kit_only(C4_TEAM_DEPLETED);
	assert_int_equal(found->level, LEVEL_DECIDE);
	assert_int_equal(found->have, 2);
	assert_int_equal(found->need, 3);
	assert_int_equal(found->period, MONDAY + 1);
	kit_mission(0, 0, NOBODY, LYON, AT(1, 2, 0), AT(1, 8, 0));
	kit_mission(1, 1, NOBODY, LYON, AT(1, 13, 59), AT(1, 20, 0));
	assert_int_equal(kit_count(C4_TEAM_DEPLETED), 1);
}

/* From Thursday to Tuesday, the worst of it on Friday: one conflict. */
static void
a_run_of_days_is_one_conflict_and_names_the_worst(void **state)
{
	const struct finding *found;

	(void)state;
	minimum(3);
	kit_mission(0, 0, NOBODY, LYON, AT(3, 9, 0), AT(8, 12, 0));
	kit_mission(1, 1, NOBODY, LYON, AT(4, 9, 0), AT(4, 12, 0));
	found = kit_only(C4_TEAM_DEPLETED);
	assert_span(found->first, MONDAY + 3, MONDAY + 9);
	assert_span(found->second, MONDAY + 4, MONDAY + 5);
	assert_int_equal(found->have, 1);
	assert_int_equal(found->items.len, 2);
}

static void
weekends_and_holidays_are_no_working_days(void **state)
{
	const struct world_holiday holiday = { NOBODY,
		{ MONDAY + 1, MONDAY + 2 } };
	const struct world_holiday elsewhere = { 7,
		{ MONDAY + 1, MONDAY + 2 } };

	(void)state;
	minimum(3);
	kit_mission(0, 0, NOBODY, LYON, AT(5, 0, 0), AT(6, 23, 0));
	assert_int_equal(kit_count(C4_TEAM_DEPLETED), 0);
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 12, 0));
	assert_int_equal(kit_count(C4_TEAM_DEPLETED), 1);
	world_put_holidays(&kit.world, &holiday, 1);
	assert_int_equal(kit_count(C4_TEAM_DEPLETED), 0);
	world_put_holidays(&kit.world, &elsewhere, 1);
	assert_int_equal(kit_count(C4_TEAM_DEPLETED), 1);
}

static void
who_is_absent_is_not_there_either(void **state)
{
	const struct span absence = { AT(1, 9, 0), AT(1, 12, 0) };

	(void)state;
	minimum(2);
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 12, 0));
	assert_int_equal(kit_count(C4_TEAM_DEPLETED), 0);
	world_put_absences(&kit.world, 1, &absence, 1);
	assert_int_equal(kit_only(C4_TEAM_DEPLETED)->have, 1);
	/* the same person twice is one */
	world_put_absences(&kit.world, 1, NULL, 0);
	world_put_absences(&kit.world, 0, &absence, 1);
	assert_int_equal(kit_count(C4_TEAM_DEPLETED), 0);
}

/* ------------------------------------------------------------ C17 fatigue */

/* Ten days in three weeks may be; the eleventh is one too many. A day begins
 * at home, at 22:00 UTC. */
static void
more_than_ten_days_of_twenty_one(void **state)
{
	const struct finding *found;

	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(0, 9, 0), AT(4, 18, 0));
	kit_mission(1, 0, NOBODY, LYON, AT(14, 9, 0), AT(18, 22, 0));
	assert_int_equal(kit_count(C17_FATIGUE), 0);
	kit_mission(1, 0, NOBODY, LYON, AT(14, 9, 0), AT(18, 22, 1));
	found = kit_only(C17_FATIGUE);
	assert_int_equal(found->level, LEVEL_WARN);
	assert_int_equal(found->have, 11);
	assert_int_equal(found->need, 10);
	assert_int_equal(found->period, MONDAY);
	assert_span(found->first, MONDAY, MONDAY + 21);
	assert_int_equal(found->items.len, 2);
}

static void
the_window_is_twenty_one_days(void **state)
{
	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(0, 9, 0), AT(5, 18, 0));
	kit_mission(1, 0, NOBODY, LYON, AT(16, 9, 0), AT(20, 18, 0));
	assert_int_equal(kit_count(C17_FATIGUE), 1);
	kit_mission(1, 0, NOBODY, LYON, AT(17, 9, 0), AT(21, 18, 0));
	assert_int_equal(kit_count(C17_FATIGUE), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(two_missions_that_share_a_minute_overlap),
		KIT_TEST(missions_that_touch_do_not_overlap),
		KIT_TEST(what_is_tentative_weighs_one_step_less),
		KIT_TEST(what_does_not_count_is_not_looked_at),
		KIT_TEST(a_long_mission_overlaps_with_each_inside),
		KIT_TEST(whole_days_of_one_trip_touch_in_a_day),
		KIT_TEST(a_journey_takes_its_time),
		KIT_TEST(within_a_city_there_is_no_journey),
		KIT_TEST(far_away_a_night_of_rest_is_counted),
		KIT_TEST(an_unknown_place_is_not_guessed),
		KIT_TEST(legs_of_one_trip_leave_no_gap),
		KIT_TEST(remote_attendance_is_at_home),
		KIT_TEST(away_during_an_absence),
		KIT_TEST(a_team_keeps_its_minimum_in_core_hours),
		KIT_TEST(a_run_of_days_is_one_conflict_and_names_the_worst),
		KIT_TEST(weekends_and_holidays_are_no_working_days),
		KIT_TEST(who_is_absent_is_not_there_either),
		KIT_TEST(more_than_ten_days_of_twenty_one),
		KIT_TEST(the_window_is_twenty_one_days),
	};

	return cmocka_run_group_tests_name(
	    "rules of people", tests, NULL, NULL);
}
