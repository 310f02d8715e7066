/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps all findings of a world up to date: after changes, only the units that
 * they touched are looked at again, and what came of it is told. The result is
 * what a look at everything would give.
 */
#ifndef AMBIT_SCHEDULE_DETECT_H
#define AMBIT_SCHEDULE_DETECT_H

#include "schedule/world.h"

/* The findings of each unit of each scope, sorted. */
struct detection {
	VEC(struct findings) units[SCOPES];
	size_t count; /* of all */
};

#define DETECTION_INIT \
	{ \
		.count = 0 \
	}

/* A finding that is new (before NULL), that changed, or that is gone (after
 * NULL). On loan during the call. */
typedef void detect_change(
    const struct finding *before, const struct finding *after, void *arg);

/*
 * Looks at what is marked in the world and takes the marks away. changed may
 * be NULL. 0, or -ENOMEM: then the marks stay, and another call goes on.
 */
int detect_settle(struct detection *detection, struct world *world,
    detect_change *changed, void *arg);

/* All findings of one unit, without keeping or telling them: what a rule
 * table gives here and now. */
void detect_unit(const struct world *world, enum scope scope, int32_t unit,
    struct findings *out);

/* Calls fn for each finding that there is. */
void detect_each(const struct detection *detection,
    void (*fn)(const struct finding *finding, void *arg), void *arg);

void detection_free(struct detection *detection);

#endif
