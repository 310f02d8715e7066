/* SPDX-License-Identifier: Apache-2.0 */
/* Health, cursors and quarantine of sources; the writer's thread. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "store/changes.h"
#include "store/runs.h"
#include "store/sources.h"
#include "store/writer.h"
#include "store_kit.h"

static int
note_health(const struct source_health *health, void *arg, struct err *err)
{
	(void)err;
	buf_addf(arg, "%s:%s ", health->name, health->result);
	return 0;
}

static void
health_comes_back(void **state)
{
	struct kit *kit = *state;
	CLEANUP(buf_free) struct buf seen = BUF_INIT;
	struct source_health got;
	struct source_health put = { .name = "b",
		.last_attempt = 1,
		.last_success = 2,
		.last_change = 3,
		.next_attempt = 4,
		.failures = 5,
		.result = "retry",
		.message = "no route",
		.held = true,
		.events = 6,
		.created = 7,
		.updated = 8,
		.vanished = 9,
		.quarantined = 10,
		.elapsed_ms = 11,
		.known_since = 12,
		.moved = 13,
		.cancelled = 14,
		.usual = 15,
		.sandbox = "no landlock" };

	assert_int_equal(
	    source_health_get(kit->store, "b", &got, &kit->err), 0);
	assert_string_equal(got.name, "b");
	assert_int_equal(got.last_attempt, 0);
	assert_int_equal(source_health_put(kit->store, &put, &kit->err), 0);
	put.failures = 6;
	assert_int_equal(source_health_put(kit->store, &put, &kit->err), 0);
	assert_int_equal(
	    source_health_get(kit->store, "b", &got, &kit->err), 0);
	assert_memory_equal(&got, &put, sizeof got);
	strcpy(put.name, "a");
	strcpy(put.result, "ok");
	source_health_put(kit->store, &put, &kit->err);
	assert_int_equal(
	    source_health_each(kit->store, note_health, &seen, &kit->err), 0);
	assert_string_equal(buf_str(&seen), "a:ok b:retry ");
}

static void
cursor_is(struct kit *kit, const char *expected)
{
	CLEANUP(freep) char *cursor = NULL;

	assert_int_equal(
	    source_cursor_get(kit->store, "s", &cursor, &kit->err), 0);
	if (expected)
		assert_string_equal(cursor, expected);
	else
		assert_null(cursor);
}

static void
a_cursor_comes_back(void **state)
{
	struct kit *kit = *state;
	int64_t written;

	cursor_is(kit, NULL);
	source_cursor_put(kit->store, "s", "page=2", &kit->err);
	cursor_is(kit, "page=2");
	written = db_rows_written(store_db(kit->store));
	source_cursor_put(kit->store, "s", "page=2", &kit->err);
	assert_int_equal(db_rows_written(store_db(kit->store)), written);
	source_cursor_put(kit->store, "s", "page=3", &kit->err);
	cursor_is(kit, "page=3");
	source_cursor_put(kit->store, "s", NULL, &kit->err);
	cursor_is(kit, NULL);
}

static int
note_item(const struct quarantined *item, void *arg, struct err *err)
{
	(void)err;
	buf_addf(arg, "%s/%s/%d/%d/%d ", item->name, item->reason,
	    (int)item->line, (int)item->byte, (int)item->since);
	return 0;
}

static void
quarantine_is(struct kit *kit, const char *expected)
{
	CLEANUP(buf_free) struct buf seen = BUF_INIT;

	assert_int_equal(
	    quarantine_each(kit->store, "s", note_item, &seen, &kit->err), 0);
	assert_string_equal(buf_str(&seen), expected);
}

static void
quarantine_keeps_since_when(void **state)
{
	struct kit *kit = *state;
	const struct quarantined first[] = {
		{ NULL, "b", "no end", 10, -1, 0 },
		{ NULL, "a", "no start", 20, 5, 0 },
	};
	const struct quarantined second[] = {
		{ NULL, "c", NULL, 0, -1, 0 },
		{ NULL, "b", "no end", 12, -1, 0 },
		{ NULL, "a", "another", 20, 5, 0 },
	};
	int64_t written;

	quarantine_is(kit, "");
	assert_int_equal(
	    quarantine_replace(kit->store, "s", first, 2, 100, &kit->err), 0);
	quarantine_is(kit, "b/no end/10/-1/100 a/no start/20/5/100 ");
	written = db_rows_written(store_db(kit->store));
	quarantine_replace(kit->store, "s", first, 2, 200, &kit->err);
	quarantine_replace(kit->store, "t", NULL, 0, 200, &kit->err);
	assert_int_equal(db_rows_written(store_db(kit->store)), written);
	quarantine_replace(kit->store, "s", second, 3, 300, &kit->err);
	quarantine_is(
	    kit, "c//0/-1/300 b/no end/12/-1/100 a/another/20/5/300 ");
	quarantine_replace(kit->store, "s", NULL, 0, 400, &kit->err);
	quarantine_is(kit, "");
}

/* What the writer's thread was seen to do. */
struct seen {
	struct writer *writer;
	pthread_t caller;
	int published, committed;
	int code; /* that a call from its own thread gave */
	int64_t rows;
};

static int
count_rows(struct store *store, void *arg, struct err *err)
{
	struct seen *seen = arg;
	struct db_stmt *stmt =
	    db_prepare(store_db(store), "SELECT count(*) FROM t", err);

	return db_execute_int(stmt, &seen->rows, err);
}

static int
add_row(struct store *store, void *arg, struct err *err)
{
	struct seen *seen = arg;

	assert_false(pthread_equal(pthread_self(), seen->caller));
	seen->committed++;
	return db_run(store_db(store), "INSERT INTO t DEFAULT VALUES", err);
}

static int
refuse(struct store *store, void *arg, struct err *err)
{
	int rc = add_row(store, arg, err);

	return rc < 0 ? rc : err_set(err, -EPERM, "refused");
}

static void
published(struct store *store, void *arg)
{
	struct seen *seen = arg;
	struct err err = ERR_INIT;

	(void)store;
	seen->published++;
	seen->code = writer_call(seen->writer, add_row, seen, &err);
}

static int
note_run(const struct source_run *run, void *arg, struct err *err)
{
	const struct run_changes *changes = &run->changes;

	(void)err;
	buf_addf(arg, "%d:%s%s %d+%d~%d>%d-%d=%d?%d!%d %d %d/%d; ",
	    (int)run->at, run->result, run->held ? " held" : "",
	    (int)run->events, (int)changes->created, (int)changes->updated,
	    (int)changes->moved, (int)changes->cancelled,
	    (int)changes->restored, (int)changes->vanished,
	    (int)changes->deleted, (int)run->quarantined, (int)run->elapsed_ms,
	    (int)run->log_before);
	return 0;
}

static void
runs_are(struct kit *kit, const char *source, int limit, const char *expected)
{
	CLEANUP(buf_free) struct buf seen = BUF_INIT;

	assert_int_equal(source_runs_each(kit->store, source, limit, note_run,
			     &seen, &kit->err),
	    0);
	assert_string_equal(buf_str(&seen), expected);
}

static void
the_newest_runs_are_kept(void **state)
{
	struct kit *kit = *state;
	struct source_run run = { .at = 1,
		.result = "ok",
		.held = true,
		.events = 2,
		.changes = { 3, 4, 5, 6, 7, 8, 9 },
		.quarantined = 10,
		.elapsed_ms = 11,
		.log_before = 12 };

	runs_are(kit, "s", 10, "");
	source_run_add(kit->store, "s", &run, 2, &kit->err);
	runs_are(kit, "s", 10, "1:ok held 2+3~4>5-6=7?8!9 10 11/12; ");
	source_run_add(kit->store, "other", &run, 2, &kit->err);
	run = (struct source_run){ .at = 2, .result = "retry" };
	source_run_add(kit->store, "s", &run, 2, &kit->err);
	run.at = 3;
	source_run_add(kit->store, "s", &run, 2, &kit->err);
	runs_are(kit, "s", 10,
	    "3:retry 0+0~0>0-0=0?0!0 0 0/0; 2:retry 0+0~0>0-0=0?0!0 0 0/0; ");
	runs_are(kit, "s", 1, "3:retry 0+0~0>0-0=0?0!0 0 0/0; ");
	runs_are(kit, "other", 10, "1:ok held 2+3~4>5-6=7?8!9 10 11/12; ");
}

static void
what_a_run_changed_is_counted_from_the_log(void **state)
{
	struct kit *kit = *state;
	static const char *const actions[] = { "created", "moved", "created",
		"cancelled", "vanished", "restored", "deleted", "updated",
		"merged" };
	struct actor sync = { "sync s", NULL, 5 }, person = { "Ada", NULL, 5 };
	struct run_changes seen = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
		struct change change = { .entity = "event",
			.id = "x",
			.source = "s",
			.action = actions[i] };

		change_add(kit->store, &sync, &change, &kit->err);
		change_add(kit->store, &person, &change, &kit->err);
		change.source = "other";
		change_add(kit->store, &sync, &change, &kit->err);
	}
	assert_int_equal(
	    run_changes_count(kit->store, "s", "sync s", 3, &seen, &kit->err),
	    0);
	assert_int_equal(seen.created, 1);
	assert_int_equal(seen.moved, 1);
	assert_int_equal(seen.cancelled, 1);
	assert_int_equal(seen.vanished, 1);
	assert_int_equal(seen.restored, 1);
	assert_int_equal(seen.deleted, 1);
	assert_int_equal(seen.updated, 1);
}

static void
the_writer_commits_then_publishes(void **state)
{
	struct kit *kit = *state;
	struct seen seen = { .caller = pthread_self() };

	assert_int_equal(
	    db_run(store_db(kit->store),
		"CREATE TABLE t (a INTEGER PRIMARY KEY)", &kit->err),
	    0);
	assert_int_equal(
	    writer_new(kit->store, published, &seen, &seen.writer, &kit->err),
	    0);
	assert_int_equal(
	    writer_call(seen.writer, add_row, &seen, &kit->err), 0);
	assert_int_equal(seen.published, 1);
	assert_int_equal(seen.code, -EDEADLK);
	assert_int_equal(
	    writer_call(seen.writer, refuse, &seen, &kit->err), -EPERM);
	assert_string_equal(kit->err.msg, "refused");
	assert_int_equal(seen.published, 1);
	assert_int_equal(
	    writer_read(seen.writer, count_rows, &seen, &kit->err), 0);
	assert_int_equal(seen.rows, 1);
	assert_int_equal(seen.published, 1);
	writer_stop(seen.writer);
	kit->store = NULL;
	assert_int_equal(
	    store_open(kit->path, DB_WRITER, &kit->store, &kit->err), 0);
	assert_int_equal(kit_int(kit, "SELECT count(*) FROM t"), 1);
}

#define CALLERS 8
#define CALLS 20

struct caller {
	struct writer *writer;
	pthread_t thread;
	int *total; /* only the writer's thread touches it */
	int seen;   /* the total after the last own call */
	int failed;
};

static int
count_up(struct store *store, void *arg, struct err *err)
{
	struct caller *caller = arg;

	caller->seen = ++*caller->total;
	return db_run(store_db(store), "INSERT INTO t DEFAULT VALUES", err);
}

static void *
call_often(void *arg)
{
	struct caller *caller = arg;
	struct err err = ERR_INIT;
	int before = 0;

	for (int i = 0; i < CALLS; i++) {
		caller->failed +=
		    writer_call(caller->writer, count_up, caller, &err) < 0;
		caller->failed += caller->seen <= before;
		before = caller->seen;
	}
	return NULL;
}

static void
many_may_call_the_writer(void **state)
{
	struct kit *kit = *state;
	struct caller callers[CALLERS];
	struct writer *writer;
	int total = 0;

	assert_int_equal(
	    db_run(store_db(kit->store),
		"CREATE TABLE t (a INTEGER PRIMARY KEY)", &kit->err),
	    0);
	assert_int_equal(
	    writer_new(kit->store, NULL, NULL, &writer, &kit->err), 0);
	for (int i = 0; i < CALLERS; i++) {
		callers[i] =
		    (struct caller){ .writer = writer, .total = &total };
		assert_int_equal(pthread_create(&callers[i].thread, NULL,
				     call_often, &callers[i]),
		    0);
	}
	for (int i = 0; i < CALLERS; i++) {
		pthread_join(callers[i].thread, NULL);
		assert_int_equal(callers[i].failed, 0);
	}
	writer_stop(writer);
	assert_int_equal(total, CALLERS * CALLS);
	kit->store = NULL;
	assert_int_equal(
	    store_open(kit->path, DB_WRITER, &kit->store, &kit->err), 0);
	assert_int_equal(
	    kit_int(kit, "SELECT count(*) FROM t"), CALLERS * CALLS);
}

int
main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		TEST(health_comes_back),
		TEST(a_cursor_comes_back),
		TEST(quarantine_keeps_since_when),
		TEST(the_newest_runs_are_kept),
		TEST(what_a_run_changed_is_counted_from_the_log),
		TEST(the_writer_commits_then_publishes),
		TEST(many_may_call_the_writer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
