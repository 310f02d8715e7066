/* SPDX-License-Identifier: Apache-2.0 */
/* Which feeds there are, what changes and the passing of days do to them, and
 * how they are named. */
#include "feed_kit.h"

#include <stdio.h>

#include "base/cleanup.h"

/* ------------------------------------------------------------ the feeds --- */

static void
a_feed_for_each_network_and_kind(void **state)
{
	(void)state;
	kit_override("2026-03-17T10:00:00");
	kit.events[0].kind = EVENT_CONFERENCE;
	kit.events[0].network = "UCLG – CGLU";
	kit.events[1].kind = EVENT_FORUM;
	kit_build(2);
	assert_int_equal(feedset_count(kit.set), 4);
	assert_string_equal(feed_id(feedset_at(kit.set, 0)), "kind/conference");
	assert_string_equal(feed_id(feedset_at(kit.set, 1)), "kind/forum");
	assert_string_equal(
	    feed_id(feedset_at(kit.set, 2)), "network/uclg-cglu");
	assert_string_equal(feed_id(feedset_at(kit.set, 3)), "public");
	assert_string_equal(feed_title(feedset_at(kit.set, 2)), "UCLG – CGLU");
	/* By any of its rows, and whole. */
	assert_int_equal(feed_events(feedset_at(kit.set, 1)), 2);
	assert_int_equal(feed_series(feedset_at(kit.set, 1)), 1);
	assert_null(feedset_find(kit.set, "kind/milestone"));
}

/* Neither it, nor a series of which one occurrence is private. */
static void
what_is_private_is_not_public(void **state)
{
	(void)state;
	kit_override("2026-03-17T10:00:00");
	kit.events[0].network = "Metropolis";
	kit.events[1].visibility = EVENT_PRIVATE;
	kit_build(2);
	assert_int_equal(feedset_count(kit.set), 1);
	assert_int_equal(feed_series(feedset_find(kit.set, "public")), 0);
}

/* A reader of it keeps an address that answers. */
static void
a_feed_stays_when_its_events_are_over(void **state)
{
	(void)state;
	kit.events[0].start = "2024-03-10T10:00:00";
	kit.events[0].end = "2024-03-10T12:00:00";
	kit.events[0].network = "Metropolis";
	kit_build(1);
	assert_non_null(feedset_find(kit.set, "network/metropolis"));
	assert_int_equal(
	    feed_events(feedset_find(kit.set, "network/metropolis")), 0);
}

static void
the_window_is_whole_days(void **state)
{
	static const struct {
		const char *start, *end;
		size_t shown;
	} edges[] = {
		{ "2025-11-30T00:00:00", "2025-12-01T00:00:00", 0 },
		{ "2025-11-30T00:00:00", "2025-12-01T00:00:01", 1 },
		{ "2027-09-01T23:59:59", "2027-09-02T10:00:00", 1 },
		{ "2027-09-02T00:00:00", "2027-09-02T10:00:00", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(edges); i++) {
		kit.events[0].start = edges[i].start;
		kit.events[0].end = edges[i].end;
		kit.events[0].zone = "UTC";
		kit_build(1);
		assert_int_equal(feed_events(feedset_find(kit.set, "public")),
		    edges[i].shown);
	}
}

/* ------------------------------------------------------------- changes --- */

static void
rule_2_last_modified_never_goes_back(void **state)
{
	const struct feed *feed;
	int64_t before;

	(void)state;
	kit_build(1);
	before = feed_modified(feedset_find(kit.set, "public"));
	assert_in_range(before, NOW - DAYS(10), NOW);
	kit_change(0, NOW + 50);
	feed = feedset_find(kit.set, "public");
	assert_int_equal(feed_modified(feed), NOW + 50);
	kit_change(1, NOW + 20); /* a clock that was set back */
	feed = feedset_find(kit.set, "public");
	assert_int_equal(feed_modified(feed), NOW + 50);
}

static void
rule_1_the_tag_is_that_of_the_octets(void **state)
{
	char tag[40];

	(void)state;
	kit_build(1);
	snprintf(
	    tag, sizeof tag, "%s", feed_etag(feedset_find(kit.set, "public")));
	assert_int_equal(strlen(tag), 34);
	assert_int_equal(tag[0], '"');
	assert_int_equal(tag[33], '"');
	kit.rows[0].revised_at++;
	kit_change(1, NOW + 1);
	assert_string_not_equal(
	    tag, feed_etag(feedset_find(kit.set, "public")));
	kit.rows[0].revised_at--;
	kit_change(1, NOW + 2);
	assert_string_equal(tag, feed_etag(feedset_find(kit.set, "public")));
}

static void
a_change_leaves_other_feeds_as_they_are(void **state)
{
	struct series *series[2];
	struct series_change change;
	struct feedset *next = NULL;
	struct err err = ERR_INIT;

	(void)state;
	kit.events[0].network = "EMA";
	kit.events[1].network = "UITP";
	kit.events[1].uid = "other";
	series[0] = series_make(kit.zones, &kit.rows[0], 1);
	series[1] = series_make(kit.zones, &kit.rows[1], 1);
	kit.snapshot = snapshot_make(series, 2);
	assert_int_equal(feedset_build(kit.snapshot, &kit.options, kit.zones,
			     NOW, 0, &kit.set, &err),
	    0);
	kit.rows[0].revised_at++;
	change = (struct series_change){ series[0],
		series_make(kit.zones, &kit.rows[0], 1) };
	assert_int_equal(
	    feedset_apply(kit.set, &change, 1, NOW, &next, &err), 0);
	assert_ptr_equal(feedset_find(kit.set, "network/uitp"),
	    feedset_find(next, "network/uitp"));
	assert_ptr_not_equal(feedset_find(kit.set, "network/ema"),
	    feedset_find(next, "network/ema"));
	feedset_unref(next);
	series_unref(change.after);
	series_unref(series[0]);
	series_unref(series[1]);
}

static void
a_feed_goes_with_the_last_of_its_series(void **state)
{
	(void)state;
	kit.events[0].network = "EMA";
	kit_build(1);
	assert_int_equal(feedset_count(kit.set), 2);
	kit.events[0].network = "ema";
	kit_change(1, NOW);
	assert_string_equal(
	    feed_title(feedset_find(kit.set, "network/ema")), "ema");
	kit.events[0].network = NULL;
	kit_change(1, NOW);
	assert_int_equal(feedset_count(kit.set), 1);
	kit_change(0, NOW);
	assert_int_equal(feedset_count(kit.set), 1);
}

static void
rolling_within_a_day_changes_nothing(void **state)
{
	struct feedset *same = NULL, *next = NULL;
	struct err err = ERR_INIT;

	(void)state;
	kit_build(1);
	assert_int_equal(
	    feedset_roll(kit.set, kit.snapshot, NOW + 3600, &same, &err), 0);
	assert_ptr_equal(same, kit.set);
	assert_int_equal(
	    feedset_roll(kit.set, kit.snapshot, NOW + DAYS(1), &next, &err), 0);
	assert_ptr_equal(
	    feedset_find(kit.set, "public"), feedset_find(next, "public"));
	feedset_unref(same);
	feedset_unref(next);
}

static void
rolling_takes_out_what_is_over(void **state)
{
	struct feedset *next = NULL;
	struct err err = ERR_INIT;

	(void)state;
	kit_build(1);
	assert_int_equal(
	    feedset_roll(kit.set, kit.snapshot, NOW + DAYS(100), &next, &err),
	    0);
	assert_int_equal(feed_events(feedset_find(kit.set, "public")), 1);
	assert_int_equal(feed_events(feedset_find(next, "public")), 0);
	feedset_unref(next);
}

/* Its dates are those of the window. */
static void
rolling_tells_a_series_of_dates_anew(void **state)
{
	struct feedset *next = NULL;
	struct err err = ERR_INIT;
	struct buf body = BUF_INIT;

	(void)state;
	kit.events[0].rrule = "FREQ=YEARLY;BYWEEKNO=11,37;BYDAY=TU";
	kit_build(1);
	feed_join(feedset_find(kit.set, "public"), FEED_PLAIN, &body);
	assert_has(buf_str(&body), "RDATE;TZID=Europe/Madrid:20270316");
	assert_lacks(buf_str(&body), "RDATE;TZID=Europe/Madrid:20270914");
	assert_int_equal(
	    feedset_roll(kit.set, kit.snapshot, NOW + DAYS(30), &next, &err),
	    0);
	buf_reset(&body);
	feed_join(feedset_find(next, "public"), FEED_PLAIN, &body);
	assert_has(buf_str(&body), "RDATE;TZID=Europe/Madrid:20270914");
	buf_free(&body);
	feedset_unref(next);
}

/* ---------------------------------------------------------------- names --- */

static void
slugs(void **state)
{
	static const char *const names[][2] = {
		{ "UCLG – CGLU", "uclg-cglu" },
		{ "Àrea", "area" },
		{ "  L'Hospitalet / (Barcelona) ", "l-hospitalet-barcelona" },
		{ "Łódź & Ærø & Straße", "lodz-aero-strasse" },
		{ "C40", "c40" },
	};
	char slug[64], other[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_string_equal(feed_slug(slug, names[i][0]), names[i][1]);
	assert_true(strlen(feed_slug(slug, "城市")) > 0);
	assert_string_not_equal(slug, feed_slug(other, "都市"));
}

static void
long_slugs_stay_apart(void **state)
{
	char name[200], slug[64], other[64];

	(void)state;
	memset(name, 'a', sizeof name);
	name[199] = '\0';
	feed_slug(slug, name);
	name[198] = 'b';
	feed_slug(other, name);
	assert_int_equal(strlen(slug), 63);
	assert_string_not_equal(slug, other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_feed_for_each_network_and_kind),
		KIT_TEST(what_is_private_is_not_public),
		KIT_TEST(a_feed_stays_when_its_events_are_over),
		KIT_TEST(the_window_is_whole_days),
		KIT_TEST(rule_2_last_modified_never_goes_back),
		KIT_TEST(rule_1_the_tag_is_that_of_the_octets),
		KIT_TEST(a_change_leaves_other_feeds_as_they_are),
		KIT_TEST(a_feed_goes_with_the_last_of_its_series),
		KIT_TEST(rolling_within_a_day_changes_nothing),
		KIT_TEST(rolling_takes_out_what_is_over),
		KIT_TEST(rolling_tells_a_series_of_dates_anew),
		KIT_TEST(slugs),
		KIT_TEST(long_slugs_stay_apart),
	};

	return cmocka_run_group_tests_name("feedset", tests, NULL, NULL);
}
