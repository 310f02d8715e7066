/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a way out costs, and which few of many are shown: those that no other
 * betters in every respect (Pareto), the cheapest by (F1, F2, F3) first, one
 * of each kind before a second of any.
 */
#ifndef AMBIT_SCHEDULE_PROPOSE_RANK_H
#define AMBIT_SCHEDULE_PROPOSE_RANK_H

#include "schedule/propose/propose.h"

#define PROPOSE_LEVELS 3

struct propose_price {
	/* F1 declined that is mandatory; F2 people disturbed in what was
	 * approved; F3 value lost. */
	int64_t level[PROPOSE_LEVELS];
	int64_t people; /* whose plans change */
	int64_t days;   /* away, more than before; negative: fewer */
	int64_t cents;  /* more than before */
	int64_t worth;  /* score of what is declined */
	int64_t added;  /* by the conflicts that it brings, by their levels */
	bool eases;     /* the finding stays, less grave */
	enum propose_kind kind; /* of its first step */
};

/* By what is dearer, in order: negative when a goes before b. */
int propose_price_compare(
    const struct propose_price *a, const struct propose_price *b);

/* Is a no worse in any respect, and better in one? */
bool
propose_dominates(const struct propose_price *a, const struct propose_price *b);

/* Puts the places of at most most (<= n) into picked, in order, and returns
 * how many. */
size_t propose_pick(
    const struct propose_price *prices, size_t n, size_t most, size_t *picked);

#endif
