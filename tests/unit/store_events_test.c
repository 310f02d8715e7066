/* SPDX-License-Identifier: Apache-2.0 */
/* Events in the store: what a put, a miss and a forget write and log. */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "store/changes.h"
#include "store/event_table.h"
#include "store/store_room.h"
#include "store_kit.h"

static void
actions_are(struct kit *kit, const char *expected)
{
	char *actions = kit_actions(kit, 0);

	assert_string_equal(actions, expected);
	free(actions);
}

/* An event with every field given, lists of records among them. */
static struct event
full_event(void)
{
	static const char *const texts[] = { "ca-ar", "ca-\"en\"", NULL };
	static const struct deadline deadline = { "call", "2026-01-01", NULL,
		"https://x.example/?a=1&b=2" };
	static const struct deadline *const deadlines[] = { &deadline, NULL };
	static const struct slot slot = { .title = "Rebuda",
		.start = "2026-03-01T10:00:00" };
	static const struct slot *const slots[] = { &slot, &slot, NULL };
	static const struct leg leg = { .mode = "rail", .from = "Barcelona" };
	static const struct leg *const legs[] = { &leg, NULL };
	static const struct participant participant = { .name = "À. B." };
	static const struct participant *const participants[] = { &participant,
		NULL };
	struct event event =
	    kit_event("s", "u", "2026-03-01T10:00:00", "2026-03-02T10:00:00");

	for (size_t i = 0; i < event_record.nfields; i++) {
		const struct field *field = &event_record.fields[i];
		char *member = (char *)&event + field->offset;

		if (field->type == FIELD_TEXT && !*(const char **)member)
			*(const char **)member = field->name;
		if (field->type == FIELD_INT)
			*(int64_t *)member = (int64_t)i;
		if (field->type == FIELD_BOOL || field->type == FIELD_CHOICE)
			*(int *)member = 1;
		if (field->type == FIELD_REAL)
			*(double *)member = 0.1 * (double)i;
		if (field->type == FIELD_TEXTS)
			*(const char *const **)member = texts;
	}
	event.deadlines = deadlines;
	event.slots = slots;
	event.legs = legs;
	event.participants = participants;
	event.rrule = NULL;
	event.rdates = event.exdates = NULL;
	return event;
}

static void
every_field_comes_back(void **state)
{
	struct kit *kit = *state;
	struct event event = full_event();
	struct event_row *row;

	assert_int_equal(kit_put(kit, &event), PUT_CREATED);
	row = kit_row(kit, "s", "u");
	assert_non_null(row);
	assert_true(record_equal(&event_record, row->event, &event));
	assert_true(uuid_valid(row->id));
	assert_int_equal(row->revision, 1);
	assert_int_equal(row->created_at, kit->actor.now);
	assert_false(row->times.all_day);
	event_row_free(row);
	assert_int_equal(kit_put(kit, &event), PUT_SAME);
}

static void
nothing_given_comes_back(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-03");
	struct event_row *row;

	event.summary = NULL;
	kit_put(kit, &event);
	row = kit_row(kit, "s", "u");
	assert_true(record_equal(&event_record, row->event, &event));
	assert_true(isnan(row->event->latitude));
	assert_null(row->event->summary);
	event_row_free(row);
}

static void
the_columns_are_the_fields(void **state)
{
	struct kit *kit = *state;
	char sql[128];

	for (size_t i = 0; i < event_record.nfields; i++) {
		snprintf(sql, sizeof sql,
		    "SELECT count(*) FROM pragma_table_info('event')"
		    " WHERE name = '%s'",
		    event_record.fields[i].name);
		assert_int_equal(kit_int(kit, sql), 1);
	}
}

static void
the_same_writes_nothing(void **state)
{
	struct kit *kit = *state;
	struct event event = full_event();
	int64_t written;

	kit_put(kit, &event);
	written = db_rows_written(store_db(kit->store));
	kit->actor.now++;
	assert_int_equal(kit_put(kit, &event), PUT_SAME);
	assert_int_equal(db_rows_written(store_db(kit->store)), written);
	assert_int_equal(store_touched(kit->store)->len, 0);
	actions_are(kit, "created");
}

static int
check_log(const struct change *change, void *arg, struct err *err)
{
	struct change *seen = arg;

	(void)err;
	assert_int_equal(change->seq, seen->seq + 1);
	seen->seq = change->seq;
	assert_string_equal(change->entity, "event");
	assert_string_equal(change->source, "s");
	assert_string_equal(change->actor, "test");
	if (change->seq == 1) {
		assert_null(change->before);
		assert_string_equal(change->action, "created");
		assert_string_equal(change->title, "u");
	} else if (change->seq == 2) {
		assert_string_equal(
		    change->before, "{\"summary\":\"u\",\"url\":null}");
		assert_string_equal(change->after,
		    "{\"summary\":\"new\",\"url\":\"https://x.example\"}");
		assert_string_equal(change->title, "new");
		assert_string_equal(change->why, "because");
		assert_int_equal(change->at, 1700000009);
	}
	return 0;
}

static void
the_log_tells_what_changed(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-03");
	struct change_filter filter = { .limit = 100 };
	struct change seen = { .seq = 0 };
	int64_t last = 0;

	kit_put(kit, &event);
	event.summary = "new";
	event.url = "https://x.example";
	kit->actor.now += 9;
	kit->actor.why = "because";
	assert_int_equal(kit_put(kit, &event), PUT_UPDATED);
	assert_int_equal(
	    changes_each(kit->store, &filter, check_log, &seen, &kit->err), 0);
	assert_int_equal(seen.seq, 2);
	assert_int_equal(changes_last(kit->store, &last, NULL, &kit->err), 0);
	assert_int_equal(last, 2);
}

static int
count_changes(const struct change *change, void *arg, struct err *err)
{
	(void)change;
	(void)err;
	return ++*(int *)arg == 50 ? -ECANCELED : 0;
}

static const struct {
	struct change_filter filter;
	int count;
} filters[] = {
	{ { .limit = 9 }, 3 },
	{ { .limit = 2 }, 2 },
	{ { .limit = 9, .after = 1 }, 2 },
	{ { .limit = 9, .source = "s" }, 2 },
	{ { .limit = 9, .source = "s", .after = 1 }, 1 },
	{ { .limit = 9, .entity = "event" }, 3 },
	{ { .limit = 9, .entity = "source" }, 0 },
	{ { .limit = 9, .since = 1700000001 }, 1 },
};
static void
the_log_is_sifted(void **state)
{
	struct kit *kit = *state;
	struct event a = kit_event("s", "u", "2026-03-01", "2026-03-03");
	struct event b = kit_event("t", "u", "2026-03-01", "2026-03-03");
	struct event_row *row;

	struct change_filter by_id = { .limit = 9 };
	int count = 0;

	kit_put(kit, &a);
	kit_put(kit, &b);
	kit->actor.now++;
	a.summary = "x";
	kit_put(kit, &a);
	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		count = 0;
		assert_int_equal(changes_each(kit->store, &filters[i].filter,
				     count_changes, &count, &kit->err),
		    0);
		assert_int_equal(count, filters[i].count);
	}
	row = kit_row(kit, "s", "u");
	by_id.id = row->id;
	count = 0;
	changes_each(kit->store, &by_id, count_changes, &count, &kit->err);
	assert_int_equal(count, 2);
	count = 49;
	assert_int_equal(
	    changes_each(kit->store, &by_id, count_changes, &count, &kit->err),
	    -ECANCELED);
	event_row_free(row);
}

static void
sequence_is(struct kit *kit, int64_t sequence, int64_t revision)
{
	struct event_row *row = kit_row(kit, "s", "u");

	assert_int_equal(row->sequence, sequence);
	assert_int_equal(row->revision, revision);
	assert_int_equal(row->revised_at, kit->actor.now);
	event_row_free(row);
}

static void
the_sequence_rises_with_time_place_status(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-03");

	kit_put(kit, &event);
	sequence_is(kit, 0, 1);
	event.summary = "no revision for calendars";
	kit->actor.now++;
	kit_put(kit, &event);
	sequence_is(kit, 0, 2);
	event.start = "2026-03-02";
	kit_put(kit, &event);
	sequence_is(kit, 1, 3);
	event.city = "Oslo";
	kit_put(kit, &event);
	sequence_is(kit, 2, 4);
	event.status = EVENT_CANCELLED;
	kit_put(kit, &event);
	sequence_is(kit, 3, 5);
	event.status = EVENT_CONFIRMED;
	event.sequence = 9;
	assert_int_equal(kit_put(kit, &event), PUT_RESTORED);
	sequence_is(kit, 9, 6);
	event.sequence = 4;
	event.rrule = "FREQ=DAILY;COUNT=2";
	kit_put(kit, &event);
	sequence_is(kit, 10, 7);
	actions_are(
	    kit, "created updated moved moved cancelled restored updated");
}

static void
what_the_table_of_places_adds_moves_nothing(void **state)
{
	static const char *const both[] = { "city", "country", NULL };
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-03");

	event.city = event.country = NULL;
	kit_put(kit, &event);
	event.city = "Oslo";
	event.country = "NO";
	event.inferred = both;
	kit->actor.now++;
	kit_put(kit, &event);
	sequence_is(kit, 0, 2);
	event.inferred = NULL;
	kit_put(kit, &event);
	sequence_is(kit, 1, 3);
	actions_are(kit, "created updated moved");
}

static void
what_vanished_is_cancelled_and_comes_back(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-03");
	struct event_row *row;
	int64_t count = -1;
	char id[UUID_TEXT];

	kit_put(kit, &event);
	row = kit_row(kit, "s", "u");
	strcpy(id, row->id);
	event_row_free(row);
	assert_false(kit_missed(kit, id, VANISH_CANCEL, 2));
	row = kit_row(kit, "s", "u");
	assert_int_equal(row->misses, 1);
	assert_int_equal(row->missing_since, kit->actor.now);
	assert_int_equal(event_row_status(row), EVENT_STATUS_NONE);
	event_row_free(row);
	actions_are(kit, "created");
	kit->actor.now++;
	assert_true(kit_missed(kit, id, VANISH_CANCEL, 2));
	assert_false(kit_missed(kit, id, VANISH_CANCEL, 2));
	row = kit_row(kit, "s", "u");
	assert_true(row->vanished);
	assert_int_equal(row->missing_since, kit->actor.now - 1);
	assert_int_equal(row->cancelled_at, kit->actor.now);
	assert_int_equal(row->sequence, 1);
	assert_int_equal(event_row_status(row), EVENT_CANCELLED);
	event_row_free(row);
	assert_int_equal(events_count(kit->store, "s", &count, &kit->err), 0);
	assert_int_equal(count, 0);
	assert_int_equal(kit_put(kit, &event), PUT_RESTORED);
	row = kit_row(kit, "s", "u");
	assert_false(row->vanished);
	assert_int_equal(row->misses, 0);
	assert_int_equal(row->missing_since, 0);
	assert_int_equal(row->cancelled_at, 0);
	assert_int_equal(row->sequence, 2);
	assert_string_equal(row->id, id);
	event_row_free(row);
	actions_are(kit, "created vanished restored");
}

static void
one_that_is_seen_again_is_not_missing(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-03");
	struct event_row *row;

	kit_put(kit, &event);
	row = kit_row(kit, "s", "u");
	kit_missed(kit, row->id, VANISH_CANCEL, 2);
	event_row_free(row);
	assert_int_equal(kit_put(kit, &event), PUT_SAME);
	assert_int_equal(store_touched(kit->store)->len, 1);
	row = kit_row(kit, "s", "u");
	assert_int_equal(row->misses, 0);
	assert_int_equal(row->missing_since, 0);
	assert_false(kit_missed(kit, row->id, VANISH_CANCEL, 2));
	event_row_free(row);
	actions_are(kit, "created");
}

static void
a_kept_one_is_counted_to_its_patience(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-03");
	struct event_row *row;
	int64_t written;

	kit_put(kit, &event);
	row = kit_row(kit, "s", "u");
	assert_false(kit_missed(kit, row->id, VANISH_KEEP, 2));
	assert_false(kit_missed(kit, row->id, VANISH_KEEP, 2));
	written = db_rows_written(store_db(kit->store));
	assert_false(kit_missed(kit, row->id, VANISH_KEEP, 2));
	assert_int_equal(db_rows_written(store_db(kit->store)), written);
	event_row_free(row);
	row = kit_row(kit, "s", "u");
	assert_int_equal(row->misses, 2);
	event_row_free(row);
	actions_are(kit, "created");
}

static void
a_deleted_one_leaves_its_fields_in_the_log(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-03");

	kit_put(kit, &event);
	assert_int_equal(kit_forget(kit, "s", "u", VANISH_DELETE), 1);
	assert_null(kit_row(kit, "s", "u"));
	assert_int_equal(
	    kit_int(kit, "SELECT count(*) FROM change WHERE became IS NULL"
			 " AND was LIKE '{\"source\":\"s\",\"uid\":\"u\"%'"),
	    1);
	assert_int_equal(kit_forget(kit, "s", "u", VANISH_DELETE), 0);
	assert_int_equal(kit_put(kit, &event), PUT_CREATED);
	actions_are(kit, "created deleted created");
}

static void
a_series_is_forgotten_whole(void **state)
{
	struct kit *kit = *state;
	struct event event =
	    kit_event("s", "u", "2026-03-01T10:00:00", "2026-03-01T11:00:00");

	event.rrule = "FREQ=DAILY;COUNT=3";
	kit_put(kit, &event);
	event.rrule = NULL;
	event.recurrence_id = event.start;
	kit_put(kit, &event);
	event.recurrence_id = "2026-03-02T10:00:00";
	event.status = EVENT_CANCELLED;
	kit_put(kit, &event);
	assert_int_equal(kit_forget(kit, "s", "u", VANISH_CANCEL), 2);
	assert_int_equal(store_touched(kit->store)->len, 1);
	assert_string_equal(store_touched(kit->store)->items[0].uid, "u");
	assert_int_equal(kit_forget(kit, "s", "u", VANISH_CANCEL), 0);
	actions_are(kit, "created created created vanished vanished");
}

int
main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_field_comes_back),
		TEST(nothing_given_comes_back),
		TEST(the_columns_are_the_fields),
		TEST(the_same_writes_nothing),
		TEST(the_log_tells_what_changed),
		TEST(the_log_is_sifted),
		TEST(the_sequence_rises_with_time_place_status),
		TEST(what_the_table_of_places_adds_moves_nothing),
		TEST(what_vanished_is_cancelled_and_comes_back),
		TEST(one_that_is_seen_again_is_not_missing),
		TEST(a_kept_one_is_counted_to_its_patience),
		TEST(a_deleted_one_leaves_its_fields_in_the_log),
		TEST(a_series_is_forgotten_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
