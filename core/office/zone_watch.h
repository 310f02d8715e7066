/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When the system's time zone rules change. Events keep their local times, so
 * those to come take place at other instants than before: they are found by
 * comparing what the stored rules (store/zone_rules.h) and the system's make
 * of each, noted with both instants and logged as moved. What is over by both
 * stays as it was.
 */
#ifndef AMBIT_OFFICE_ZONE_WATCH_H
#define AMBIT_OFFICE_ZONE_WATCH_H

#include <stddef.h>

#include "base/zone.h"
#include "store/store.h"

/* How far ahead the occurrences of a series are compared. */
#define ZONE_WATCH_YEARS 10

struct zone_watch {
	struct zones *zones;
	int64_t now; /* UTC seconds */
	/* The result. */
	size_t changed; /* zones whose rules are others than those stored */
	size_t moved;   /* events of which something moved */
};

/*
 * For store_write; arg is a struct zone_watch. Reads the zones again
 * (zones_reread), compares, and stores their rules as those worked by from
 * now on. A stored zone that the system no longer has stays as it is stored.
 * Costs one file for each zone in use when nothing changed.
 */
int zone_watch(struct store *store, void *arg, struct err *err);

#endif
