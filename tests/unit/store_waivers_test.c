/* SPDX-License-Identifier: Apache-2.0 */
/* What people decide of what the rules find: conflicts waived until a day,
 * synergies accepted or dismissed; and what ends each of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "conflicts_kit.h"

static const struct conflict_party parties[] = { { "team", "T1" },
	{ "team", "T2" }, { "council", "C1" } };

/* Something that a rule finds of two missions. */
static struct work
of_rule(struct kit *kit, const char *code)
{
	struct work work = { .kit = kit };

	work.found = (struct found){ .code = code,
		.subject = "[\"p1\",\"m1\",\"m2\"]",
		.title = "One person in two places: Ada Example",
		.level = "block",
		.evidence = "{\"need\":60}",
		.parties = parties,
		.nparties = 3,
		.span = { 100, 200 } };
	return work;
}

static void
a_waiver_ends_with_its_day(void **state)
{
	struct kit *kit = *state;
	int64_t until = kit->actor.now + 1000;

	found(kit, of_rule(kit, "C1"));
	assert_int_equal(waive(kit, last_id(kit), until), 0);
	conflicts_are(kit, "C1 waived r2 by test; ");
	/* It is found again and again meanwhile. */
	found(kit, of_rule(kit, "C1"));
	expire(kit, until - 1);
	conflicts_are(kit, "C1 waived r2 by test; ");
	expire(kit, until);
	conflicts_are(kit, "C1 open r3; ");
	assert_int_equal(
	    kit_int(kit, "SELECT COUNT(*) FROM change WHERE"
			 " entity = 'conflict' AND action = 'expired'"),
	    1);
	/* Once, and for no longer than it said. */
	expire(kit, until + 1000);
	conflicts_are(kit, "C1 open r3; ");
	assert_int_equal(kit_int(kit, "SELECT expires FROM conflict"), 0);
}

static void
a_waiver_is_void_when_its_evidence_changes(void **state)
{
	struct kit *kit = *state;
	struct work work = of_rule(kit, "C1");

	found(kit, work);
	assert_int_equal(waive(kit, last_id(kit), kit->actor.now + 1000), 0);
	work.found.evidence = "{\"need\":61}";
	found(kit, work);
	conflicts_are(kit, "C1 open r3; ");
	/* Its level is an input, too. */
	assert_int_equal(waive(kit, last_id(kit), kit->actor.now + 1000), 0);
	work.found.level = "decide";
	found(kit, work);
	conflicts_are(kit, "C1 open r5; ");
	/* When it is gone there is nothing to answer for. */
	assert_int_equal(waive(kit, last_id(kit), kit->actor.now + 1000), 0);
	gone(kit, work);
	conflicts_are(kit, "C1 cleared r7; ");
	found(kit, work);
	conflicts_are(kit, "C1 open r8; ");
}

static void
a_waiver_is_undone(void **state)
{
	struct kit *kit = *state;

	found(kit, of_rule(kit, "C1"));
	assert_int_equal(waive(kit, last_id(kit), kit->actor.now + 1000), 0);
	assert_int_equal(
	    waive(kit, last_id(kit), kit->actor.now + 1000), -EPERM);
	assert_int_equal(step(kit, last_id(kit), CONFLICT_UNDO, 0), 0);
	conflicts_are(kit, "C1 open r3; ");
	assert_int_equal(step(kit, last_id(kit), CONFLICT_UNDO, 0), -EPERM);
}

/* Each step is for its own kind: [code] [step]. */
static void
a_step_is_for_its_kind(void **state)
{
	struct kit *kit = *state;
	static const enum conflict_step not_for_conflicts[] = { CONFLICT_MERGE,
		CONFLICT_KEEP_APART, CONFLICT_ACCEPT, CONFLICT_DISMISS };

	found(kit, of_rule(kit, "C1"));
	for (size_t i = 0; i < ARRAY_LEN(not_for_conflicts); i++)
		assert_int_equal(
		    step(kit, last_id(kit), not_for_conflicts[i], 0), -EPERM);
	found(kit, of_rule(kit, "S1"));
	assert_int_equal(
	    waive(kit, last_id(kit), kit->actor.now + 1000), -EPERM);
	assert_int_equal(step(kit, last_id(kit), CONFLICT_MERGE, 0), -EPERM);
	conflicts_are(kit, "C1 open r1; S1 open r1; ");
}

static void
a_dismissed_synergy_stays_so_while_it_is_there(void **state)
{
	struct kit *kit = *state;
	struct work work = of_rule(kit, "S3");

	found(kit, work);
	assert_int_equal(step(kit, last_id(kit), CONFLICT_DISMISS, 0), 0);
	conflicts_are(kit, "S3 dismissed r2 by test; ");
	work.found.evidence = "{\"need\":61}";
	found(kit, work);
	conflicts_are(kit, "S3 dismissed r3 by test; ");
	assert_int_equal(step(kit, last_id(kit), CONFLICT_UNDO, 0), 0);
	conflicts_are(kit, "S3 open r4; ");
	assert_int_equal(step(kit, last_id(kit), CONFLICT_DISMISS, 0), 0);
	gone(kit, work);
	conflicts_are(kit, "S3 cleared r6; ");
	found(kit, work);
	conflicts_are(kit, "S3 open r7; ");
}

static void
an_accepted_synergy_outlives_what_it_came_from(void **state)
{
	struct kit *kit = *state;
	struct work work = of_rule(kit, "S1");

	found(kit, work);
	assert_int_equal(step(kit, last_id(kit), CONFLICT_ACCEPT, 0), 0);
	/* Accepting it is what makes it go. */
	gone(kit, work);
	conflicts_are(kit, "S1 accepted r3 by test; ");
	gone(kit, work);
	conflicts_are(kit, "S1 accepted r3 by test; ");
	assert_int_equal(step(kit, last_id(kit), CONFLICT_UNDO, 0), 0);
	conflicts_are(kit, "S1 cleared r4; ");
	/* Found anew after all: another team has come. */
	found(kit, work);
	assert_int_equal(step(kit, last_id(kit), CONFLICT_ACCEPT, 0), 0);
	gone(kit, work);
	found(kit, work);
	conflicts_are(kit, "S1 open r8; ");
}

static int
count(const struct conflict *conflict, void *arg, struct err *err)
{
	(void)err;
	assert_int_equal(conflict->span.start, 100);
	assert_true(conflict->revised_at > 0);
	++*(int *)arg;
	return 0;
}

static int
found_by(struct kit *kit, struct conflict_filter filter)
{
	int n = 0;

	assert_int_equal(
	    conflicts_each(kit->store, &filter, count, &n, &kit->err), 0);
	return n;
}

static void
it_is_found_by_whom_it_concerns(void **state)
{
	struct kit *kit = *state;
	struct work work = of_rule(kit, "C5");

	found(kit, work);
	assert_int_equal(
	    found_by(kit, (struct conflict_filter){ .team = "T2" }), 1);
	assert_int_equal(
	    found_by(kit, (struct conflict_filter){ .team = "T3" }), 0);
	assert_int_equal(
	    found_by(kit, (struct conflict_filter){ .teams = " T3 T2 " }), 1);
	assert_int_equal(
	    found_by(kit, (struct conflict_filter){ .council = "C1" }), 1);
	assert_int_equal(
	    found_by(kit, (struct conflict_filter){ .council = "T1" }), 0);
	/* So are its changes, by those teams. */
	assert_int_equal(kit_int(kit, "SELECT COUNT(*) FROM change_team"), 2);
	work.found.nparties = 1;
	work.found.evidence = "{\"need\":61}";
	found(kit, work);
	assert_int_equal(
	    found_by(kit, (struct conflict_filter){ .team = "T2" }), 0);
	assert_int_equal(kit_int(kit, "SELECT COUNT(*) FROM change_team"), 3);
}

int
main(void)
{
#define KIT_TEST(test) \
	cmocka_unit_test_setup_teardown(test, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_waiver_ends_with_its_day),
		KIT_TEST(a_waiver_is_void_when_its_evidence_changes),
		KIT_TEST(a_waiver_is_undone),
		KIT_TEST(a_step_is_for_its_kind),
		KIT_TEST(a_dismissed_synergy_stays_so_while_it_is_there),
		KIT_TEST(an_accepted_synergy_outlives_what_it_came_from),
		KIT_TEST(it_is_found_by_whom_it_concerns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
