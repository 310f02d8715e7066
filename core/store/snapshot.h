/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An immutable view of all events at one moment, shared by reference count:
 * what every GET is answered from. A change gives a new snapshot that shares
 * all but the touched chunks with the old one, so its cost does not grow with
 * the number of unaffected events.
 *
 * The unit is the series: what one source tells under one uid, the master
 * first, then its overrides by recurrence id.
 */
#ifndef AMBIT_STORE_SNAPSHOT_H
#define AMBIT_STORE_SNAPSHOT_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "store/events.h"

struct series {
	atomic_int refs;
	const char *source, *uid; /* on loan from the first row */
	struct event_row **rows;  /* owned; rows[0] is the master if any */
	size_t nrows;
	struct span extent; /* hull of the rows' */
	/* Of a merged one (merge.h): the series as their sources tell them,
	 * owned, in the order of whose word counts. */
	struct series **members;
	size_t nmembers;
	short *origins; /* by field: see series_origin */
};

/* Each takes NULL. */
struct series *series_ref(struct series *series);
void series_unref(struct series *series);
/* The row without a recurrence id, or NULL (overrides without a master). */
const struct event_row *series_master(const struct series *series);

struct snapshot; /* opaque, immutable */

/* Of no events. */
int snapshot_empty(struct snapshot **out, struct err *err);

/* Rows whose zone is unknown by now are left out. */
int snapshot_load(struct store *store, struct zones *zones,
    struct snapshot **out, struct err *err);
struct snapshot *snapshot_ref(struct snapshot *snapshot);
void snapshot_unref(struct snapshot *snapshot);
void snapshot_unrefp(struct snapshot **snapshot);

size_t snapshot_series(const struct snapshot *snapshot);
size_t snapshot_events(const struct snapshot *snapshot);

/* One series before and after a change; either may be NULL, not both. */
struct series_change {
	struct series *before, *after;
};

/* Reads the series (source, uid) anew from the store into a change against
 * old (merged, when it is known by this; nothing, when by another); both its
 * members are references of the caller's. *change has two NULLs when there was
 * and is nothing. */
int snapshot_reread(const struct snapshot *old, struct store *store,
    struct zones *zones, const char *source, const char *uid,
    struct series_change *change, struct err *err);

/* A new snapshot with the changes applied; *out may be old itself, by another
 * reference, when there are none. Each series stands in at most one change,
 * whose before is old's own series: else -EINVAL. */
int
snapshot_apply(const struct snapshot *old, const struct series_change *changes,
    size_t n, struct snapshot **out, struct err *err);

/* On loan from the snapshot; NULL when there is none. A row that is merged
 * into another is found as that. */
const struct series *snapshot_find(
    const struct snapshot *snapshot, const char *source, const char *uid);
const struct event_row *snapshot_event(const struct snapshot *snapshot,
    const char *id, const struct series **series);

/* Calls fn for each series whose extent meets the window, in the order
 * (extent.start, source, uid); non-zero ends the walk and is returned. */
int snapshot_between(const struct snapshot *snapshot, struct span window,
    int (*fn)(const struct series *series, void *arg), void *arg);

/* All series, ordered by source, uid. */
int snapshot_each(const struct snapshot *snapshot,
    int (*fn)(const struct series *series, void *arg), void *arg);

#endif
