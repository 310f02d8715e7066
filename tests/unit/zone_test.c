/* SPDX-License-Identifier: Apache-2.0 */
/* Zones: known instants, gaps and overlaps, rules, names, damaged files. */
#include <errno.h>
#include <ftw.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/zone.h"
#include "base/zone_parts.h"
#include "tests/zones_state.h"

static const struct zone *
zone_of(void **state, const char *name)
{
	const struct zone *zone = NULL;
	struct err err = ERR_INIT;

	assert_int_equal(zones_get(*state, name, &zone, &err), 0);
	assert_string_equal(zone_name(zone), name);
	return zone;
}

static void
assert_utc(const struct zone *zone, const char *wall, const char *expected,
    enum wall_kind expected_kind)
{
	char text[INSTANT_TEXT];
	enum wall_kind kind;
	int64_t at, utc;

	assert_int_equal(wall_parse(wall, &at), 0);
	utc = zone_utc(zone, at, &kind);
	assert_string_equal(
	    instant_format(text, utc, zone_offset(zone, utc)), expected);
	assert_int_equal(kind, expected_kind);
	assert_true(zone_utc(zone, at, NULL) == utc);
}

/* The table of RFC 5545 section 3.3.5, for Madrid's rule. */
static void
madrid_changes_its_clocks(void **state)
{
	const struct zone *madrid = zone_of(state, "Europe/Madrid");

	assert_utc(madrid, "2026-03-29T01:59:59", "2026-03-29T01:59:59+01:00",
	    WALL_UNIQUE);
	assert_utc(madrid, "2026-03-29T02:00:00", "2026-03-29T03:00:00+02:00",
	    WALL_GAP);
	assert_utc(madrid, "2026-03-29T02:30:00", "2026-03-29T03:30:00+02:00",
	    WALL_GAP);
	assert_utc(madrid, "2026-03-29T03:00:00", "2026-03-29T03:00:00+02:00",
	    WALL_UNIQUE);
	assert_utc(madrid, "2026-10-25T02:00:00", "2026-10-25T02:00:00+02:00",
	    WALL_OVERLAP);
	assert_utc(madrid, "2026-10-25T02:59:59", "2026-10-25T02:59:59+02:00",
	    WALL_OVERLAP);
	assert_utc(madrid, "2026-10-25T03:00:00", "2026-10-25T03:00:00+01:00",
	    WALL_UNIQUE);
	/* Long after the last explicit change: by the footer. */
	assert_utc(madrid, "2399-07-01T12:00:00", "2399-07-01T12:00:00+02:00",
	    WALL_UNIQUE);
	/* Local mean time, 14 min 44 s behind, told in whole minutes. */
	assert_utc(madrid, "1850-01-01T12:00:00", "1850-01-01T11:59:44-00:15",
	    WALL_UNIQUE);
}

static void
odd_zones_are_read_right(void **state)
{
	/* Half an hour of daylight saving. */
	assert_utc(zone_of(state, "Australia/Lord_Howe"), "2026-10-04T02:15:00",
	    "2026-10-04T02:45:00+11:00", WALL_GAP);
	assert_utc(zone_of(state, "Australia/Lord_Howe"), "2026-04-05T01:45:00",
	    "2026-04-05T01:45:00+11:00", WALL_OVERLAP);
	/* A whole day that never was. */
	assert_utc(zone_of(state, "Pacific/Apia"), "2011-12-30T12:00:00",
	    "2011-12-31T12:00:00+14:00", WALL_GAP);
	assert_utc(zone_of(state, "Asia/Kathmandu"), "2026-01-01T00:00:00",
	    "2026-01-01T00:00:00+05:45", WALL_UNIQUE);
	assert_utc(zone_of(state, "UTC"), "2026-01-01T00:00:00",
	    "2026-01-01T00:00:00Z", WALL_UNIQUE);
}

static void
rules_are_told(void **state)
{
	const struct zone_rule *rule =
	    zone_rule(zone_of(state, "Europe/Madrid"));

	assert_string_equal(rule->std_name, "CET");
	assert_int_equal(rule->std_offset, 3600);
	assert_true(rule->has_dst);
	assert_string_equal(rule->dst_name, "CEST");
	assert_int_equal(rule->dst_offset, 7200);
	assert_int_equal(rule->to_dst.form, EDGE_MONTH_WEEK);
	assert_int_equal(rule->to_dst.month, 3);
	assert_int_equal(rule->to_dst.week, 5);
	assert_int_equal(rule->to_dst.weekday, 0);
	assert_int_equal(rule->to_dst.time, 7200);
	assert_int_equal(rule->to_std.month, 10);
	assert_int_equal(rule->to_std.time, 10800);
	rule = zone_rule(zone_of(state, "Europe/Dublin"));
	assert_string_equal(rule->std_name, "IST");
	assert_true(rule->dst_offset < rule->std_offset);
	rule = zone_rule(zone_of(state, "UTC"));
	assert_false(rule->has_dst);
	assert_true(rule->since == INT64_MIN);
	assert_int_equal(rule->std_offset, 0);
}

static void
changes_are_listed(void **state)
{
	const struct zone *zone = zone_of(state, "Europe/Madrid");
	struct zone_change change;
	char text[INSTANT_TEXT];

	assert_true(zone_next_change(zone, 1767225600, &change));
	assert_string_equal(
	    instant_format(text, change.utc, 0), "2026-03-29T01:00:00Z");
	assert_int_equal(change.before, 3600);
	assert_int_equal(change.offset, 7200);
	assert_true(change.dst);
	assert_string_equal(change.abbreviation, "CEST");
	/* A change at the asked instant counts. */
	assert_true(zone_next_change(zone, change.utc, &change));
	assert_string_equal(
	    instant_format(text, change.utc, 0), "2026-03-29T01:00:00Z");
	assert_true(zone_next_change(zone, change.utc + 1, &change));
	assert_string_equal(change.abbreviation, "CET");
	assert_false(change.dst);
	assert_true(zone_next_change(zone, INT64_MIN, &change));
	assert_true(change.utc < -2000000000);
	assert_false(zone_next_change(zone, INT64_MAX, &change));
	assert_false(
	    zone_next_change(zone_of(state, "UTC"), INT64_MIN, &change));
	assert_false(zone_next_change(
	    zone_of(state, "Asia/Kathmandu"), 1767225600, &change));
}

static void
ends_of_time_stay(void **state)
{
	const struct zone *zone = zone_of(state, "Europe/Madrid");

	assert_true(zone_wall(zone, INT64_MAX) == INT64_MAX);
	assert_true(zone_wall(zone, INT64_MIN) == INT64_MIN);
	assert_true(zone_utc(zone, INT64_MAX, NULL) == INT64_MAX);
	assert_true(zone_utc(zone, INT64_MIN, NULL) == INT64_MIN);
	assert_int_equal(zone_offset(zone, ZONE_FAR) % 3600, 0);
	assert_int_equal(zone_offset(zone, -ZONE_FAR), -884);
}

static void
names_are_checked(void **state)
{
	/* 64 bytes: one more than fit. */
	static const char long_name[] =
	    "America/"
	    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcd";
	static const char *const wrong[] = { "", "/etc/passwd",
		"../../etc/passwd", "Europe/../UTC", "Europe/",
		"Europe//Madrid", "Europe/Madrid ", "Eur\nope", "tzdata.zi",
		long_name };
	static const char *const unknown[] = { "Europe", "Europe/Barcelona",
		"UTC/x", "localtime", "posix/UTC", "right/UTC" };
	const struct zone *zone = NULL;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_int_equal(
		    zones_get(*state, wrong[i], &zone, &err), -EINVAL);
	for (size_t i = 0; i < ARRAY_LEN(unknown); i++)
		assert_int_equal(
		    zones_get(*state, unknown[i], &zone, &err), -ENOENT);
	assert_null(zone);
	assert_int_equal(
	    zones_get(*state, "Europe/Barcelona", &zone, NULL), -ENOENT);
}

static void
folders_are_checked(void **state)
{
	struct zones *zones = NULL;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(zones_open("/no/such/folder", &zones, &err), -ENOENT);
	assert_non_null(strstr(err.msg, "/no/such/folder"));
	assert_int_equal(zones_open("/dev/null", &zones, &err), -ENOENT);
	assert_null(zones);
	zones_free(NULL);
}

static void
zones_are_read_once(void **state)
{
	const struct zone *one = zone_of(state, "Europe/Madrid");

	assert_ptr_equal(one, zone_of(state, "Europe/Madrid"));
	assert_true(zone_fingerprint(one) !=
		    zone_fingerprint(zone_of(state, "Europe/Dublin")));
}

static void *
get_many(void *zones)
{
	static const char *const names[] = { "Europe/Madrid", "Europe/Paris",
		"Asia/Tokyo", "America/Lima", "Africa/Cairo", "UTC" };
	const struct zone *zone;
	intptr_t failed = 0;

	for (size_t i = 0; i < 300; i++)
		failed +=
		    zones_get(zones, names[i % ARRAY_LEN(names)], &zone, NULL) <
			0 ||
		    strcmp(zone_name(zone), names[i % ARRAY_LEN(names)]) != 0;
	return (void *)failed;
}

static void
threads_share_the_zones(void **state)
{
	pthread_t threads[4];
	void *failed;

	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, get_many, *state), 0);
	for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
		assert_int_equal(pthread_join(threads[i], &failed), 0);
		assert_null(failed);
	}
}

/* nftw gives its callee no argument. */
static struct zones *walked;
static int walked_zones;

static int
try_file(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	const char *name = path + strlen("/usr/share/zoneinfo/");
	const struct zone *zone;
	struct zone_change change;
	struct err err = ERR_INIT;
	int64_t utc = INT64_MIN;

	(void)st;
	(void)ftw;
	if (kind != FTW_F || strchr(name, '.') || strstr(name, "posix") ||
	    strstr(name, "right/") || strcmp(name, "localtime") == 0 ||
	    zones_get(walked, name, &zone, &err) == -EBADMSG)
		return 0; /* lists and tables lie there too */
	assert_int_equal(err.code, 0);
	walked_zones++;
	for (; utc < 7258118400 && zone_next_change(zone, utc, &change);
	     utc = change.utc + 1) {
		assert_true(change.utc >= utc);
		assert_int_equal(zone_offset(zone, change.utc), change.offset);
		assert_int_equal(
		    zone_offset(zone, change.utc - 1), change.before);
	}
	return 0;
}

static void
every_zone_is_readable(void **state)
{
	walked = *state;
	walked_zones = 0;
	assert_int_equal(nftw("/usr/share/zoneinfo", try_file, 8, FTW_PHYS), 0);
	assert_in_range(walked_zones, 300, 2000);
}

static struct segment
rule_at(const char *text, const char *instant)
{
	static struct zone_rule rule;
	struct err err = ERR_INIT;
	int64_t utc;

	assert_int_equal(posix_rule_parse(text, &rule, &err), 0);
	assert_int_equal(instant_parse(instant, &utc), 0);
	return posix_rule_segment(&rule, utc);
}

static void
posix_rules_of_all_forms(void **state)
{
	(void)state;
	assert_int_equal(
	    rule_at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z")
		.offset,
	    -7200);
	assert_int_equal(
	    rule_at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z")
		.offset,
	    -3600);
	/* Day 60 of a Julian rule is March 1 in each year. */
	assert_int_equal(
	    rule_at("AAA0BBB,J60/0,J300/0", "2024-02-29T23:59:59Z").offset, 0);
	assert_int_equal(
	    rule_at("AAA0BBB,J60/0,J300/0", "2024-03-01T00:00:00Z").offset,
	    3600);
	/* Day 59 counted from 0 is February 29 in a leap year. */
	assert_int_equal(
	    rule_at("AAA0BBB,59/0,300/0", "2024-02-29T00:00:00Z").offset, 3600);
	assert_int_equal(
	    rule_at("AAA0BBB,59/0,300/0", "2023-02-28T23:59:59Z").offset, 0);
	/* Daylight saving all year, as RFC 8536 section 3.3.1 has it. */
	assert_int_equal(
	    rule_at("XXX3EDT4,0/0,J365/23", "2026-01-01T03:30:00Z").offset,
	    -14400);
	assert_int_equal(
	    rule_at("EST5EDT,0/0,J365/25", "2026-01-01T05:00:00Z").offset,
	    -14400);
	/* An hour that moves the edge to another day. */
	assert_int_equal(
	    rule_at("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z")
		.offset,
	    10800);
	assert_int_equal(
	    rule_at("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26T23:59:59Z")
		.offset,
	    7200);
	assert_string_equal(
	    rule_at("<+0330>-3:30", "2026-01-01T00:00:00Z").abbreviation,
	    "+0330");
}

static void
posix_rules_that_are_refused(void **state)
{
	static const char *const wrong[] = { "A", "AB1", "CET", "CET-1CEST",
		"CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
		"CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
		"CET-1CEST,M3.5.0,M10.5.0x", "CET-1CEST,M3.5.0/168,M10.5.0",
		"CET-1CEST,J0,J100", "CET-1CEST,366,1", "CET-26", "<CET-1",
		"CET-1:60", "CET-00001", "CET-1CEST,M3.5.0,M10.5.0/" };
	struct zone_rule rule = { .std_offset = 7 };
	struct err err = ERR_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_int_equal(
		    posix_rule_parse(wrong[i], &rule, &err), -EBADMSG);
	assert_int_equal(rule.std_offset, 7);
}

static void
file_put(const char *folder, const char *name, const struct zone *zone)
{
	char path[128];
	size_t len;
	const void *bytes = zone_bytes(zone, &len);
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	fclose(file);
}

/* What is on loan stays; what is asked for again is new. */
static void
rules_are_read_again(void **state)
{
	char folder[] = "/tmp/ambit-zone-XXXXXX", path[64];
	const struct zone *madrid = zone_of(state, "Europe/Madrid");
	const struct zone *algiers = zone_of(state, "Africa/Algiers");
	const struct zone *old, *new;
	struct err err = ERR_INIT;
	struct zones *zones;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/Here", folder);
	file_put(folder, "Here", madrid);
	assert_int_equal(setenv("TZDIR", folder, 1), 0);
	assert_int_equal(zones_open(NULL, &zones, &err), 0);
	unsetenv("TZDIR");
	assert_string_equal(zones_folder(zones), folder);
	assert_int_equal(zones_get(zones, "Here", &old, &err), 0);
	assert_int_equal(zones_reread(zones, &err), 0);
	file_put(folder, "Here", algiers);
	assert_int_equal(zones_reread(zones, &err), 1);
	assert_int_equal(zones_get(zones, "Here", &new, &err), 0);
	assert_ptr_not_equal(old, new);
	assert_true(zone_fingerprint(old) == zone_fingerprint(madrid));
	assert_true(zone_fingerprint(new) == zone_fingerprint(algiers));
	assert_int_equal(truncate(path, 20), 0);
	assert_int_equal(zones_reread(zones, &err), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(zones_reread(zones, &err), 0);
	assert_int_equal(zones_put(zones, "Here", "TZif", 4, &err), -EBADMSG);
	assert_int_equal(zones_put(zones, "../x", "", 0, &err), -EINVAL);
	assert_int_equal(zones_get(zones, "Here", &old, &err), 0);
	assert_ptr_equal(old, new);
	zones_free(zones);
	rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(madrid_changes_its_clocks),
		cmocka_unit_test(odd_zones_are_read_right),
		cmocka_unit_test(rules_are_told),
		cmocka_unit_test(changes_are_listed),
		cmocka_unit_test(ends_of_time_stay),
		cmocka_unit_test(names_are_checked),
		cmocka_unit_test(folders_are_checked),
		cmocka_unit_test(zones_are_read_once),
		cmocka_unit_test(threads_share_the_zones),
		cmocka_unit_test(rules_are_read_again),
		cmocka_unit_test(every_zone_is_readable),
		cmocka_unit_test(posix_rules_of_all_forms),
		cmocka_unit_test(posix_rules_that_are_refused),
	};

	return cmocka_run_group_tests_name(
	    "zone", tests, zones_setup, zones_teardown);
}
