/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A series for readers who know no RANGE=THISANDFUTURE (many calendars ignore
 * it): as plain series that follow each other. The first ends where such an
 * override begins, the next is told by the override: from its own start, by
 * the rule of the series moved as it moved. A series without one is one part.
 *
 * Where no rule says what a move makes of the rule (the second Tuesday of each
 * month, a day later), or it goes to another zone, or the readers do not know
 * such a rule, the part lists the dates of the window instead.
 */
#ifndef AMBIT_SCHEDULE_PARTS_H
#define AMBIT_SCHEDULE_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "base/vec.h"
#include "schedule/occurrences.h"
#include "schedule/recurrence.h"
#include "schedule/rule.h"

/* An override of one instance, and the start that it replaces in its part. */
struct part_override {
	size_t row;
	int64_t replaces;
};

VEC_TYPE(part_overrides, struct part_override);

/* Times are days when the part's row is all-day, else wall seconds in its
 * zone. Each instance lasts as long as the row does. */
struct series_part {
	size_t row;    /* tells of it */
	int64_t first; /* the recurrence id of its first instance, which names
			  the part for the series' life */
	int64_t start; /* DTSTART */
	/* RRULE, empty when there is none; as RFC 5545 wants it published:
	 * COUNT or UNTIL, a date beside a date, else UTC. UNTIL is the end of
	 * the last instance's day, which everybody reads alike; COUNT stands
	 * only where the rule gives the first instance, which not everybody
	 * counts elsewhere. */
	struct buf rule;
	struct int64_vec dates;   /* RDATE, rising */
	struct int64_vec without; /* EXDATE, rising */
	struct part_overrides overrides;
};

VEC_TYPE(series_parts, struct series_part);

/* Do the readers know such a rule, of a part that begins on that day? */
typedef bool series_rule_fn(const struct rule *rule, int64_t first_day);

/*
 * Splits a series that has a master; without one there are no parts. Parts
 * come in the order of their first instances, and together have the
 * occurrences that occurrences_between finds in the window. known may be NULL:
 * any rule is. Errors as there; free parts also after a failure.
 */
int
series_split(const struct occurrence_row *rows, size_t n, struct span window,
    series_rule_fn *known, struct series_parts *parts, struct err *err);
void series_parts_free(struct series_parts *parts);

#endif
