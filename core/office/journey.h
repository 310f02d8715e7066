/* SPDX-License-Identifier: Apache-2.0 */
/* A mission together with what it takes from its event: when and where it is,
 * and what of the plan it serves. */
#ifndef AMBIT_OFFICE_JOURNEY_H
#define AMBIT_OFFICE_JOURNEY_H

#include "model/mission.h"
#include "model/plan.h"
#include "store/records.h"
#include "store/snapshot.h"

/* All on loan. */
struct journey {
	const struct mission *mission;
	const struct window *window; /* the one that is taken, or NULL */
	const struct event_row *row; /* NULL: it goes to no event of ours */
};

struct journey
journey_of(const struct mission *mission, const struct snapshot *events);

/* The days [first, end) that it touches; false when it has no date. */
bool journey_days(const struct journey *journey, int64_t *first, int64_t *end);

/* The ISO 3166-1 code of where it goes, or NULL. */
const char *journey_country(const struct journey *journey);

/* Is it attended from home? */
bool journey_remote(const struct journey *journey);

/* The lines of the plan that it names, else those that its event serves, as
 * bits in the plan's order (the first 64). */
uint64_t journey_lines(const struct journey *journey,
    const struct records *records, const struct plan *plan);

/* The index of the plan's region that it names, else of its country's; -1. */
int journey_region(const struct journey *journey, const struct plan *plan);

#endif
