/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the office keeps of a work session or a visit of its own, beside the
 * event itself: who is invited, how many must come, what is booked for it.
 * Plain data, one record (base/record.h).
 */
#ifndef AMBIT_MODEL_SESSION_H
#define AMBIT_MODEL_SESSION_H

#include <stdint.h>

#include "base/record.h"
#include "model/mission.h"

/* Those of whom at least a number must come. */
struct group {
	const char *name;
	int64_t minimum; /* 0: whoever comes */
	const char *const
	    *councils;            /* a council, team or person of the group */
	const char *const *teams; /* counts as one that comes */
	const char *const *people;
};

struct session {
	const char *id;   /* of the event */
	const char *team; /* that convenes it */
	const char
	    *host; /* council whose guests they are; its holidays count */
	const struct group *const *groups;
	const struct booking *const *bookings;
};
extern const struct record session_record;

#endif
