/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps the store's conflicts in step with its events: after each commit the
 * rules look again at what it touched (schedule/duplicates.h), and what has
 * come, changed or gone is written in a transaction of its own. Works on the
 * thread that writes.
 */
#ifndef AMBIT_DAEMON_DETECTOR_H
#define AMBIT_DAEMON_DETECTOR_H

#include "base/clock.h"
#include "base/err.h"
#include "base/places.h"
#include "base/zone.h"
#include "config/config.h"
#include "store/snapshot.h"
#include "store/writer.h"

struct detector;

/* places may be NULL. NULL: no memory. */
struct detector *detector_new(struct zones *zones, const struct places *places,
    const struct clock *clock);
void detector_free(struct detector *detector); /* takes NULL */

/* At the next run: all events, by this configuration. */
void detector_configure(struct detector *detector, const struct config *config);

/*
 * Looks at what the last transaction touched; the first time, and after a
 * failure or detector_configure, at all events of the snapshot, which must be
 * of the store as it is. *wrote tells whether another transaction has been
 * written, whose touched series are then the store's.
 */
int detector_run(struct detector *detector, struct store *store,
    const struct snapshot *events, bool *wrote, struct err *err);

/* All of it once, where no daemon runs. */
int detector_once(const struct config *config, struct store *store,
    struct zones *zones, const struct places *places, const struct clock *clock,
    struct err *err);

#endif
