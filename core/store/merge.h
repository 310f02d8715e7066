/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events that are one by decision. The rows stay as their sources tell them,
 * so that what either says later flows in and an undo brings back what was;
 * merged is only what is shown (series_merge). Which rows belong together is
 * told by the conflicts of code C16 that are merged: each is an edge between
 * two events, and what is connected is one.
 *
 * The merged event is known by the oldest of its rows, under whose source,
 * UID and id it is shown.
 */
#ifndef AMBIT_STORE_MERGE_H
#define AMBIT_STORE_MERGE_H

#include "base/vec.h"
#include "store/snapshot.h"
#include "store/store.h"

/* A series by its key; texts owned. */
struct merge_member {
	char *source, *uid;
};
VEC_TYPE(merge_members, struct merge_member);

void merge_members_free(struct merge_members *members);

/* All that are one with the series (source, uid), itself first; alone when it
 * is merged with none. out is empty before. */
int merge_members(struct store *store, const char *source, const char *uid,
    struct merge_members *out, struct err *err);

/* Each edge. */
int merge_edges_each(struct store *store,
    int (*fn)(const struct merge_member *a, const struct merge_member *b,
	void *arg, struct err *err),
    void *arg, struct err *err);

/* Adds to what the transaction has touched all that is one with what it has
 * touched. Inside store_write, at its end. */
int merge_spread(struct store *store, struct err *err);

/* Touches all that is now one with the conflict's events. */
int merge_touch(struct store *store, const char *conflict, struct err *err);

/* After its events have become one, before they part: the event that is shown
 * gets a revision and sequence that no reader has seen, and the log says so. */
int merge_join(struct store *store, const struct actor *actor,
    const char *conflict, struct err *err);
int merge_part(struct store *store, const struct actor *actor,
    const char *conflict, struct err *err);

/*
 * The sources whose word counts first in what is merged; copied. The store
 * begins with none.
 */
int store_prefer(
    struct store *store, const char *const *sources, size_t n, struct err *err);
bool store_prefers(const struct store *store, const char *source);

/*
 * The series that tells of (source, uid): itself, or what it is merged into.
 * *out is the caller's reference; NULL when there is none.
 */
int series_read(struct store *store, struct zones *zones, const char *source,
    const char *uid, struct series **out, struct err *err);

/*
 * One series out of several (at least one), whose references it takes over,
 * also on failure (NULL: no memory). Each field is taken from the first member
 * that gives it, in this order: what has not vanished before what has, what is
 * preferred, what is older. Times, recurrence, status and overrides are one
 * matter and come from the first alone; so are city, country and coordinates,
 * which come from the first whose place is known.
 */
struct series *
series_merge(const struct store *store, struct series **members, size_t n);

/* Of a merged series: the index of the member whose word a field is, or -1
 * when none gives it. */
int series_origin(const struct series *series, size_t field);

#endif
