/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thousand renders of the same events, and one hash: over stores filled in
 * any order, closed and opened again, under any time zone and locale of the
 * environment. The hash is of every feed, plain and deflated, and of variants.
 */
#include "chance.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "calendars/feed.h"
#include "store/changes.h"
#include "store/snapshot.h"
#include "store_kit.h"

#define STORES 20
#define RENDERS 50 /* of each store */
#define OPENINGS 5 /* of each store */
#define SERIES 30
#define NOW INT64_C(1700000000) /* 2023-11-14, the kit's clock */

/* -------------------------------------------------------------- the events
 */

struct texts {
	char uid[20], start[WALL_TEXT], end[WALL_TEXT], id[WALL_TEXT];
};

static const char *const zones[] = { "Europe/Madrid", "America/New_York",
	"Asia/Tokyo", "Africa/Cairo", "UTC", "Australia/Lord_Howe" };
static const char *const rules[] = { NULL, "FREQ=WEEKLY;COUNT=20",
	"FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYWEEKNO=20,40" };
static const char *const networks[] = { "Metropolis", "UCLG – CGLU", NULL };
static const char *const languages[] = { "ca", "en", NULL, "fr" };

/* Series number i: whole days or times, once or again and again, each another
 * mixture of what an event may have. */
static struct event
master_of(int i, struct texts *texts)
{
	int64_t day = NOW / DAY_SECONDS + i * 9 - 40;
	bool timed = i % 3;
	struct event event;

	snprintf(texts->uid, sizeof texts->uid, "series-%d", i);
	if (timed) {
		wall_format(texts->start, day * DAY_SECONDS + 9 * 3600);
		wall_format(texts->end, day * DAY_SECONDS + 12 * 3600);
	} else {
		day_format(texts->start, day);
		day_format(texts->end, day + 2);
	}
	event = kit_event(
	    i % 2 ? "one" : "two", texts->uid, texts->start, texts->end);
	event.zone = timed ? zones[i % (int)ARRAY_LEN(zones)] : NULL;
	event.rrule = rules[i % (int)ARRAY_LEN(rules)];
	event.network = networks[i % (int)ARRAY_LEN(networks)];
	event.language = languages[i % (int)ARRAY_LEN(languages)];
	event.kind = i % EVENT_KINDS;
	event.status = i % 7 ? EVENT_CONFIRMED : EVENT_CANCELLED;
	event.latitude = 41.3874 + i / 7.0;
	event.longitude = 2.1686 - i / 3.0;
	event.place = "Palau; sala 1";
	return event;
}

/* Its second occurrence, or all from it on. */
static struct event
override_of(int i, struct texts *texts)
{
	struct event event = master_of(i, texts);

	memcpy(texts->id, texts->start, sizeof texts->id);
	event.recurrence_id = texts->id;
	event.rrule = NULL;
	event.this_and_future = i % 2;
	event.summary = "otherwise";
	event.status = i % 5 ? EVENT_CONFIRMED : EVENT_CANCELLED;
	return event;
}

static void
put_number(struct kit *kit, int number)
{
	struct texts texts;
	struct event event = number < SERIES
				 ? master_of(number, &texts)
				 : override_of(number - SERIES, &texts);

	if (number < SERIES || (number - SERIES) % 4 == 1)
		kit_put(kit, &event);
}

static void
fill(struct kit *kit, struct chance *chance)
{
	int order[2 * SERIES];

	for (int i = 0; i < 2 * SERIES; i++) {
		int j = (int)chance_range(chance, 0, i);

		order[i] = order[j];
		order[j] = i;
	}
	for (int i = 0; i < 2 * SERIES; i++)
		put_number(kit, order[i]);
}

/* ------------------------------------------------------------- one render
 */

static int
add_part(const void *bytes, size_t len, void *arg)
{
	digest_add(arg, bytes, len);
	return 0;
}

static void
add_feed(struct digest_state *state, const struct feed *feed)
{
	digest_add_text(state, feed_id(feed));
	digest_add_text(state, feed_etag(feed));
	feed_parts(feed, FEED_PLAIN, add_part, state);
	feed_parts(feed, FEED_GZIP, add_part, state);
}

static void
add_variants(struct digest_state *state, const struct feedset *set,
    const struct snapshot *snapshot)
{
	static const struct feed_variant variants[] = {
		{ LANGUAGE_ES, CANCELLED_BANNER, 3600, INT64_MIN, INT64_MAX },
		{ -1, CANCELLED_OMIT, 0, 19600, 19800 },
	};
	struct err err = ERR_INIT;

	for (size_t i = 0; i < ARRAY_LEN(variants); i++) {
		struct feed *feed = NULL;

		assert_int_equal(
		    feedset_variant(set, snapshot, feedset_find(set, "public"),
			&variants[i], &feed, &err),
		    0);
		add_feed(state, feed);
		feed_unref(feed);
	}
}

/* Everything but the store is made anew, as when the program starts. */
static void
render(struct kit *kit, char out[DIGEST_HEX])
{
	struct feed_options options = feed_options_default;
	struct snapshot *snapshot = NULL;
	struct feedset *set = NULL;
	struct zones *fresh = NULL;
	struct err err = ERR_INIT;
	unsigned char digest[DIGEST_BYTES];
	struct digest_state state;
	int64_t seq, at;

	options.base_url = "https://ambit.example";
	assert_int_equal(zones_open(NULL, &fresh, &err), 0);
	assert_int_equal(snapshot_load(kit->store, fresh, &snapshot, &err), 0);
	assert_int_equal(changes_last(kit->store, &seq, &at, &err), 0);
	assert_int_equal(
	    feedset_build(snapshot, &options, fresh, NOW, at, &set, &err), 0);
	digest_start(&state);
	for (size_t i = 0; i < feedset_count(set); i++)
		add_feed(&state, feedset_at(set, i));
	add_variants(&state, set, snapshot);
	digest_end(&state, digest);
	hex_format(out, digest, DIGEST_BYTES);
	feedset_unref(set);
	snapshot_unref(snapshot);
	zones_free(fresh);
}

static void
move_to(struct chance *chance)
{
	static const char *const places[] = { "UTC", "Pacific/Kiritimati",
		"Pacific/Midway", "Asia/Kathmandu", "America/St_Johns",
		"Europe/Madrid", "right/Europe/Madrid", "nonsense", "",
		":/etc/localtime", "EST5EDT,M3.2.0,M11.1.0" };
	static const char *const locales[] = { "C", "C.UTF-8", "POSIX", "" };

	setenv("TZ",
	    places[chance_range(chance, 0, (int64_t)ARRAY_LEN(places) - 1)], 1);
	tzset();
	setlocale(LC_ALL,
	    locales[chance_range(chance, 0, (int64_t)ARRAY_LEN(locales) - 1)]);
}

static void
a_thousand_renders_have_one_hash(void **state)
{
	struct chance chance = chance_start();
	char first[DIGEST_HEX] = "", hash[DIGEST_HEX];
	int renders = 0;

	(void)state;
	for (int i = 0; i < STORES; i++) {
		struct kit kit;

		kit_open(&kit);
		fill(&kit, &chance);
		for (int j = 0; j < RENDERS; j++, renders++) {
			if (j % (RENDERS / OPENINGS) == 0)
				kit_reopen(&kit);
			move_to(&chance);
			render(&kit, hash);
			if (!first[0])
				strcpy(first, hash);
			if (strcmp(first, hash) != 0)
				chance_fail(&chance, "render %d: %s, not %s",
				    renders, hash, first);
		}
		kit_close(&kit);
	}
	unsetenv("TZ");
	print_message("%d renders, one hash: %s\n", renders, first);
	assert_int_equal(renders, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thousand_renders_have_one_hash),
	};

	return cmocka_run_group_tests_name("feed_renders", tests, NULL, NULL);
}
