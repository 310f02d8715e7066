/* SPDX-License-Identifier: Apache-2.0 */
/* What is in force while a revision of a mission waits, and what its decision
 * was about. */
#include "mission_kit.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "store/event_table.h"

static void
small_changes_stay_authorised(void **state)
{
	struct table *table = *state;

	table_authorised(table);
	table_must(table, table_amend(table, "{\"deputy\":\"a2\"}"));
	table_must(
	    table, table_amend(table, "{\"costs\":[{\"heading\":\"travel\","
				      "\"estimated\":106000}]}"));
	assert_string_equal(table_state(table), "authorised");
	assert_null(table_kept(table, FAMILY_EDITION));
	/* Another six per cent are twelve of what was authorised. */
	table_must(
	    table, table_amend(table, "{\"costs\":[{\"heading\":\"travel\","
				      "\"estimated\":112000}]}"));
	assert_string_equal(table_state(table), "submitted");
	assert_int_equal(table_kept(table, FAMILY_MISSION)->edition, 2);
	assert_null(table_kept(table, FAMILY_MISSION)->order_number);
	assert_string_equal(
	    table_kept(table, FAMILY_EDITION)->order_number, "2026/7");
}

static void
the_old_one_is_in_force_until_the_new_is_authorised(void **state)
{
	struct table *table = *state;

	table_authorised(table);
	table_must(table, table_amend(table, "{\"city\":\"Tunis\"}"));
	assert_string_equal(table_kept(table, FAMILY_EDITION)->city, "Cairo");
	table_must(table, table_amend(table, "{\"city\":\"Rabat\"}"));
	assert_int_equal(table_kept(table, FAMILY_MISSION)->edition, 2);
	table_must(table, table_step(table, LIFE_RETURN, "why Rabat?"));
	table_must(table, table_step(table, LIFE_SUBMIT, NULL));
	/* The time goes on for what is in force. */
	table->desk.actor.now = NOON + 9 * DAY;
	table->what = CLOCK;
	table_must(table, table_act(table));
	assert_int_equal(
	    table_kept(table, FAMILY_EDITION)->state, MISSION_UNDERWAY);
	table_must(table, table_step(table, LIFE_ENDORSE, NULL));
	table_must(table, table_step(table, LIFE_AUTHORISE, "2026/8"));
	assert_null(table_kept(table, FAMILY_EDITION));
	assert_string_equal(table_kept(table, FAMILY_MISSION)->city, "Rabat");
	assert_int_equal(table_kept(table, FAMILY_MISSION)->edition, 2);
}

static void
a_refused_revision_leaves_the_old_one(void **state)
{
	static const enum life_action ways[] = { LIFE_REJECT, LIFE_WITHDRAW };
	struct table *table = *state;

	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		table_authorised(table);
		table_must(table, table_amend(table, "{\"city\":\"Tunis\"}"));
		table_must(table, table_step(table, ways[i], "no"));
		assert_string_equal(table_state(table), "authorised");
		assert_string_equal(
		    table_kept(table, FAMILY_MISSION)->city, "Cairo");
		assert_string_equal(
		    table_kept(table, FAMILY_MISSION)->order_number, "2026/7");
		assert_string_equal(
		    table_kept(table, FAMILY_MISSION)->reason, "no");
		assert_null(table_kept(table, FAMILY_EDITION));
	}
}

static void
the_event_of_the_decision_is_kept(void **state)
{
	struct table *table = *state;
	struct event event =
	    kit_event("metropolis", "e1", "2026-03-20", "2026-03-22");
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	char json[400];

	event.city = "Cairo";
	kit_put(&table->kit, &event);
	row = kit_row(&table->kit, "metropolis", "e1");
	snprintf(json, sizeof json,
	    "{\"title\":\"A\",\"team\":\"T1\",\"event\":\"%s\",\"roles\":[{"
	    "\"kind\":\"head\",\"chosen\":[\"a1\"]}]}",
	    row->id);
	table_must(table, table_create(table, json));
	table_must(table, table_step(table, LIFE_SUBMIT, NULL));
	table_must(table, table_step(table, LIFE_ENDORSE, NULL));
	table_must(table, table_step(table, LIFE_AUTHORISE, "1"));
	assert_string_equal(
	    table_kept(table, FAMILY_MISSION)->decided_start, "2026-03-20");
	assert_string_equal(
	    table_kept(table, FAMILY_MISSION)->decided_city, "Cairo");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TABLE_TEST(small_changes_stay_authorised),
		TABLE_TEST(the_old_one_is_in_force_until_the_new_is_authorised),
		TABLE_TEST(a_refused_revision_leaves_the_old_one),
		TABLE_TEST(the_event_of_the_decision_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
