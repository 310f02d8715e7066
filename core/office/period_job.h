/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resolving a period as a job: begun and ended where the picture of all
 * conflicts lives, run anywhere in between on what it took with it.
 */
#ifndef AMBIT_OFFICE_PERIOD_JOB_H
#define AMBIT_OFFICE_PERIOD_JOB_H

#include <stdatomic.h>

#include "base/clock.h"
#include "office/period.h"
#include "office/resolution_period.h"
#include "schedule/resolve/alternatives.h"
#include "schedule/resolve/resolve.h"

struct period_job {
	struct period_asked asked;
	/* Its office is the picture's, at both ends. */
	struct proposals_how how;
	struct period period;
	struct buf text; /* the instance */
	struct problem problem;
	struct roster roster;
	struct resolve_state state;
	struct alternatives why; /* of what is declined or changed */
	bool resolved;
	atomic_bool stop;   /* somebody wants it to end */
	int64_t generation; /* of the picture, for who lends it */
	/* While it runs. */
	const struct clock *clock;
	int64_t until, told_at;
	void (*tell)(const struct period_job *job,
	    const struct resolve_state *state, void *arg);
	void *arg;
};

/* On the picture's thread. -EINVAL, -ENOMEM. *out is the caller's. */
int period_begin(const struct proposals_how *how,
    const struct period_asked *asked, struct period_job **out, struct err *err);

/* On any thread; then looks for alternatives to what is declined or changed,
 * for some seconds at most. tell (may be NULL) is called each second. */
int period_run(struct period_job *job, const struct clock *clock,
    void (*tell)(const struct period_job *job,
	const struct resolve_state *state, void *arg),
    void *arg, struct err *err);

/* {"seconds":..,"steps":..,"objective":[..],...} of what has been found. */
void period_add_state(struct buf *out, const struct resolve_state *state);

/* On the picture's thread again: what came of it as JSON, and its changes.
 * They are judged by all rules beside what is there by now; what would bring a
 * conflict that blocks is left out, and said. */
int period_end(struct period_job *job, const struct proposals_how *how,
    struct buf *told, struct buf *changes, struct buf *explained,
    struct err *err);

#endif
