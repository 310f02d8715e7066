/* SPDX-License-Identifier: Apache-2.0 */
/* A series told as plain series that follow each other; what becomes of its
 * rule. */
#include "rows_kit.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/parts.h"

/* An override of all later ones. */
static struct event *
later(struct fixture *f, const char *start, const char *end, const char *id)
{
	struct event *event = row(f, start, end, id);

	event->this_and_future = 1;
	return event;
}

static void
add_time(struct buf *out, const struct event_times *times, int64_t at)
{
	char text[WALL_TEXT];

	buf_adds(
	    out, times->all_day ? day_format(text, at) : wall_format(text, at));
}

static void
add_times(struct buf *out, const char *sign, const struct event_times *times,
    const struct int64_vec *dates)
{
	vec_each(dates, at) {
		buf_addf(out, " %s", sign);
		add_time(out, times, *at);
	}
}

/* One line for each part: its row, its start, its rule, +dates, -dates without
 * and row@what it replaces. */
static void
splits(struct fixture *f, const char *want)
{
	CLEANUP(buf_free) struct buf out = BUF_INIT;
	struct series_parts parts = VEC_INIT;
	struct span window = { 0, day_from_ymd(2026, 6, 1) * DAY_SECONDS };

	prepare(f);
	if (series_split(f->rows, f->nrows, window, NULL, &parts, &f->err) < 0)
		fail_msg("%s", f->err.msg);
	vec_each(&parts, part) {
		const struct event_times *times = &f->times[part->row];

		buf_addf(&out, "%zu ", part->row);
		add_time(&out, times, part->start);
		buf_addf(&out, " %s", buf_str(&part->rule));
		add_times(&out, "+", times, &part->dates);
		add_times(&out, "-", times, &part->without);
		vec_each(&part->overrides, at) {
			buf_addf(&out, " %zu@", at->row);
			add_time(&out, times, at->replaces);
		}
		buf_addc(&out, '\n');
	}
	series_parts_free(&parts);
	assert_string_equal(buf_str(&out), want);
	f->nrows = 0;
}

static void
a_plain_series_is_one_part(void **state)
{
	static const char *const rdates[] = { "2026-03-20", "2026-03-03",
		NULL };
	static const char *const exdates[] = { "2026-03-09", NULL };
	struct fixture *f = *state;
	struct event *event = row(f, "2026-03-02", "2026-03-03", NULL);

	splits(f, "0 2026-03-02 \n");
	event = row(f, "2026-03-02", "2026-03-03", NULL);
	event->rrule = "FREQ=WEEKLY;COUNT=10";
	event->rdates = rdates;
	event->exdates = exdates;
	row(f, "2026-03-17", "2026-03-18", "2026-03-16");
	splits(f, "0 2026-03-02 FREQ=WEEKLY;COUNT=10 +2026-03-03 +2026-03-20"
		  " -2026-03-09 1@2026-03-16\n");
	row(f, "2026-03-02", "2026-03-03", "2026-03-01");
	splits(f, ""); /* no master */
}

/* RFC 5545 section 3.3.10. */
static void
an_end_is_written_as_the_rfc_wants_it(void **state)
{
	static const char *const ends[][2] = {
		{ "UNTIL=20260309T100000", "UNTIL=20260309T225959Z" },
		{ "UNTIL=20260309T090000Z", "UNTIL=20260309T225959Z" },
		{ "UNTIL=20260309T085959Z", "UNTIL=20260308T225959Z" },
		{ "UNTIL=20260330", "UNTIL=20260330T215959Z" },
		{ "COUNT=3;UNTIL=20270101T000000Z", "UNTIL=20260304T225959Z" },
		{ "COUNT=9;UNTIL=20260303T120000Z", "UNTIL=20260303T225959Z" },
	};
	struct fixture *f = *state;
	struct event *event;
	char rule[80], want[160];

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		event =
		    row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL);
		snprintf(rule, sizeof rule, "FREQ=DAILY;%s", ends[i][0]);
		event->rrule = rule;
		snprintf(want, sizeof want,
		    "0 2026-03-02T10:00:00 FREQ=DAILY;%s\n", ends[i][1]);
		splits(f, want);
	}
	event = row(f, "2026-03-02", "2026-03-03", NULL);
	event->rrule = "FREQ=DAILY;UNTIL=20260309T100000Z";
	splits(f, "0 2026-03-02 FREQ=DAILY;UNTIL=20260309\n");
}

/* Not everybody counts a DTSTART that the rule does not give. */
static void
a_start_beside_the_rule_is_not_counted(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL);

	event->rrule = "FREQ=WEEKLY;COUNT=3;BYDAY=TU";
	splits(f, "0 2026-03-02T10:00:00 FREQ=WEEKLY;UNTIL=20260310T225959Z;"
		  "BYDAY=TU\n");
}

static void
the_first_part_ends_where_the_next_begins(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL);

	event->rrule = "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6";
	later(f, "2026-03-11T15:00:00", "2026-03-11T16:00:00",
	    "2026-03-11T10:00:00");
	row(f, "2026-03-18T08:00:00", "2026-03-18T09:00:00",
	    "2026-03-18T10:00:00");
	splits(f, "0 2026-03-02T10:00:00 FREQ=WEEKLY;UNTIL=20260309T225959Z;"
		  "BYDAY=MO,WE\n"
		  "1 2026-03-11T15:00:00 FREQ=WEEKLY;UNTIL=20260318T225959Z;"
		  "BYDAY=MO,WE 2@2026-03-18T15:00:00\n");
	/* From the first one on: nothing is left of the first part. */
	row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL)->rrule =
	    "FREQ=DAILY";
	later(f, "2026-03-02T12:00:00", "2026-03-02T13:00:00",
	    "2026-03-02T10:00:00");
	splits(f, "1 2026-03-02T12:00:00 FREQ=DAILY\n");
}

static void
a_rule_moves_by_days_where_one_can(void **state)
{
	static const char *const moves[][2] = {
		{ "FREQ=DAILY", "FREQ=DAILY" },
		{ "FREQ=DAILY;BYDAY=SU,MO", "FREQ=DAILY;BYDAY=MO,TU" },
		{ "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=TU" },
		{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO",
		    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=TU" },
		{ "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=10" },
		{ "FREQ=MONTHLY;BYMONTHDAY=9,27",
		    "FREQ=MONTHLY;BYMONTHDAY=10,28" },
		{ "FREQ=MONTHLY;BYMONTHDAY=9,28",
		    " +2026-03-29 +2026-04-10 +2026-04-29 +2026-05-10"
		    " +2026-05-29" },
		{ "FREQ=MONTHLY;BYDAY=2MO", " +2026-04-14 +2026-05-12" },
		{ "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10" },
	};
	struct fixture *f = *state;
	char want[160];

	for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
		row(f, "2026-03-09", "2026-03-10", NULL)->rrule = moves[i][0];
		later(f, "2026-03-10", "2026-03-11", "2026-03-09");
		snprintf(want, sizeof want, "1 2026-03-10 %s\n", moves[i][1]);
		splits(f, want);
	}
}

static void
another_zone_is_told_by_dates(void **state)
{
	struct fixture *f = *state;
	struct event *event;

	row(f, "2026-03-02T10:00:00", "2026-03-02T11:00:00", NULL)->rrule =
	    "FREQ=MONTHLY";
	event = later(f, "2026-03-02T05:00:00", "2026-03-02T06:00:00",
	    "2026-03-02T04:00:00");
	event->zone = "America/New_York";
	splits(f, "1 2026-03-02T05:00:00  +2026-04-02T05:00:00"
		  " +2026-05-02T05:00:00 +2026-06-02T05:00:00\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_plain_series_is_one_part),
		TEST(an_end_is_written_as_the_rfc_wants_it),
		TEST(a_start_beside_the_rule_is_not_counted),
		TEST(the_first_part_ends_where_the_next_begins),
		TEST(a_rule_moves_by_days_where_one_can),
		TEST(another_zone_is_told_by_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
