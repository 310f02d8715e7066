/* SPDX-License-Identifier: Apache-2.0 */
/* Series, snapshots and feeds' bodies for tests, without a store. */
#ifndef AMBIT_TESTS_UNIT_SERIES_MAKER_H
#define AMBIT_TESTS_UNIT_SERIES_MAKER_H

#include "base/buf.h"
#include "calendars/feed.h"

/* An event with nothing given but source, uid, summary, start, end, zone. */
struct event event_plain(
    const char *uid, const char *start, const char *end, const char *zone);

/* A series of copies of the rows' events, in order; their times, extents and
 * ids are worked out. Ends the test when an event is wrong. */
struct series *
series_make(struct zones *zones, const struct event_row *rows, size_t n);

/* A snapshot of the series, whose references stay the caller's. */
struct snapshot *snapshot_make(struct series *const *series, size_t n);

/* A feed's body, joined. */
void
feed_join(const struct feed *feed, enum feed_coding coding, struct buf *body);

#endif
