/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan of some years: which lines of work and regions count how much, and
 * what is to be reached. It is a file of the configuration (config/plan_file);
 * lines and regions are shown as records, and changed in that file alone.
 */
#ifndef AMBIT_MODEL_PLAN_H
#define AMBIT_MODEL_PLAN_H

#include <stdint.h>

#include "base/record.h"

struct line {
	const char *id; /* "L1" */
	const char *name;
	int64_t weight;           /* 0..100 */
	const char *const *words; /* an event whose title or categories have
				     one of them serves the line */
};
extern const struct record line_record;

struct region {
	const char *id; /* "A" */
	const char *name;
	int64_t weight;               /* 0..100 */
	const char *const *countries; /* ISO 3166-1 alpha-2 */
};
extern const struct record region_record;

/* What a line is to reach in a year; 0 of either: no target. */
struct plan_target {
	const char *line;
	int64_t year;
	int64_t missions; /* number of missions */
	int64_t days;     /* person-days away */
};

struct plan {
	const char *id; /* "2021-2025" */
	const char *name;
	const char *start, *end; /* dates, half-open: when it is in force */
	const struct line *const *lines;
	const struct region *const *regions;
	int64_t other_regions; /* weight of a country in no region */
	const struct plan_target *const *targets;
};
extern const struct record plan_record;

#endif
