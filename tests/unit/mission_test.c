/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of missions: what each step sets, wants and refuses; numbers,
 * and what is only read here. */
#include "mission_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

/* ---- creating --------------------------------------------------------- */

static void
begins_as_a_draft_with_a_number(void **state)
{
	struct table *table = *state;
	const struct mission *mission;

	table_must(
	    table, table_create(table, "{\"title\":\"A\",\"team\":\"T1\"}"));
	mission = table->row->record;
	assert_string_equal(mission->number, "2026-0001");
	assert_int_equal(mission->state, MISSION_DRAFT);
	assert_int_equal(mission->edition, 1);
	assert_int_equal(mission->state_since, NOON);
	/* One that is taken is not given, and one that was given is not
	 * given again. */
	table_must(
	    table, table_create(table, "{\"title\":\"B\",\"team\":\"T1\","
				       "\"number\":\"2026-0002\"}"));
	table_must(
	    table, table_create(table, "{\"title\":\"C\",\"team\":\"T1\"}"));
	mission = table->row->record;
	assert_string_equal(mission->number, "2026-0003");
	assert_int_equal(table_create(table, "{\"title\":\"D\",\"team\":\"T1\","
					     "\"number\":\"2026-0002\"}"),
	    -EINVAL);
	assert_string_equal(table_wrong(table), "/number");
}

static void
what_comes_to_us_begins_as_a_request(void **state)
{
	struct table *table = *state;

	table_must(table,
	    table_create(table, "{\"title\":\"A\",\"team\":\"T1\","
				"\"direction\":\"incoming\",\"windows\":[{"
				"\"start\":\"2026-03-10\",\"end\":"
				"\"2026-03-11\"}]}"));
	assert_string_equal(table_state(table), "requested");
	assert_int_equal(table_step(table, LIFE_DECLINE, NULL), -EPERM);
	table_must(table, table_step(table, LIFE_ACCEPT, NULL));
	table_must(table, table_step(table, LIFE_PROGRAMME, NULL));
	table->desk.actor.now = NOON + 10 * DAY;
	table->what = CLOCK;
	table_must(table, table_act(table));
	assert_string_equal(table_state(table), "hosted");
	table_must(table, table_step(table, LIFE_REPORT, "well"));
	assert_string_equal(table_state(table), "closed");
}

static void
refuses_by_pointer(void **state)
{
	static const struct {
		const char *json, *where;
	} rows[] = {
		{ "{\"title\":\"A\"}", "/team" },
		{ "{\"title\":\"A\",\"team\":\"T9\"}", "/team" },
		{ "{" JOURNEY ",\"id\":\"x\"}", "/id" },
		{ "{" JOURNEY ",\"state\":\"authorised\"}", "/state" },
		{ "{" JOURNEY ",\"edition\":4,\"imported\":true}",
		    "/edition /imported" },
		{ "{" JOURNEY ",\"teams\":[\"T1\"]}", "/teams" },
		{ "{" JOURNEY ",\"window\":2}", "/window" },
		{ "{" JOURNEY ",\"occurrence\":\"2026-01-01\"}",
		    "/occurrence" },
		{ "{" JOURNEY ",\"deputy\":\"a1\"}", "/deputy" },
		{ "{" JOURNEY ",\"event\":\"x\"}", "/event" },
		{ "{" JOURNEY ",\"legs\":[{\"depart\":\"2026-01-01T10:00:00\"}]"
		  "}",
		    "/legs/0/depart_zone" },
		{ "{\"title\":\"A\",\"team\":\"T1\",\"windows\":[{\"start\":"
		  "\"2026-03-10\",\"end\":\"2026-03-10\"}]}",
		    "/windows/0/end" },
		{ "{\"title\":\"A\",\"team\":\"T1\",\"costs\":[{\"heading\":"
		  "\"x\",\"estimated\":1,\"sponsored\":2}]}",
		    "/costs/0/sponsored" },
		{ "{\"title\":\"A\",\"team\":\"T1\",\"roles\":[{\"kind\":"
		  "\"head\",\"chosen\":[\"a1\",\"a2\"]}]}",
		    "/roles/0/chosen" },
		{ "{\"title\":\"A\",\"team\":\"T1\",\"roles\":[{\"kind\":"
		  "\"head\",\"language\":\"ar\",\"chosen\":[\"a1\"]}]}",
		    "/roles/0/chosen/0" },
		{ "{\"title\":\"A\",\"team\":\"T1\",\"roles\":[{\"kind\":"
		  "\"head\",\"rank\":1,\"chosen\":[\"a1\"]},{\"kind\":"
		  "\"vote\",\"rank\":5,\"chosen\":[\"a2\"]},{\"kind\":"
		  "\"vote\",\"rank\":2,\"chosen\":[\"a1\"]}]}",
		    "/roles/0/chosen/0 /roles/1/chosen/0" },
		{ "{\"title\":\"A\",\"team\":\"T1\",\"roles\":[{\"kind\":"
		  "\"head\",\"team\":\"T2\",\"skill\":\"law\",\"chosen\":"
		  "[\"a1\"]}]}",
		    "/roles/0/chosen/0 /roles/0/chosen/0" },
	};
	struct table *table = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(table_create(table, rows[i].json), -EINVAL);
		assert_string_equal(table_wrong(table), rows[i].where);
	}
	assert_int_equal(
	    kit_int(&table->kit, "SELECT COUNT(*) FROM mission"), 0);
}

/* ---- steps ------------------------------------------------------------ */

static void
lives_from_a_draft_to_its_report(void **state)
{
	struct table *table = *state;
	const struct mission *mission;
	CLEANUP(freep) char *actions = NULL;

	table_authorised(table);
	mission = table_kept(table, FAMILY_MISSION);
	assert_string_equal(mission->order_number, "2026/7");
	assert_int_equal(mission->authorised_cost, 100000);
	assert_int_equal(mission->submitted_at, NOON);
	table->what = CLOCK;
	table_must(table, table_act(table));
	assert_int_equal(table->moved, 0);
	table->desk.actor.now = NOON + 9 * DAY;
	table_must(table, table_act(table));
	assert_int_equal(table->moved, 1);
	assert_string_equal(table_state(table), "underway");
	/* The step's own look at the clock finds it done. */
	table->desk.actor.now = NOON + 12 * DAY;
	assert_int_equal(table_step(table, LIFE_REPORT, NULL), -EINVAL);
	assert_string_equal(table_wrong(table), "/report");
	table_must(table, table_step(table, LIFE_REPORT, "Went well."));
	assert_string_equal(table_state(table), "closed");
	actions = kit_actions(&table->kit, 4);
	assert_string_equal(actions, "created submitted endorsed authorised "
				     "started finished reported");
}

static void
says_what_a_step_wants(void **state)
{
	struct table *table = *state;

	table_must(
	    table, table_create(table, "{\"title\":\"A\",\"team\":\"T1\"}"));
	assert_int_equal(table_step(table, LIFE_AUTHORISE, "1"), -EPERM);
	table_must(table, table_step(table, LIFE_SUBMIT, NULL));
	assert_int_equal(table_step(table, LIFE_RETURN, ""), -EPERM);
	table_must(table, table_step(table, LIFE_RETURN, "who goes?"));
	assert_string_equal(
	    table_kept(table, FAMILY_MISSION)->reason, "who goes?");
	assert_int_equal(
	    kit_int(&table->kit, "SELECT COUNT(*) FROM change WHERE why = "
				 "'who goes?'"),
	    1);
	table_must(table, table_step(table, LIFE_SUBMIT, NULL));
	table_must(table, table_step(table, LIFE_ENDORSE, NULL));
	assert_int_equal(table_step(table, LIFE_AUTHORISE, NULL), -EINVAL);
	assert_string_equal(table_wrong(table), "/order_number");
	assert_int_equal(table_step(table, LIFE_AUTHORISE, "1"), -EPERM);
	assert_non_null(strstr(table->err.msg, "nobody is chosen"));
	table_must(table,
	    table_amend(table, "{\"roles\":[{\"kind\":\"head\",\"chosen\":"
			       "[\"a1\"]}]}"));
	assert_string_equal(table_state(table), "submitted");
	table_must(table, table_step(table, LIFE_ENDORSE, NULL));
	assert_int_equal(table_step(table, LIFE_AUTHORISE, "1"), -EPERM);
	assert_non_null(strstr(table->err.msg, "dates are not known"));
}

static void
only_whose_it_is(void **state)
{
	static const char *const others[] = { "T2", NULL };
	static const char *const ours[] = { "T1", NULL };
	struct table *table = *state;

	table->actor = (struct mission_actor){ LIFE_LEAD, others, NULL };
	assert_int_equal(table_create(table, "{" JOURNEY "}"), -EACCES);
	/* Of a joint mission each of its teams' leads. */
	table_must(
	    table, table_create(table, "{" JOURNEY ",\"teams\":[\"T2\"]}"));
	table_must(table, table_step(table, LIFE_SUBMIT, NULL));
	/* But the head of the area of the team that answers for it. */
	table->actor = (struct mission_actor){ LIFE_HEAD, others, NULL };
	assert_int_equal(table_step(table, LIFE_ENDORSE, NULL), -EACCES);
	table->actor.teams = ours;
	table_must(table, table_step(table, LIFE_ENDORSE, NULL));
	/* Nobody their own, who else may it be. */
	table->actor = (struct mission_actor){ LIFE_OFFICER, NULL, "a1" };
	assert_int_equal(table_step(table, LIFE_AUTHORISE, "1"), -EACCES);
	assert_non_null(strstr(table->err.msg, "their own"));
	table->actor.person = "a2";
	table_must(table, table_step(table, LIFE_AUTHORISE, "1"));
	/* A traveller without any office withdraws and amends. */
	table->actor = (struct mission_actor){ 0, NULL, "a2" };
	assert_int_equal(table_amend(table, "{\"report\":\"x\"}"), -EACCES);
	table->actor.person = "a1";
	table_must(table, table_amend(table, "{\"report\":\"x\"}"));
	/* Nobody is the clock. */
	table->actor = (struct mission_actor){ EVERY | LIFE_CLOCK, NULL, NULL };
	assert_int_equal(table_step(table, LIFE_START, NULL), -EACCES);
}

/* ---- the rest --------------------------------------------------------- */

static void
an_imported_one_is_read_only(void **state)
{
	struct table *table = *state;

	table->what = IMPORT;
	table->json = "{\"mission\":{" JOURNEY
		      ",\"imported\":true,\"state\":\"done\",\"id\":"
		      "\"01a2193c-f4f8-7f49-b550-0f9622736f9a\"}}\n";
	table_must(table, table_act(table));
	snprintf(table->id, sizeof table->id, "%s",
	    "01a2193c-f4f8-7f49-b550-0f9622736f9a");
	assert_int_equal(table_amend(table, "{\"title\":\"B\"}"), -EPERM);
	assert_int_equal(table_step(table, LIFE_REPORT, "x"), -EPERM);
	/* By import neither state nor edition is changed past the steps. */
	table->what = IMPORT;
	table->json = "{\"mission\":{\"id\":"
		      "\"01a2193c-f4f8-7f49-b550-0f9622736f9a\",\"state\":"
		      "\"draft\"}}\n";
	assert_int_equal(table_act(table), -EINVAL);
	table->json = "{\"mission\":{\"title\":\"B\",\"team\":\"T1\","
		      "\"number\":\"2026-0001\"}}\n";
	assert_int_equal(table_act(table), -EINVAL);
	assert_string_equal(table_wrong(table), "/1/number");
	table->json = "{\"edition\":{" JOURNEY ",\"id\":\"x\"}}\n";
	assert_int_equal(table_act(table), -EINVAL);
}

static void
as_of_a_revision(void **state)
{
	struct table *table = *state;

	table_must(table, table_create(table, "{" JOURNEY "}"));
	table->desk.revision = 2;
	assert_int_equal(table_step(table, LIFE_SUBMIT, NULL), -ESTALE);
	table->desk.revision = 1;
	table_must(table, table_step(table, LIFE_SUBMIT, NULL));
	table->desk.revision = 0;
	snprintf(table->id, sizeof table->id, "nobody");
	assert_int_equal(table_step(table, LIFE_SUBMIT, NULL), -ENOENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TABLE_TEST(begins_as_a_draft_with_a_number),
		TABLE_TEST(what_comes_to_us_begins_as_a_request),
		TABLE_TEST(refuses_by_pointer),
		TABLE_TEST(lives_from_a_draft_to_its_report),
		TABLE_TEST(says_what_a_step_wants),
		TABLE_TEST(only_whose_it_is),
		TABLE_TEST(an_imported_one_is_read_only),
		TABLE_TEST(as_of_a_revision),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
