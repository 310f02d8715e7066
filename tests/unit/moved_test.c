/* SPDX-License-Identifier: Apache-2.0 */
/* What takes place at another instant when Madrid's clocks go by the rules of
 * Algiers: no summer time any more. */
#include "rows_kit.h"

#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/moved.h"

/* The zones with one zone's rules under another's name. */
static struct zones *
zones_with(struct fixture *f, const char *name, const char *rules)
{
	const struct zone *zone;
	struct zones *zones;
	const void *bytes;
	size_t len;

	assert_int_equal(zones_get(f->zones, rules, &zone, &f->err), 0);
	assert_int_equal(zones_open(NULL, &zones, &f->err), 0);
	bytes = zone_bytes(zone, &len);
	assert_int_equal(zones_put(zones, name, bytes, len, &f->err), 0);
	return zones;
}

/* "row: n, was -> is" of each. */
static void
moves(struct fixture *f, const char *from, const char *to, const char *want)
{
	struct zones *zones = zones_with(f, "Europe/Madrid", "Africa/Algiers");
	CLEANUP(buf_free) struct buf got = BUF_INIT;
	struct event_times times[MAX_ROWS];
	struct occurrence_row is[MAX_ROWS];
	struct moved_vec out = VEC_INIT;
	struct span window;
	char was[INSTANT_TEXT], now[INSTANT_TEXT];

	prepare(f);
	for (size_t i = 0; i < f->nrows; i++) {
		is[i] = (struct occurrence_row){ &f->events[i], &times[i] };
		assert_int_equal(
		    event_times(&f->events[i], zones, &times[i], &f->err), 0);
	}
	assert_int_equal(instant_parse(from, &window.start), 0);
	assert_int_equal(instant_parse(to, &window.end), 0);
	assert_int_equal(
	    occurrences_moved(f->rows, is, f->nrows, window, &out, &f->err), 0);
	vec_each(&out, it)
		buf_addf(&got, "%s%zu: %d, %s -> %s",
		    it == out.items ? "" : "; ", it->row, (int)it->occurrences,
		    it->had ? instant_format(was, it->was.start, 0) : "none",
		    it->has ? instant_format(now, it->is.start, 0) : "none");
	assert_string_equal(buf_str(&got), want);
	vec_free(&out);
	zones_free(zones);
}

static void
one_event_moves_in_summer_alone(void **state)
{
	struct fixture *f = *state;

	row(f, "2030-07-01T10:00:00", "2030-07-01T11:00:00", NULL);
	moves(f, "2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z",
	    "0: 1, 2030-07-01T08:00:00Z -> 2030-07-01T09:00:00Z");
	f->nrows = 0;
	row(f, "2030-01-01T10:00:00", "2030-01-01T11:00:00", NULL);
	moves(f, "2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z", "");
	f->nrows = 0;
	row(f, "2030-07-01", "2030-07-02", NULL);
	moves(f, "2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z", "");
}

/* It is over, by both; by the old rules alone; by neither. */
static void
what_is_over_does_not_move(void **state)
{
	struct fixture *f = *state;

	row(f, "2030-07-01T10:00:00", "2030-07-01T11:00:00", NULL);
	moves(f, "2030-07-01T10:00:00Z", "2036-01-01T00:00:00Z", "");
	moves(f, "2030-07-01T09:59:59Z", "2036-01-01T00:00:00Z",
	    "0: 1, 2030-07-01T08:00:00Z -> 2030-07-01T09:00:00Z");
	moves(f, "2026-01-01T00:00:00Z", "2030-07-01T08:00:00Z", "");
	moves(f, "2026-01-01T00:00:00Z", "2030-07-01T08:00:01Z",
	    "0: 1, 2030-07-01T08:00:00Z -> 2030-07-01T09:00:00Z");
}

/* March 30 and 31 are summer; so are all that follow until October. */
static void
of_a_series_the_first_is_told_and_all_are_counted(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2030-03-29T10:00:00", "2030-03-29T11:00:00", NULL);

	event->rrule = "FREQ=DAILY;COUNT=5";
	row(f, "2030-04-01T18:00:00", "2030-04-01T19:00:00",
	    "2030-04-01T10:00:00");
	moves(f, "2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z",
	    "0: 2, 2030-03-31T08:00:00Z -> 2030-03-31T09:00:00Z; "
	    "1: 1, 2030-04-01T16:00:00Z -> 2030-04-01T17:00:00Z");
}

/* The last is at UNTIL by the old rules, and an hour beyond it by the new. */
static void
one_that_until_cuts_off_is_told(void **state)
{
	struct fixture *f = *state;
	struct event *event =
	    row(f, "2030-07-01T10:00:00", "2030-07-01T11:00:00", NULL);

	event->rrule = "FREQ=YEARLY;UNTIL=20310701T080000Z";
	moves(f, "2031-01-01T00:00:00Z", "2036-01-01T00:00:00Z",
	    "0: 1, 2031-07-01T08:00:00Z -> none");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_event_moves_in_summer_alone),
		TEST(what_is_over_does_not_move),
		TEST(of_a_series_the_first_is_told_and_all_are_counted),
		TEST(one_that_until_cuts_off_is_told),
	};

	return cmocka_run_group_tests_name("moved", tests, NULL, NULL);
}
