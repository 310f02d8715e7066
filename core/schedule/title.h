/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How alike two titles of events are. A title is taken for the set of its
 * words, folded (base/fold.h), each in one form: without a plural s, ordinals
 * and Roman numerals as numbers. Left out are articles and prepositions in
 * Catalan, Spanish, English and French, years from the one before to the one
 * after the event's, and its city's own words; unless nothing else is left.
 * The ordinal that counts an event ("13th", "XIII", "tercer") is
 * kept apart: two that differ are two editions.
 *
 * Two titles are as alike as Dice's coefficient of their sets says: twice the
 * words that they share, of all words of both (Dice 1945). It does not mind
 * the order of words, and one of six that differs leaves 83 %.
 */
#ifndef AMBIT_SCHEDULE_TITLE_H
#define AMBIT_SCHEDULE_TITLE_H

#include <stddef.h>
#include <stdint.h>

/* Most words of a title; those after are not compared. */
#define TITLE_WORDS 32

struct title {
	uint64_t *words; /* their hashes, ascending, each once */
	size_t n;
	int edition; /* 1 .. 199; 0: it does not say */
};

/* The words are put into room, of TITLE_WORDS. year: of its start; 0: no year
 * is left out. city may be NULL. */
void title_read(struct title *out, uint64_t *room, const char *text,
    const char *city, int year);

/* Per cent, rounded down; 0 when there is nothing to compare or both say
 * different editions. */
int title_similarity(const struct title *a, const struct title *b);

/* Titles that are alike by at least percent share a word among their first so
 * many, of n words: what they need to be looked for by (prefix filtering,
 * Chaudhuri et al. 2006). */
size_t title_prefix(size_t n, int percent);

#endif
