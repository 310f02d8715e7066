/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of the events of one sync, with a real store in a folder of
 * its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "source/ingest.h"
#include "store/changes.h"
#include "store/sources.h"

#define NOW 1767225600 /* 2026-01-01T00:00:00Z */

struct box {
	char folder[64], path[96];
	struct zones *zones;
	struct writer *writer;
	struct ingest *ingest;
	struct err err;
};

static int
setup(void **state)
{
	struct box *box = calloc(1, sizeof *box);
	struct store *store;

	strcpy(box->folder, "/tmp/ambit-ingest-XXXXXX");
	assert_non_null(mkdtemp(box->folder));
	snprintf(box->path, sizeof box->path, "%s/ambit.db", box->folder);
	assert_int_equal(zones_open(NULL, &box->zones, &box->err), 0);
	assert_int_equal(
	    store_open(box->path, DB_WRITER, &store, &box->err), 0);
	assert_int_equal(
	    writer_new(store, NULL, NULL, &box->writer, &box->err), 0);
	*state = box;
	return 0;
}

static int
teardown(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	struct box *box = *state;
	char path[128];

	ingest_free(box->ingest);
	writer_stop(box->writer);
	zones_free(box->zones);
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		snprintf(path, sizeof path, "%s%s", box->path, ends[i]);
		unlink(path);
	}
	rmdir(box->folder);
	free(box);
	return 0;
}

static void
begin(struct box *box)
{
	struct ingest_options options = ingest_options_default;

	ingest_free(box->ingest);
	box->ingest = NULL;
	options.intake.source = "uclg";
	options.intake.zones = box->zones;
	options.actor = (struct actor){ .name = "sync uclg", .now = NOW };
	options.writer = box->writer;
	assert_int_equal(ingest_new(&options, &box->ingest, &box->err), 0);
}

/* A whole day, days after NOW; recurrence_id NULL or an override's. */
static int
emit(struct box *box, const char *uid, int days, const char *recurrence_id,
    const char *rrule)
{
	const struct runner_sink *sink = ingest_sink(box->ingest);
	char start[DAY_TEXT];
	struct ambit_event event = { .size = sizeof event,
		.uid = uid,
		.kind = "network-meeting",
		.summary = uid,
		.start = start,
		.recurrence_id = recurrence_id,
		.rrule = rrule };

	day_format(start, NOW / DAY_SECONDS + days);
	return sink->event(sink->arg, &event, &box->err);
}

static const struct ingest_counts *
end(struct box *box)
{
	if (ingest_finish(box->ingest, true, &box->err) < 0)
		fail_msg("%s", box->err.msg);
	return ingest_counts(box->ingest);
}

/* The first n of e0, e1 ... */
static const struct ingest_counts *
list(struct box *box, int first, int n)
{
	char uid[16];

	begin(box);
	for (int i = first; i < n; i++) {
		snprintf(uid, sizeof uid, "e%d", i);
		assert_int_equal(emit(box, uid, 10 + i, NULL, NULL), 0);
	}
	return end(box);
}

static int
read_rows(struct store *store, void *arg, struct err *err)
{
	(void)err;
	*(int64_t *)arg = db_rows_written(store_db(store));
	return 0;
}

static int64_t
rows_written(struct box *box)
{
	int64_t rows;

	assert_int_equal(
	    writer_call(box->writer, read_rows, &rows, &box->err), 0);
	return rows;
}

static int
read_last(struct store *store, void *arg, struct err *err)
{
	return changes_last(store, arg, NULL, err);
}

static int64_t
last_change(struct box *box)
{
	int64_t seq;

	assert_int_equal(
	    writer_call(box->writer, read_last, &seq, &box->err), 0);
	return seq;
}

static void
a_second_sync_of_the_same_writes_no_row(void **state)
{
	struct box *box = *state;
	int64_t rows;

	assert_int_equal(list(box, 0, 10)->created, 10);
	rows = rows_written(box);
	assert_int_equal(list(box, 0, 10)->created, 0);
	assert_int_equal(ingest_counts(box->ingest)->updated, 0);
	assert_int_equal(rows_written(box), rows);
}

static void
nothing_is_committed_without_checkpoint_or_end(void **state)
{
	struct box *box = *state;
	const struct runner_sink *sink;

	begin(box);
	assert_int_equal(emit(box, "a", 1, NULL, NULL), 0);
	begin(box);
	assert_int_equal(last_change(box), 0);
	assert_int_equal(emit(box, "a", 1, NULL, NULL), 0);
	sink = ingest_sink(box->ingest);
	assert_int_equal(sink->checkpoint(sink->arg, "c1", &box->err), 0);
	assert_int_equal(emit(box, "b", 1, NULL, NULL), 0);
	begin(box);
	assert_int_equal(last_change(box), 1);
}

static void
one_that_is_gone_is_missed_twice_then_cancelled(void **state)
{
	struct box *box = *state;

	list(box, 0, 10);
	assert_int_equal(list(box, 0, 9)->vanished, 0);
	assert_int_equal(list(box, 0, 9)->vanished, 1);
	assert_int_equal(list(box, 0, 9)->vanished, 0);
	assert_int_equal(list(box, 0, 10)->updated, 1);
}

static void
a_list_that_shrinks_too_much_is_held(void **state)
{
	struct box *box = *state;
	int64_t changes;

	list(box, 0, 10);
	changes = last_change(box);
	for (int i = 0; i < 3; i++) {
		assert_true(list(box, 0, 6)->held);
		assert_int_equal(ingest_counts(box->ingest)->vanished, 0);
	}
	assert_int_equal(last_change(box), changes);
	assert_false(list(box, 0, 7)->held);
	assert_int_equal(list(box, 0, 7)->vanished, 3);
}

static void
what_is_over_is_not_missed(void **state)
{
	struct box *box = *state;

	begin(box);
	assert_int_equal(emit(box, "past", -30, NULL, NULL), 0);
	assert_int_equal(emit(box, "ahead", 30, NULL, NULL), 0);
	end(box);
	for (int i = 0; i < 3; i++) {
		begin(box);
		assert_int_equal(emit(box, "ahead", 30, NULL, NULL), 0);
		assert_false(end(box)->held);
		assert_int_equal(ingest_counts(box->ingest)->vanished, 0);
	}
}

static void
an_override_that_is_taken_back_is_deleted(void **state)
{
	struct box *box = *state;

	begin(box);
	assert_int_equal(emit(box, "s", 10, NULL, "FREQ=WEEKLY"), 0);
	assert_int_equal(emit(box, "s", 18, "2026-01-18", NULL), 0);
	assert_int_equal(end(box)->created, 2);
	begin(box);
	assert_int_equal(emit(box, "s", 10, NULL, "FREQ=WEEKLY"), 0);
	assert_int_equal(end(box)->vanished, 1);
	begin(box);
	assert_int_equal(emit(box, "s", 10, NULL, "FREQ=WEEKLY"), 0);
	assert_int_equal(end(box)->vanished, 0);
}

static void
the_same_key_again_replaces(void **state)
{
	struct box *box = *state;

	begin(box);
	assert_int_equal(emit(box, "a", 1, NULL, NULL), 0);
	assert_int_equal(emit(box, "a", 2, NULL, NULL), 0);
	assert_int_equal(end(box)->created, 1);
	assert_int_equal(ingest_counts(box->ingest)->listed, 1);
	assert_int_equal(last_change(box), 1);
}

/* An event of one day with this title; the line says which it is. */
static void
emit_as(struct box *box, const char *uid, const char *title, int64_t sequence,
    const char *revised, int64_t line)
{
	const struct runner_sink *sink = ingest_sink(box->ingest);
	const struct ambit_event event = { .size = sizeof event,
		.uid = uid,
		.kind = "network-meeting",
		.summary = title,
		.start = "2026-03-01",
		.sequence = sequence,
		.revised = revised,
		.line = line };

	assert_int_equal(sink->event(sink->arg, &event, &box->err), 0);
}

static int
told_bad(const struct quarantined *item, void *arg, struct err *err)
{
	char *told = arg;

	(void)err;
	sprintf(told + strlen(told), "%s (%d): %.30s\n", item->name,
	    (int)item->line, item->reason);
	return 0;
}

static int
read_bad(struct store *store, void *arg, struct err *err)
{
	return quarantine_each(store, "uclg", told_bad, arg, err);
}

/* What was quarantined in the run that ended. */
static void
assert_bad(struct box *box, const char *expected)
{
	char told[1000] = "";

	assert_int_equal(
	    writer_call(box->writer, read_bad, told, &box->err), 0);
	assert_string_equal(told, expected);
}

static void
the_newest_revision_is_kept(void **state)
{
	struct box *box = *state;

	begin(box);
	emit_as(box, "a", "old", 1, NULL, 1);
	emit_as(box, "a", "new", 2, NULL, 2);
	emit_as(box, "a", "older", 0, "2026-01-05T00:00:00Z", 3);
	emit_as(box, "b", "second", 0, "2026-01-02T00:00:00Z", 4);
	emit_as(box, "b", "first", 0, "2026-01-01T00:00:00Z", 5);
	assert_int_equal(end(box)->created, 2);
	assert_int_equal(ingest_counts(box->ingest)->listed, 2);
	assert_bad(box, "old (1): a newer revision of it is ther\n"
			"older (3): a newer revision of it is ther\n"
			"first (5): a newer revision of it is ther\n");
}

/* Also when a checkpoint lies between them. */
static void
two_events_of_one_uid_are_told(void **state)
{
	struct box *box = *state;
	const struct runner_sink *sink;

	begin(box);
	sink = ingest_sink(box->ingest);
	emit_as(box, "a", "one", 0, NULL, 1);
	emit_as(box, "a", "two", 0, NULL, 2);
	emit_as(box, "a", "two", 0, NULL, 3);
	assert_int_equal(sink->checkpoint(sink->arg, NULL, &box->err), 0);
	emit_as(box, "a", "three", 0, NULL, 4);
	assert_int_equal(end(box)->listed, 1);
	assert_bad(box, "one (1): a later event has the same UID\n"
			"a (0): a later event has the same UID\n");
}

static void
a_bad_one_is_quarantined_and_the_rest_comes_in(void **state)
{
	struct box *box = *state;

	begin(box);
	assert_int_equal(emit(box, "good", 1, NULL, NULL), 0);
	assert_int_equal(emit(box, "bad", 1, NULL, "FREQ=SOMETIMES"), 0);
	assert_int_equal(end(box)->created, 1);
	assert_int_equal(ingest_counts(box->ingest)->quarantined, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_second_sync_of_the_same_writes_no_row),
		TEST(nothing_is_committed_without_checkpoint_or_end),
		TEST(one_that_is_gone_is_missed_twice_then_cancelled),
		TEST(a_list_that_shrinks_too_much_is_held),
		TEST(what_is_over_is_not_missed),
		TEST(an_override_that_is_taken_back_is_deleted),
		TEST(the_same_key_again_replaces),
		TEST(the_newest_revision_is_kept),
		TEST(two_events_of_one_uid_are_told),
		TEST(a_bad_one_is_quarantined_and_the_rest_comes_in),
	};

	return cmocka_run_group_tests_name("ingest", tests, NULL, NULL);
}
