/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zones against the C library's localtime_r under the same TZ, 1900 to 2100,
 * and against a twin that finds the instants of a wall time by trying. Files
 * that were damaged are refused or read, never trusted.
 */
#include "chance.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/zone.h"
#include "base/zone_parts.h"
#include "model/bound.h"
#include "tests/zones_state.h"

#define FIRST INT64_C(-2208988800) /* 1900-01-01 */
#define LAST INT64_C(4102444800)   /* 2100-01-01 */
#define HOUR 3600
#define WINDOW (27 * HOUR) /* no offset is larger */

static const char *const names[] = { "Europe/Madrid", "America/New_York",
	"Australia/Lord_Howe", "Africa/Cairo", "Europe/Dublin",
	"America/Godthab", "Africa/Casablanca", "Asia/Kathmandu", "UTC",
	"Pacific/Apia", "Antarctica/Troll", "America/Sao_Paulo" };

/* Also makes the C library use the zone. */
static const struct zone *
use_zone(void **state, const char *name)
{
	const struct zone *zone = NULL;

	assert_int_equal(zones_get(*state, name, &zone, NULL), 0);
	setenv("TZ", name, 1);
	tzset();
	return zone;
}

static int
libc_offset(int64_t utc)
{
	time_t at = utc;
	struct tm tm;

	assert_non_null(localtime_r(&at, &tm));
	return (int)tm.tm_gmtoff;
}

static void
offsets_are_those_of_libc(void **state)
{
	struct chance chance = chance_start();

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct zone *zone = use_zone(state, names[i]);

		for (int j = 0; j < 20000; j++) {
			int64_t utc = chance_range(&chance, FIRST, LAST);

			if (zone_offset(zone, utc) != libc_offset(utc) ||
			    zone_wall(zone, utc) != utc + libc_offset(utc))
				chance_fail(&chance, "%s at %lld", names[i],
				    (long long)utc);
		}
	}
}

/* Each change is one of libc's, and between two there is none. */
static void
changes_are_those_of_libc(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct zone *zone = use_zone(state, names[i]);
		struct zone_change change = { .utc = LAST };
		int64_t from = FIRST, until;

		do {
			until = zone_next_change(zone, from + 1, &change) &&
					change.utc < LAST
				    ? change.utc
				    : LAST;
			/* Half a day is less than any zone's shortest time
			 * between two changes. */
			for (int64_t at = from; at < until; at += 12 * HOUR)
				assert_int_equal(
				    libc_offset(at), libc_offset(from));
			if (until < LAST) {
				assert_int_equal(
				    libc_offset(until - 1), change.before);
				assert_int_equal(
				    libc_offset(until), change.offset);
				assert_int_not_equal(
				    change.before, change.offset);
			}
			from = until;
		} while (from < LAST);
	}
}

/* The instants that show wall, by trying each hour's offset; how many. */
static int
shown_at(int64_t wall, int64_t *first)
{
	int64_t last = INT64_MIN;
	int n = 0;

	*first = INT64_MAX;
	for (int64_t at = wall - WINDOW; at <= wall + WINDOW; at += HOUR) {
		int64_t utc = wall - libc_offset(at);

		if (libc_offset(utc) != wall - utc || utc == last)
			continue;
		last = utc;
		n++;
		if (utc < *first)
			*first = utc;
	}
	return n;
}

/* RFC 5545 section 3.3.5: a time that is not shown is read with the offset
 * before the gap. Where the wall first passes it is found second by second. */
static int64_t
read_before_gap(int64_t wall)
{
	int64_t at = wall - WINDOW;

	while (at + HOUR + libc_offset(at + HOUR) <= wall)
		at += HOUR;
	while (at + 1 + libc_offset(at + 1) <= wall)
		at++;
	return wall - libc_offset(at);
}

static void
check_wall(struct chance *chance, const struct zone *zone, int64_t wall)
{
	enum wall_kind kind;
	int64_t utc = zone_utc(zone, wall, &kind), twin;
	int n = shown_at(wall, &twin);
	enum wall_kind expected = n == 0   ? WALL_GAP
				  : n == 1 ? WALL_UNIQUE
					   : WALL_OVERLAP;

	if (n == 0)
		twin = read_before_gap(wall);
	if (utc != twin || kind != expected)
		chance_fail(chance, "%s: wall %lld is %lld (%d), not %lld (%d)",
		    zone_name(zone), (long long)wall, (long long)twin,
		    (int)expected, (long long)utc, (int)kind);
}

static void
walls_are_those_of_the_twin(void **state)
{
	struct chance chance = chance_start();

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct zone *zone = use_zone(state, names[i]);
		struct zone_change change;
		int64_t from = FIRST;

		for (int j = 0; j < 500; j++)
			check_wall(
			    &chance, zone, chance_range(&chance, FIRST, LAST));
		for (;
		     zone_next_change(zone, from, &change) && change.utc < LAST;
		     from = change.utc + 1) {
			int64_t wall = change.utc + change.before;
			int64_t other = change.utc + change.offset;

			check_wall(&chance, zone, wall);
			check_wall(&chance, zone, wall - 1);
			check_wall(&chance, zone, other);
			check_wall(&chance, zone, other - 1);
			check_wall(&chance, zone, (wall + other) / 2);
			check_wall(&chance, zone,
			    wall + chance_range(&chance, -7200, 7200));
		}
	}
}

static void
walls_come_back(void **state)
{
	struct chance chance = chance_start();

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct zone *zone = use_zone(state, names[i]);

		for (int j = 0; j < 20000; j++) {
			int64_t utc = chance_range(&chance, FIRST, LAST);
			enum wall_kind kind;
			int64_t back =
			    zone_utc(zone, zone_wall(zone, utc), &kind);

			if (kind == WALL_GAP || back > utc ||
			    (kind == WALL_UNIQUE && back != utc) ||
			    zone_wall(zone, back) != zone_wall(zone, utc))
				chance_fail(&chance, "%s at %lld", names[i],
				    (long long)utc);
		}
	}
}

#define APIAS_SKIPPED 15338 /* 2011-12-30, which Apia's calendar has not */

/* A day begins where the day before it ends, in each zone at its own
 * instant. */
static void
days_are_the_zones(void **state)
{
	struct chance chance = chance_start();
	int elsewhere = 0;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct zone *zone = use_zone(state, names[i]);

		for (int64_t day = 0; day < 36525; day++) {
			int64_t midnight = zone_midnight(zone, day);

			elsewhere += midnight != day * 86400;
			if ((zone_day(zone, midnight) != day &&
				day != APIAS_SKIPPED) ||
			    zone_day(zone, midnight - 1) >= day)
				chance_fail(&chance, "%s: day %lld", names[i],
				    (long long)day);
		}
	}
	assert_true(elsewhere > 300000);
}

static size_t
read_file(const char *path, unsigned char *bytes, size_t room)
{
	CLEANUP(fclosep) FILE *file = fopen(path, "rb");
	size_t len;

	assert_non_null(file);
	len = fread(bytes, 1, room, file);
	assert_in_range(len, 100, room - 1);
	return len;
}

/* Whatever was read can be asked anything. */
static void
ask(const struct zone *zone, struct chance *chance)
{
	struct zone_change change;
	int64_t at =
	    (int64_t)chance_bits(chance) >> chance_range(chance, 0, 40);

	zone_utc(zone, at, NULL);
	zone_wall(zone, at);
	for (int i = 0; i < 3 && zone_next_change(zone, at, &change); i++) {
		assert_true(change.utc >= at || at < -ZONE_FAR);
		assert_int_equal(zone_offset(zone, change.utc), change.offset);
		at = change.utc + 1;
	}
}

static void
damaged_files_do_no_harm(void **state)
{
	struct chance chance = chance_start();
	unsigned char whole[8192];
	size_t len =
	    read_file("/usr/share/zoneinfo/Europe/Madrid", whole, sizeof whole);
	int refused = 0, taken = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t cut =
		    chance_one_in(&chance, 4)
			? (size_t)chance_range(&chance, 0, (int64_t)len)
			: len;
		CLEANUP(freep) unsigned char *bytes = malloc(cut ? cut : 1);
		struct zone zone = { .ntimes = 0 };
		struct err err = ERR_INIT;

		memcpy(bytes, whole, cut);
		for (int64_t n = chance_range(&chance, 0, 4); n && cut; n--)
			bytes[chance_range(&chance, 0, (int64_t)cut - 1)] =
			    (unsigned char)chance_bits(&chance);
		if (tzif_parse(bytes, cut, &zone, &err) < 0) {
			refused++;
		} else {
			taken++;
			ask(&zone, &chance);
		}
		free(zone.times);
		free(zone.type_of);
		free(zone.types);
	}
	assert_true(refused > 5000 && taken > 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets_are_those_of_libc),
		cmocka_unit_test(changes_are_those_of_libc),
		cmocka_unit_test(walls_are_those_of_the_twin),
		cmocka_unit_test(walls_come_back),
		cmocka_unit_test(days_are_the_zones),
		cmocka_unit_test(damaged_files_do_no_harm),
	};

	return cmocka_run_group_tests_name(
	    "zone", tests, zones_setup, zones_teardown);
}
