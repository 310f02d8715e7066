/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds when memory runs out: the n-th allocation fails, for each n. What
 * comes back is -ENOMEM and nothing is left behind; the set that stood before
 * stands as it was.
 */
#include "feed_kit.h"

#include <errno.h>

#include "short_memory.h"

struct work {
	struct series *series[2];
	struct series_change change;
	struct feedset *next, *rolled;
	struct feed *variant;
};

static void
work_open(struct work *work)
{
	kit.events[0].network = "Cities, Towns";
	kit.events[0].kind = EVENT_FORUM;
	kit.events[1].uid = "other";
	kit.events[1].zone = "Africa/Cairo";
	work->series[0] = series_make(kit.zones, &kit.rows[0], 1);
	work->series[1] = series_make(kit.zones, &kit.rows[1], 1);
	kit.snapshot = snapshot_make(work->series, 2);
	kit.events[0].network = "MedCities";
	work->change.before = work->series[0];
	work->change.after = series_make(kit.zones, &kit.rows[0], 1);
	work->next = work->rolled = NULL;
	work->variant = NULL;
}

static void
work_close(struct work *work)
{
	series_unref(work->series[0]);
	series_unref(work->series[1]);
	series_unref(work->change.after);
}

static int
run(struct work *work, struct err *err)
{
	struct feed_variant variant = { LANGUAGE_ES, CANCELLED_OMIT, 3600, 0,
		80000 };
	int rc = feedset_build(
	    kit.snapshot, &kit.options, kit.zones, NOW, 0, &kit.set, err);

	if (rc == 0)
		rc = feedset_apply(
		    kit.set, &work->change, 1, NOW, &work->next, err);
	if (rc == 0)
		rc = feedset_roll(
		    kit.set, kit.snapshot, NOW + DAYS(3), &work->rolled, err);
	if (rc == 0)
		rc = feedset_variant(kit.set, kit.snapshot,
		    feedset_find(kit.set, "network/cities-towns"), &variant,
		    &work->variant, err);
	return rc;
}

static void
let_go(struct work *work)
{
	feedset_unref(kit.set);
	feedset_unref(work->next);
	feedset_unref(work->rolled);
	feed_unref(work->variant);
	kit.set = work->next = work->rolled = NULL;
	work->variant = NULL;
}

static void
each_failed_allocation_is_clean(void **state)
{
	struct work work;
	struct err err = ERR_INIT;
	long made, live;

	(void)state;
	if (!short_memory_works()) {
		print_message("not under a sanitizer\n");
		skip();
	}
	work_open(&work);
	assert_int_equal(run(&work, &err), 0); /* the zones are read now */
	let_go(&work);
	short_memory_begin(0);
	assert_int_equal(run(&work, &err), 0);
	let_go(&work);
	made = short_memory_end(&live);
	assert_in_range(made, 50, 5000);
	assert_int_equal(live, 0);
	for (long n = 1; n <= made; n++) {
		int rc;

		short_memory_begin(n);
		rc = run(&work, &err);
		let_go(&work);
		short_memory_end(&live);
		assert_int_equal(rc, -ENOMEM);
		assert_int_equal(live, 0);
	}
	work_close(&work);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(each_failed_allocation_is_clean),
	};

	return cmocka_run_group_tests_name("feed_memory", tests, NULL, NULL);
}
