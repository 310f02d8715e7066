/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events in the store: one row for each event or override of a source, with
 * what the program itself knows of it. Rows are found by window through
 * classes of duration (a B-tree over class, start, end; five classes), so
 * that a search never has to look back further than its class's longest.
 */
#ifndef AMBIT_STORE_EVENTS_H
#define AMBIT_STORE_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/text.h"
#include "base/vec.h"
#include "base/zone.h"
#include "model/event.h"
#include "model/overlay.h"
#include "store/store.h"

/* An event and what the program knows of it. */
struct event_row {
	char id[UUID_TEXT];
	struct event *event; /* one block, owned */
	struct event_times times;
	struct span extent; /* of all its occurrences */
	int64_t revision;   /* 1, 2 ...; any change */
	int64_t sequence;   /* as published: rises with time, place or
			       status (RFC 5545 section 3.8.7.4), never
			       below the source's own */
	int64_t created_at, revised_at; /* UTC seconds */
	int64_t first_seen;
	int64_t missing_since; /* 0: it was there at the last good sync */
	int64_t misses;        /* good syncs without it, in a row */
	int64_t cancelled_at;  /* since when it is cancelled; 0: it is not */
	bool vanished;         /* cancelled by us, because it vanished */
	bool takes_no_time;    /* whoever looks at it is free then */
	/* Not shown by itself, for it is merged into another (merge.h): the
	 * one that is shown. Set in snapshots alone. */
	const struct event_row *shown;
	/* What the office adds (dress.h); in snapshots alone. */
	struct overlay *overlay; /* a copy, owned; NULL: nothing */
	bool attended;           /* a mission of ours has been there */
};

void event_row_free(struct event_row *row);

/* May everybody see it? As the office says, else as its source does. */
bool event_row_public(const struct event_row *row);
/* Is it in a feed at all? */
bool event_row_hidden(const struct event_row *row);
/* Its network, as the office says, else as its source does; NULL. */
const char *event_row_network(const struct event_row *row);

/* What is published: the source's status, or cancelled when it vanished. */
enum event_status event_row_status(const struct event_row *row);

/* Is there an event of this id? */
int
event_exists(struct store *store, const char *id, bool *there, struct err *err);

enum put_result { PUT_SAME, PUT_CREATED, PUT_UPDATED, PUT_RESTORED };

/*
 * Creates or updates the row of (source, uid, recurrence_id), with its change
 * in the log; writes nothing when it is the same. times and extent are the
 * event's. Inside store_write. (What was counted missing is no longer; what
 * its zone's new rules moved is found where it is now: both without a note
 * in the log, as the source said nothing new.)
 */
int event_put(struct store *store, const struct actor *actor,
    const struct event *event, const struct event_times *times,
    struct span extent, enum put_result *result, struct err *err);

enum vanish_policy { VANISH_CANCEL, VANISH_KEEP, VANISH_DELETE };

/*
 * The row (id) was not in a good, complete sync. Counts the miss; when misses
 * reaches patience, does what the policy says (cancel, keep, delete), with
 * the log. *acted tells whether it was cancelled or deleted now. What is
 * cancelled already is only ever deleted. -ENOENT: no such row.
 */
int event_missed(struct store *store, const struct actor *actor, const char *id,
    enum vanish_policy policy, int patience, bool *acted, struct err *err);

/* The source itself says that uid is gone (all its overrides too): as a
 * vanished one whose patience has run out. */
int
event_forget(struct store *store, const struct actor *actor, const char *source,
    const char *uid, enum vanish_policy policy, int *acted, struct err *err);

/* Takes rows in; a negative return ends the walk, and is returned. Each row is
 * the callee's to free. Rows whose zone is unknown by now are skipped and
 * counted in *skipped (may be NULL). */
typedef int event_row_fn(struct event_row *row, void *arg, struct err *err);

/* All rows, ordered by source, uid, recurrence id. */
int events_each(struct store *store, struct zones *zones, event_row_fn *fn,
    void *arg, int64_t *skipped, struct err *err);

/* Those of one series. */
int events_series(struct store *store, struct zones *zones, const char *source,
    const char *uid, event_row_fn *fn, void *arg, struct err *err);

/* Those whose extent meets the window, ordered by start, then id. */
int events_between(struct store *store, struct zones *zones, struct span window,
    event_row_fn *fn, void *arg, struct err *err);

/* Keys of a source's rows that are not cancelled, neither by it nor by us,
 * for working out what vanished. Ordered by uid, recurrence id. */
struct event_key {
	const char *id, *uid, *recurrence_id;
	int64_t misses;
	bool recurs;
	struct span extent;
};
int event_keys_each(struct store *store, const char *source,
    int (*fn)(const struct event_key *key, void *arg, struct err *err),
    void *arg, struct err *err);

/* Which of a source's rows are of a kind, cancelled ones too, ordered by uid.
 */
struct event_id {
	char text[UUID_TEXT];
};
VEC_TYPE(event_ids, struct event_id);
void event_ids_release(struct event_ids *ids);
int events_of_kind(struct store *store, const char *source,
    enum event_kind kind, struct event_ids *out, struct err *err);

/* How many rows a source has that have not vanished. */
int events_count(
    struct store *store, const char *source, int64_t *count, struct err *err);

#endif
