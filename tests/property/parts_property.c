/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random series with overrides of all later occurrences, split into parts:
 * the parts, each read as a plain series of its own, have the occurrences of
 * the whole, told by the same rows.
 */
#include "chance.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/parts.h"

#define SERIES 3000
#define ROWS 6
#define DATES 4
#define TEXT 32

static const char *const rules[] = {
	"FREQ=DAILY",
	"FREQ=DAILY;INTERVAL=3",
	"FREQ=DAILY;BYDAY=MO,TU,FR",
	"FREQ=DAILY;BYMONTH=3,11",
	"FREQ=DAILY;BYHOUR=2,9;BYMINUTE=30",
	"FREQ=WEEKLY",
	"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU",
	"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2,-1",
	"FREQ=MONTHLY",
	"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=3,14,15",
	"FREQ=MONTHLY;BYMONTHDAY=-1",
	"FREQ=MONTHLY;BYDAY=2TU",
	"FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
	"FREQ=YEARLY",
	"FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
	"FREQ=YEARLY;BYWEEKNO=1,52;INTERVAL=2",
};

static const char *const zone_names[] = { "Europe/Madrid", "Europe/Madrid",
	"America/New_York", "UTC", "Australia/Lord_Howe" };

/* A series and the texts of its rows. */
struct whole {
	struct chance *chance;
	struct zones *zones;
	struct event events[ROWS];
	struct event_times times[ROWS];
	struct occurrence_row rows[ROWS];
	size_t nrows;
	char starts[ROWS][TEXT], ends[ROWS][TEXT], ids[ROWS][TEXT];
	char rule[128], dates[2 * DATES][TEXT];
	const char *lists[2][DATES + 1];
};

static void
time_text(char out[TEXT], bool all_day, int64_t at)
{
	if (all_day)
		day_format(out, at);
	else
		wall_format(out, at);
}

static void
set_times(struct whole *whole, size_t row, bool all_day, int64_t start)
{
	struct event *event = &whole->events[row];
	int64_t length = all_day ? chance_range(whole->chance, 1, 3)
				 : chance_range(whole->chance, 0, 30) * 900;

	time_text(whole->starts[row], all_day, start);
	time_text(whole->ends[row], all_day, start + length);
	event->start = whole->starts[row];
	event->end = whole->ends[row];
	event->zone = all_day ? NULL
			      : zone_names[chance_range(whole->chance, 0,
				    ARRAY_LEN(zone_names) - 1)];
	if (event_times(event, whole->zones, &whole->times[row], NULL) < 0)
		fail();
	whole->rows[row] = (struct occurrence_row){ event, &whole->times[row] };
}

static int64_t
near_start(struct whole *whole, int64_t days)
{
	const struct event_times *times = &whole->times[0];
	int64_t day = chance_range(whole->chance, -2, days);

	return times->all_day ? times->start + day
			      : times->start + day * DAY_SECONDS;
}

/* Mostly a start of the series', so that something is replaced. */
static int64_t
id_random(struct whole *whole)
{
	struct span window = { whole->times[0].span.start, INT64_MAX };
	struct occurrence_vec found = VEC_INIT;
	int64_t id = near_start(whole, 60);

	if (occurrences_between(whole->rows, 1, window, 60, &found, NULL) < 0)
		fail();
	if (found.len > 0 && !chance_one_in(whole->chance, 6))
		id = found
			 .items[chance_range(
			     whole->chance, 0, (int64_t)found.len - 1)]
			 .recurrence_id;
	vec_free(&found);
	return id;
}

static void
add_list(struct whole *whole, int list, const char *const **out)
{
	int n = (int)chance_range(whole->chance, 1, DATES);

	if (!chance_one_in(whole->chance, 3))
		return;
	for (int i = 0; i < n; i++) {
		char *text = whole->dates[list * DATES + i];

		time_text(text, whole->times[0].all_day,
		    list ? id_random(whole) : near_start(whole, 60));
		whole->lists[list][i] = text;
	}
	whole->lists[list][n] = NULL;
	*out = whole->lists[list];
}

static void
master_random(struct whole *whole)
{
	struct chance *chance = whole->chance;
	bool all_day = chance_one_in(chance, 3);
	int64_t day = day_from_ymd(2026, 1, 1) + chance_range(chance, 0, 500);
	struct event *event = &whole->events[0];
	size_t rule = (size_t)chance_range(chance, 0, ARRAY_LEN(rules) - 1);

	set_times(whole, 0, all_day,
	    all_day ? day
		    : day * DAY_SECONDS + chance_range(chance, 0, 95) * 900);
	snprintf(whole->rule, sizeof whole->rule, "%s", rules[rule]);
	if (chance_one_in(chance, 3))
		snprintf(whole->rule, sizeof whole->rule, "%s;COUNT=%d",
		    rules[rule], (int)chance_range(chance, 1, 40));
	else if (chance_one_in(chance, 3))
		snprintf(whole->rule, sizeof whole->rule,
		    "%s;UNTIL=20270%d01T003000Z", rules[rule],
		    (int)chance_range(chance, 1, 9));
	if (!chance_one_in(chance, 8))
		event->rrule = whole->rule;
	add_list(whole, 0, &event->rdates);
	add_list(whole, 1, &event->exdates);
}

/* By hours on the same day, by days, or anywhere and in any form. */
static void
override_random(struct whole *whole)
{
	struct chance *chance = whole->chance;
	const struct event_times *master = &whole->times[0];
	size_t row = whole->nrows;
	struct event *event = &whole->events[row];
	int64_t id = id_random(whole), start = id;
	bool all_day = master->all_day;

	if (!all_day && !chance_one_in(chance, 3))
		start += chance_range(chance, -12, 12) * 900;
	if (chance_one_in(chance, 2))
		start +=
		    chance_range(chance, -9, 9) * (all_day ? 1 : DAY_SECONDS);
	/* Two of a day would become one, which an override cannot tell. */
	if (!strstr(whole->rule, "BYHOUR") && chance_one_in(chance, 8)) {
		start = all_day ? start * DAY_SECONDS + 36000
				: day_from_wall(start);
		all_day = !all_day;
	}
	set_times(whole, row, all_day, start);
	if (!all_day && !master->all_day && !chance_one_in(chance, 4)) {
		event->zone = whole->events[0].zone;
		if (event_times(event, whole->zones, &whole->times[row], NULL) <
		    0)
			fail();
	}
	if (master->all_day)
		day_format(whole->ids[row], id);
	else
		instant_format(
		    whole->ids[row], zone_utc(master->zone, id, NULL), 0);
	event->recurrence_id = whole->ids[row];
	event->this_and_future = chance_one_in(chance, 2);
	for (size_t i = 1; i < row; i++) /* each replaces another one */
		if (!strcmp(whole->ids[i], whole->ids[row]))
			return;
	whole->nrows++;
}

/* ---------------------------------------------------------- parts, read */

struct shown {
	struct span span;
	size_t row;
};

VEC_TYPE(shown_vec, struct shown);

static int
compare_shown(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	if (x->span.end != y->span.end)
		return x->span.end < y->span.end ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void
show(const struct occurrence_row *rows, size_t n, struct span window,
    const size_t *names, struct shown_vec *out)
{
	struct occurrence_vec found = VEC_INIT;
	struct err err = ERR_INIT;

	if (occurrences_between(rows, n, window, 0, &found, &err) < 0)
		fail_msg("%s", err.msg);
	vec_each(&found, at) {
		struct shown shown = { at->span,
			names ? names[at->row] : at->row };

		assert_int_equal(vec_push(out, shown), 0);
	}
	vec_free(&found);
}

/* A part as a series of its own. */
struct alone {
	struct event events[ROWS];
	struct event_times times[ROWS];
	struct occurrence_row rows[ROWS];
	size_t names[ROWS], n;
	char ids[ROWS][TEXT];
	char (*texts[2])[TEXT];
	const char **lists[2];
};

static void
alone_end(struct alone *alone)
{
	for (int i = 0; i < 2; i++) {
		free(alone->texts[i]);
		free(alone->lists[i]);
	}
}

static const char *const *
list_of(
    struct alone *alone, int list, const struct int64_vec *dates, bool all_day)
{
	size_t n = dates->len;

	if (n == 0)
		return NULL;
	alone->texts[list] = malloc(n * sizeof *alone->texts[list]);
	alone->lists[list] = calloc(n + 1, sizeof(char *));
	assert_non_null(alone->texts[list]);
	assert_non_null(alone->lists[list]);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			assert_true(dates->items[i] > dates->items[i - 1]);
		time_text(alone->texts[list][i], all_day, dates->items[i]);
		alone->lists[list][i] = alone->texts[list][i];
	}
	return alone->lists[list];
}

static void
add_row(struct alone *alone, const struct whole *whole, size_t row)
{
	struct event *event = &alone->events[alone->n];

	*event = whole->events[row];
	event->this_and_future = 0;
	event->recurrence_id = NULL;
	alone->times[alone->n] = whole->times[row];
	alone->rows[alone->n] =
	    (struct occurrence_row){ event, &alone->times[alone->n] };
	alone->names[alone->n++] = row;
}

static void
start_at(struct event_times *times, int64_t start)
{
	int64_t moved = start - times->start;
	int64_t length = times->span.end - times->span.start;

	times->start += moved;
	times->end += moved;
	if (times->all_day)
		times->span.start += moved * DAY_SECONDS;
	else if (moved != 0)
		times->span.start = zone_utc(times->zone, start, NULL);
	times->span.end = times->span.start + length;
}

static void
show_part(const struct whole *whole, struct series_part *part,
    struct span window, struct shown_vec *out)
{
	CLEANUP(alone_end) struct alone alone = { .n = 0 };
	struct event *event = &alone.events[0];
	bool all_day;

	add_row(&alone, whole, part->row);
	start_at(&alone.times[0], part->start);
	all_day = alone.times[0].all_day;
	event->rrule = part->rule.len ? buf_str(&part->rule) : NULL;
	event->rdates = list_of(&alone, 0, &part->dates, all_day);
	event->exdates = list_of(&alone, 1, &part->without, all_day);
	vec_each(&part->overrides, at) {
		char *id = alone.ids[alone.n];

		if (all_day)
			day_format(id, at->replaces);
		else
			instant_format(id,
			    zone_utc(alone.times[0].zone, at->replaces, NULL),
			    0);
		add_row(&alone, whole, at->row);
		alone.events[alone.n - 1].recurrence_id = id;
	}
	show(alone.rows, alone.n, window, alone.names, out);
}

static void
tell_whole(const struct whole *whole)
{
	for (size_t i = 0; i < whole->nrows; i++)
		print_error("%zu: %s to %s %s, replaces %s%s %s\n", i,
		    whole->starts[i], whole->ends[i],
		    whole->events[i].zone ? whole->events[i].zone : "",
		    i ? whole->ids[i] : "nothing",
		    whole->events[i].this_and_future ? " and later ones" : "",
		    whole->events[i].rrule ? whole->rule : "");
	for (int list = 0; list < 2; list++)
		for (int i = 0; i < DATES && whole->lists[list][i]; i++)
			print_error("%s %s\n", list ? "without" : "and",
			    whole->lists[list][i]);
}

static void
tell_parts(const struct series_parts *parts)
{
	vec_each(parts, part) {
		print_error("part of %zu from %lld: %s, %zu dates, %zu without,"
			    " %zu overrides\n",
		    part->row, (long long)part->start, buf_str(&part->rule),
		    part->dates.len, part->without.len, part->overrides.len);
	}
}

static void
compare(const struct whole *whole, const struct series_parts *parts,
    const struct shown_vec *want, const struct shown_vec *got)
{
	char text[INSTANT_TEXT];
	size_t i = 0;

	while (i < want->len && i < got->len &&
	       compare_shown(&want->items[i], &got->items[i]) == 0)
		i++;
	if (i == want->len && i == got->len)
		return;
	tell_whole(whole);
	tell_parts(parts);
	if (i < got->len)
		print_error("the parts have %s\n",
		    instant_format(text, got->items[i].span.start, 0));
	if (i < want->len)
		print_error("the whole has %s\n",
		    instant_format(text, want->items[i].span.start, 0));
	chance_fail(whole->chance, "occurrence %zu differs\n", i);
}

static void
check_series(struct chance *chance, struct zones *zones)
{
	struct whole whole = { .chance = chance, .zones = zones, .nrows = 1 };
	struct series_parts parts = VEC_INIT;
	struct shown_vec want = VEC_INIT, got = VEC_INIT;
	int64_t day = day_from_ymd(2026, 1, 1) + chance_range(chance, -9, 900);
	struct span window = { day * DAY_SECONDS,
		(day + chance_range(chance, 1, 700)) * DAY_SECONDS };
	struct err err = ERR_INIT;

	master_random(&whole);
	for (int64_t n = chance_range(chance, 0, ROWS - 1); n > 0; n--)
		override_random(&whole);
	show(whole.rows, whole.nrows, window, NULL, &want);
	if (series_split(whole.rows, whole.nrows, window, NULL, &parts, &err) <
	    0)
		fail_msg("%s", err.msg);
	vec_each(&parts, part)
		show_part(&whole, part, window, &got);
	if (want.len > 1)
		qsort(want.items, want.len, sizeof *want.items, compare_shown);
	if (got.len > 1)
		qsort(got.items, got.len, sizeof *got.items, compare_shown);
	compare(&whole, &parts, &want, &got);
	series_parts_free(&parts);
	vec_free(&want);
	vec_free(&got);
}

static void
parts_are_the_whole(void **state)
{
	const char *text = getenv("AMBIT_RANDOM");
	int64_t n = text ? strtoll(text, NULL, 10) : SERIES;
	struct chance chance = chance_start();
	struct zones *zones = NULL;

	(void)state;
	assert_int_equal(zones_open(NULL, &zones, NULL), 0);
	for (int64_t i = 0; i < n; i++)
		check_series(&chance, zones);
	zones_free(zones);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
