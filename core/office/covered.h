/* SPDX-License-Identifier: Apache-2.0 */
/* The office's missions as they count for the plan's coverage. */
#ifndef AMBIT_OFFICE_COVERED_H
#define AMBIT_OFFICE_COVERED_H

#include "base/err.h"
#include "schedule/coverage.h"
#include "store/records.h"
#include "store/snapshot.h"

/*
 * Adds an item for each mission of our own that is planned (submitted to
 * authorised) or has begun. Its lines are those that it names, else those that
 * its event serves; its region the one that it names, else its country's; its
 * days those of the window that is taken, else of the event, for each who
 * goes; none when it is attended from home. What has no date is left out.
 */
int covered_items(const struct records *records, const struct snapshot *events,
    const struct plan *plan, struct coverage_items *out, struct err *err);

#endif
