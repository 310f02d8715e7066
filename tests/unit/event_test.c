/* SPDX-License-Identifier: Apache-2.0 */
/* Events: what their times mean, how far a series reaches, whole records. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "model/event.h"
#include "tests/zones_state.h"

static struct event
event_at(const char *start, const char *end, const char *zone)
{
	struct event event;

	record_init(&event_record, &event);
	event.start = start;
	event.end = end;
	event.zone = zone;
	return event;
}

static void
assert_instant(int64_t utc, const char *expected)
{
	char text[INSTANT_TEXT];

	assert_string_equal(instant_format(text, utc, 0), expected);
}

static void
dates_touch_every_zone(void **state)
{
	struct event event = event_at("2026-03-01", "2026-03-06", NULL);
	struct event_times times;

	assert_int_equal(event_times(&event, *state, &times, NULL), 0);
	assert_true(times.all_day);
	assert_null(times.zone);
	assert_int_equal(times.start, day_from_ymd(2026, 3, 1));
	assert_int_equal(times.end - times.start, 5);
	assert_instant(times.span.start, "2026-02-28T10:00:00Z");
	assert_instant(times.span.end, "2026-03-06T12:00:00Z");
}

static void
walls_have_a_zone(void **state)
{
	struct event event = event_at(
	    "2026-03-01T10:00:00", "2026-03-01T12:30:00", "Europe/Madrid");
	struct event_times times;

	assert_int_equal(event_times(&event, *state, &times, NULL), 0);
	assert_false(times.all_day);
	assert_string_equal(zone_name(times.zone), "Europe/Madrid");
	assert_int_equal(times.end - times.start, 9000);
	assert_instant(times.span.start, "2026-03-01T09:00:00Z");
	assert_instant(times.span.end, "2026-03-01T11:30:00Z");
	/* No time at all is an instant. */
	event.end = event.start;
	assert_int_equal(event_times(&event, *state, &times, NULL), 0);
	assert_true(span_empty(times.span));
}

/* It begins in a gap and so is moved on, past its own end. */
static void
gap_leaves_no_negative_span(void **state)
{
	struct event event = event_at(
	    "2026-03-29T02:30:00", "2026-03-29T03:00:00", "Europe/Madrid");
	struct event_times times;

	assert_int_equal(event_times(&event, *state, &times, NULL), 0);
	assert_instant(times.span.start, "2026-03-29T01:30:00Z");
	assert_true(times.span.end == times.span.start);
}

static void
wrong_times_are_named(void **state)
{
	static const struct {
		const char *start, *end, *zone, *says;
	} cases[] = {
		{ NULL, "2026-03-01", NULL, "start is missing" },
		{ "2026-03-01", NULL, NULL, "end is missing" },
		{ "soon", "2026-03-01", NULL, "start \"soon\"" },
		{ "2026-03-01", "2026-03-02T10:00:00", "UTC", "end \"2026" },
		{ "2026-03-01T10:00:00", "2026-03-02", "UTC", "end \"2026" },
		{ "2026-03-02", "2026-03-02", NULL, "end 2026-03-02" },
		{ "2026-03-02", "2026-03-01", NULL, "end 2026-03-01" },
		{ "2026-03-01T10:00:00", "2026-03-01T09:00:00", "UTC",
		    "before the start" },
		{ "2026-03-01T10:00:00", "2026-03-01T11:00:00", NULL,
		    "zone is missing" },
		{ "2026-03-01T10:00:00", "2026-03-01T11:00:00", "CET-1",
		    "zone \"CET-1\" is not known" },
		{ "2026-03-01T10:00:00", "2026-03-01T11:00:00", "a b",
		    "zone: time zone \"a b\"" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct event event =
		    event_at(cases[i].start, cases[i].end, cases[i].zone);
		struct event_times times = { .start = 7 };
		struct err err = ERR_INIT;

		assert_int_equal(
		    event_times(&event, *state, &times, &err), -EINVAL);
		if (!strstr(err.msg, cases[i].says))
			fail_msg("row %zu says: %s", i, err.msg);
		assert_int_equal(times.start, 7);
	}
}

static struct span
extent_of(void **state, const struct event *event)
{
	struct event_times times;

	assert_int_equal(event_times(event, *state, &times, NULL), 0);
	return event_extent(event, &times);
}

static void
series_reach_to_their_until(void **state)
{
	struct event event = event_at(
	    "2026-03-01T10:00:00", "2026-03-01T12:00:00", "Europe/Madrid");
	struct event days = event_at("2026-03-01", "2026-03-03", NULL);
	struct span extent;

	assert_instant(extent_of(state, &event).end, "2026-03-01T11:00:00Z");
	event.rrule = "FREQ=WEEKLY";
	assert_true(extent_of(state, &event).end == INT64_MAX);
	event.rrule = "FREQ=WEEKLY;COUNT=3";
	assert_true(extent_of(state, &event).end == INT64_MAX);
	event.rrule = "FREQ=WEEKLY;XUNTIL=20270101;UNTIL=gibberish";
	assert_true(extent_of(state, &event).end == INT64_MAX);
	event.rrule = "until=20260401T100000Z;freq=weekly";
	extent = extent_of(state, &event);
	assert_instant(extent.start, "2026-03-01T09:00:00Z");
	assert_in_range(extent.end, 1775044800, 1775044800 + 3 * 86400);
	/* An UNTIL before the start leaves the start itself. */
	event.rrule = "FREQ=DAILY;UNTIL=20200101";
	assert_instant(extent_of(state, &event).end, "2026-03-01T11:00:00Z");
	days.rrule = "FREQ=WEEKLY;UNTIL=20260401";
	assert_instant(extent_of(state, &days).end, "2026-04-03T12:00:00Z");
}

static void
series_reach_to_their_rdates(void **state)
{
	static const char *const walls[] = { "2026-05-01T10:00:00",
		"2025-12-31T10:00:00", "unreadable", NULL };
	static const char *const dates[] = { "2026-05-01", NULL };
	struct event event = event_at(
	    "2026-03-01T10:00:00", "2026-03-01T12:00:00", "Europe/Madrid");
	struct event days = event_at("2026-03-01", "2026-03-03", NULL);

	assert_false(event_recurs(&event));
	event.rdates = walls;
	assert_true(event_recurs(&event));
	assert_instant(extent_of(state, &event).start, "2025-12-31T09:00:00Z");
	assert_instant(extent_of(state, &event).end, "2026-05-01T10:00:00Z");
	days.rdates = dates;
	assert_instant(extent_of(state, &days).end, "2026-05-03T12:00:00Z");
	days.rdates = NULL;
	days.this_and_future = 1;
	assert_true(extent_of(state, &days).end == INT64_MAX);
}

/* Every member has its row: what is set in each field comes back. */
static void
the_table_is_whole(void **state)
{
	static const char json[] =
	    "{\"source\":\"s\",\"uid\":\"u\",\"recurrence_id\":\"r\","
	    "\"kind\":\"work-session\",\"status\":\"cancelled\","
	    "\"certainty\":\"window\",\"summary\":\"a\","
	    "\"description\":\"b\",\"language\":\"ca\",\"url\":\"c\","
	    "\"categories\":[\"d\"],\"parent\":\"e\",\"start\":\"f\","
	    "\"end\":\"g\",\"zone\":\"h\",\"rrule\":\"i\","
	    "\"rdates\":[\"j\"],\"exdates\":[\"k\"],\"sequence\":3,"
	    "\"place\":\"l\",\"city\":\"m\",\"country\":\"ES\","
	    "\"latitude\":41.5,\"longitude\":2.25,\"organiser\":\"n\","
	    "\"network\":\"o\",\"project\":\"p\",\"level\":\"other\","
	    "\"statutory\":true,\"organ\":\"q\",\"role\":\"host\","
	    "\"voting_seat\":true,\"direction\":\"outgoing\","
	    "\"head_rank\":5,\"host\":\"t\",\"interpreters\":[\"ca-ar\"],"
	    "\"participants\":[{\"name\":\"v\",\"role\":\"w\","
	    "\"organisation\":\"x\"}],\"legs\":[{\"mode\":\"air\","
	    "\"from\":\"y\",\"to\":\"z\",\"from_country\":\"ES\","
	    "\"to_country\":\"PT\",\"depart\":\"a\",\"depart_zone\":\"b\","
	    "\"arrive\":\"c\",\"arrive_zone\":\"d\"}],\"slots\":[{"
	    "\"start\":\"e\",\"end\":\"f\",\"zone\":\"g\",\"title\":\"h\","
	    "\"place\":\"i\",\"needs\":\"j\"}],\"responsible\":\"k\","
	    "\"preparation_days\":10,\"deadlines\":[{\"name\":\"l\","
	    "\"at\":\"m\",\"zone\":\"n\",\"url\":\"o\"}],"
	    "\"this_and_future\":true,"
	    "\"deputy\":\"p\",\"attendance\":\"mixed\","
	    "\"visibility\":\"private\",\"located\":\"city\","
	    "\"city_zone\":\"q\",\"inferred\":[\"latitude\"]}";
	CLEANUP(buf_free) struct buf again = BUF_INIT;
	CLEANUP(freep) void *event = NULL;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(
	    record_from_json(&event_record, json, strlen(json), &event, &err),
	    0);
	record_add_json(&event_record, event, &again);
	assert_string_equal(buf_str(&again), json);
	for (size_t i = 0; i < event_record.nfields; i++)
		assert_true(field_given(&event_record.fields[i], event));
	assert_int_equal(((struct event *)event)->kind, EVENT_WORK_SESSION);
	assert_int_equal(((struct event *)event)->status, EVENT_CANCELLED);
	assert_int_equal(
	    ((struct event *)event)->certainty, EVENT_DATES_WINDOW);
	assert_int_equal(((struct event *)event)->role, EVENT_ROLE_HOST);
}

static void
a_place_that_names_its_city_is_told_once(void **state)
{
	struct event event = { .place = "Palau de Pedralbes, Barcelona",
		.city = "Barcelona",
		.country = "ES" };
	const char *parts[EVENT_WHERE];

	(void)state;
	assert_int_equal(event_where(&event, parts), 1);
	assert_string_equal(parts[0], event.place);
	event.place = "Palau de Pedralbes";
	assert_int_equal(event_where(&event, parts), 3);
	assert_string_equal(parts[1], "Barcelona");
	assert_string_equal(parts[2], "ES");
	event.place = event.country = NULL;
	assert_int_equal(event_where(&event, parts), 1);
	assert_string_equal(parts[0], "Barcelona");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_place_that_names_its_city_is_told_once),
		cmocka_unit_test(dates_touch_every_zone),
		cmocka_unit_test(walls_have_a_zone),
		cmocka_unit_test(gap_leaves_no_negative_span),
		cmocka_unit_test(wrong_times_are_named),
		cmocka_unit_test(series_reach_to_their_until),
		cmocka_unit_test(series_reach_to_their_rdates),
		cmocka_unit_test(the_table_is_whole),
	};

	return cmocka_run_group_tests_name(
	    "event", tests, zones_setup, zones_teardown);
}
