/* SPDX-License-Identifier: Apache-2.0 */
/* Rows are sorted by uid and first day; each run of them is put together. */
#include "trips.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "readers/dates.h"
#include "readers/item_copy.h"
#include "readers/trips_parts.h"

#define DAY 86400

struct trips {
	struct arena arena;
	struct trip_row *rows;
	size_t n, room;
};

struct trips *
trips_new(void)
{
	return calloc(1, sizeof(struct trips));
}

void
trips_forget(struct trips *trips)
{
	arena_reset(&trips->arena);
	trips->n = 0;
}

void
trips_free(struct trips *trips)
{
	if (!trips)
		return;
	arena_free(&trips->arena);
	free(trips->rows);
	free(trips);
}

/* The days of a row, whatever the form of its times. */
static void
row_days(struct trip_row *row)
{
	struct dates_time end = { .form = DATES_NONE };

	if (dates_read_iso(row->event.start, &row->start) < 0)
		row->start = (struct dates_time){ .form = DATES_DAY };
	if (row->event.end)
		dates_read_iso(row->event.end, &end);
	row->first = dates_day_of(&row->start).seconds;
	row->last = row->first;
	if (end.form == DATES_NONE)
		return;
	/* an end is exclusive, but a moment has one */
	if (end.seconds > row->start.seconds)
		end.seconds--;
	row->last = dates_day_of(&end).seconds;
}

int
trips_add(struct trips *trips, const struct ambit_event *event)
{
	struct trip_row *row;

	if (trips->n == trips->room) {
		size_t room = trips->room ? trips->room * 2 : 64;
		struct trip_row *rows =
		    realloc(trips->rows, room * sizeof *rows);

		if (!rows)
			return AMBIT_BUG;
		trips->rows = rows;
		trips->room = room;
	}
	row = &trips->rows[trips->n];
	*row = (struct trip_row){ .event = item_copy(&trips->arena, event),
		.index = trips->n };
	if (trips->arena.failed)
		return AMBIT_BUG;
	row_days(row);
	trips->n++;
	return AMBIT_OK;
}

static int
row_compare(const void *a_, const void *b_)
{
	const struct trip_row *a = a_, *b = b_;
	int order = strcmp(a->event.uid, b->event.uid);

	if (order)
		return order;
	if (a->start.seconds != b->start.seconds)
		return a->start.seconds < b->start.seconds ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* How many rows from here on are one trip. */
static size_t
run_of(const struct trip_row *rows, size_t n, int touching)
{
	int64_t last = rows->last;
	size_t i;

	for (i = 1; i < n; i++) {
		if (strcmp(rows[i].event.uid, rows->event.uid) != 0)
			break;
		if (touching && rows[i].first > last + DAY)
			break;
		if (rows[i].last > last)
			last = rows[i].last;
	}
	return i;
}

/* Do the times of all rows stand in one form and zone? */
static bool
alike(const struct trip_row *rows, size_t n)
{
	const char *zone = rows->event.zone ? rows->event.zone : "";

	for (size_t i = 1; i < n; i++) {
		const char *other =
		    rows[i].event.zone ? rows[i].event.zone : "";

		if (rows[i].start.form != rows->start.form ||
		    strcmp(other, zone) != 0)
			return false;
	}
	return true;
}

const char *
trip_day(struct arena *arena, int64_t seconds)
{
	const struct dates_time day = { .form = DATES_DAY, .seconds = seconds };
	char text[DATES_TEXT];

	dates_text(&day, text);
	return arena_text(arena, text, strlen(text));
}

/* The end of one that ends later than all others; times in one form compare
 * as texts. */
static const char *
latest_end(const struct trip_row *rows, size_t n)
{
	const char *latest = NULL;

	for (size_t i = 0; i < n; i++) {
		const char *end =
		    rows[i].event.end ? rows[i].event.end : rows[i].event.start;

		if (!latest || strcmp(end, latest) > 0)
			latest = end;
	}
	return latest;
}

/* Rows in several forms or zones make whole days. */
static void
times_join(struct arena *arena, const struct trip_row *rows, size_t n,
    struct ambit_event *trip)
{
	int64_t first = rows->first, last = rows->last;

	if (n == 1)
		return;
	for (size_t i = 1; i < n; i++) {
		first = rows[i].first < first ? rows[i].first : first;
		last = rows[i].last > last ? rows[i].last : last;
	}
	if (rows->start.form != DATES_DAY && alike(rows, n)) {
		trip->end = latest_end(rows, n);
		return;
	}
	trip->zone = NULL;
	trip->start = trip_day(arena, first);
	trip->end = trip_day(arena, last + DAY);
}

static void
uid_settle(struct arena *arena, const struct trip_config *config,
    const struct trip_row *row, struct ambit_event *trip)
{
	size_t room = strlen(trip->uid) + 1 + DATES_TEXT;
	char *uid;

	if (!config->touching)
		return;
	uid = arena_take(arena, room);
	if (uid)
		snprintf(
		    uid, room, "%s %s", trip->uid, trip_day(arena, row->first));
	trip->uid = uid;
}

static struct ambit_event
trip_make(struct arena *arena, const struct trip_config *config,
    const struct trip_row *rows, size_t n)
{
	struct ambit_event trip = rows->event;

	for (size_t i = 1; i < n; i++) {
		const struct ambit_event *row = &rows[i].event;

		item_fill(&trip, row);
		if (row->head_rank &&
		    (!trip.head_rank || row->head_rank < trip.head_rank))
			trip.head_rank = row->head_rank;
		trip.statutory |= row->statutory;
		trip.voting_seat |= row->voting_seat;
	}
	times_join(arena, rows, n, &trip);
	uid_settle(arena, config, rows, &trip);
	trip_lists(arena, rows, n, &trip);
	trip_legs(arena, config, rows, n, &trip);
	return trip;
}

int
trips_emit(struct trips *trips, const struct trip_config *config,
    const struct ambit_host *host, struct ambit_run *run)
{
	int result = AMBIT_OK;
	size_t n;

	if (trips->n)
		qsort(trips->rows, trips->n, sizeof *trips->rows, row_compare);
	for (size_t i = 0; i < trips->n && result == AMBIT_OK; i += n) {
		struct trip_row *rows = trips->rows + i;
		struct ambit_event trip;

		n = run_of(rows, trips->n - i, config->touching);
		trip = trip_make(&trips->arena, config, rows, n);
		result =
		    trips->arena.failed ? AMBIT_BUG : host->emit(run, &trip);
	}
	trips_forget(trips);
	return result;
}
