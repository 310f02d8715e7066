/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A series as VEVENTs: the master, then its overrides. Everything written
 * depends on the series and the context alone, never on the present moment,
 * so the text of an unchanged series never changes within a day.
 *
 * An override whose master is not published is an event of its own: clients
 * show an override alone as a blank event.
 */
#ifndef AMBIT_CALENDARS_EVENT_TEXT_H
#define AMBIT_CALENDARS_EVENT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/words.h"
#include "calendars/feed.h"
#include "model/bound.h"
#include "store/snapshot.h"

struct text_context {
	const char *domain; /* right of the "@" of UIDs */
	/* What a feed shows: the same days as instants of the zone, and as
	 * dates for whole days, which are in no zone. */
	struct span window;
	struct bound from, to;
	const struct zone *zone; /* NULL: UTC */
	int64_t today;           /* the day from which it was counted */
	int cancelled_days;      /* so long a cancelled event stays */
	enum feed_cancelled cancelled;
	enum language language;  /* of our own words, for events in none of
				    our languages */
	bool language_asked;     /* ... for all of them */
	const struct plan *plan; /* NULL: there is none */
	int64_t alarm;           /* seconds before each event; 0: none */
};

/* Is the row published? Cancelled ones are not after their days. */
bool
event_is_shown(const struct event_row *row, const struct text_context *context);

/* How many rows of a series are published; 0 when it is outside the window or
 * its master is no longer shown. */
size_t
series_shown(const struct series *series, const struct text_context *context);

/* Adds the VEVENTs. uid: the series' uid_digits. */
void series_text(struct buf *out, const struct series *series, const char *uid,
    const struct text_context *context);

#endif
