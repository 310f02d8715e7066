/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When each source is synced, and the few threads that do it. A source is
 * synced by one thread at a time; a wish to sync it while it is being synced
 * is served right after.
 */
#ifndef AMBIT_DAEMON_TIMETABLE_H
#define AMBIT_DAEMON_TIMETABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/places.h"
#include "base/zone.h"
#include "daemon/settings.h"
#include "store/writer.h"

struct timetable;

/* Work that is neither the event loop's nor a sync: run by one of the threads,
 * once for each timetable_ask. */
typedef void timetable_errand(void *arg);

struct timetable_options {
	struct settings *settings;
	struct writer *writer;
	struct zones *zones;
	const struct places *places;
	const struct clock *clock;
	int threads; /* default 2 */
	/* Called by a thread at the first moment of each day of the office's
	 * zone. */
	timetable_errand *new_day;
	void *new_day_arg;
};

int timetable_new(const struct timetable_options *options,
    struct timetable **out, struct err *err);

/* Reads the sources anew from the settings: new ones are due at once, removed
 * ones go, one that waits for a person is tried again. */
void timetable_reload(struct timetable *timetable);

/* Syncs a source now. -ENOENT when there is none of that name. accept_shrink:
 * see sync_request. */
int timetable_sync(struct timetable *timetable, const char *source,
    bool accept_shrink, struct err *err);

/* Is it being synced, or about to be? */
bool timetable_syncing(struct timetable *timetable, const char *source);

/* Has an errand done by a thread, soon. */
void
timetable_ask(struct timetable *timetable, timetable_errand *errand, void *arg);

/* Cancels what runs, ends the threads. */
void timetable_stop(struct timetable *timetable);

#endif
