/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a mission stands in a plan as it does: each thing that it could have had
 * instead (another option; or the same with one who was approved and does not
 * go), what keeps it from that, and what having it all the same would cost.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_ALTERNATIVES_H
#define AMBIT_SCHEDULE_RESOLVE_ALTERNATIVES_H

#include "base/vec.h"
#include "schedule/resolve/explain.h"

enum stands {
	STANDS_DECLINED,
	STANDS_MOVED,  /* another option than was approved */
	STANDS_SERVED, /* by others, in part, than were approved */
	STANDS_KEPT,   /* as it was approved */
	STANDS_NEW,    /* nothing was approved, and it is attended */
};

enum stands stands_of(const struct roster *roster, int32_t mission);

struct alternative {
	struct explain_wish wish;
	/* Blocked by none: by more than EXPLAIN_MOST. */
	struct explain why;
	struct explain_forced forced;
};
VEC_TYPE(alternatives, struct alternative);

/* Adds those of a mission. rounds as for explain_force. -ENOMEM. */
int alternatives_add(struct explainer *explainer, const struct roster *roster,
    int32_t mission, int64_t rounds, struct alternatives *out, struct err *err);

#endif
