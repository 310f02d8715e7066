/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files of the check share: what one gathers, the other sweeps. */
#ifndef AMBIT_SCHEDULE_RESOLVE_CHECK_PARTS_H
#define AMBIT_SCHEDULE_RESOLVE_CHECK_PARTS_H

#include "base/vec.h"
#include "schedule/resolve/check.h"

struct check_event {
	int32_t key;       /* whose: a person, a team's day, a resource */
	int64_t at, until; /* until: of bookings */
	int64_t by;        /* a city, a person, an amount */
	int32_t mission;   /* -1: an absence */
};

VEC_TYPE(check_events, struct check_event);

struct checking {
	const struct problem *p;
	const struct check_plan *plan;
	struct check_events bookings, absences, uses;
	int64_t *away;  /* by person: days */
	int64_t *spent; /* by budget */
	int64_t *goers; /* by joint: delegates */
	int32_t *teams; /* by joint: how many attend */
	int32_t *first; /* by joint: the option of the first */
	bool *off;      /* people x days */
	int64_t *levels;
	struct err *err;
};

/* Sorts the events and sums up: H3 to H8. */
int check_sweep(struct checking *checking);

#endif
