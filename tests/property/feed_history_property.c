/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same events give the same octets: after any history of changes and of
 * moved windows a feed set equals the one built anew, in any order and time
 * zone of the environment; and each body equals that of a slow twin, which
 * sorts the texts and joins them.
 */
#include "chance.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <zlib.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/vec.h"
#include "calendars/event_text.h"
#include "calendars/uid.h"
#include "tests/unit/series_maker.h"

#define SERIES 400
#define FIRST_DAY INT64_C(20500) /* 2026-02-16 */

static const struct feed_options options = {
	.uid_domain = "ambit.example",
	.base_url = "https://ambit.example",
	.refresh = 3600,
	.days_back = 30,
	.months_ahead = 6,
	.cancelled_days = 5,
};

/* What the store would hold: one series for each number, or none. */
struct world {
	struct zones *zones;
	struct chance chance;
	struct series *series[SERIES];
	struct snapshot *snapshot;
	int64_t now;
};

static const char *
pick(struct chance *chance, const char *const *words, size_t n)
{
	return words[chance_range(chance, 0, (int64_t)n - 1)];
}

/* A row with texts of its own in room. */
struct room {
	char uid[32], start[WALL_TEXT], end[WALL_TEXT], id[WALL_TEXT];
	char description[3000];
};

static void
random_times(struct chance *chance, struct event *event, struct room *room)
{
	static const char *const names[] = { "Europe/Madrid", "UTC",
		"America/New_York", "Africa/Cairo", "Asia/Tokyo" };
	int64_t day = FIRST_DAY + chance_range(chance, -200, 400);

	if (chance_one_in(chance, 3)) {
		day_format(room->start, day);
		day_format(room->end, day + chance_range(chance, 1, 5));
		event->zone = NULL;
	} else {
		int64_t wall =
		    day * DAY_SECONDS + chance_range(chance, 8, 20) * 3600;

		wall_format(room->start, wall);
		wall_format(
		    room->end, wall + chance_range(chance, 0, 4) * 3600);
		event->zone = pick(chance, names, ARRAY_LEN(names));
	}
	event->start = room->start;
	event->end = room->end;
}

static void
random_row(struct world *world, struct event_row *row, struct event *event,
    struct room *room)
{
	static const char *const networks[] = { NULL, "Metropolis",
		"METROPOLIS", "MedCities", "EMA" };
	struct chance *chance = &world->chance;
	size_t len = (size_t)chance_range(chance, 0, 2900);

	*event = event_plain(room->uid, NULL, NULL, NULL);
	random_times(chance, event, room);
	memset(room->description, 'd', len);
	room->description[len] = '\0';
	event->description = len ? room->description : NULL;
	event->kind = (int)chance_range(chance, 0, EVENT_KINDS - 1);
	event->network = pick(chance, networks, ARRAY_LEN(networks));
	*row = (struct event_row){ .event = event,
		.revision = 1,
		.revised_at = world->now - chance_range(chance, 0, 100),
		.sequence = chance_range(chance, 0, 9) };
	if (chance_one_in(chance, 5)) {
		event->status = EVENT_CANCELLED;
		row->cancelled_at =
		    world->now - chance_range(chance, 0, 10) * DAY_SECONDS / 2;
	}
}

static struct series *
random_series(struct world *world, int number)
{
	static const char *const rules[] = { "FREQ=WEEKLY;COUNT=5",
		"FREQ=MONTHLY", "FREQ=YEARLY;BYWEEKNO=9,20,31;BYDAY=MO" };
	struct event_row rows[4];
	struct event events[4];
	struct room room[4];
	int n = (int)chance_range(&world->chance, 1, 4);
	bool master = !chance_one_in(&world->chance, 6);

	for (int i = 0; i < n; i++) {
		snprintf(room[i].uid, sizeof room[i].uid, "series-%d", number);
		random_row(world, &rows[i], &events[i], &room[i]);
		if (i == 0 && master) {
			events[i].rrule =
			    pick(&world->chance, rules, ARRAY_LEN(rules));
			continue;
		}
		day_format(room[i].id, FIRST_DAY + 7 * i);
		events[i].recurrence_id = room[i].id;
		events[i].this_and_future = chance_one_in(&world->chance, 4);
	}
	return series_make(world->zones, rows, (size_t)n);
}

/* One to fifty series come, change or go. */
static void
random_changes(struct world *world, struct series_change *changes, size_t *n)
{
	bool touched[SERIES] = { false };

	*n = 0;
	for (int64_t k = chance_range(&world->chance, 1, 50); k > 0; k--) {
		int i = (int)chance_range(&world->chance, 0, SERIES - 1);
		bool gone = chance_one_in(&world->chance, 3);

		if (touched[i] || (gone && !world->series[i]))
			continue;
		touched[i] = true;
		changes[*n].before = world->series[i];
		changes[*n].after = gone ? NULL : random_series(world, i);
		world->series[i] = changes[(*n)++].after;
	}
}

static void
step_snapshot(
    struct world *world, const struct series_change *changes, size_t n)
{
	struct snapshot *next;
	struct err err = ERR_INIT;

	if (snapshot_apply(world->snapshot, changes, n, &next, &err) < 0)
		chance_fail(&world->chance, "%s", err.msg);
	snapshot_unref(world->snapshot);
	world->snapshot = next;
}

static struct feedset *
build(struct world *world, const struct snapshot *snapshot)
{
	struct feedset *set;
	struct err err = ERR_INIT;

	if (feedset_build(snapshot, &options, world->zones, world->now, 0, &set,
		&err) < 0)
		chance_fail(&world->chance, "%s", err.msg);
	return set;
}

/* RFC 1952: one member, and nothing after it. */
static void
check_gzip(
    struct world *world, const struct buf *packed, const struct buf *plain)
{
	CLEANUP(freep) char *out = malloc(plain->len + 1);
	z_stream stream = { .next_in = (Bytef *)packed->data,
		.avail_in = (uInt)packed->len,
		.next_out = (Bytef *)out,
		.avail_out = (uInt)plain->len + 1 };

	assert_non_null(out);
	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	if (inflate(&stream, Z_FINISH) != Z_STREAM_END || stream.avail_in ||
	    stream.total_out != plain->len ||
	    memcmp(out, plain->data, plain->len) != 0)
		chance_fail(&world->chance, "the gzip body is another");
	inflateEnd(&stream);
}

static void
check_feed(struct world *world, const struct feed *a, const struct feed *b)
{
	struct buf plain[2] = { BUF_INIT, BUF_INIT };
	struct buf packed[2] = { BUF_INIT, BUF_INIT };

	feed_join(a, FEED_PLAIN, &plain[0]);
	feed_join(b, FEED_PLAIN, &plain[1]);
	feed_join(a, FEED_GZIP, &packed[0]);
	feed_join(b, FEED_GZIP, &packed[1]);
	if (strcmp(feed_id(a), feed_id(b)) != 0 ||
	    strcmp(feed_title(a), feed_title(b)) != 0 ||
	    strcmp(feed_etag(a), feed_etag(b)) != 0 ||
	    feed_events(a) != feed_events(b) ||
	    feed_series(a) != feed_series(b) || plain[0].len != plain[1].len ||
	    memcmp(plain[0].data, plain[1].data, plain[0].len) != 0)
		chance_fail(&world->chance, "%s differs from %s", feed_id(a),
		    feed_id(b));
	if (packed[0].len != packed[1].len ||
	    memcmp(packed[0].data, packed[1].data, packed[0].len) != 0)
		chance_fail(&world->chance, "%s: other gzip", feed_id(a));
	assert_int_equal(feed_length(a, FEED_PLAIN), plain[0].len);
	assert_int_equal(feed_length(a, FEED_GZIP), packed[0].len);
	check_gzip(world, &packed[0], &plain[0]);
	buf_free(&plain[0]);
	buf_free(&plain[1]);
	buf_free(&packed[0]);
	buf_free(&packed[1]);
}

static void
check_sets(
    struct world *world, const struct feedset *a, const struct feedset *b)
{
	assert_int_equal(feedset_count(a), feedset_count(b));
	for (size_t i = 0; i < feedset_count(a); i++)
		check_feed(world, feedset_at(a, i), feedset_at(b, i));
}

/* ------------------------------------------------------------- the twin --- */

struct text {
	char key[UID_DIGITS + 1];
	struct buf body;
};

static int
by_key(const void *a, const void *b)
{
	return strcmp(
	    ((const struct text *)a)->key, ((const struct text *)b)->key);
}

/* The day after the same date, so many months later, or its month's last. */
static int64_t
months_on(int64_t day, int months)
{
	struct civil civil = civil_from_day(day);
	int64_t end = day_from_ymd(civil.year, civil.month + months + 1, 1);
	int64_t same =
	    day_from_ymd(civil.year, civil.month + months, civil.day) + 1;

	return same < end ? same : end;
}

/* The public feed's events: every shown series' text, sorted, joined. */
static void
twin_events(struct world *world, struct buf *out)
{
	struct text texts[SERIES];
	size_t n = 0;
	int64_t today = day_from_wall(world->now);
	int64_t first = today - options.days_back;
	int64_t after = months_on(today, options.months_ahead);
	struct text_context context = {
		.domain = options.uid_domain,
		.window = { first * DAY_SECONDS, after * DAY_SECONDS },
		.from = bound_of_day(first),
		.to = bound_of_day(after),
		.today = today,
		.cancelled_days = options.cancelled_days,
	};

	for (size_t i = 0; i < SERIES; i++) {
		const struct series *series = world->series[i];

		if (!series || !series_shown(series, &context))
			continue;
		texts[n].body = (struct buf)BUF_INIT;
		uid_digits(texts[n].key, series->source, series->uid, NULL);
		series_text(&texts[n].body, series, texts[n].key, &context);
		n++;
	}
	qsort(texts, n, sizeof texts[0], by_key);
	for (size_t i = 0; i < n; i++) {
		buf_add(out, texts[i].body.data, texts[i].body.len);
		buf_free(&texts[i].body);
	}
	buf_adds(out, "END:VCALENDAR\r\n");
}

static void
check_twin(struct world *world, const struct feedset *set)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	CLEANUP(buf_free) struct buf twin = BUF_INIT;

	feed_join(feedset_find(set, "public"), FEED_PLAIN, &body);
	twin_events(world, &twin);
	if (body.len < twin.len ||
	    memcmp(body.data + body.len - twin.len, twin.data, twin.len) != 0)
		chance_fail(&world->chance, "the twin's events differ");
	body.data[body.len - twin.len] = '\0';
	assert_null(strstr(body.data, "VEVENT"));
}

/* -------------------------------------------------------------- history --- */

static void
apply(struct world *world, struct feedset **set)
{
	struct series_change changes[50];
	struct feedset *next;
	struct err err = ERR_INIT;
	size_t n;

	random_changes(world, changes, &n);
	if (feedset_apply(*set, changes, n, world->now, &next, &err) < 0)
		chance_fail(&world->chance, "%s", err.msg);
	step_snapshot(world, changes, n);
	for (size_t i = 0; i < n; i++)
		series_unref(changes[i].before);
	feedset_unref(*set);
	*set = next;
}

static void
roll(struct world *world, struct feedset **set)
{
	struct feedset *next;
	struct err err = ERR_INIT;

	world->now += chance_range(&world->chance, 1, 40) * DAY_SECONDS / 2;
	if (feedset_roll(*set, world->snapshot, world->now, &next, &err) < 0)
		chance_fail(&world->chance, "%s", err.msg);
	feedset_unref(*set);
	*set = next;
}

static void
world_open(struct world *world)
{
	struct err err = ERR_INIT;

	*world = (struct world){ .chance = chance_start(),
		.now = FIRST_DAY * DAY_SECONDS + 40000 };
	assert_int_equal(zones_open(NULL, &world->zones, &err), 0);
	world->snapshot = snapshot_make(NULL, 0);
}

static void
world_close(struct world *world)
{
	for (size_t i = 0; i < SERIES; i++)
		series_unref(world->series[i]);
	snapshot_unref(world->snapshot);
	zones_free(world->zones);
}

static void
any_history_gives_the_same_octets(void **state)
{
	struct world world;
	struct feedset *set;

	(void)state;
	world_open(&world);
	set = build(&world, world.snapshot);
	for (int step = 0; step < 60; step++) {
		struct feedset *anew;

		if (chance_one_in(&world.chance, 5))
			roll(&world, &set);
		else
			apply(&world, &set);
		anew = build(&world, world.snapshot);
		check_sets(&world, set, anew);
		check_twin(&world, set);
		feedset_unref(anew);
	}
	feedset_unref(set);
	world_close(&world);
}

/* A snapshot of the same series, put in one by one from the last. */
static void
order_and_environment_do_not_matter(void **state)
{
	struct world world;
	struct feedset *set, *other;
	struct snapshot *snapshot, *first;

	(void)state;
	world_open(&world);
	set = build(&world, world.snapshot);
	for (int i = 0; i < 20; i++)
		apply(&world, &set);
	first = snapshot_make(NULL, 0);
	for (int i = SERIES; i-- > 0;) {
		struct series_change change = { NULL, world.series[i] };
		struct err err = ERR_INIT;

		assert_int_equal(
		    snapshot_apply(first, &change, 1, &snapshot, &err), 0);
		snapshot_unref(first);
		first = snapshot;
	}
	setenv("TZ", "Pacific/Auckland", 1);
	tzset();
	other = build(&world, first);
	check_sets(&world, set, other);
	unsetenv("TZ");
	tzset();
	snapshot_unref(first);
	feedset_unref(other);
	feedset_unref(set);
	world_close(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_history_gives_the_same_octets),
		cmocka_unit_test(order_and_environment_do_not_matter),
	};

	return cmocka_run_group_tests_name("feed_history", tests, NULL, NULL);
}
