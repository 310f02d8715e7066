/* SPDX-License-Identifier: Apache-2.0 */
/* Which events are found: those of a window, and the keys of a source's. */
#include "store_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "store/store_room.h"

static int
note_key(const struct event_key *key, void *arg, struct err *err)
{
	(void)err;
	assert_non_null(key->id);
	buf_addf(arg, "%s/%s/%d%d ", key->uid,
	    key->recurrence_id ? key->recurrence_id : "", key->recurs,
	    (int)key->misses);
	return 0;
}

static void
keys_are_of_what_is_not_cancelled(void **state)
{
	struct kit *kit = *state;
	CLEANUP(buf_free) struct buf keys = BUF_INIT;
	struct event event = kit_event("s", "b", "2026-03-01", "2026-03-02");
	struct event_row *row;

	event.rrule = "FREQ=DAILY";
	kit_put(kit, &event);
	event.rrule = NULL;
	event.recurrence_id = "2026-03-04";
	kit_put(kit, &event);
	event.recurrence_id = NULL;
	event.uid = "a";
	kit_put(kit, &event);
	event.uid = "c";
	event.status = EVENT_CANCELLED;
	kit_put(kit, &event);
	event.source = "t";
	event.status = EVENT_CONFIRMED;
	kit_put(kit, &event);
	row = kit_row(kit, "s", "a");
	kit_missed(kit, row->id, VANISH_CANCEL, 2);
	event_row_free(row);
	assert_int_equal(
	    event_keys_each(kit->store, "s", note_key, &keys, &kit->err), 0);
	assert_string_equal(buf_str(&keys), "a//01 b//10 b/2026-03-04/00 ");
}

static int
note_uid(struct event_row *row, void *arg, struct err *err)
{
	(void)err;
	buf_addf(arg, "%s ", row->event->uid);
	event_row_free(row);
	return 0;
}

static void
what_touches_a_window_is_not_in_it(void **state)
{
	struct kit *kit = *state;
	static const char *const times[][3] = {
		{ "before", "2026-03-01T09:00:00", "2026-03-01T10:00:00" },
		{ "instant", "2026-03-01T10:00:00", "2026-03-01T10:00:00" },
		{ "inside", "2026-03-01T10:30:00", "2026-03-01T10:40:00" },
		{ "around", "2026-01-01T10:30:00", "2026-05-01T10:40:00" },
		{ "after", "2026-03-01T11:00:00", "2026-03-01T12:00:00" },
	};
	CLEANUP(buf_free) struct buf found = BUF_INIT;
	struct span window = { 1772355600, 1772359200 }; /* 10:00 to 11:00 */
	struct span instant = { 1772355600, 1772355600 };

	for (size_t i = 0; i < ARRAY_LEN(times); i++) {
		struct event event =
		    kit_event("s", times[i][0], times[i][1], times[i][2]);

		kit_put(kit, &event);
	}
	assert_int_equal(events_between(kit->store, kit->zones, window,
			     note_uid, &found, &kit->err),
	    0);
	assert_string_equal(buf_str(&found), "around instant inside ");
	buf_reset(&found);
	assert_int_equal(events_between(kit->store, kit->zones, instant,
			     note_uid, &found, &kit->err),
	    0);
	assert_string_equal(buf_str(&found), "around instant ");
	buf_reset(&found);
	assert_int_equal(events_between(kit->store, kit->zones, SPAN_ALWAYS,
			     note_uid, &found, &kit->err),
	    0);
	assert_string_equal(
	    buf_str(&found), "around before instant inside after ");
}

static void
the_window_is_searched_by_its_index(void **state)
{
	struct kit *kit = *state;
	CLEANUP(buf_free) struct buf sql = BUF_INIT;
	struct db_stmt *stmt;
	int searches = 0;

	buf_addf(&sql, "EXPLAIN QUERY PLAN %s", kit->store->event_sql.between);
	stmt = db_prepare(store_db(kit->store), buf_str(&sql), &kit->err);
	assert_non_null(stmt);
	while (db_step(stmt, &kit->err) > 0) {
		assert_null(strstr(db_text(stmt, 3), "SCAN"));
		searches += strstr(db_text(stmt, 3),
				"event_window (duration_class=? AND "
				"extent_start>? AND extent_start<?)") != NULL;
	}
	assert_int_equal(searches, 5);
	/* It is kept by the address of a text that ends here. */
	kit_reopen(kit);
}

static void
new_rules_of_a_zone_move_the_extent_alone(void **state)
{
	struct kit *kit = *state;
	struct event event =
	    kit_event("s", "u", "2026-03-01T10:00:00", "2026-03-01T11:00:00");
	CLEANUP(buf_free) struct buf found = BUF_INIT;
	CLEANUP(freep) char *actions = NULL;
	struct span window = { 1772355600, 1772359200 }; /* 10:00 to 11:00 */

	kit_put(kit, &event);
	assert_int_equal(db_run(store_db(kit->store),
			     "UPDATE event SET duration_class = 3,"
			     " extent_start = 0, extent_end = 1",
			     &kit->err),
	    0);
	assert_int_equal(kit_put(kit, &event), PUT_SAME);
	assert_int_equal(kit_int(kit, "SELECT duration_class FROM event"), 0);
	events_between(
	    kit->store, kit->zones, window, note_uid, &found, &kit->err);
	assert_string_equal(buf_str(&found), "u ");
	actions = kit_actions(kit, 0);
	assert_string_equal(actions, "created");
}

static void
a_zone_that_is_gone_is_skipped(void **state)
{
	struct kit *kit = *state;
	struct event event =
	    kit_event("s", "u", "2026-03-01T10:00:00", "2026-03-01T11:00:00");
	CLEANUP(buf_free) struct buf found = BUF_INIT;
	int64_t skipped = -1;

	kit_put(kit, &event);
	event.uid = "v";
	kit_put(kit, &event);
	assert_int_equal(db_run(store_db(kit->store),
			     "UPDATE event SET zone = 'Mars/Base'"
			     " WHERE uid = 'u'",
			     &kit->err),
	    0);
	assert_int_equal(events_each(kit->store, kit->zones, note_uid, &found,
			     &skipped, &kit->err),
	    0);
	assert_string_equal(buf_str(&found), "v ");
	assert_int_equal(skipped, 1);
}

static void
an_unknown_word_is_damage(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-02");
	CLEANUP(buf_free) struct buf found = BUF_INIT;

	kit_put(kit, &event);
	assert_int_equal(db_run(store_db(kit->store),
			     "UPDATE event SET kind = 'party'", &kit->err),
	    0);
	assert_int_equal(events_each(kit->store, kit->zones, note_uid, &found,
			     NULL, &kit->err),
	    -EUCLEAN);
	assert_non_null(strstr(kit->err.msg, "party"));
}

int
main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		TEST(keys_are_of_what_is_not_cancelled),
		TEST(what_touches_a_window_is_not_in_it),
		TEST(the_window_is_searched_by_its_index),
		TEST(new_rules_of_a_zone_move_the_extent_alone),
		TEST(a_zone_that_is_gone_is_skipped),
		TEST(an_unknown_word_is_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
