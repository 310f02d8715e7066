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
	struct int64_vec without;        /* EXDATE, and what is overridden */
	struct stretch_vec stretches;    /* rising; none without a master */
};

/* Reads the rows. Errors as in occurrences_between; end takes what is there
 * also after a failure. */
int instances_read(struct instances *set, const struct occurrence_row *rows,
    size_t n, struct err *err);
void instances_end(struct instances *set);

/* Where a walk through the single dates is; begin with zeros. */
struct instance_walk {
	size_t next;
};

/* The first id in [from, to) that is neither excluded nor overridden. */
bool instances_next(const struct instances *set, struct instance_walk *walk,
    int64_t from, int64_t to, int64_t *id);

/* Is it excluded or overridden? */
bool instances_without(const struct instances *set, int64_t id);

/* The stretch that an id lies in, when there is a master. */
const struct stretch *
instances_stretch(const struct instances *set, int64_t id);

/* What a stretch makes of an id: its occurrence. */
struct occurrence instance_of(
    const struct instances *set, const struct stretch *stretch, int64_t id);

#endif
