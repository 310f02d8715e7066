/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that write a period share. */
#ifndef AMBIT_OFFICE_PERIOD_PARTS_H
#define AMBIT_OFFICE_PERIOD_PARTS_H

#include "office/chairs.h"
#include "office/period.h"
#include "office/remedy_parts.h"

#define MINUTE 60

struct period_writing {
	struct period *period;
	struct picture *picture;
	const struct world *world;
	struct buf *out;
	bool failed;
};

/* Minutes since the period's start, rounded down or up. */
int64_t
period_minute(const struct period_writing *writing, int64_t utc, bool up);
/* The place of a number in a list, added if need be. */
int32_t period_place(
    struct period_writing *writing, struct indices *list, int32_t number);
/* The problem's city of a site: one for all sites of it; -1: not known. */
int32_t period_city(struct period_writing *writing, int32_t site);

/* Does the mission belong to the problem? */
bool period_takes(const struct period_writing *writing, int32_t mission);
void period_write_missions(struct period_writing *writing);

struct period_job;
/* Fills job->why, on the job's thread. -ENOMEM. */
int period_explain(struct period_job *job, struct err *err);
/* The list of it, on the picture's. */
void period_add_explained(struct buf *out, const struct period_job *job);

#endif
