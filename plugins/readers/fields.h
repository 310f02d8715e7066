/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event made of named texts, as the columns of a table or the members of
 * a feed's item give them: "title", "start", "city", "leg.from".
 * Each text is read as its field wants it; the first that cannot be is the
 * reason why the draft is refused.
 *
 * Days and times: "start" and "end", or "dates" (a range in one text). The
 * last day is written as people do it, included: an event from 2 to 4 March
 * ends in the table on the 4th and in struct ambit_event on the 5th. Where
 * start and end are midnights (or the end 23:59), whole days were meant.
 */
#ifndef AMBIT_READERS_FIELDS_H
#define AMBIT_READERS_FIELDS_H

#include "readers/draft.h"

struct fields {
	struct draft *draft;
	struct dates_time start, end;
	/* of a row that has one of each */
	const char *people; /* "A; B": of one role and organisation */
	struct ambit_participant person;
	struct ambit_leg leg;
	struct ambit_slot slot;
};

/* The number of the field of this name, -1 when there is none. */
int fields_find(const char *name);

/* The name of field i; NULL beyond the last. */
const char *fields_name(int i);

/* Sets field i to text, which stays on loan and is neither NULL nor empty.
 * name is the field's, with what follows "deadline.". */
void fields_set(struct fields *fields, int i, const char *name,
    const char *text, const struct dates_rules *dates);

/* Settles the draft's times and place. */
void fields_finish(struct fields *fields);

#endif
