/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event in the making, for the readers of JSON and XML: it gathers what
 * the document says, or the first reason why the item cannot be taken, and is
 * handed on or quarantined by name and line at its end. Texts come from an
 * arena, which its reader empties between items.
 */
#ifndef AMBIT_READERS_DRAFT_H
#define AMBIT_READERS_DRAFT_H

#include <stdbool.h>

#include "readers/arena.h"
#include "readers/dates.h"
#include "readers/reader.h"

struct draft {
	struct reading *reading;
	struct arena *arena;
	struct ambit_event event;
	struct item_extra extra;
	struct arena_list categories, people, deadlines;
	char reason[200];
};

struct draft
draft_begin(struct reading *reading, struct arena *arena, int64_t line);

/* The first reason stays. */
void draft_refuse(struct draft *draft, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Start and end as the document writes them, in ISO 8601; end may be NULL. An
 * end that is a date is the last day, as people write it. zone is the
 * document's for wall times and for how instants are shown, NULL or "" when it
 * names none; then it is the source's. Refuses what cannot be read, a
 * placeholder, a wall time that no zone is known for.
 */
void draft_times(
    struct draft *draft, const char *start, const char *end, const char *zone);

/* The same of times that are read already; the end is exclusive, and may be
 * of no form. */
void draft_span(struct draft *draft, const struct dates_time *start,
    const struct dates_time *end, const char *zone);

/* Makes the end of what starts so exclusive, and of start's form: a date is the
 * last day, in whose course a timed event ends. */
void draft_end_exclude(const struct dates_time *start, struct dates_time *end);

/* Each leaves out what is NULL or "". The texts are to outlive the draft. */
void draft_category(struct draft *draft, const char *category);
void draft_person(struct draft *draft, const char *name, const char *role,
    const char *organisation);
/* at as struct ambit_deadline wants it, and zone. */
void draft_deadline(struct draft *draft, const char *name, const char *at,
    const char *zone, const char *url);

/* A place such as "Main hall, 12 Town Street" from its parts, without those
 * that are NULL or "". */
char *draft_joined(struct draft *draft, const char *first, const char *second);

/* Hands it on, or quarantines it. What reading_give or the host returned. */
int draft_end(struct draft *draft);

#endif
