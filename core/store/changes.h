/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The change log: who changed what, when, from what to what, and why; written
 * in the transaction of the change itself. Rows are numbered without gaps as
 * they commit, and never altered.
 */
#ifndef AMBIT_STORE_CHANGES_H
#define AMBIT_STORE_CHANGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"
#include "store/store.h"

struct change {
	int64_t seq; /* 1, 2, 3 ... */
	int64_t at;  /* UTC seconds */
	const char *actor;
	const char *entity; /* "event", "source", or a family's name */
	const char *id;     /* of the entity */
	const char *source; /* where the entity came from, or NULL */
	const char *title;  /* what a person would call it */
	const char *action; /* "created", "updated", "moved", "cancelled",
			       "vanished", "restored", "deleted" */
	const char *before; /* JSON object of the fields that changed (null:
			       not given); NULL for "created" */
	const char *after;  /* JSON object of the same fields; NULL for
			       "deleted" */
	const char *why;    /* NULL in change_add: the actor's */
};

/* Inside store_write. seq and at are set here. */
int change_add(struct store *store, const struct actor *actor,
    const struct change *change, struct err *err);

/* The same with before and after made from records of one type: the fields
 * that differ, or all that are given when one of them is NULL. */
int change_add_record(struct store *store, const struct actor *actor,
    const struct change *change, const struct record *type, const void *before,
    const void *after, struct err *err);

/* The change that was added last is a team's: see change_filter. */
int change_add_team(struct store *store, const char *team, struct err *err);

/* Calls fn for each change with seq > after, at most limit of them, in
 * order; a negative return of fn ends it, and is returned. Any of the filters
 * may be NULL. */
struct change_filter {
	int64_t after;
	int limit;
	const char *entity, *id, *source;
	int64_t since; /* at >= since; 0: all */
	const char *actor;
	bool events;       /* of events alone: what everybody may know of; */
	const char *teams; /* and of what is of these, ",T1,T2,"; NULL */
};
int changes_each(struct store *store, const struct change_filter *filter,
    int (*fn)(const struct change *change, void *arg, struct err *err),
    void *arg, struct err *err);

/* The newest change's number and time (at may be NULL); zeros when there is
 * none. */
int
changes_last(struct store *store, int64_t *seq, int64_t *at, struct err *err);

#endif
