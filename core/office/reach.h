/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the plan has reached in a year, line by line and region by region
 * (schedule/coverage.h); and for each line the best events of that year that
 * would serve it and to which nobody goes yet. Cost: each mission, and a score
 * for each event of the year.
 */
#ifndef AMBIT_OFFICE_REACH_H
#define AMBIT_OFFICE_REACH_H

#include "base/buf.h"
#include "schedule/coverage.h"
#include "store/records.h"
#include "store/snapshot.h"

#define REACH_LINES 64 /* of the plan, the first */
#define REACH_CANDIDATES 3

/* An event that would serve a line. row is NULL: there are no more. */
struct reach_candidate {
	const struct event_row *row;
	int score;
};

/* plan, records and events are on loan. */
struct reach {
	const struct plan *plan;
	const struct records *records;
	const struct snapshot *events;
	int64_t year;
	size_t nlines;
	struct coverage_cells cells;
	/* by line, the highest score first */
	struct reach_candidate best[REACH_LINES][REACH_CANDIDATES];
};

/* Fills what comes behind year; those before it are given. -ENOMEM. */
int reach_count(struct reach *reach, struct err *err);
void reach_release(struct reach *reach);

/* The years that can be asked for. */
#define REACH_FIRST 1990
#define REACH_LAST 2999

/* A line's object: target, reached, planned, open, bonus, regions,
 * candidates. */
void reach_line_json(const struct reach *reach, size_t line, struct buf *json);

#endif
