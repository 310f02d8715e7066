/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a change of series means for each feed: which texts come and go, which
 * zones and names are used more or less.
 */
#ifndef AMBIT_CALENDARS_FEED_DELTA_H
#define AMBIT_CALENDARS_FEED_DELTA_H

#include "base/buf.h"
#include "base/vec.h"
#include "calendars/feed_inside.h"

/* A series before and after, each as its own context shows it. */
struct series_step {
	const struct series *before, *after;
};
VEC_TYPE(series_steps, struct series_step);

VEC_TYPE(feed_delta_list, struct feed_delta);

struct feed_deltas {
	const char *only;            /* of this feed alone; NULL: of each */
	const char *title;           /* of a reader's own; NULL: it is not */
	struct feed_delta_list list; /* sorted by id */
	VEC(char *) texts;           /* owned: what list's texts point to */
	struct buf scratch;
};

/* The feed's delta, made when it is not there; NULL: no memory. */
struct feed_delta *feed_deltas_of(struct feed_deltas *deltas, const char *id);

/* Adds one series' change: as it was shown under was, as it is under is. */
int feed_deltas_add(struct feed_deltas *deltas, const struct series_step *step,
    const struct text_context *was, const struct text_context *is);

/* Sorts each feed's texts; each key once. */
void feed_deltas_finish(struct feed_deltas *deltas);

void feed_deltas_free(struct feed_deltas *deltas);

#endif
