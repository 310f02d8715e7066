/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Series over the days on which clocks change. What is expected is written by
 * hand from each zone's rule:
 *
 *   Madrid     last Sunday of March, 02:00 becomes 03:00 (+1 to +2);
 *              last Sunday of October, 03:00 becomes 02:00
 *   New York   second Sunday of March, 02:00 becomes 03:00 (-5 to -4);
 *              first Sunday of November, 02:00 becomes 01:00
 *   Lord Howe  first Sunday of October, 02:00 becomes 02:30 (+10:30 to +11);
 *              first Sunday of April, 02:00 becomes 01:30
 *   Cairo      last Friday of April, 00:00 becomes 01:00 (+2 to +3);
 *              last Thursday of October, 24:00 becomes 23:00
 *   Dublin     last Sunday of March, 01:00 becomes 02:00 (0 to +1);
 *              last Sunday of October, 02:00 becomes 01:00
 *
 * and from RFC 5545 section 3.3.5: of a time that is there twice the first is
 * meant, one that is not there is read with the offset before the gap.
 */
#include "rows_kit.h"

#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "model/bound.h"

struct clock_case {
	const char *zone, *start, *rule, *want;
};

static const struct clock_case gaps[] = {
	{ "Europe/Madrid", "2026-03-28T02:30:00", "FREQ=DAILY;COUNT=3",
	    "2026-03-28T02:30:00+01:00 2026-03-29T03:30:00+02:00 "
	    "2026-03-30T02:30:00+02:00" },
	{ "America/New_York", "2026-03-07T02:30:00", "FREQ=DAILY;COUNT=3",
	    "2026-03-07T02:30:00-05:00 2026-03-08T03:30:00-04:00 "
	    "2026-03-09T02:30:00-04:00" },
	{ "Australia/Lord_Howe", "2026-10-03T02:15:00", "FREQ=DAILY;COUNT=3",
	    "2026-10-03T02:15:00+10:30 2026-10-04T02:45:00+11:00 "
	    "2026-10-05T02:15:00+11:00" },
	{ "Africa/Cairo", "2026-04-23T00:30:00", "FREQ=DAILY;COUNT=3",
	    "2026-04-23T00:30:00+02:00 2026-04-24T01:30:00+03:00 "
	    "2026-04-25T00:30:00+03:00" },
	{ "Europe/Dublin", "2026-03-28T01:30:00", "FREQ=DAILY;COUNT=3",
	    "2026-03-28T01:30:00Z 2026-03-29T02:30:00+01:00 "
	    "2026-03-30T01:30:00+01:00" },
};

static const struct clock_case folds[] = {
	{ "Europe/Madrid", "2026-10-24T02:30:00", "FREQ=DAILY;COUNT=3",
	    "2026-10-24T02:30:00+02:00 2026-10-25T02:30:00+02:00 "
	    "2026-10-26T02:30:00+01:00" },
	{ "America/New_York", "2026-10-31T01:30:00", "FREQ=DAILY;COUNT=3",
	    "2026-10-31T01:30:00-04:00 2026-11-01T01:30:00-04:00 "
	    "2026-11-02T01:30:00-05:00" },
	{ "Australia/Lord_Howe", "2026-04-04T01:45:00", "FREQ=DAILY;COUNT=3",
	    "2026-04-04T01:45:00+11:00 2026-04-05T01:45:00+11:00 "
	    "2026-04-06T01:45:00+10:30" },
	{ "Africa/Cairo", "2026-10-28T23:30:00", "FREQ=DAILY;COUNT=3",
	    "2026-10-28T23:30:00+03:00 2026-10-29T23:30:00+03:00 "
	    "2026-10-30T23:30:00+02:00" },
	{ "Europe/Dublin", "2026-10-24T01:30:00", "FREQ=DAILY;COUNT=3",
	    "2026-10-24T01:30:00+01:00 2026-10-25T01:30:00+01:00 "
	    "2026-10-26T01:30:00Z" },
};

/* UNTIL at the instant of the instance on the day of the change, and a second
 * before it. */
static const struct clock_case untils[] = {
	{ "Europe/Madrid", "2026-10-24T02:30:00",
	    "FREQ=DAILY;UNTIL=20261025T003000Z",
	    "2026-10-24T02:30:00+02:00 2026-10-25T02:30:00+02:00" },
	{ "Europe/Madrid", "2026-10-24T02:30:00",
	    "FREQ=DAILY;UNTIL=20261025T002959Z", "2026-10-24T02:30:00+02:00" },
	{ "America/New_York", "2026-10-31T01:30:00",
	    "FREQ=DAILY;UNTIL=20261101T053000Z",
	    "2026-10-31T01:30:00-04:00 2026-11-01T01:30:00-04:00" },
	{ "America/New_York", "2026-10-31T01:30:00",
	    "FREQ=DAILY;UNTIL=20261101T052959Z", "2026-10-31T01:30:00-04:00" },
	{ "Australia/Lord_Howe", "2026-04-04T01:45:00",
	    "FREQ=DAILY;UNTIL=20260404T144500Z",
	    "2026-04-04T01:45:00+11:00 2026-04-05T01:45:00+11:00" },
	{ "Australia/Lord_Howe", "2026-04-04T01:45:00",
	    "FREQ=DAILY;UNTIL=20260404T144459Z", "2026-04-04T01:45:00+11:00" },
	{ "Africa/Cairo", "2026-10-28T23:30:00",
	    "FREQ=DAILY;UNTIL=20261029T203000Z",
	    "2026-10-28T23:30:00+03:00 2026-10-29T23:30:00+03:00" },
	{ "Africa/Cairo", "2026-10-28T23:30:00",
	    "FREQ=DAILY;UNTIL=20261029T202959Z", "2026-10-28T23:30:00+03:00" },
	{ "Europe/Dublin", "2026-10-24T01:30:00",
	    "FREQ=DAILY;UNTIL=20261025T003000Z",
	    "2026-10-24T01:30:00+01:00 2026-10-25T01:30:00+01:00" },
	{ "Europe/Dublin", "2026-10-24T01:30:00",
	    "FREQ=DAILY;UNTIL=20261025T002959Z", "2026-10-24T01:30:00+01:00" },
	/* In the gap: 03:30+02:00 is 01:30Z. */
	{ "Europe/Madrid", "2026-03-28T02:30:00",
	    "FREQ=DAILY;UNTIL=20260329T013000Z",
	    "2026-03-28T02:30:00+01:00 2026-03-29T03:30:00+02:00" },
	{ "Europe/Madrid", "2026-03-28T02:30:00",
	    "FREQ=DAILY;UNTIL=20260329T012959Z", "2026-03-28T02:30:00+01:00" },
};

static const struct clock_case leap_days[] = {
	{ "Europe/Madrid", "2024-02-29T12:00:00", "FREQ=YEARLY;COUNT=2",
	    "2024-02-29T12:00:00+01:00 2028-02-29T12:00:00+01:00" },
	{ "America/New_York", "2024-02-29T12:00:00", "FREQ=YEARLY;COUNT=2",
	    "2024-02-29T12:00:00-05:00 2028-02-29T12:00:00-05:00" },
	{ "Australia/Lord_Howe", "2024-02-29T12:00:00", "FREQ=YEARLY;COUNT=2",
	    "2024-02-29T12:00:00+11:00 2028-02-29T12:00:00+11:00" },
	{ "Africa/Cairo", "2024-02-29T12:00:00", "FREQ=YEARLY;COUNT=2",
	    "2024-02-29T12:00:00+02:00 2028-02-29T12:00:00+02:00" },
	{ "Europe/Dublin", "2024-02-29T12:00:00", "FREQ=YEARLY;COUNT=2",
	    "2024-02-29T12:00:00Z 2028-02-29T12:00:00Z" },
};

static void
holds(struct fixture *f, const struct clock_case *one)
{
	CLEANUP(buf_free) struct buf got = BUF_INIT;
	char text[INSTANT_TEXT];
	struct event *event;

	f->nrows = f->out.len = 0;
	event = row(f, one->start, one->start, NULL);
	event->zone = one->zone;
	event->rrule = one->rule;
	prepare(f);
	assert_int_equal(occurrences_between(f->rows, f->nrows, SPAN_ALWAYS, 0,
			     &f->out, &f->err),
	    0);
	vec_each(&f->out, at)
		buf_addf(&got, "%s%s", at == f->out.items ? "" : " ",
		    instant_format(text, at->span.start,
			zone_offset(f->times[0].zone, at->span.start)));
	if (strcmp(buf_str(&got), one->want) != 0)
		fail_msg("%s %s %s: %s, not %s", one->zone, one->start,
		    one->rule, buf_str(&got), one->want);
}

static void
a_missing_time_is_read_by_the_offset_before(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(gaps); i++)
		holds(*state, &gaps[i]);
}

static void
of_a_time_that_is_there_twice_the_first_is_meant(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(folds); i++)
		holds(*state, &folds[i]);
}

static void
until_ends_it_at_the_change(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(untils); i++)
		holds(*state, &untils[i]);
}

static void
a_leap_day_comes_back_after_four_years(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(leap_days); i++)
		holds(*state, &leap_days[i]);
}

/* A date has no clock: the same dates follow each other over every change, and
 * an instant anywhere in the world's date finds it. */
static void
whole_days_know_no_change(void **state)
{
	static const char *const days[] = { "2026-03-07", "2026-03-28",
		"2026-04-04", "2026-04-23", "2026-10-03", "2026-10-24",
		"2026-10-28", "2026-10-31" };
	struct fixture *f = *state;
	struct event *event;
	struct span instant;
	char end[DAY_TEXT];
	int64_t day;

	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		assert_int_equal(day_parse(days[i], &day), 0);
		f->nrows = f->out.len = 0;
		event = row(f, days[i], day_format(end, day + 1), NULL);
		event->rrule = "FREQ=DAILY;COUNT=3";
		prepare(f);
		assert_int_equal(occurrences_between(f->rows, 1, SPAN_ALWAYS, 0,
				     &f->out, &f->err),
		    0);
		assert_int_equal(f->out.len, 3);
		for (int n = 0; n < 3; n++) {
			assert_true(f->out.items[n].start == day + n);
			assert_true(f->out.items[n].end == day + n + 1);
		}
		/* The first day begins in Kiritimati (+14), the last ends on
		 * Baker Island (-12). */
		instant.start = day * DAY_SECONDS - 14 * 3600;
		instant.end = instant.start + 1;
		f->out.len = 0;
		occurrences_between(f->rows, 1, instant, 0, &f->out, &f->err);
		assert_int_equal(f->out.len, 1);
		instant.end = instant.start;
		instant.start--;
		f->out.len = 0;
		occurrences_between(f->rows, 1, instant, 0, &f->out, &f->err);
		assert_int_equal(f->out.len, 0);
		instant.end = (day + 3) * DAY_SECONDS + 12 * 3600;
		instant.start = instant.end - 1;
		occurrences_between(f->rows, 1, instant, 0, &f->out, &f->err);
		assert_int_equal(f->out.len, 1);
		assert_true(f->out.items[0].start == day + 2);
	}
}

/* At the ends of the world's dates: is the row met from a date on, and up to
 * it? */
static void
dates_bound(struct fixture *f, const char *date, bool from, bool to)
{
	const struct event_times *times = &f->times[0];
	struct bound ever = { .utc = INT64_MIN }, never = { .utc = INT64_MAX };
	struct bound bound = { .is_day = true };

	prepare(f);
	assert_int_equal(day_parse(date, &bound.day), 0);
	bound.utc = bound.day * DAY_SECONDS;
	assert_true(bounds_meet(&bound, &never, times, times->span) == from);
	assert_true(bounds_meet(&ever, &bound, times, times->span) == to);
	if (from)
		assert_true(
		    span_meets(bounds_window(&bound, &never), times->span));
	if (to)
		assert_true(
		    span_meets(bounds_window(&ever, &bound), times->span));
}

static void
a_date_bounds_each_event_by_its_own_day(void **state)
{
	static const char *const zones[] = { "Pacific/Kiritimati",
		"Pacific/Pago_Pago", "Asia/Kathmandu", "UTC" };
	struct fixture *f = *state;

	row(f, "2026-03-01", "2026-03-02", NULL);
	dates_bound(f, "2026-03-01", true, false);
	dates_bound(f, "2026-03-02", false, true);
	for (size_t i = 0; i < ARRAY_LEN(zones); i++) {
		f->nrows = 0;
		row(f, "2026-03-02T00:00:00", "2026-03-02T00:30:00", NULL)
		    ->zone = zones[i];
		dates_bound(f, "2026-03-01", true, false);
		dates_bound(f, "2026-03-02", true, false);
		dates_bound(f, "2026-03-03", false, true);
		f->nrows = 0;
		row(f, "2026-03-01T23:30:00", "2026-03-02T00:00:00", NULL)
		    ->zone = zones[i];
		dates_bound(f, "2026-03-01", true, false);
		dates_bound(f, "2026-03-02", false, true);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_missing_time_is_read_by_the_offset_before),
		TEST(of_a_time_that_is_there_twice_the_first_is_meant),
		TEST(until_ends_it_at_the_change),
		TEST(a_leap_day_comes_back_after_four_years),
		TEST(whole_days_know_no_change),
		TEST(a_date_bounds_each_event_by_its_own_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
