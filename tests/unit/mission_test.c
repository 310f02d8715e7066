/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of missions: what each step sets, wants and refuses; editions,
 * numbers, and what the clock brings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "office/import.h"
#include "office/mission.h"
#include "store/event_table.h"
#include "store_kit.h"

#define EVERY (LIFE_LEAD | LIFE_HEAD | LIFE_COORDINATOR | LIFE_OFFICER)
/* 2026-03-01T12:00:00Z */
#define NOON INT64_C(1772366400)
#define DAY INT64_C(86400)

struct table {
	struct kit kit;
	struct desk desk;
	struct mission_actor actor;
	char id[RECORD_ID]; /* of the mission last written */
	/* of the command that runs */
	enum { CREATE, AMEND, STEP, CLOCK, IMPORT } what;
	const char *json;
	struct mission_step step;
	int64_t moved;
	struct record_row *row; /* what it answered */
	struct err err;
};

static int
run(struct store *store, void *arg, struct err *err)
{
	struct table *table = arg;
	struct desk *desk = &table->desk;
	struct import_counts counts;

	desk_clear(desk);
	desk->store = store;
	record_row_unref(table->row);
	table->row = NULL;
	switch (table->what) {
	case CREATE:
		return mission_create(desk, &table->actor, table->json,
		    strlen(table->json), &table->row, err);
	case AMEND:
		return mission_amend(desk, &table->actor, table->id,
		    table->json, strlen(table->json), &table->row, err);
	case STEP:
		return mission_step(desk, &table->actor, table->id,
		    &table->step, &table->row, err);
	case CLOCK:
		return missions_clock(desk, &table->moved, err);
	case IMPORT:
		return desk_import(
		    desk, table->json, strlen(table->json), &counts, err);
	}
	return 0;
}

static int
act(struct table *table)
{
	int rc;

	err_clear(&table->err);
	rc = store_write(table->kit.store, run, table, &table->err);
	if (rc == 0 && table->row)
		snprintf(table->id, sizeof table->id, "%s",
		    record_id(table->row->record));
	return rc;
}

static int
create(struct table *table, const char *json)
{
	table->what = CREATE;
	table->json = json;
	return act(table);
}

static int
amend(struct table *table, const char *json)
{
	table->what = AMEND;
	table->json = json;
	return act(table);
}

static int
step(struct table *table, enum life_action action, const char *word)
{
	table->what = STEP;
	table->step = (struct mission_step){ .action = action,
		.reason = word,
		.order_number = word,
		.report = word };
	return act(table);
}

static void
must(struct table *table, int result)
{
	if (result < 0)
		fail_msg("%s", table->err.msg);
}

/* The mission (or its edition in force) as the store has it; NULL. The store
 * keeps it until the next command. */
static const struct mission *
kept(struct table *table, enum family_id family)
{
	CLEANUP(records_unrefp) struct records *records = NULL;

	must(table, store_records(table->kit.store, &records, &table->err));
	return records_get(records, family, table->id);
}

static const char *
state_of(struct table *table)
{
	return mission_state_words[kept(table, FAMILY_MISSION)->state];
}

/* "WHERE WHERE": what of the last command's values was wrong. */
static const char *
wrong(struct table *table)
{
	static char out[1000];

	out[0] = '\0';
	vec_each(&table->desk.invalid.list, value) {
		strcat(out, out[0] ? " " : "");
		strcat(out, value->where);
	}
	return out;
}

static int
open_table(void **state)
{
	static struct table table;

	memset(&table, 0, sizeof table);
	kit_open(&table.kit);
	table.kit.actor.now = NOON;
	table.desk.zones = table.kit.zones;
	table.desk.actor = table.kit.actor;
	table.desk.revise_percent = 10;
	table.actor.offices = EVERY;
	table.what = IMPORT;
	table.json = "{\"team\":{\"id\":\"T1\",\"name\":\"One\"}}\n"
		     "{\"team\":{\"id\":\"T2\",\"name\":\"Two\"}}\n"
		     "{\"person\":{\"id\":\"a1\",\"name\":\"Ada\",\"team\":"
		     "\"T1\",\"languages\":[\"ca\"],\"rank\":2}}\n"
		     "{\"person\":{\"id\":\"a2\",\"name\":\"Ben\",\"team\":"
		     "\"T1\"}}\n";
	must(&table, act(&table));
	*state = &table;
	return 0;
}

static int
close_table(void **state)
{
	struct table *table = *state;

	record_row_unref(table->row);
	desk_free(&table->desk);
	kit_close(&table->kit);
	return 0;
}

#define JOURNEY \
	"\"title\":\"A\",\"team\":\"T1\",\"windows\":[{\"start\":" \
	"\"2026-03-10\",\"end\":\"2026-03-13\"}],\"city\":\"Cairo\"," \
	"\"costs\":[{\"heading\":\"travel\",\"estimated\":100000}]," \
	"\"roles\":[{\"kind\":\"head\",\"chosen\":[\"a1\"]}]"

static void
authorised(struct table *table)
{
	must(table, create(table, "{" JOURNEY "}"));
	must(table, step(table, LIFE_SUBMIT, NULL));
	must(table, step(table, LIFE_ENDORSE, NULL));
	must(table, step(table, LIFE_AUTHORISE, "2026/7"));
}

/* ---- creating --------------------------------------------------------- */

static void
begins_as_a_draft_with_a_number(void **state)
{
	struct table *table = *state;
	const struct mission *mission;

	must(table, create(table, "{\"title\":\"A\",\"team\":\"T1\"}"));
	mission = table->row->record;
	assert_string_equal(mission->number, "2026-0001");
	assert_int_equal(mission->state, MISSION_DRAFT);
	assert_int_equal(mission->edition, 1);
	assert_int_equal(mission->state_since, NOON);
	/* One that is taken is not given, and one that was given is not
	 * given again. */
	must(table, create(table, "{\"title\":\"B\",\"team\":\"T1\","
				  "\"number\":\"2026-0002\"}"));
	must(table, create(table, "{\"title\":\"C\",\"team\":\"T1\"}"));
	mission = table->row->record;
	assert_string_equal(mission->number, "2026-0003");
	assert_int_equal(create(table, "{\"title\":\"D\",\"team\":\"T1\","
				       "\"number\":\"2026-0002\"}"),
	    -EINVAL);
	assert_string_equal(wrong(table), "/number");
}

static void
what_comes_to_us_begins_as_a_request(void **state)
{
	struct table *table = *state;

	must(table, create(table, "{\"title\":\"A\",\"team\":\"T1\","
				  "\"direction\":\"incoming\",\"windows\":[{"
				  "\"start\":\"2026-03-10\",\"end\":"
				  "\"2026-03-11\"}]}"));
	assert_string_equal(state_of(table), "requested");
	assert_int_equal(step(table, LIFE_DECLINE, NULL), -EPERM);
	must(table, step(table, LIFE_ACCEPT, NULL));
	must(table, step(table, LIFE_PROGRAMME, NULL));
	table->desk.actor.now = NOON + 10 * DAY;
	table->what = CLOCK;
	must(table, act(table));
	assert_string_equal(state_of(table), "hosted");
	must(table, step(table, LIFE_REPORT, "well"));
	assert_string_equal(state_of(table), "closed");
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
		assert_int_equal(create(table, rows[i].json), -EINVAL);
		assert_string_equal(wrong(table), rows[i].where);
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

	authorised(table);
	mission = kept(table, FAMILY_MISSION);
	assert_string_equal(mission->order_number, "2026/7");
	assert_int_equal(mission->authorised_cost, 100000);
	assert_int_equal(mission->submitted_at, NOON);
	table->what = CLOCK;
	must(table, act(table));
	assert_int_equal(table->moved, 0);
	table->desk.actor.now = NOON + 9 * DAY;
	must(table, act(table));
	assert_int_equal(table->moved, 1);
	assert_string_equal(state_of(table), "underway");
	/* The step's own look at the clock finds it done. */
	table->desk.actor.now = NOON + 12 * DAY;
	assert_int_equal(step(table, LIFE_REPORT, NULL), -EINVAL);
	assert_string_equal(wrong(table), "/report");
	must(table, step(table, LIFE_REPORT, "Went well."));
	assert_string_equal(state_of(table), "closed");
	actions = kit_actions(&table->kit, 4);
	assert_string_equal(actions, "created submitted endorsed authorised "
				     "started finished reported");
}

static void
says_what_a_step_wants(void **state)
{
	struct table *table = *state;

	must(table, create(table, "{\"title\":\"A\",\"team\":\"T1\"}"));
	assert_int_equal(step(table, LIFE_AUTHORISE, "1"), -EPERM);
	must(table, step(table, LIFE_SUBMIT, NULL));
	assert_int_equal(step(table, LIFE_RETURN, ""), -EPERM);
	must(table, step(table, LIFE_RETURN, "who goes?"));
	assert_string_equal(kept(table, FAMILY_MISSION)->reason, "who goes?");
	assert_int_equal(
	    kit_int(&table->kit, "SELECT COUNT(*) FROM change WHERE why = "
				 "'who goes?'"),
	    1);
	must(table, step(table, LIFE_SUBMIT, NULL));
	must(table, step(table, LIFE_ENDORSE, NULL));
	assert_int_equal(step(table, LIFE_AUTHORISE, NULL), -EINVAL);
	assert_string_equal(wrong(table), "/order_number");
	assert_int_equal(step(table, LIFE_AUTHORISE, "1"), -EPERM);
	assert_non_null(strstr(table->err.msg, "nobody is chosen"));
	must(table, amend(table, "{\"roles\":[{\"kind\":\"head\",\"chosen\":"
				 "[\"a1\"]}]}"));
	assert_string_equal(state_of(table), "submitted");
	must(table, step(table, LIFE_ENDORSE, NULL));
	assert_int_equal(step(table, LIFE_AUTHORISE, "1"), -EPERM);
	assert_non_null(strstr(table->err.msg, "dates are not known"));
}

static void
only_whose_it_is(void **state)
{
	static const char *const others[] = { "T2", NULL };
	static const char *const ours[] = { "T1", NULL };
	struct table *table = *state;

	table->actor = (struct mission_actor){ LIFE_LEAD, others, NULL };
	assert_int_equal(create(table, "{" JOURNEY "}"), -EACCES);
	/* Of a joint mission each of its teams' leads. */
	must(table, create(table, "{" JOURNEY ",\"teams\":[\"T2\"]}"));
	must(table, step(table, LIFE_SUBMIT, NULL));
	/* But the head of the area of the team that answers for it. */
	table->actor = (struct mission_actor){ LIFE_HEAD, others, NULL };
	assert_int_equal(step(table, LIFE_ENDORSE, NULL), -EACCES);
	table->actor.teams = ours;
	must(table, step(table, LIFE_ENDORSE, NULL));
	/* Nobody their own, who else may it be. */
	table->actor = (struct mission_actor){ LIFE_OFFICER, NULL, "a1" };
	assert_int_equal(step(table, LIFE_AUTHORISE, "1"), -EACCES);
	assert_non_null(strstr(table->err.msg, "their own"));
	table->actor.person = "a2";
	must(table, step(table, LIFE_AUTHORISE, "1"));
	/* A traveller without any office withdraws and amends. */
	table->actor = (struct mission_actor){ 0, NULL, "a2" };
	assert_int_equal(amend(table, "{\"report\":\"x\"}"), -EACCES);
	table->actor.person = "a1";
	must(table, amend(table, "{\"report\":\"x\"}"));
	/* Nobody is the clock. */
	table->actor = (struct mission_actor){ EVERY | LIFE_CLOCK, NULL, NULL };
	assert_int_equal(step(table, LIFE_START, NULL), -EACCES);
}

/* ---- editions --------------------------------------------------------- */

static void
small_changes_stay_authorised(void **state)
{
	struct table *table = *state;

	authorised(table);
	must(table, amend(table, "{\"deputy\":\"a2\"}"));
	must(table, amend(table, "{\"costs\":[{\"heading\":\"travel\","
				 "\"estimated\":106000}]}"));
	assert_string_equal(state_of(table), "authorised");
	assert_null(kept(table, FAMILY_EDITION));
	/* Another six per cent are twelve of what was authorised. */
	must(table, amend(table, "{\"costs\":[{\"heading\":\"travel\","
				 "\"estimated\":112000}]}"));
	assert_string_equal(state_of(table), "submitted");
	assert_int_equal(kept(table, FAMILY_MISSION)->edition, 2);
	assert_null(kept(table, FAMILY_MISSION)->order_number);
	assert_string_equal(
	    kept(table, FAMILY_EDITION)->order_number, "2026/7");
}

static void
the_old_one_is_in_force_until_the_new_is_authorised(void **state)
{
	struct table *table = *state;

	authorised(table);
	must(table, amend(table, "{\"city\":\"Tunis\"}"));
	assert_string_equal(kept(table, FAMILY_EDITION)->city, "Cairo");
	must(table, amend(table, "{\"city\":\"Rabat\"}"));
	assert_int_equal(kept(table, FAMILY_MISSION)->edition, 2);
	must(table, step(table, LIFE_RETURN, "why Rabat?"));
	must(table, step(table, LIFE_SUBMIT, NULL));
	/* The time goes on for what is in force. */
	table->desk.actor.now = NOON + 9 * DAY;
	table->what = CLOCK;
	must(table, act(table));
	assert_int_equal(kept(table, FAMILY_EDITION)->state, MISSION_UNDERWAY);
	must(table, step(table, LIFE_ENDORSE, NULL));
	must(table, step(table, LIFE_AUTHORISE, "2026/8"));
	assert_null(kept(table, FAMILY_EDITION));
	assert_string_equal(kept(table, FAMILY_MISSION)->city, "Rabat");
	assert_int_equal(kept(table, FAMILY_MISSION)->edition, 2);
}

static void
a_refused_revision_leaves_the_old_one(void **state)
{
	static const enum life_action ways[] = { LIFE_REJECT, LIFE_WITHDRAW };
	struct table *table = *state;

	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		authorised(table);
		must(table, amend(table, "{\"city\":\"Tunis\"}"));
		must(table, step(table, ways[i], "no"));
		assert_string_equal(state_of(table), "authorised");
		assert_string_equal(kept(table, FAMILY_MISSION)->city, "Cairo");
		assert_string_equal(
		    kept(table, FAMILY_MISSION)->order_number, "2026/7");
		assert_string_equal(kept(table, FAMILY_MISSION)->reason, "no");
		assert_null(kept(table, FAMILY_EDITION));
	}
}

/* ---- the rest --------------------------------------------------------- */

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
	must(table, create(table, json));
	must(table, step(table, LIFE_SUBMIT, NULL));
	must(table, step(table, LIFE_ENDORSE, NULL));
	must(table, step(table, LIFE_AUTHORISE, "1"));
	assert_string_equal(
	    kept(table, FAMILY_MISSION)->decided_start, "2026-03-20");
	assert_string_equal(kept(table, FAMILY_MISSION)->decided_city, "Cairo");
}

static void
an_imported_one_is_read_only(void **state)
{
	struct table *table = *state;

	table->what = IMPORT;
	table->json = "{\"mission\":{" JOURNEY
		      ",\"imported\":true,\"state\":\"done\",\"id\":"
		      "\"01a2193c-f4f8-7f49-b550-0f9622736f9a\"}}\n";
	must(table, act(table));
	snprintf(table->id, sizeof table->id, "%s",
	    "01a2193c-f4f8-7f49-b550-0f9622736f9a");
	assert_int_equal(amend(table, "{\"title\":\"B\"}"), -EPERM);
	assert_int_equal(step(table, LIFE_REPORT, "x"), -EPERM);
	/* By import neither state nor edition is changed past the steps. */
	table->what = IMPORT;
	table->json = "{\"mission\":{\"id\":"
		      "\"01a2193c-f4f8-7f49-b550-0f9622736f9a\",\"state\":"
		      "\"draft\"}}\n";
	assert_int_equal(act(table), -EINVAL);
	table->json = "{\"mission\":{\"title\":\"B\",\"team\":\"T1\","
		      "\"number\":\"2026-0001\"}}\n";
	assert_int_equal(act(table), -EINVAL);
	assert_string_equal(wrong(table), "/1/number");
	table->json = "{\"edition\":{" JOURNEY ",\"id\":\"x\"}}\n";
	assert_int_equal(act(table), -EINVAL);
}

static void
as_of_a_revision(void **state)
{
	struct table *table = *state;

	must(table, create(table, "{" JOURNEY "}"));
	table->desk.revision = 2;
	assert_int_equal(step(table, LIFE_SUBMIT, NULL), -ESTALE);
	table->desk.revision = 1;
	must(table, step(table, LIFE_SUBMIT, NULL));
	table->desk.revision = 0;
	snprintf(table->id, sizeof table->id, "nobody");
	assert_int_equal(step(table, LIFE_SUBMIT, NULL), -ENOENT);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, open_table, close_table)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(begins_as_a_draft_with_a_number),
		TEST(what_comes_to_us_begins_as_a_request),
		TEST(refuses_by_pointer),
		TEST(lives_from_a_draft_to_its_report),
		TEST(says_what_a_step_wants),
		TEST(only_whose_it_is),
		TEST(small_changes_stay_authorised),
		TEST(the_old_one_is_in_force_until_the_new_is_authorised),
		TEST(a_refused_revision_leaves_the_old_one),
		TEST(the_event_of_the_decision_is_kept),
		TEST(an_imported_one_is_read_only),
		TEST(as_of_a_revision),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
