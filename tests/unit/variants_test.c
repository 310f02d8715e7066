/* SPDX-License-Identifier: Apache-2.0 */
/* The keeper of variants: made once, as long as they are true, within
 * bounds. */
#include "feed_kit.h"

#include <errno.h>
#include <semaphore.h>
#include <time.h>

#include "base/cleanup.h"
#include "calendars/variants.h"

#define PATIENCE 20 /* seconds; a hang is a failure */

static struct {
	struct variants *variants;
	sem_t made;  /* how many ready told of, not yet awaited */
	sem_t go_on; /* what the thread waits for after each, if slow */
	bool slow;
	const char *id; /* of the feed */
} bench;

static void
on_ready(void *arg)
{
	(void)arg;
	sem_post(&bench.made);
	if (bench.slow)
		sem_wait(&bench.go_on);
}

static void
await(void)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE;
	assert_int_equal(sem_timedwait(&bench.made, &until), 0);
}

static void
start(size_t bytes)
{
	struct variants_options options = { bytes, on_ready, NULL };
	struct err err = ERR_INIT;

	variants_free(bench.variants);
	assert_int_equal(variants_new(&options, &bench.variants, &err), 0);
}

static int
open_bench(void **state)
{
	memset(&bench, 0, sizeof bench);
	bench.id = "public";
	sem_init(&bench.made, 0, 0);
	sem_init(&bench.go_on, 0, 0);
	if (kit_open(state) < 0)
		return -1;
	start(VARIANTS_BYTES);
	kit.events[0].network = "Metropolis";
	kit_build(1);
	return 0;
}

static int
close_bench(void **state)
{
	variants_free(bench.variants);
	return kit_close(state);
}

/* Told apart by their alarm. */
static int
get(int alarm, bool waited, struct feed **out)
{
	struct feed_variant variant = feed_variant_plain;

	variant.alarm = alarm;
	*out = NULL;
	return variants_get(bench.variants, kit.set, kit.snapshot,
	    feedset_find(kit.set, bench.id), &variant, waited, out);
}

/* Waits when it has to; the caller's. made: it had to be made. */
static struct feed *
take(int alarm, bool *made)
{
	struct feed *feed;
	int rc = get(alarm, false, &feed);

	*made = rc == -EAGAIN;
	if (*made) {
		await();
		rc = get(alarm, true, &feed);
	}
	assert_int_equal(rc, 0);
	return feed;
}

static void
is_made_once(void **state)
{
	struct feed *first, *again, *other;
	bool made;

	(void)state;
	first = take(60, &made);
	assert_true(made);
	again = take(60, &made);
	assert_false(made);
	assert_ptr_equal(first, again);
	other = take(120, &made);
	assert_true(made);
	assert_string_not_equal(feed_etag(first), feed_etag(other));
	feed_unref(first);
	feed_unref(again);
	feed_unref(other);
}

static void
is_made_anew_when_its_feed_changes(void **state)
{
	struct feed *first, *second;
	bool made;

	(void)state;
	first = take(60, &made);
	kit.events[0].summary = "Another";
	kit_change(1, NOW + 1);
	second = take(60, &made);
	assert_true(made);
	assert_string_not_equal(feed_etag(first), feed_etag(second));
	feed_unref(first);
	feed_unref(second);
}

/* A series of another network comes in. */
static void
add_other(void)
{
	struct series_change change = { NULL, NULL };

	kit.events[1].uid = "other";
	kit.events[1].network = "UITP";
	change.after = series_make(kit.zones, &kit.rows[1], 1);
	kit_apply(&change, NOW + 1);
}

static void
stays_when_other_feeds_change(void **state)
{
	bool made;

	(void)state;
	bench.id = "network/metropolis";
	feed_unref(take(60, &made));
	bench.id = "public";
	feed_unref(take(60, &made));
	add_other();
	feed_unref(take(60, &made));
	assert_true(made);
	bench.id = "network/metropolis";
	feed_unref(take(60, &made));
	assert_false(made);
}

static void
is_made_anew_each_day(void **state)
{
	struct feedset *rolled = NULL;
	struct err err = ERR_INIT;
	bool made;

	(void)state;
	feed_unref(take(60, &made));
	assert_int_equal(
	    feedset_roll(kit.set, kit.snapshot, NOW + DAYS(1), &rolled, &err),
	    0);
	assert_ptr_equal(
	    feedset_find(rolled, "public"), feedset_find(kit.set, "public"));
	feedset_unref(kit.set);
	kit.set = rolled;
	feed_unref(take(60, &made));
	assert_true(made);
}

/* Who has waited takes one that became untrue just now. */
static void
nobody_waits_twice(void **state)
{
	struct feed *feed;

	(void)state;
	assert_int_equal(get(60, false, &feed), -EAGAIN);
	await();
	kit.events[0].summary = "Another";
	kit_change(1, NOW + 1);
	assert_int_equal(get(60, true, &feed), 0);
	feed_unref(feed);
	assert_int_equal(get(60, false, &feed), -EAGAIN);
}

static void
only_so_many_are_made_at_once(void **state)
{
	struct feed *feed;
	int waiting = 0, rc;

	(void)state;
	bench.slow = true;
	assert_int_equal(get(60, false, &feed), -EAGAIN);
	await(); /* the thread is held up now */
	while ((rc = get(120 + waiting, false, &feed)) == -EAGAIN)
		waiting++;
	assert_int_equal(rc, -EBUSY);
	assert_int_equal(waiting, 16);
	/* One that is being made already, or is there, is no more work. */
	assert_int_equal(get(120, false, &feed), -EAGAIN);
	assert_int_equal(get(60, false, &feed), 0);
	feed_unref(feed);
	bench.slow = false;
	sem_post(&bench.go_on);
	for (int i = 0; i < waiting; i++)
		await();
	for (int i = 0; i < waiting; i++) {
		assert_int_equal(get(120 + i, true, &feed), 0);
		feed_unref(feed);
	}
}

static void
what_is_wanted_least_makes_room(void **state)
{
	struct feed *feed;
	size_t bytes;
	bool made;

	(void)state;
	feed = take(60, &made);
	bytes = feed_length(feed, FEED_PLAIN) + feed_length(feed, FEED_GZIP);
	feed_unref(feed);
	start(bytes * 5 / 2); /* for two */
	feed_unref(take(60, &made));
	feed_unref(take(120, &made));
	feed_unref(take(60, &made));
	assert_false(made);
	feed_unref(take(180, &made)); /* 120 goes */
	assert_true(made);
	feed_unref(take(60, &made));
	assert_false(made);
	feed_unref(take(120, &made));
	assert_true(made);
	start(1); /* for none but the newest */
	feed_unref(take(60, &made));
	feed_unref(take(60, &made));
	assert_false(made);
}

#define VARIANTS(name) \
	cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		VARIANTS(is_made_once),
		VARIANTS(is_made_anew_when_its_feed_changes),
		VARIANTS(stays_when_other_feeds_change),
		VARIANTS(is_made_anew_each_day),
		VARIANTS(nobody_waits_twice),
		VARIANTS(only_so_many_are_made_at_once),
		VARIANTS(what_is_wanted_least_makes_room),
	};

	return cmocka_run_group_tests_name("variants", tests, NULL, NULL);
}
