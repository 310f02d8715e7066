/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Series over the days on which clocks change: what the table, which is
 * written by hand from each zone's rule (tests/golden/clocks.tsv), says takes
 * place. And what a date means at the ends of the world.
 */
#include "rows_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "model/bound.h"

struct clock_case {
	char *name, *zone, *start, *rule, *want;
};

/* RFC 3339, or a date. */
static const char *
start_text(const struct fixture *f, const struct occurrence *at,
    char text[INSTANT_TEXT])
{
	const struct zone *zone = f->times[0].zone;

	if (!zone)
		return day_format(text, at->start);
	return instant_format(
	    text, at->span.start, zone_offset(zone, at->span.start));
}

static void
holds(struct fixture *f, const struct clock_case *one)
{
	CLEANUP(buf_free) struct buf got = BUF_INIT;
	char text[INSTANT_TEXT], end[DAY_TEXT];
	struct event *event;
	int64_t day;

	f->nrows = f->out.len = 0;
	event = row(f, one->start, one->start, NULL);
	if (day_parse(one->start, &day) == 0)
		event->end = day_format(end, day + 1);
	else
		event->zone = one->zone;
	event->rrule = one->rule;
	prepare(f);
	assert_int_equal(occurrences_between(f->rows, f->nrows, SPAN_ALWAYS, 0,
			     &f->out, &f->err),
	    0);
	vec_each(&f->out, at)
		buf_addf(&got, "%s%s", at == f->out.items ? "" : " ",
		    start_text(f, at, text));
	if (strcmp(buf_str(&got), one->want) != 0)
		fail_msg("%s: %s, not %s", one->name, buf_str(&got), one->want);
}

/* The line's fields in place. false: it is a remark. */
static bool
split(char *line, struct clock_case *one)
{
	char **fields[] = { &one->name, &one->zone, &one->start, &one->rule,
		&one->want };

	if (line[0] == '#')
		return false;
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		*fields[i] = strsep(&line, "\t");
		assert_non_null(*fields[i]);
	}
	return true;
}

static void
each_case_of_the_table_holds(void **state)
{
	const char *path = getenv("AMBIT_CLOCKS");
	struct clock_case one;
	char line[400];
	int cases = 0;
	FILE *file;

	assert_non_null(path);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		if (!split(line, &one))
			continue;
		holds(*state, &one);
		cases++;
	}
	fclose(file);
	assert_int_equal(cases, 39);
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
		TEST(each_case_of_the_table_holds),
		TEST(whole_days_know_no_change),
		TEST(a_date_bounds_each_event_by_its_own_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
