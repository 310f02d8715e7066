/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resolutions: ways out of one conflict that were applied, and plans for a
 * period that were asked for. Each keeps what it changes, record by record,
 * before and after, so that it can be undone to the letter.
 *
 *   running    a plan is being looked for (a period's alone)
 *   ready      a plan is there, and waits
 *   applied    its changes were made
 *   undone     and taken back
 *   cancelled  somebody ended it before there was a plan
 *   failed     there is none: told says why
 *
 * Each function that writes works inside store_write.
 */
#ifndef AMBIT_STORE_RESOLUTIONS_H
#define AMBIT_STORE_RESOLUTIONS_H

#include <stdint.h>

#include "store/store.h"

enum resolution_state {
	RESOLUTION_ANY, /* of a filter */
	RESOLUTION_RUNNING,
	RESOLUTION_READY,
	RESOLUTION_APPLIED,
	RESOLUTION_UNDONE,
	RESOLUTION_CANCELLED,
	RESOLUTION_FAILED
};
extern const char *const resolution_state_words[]; /* "", "running", ... */

/* Of one conflict, or of a period. */
extern const char resolution_of_conflict[], resolution_of_period[];

struct resolution {
	const char *id;
	const char *kind;
	int state;            /* enum resolution_state */
	const char *title;    /* for the log and lists */
	const char *conflict; /* id; NULL */
	const char *asked;    /* JSON: of what, with which limits; NULL */
	const char *told;     /* JSON: what came of it; NULL */
	const char *changes;  /* JSON list; NULL */
	/* JSON list: why each mission stands as it does
	 * (schedule/resolve/why.h); of one asked for by its id alone; NULL */
	const char *explained;
	const char *maker;            /* who asked */
	const char *why;              /* of the last step; NULL */
	int64_t made_at, state_since; /* UTC seconds */
	int64_t revision;             /* 1, 2 ...; any change */
};

/* A new one, or one of a known id as it is now, with its row in the log under
 * the action. Sets revision, state_since and made_at. */
int resolution_write(struct store *store, const struct actor *actor,
    const char *action, struct resolution *resolution, struct err *err);

/* In the order in which they were made, the newest first; a negative return of
 * fn ends the walk, and is returned. */
struct resolution_filter {
	const char *id, *conflict; /* NULL: any */
	const char *after;         /* an id: those behind it */
	int state;
	int limit; /* 0: all */
};
int
resolutions_each(struct store *store, const struct resolution_filter *filter,
    int (*fn)(const struct resolution *resolution, void *arg, struct err *err),
    void *arg, struct err *err);

#endif
