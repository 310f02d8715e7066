/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader makes of each thing that it finds, whatever the format: an
 * event, and beside it what the event has no member for.
 */
#ifndef AMBIT_READERS_ITEM_H
#define AMBIT_READERS_ITEM_H

#include <stddef.h>
#include <stdint.h>

#include "ambit-plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A value by the name that it has in the source: of iCalendar a property that
 * the reader does not know ("X-FEE"), of CSV a column, of JSON and XML a
 * member by its path ("venue.room"). */
struct item_value {
	const char *name;
	const char *value;
};

/* What was beside the event. On loan during the call. */
struct item_extra {
	uint32_t size;
	int64_t line;           /* where it stands, 1-based; 0: not known */
	const char *format;     /* the reader's name */
	const char *document;   /* the address that it was read from */
	const char *collection; /* the title of the whole; NULL */
	const struct item_value *values; /* ends with a NULL name; NULL */
};

/*
 * Takes one event, which it may amend before it emits it; its texts are on
 * loan during the call. Returns AMBIT_OK, or the result that ends the
 * reading (usually what emit returned).
 */
typedef int (*item_take)(
    void *arg, struct ambit_event *event, const struct item_extra *extra);

/* The value of this name, in any case of (ASCII) letters; NULL. */
const char *item_value(const struct item_extra *extra, const char *name);

/* "content-" and 32 hex digits of the event's title, start and place (or city,
 * without one): what an event that has no id of its own is known by. */
#define ITEM_UID_ROOM 48
char *item_content_uid(const struct ambit_event *event, char *out);

/* Quarantines the event, by its title or uid or place in the source. Returns
 * what the host's quarantine does. */
int item_refuse(const struct ambit_host *host, struct ambit_run *run,
    const struct ambit_event *event, int64_t line, const char *reason);

#ifdef __cplusplus
}
#endif

#endif
