/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store when memory runs out: the n-th allocation fails, for each n. What
 * comes back is -ENOMEM, or success where SQLite can do without; nothing is
 * left behind, and what succeeded is whole.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "short_memory.h"
#include "store/changes.h"
#include "store/snapshot.h"
#include "store/sources.h"
#include "store/writer.h"
#include "store_kit.h"

struct work {
	struct zones *zones; /* warm: they keep what they have read */
	struct store *store;
	struct snapshot *snapshot, *next;
	struct series_change change;
	char *cursor;
	size_t events; /* at the end */
};

static const struct actor actor = { "test", NULL, 1700000000 };

static int
put(struct work *work, const char *uid, const char *summary, struct err *err)
{
	static const char *const categories[] = { "a", "b", NULL };
	struct event event =
	    kit_event("s", uid, "2026-03-01T10:00:00", "2026-03-01T11:00:00");
	struct event_times times;
	enum put_result result;

	event.summary = summary;
	event.categories = categories;
	if (event_times(&event, work->zones, &times, err) < 0)
		return err->code;
	return event_put(work->store, &actor, &event, &times,
	    event_extent(&event, &times), &result, err);
}

static int
first(struct store *store, void *arg, struct err *err)
{
	static const struct quarantined bad[] = {
		{ NULL, "x", "no end", 1, 2, 0 },
	};

	if (put(arg, "a", "one", err) < 0 || put(arg, "b", "two", err) < 0 ||
	    put(arg, "c", "three", err) < 0 ||
	    quarantine_replace(store, "s", bad, 1, 1, err) < 0)
		return err->code;
	return source_cursor_put(store, "s", "page", err);
}

static int
second(struct store *store, void *arg, struct err *err)
{
	int acted;

	if (quarantine_replace(store, "s", NULL, 0, 1, err) < 0 ||
	    event_forget(store, &actor, "s", "b", VANISH_CANCEL, &acted, err) <
		0 ||
	    event_forget(store, &actor, "s", "c", VANISH_DELETE, &acted, err) <
		0)
		return err->code;
	return put(arg, "a", "changed", err);
}

static int
work_steps(struct work *work, struct err *err)
{
	if (store_open(":memory:", DB_WRITER, &work->store, err) < 0 ||
	    store_write(work->store, first, work, err) < 0 ||
	    snapshot_load(work->store, work->zones, &work->snapshot, err) < 0 ||
	    store_write(work->store, second, work, err) < 0 ||
	    snapshot_reread(work->snapshot, work->store, work->zones, "s", "c",
		&work->change, err) < 0 ||
	    snapshot_apply(work->snapshot, &work->change, 1, &work->next, err) <
		0)
		return err->code;
	work->events = snapshot_events(work->next);
	return source_cursor_get(work->store, "s", &work->cursor, err);
}

static int
work_once(struct zones *zones, long fail_at, long *made, long *live)
{
	struct work work = { .zones = zones };
	struct err err = ERR_INIT;
	int result;

	short_memory_begin(fail_at);
	result = work_steps(&work, &err);
	if (result == 0) {
		assert_int_equal(work.events, 2);
		assert_string_equal(work.cursor, "page");
		assert_int_equal(store_touched(work.store)->len, 3);
	}
	free(work.cursor);
	series_unref(work.change.before);
	series_unref(work.change.after);
	snapshot_unref(work.next);
	snapshot_unref(work.snapshot);
	store_close(work.store);
	*made = short_memory_end(live);
	return result;
}

static void
each_failed_allocation_is_clean(void **state)
{
	struct err err = ERR_INIT;
	struct zones *zones;
	long all, made, live;
	/* Each takes as long as all before it, so not all are tried each time;
	 * AMBIT_TEST_EVERY has them all. */
	long stride = 11, tried = 0, failed = 0;

	(void)state;
	if (!short_memory_works()) {
		print_message("skipped: a sanitizer has a malloc of its own\n");
		skip();
	}
	assert_int_equal(zones_open(NULL, &zones, &err), 0);
	if (getenv("AMBIT_TEST_EVERY"))
		stride = 1;
	/* The first makes what is made once for all. */
	assert_int_equal(work_once(zones, 0, &all, &live), 0);
	assert_int_equal(work_once(zones, 0, &all, &live), 0);
	assert_int_equal(live, 0);
	for (long n = 1 + all % stride; n <= all; n += stride) {
		tried++;
		int result = work_once(zones, n, &made, &live);

		if (live)
			fail_msg("%ld left when the %ldth fails", live, n);
		if (result != 0 && result != -ENOMEM)
			fail_msg("%d when the %ldth fails", result, n);
		failed += result != 0;
	}
	assert_in_range(failed, tried / 2, tried);
	zones_free(zones);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_failed_allocation_is_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
