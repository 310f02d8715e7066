/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of a series takes place at another instant when its zones' rules
 * change: its occurrences by the old rules beside those by the new, joined by
 * what they are, which is the row and the recurrence id and never the instant.
 */
#ifndef AMBIT_SCHEDULE_MOVED_H
#define AMBIT_SCHEDULE_MOVED_H

#include "schedule/occurrences.h"

/* Of one row. */
struct moved {
	size_t row;
	int64_t occurrences; /* how many moved */
	struct span was, is; /* the first of them */
	/* Is there one by the old rules, by the new? A rule's UNTIL is an
	 * instant: the last occurrence may have moved beyond it. */
	bool had, has;
};

VEC_TYPE(moved_vec, struct moved);

/*
 * Appends the rows of which an occurrence that meets the window moved, in the
 * order of rows. was and is are the same n rows, with times by the old rules
 * and by the new ones. The first OCCURRENCES_MAX of each are looked at. Errors
 * as of occurrences_between.
 */
int occurrences_moved(const struct occurrence_row *was,
    const struct occurrence_row *is, size_t n, struct span window,
    struct moved_vec *out, struct err *err);

#endif
