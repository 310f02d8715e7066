/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of a series, for the files of core/schedule alone: the starts
 * that its rule and its single dates give, in order, and which of its rows
 * tells of each.
 *
 * A start is named by its recurrence id: what the master alone would give, as
 * days, or wall seconds in the master's zone. From an override with RANGE=
 * THISANDFUTURE on, that row tells of the later ones (a stretch), each moved
 * by as much as the override moved its own: RFC 5545 section 3.8.4.4.
 */
#ifndef AMBIT_SCHEDULE_INSTANCES_H
#define AMBIT_SCHEDULE_INSTANCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schedule/occurrences.h"
#include "schedule/recurrence.h"

/* The ids from the first one on, until the next stretch. */
struct stretch {
	int64_t first; /* INT64_MIN for the master's */
	size_t row;
	int64_t shift; /* wall seconds in the row's zone */
};

VEC_TYPE(stretch_vec, struct stretch);

struct instances {
	const struct occurrence_row *rows;
	size_t nrows;
	size_t master;                   /* its index; nrows: there is none */
	const struct event_times *times; /* the master's, or NULL */
	struct recurrence *rule;         /* NULL: only single dates */
	int64_t until;                   /* UTC; INT64_MAX: none */
	struct int64_vec dates;          /* DTSTART without a rule, and RDATE */
	struct int64_vec excluded;       /* EXDATE */
	struct int64_vec without;        /* that, and what is overridden */
	struct stretch_vec stretches;    /* rising; none without a master */
};

/* Leaves each start once, rising. */
void starts_sort(struct int64_vec *starts);

/* Reads the rows. Errors as in occurrences_between; end takes what is there
 * also after a failure. */
int instances_read(struct instances *set, const struct occurrence_row *rows,
    size_t n, struct err *err);
void instances_end(struct instances *set);

/* The id of an override, in one with the series' own starts. */
int instances_override(
    const struct instances *set, size_t row, int64_t *id, struct err *err);

/* Where a walk through the single dates is; begin with zeros. */
struct instance_walk {
	size_t next;
};

/* The first id in [from, to) that the rule or a single date gives and that is
 * not excluded; then, that is not overridden either. */
bool instances_member(const struct instances *set, struct instance_walk *walk,
    int64_t from, int64_t to, int64_t *id);
bool instances_next(const struct instances *set, struct instance_walk *walk,
    int64_t from, int64_t to, int64_t *id);

/* Is an id of the rule's later than UNTIL, which with Z is an instant? */
bool instances_after_until(const struct instances *set, int64_t id);

/* The ids [*from, *to) that a stretch can bring to a window, so that a search
 * need not go through others. The stretch's own bounds are not looked at. */
void
instances_window(const struct instances *set, const struct stretch *stretch,
    struct span window, int64_t *from, int64_t *to);

/* What a stretch makes of an id: a start in its row's form (a wall time may be
 * in a gap), and the occurrence. */
int64_t instance_start(
    const struct instances *set, const struct stretch *stretch, int64_t id);
struct occurrence instance_of(
    const struct instances *set, const struct stretch *stretch, int64_t id);

#endif
