/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every inhabited zone's VTIMEZONE, read by libical, against the zone itself:
 * the same offset at each whole minute from the window's beginning on.
 */
#include "chance.h"

#include <stdio.h>
#include <string.h>

#include <libical/ical.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "calendars/vtimezone.h"

#define ZONE_LIST "/usr/share/zoneinfo/zone.tab"
#define YEAR ((int64_t)366 * DAY_SECONDS)

static int
offset_read(icaltimezone *zone, int64_t utc)
{
	struct icaltimetype time = icaltime_from_timet_with_zone(
	    utc, 0, icaltimezone_get_utc_timezone());
	int is_dst;

	return icaltimezone_get_utc_offset_of_utc_time(zone, &time, &is_dst);
}

static void
check_at(struct chance *chance, icaltimezone *read, const struct zone *zone,
    int64_t at, const struct buf *text)
{
	if (offset_read(read, at) != zone_offset(zone, at))
		chance_fail(chance, "%s at %lld: %d, not %d\n%s",
		    zone_name(zone), (long long)at, offset_read(read, at),
		    zone_offset(zone, at), buf_str(text));
}

/* At any minute, and around each change. */
static void
check_offsets(struct chance *chance, icaltimezone *read,
    const struct zone *zone, struct span span, const struct buf *text)
{
	struct zone_change change = { .utc = span.start };

	for (int i = 0; i < 50; i++)
		check_at(chance, read, zone,
		    chance_range(chance, span.start / 60, span.end / 60) * 60,
		    text);
	while (zone_next_change(zone, change.utc + 1, &change) &&
	       change.utc < span.end) {
		check_at(chance, read, zone, change.utc - 60, text);
		check_at(chance, read, zone, change.utc, text);
		check_at(chance, read, zone, change.utc + 60, text);
	}
}

static void
check_zone(struct chance *chance, const struct zone *zone)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	int64_t start = day_from_ymd(chance_range(chance, 2012, 2027), 1, 1) +
			chance_range(chance, 0, 364);
	struct span window = { start * DAY_SECONDS,
		start * DAY_SECONDS + 2 * YEAR };
	icaltimezone *read = icaltimezone_new();
	icalcomponent *component;

	vtimezone_add(&text, zone, window);
	component = icalcomponent_new_from_string(buf_str(&text));
	assert_non_null(component);
	assert_int_equal(icalcomponent_count_errors(component), 0);
	assert_true(icaltimezone_set_component(read, component));
	window.end += 4 * YEAR;
	check_offsets(chance, read, zone, window, &text);
	icaltimezone_free(read, 1);
}

static void
each_zone_is_read_back_as_it_is(void **state)
{
	CLEANUP(fclosep) FILE *list = fopen(ZONE_LIST, "r");
	struct chance chance = chance_start();
	struct zones *zones;
	struct err err = ERR_INIT;
	char line[512], name[128];
	int n = 0;

	(void)state;
	if (!list) {
		print_message("no list of zones: %s\n", ZONE_LIST);
		skip();
	}
	assert_int_equal(zones_open(NULL, &zones, &err), 0);
	while (fgets(line, sizeof line, list)) {
		const struct zone *zone;

		if (sscanf(line, "%*[A-Z]\t%*s\t%127s", name) != 1)
			continue;
		assert_int_equal(zones_get(zones, name, &zone, &err), 0);
		check_zone(&chance, zone);
		n++;
	}
	assert_in_range(n, 300, 1000);
	zones_free(zones);
	icaltimezone_free_builtin_timezones();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_zone_is_read_back_as_it_is),
	};

	return cmocka_run_group_tests_name("feed_zones", tests, NULL, NULL);
}
