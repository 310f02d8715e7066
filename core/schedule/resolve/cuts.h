/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows that every whole solution keeps and the present one, which is not
 * whole, does not: Gomory's cuts (1960), as mixed-integer rounding. Rows of
 * the basis say which rows to add up, with factors rounded to 2^-30; all else
 * is reckoned in whole numbers, so a cut is right whatever was rounded, and at
 * worst says little.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_CUTS_H
#define AMBIT_SCHEDULE_RESOLVE_CUTS_H

#include "schedule/resolve/lp.h"

/* Writes cuts for columns that are not whole, to be taken over by lp_load or
 * lp_strip; how many. Takes the program's bounds of now as those of all time:
 * for the root. */
int32_t cuts_add(struct lp *lp);

#endif
