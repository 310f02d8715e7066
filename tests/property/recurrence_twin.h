/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A slow, obvious reading of RFC 5545 section 3.3.10, day by day, to check the
 * engine against. It shares nothing with it: the calendar is counted up from
 * 0001-01-01, a Monday, and each BY part is asked of each day in the RFC's
 * own words.
 */
#ifndef AMBIT_TESTS_RECURRENCE_TWIN_H
#define AMBIT_TESTS_RECURRENCE_TWIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum twin_freq { TWIN_DAILY, TWIN_WEEKLY, TWIN_MONTHLY, TWIN_YEARLY };

#define TWIN_VALUES 16

/* n values, in any order, repeated or not. */
struct twin_list {
	int n;
	int values[TWIN_VALUES];
	int weekdays[TWIN_VALUES]; /* of BYDAY: 0 is Monday; values: 0 or nth */
};

struct twin_rule {
	enum twin_freq freq;
	int interval;
	int64_t count; /* 0: none */
	bool has_until;
	int64_t until; /* in the start's unit */
	int week_start;
	struct twin_list months, weeks, yeardays, monthdays, days, hours,
	    minutes, seconds, positions;
	int64_t start; /* days or wall seconds since 1970 */
	bool all_day;
	bool with_start; /* DTSTART is counted as the first instance */
};

struct twin_set {
	int64_t *items;
	size_t len, cap;
	bool complete; /* no instance follows, as COUNT or UNTIL say */
};

/* The instances in [from, to), at most limit; 0 or -ENOMEM. */
int twin_between(const struct twin_rule *rule, int64_t from, int64_t to,
    size_t limit, struct twin_set *out);

/* Frees the table of days. */
void twin_end(void);

#endif
