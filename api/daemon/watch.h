/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps the store's conflicts and synergies of the rules (schedule/rules) in
 * step with records and events: after each commit the picture takes in what it
 * changed, the rules look at what that touches, and what has come, changed or
 * gone is written. Works on the thread that writes, alone.
 *
 * The same picture judges what is about to be written: see struct judge.
 */
#ifndef AMBIT_DAEMON_WATCH_H
#define AMBIT_DAEMON_WATCH_H

#include "base/clock.h"
#include "base/places.h"
#include "config/config.h"
#include "office/judge.h"
#include "office/picture.h"
#include "store/records.h"
#include "store/snapshot.h"

struct watch;

/* What the configuration says of pictures; parts are on loan from it. */
void watch_options(const struct config *config, struct zones *zones,
    const struct places *places, int64_t now, struct picture_options *out);

/* places may be NULL. NULL: no memory. */
struct watch *watch_new(struct zones *zones, const struct places *places,
    const struct clock *clock);
void watch_free(struct watch *watch); /* takes NULL */

/* At the next look: everything, by this configuration (on loan until the next
 * is given). */
void watch_configure(struct watch *watch, const struct config *config);

/* At the next look: by the clock's day, and what was waived until then. */
void watch_roll(struct watch *watch);

/*
 * Takes in what the last transaction changed, and keeps what the rules find
 * differently for watch_write; the first time, and after a failure, all that
 * there is. records and events are of the store as it is.
 */
int watch_look(struct watch *watch, struct store *store,
    struct records *records, struct snapshot *events, struct err *err);

/* Writes what has been found since, in one transaction. *wrote tells whether
 * there was anything. */
int watch_write(
    struct watch *watch, struct store *store, bool *wrote, struct err *err);

/* For the commands that run on the writer's thread; as of the last look. */
const struct judge *watch_judge(struct watch *watch);

/* Where no daemon runs: a watch that has looked at all of the store. *out is
 * the caller's. */
int watch_open(const struct config *config, struct store *store,
    struct zones *zones, const struct places *places, const struct clock *clock,
    struct watch **out, struct err *err);
/* After a transaction: looks at what it changed, and writes. */
int watch_after(struct watch *watch, struct store *store, struct err *err);

#endif
