/* SPDX-License-Identifier: Apache-2.0 */
/* A series told in parts: an override of all later occurrences ends the part
 * before it, which is then another one for whoever has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store_kit.h"

#define MASTER " FROM event WHERE recurrence_id IS NULL"

static void
master_is(struct kit *kit, int64_t revision, int64_t sequence, int64_t at)
{
	assert_int_equal(kit_int(kit, "SELECT revision" MASTER), revision);
	assert_int_equal(
	    kit_int(kit, "SELECT published_sequence" MASTER), sequence);
	assert_int_equal(kit_int(kit, "SELECT revised_at" MASTER), at);
}

static struct event
master(void)
{
	struct event event =
	    kit_event("s", "u", "2026-03-02T10:00:00", "2026-03-02T11:00:00");

	event.rrule = "FREQ=WEEKLY";
	return event;
}

static struct event
later(bool all)
{
	struct event event =
	    kit_event("s", "u", "2026-03-16T12:00:00", "2026-03-16T13:00:00");

	event.recurrence_id = "2026-03-16T10:00:00";
	event.this_and_future = all;
	return event;
}

static void
the_part_before_is_revised(void **state)
{
	struct kit *kit = *state;
	struct event first = master(), second = later(true);
	int64_t start = kit->actor.now;

	kit_put(kit, &first);
	master_is(kit, 1, 0, start);
	kit->actor.now = start + 10;
	kit_put(kit, &second);
	master_is(kit, 2, 1, start + 10);
	/* The same once more. */
	kit->actor.now = start + 20;
	kit_put(kit, &second);
	master_is(kit, 2, 1, start + 10);
	/* Of that occurrence alone now: the first part goes on. */
	second = later(false);
	kit_put(kit, &second);
	master_is(kit, 3, 2, start + 20);
}

static void
what_comes_with_it_is_not(void **state)
{
	struct kit *kit = *state;
	struct event first = master(), second = later(true);
	int64_t start = kit->actor.now;

	kit_put(kit, &first);
	kit_put(kit, &second);
	master_is(kit, 1, 0, start);
}

static void
one_occurrence_alone_leaves_it(void **state)
{
	struct kit *kit = *state;
	struct event first = master(), second = later(false);
	int64_t start = kit->actor.now;

	kit_put(kit, &first);
	kit->actor.now = start + 10;
	kit_put(kit, &second);
	master_is(kit, 1, 0, start);
}

static void
override_id(struct kit *kit, char out[UUID_TEXT])
{
	struct db_stmt *stmt = db_prepare(store_db(kit->store),
	    "SELECT id FROM event WHERE recurrence_id IS NOT NULL", &kit->err);

	assert_non_null(stmt);
	assert_int_equal(db_step(stmt, &kit->err), 1);
	strcpy(out, db_text(stmt, 0));
	db_done(stmt);
}

static void
when_it_is_deleted_the_first_goes_on(void **state)
{
	struct kit *kit = *state;
	struct event first = master(), second = later(true);
	int64_t start = kit->actor.now;
	char id[UUID_TEXT];

	kit_put(kit, &first);
	kit_put(kit, &second);
	kit->actor.now = start + 10;
	override_id(kit, id);
	assert_true(kit_missed(kit, id, VANISH_DELETE, 1));
	master_is(kit, 2, 1, start + 10);
}

int
main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_part_before_is_revised),
		TEST(what_comes_with_it_is_not),
		TEST(one_occurrence_alone_leaves_it),
		TEST(when_it_is_deleted_the_first_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
