/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is asked for conflicts while a command runs, before anything of it is
 * committed. It knows all that was committed before. Answers are JSON lists of
 * objects with code, level, title, subject and evidence (office/evidence.h).
 */
#ifndef AMBIT_OFFICE_JUDGE_H
#define AMBIT_OFFICE_JUDGE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "base/words.h"
#include "model/mission.h"
#include "store/store.h"

struct caller; /* office/authorize.h */

/* Of which conflict ways out are asked. */
struct judge_proposals {
	const char *conflict; /* its id */
	const char *code, *subject;
	const char *only; /* this one alone, with its changes; NULL: all */
	enum language language;
	int64_t now;
	int64_t revise_percent;      /* desk.h */
	const char *why;             /* for what is declined; NULL */
	const struct caller *caller; /* who reads it; NULL: the program */
};

#define PERIOD_SECONDS 10 /* to resolve one, when nothing is said */
#define PERIOD_MOST_SECONDS 3600

/* A period to resolve, and how hard to try. */
struct period_asked {
	struct span span;
	int64_t milliseconds;
	int64_t iterations; /* at most; 0: as many as there is time for */
	int64_t seed;
	int64_t now;
	int64_t revise_percent;
	const char *why; /* for what is declined; NULL */
};
struct period_job; /* office/period_job.h */

struct judge {
	void *arg;
	/*
	 * What a mission would find for itself, if it counted.
	 */
	int (*tries)(void *arg, const struct mission *mission,
	    struct buf *conflicts, struct err *err);
	/*
	 * What forbids that the mission be authorised: conflicts of the level
	 * "block" with what is absent or booked, and with missions that are
	 * authorised or under way. Those that somebody has waived do not.
	 * *any tells whether there are any.
	 */
	int (*forbids)(void *arg, struct store *store,
	    const struct mission *mission, struct buf *conflicts, bool *any,
	    struct err *err);
	/*
	 * Ways out, each judged with all rules (office/proposals.h): an object
	 * with "items" and "blocked", or only one with its changes. -ENOENT:
	 * the conflict, or that one, is not there any more.
	 */
	int (*proposes)(void *arg, const struct judge_proposals *asked,
	    struct buf *out, struct err *err);
	/* Who could go on a mission, and when (office/openings.h). caller may
	 * be NULL. */
	int (*opens)(void *arg, const struct mission *mission,
	    const struct caller *caller, struct buf *out, struct err *err);
	/* Both ends of resolving a period. -ESTALE at the end: everything has
	 * been read anew meanwhile. */
	int (*begins)(void *arg, const struct period_asked *asked,
	    struct period_job **out, struct err *err);
	int (*ends)(void *arg, struct period_job *job, struct buf *told,
	    struct buf *changes, struct buf *explained, struct err *err);
};

#endif
