/* SPDX-License-Identifier: Apache-2.0 */
/* What a list of missions is narrowed by, beyond the words of its fields: what
 * a mission takes from its event and from the people who go. Pure. */
#ifndef AMBIT_OFFICE_MISSION_FILTER_H
#define AMBIT_OFFICE_MISSION_FILTER_H

#include "office/journey.h"

/* On loan; NULL: any. */
struct mission_filter {
	const char *person;        /* who goes, receives, or stands in */
	const char *team;          /* alone or jointly */
	const char *line, *region; /* of the plan */
	int64_t from, to;          /* days, half-open: touches one of them */
	int64_t min_score;         /* of its event; 0: any */
};

/* None. */
extern const struct mission_filter mission_filter_none;

/* Does it want the plan? */
bool mission_filter_plans(const struct mission_filter *filter);
/* Or the events? */
bool mission_filter_journeys(const struct mission_filter *filter);

/* plan may be NULL when it is not wanted, and so may events. */
bool mission_filter_fits(const struct mission_filter *filter,
    const struct mission *mission, const struct records *records,
    const struct snapshot *events, const struct plan *plan);

#endif
