/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about events, missions and means: C5 with its S1, C6, C7, C9, C11, C13
 * to C15, C18; levels and names of all rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "world_kit.h"

/* A mission of these teams, with one traveller. */
static void
joint(int32_t i, int32_t event, int32_t person, const int32_t *teams, size_t n)
{
	struct world_mission mission = kit_mission_of(event, LYON);

	kit_stay(&mission, person, AT(1, 9, 0), AT(1, 12, 0));
	for (size_t k = 0; k < n; k++)
		assert_int_equal(vec_push(&mission.teams, teams[k]), 0);
	kit_put(i, &mission);
}

static const int32_t team0[] = { 0 }, team1[] = { 1 }, both[] = { 0, 1 };

static void
gone(int32_t i)
{
	struct world_mission mission = {
		.there = false, .event = NOBODY, .site = NOBODY
	};

	kit_put(i, &mission);
}

/* -------------------------------------------------------------- C5 and S1 */

static void
two_teams_at_one_event_do_not_know_of_each_other(void **state)
{
	const struct finding *found;

	(void)state;
	kit_event(0, kit_event_of(LYON, AT(1, 9, 0), AT(1, 12, 0)));
	joint(0, 0, 0, team0, 1);
	joint(1, 0, 1, team0, 1); /* the same team twice */
	assert_int_equal(kit_count(C5_UNCOORDINATED), 0);
	assert_int_equal(kit_count(S1_SAME_EVENT), 0);
	joint(2, 0, 3, team1, 1);
	found = kit_only(C5_UNCOORDINATED);
	assert_int_equal(found->level, LEVEL_DECIDE);
	assert_int_equal(found->subject[0], 0);
	assert_int_equal(found->have, 2);
	assert_int_equal(found->items.len, 3);
	assert_int_equal(kit_only(S1_SAME_EVENT)->items.len, 3);
	/* another event is another matter */
	joint(2, 1, 3, team1, 1);
	assert_int_equal(kit_count(C5_UNCOORDINATED), 0);
}

static void
a_joint_delegation_clears_both(void **state)
{
	(void)state;
	kit_event(0, kit_event_of(LYON, AT(1, 9, 0), AT(1, 12, 0)));
	joint(0, 0, 0, both, 2);
	assert_int_equal(kit_count(C5_UNCOORDINATED), 0);
	joint(1, 0, 3, team1, 1); /* one of the joint ones, besides */
	assert_int_equal(kit_count(C5_UNCOORDINATED), 0);
	joint(0, 0, 0, team0, 1);
	assert_int_equal(kit_count(C5_UNCOORDINATED), 1);
	assert_int_equal(kit_count(S1_SAME_EVENT), 1);
	gone(1);
	assert_int_equal(kit_count(C5_UNCOORDINATED), 0);
}

/* ---------------------------------------------------------------- C6 clash */

static void
high_event(int32_t i, int64_t score, uint64_t lines, int64_t start, int64_t end)
{
	struct world_event event = kit_event_of(LYON, start, end);

	event.score = score;
	event.lines = lines;
	kit_event(i, event);
}

static void
represents(int32_t person)
{
	const struct world_person at = {
		.there = true, .team = 0, .home = BARCELONA, .represents = true
	};

	world_put_person(&kit.world, person, &at);
}

static void
two_important_events_want_two_people(void **state)
{
	const struct finding *found;

	(void)state;
	represents(0);
	high_event(0, 70, 1, AT(1, 9, 0), AT(2, 12, 0));
	high_event(1, 70, 3, AT(2, 11, 59), AT(3, 12, 0));
	found = kit_only(C6_PRIORITY_CLASH);
	assert_int_equal(found->level, LEVEL_DECIDE);
	assert_int_equal(found->have, 1);
	assert_int_equal(found->need, 2);
	represents(1);
	assert_int_equal(kit_count(C6_PRIORITY_CLASH), 0);
	/* who goes to one of the two is free for them */
	kit_mission(0, 1, 1, LYON, AT(2, 0, 0), AT(3, 0, 0));
	assert_int_equal(kit_count(C6_PRIORITY_CLASH), 0);
	kit_mission(0, 1, NOBODY, LYON, AT(2, 0, 0), AT(3, 0, 0));
	assert_int_equal(kit_count(C6_PRIORITY_CLASH), 1);
}

static void
what_does_not_clash(void **state)
{
	(void)state;
	high_event(0, 70, 1, AT(1, 9, 0), AT(2, 12, 0));
	high_event(1, 70, 1, AT(2, 12, 0), AT(3, 12, 0)); /* touches */
	assert_int_equal(kit_count(C6_PRIORITY_CLASH), 0);
	high_event(1, 70, 2, AT(2, 11, 0), AT(3, 12, 0)); /* another line */
	assert_int_equal(kit_count(C6_PRIORITY_CLASH), 0);
	high_event(1, 69, 1, AT(2, 11, 0), AT(3, 12, 0));
	assert_int_equal(kit_count(C6_PRIORITY_CLASH), 0);
	high_event(1, 70, 1, AT(2, 11, 0), AT(3, 12, 0));
	assert_int_equal(kit_count(C6_PRIORITY_CLASH), 1);
}

/* ------------------------------------------------------------- C7 resource */

static void
uses(int32_t i, int64_t units, int64_t start, int64_t end)
{
	struct world_mission mission = kit_mission_of(NOBODY, LYON);
	struct world_use use = { 0, units, { start, end } };

	assert_int_equal(vec_push(&mission.uses, use), 0);
	kit_put(i, &mission);
}

static void
an_interpreter_is_booked_twice(void **state)
{
	const struct world_resource one = { .there = true, .capacity = 1 };
	const struct finding *found;

	(void)state;
	world_put_resource(&kit.world, 0, &one);
	uses(0, 1, AT(1, 9, 0), AT(1, 10, 0));
	uses(1, 1, AT(1, 10, 0), AT(1, 11, 0)); /* given back, then taken */
	assert_int_equal(kit_count(C7_RESOURCE), 0);
	uses(1, 1, AT(1, 9, 59), AT(1, 11, 0));
	found = kit_only(C7_RESOURCE);
	assert_int_equal(found->level, LEVEL_BLOCK);
	assert_int_equal(found->need, 2);
	assert_int_equal(found->have, 1);
	assert_int_equal(found->first.start, AT(1, 9, 59));
	assert_int_equal(found->first.end, AT(1, 10, 0));
	assert_int_equal(found->items.len, 2);
}

static void
the_worst_moment_is_named(void **state)
{
	const struct world_resource two = { .there = true, .capacity = 2 };
	const struct finding *found;

	(void)state;
	world_put_resource(&kit.world, 0, &two);
	uses(0, 2, AT(1, 9, 0), AT(1, 12, 0));
	uses(1, 1, AT(1, 10, 0), AT(1, 14, 0));
	uses(2, 1, AT(1, 11, 0), AT(1, 11, 30));
	found = kit_only(C7_RESOURCE);
	assert_int_equal(found->first.start, AT(1, 10, 0));
	assert_int_equal(found->first.end, AT(1, 12, 0));
	assert_int_equal(found->second.start, AT(1, 11, 0));
	assert_int_equal(found->second.end, AT(1, 11, 30));
	assert_int_equal(found->need, 4);
	assert_int_equal(found->items.len, 3);
}

/* ----------------------------------------------------------- C9, C14 session
 */

static void
a_session_avoids_its_towns_holidays(void **state)
{
	const struct world_holiday holiday = { 3, { MONDAY + 2, MONDAY + 3 } };
	struct world_session session = { .there = true,
		.days = { MONDAY + 1, MONDAY + 2 } };

	(void)state;
	assert_int_equal(vec_push(&session.towns, 3), 0);
	world_put_holidays(&kit.world, &holiday, 1);
	world_put_session(&kit.world, 0, &session);
	assert_int_equal(kit_count(C9_HOLIDAY), 0);
	session.days.end = MONDAY + 3;
	world_put_session(&kit.world, 0, &session);
	assert_int_equal(kit_only(C9_HOLIDAY)->level, LEVEL_WARN);
	assert_int_equal(kit_only(C9_HOLIDAY)->first.start, MONDAY + 2);
	session.towns.items[0] = 4;
	world_put_session(&kit.world, 0, &session);
	assert_int_equal(kit_count(C9_HOLIDAY), 0);
	vec_free(&session.towns);
}

static void
enough_of_each_group_come(void **state)
{
	struct world_session session = { .there = true,
		.days = { MONDAY + 1, MONDAY + 2 } };
	const struct world_group councils = { 12, 12 }, few = { 12, 11 };
	const struct finding *found;

	(void)state;
	assert_int_equal(vec_push(&session.groups, councils), 0);
	world_put_session(&kit.world, 0, &session);
	assert_int_equal(kit_count(C14_QUORUM), 0);
	assert_int_equal(vec_push(&session.groups, few), 0);
	world_put_session(&kit.world, 0, &session);
	found = kit_only(C14_QUORUM);
	assert_int_equal(found->level, LEVEL_BLOCK);
	assert_int_equal(found->have, 11);
	assert_int_equal(found->items.len, 1);
	assert_int_equal(found->items.items[0], 1);
	vec_free(&session.groups);
}

/* ------------------------------------------------------ C11, C13, C15, C18 */

static void
formalities_take_sixteen_days(void **state)
{
	struct world_mission mission = kit_mission_of(NOBODY, LYON);
	const struct finding *found;

	(void)state;
	mission.submitted_at = AT(0, 9, 0);
	mission.departure = AT(16, 9, 0);
	kit_put(0, &mission);
	assert_int_equal(kit_count(C11_LEAD_TIME), 0);
	mission.departure = AT(16, 8, 59);
	kit_put(0, &mission);
	found = kit_only(C11_LEAD_TIME);
	assert_int_equal(found->level, LEVEL_WARN);
	assert_int_equal(found->have, 15);
	mission.departure = AT(60, 0, 0);
	mission.open_items = 1;
	kit_put(0, &mission);
	assert_int_equal(kit_only(C11_LEAD_TIME)->items.items[0], 1);
	mission.open_items = 0;
	kit_put(0, &mission);
	assert_int_equal(kit_count(C11_LEAD_TIME), 0);
}

static void
decided(struct world_mission *mission)
{
	mission->decided = true;
	mission->decided_span = (struct span){ AT(1, 9, 0), AT(1, 12, 0) };
	mission->decided_site = LYON;
}

static void
what_was_decided_is_held_against_the_event(void **state)
{
	struct world_mission mission = kit_mission_of(0, LYON);
	struct world_event event =
	    kit_event_of(LYON, AT(1, 9, 0), AT(1, 12, 0));
	const struct finding *found;

	(void)state;
	kit_event(0, event);
	decided(&mission);
	kit_put(0, &mission);
	assert_int_equal(kit_count(C13_SOURCE_MOVED), 0);
	event.span.end += 60;
	kit_event(0, event);
	found = kit_only(C13_SOURCE_MOVED);
	assert_int_equal(found->level, LEVEL_DECIDE);
	assert_int_equal(found->first.end, AT(1, 12, 0));
	assert_int_equal(found->second.end, AT(1, 12, 1));
	event.span.end -= 60;
	event.site = GIRONA;
	kit_event(0, event);
	assert_int_equal(kit_only(C13_SOURCE_MOVED)->have, GIRONA);
	event.site = LYON;
	event.cancelled = true;
	kit_event(0, event);
	assert_int_equal(kit_only(C13_SOURCE_MOVED)->have, NOBODY);
	event.there = false; /* vanished */
	kit_event(0, event);
	assert_int_equal(kit_count(C13_SOURCE_MOVED), 1);
	mission.decided = false;
	kit_put(0, &mission);
	assert_int_equal(kit_count(C13_SOURCE_MOVED), 0);
}

static void
neither_line_nor_region(void **state)
{
	struct world_mission mission = kit_mission_of(NOBODY, LYON);

	(void)state;
	kit_put(0, &mission);
	assert_int_equal(kit_count(C15_OFF_PLAN), 0);
	mission.in_region = false;
	kit_put(0, &mission);
	assert_int_equal(kit_only(C15_OFF_PLAN)->level, LEVEL_INFO);
	mission.lines = 4;
	kit_put(0, &mission);
	assert_int_equal(kit_count(C15_OFF_PLAN), 0);
}

static void
costs(int32_t i, int32_t team, int32_t year, int64_t cents)
{
	struct world_mission mission = kit_mission_of(NOBODY, LYON);
	struct world_cost cost = { team, year, cents };

	assert_int_equal(vec_push(&mission.costs, cost), 0);
	kit_put(i, &mission);
}

static void
a_team_stays_in_its_years_budget(void **state)
{
	const struct world_budget budget = { 0, 2026, 100000 };
	const struct finding *found;

	(void)state;
	world_put_budgets(&kit.world, &budget, 1);
	costs(0, 0, 2026, 60000);
	costs(1, 0, 2026, 40000);
	costs(2, 0, 2027, 1);
	costs(3, 1, 2026, 1);
	assert_int_equal(kit_count(C18_BUDGET), 0);
	costs(1, 0, 2026, 40001);
	found = kit_only(C18_BUDGET);
	assert_int_equal(found->level, LEVEL_DECIDE);
	assert_int_equal(found->need, 100001);
	assert_int_equal(found->have, 100000);
	assert_int_equal(found->period, 2026);
	assert_int_equal(found->items.len, 2);
}

/* ----------------------------------------------------------------- levels */

static void
a_rules_level_is_configuration(void **state)
{
	struct world_settings settings = world_settings_default;

	(void)state;
	settings.levels[C1_PERSON_OVERLAP] = LEVEL_WARN + 1;
	settings.levels[C2_TRAVEL_GAP] = LEVEL_DECIDE + 1;
	world_put_settings(&kit.world, &settings);
	kit_mission(0, 0, NOBODY, LYON, AT(1, 9, 0), AT(1, 12, 0));
	kit_mission(1, 0, NOBODY, LYON, AT(1, 11, 0), AT(1, 13, 0));
	assert_int_equal(kit_only(C1_PERSON_OVERLAP)->level, LEVEL_WARN);
	kit_mission(1, 0, NOBODY, GIRONA, AT(1, 13, 0), AT(1, 14, 0));
	assert_int_equal(kit_only(C2_TRAVEL_GAP)->level, LEVEL_DECIDE);
	/* a mere warning stays one */
	kit_mission(1, 0, NOBODY, GIRONA, AT(1, 19, 0), AT(1, 20, 0));
	assert_int_equal(kit_only(C2_TRAVEL_GAP)->level, LEVEL_WARN);
}

static void
rules_are_known_by_code_and_name(void **state)
{
	(void)state;
	for (int i = 0; i < RULES; i++) {
		assert_non_null(rules[i].code);
		assert_int_equal(rule_parse_code(rules[i].code), i);
		assert_int_equal(rule_parse_code(rules[i].name), i);
	}
	assert_int_equal(rule_parse_code("C19"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(two_teams_at_one_event_do_not_know_of_each_other),
		KIT_TEST(a_joint_delegation_clears_both),
		KIT_TEST(two_important_events_want_two_people),
		KIT_TEST(what_does_not_clash),
		KIT_TEST(an_interpreter_is_booked_twice),
		KIT_TEST(the_worst_moment_is_named),
		KIT_TEST(a_session_avoids_its_towns_holidays),
		KIT_TEST(enough_of_each_group_come),
		KIT_TEST(formalities_take_sixteen_days),
		KIT_TEST(what_was_decided_is_held_against_the_event),
		KIT_TEST(neither_line_nor_region),
		KIT_TEST(a_team_stays_in_its_years_budget),
		KIT_TEST(a_rules_level_is_configuration),
		KIT_TEST(rules_are_known_by_code_and_name),
	};

	return cmocka_run_group_tests_name(
	    "rules of events", tests, NULL, NULL);
}
