/* SPDX-License-Identifier: Apache-2.0 */
/* The occurrences of a series: zones, exclusions, overrides, windows. */
#include "rows_kit.h"

#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"

static int64_t
instant(const char *text)
{
	int64_t utc;

	assert_int_equal(instant_parse(text, &utc), 0);
	return utc;
}

static int
find(struct fixture *f, const char *from, const char *to, size_t limit)
{
	struct span window = { instant(from), instant(to) };

	prepare(f);
	f->out.len = 0;
	return occurrences_between(
	    f->rows, f->nrows, window, limit, &f->out, &f->err);
}

/* The spans as instants, "start/end", with the row that tells of each. */
static void
finds(struct fixture *f, const char *from, const char *to, const char *want)
{
	CLEANUP(buf_free) struct buf got = BUF_INIT;
	char text[INSTANT_TEXT];

	if (find(f, from, to, 0) < 0)
		fail_msg("%s", f->err.msg);
	vec_each(&f->out, at) {
		if (at != f->out.items)
			buf_addc(&got, ' ');
		buf_addf(&got, "%zu:", at->row);
		buf_adds(&got, instant_format(text, at->span.start, 0));
		buf_addc(&got, '/');
		buf_adds(&got, instant_format(text, at->span.end, 0));
	}
	assert_string_equal(buf_str(&got), want);
}

static void
one_event_is_its_only_occurrence(void **state)
{
	struct fixture *f = *state;

	row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL);
	finds(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-03-02T09:00:00Z/2026-03-02T10:00:00Z");
	assert_true(f->out.items[0].recurrence_id == f->times[0].start);
	/* Half-open: what touches does not meet. */
	finds(f, "2026-03-02T10:00:00Z", "2027-01-01T00:00:00Z", "");
	finds(f, "2026-01-01T00:00:00Z", "2026-03-02T09:00:00Z", "");
	finds(f, "2026-03-02T09:59:59Z", "2026-03-02T10:00:00Z",
	    "0:2026-03-02T09:00:00Z/2026-03-02T10:00:00Z");
}

/* Madrid goes from +1 to +2 at 02:00 on 29 March 2026. */
static void
the_zone_is_attached_to_each(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-03-27T02:30:00", "2026-03-27T03:30:00", NULL);

	event->rrule = "FREQ=DAILY;COUNT=4";
	finds(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-03-27T01:30:00Z/2026-03-27T02:30:00Z "
	    "0:2026-03-28T01:30:00Z/2026-03-28T02:30:00Z "
	    "0:2026-03-29T01:30:00Z/2026-03-29T02:30:00Z "
	    "0:2026-03-30T00:30:00Z/2026-03-30T01:30:00Z");
	/* In the gap, 02:30 is shown as 03:30; the identity stays 02:30. */
	assert_true(
	    f->out.items[2].start == f->out.items[2].recurrence_id + 3600);
	assert_true(f->out.items[2].end - f->out.items[2].start == 3600);
}

/* Madrid goes back from +2 to +1 at 03:00 on 25 October 2026. */
static void
all_last_the_same_exact_time(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-10-23T22:00:00", "2026-10-24T06:00:00", NULL);

	event->rrule = "FREQ=DAILY;COUNT=2";
	finds(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-10-23T20:00:00Z/2026-10-24T04:00:00Z "
	    "0:2026-10-24T20:00:00Z/2026-10-25T04:00:00Z");
	assert_true(f->out.items[1].end - f->out.items[1].start == 7 * 3600);
}

static void
until_is_compared_as_an_instant(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-10-23T02:30:00", "2026-10-23T02:45:00", NULL);

	/* 02:30 is there twice on the 25th; the first, 00:30Z, is meant. */
	event->rrule = "FREQ=DAILY;UNTIL=20261025T004500Z";
	finds(f, "2026-10-24T12:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-10-25T00:30:00Z/2026-10-25T00:45:00Z");
	event->rrule = "FREQ=DAILY;UNTIL=20261025T010000Z";
	finds(f, "2026-10-24T12:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-10-25T00:30:00Z/2026-10-25T00:45:00Z");
	event->rrule = "FREQ=DAILY;UNTIL=20261025T002959Z";
	finds(f, "2026-10-24T12:00:00Z", "2027-01-01T00:00:00Z", "");
	event->rrule = "FREQ=DAILY;UNTIL=20261026T013000Z";
	finds(f, "2026-10-25T12:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-10-26T01:30:00Z/2026-10-26T01:45:00Z");
}

static void
whole_days_touch_all_zones(void **state)
{
	struct fixture *f = *state;
	struct event *event = row(f, "2026-01-31", "2026-02-02", NULL);

	event->rrule = "FREQ=MONTHLY;COUNT=2";
	finds(f, "2026-03-01T00:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-03-30T10:00:00Z/2026-04-02T12:00:00Z");
	assert_true(f->out.items[0].end - f->out.items[0].start == 2);
	finds(f, "2026-04-02T11:59:59Z", "2027-01-01T00:00:00Z",
	    "0:2026-03-30T10:00:00Z/2026-04-02T12:00:00Z");
	finds(f, "2026-04-02T12:00:00Z", "2027-01-01T00:00:00Z", "");
}

static void
dates_are_added_and_excluded(void **state)
{
	static const char *const rdates[] = { "2026-03-20", "2026-03-05",
		"2026-03-09", "2026-03-20", NULL };
	static const char *const exdates[] = { "2026-03-16", "2026-03-05",
		"2026-03-03", NULL };
	struct fixture *f = *state;
	struct event *event = row(f, "2026-03-02", "2026-03-03", NULL);
	static const int days[] = { 2, 9, 20, 23 };

	event->rrule = "FREQ=WEEKLY;COUNT=4";
	event->rdates = rdates;
	event->exdates = exdates;
	assert_int_equal(
	    find(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 0), 0);
	assert_int_equal(f->out.len, ARRAY_LEN(days));
	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		assert_true(
		    f->out.items[i].start == day_from_ymd(2026, 3, days[i]));
	/* Without a rule, the start and the added dates. */
	event->rrule = NULL;
	assert_int_equal(
	    find(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 0), 0);
	assert_int_equal(f->out.len, 3);
	assert_true(f->out.items[0].start == f->times[0].start);
}

static void
a_start_outside_the_rule_counts(void **state)
{
	static const char *const exdates[] = { "2026-03-02T10:00:00", NULL };
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL);

	event->rrule = "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2";
	finds(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-03-02T09:00:00Z/2026-03-02T10:00:00Z "
	    "0:2026-03-31T08:00:00Z/2026-03-31T09:00:00Z");
	event->exdates = exdates;
	finds(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-03-31T08:00:00Z/2026-03-31T09:00:00Z");
}

static void
overrides_replace_and_move(void **state)
{
	struct fixture *f = *state;
	struct event *event;

	/* Moved into April, out of the series' order of rows. */
	row(f, "2026-04-15T09:00:00", "2026-04-15T10:00:00",
	    "2026-03-09T10:00:00");
	event = row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL);
	event->rrule = "FREQ=WEEKLY;COUNT=4";
	/* In another zone, whose clock shows 18:00 when it is 10:00. */
	event = row(f, "2026-03-16T20:00:00", "2026-03-16T21:00:00",
	    "2026-03-16T18:00:00");
	event->zone = "Asia/Tokyo";
	finds(f, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z",
	    "1:2026-03-02T09:00:00Z/2026-03-02T10:00:00Z "
	    "2:2026-03-16T11:00:00Z/2026-03-16T12:00:00Z "
	    "1:2026-03-23T09:00:00Z/2026-03-23T10:00:00Z");
	assert_true(f->out.items[1].recurrence_id ==
		    f->times[1].start + 14 * DAY_SECONDS);
	finds(f, "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z",
	    "0:2026-04-15T07:00:00Z/2026-04-15T08:00:00Z");
}

static void
overrides_stand_without_a_master(void **state)
{
	struct fixture *f = *state;

	row(f, "2026-03-09T12:00:00", "2026-03-09T13:00:00",
	    "2026-03-09T10:00:00");
	finds(f, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z",
	    "0:2026-03-09T11:00:00Z/2026-03-09T12:00:00Z");
	f->nrows = 0;
	assert_int_equal(
	    find(f, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", 0), 0);
	assert_int_equal(f->out.len, 0);
}

/* An override that begins before the limit takes its place. */
static void
the_limit_keeps_the_earliest(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL);

	event->rrule = "FREQ=DAILY";
	row(f, "2026-03-03T08:00:00", "2026-03-03T09:00:00",
	    "2026-05-01T10:00:00");
	assert_int_equal(
	    find(f, "2026-03-01T00:00:00Z", "2026-12-01T00:00:00Z", 3), 0);
	assert_int_equal(f->out.len, 3);
	assert_int_equal(f->out.items[1].row, 1);
	f->out.len = 0;
	assert_int_equal(occurrences_between(f->rows, f->nrows, SPAN_ALWAYS, 0,
			     &f->out, &f->err),
	    0);
	assert_int_equal(f->out.len, OCCURRENCES_MAX);
}

/* A year-long event that began before the window, thirty years on. */
static void
long_ones_are_found_far_away(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-03-02T10:00:00", "2027-03-02T11:00:00", NULL);

	event->rrule = "FREQ=YEARLY;INTERVAL=10";
	finds(f, "2057-03-02T10:59:59Z", "2057-03-03T00:00:00Z", "");
	finds(f, "2057-03-02T09:59:59Z", "2057-03-03T00:00:00Z",
	    "0:2056-03-02T09:00:00Z/2057-03-02T10:00:00Z");
}

static void
what_is_wrong_is_named(void **state)
{
	static const char *const dates[] = { "2026-03-20", NULL };
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL);

	event->rrule = "FREQ=HOURLY";
	assert_int_equal(
	    find(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 0),
	    -ENOTSUP);
	assert_non_null(strstr(f->err.msg, "rrule: FREQ=HOURLY"));
	event->rrule = "FREQ=DAILY";
	event->rdates = dates;
	assert_int_equal(
	    find(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 0),
	    -EINVAL);
	assert_non_null(strstr(f->err.msg, "rdates"));
	event->rdates = NULL;
	event->exdates = dates;
	assert_int_equal(
	    find(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 0),
	    -EINVAL);
	assert_non_null(strstr(f->err.msg, "exdates"));
	event->exdates = NULL;
	row(f, "2026-03-20", "2026-03-21", "20260320");
	assert_int_equal(
	    find(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 0),
	    -EINVAL);
	assert_non_null(strstr(f->err.msg, "recurrence_id"));
	assert_int_equal(f->out.len, 0);
}

/* Each in another form: a day among times, an instant, a wall time of
 * another zone, what is shown for a start in a gap. */
static void
overrides_name_what_they_replace_in_any_form(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-03-27T02:30:00", "2026-03-27T03:30:00", NULL);

	event->rrule = "FREQ=DAILY;COUNT=5";
	row(f, "2026-03-27", "2026-03-28", "2026-03-27");
	row(f, "2026-03-28", "2026-03-29", "2026-03-28T01:30:00Z");
	row(f, "2026-03-29T12:00:00", "2026-03-29T13:00:00",
	    "2026-03-29T03:30:00");
	event = row(f, "2026-03-30T12:00:00", "2026-03-30T13:00:00",
	    "2026-03-30T01:30:00");
	event->zone = "Europe/London";
	finds(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
	    "1:2026-03-26T10:00:00Z/2026-03-28T12:00:00Z "
	    "2:2026-03-27T10:00:00Z/2026-03-29T12:00:00Z "
	    "3:2026-03-29T10:00:00Z/2026-03-29T11:00:00Z "
	    "4:2026-03-30T11:00:00Z/2026-03-30T12:00:00Z "
	    "0:2026-03-31T00:30:00Z/2026-03-31T01:30:00Z");
	assert_true(
	    f->out.items[1].recurrence_id == f->times[0].start + DAY_SECONDS);
	assert_false(f->out.items[1].of_day);
}

/* RFC 5545 section 3.8.4.4: "If the given recurrence instance is rescheduled
 * to start 2 hours later, then all subsequent instances are also rescheduled
 * 2 hours later", and all get its duration. The clock changes on the 29th. */
static void
this_and_future_moves_all_later_ones(void **state)
{
	static const char *const exdates[] = { "2026-03-30T10:00:00", NULL };
	static const char *const rdates[] = { "2026-03-10T08:00:00",
		"2026-04-09T08:00:00", NULL };
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-03-09T10:00:00", "2026-03-09T11:00:00", NULL);

	event->rrule = "FREQ=WEEKLY;COUNT=6";
	event->exdates = exdates;
	event->rdates = rdates;
	row(f, "2026-03-23T12:00:00", "2026-03-23T12:30:00",
	    "2026-03-23T10:00:00")
	    ->this_and_future = 1;
	/* Of one of the later ones: it wins. */
	row(f, "2026-04-07T09:00:00", "2026-04-07T10:00:00",
	    "2026-04-06T10:00:00");
	finds(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
	    "0:2026-03-09T09:00:00Z/2026-03-09T10:00:00Z "
	    "0:2026-03-10T07:00:00Z/2026-03-10T08:00:00Z "
	    "0:2026-03-16T09:00:00Z/2026-03-16T10:00:00Z "
	    "1:2026-03-23T11:00:00Z/2026-03-23T11:30:00Z "
	    "2:2026-04-07T07:00:00Z/2026-04-07T08:00:00Z "
	    "1:2026-04-09T08:00:00Z/2026-04-09T08:30:00Z "
	    "1:2026-04-13T10:00:00Z/2026-04-13T10:30:00Z");
	assert_true(f->out.items[6].recurrence_id ==
		    f->times[0].start + 35 * DAY_SECONDS);
	/* A window that only the moved start lies in. */
	finds(f, "2026-04-13T10:00:00Z", "2026-04-13T10:01:00Z",
	    "1:2026-04-13T10:00:00Z/2026-04-13T10:30:00Z");
	finds(f, "2026-04-13T08:00:00Z", "2026-04-13T10:00:00Z", "");
}

static void
this_and_future_holds_until_the_next(void **state)
{
	struct fixture *f = *state;
	struct event *event;

	/* The later one first: the order of rows says nothing. */
	event = row(f, "2026-03-05", "2026-03-07", "2026-03-04T10:00:00");
	event->this_and_future = 1;
	event = row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL);
	event->rrule = "FREQ=DAILY;COUNT=5";
	event = row(f, "2026-03-03T10:00:00", "2026-03-03T11:00:00",
	    "2026-03-03T10:00:00");
	event->this_and_future = 1;
	event->status = EVENT_CANCELLED;
	finds(f, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
	    "1:2026-03-02T09:00:00Z/2026-03-02T10:00:00Z "
	    "2:2026-03-03T09:00:00Z/2026-03-03T10:00:00Z "
	    "0:2026-03-04T10:00:00Z/2026-03-07T12:00:00Z "
	    "0:2026-03-05T10:00:00Z/2026-03-08T12:00:00Z "
	    "0:2026-03-06T10:00:00Z/2026-03-09T12:00:00Z");
	assert_true(f->out.items[4].start == day_from_ymd(2026, 3, 7));
	assert_true(f->out.items[4].end == day_from_ymd(2026, 3, 9));
	assert_true(f->out.items[4].recurrence_id ==
		    f->times[1].start + 4 * DAY_SECONDS);
}

/* A year later and in another zone: as much later on the clock there. */
static void
this_and_future_may_move_far(void **state)
{
	struct fixture *f = *state;
	struct event *event = row(f, "2026-03-02", "2026-03-03", NULL);

	event->rrule = "FREQ=WEEKLY";
	event =
	    row(f, "2027-03-09T09:00:00", "2027-03-09T10:00:00", "2026-03-09");
	event->this_and_future = 1;
	event->zone = "America/New_York";
	finds(f, "2026-03-05T00:00:00Z", "2027-03-09T00:00:00Z", "");
	/* New York's clock changes on the 14th. */
	finds(f, "2027-03-09T00:00:00Z", "2027-03-17T00:00:00Z",
	    "1:2027-03-09T14:00:00Z/2027-03-09T15:00:00Z "
	    "1:2027-03-16T13:00:00Z/2027-03-16T14:00:00Z");
	assert_true(f->out.items[1].of_day);
	assert_true(f->out.items[1].recurrence_id == day_from_ymd(2026, 3, 16));
	finds(f, "2057-03-12T00:00:00Z", "2057-03-14T00:00:00Z",
	    "1:2057-03-13T13:00:00Z/2057-03-13T14:00:00Z");
}

/* A whole day begins on the 15th somewhere, and is of the 16th all the same. */
static void
people_read_them_by_the_day_that_is_shown(void **state)
{
	const struct occurrence day = { .start = 20, .span = { -14, 0 } };
	const struct occurrence before = { .start = 20 * DAY_SECONDS - 1,
		.span = { 5, 6 } };
	const struct occurrence on = { .start = 20 * DAY_SECONDS,
		.span = { -20, 6 } };
	const struct occurrence later = { .start = 20 * DAY_SECONDS,
		.span = { -19, 6 } };

	(void)state;
	assert_int_equal(occurrence_order(&before, false, &day, true), -1);
	assert_int_equal(occurrence_order(&day, true, &before, false), 1);
	assert_int_equal(occurrence_order(&day, true, &on, false), -1);
	assert_int_equal(occurrence_order(&on, false, &day, true), 1);
	assert_int_equal(occurrence_order(&on, false, &later, false), -1);
	assert_int_equal(occurrence_order(&later, false, &on, false), 1);
	assert_int_equal(occurrence_order(&day, true, &day, true), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_event_is_its_only_occurrence),
		TEST(the_zone_is_attached_to_each),
		TEST(all_last_the_same_exact_time),
		TEST(until_is_compared_as_an_instant),
		TEST(whole_days_touch_all_zones),
		TEST(dates_are_added_and_excluded),
		TEST(a_start_outside_the_rule_counts),
		TEST(overrides_replace_and_move),
		TEST(overrides_stand_without_a_master),
		TEST(people_read_them_by_the_day_that_is_shown),
		TEST(overrides_name_what_they_replace_in_any_form),
		TEST(this_and_future_moves_all_later_ones),
		TEST(this_and_future_holds_until_the_next),
		TEST(this_and_future_may_move_far),
		TEST(the_limit_keeps_the_earliest),
		TEST(long_ones_are_found_far_away),
		TEST(what_is_wrong_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
