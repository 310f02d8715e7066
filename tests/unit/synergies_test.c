/* SPDX-License-Identifier: Apache-2.0 */
/* The synergies: each with a case that is found and the nearest that is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "world_kit.h"

static void
one_journey_for_two_things(void **state)
{
	const struct finding *found;

	(void)state;
	kit_mission(0, 0, 0, LYON, AT(1, 9, 0), AT(2, 12, 0));
	kit_mission(1, 1, 0, LYON, AT(4, 12, 0), AT(5, 12, 0));
	assert_int_equal(kit_count(S2_SAME_CITY), 0); /* one event */
	kit_mission(1, 0, 1, LYON, AT(4, 12, 0), AT(5, 12, 0));
	assert_int_equal(kit_count(S2_SAME_CITY), 0); /* one person */
	kit_mission(1, 1, 1, LYON, AT(4, 12, 0), AT(5, 12, 0));
	found = kit_only(S2_SAME_CITY);
	assert_int_equal(found->have, 2);
	assert_int_equal(found->period, MONDAY + 1);
	kit_mission(1, 1, 1, LYON, AT(4, 12, 1), AT(5, 12, 0));
	assert_int_equal(kit_count(S2_SAME_CITY), 0); /* too far apart */
	kit_mission(1, 1, 1, GIRONA, AT(2, 12, 0), AT(5, 12, 0));
	assert_int_equal(kit_count(S2_SAME_CITY), 0);
}

static void
a_council_at_the_same_event(void **state)
{
	struct world_event event =
	    kit_event_of(LYON, AT(1, 9, 0), AT(1, 12, 0));

	(void)state;
	event.councils = 1;
	kit_event(0, event);
	assert_int_equal(kit_count(S3_COUNCIL_THERE), 0);
	kit_mission(0, 0, 0, LYON, AT(1, 9, 0), AT(1, 12, 0));
	assert_int_equal(kit_only(S3_COUNCIL_THERE)->have, 1);
	event.councils = 0;
	kit_event(0, event);
	assert_int_equal(kit_count(S3_COUNCIL_THERE), 0);
}

static void
network_event(int32_t i, int32_t network, int64_t start, int64_t end)
{
	struct world_event event = kit_event_of(LYON, start, end);

	event.network = network;
	kit_event(i, event);
}

/* A week begins on Monday at the place: 22:00 UTC on Sunday. */
static void
networks_meet_in_one_week(void **state)
{
	(void)state;
	network_event(0, 0, AT(1, 9, 0), AT(1, 12, 0));
	network_event(1, 0, AT(4, 9, 0), AT(4, 12, 0));
	assert_int_equal(kit_count(S4_NETWORKS_MEET), 0); /* one network */
	network_event(1, 1, AT(6, 21, 59), AT(6, 23, 0));
	assert_int_equal(kit_only(S4_NETWORKS_MEET)->period, MONDAY);
	assert_int_equal(kit_only(S4_NETWORKS_MEET)->have, 2);
	network_event(1, 1, AT(6, 22, 0), AT(6, 23, 0));
	assert_int_equal(kit_count(S4_NETWORKS_MEET), 0);
	/* over two weeks together: once */
	network_event(0, 0, AT(1, 9, 0), AT(10, 12, 0));
	network_event(1, 1, AT(2, 9, 0), AT(9, 12, 0));
	assert_int_equal(kit_only(S4_NETWORKS_MEET)->first.end, MONDAY + 14);
}

static void
a_partner_where_a_mission_goes(void **state)
{
	const struct world_partner partners[] = { { 7, LYON }, { 8, GIRONA } };

	(void)state;
	world_put_partners(&kit.world, partners, 2);
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 12, 0));
	assert_int_equal(kit_only(S5_PARTNER_THERE)->have, 1);
	assert_int_equal(kit_only(S5_PARTNER_THERE)->items.items[0], 7);
	kit_mission(0, 0, NOBODY, NEW_YORK, AT(1, 9, 0), AT(1, 12, 0));
	assert_int_equal(kit_count(S5_PARTNER_THERE), 0);
}

static void
a_delegation_of_interest_to_another_team(void **state)
{
	struct world_mission mission = kit_mission_of(NOBODY, BARCELONA);

	(void)state;
	mission.incoming = true;
	assert_int_equal(vec_push(&mission.teams, 0), 0);
	assert_int_equal(vec_push(&mission.interested, 0), 0);
	assert_int_equal(world_put_mission(&kit.world, 0, &mission), 0);
	assert_int_equal(kit_count(S6_INTEREST), 0); /* its own */
	assert_int_equal(vec_push(&mission.interested, 1), 0);
	kit_put(0, &mission);
	assert_int_equal(kit_only(S6_INTEREST)->items.items[0], 1);
}

static void
an_important_event_to_which_nobody_goes(void **state)
{
	struct world_settings settings = world_settings_default;
	struct world_event event =
	    kit_event_of(LYON, AT(1, 9, 0), AT(1, 12, 0));

	(void)state;
	event.lines = 1;
	event.score = 69;
	kit_event(0, event);
	assert_int_equal(kit_count(S7_MISSED), 0);
	event.score = 70;
	kit_event(0, event);
	assert_int_equal(kit_count(S7_MISSED), 1);
	settings.now = AT(1, 9, 0);
	world_put_settings(&kit.world, &settings);
	assert_int_equal(kit_count(S7_MISSED), 1);
	settings.now = AT(1, 9, 1);
	world_put_settings(&kit.world, &settings);
	assert_int_equal(kit_count(S7_MISSED), 0); /* it has begun */
	settings.now = 0;
	world_put_settings(&kit.world, &settings);
	kit_mission(0, 0, 0, LYON, AT(1, 9, 0), AT(1, 12, 0));
	assert_int_equal(kit_count(S7_MISSED), 0);
}

static void
a_line_with_too_few_missions(void **state)
{
	const struct world_target target = {
		.there = true, .line = 2, .year = 2026, .missions = 2
	};
	struct world_mission mission = kit_mission_of(NOBODY, LYON);

	(void)state;
	world_put_target(&kit.world, 0, &target);
	mission.lines = 4;
	kit_put(0, &mission);
	assert_int_equal(kit_only(S8_UNDER_SERVED)->have, 1);
	assert_int_equal(kit_only(S8_UNDER_SERVED)->subject[0], 2);
	mission.counts = false;
	mission.over = true; /* what was made counts too */
	kit_put(1, &mission);
	assert_int_equal(kit_count(S8_UNDER_SERVED), 0);
	mission.year = 2027;
	kit_put(1, &mission);
	assert_int_equal(kit_count(S8_UNDER_SERVED), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(one_journey_for_two_things),
		KIT_TEST(a_council_at_the_same_event),
		KIT_TEST(networks_meet_in_one_week),
		KIT_TEST(a_partner_where_a_mission_goes),
		KIT_TEST(a_delegation_of_interest_to_another_team),
		KIT_TEST(an_important_event_to_which_nobody_goes),
		KIT_TEST(a_line_with_too_few_missions),
	};

	return cmocka_run_group_tests_name("synergies", tests, NULL, NULL);
}
