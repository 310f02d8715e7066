/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events that come in several rows: a delegation of which each participant,
 * each stop or each slot of the programme has a row of its own. The rows of
 * one uid are one event, however they are mixed with others; its days reach
 * from the first row's to the last one's, its people, legs and slots are those
 * of all rows, each once.
 *
 * Where no row names a leg, the stops (city, or each of "Paris; Lyon" in the
 * place) make them, in the order of their days. A day that two rows share is
 * the day of the leg between them: one trip is one event, which cannot be in
 * conflict with itself.
 *
 * Memory: all rows of one document. Cost: sorting them.
 */
#ifndef AMBIT_READERS_TRIPS_H
#define AMBIT_READERS_TRIPS_H

#include "readers/reading.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is configured of trips. */
struct trip_config {
	int touching;
	const char *home, *home_country;
};

/* Rows of the plugin's keys, as READING_KEYS. */
#define TRIP_KEYS(struct_, part_) \
	READING_KEY(AMBIT_BOOL, struct_, part_, touching, .fallback = "no", \
	    .help = "Are rows of one uid one trip only while their days " \
		    "touch? Then the uid may be the person's."), \
	    READING_KEY(AMBIT_STRING, struct_, part_, home, \
		.help = "Where outgoing trips begin and end."), \
	    READING_KEY(AMBIT_STRING, struct_, part_, home_country, \
		.help = "The country (two letters) of home.")

struct trips;

/* NULL: no memory. */
struct trips *trips_new(void);
void trips_free(struct trips *trips);

/* Keeps a copy of a row. AMBIT_OK, or AMBIT_BUG: no memory. */
int trips_add(struct trips *trips, const struct ambit_event *row);

/*
 * Emits each trip, in the order of their uids, and forgets all rows. With
 * touching the uid is that of the rows with the first day behind it. AMBIT_OK,
 * or what host's emit returned when that was not AMBIT_OK.
 */
int trips_emit(struct trips *trips, const struct trip_config *config,
    const struct ambit_host *host, struct ambit_run *run);

/* Forgets all rows. */
void trips_forget(struct trips *trips);

#ifdef __cplusplus
}
#endif

#endif
