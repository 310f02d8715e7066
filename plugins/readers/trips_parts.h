/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of trips share. */
#ifndef AMBIT_READERS_TRIPS_PARTS_H
#define AMBIT_READERS_TRIPS_PARTS_H

#include <stdbool.h>

#include "readers/arena.h"
#include "readers/dates.h"
#include "readers/trips.h"

struct trip_row {
	struct ambit_event event;
	size_t index; /* in the document */
	struct dates_time start;
	int64_t first, last; /* days, as seconds */
};

/* The day as a text, in the arena. */
const char *trip_day(struct arena *arena, int64_t seconds);

/* Texts that rows of a trip say differently, and the lists, each item once. */
void trip_lists(struct arena *arena, const struct trip_row *rows, size_t n,
    struct ambit_event *trip);

/* Legs from the rows' own, or else between their stops, and the place. */
void trip_legs(struct arena *arena, const struct trip_config *config,
    const struct trip_row *rows, size_t n, struct ambit_event *trip);

#endif
