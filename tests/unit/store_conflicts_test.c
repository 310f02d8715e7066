/* SPDX-License-Identifier: Apache-2.0 */
/* Conflicts keep their id and history, and what people have decided. */
#include "conflicts_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/conflicts_lost.h"

static void
a_conflict_keeps_its_id(void **state)
{
	struct kit *kit = *state;
	struct work work = about(kit, "a", "b");
	char id[UUID_TEXT];

	found(kit, work);
	strcpy(id, last_id(kit));
	conflicts_are(kit, "C16 open r1; ");
	found(kit, work);
	conflicts_are(kit, "C16 open r1; ");
	work.found.evidence = "{\"similarity\":90}";
	found(kit, work);
	conflicts_are(kit, "C16 open r2; ");
	gone(kit, work);
	gone(kit, work);
	conflicts_are(kit, "C16 cleared r3; ");
	found(kit, work);
	conflicts_are(kit, "C16 open r4; ");
	assert_string_equal(last_id(kit), id);
	assert_int_equal(
	    kit_int(kit, "SELECT COUNT(*) FROM change WHERE entity ="
			 " 'conflict'"),
	    4);
	assert_int_equal(
	    kit_int(kit, "SELECT since FROM conflict") + 5, kit->actor.now);
}

static void
what_is_gone_and_not_known_is_nothing(void **state)
{
	struct kit *kit = *state;

	gone(kit, about(kit, "a", "b"));
	conflicts_are(kit, "");
}

static void
steps_that_its_state_allows(void **state)
{
	struct kit *kit = *state;
	const char *id;

	found(kit, about(kit, "a", "b"));
	id = last_id(kit);
	assert_int_equal(step(kit, "none", CONFLICT_MERGE, 0), -ENOENT);
	assert_int_equal(step(kit, id, CONFLICT_UNDO, 0), -EPERM);
	assert_int_equal(step(kit, id, CONFLICT_MERGE, 9), -ESTALE);
	kit->actor.why = "the same hall";
	assert_int_equal(step(kit, id, CONFLICT_KEEP_APART, 1), 0);
	conflicts_are(kit, "C16 kept-apart r2 by test; ");
	assert_int_equal(kit_int(kit, "SELECT COUNT(*) FROM conflict"
				      " WHERE why = 'the same hall'"),
	    1);
	assert_int_equal(step(kit, id, CONFLICT_MERGE, 0), -EPERM);
	found(kit, about(kit, "a", "b"));
	conflicts_are(kit, "C16 kept-apart r2 by test; ");
	assert_int_equal(step(kit, id, CONFLICT_UNDO, 2), 0);
	conflicts_are(kit, "C16 open r3; ");
	assert_int_equal(step(kit, id, CONFLICT_MERGE, 0), 0);
	conflicts_are(kit, "C16 merged r4 by test; ");
	assert_int_equal(step(kit, id, CONFLICT_KEEP_APART, 0), -EPERM);
}

static void
what_people_decided_stays(void **state)
{
	struct kit *kit = *state;
	struct event a = kit_event("a", "u", "2026-03-01", "2026-03-02");
	struct event b = kit_event("b", "u", "2026-03-01", "2026-03-02");
	struct work work = about(kit, "a", "b");
	char id[UUID_TEXT];

	kit_put(kit, &a);
	kit_put(kit, &b);
	found(kit, work);
	strcpy(id, last_id(kit));
	assert_int_equal(step(kit, id, CONFLICT_MERGE, 0), 0);
	/* They are alike no longer, and still one. */
	gone(kit, work);
	gone(kit, work);
	conflicts_are(kit, "C16 merged r3 by test; ");
	/* What is undone then is not open again. */
	assert_int_equal(step(kit, id, CONFLICT_UNDO, 0), 0);
	conflicts_are(kit, "C16 cleared r4; ");
	found(kit, work);
	assert_int_equal(step(kit, id, CONFLICT_MERGE, 0), 0);
	/* Without its events there is nothing to keep. */
	kit_forget(kit, "b", "u", VANISH_DELETE);
	gone(kit, work);
	conflicts_are(kit, "C16 cleared r7; ");
}

static void
what_is_merged_without_asking(void **state)
{
	struct kit *kit = *state;
	struct work work = about(kit, "a", "b");

	work.found.merge = true;
	found(kit, work);
	conflicts_are(kit, "C16 merged r1; ");
	gone(kit, work);
	conflicts_are(kit, "C16 cleared r2; ");
	found(kit, work);
	conflicts_are(kit, "C16 merged r3; ");
	/* A person says no, and it stays so. */
	assert_int_equal(step(kit, last_id(kit), CONFLICT_UNDO, 0), 0);
	conflicts_are(kit, "C16 kept-apart r4 by test; ");
	found(kit, work);
	conflicts_are(kit, "C16 kept-apart r4 by test; ");
	assert_int_equal(step(kit, last_id(kit), CONFLICT_UNDO, 0), 0);
	found(kit, work);
	conflicts_are(kit, "C16 merged r6; ");
}

static bool
is_any(const char *code)
{
	return code[0] == 'C';
}

static int
do_lose(struct store *store, void *arg, struct err *err)
{
	struct work *work = arg;
	struct found_keys keys = VEC_INIT;
	int rc = found_keys_add(&keys, work->found.code, work->found.subject);

	assert_int_equal(rc, 0);
	rc = conflicts_lose(store, &work->kit->actor, &keys, is_any, err);
	found_keys_free(&keys);
	return rc;
}

static void
what_is_not_among_the_found_is_lost(void **state)
{
	struct kit *kit = *state;
	struct work work;

	found(kit, about(kit, "a", "b"));
	found(kit, about(kit, "a", "c"));
	work = about(kit, "a", "c");
	assert_int_equal(store_write(kit->store, do_lose, &work, &kit->err), 0);
	conflicts_are(kit, "C16 cleared r2; C16 open r1; ");
}

int
main(void)
{
#define KIT_TEST(test) \
	cmocka_unit_test_setup_teardown(test, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_conflict_keeps_its_id),
		KIT_TEST(what_is_gone_and_not_known_is_nothing),
		KIT_TEST(steps_that_its_state_allows),
		KIT_TEST(what_people_decided_stays),
		KIT_TEST(what_is_merged_without_asking),
		KIT_TEST(what_is_not_among_the_found_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
