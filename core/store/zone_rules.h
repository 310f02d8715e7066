/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The time zones that the store's events were last worked out by, each with
 * the whole of its rules (its TZif file, some 2 kB), and what took place at
 * another instant when a zone's rules changed.
 *
 * Each function that writes works inside store_write.
 */
#ifndef AMBIT_STORE_ZONE_RULES_H
#define AMBIT_STORE_ZONE_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/vec.h"
#include "base/zone.h"
#include "store/events.h"
#include "store/store.h"
#include "store/writer.h"

struct zone_stored {
	char name[ZONE_NAME_MAX];
	uint64_t fingerprint; /* zone_fingerprint */
	void *rules;          /* the TZif file */
	size_t len;
	int64_t since; /* UTC seconds: when they were first worked by */
};
VEC_TYPE(zones_stored, struct zone_stored);
void zones_stored_free(struct zones_stored *zones);

/* All, by name, into an empty list. */
int zones_stored_read(
    struct store *store, struct zones_stored *out, struct err *err);

/* Names of zones that events have and of which no rules are stored, owned. */
VEC_TYPE(zone_names, char *);
void zone_names_free(struct zone_names *names);
int
zones_unstored(struct store *store, struct zone_names *out, struct err *err);

/* Stores a zone's rules unless there are some under its name. */
int zone_note(
    struct store *store, const struct zone *zone, int64_t now, struct err *err);
/* In the place of those that are there. */
int zone_change(
    struct store *store, const struct zone *zone, int64_t now, struct err *err);

/* Appends the series that have a row in the zone, by source and uid; owned as
 * touched_note does it. */
int zone_series(struct store *store, const char *zone, struct touched *out,
    struct err *err);

/* An event of which new rules moved occurrences. */
struct zone_move {
	const char *event; /* id */
	const char *source, *title, *zone;
	int64_t at;          /* UTC seconds: when it was found */
	int64_t occurrences; /* how many moved, of those looked at */
	struct span was, is; /* the first of them */
	bool had, has;       /* does it take place by the old rules, the new? */
};

/*
 * Writes a row again whose extent the new rules have changed. move (NULL:
 * none) is noted, with a new revision and sequence of the event and with a
 * change "moved" in the log: its fields are the occurrence's start and end as
 * instants of the zone.
 */
int event_rezone(struct store *store, const struct actor *actor,
    const struct event_row *row, const struct zone_move *move,
    const struct zone *was, struct err *err);

/* The newest first, at most limit of them. */
int zone_moves_each(struct store *store, int64_t limit,
    int (*fn)(const struct zone_move *move, void *arg, struct err *err),
    void *arg, struct err *err);

#endif
