/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about what people must be there for, and who may travel together: C8,
 * C10, C12. Each with a case that fires and the nearest that does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "world_kit.h"

/* ----------------------------------------------------------- C8 protocol */

static void
delegation(int32_t i, int64_t start, int64_t end)
{
	struct world_mission mission = kit_mission_of(NOBODY, BARCELONA);
	struct world_slot slot = { 0, { start, end } };

	mission.incoming = true;
	mission.head_rank = 1;
	mission.host_rank = 2;
	assert_int_equal(vec_push(&mission.slots, slot), 0);
	kit_put(i, &mission);
}

static void
one_politician_for_two_delegations(void **state)
{
	const struct finding *found;

	(void)state;
	delegation(0, AT(1, 9, 0), AT(1, 10, 0));
	delegation(1, AT(1, 10, 0), AT(1, 11, 0));
	assert_int_equal(kit_count(C8_PROTOCOL), 0);
	delegation(1, AT(1, 9, 59), AT(1, 11, 0));
	found = kit_only(C8_PROTOCOL);
	assert_int_equal(found->level, LEVEL_DECIDE);
	assert_int_equal(found->subject[0], 0);
	assert_int_equal(found->items.len, 2);
}

static void
a_head_and_their_host_are_of_like_rank(void **state)
{
	struct world_mission mission = kit_mission_of(NOBODY, BARCELONA);
	const struct finding *found;

	(void)state;
	mission.incoming = true;
	mission.head_rank = 1;
	mission.host_rank = 2;
	kit_put(0, &mission);
	assert_int_equal(kit_count(C8_PROTOCOL), 0);
	mission.host_rank = 3;
	kit_put(0, &mission);
	found = kit_only(C8_PROTOCOL);
	assert_int_equal(found->level, LEVEL_WARN);
	assert_int_equal(found->subject[1], 0);
	mission.host_rank = 0; /* not known */
	kit_put(0, &mission);
	assert_int_equal(kit_count(C8_PROTOCOL), 0);
}

/* ---------------------------------------------------------- C10 milestone */

static void
milestone(int32_t deputy)
{
	/* Friday of the second week; the tenth working day before it is the
	 * Friday before the first Monday. */
	const struct world_milestone at = { true, 0, deputy, MONDAY + 11, 10 };

	world_put_milestone(&kit.world, 0, &at);
}

/* The preparation begins on 29 May, 00:00 in Barcelona (22:00 UTC before). */
static void
away_while_a_milestone_is_prepared(void **state)
{
	const struct finding *found;

	(void)state;
	milestone(1);
	kit_mission(0, 0, NOBODY, LYON, AT(-4, 12, 0), AT(-4, 22, 0));
	assert_int_equal(kit_count(C10_MILESTONE), 0);
	kit_mission(0, 0, NOBODY, LYON, AT(-4, 12, 0), AT(-4, 22, 1));
	found = kit_only(C10_MILESTONE);
	assert_int_equal(found->level, LEVEL_WARN);
	assert_int_equal(found->first.start, AT(-4, 22, 0));
	assert_int_equal(found->first.end, AT(11, 22, 0));
	kit_mission(0, 0, NOBODY, LYON, AT(11, 21, 59), AT(13, 0, 0));
	assert_int_equal(kit_count(C10_MILESTONE), 1);
	kit_mission(0, 0, NOBODY, LYON, AT(11, 22, 0), AT(13, 0, 0));
	assert_int_equal(kit_count(C10_MILESTONE), 0);
}

/* Wednesday to Friday are the last three working days. */
static void
a_deputy_is_there_in_the_last_days(void **state)
{
	(void)state;
	kit_mission(0, 0, NOBODY, LYON, AT(2, 9, 0), AT(2, 12, 0));
	milestone(NOBODY);
	assert_int_equal(kit_only(C10_MILESTONE)->level, LEVEL_DECIDE);
	milestone(1);
	kit_mission(1, 1, NOBODY, LYON, AT(8, 9, 0), AT(8, 22, 0));
	assert_int_equal(kit_only(C10_MILESTONE)->level, LEVEL_WARN);
	kit_mission(1, 1, NOBODY, LYON, AT(8, 9, 0), AT(8, 22, 1));
	assert_int_equal(kit_only(C10_MILESTONE)->level, LEVEL_DECIDE);
}

/* ------------------------------------------------------------- C12 a leg */

static void
seats(int32_t i, uint64_t leg, const int32_t *people, size_t n)
{
	struct world_mission mission = kit_mission_of(NOBODY, LYON);

	for (size_t k = 0; k < n; k++) {
		struct world_seat seat = { people[k], leg };

		kit_stay(&mission, people[k], AT(i, 9, 0), AT(i, 12, 0));
		assert_int_equal(vec_push(&mission.seats, seat), 0);
	}
	kit_put(i, &mission);
}

static void
not_all_seniors_are_on_one_plane(void **state)
{
	const int32_t two[] = { 0, 1 }, third[] = { 2 };

	(void)state;
	for (int32_t i = 0; i < 4; i++) {
		struct world_person person = { .there = true,
			.team = 0,
			.home = BARCELONA,
			.senior = true };

		world_put_person(&kit.world, i, &person);
	}
	seats(0, 5, two, 2);
	seats(1, 6, third, 1);
	assert_int_equal(kit_count(C12_SAME_LEG), 0);
	seats(1, 5, third, 1); /* of another mission, on the same leg */
	assert_int_equal(kit_count(C12_SAME_LEG), 2);
	seats(1, 5, two, 2); /* the same people twice */
	assert_int_equal(kit_count(C12_SAME_LEG), 0);
}

static void
nor_the_whole_staff(void **state)
{
	int32_t people[7];

	(void)state;
	for (int32_t i = 0; i < 7; i++) {
		struct world_person person = {
			.there = true, .team = 0, .home = BARCELONA
		};

		people[i] = i;
		world_put_person(&kit.world, i, &person);
	}
	seats(0, 5, people, 6);
	assert_int_equal(kit_count(C12_SAME_LEG), 0);
	seats(0, 5, people, 7);
	assert_int_equal(kit_only(C12_SAME_LEG)->have, 7);
	assert_int_equal(kit_only(C12_SAME_LEG)->need, 6);
	assert_int_equal(kit_only(C12_SAME_LEG)->items.len, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(one_politician_for_two_delegations),
		KIT_TEST(a_head_and_their_host_are_of_like_rank),
		KIT_TEST(away_while_a_milestone_is_prepared),
		KIT_TEST(a_deputy_is_there_in_the_last_days),
		KIT_TEST(not_all_seniors_are_on_one_plane),
		KIT_TEST(nor_the_whole_staff),
	};

	return cmocka_run_group_tests_name(
	    "rules of duties", tests, NULL, NULL);
}
