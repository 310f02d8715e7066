/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with an interval as people write it: both ends dates (whole
 * days, no zone) or wall times in a zone, half-open. */
#ifndef AMBIT_MODEL_INTERVAL_H
#define AMBIT_MODEL_INTERVAL_H

#include "base/invalid.h"

/* Notes an end that is not later than its start, under "<at>/end". What is
 * not given is not wrong here. */
void interval_order(const char *start, const char *end, const char *at,
    struct invalid *invalid);

/* The same, and ends of two forms, a time without its zone, a date with one. */
void interval_check(const char *start, const char *end, const char *zone,
    const char *at, struct invalid *invalid);

/* Notes under a pointer made of two parts. */
void invalid_at(struct invalid *invalid, const char *at, const char *member,
    const char *detail);

#endif
