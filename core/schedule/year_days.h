/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which days of a year a rule allows, whatever its INTERVAL. That depends on
 * few things only: the weekday on which the year begins, whether it is a leap
 * year, and (for the weeks at its ends) whether the year before or after is
 * one; so a table of 28 bitmaps tells it for all years.
 *
 * Where a rule has BYWEEKNO, a year is made of its weeks: from the first day
 * of its week 1, up to three days before or after 1 January, to the last day
 * of its week 52 or 53.
 */
#ifndef AMBIT_SCHEDULE_YEAR_DAYS_H
#define AMBIT_SCHEDULE_YEAR_DAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schedule/rule.h"
#include "schedule/year_set.h"

/* Where the next leap year is: three years that follow each other hold at
 * most one. */
enum year_leap { LEAP_AFAR, LEAP_BEFORE, LEAP_HERE, LEAP_AFTER, LEAP_KINDS };

#define YEAR_TYPES (7 * LEAP_KINDS)

struct year_days {
	struct year_set of[YEAR_TYPES]; /* by year_type */
};

static inline bool
is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* first: the weekday of 1 January, 0 is Monday. */
static inline int
year_type(int64_t year, int first)
{
	enum year_leap leap = LEAP_AFAR;

	if (year % 4 == 0)
		leap = is_leap(year) ? LEAP_HERE : LEAP_AFAR;
	else if (year % 4 == 1)
		leap = is_leap(year - 1) ? LEAP_BEFORE : LEAP_AFAR;
	else if (year % 4 == 3)
		leap = is_leap(year + 1) ? LEAP_AFTER : LEAP_AFAR;
	return (int)leap * 7 + first;
}

/* On which day, counted from 1 January, begins week 1 of a year that begins
 * on the weekday first? It is the first week with four days in the year. */
int week_one(int first, int week_start);

/* Days before the 1st of a month (1..13). */
int days_before_month(bool leap, int month);

/*
 * Puts what the rule leaves to its DTSTART into its BY parts: the month, day
 * or weekday of start_day, and the time of day start_second.
 */
void rule_fill(struct rule *rule, int64_t start_day, int start_second);
void rule_fill_days(struct rule *rule, int64_t start_day); /* no times */

/*
 * The days that the BY parts of a filled rule give, without BYSETPOS. All of
 * them act as filters on the days of the year: that is what the table of RFC
 * 5545 section 3.3.10 comes to once nothing is left to DTSTART.
 */
void year_days_build(const struct rule *rule, struct year_days *out);

/*
 * The days of base in which BYSETPOS chooses any instance, when each has
 * ntimes of them. base is not out. Not for DAILY, whose period is one day.
 */
void year_days_choose(const struct rule *rule, const struct year_days *base,
    int ntimes, struct year_days *out);

#endif
