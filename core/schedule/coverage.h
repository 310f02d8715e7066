/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the plan has reached: line by region by year, against its targets.
 * Pure. A mission of several lines counts for each of them.
 */
#ifndef AMBIT_SCHEDULE_COVERAGE_H
#define AMBIT_SCHEDULE_COVERAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/plan.h"

/* A mission as it counts. */
struct coverage_item {
	uint64_t lines; /* bit i: the plan's line i; those beyond 63 never */
	int region;     /* index in the plan's regions; -1: none of them */
	int64_t year;
	int64_t days; /* person-days away */
	bool reached; /* it has taken place; else it is planned */
};
VEC_TYPE(coverage_items, struct coverage_item);

struct coverage_count {
	int64_t missions, days;
};

/* One line in one region and year; what is 0 throughout has no cell. */
struct coverage_cell {
	int line, region; /* as above */
	int64_t year;
	struct coverage_count reached, planned;
};
VEC_TYPE(coverage_cells, struct coverage_cell);

/* Ordered by line, year, region (none last). 0 or -ENOMEM. */
int coverage_cells_count(
    const struct coverage_item *items, size_t n, struct coverage_cells *out);

/* A line's year over all regions, and what it should be. */
struct coverage_year {
	struct coverage_count target; /* 0: there is none */
	struct coverage_count reached, planned;
	struct coverage_count open; /* of the target; never negative */
	int bonus;                  /* 0..10, see score_bonus: of the missions'
				       target, else of the days' */
};
struct coverage_year coverage_year_of(const struct plan *plan,
    const struct coverage_cells *cells, int line, int64_t year);

#endif
