/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a parsed recurrence is made of, for the files that search it.
 *
 * The days of any rule in any year are: the days that its BY parts allow in a
 * year of that type (a table, see year_days.h), less those that lie outside
 * of the periods which INTERVAL visits (worked out from DTSTART's period by
 * division). So a year far away costs as much as the next.
 */
#ifndef AMBIT_SCHEDULE_RECURRENCE_IMPL_H
#define AMBIT_SCHEDULE_RECURRENCE_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schedule/recurrence.h"
#include "schedule/rule.h"
#include "schedule/year_days.h"

#define LAST_YEAR 9999
#define FIRST_DAY INT64_C(-719162) /* 0001-01-01 */
#define LAST_DAY INT64_C(2932896)  /* 9999-12-31 */

/* The calendar repeats itself after 400 years, a whole number of weeks. */
#define CYCLE_DAYS 146097

/* Rules with an INTERVAL that visits periods without instances may leave many
 * years empty. For each block of years the first year from it on that has an
 * instance is kept, so that a search looks at one block at most. */
#define BLOCK_YEARS 64
#define BLOCKS (LAST_YEAR / BLOCK_YEARS + 1)

struct recurrence {
	enum rule_freq freq;
	int week_start;
	bool of_weeks; /* years are made of weeks: BYWEEKNO */
	int64_t interval;
	int64_t origin; /* number of the period that INTERVAL counts from:
			   year, month since year 0, first day of a week,
			   day */
	int64_t unit;   /* of a day: 1 for days, 86,400 for seconds */
	int64_t start;
	int64_t start_day;
	int64_t count;   /* COUNT, or 0 */
	int64_t last;    /* nothing comes after it */
	int last_year;   /* its year */
	bool ends;       /* COUNT or UNTIL says so */
	bool with_start; /* DTSTART is a member beside the rule's */
	bool indexed;    /* next_year is filled */
	bool choosy;     /* BYSETPOS chooses among the times of days */
	uint32_t types;  /* bit t: a year of type t has days */
	struct year_days days;
	struct year_days base;          /* before BYSETPOS; when choosy */
	struct rule_ordinals positions; /* when choosy */
	int16_t next_year[BLOCKS];      /* -1: none; when indexed */
	int ntimes;
	uint32_t times[]; /* of a day, rising; seconds, or 0 for whole days */
};

/* One year's instances. */
struct year_view {
	int year;
	int64_t first;        /* its first day */
	struct year_set days; /* with instances */
};

/* Fills view; false when the year has no instances. DTSTART, COUNT and UNTIL
 * are not looked at here and below. */
bool year_view(const struct recurrence *rule, int year, struct year_view *view);

/* The first year from year on, or the last up to it, that has any; false when
 * there is none until rule->last_year or from DTSTART's year on. */
bool year_seek(const struct recurrence *rule, int year, struct year_view *view);
bool
year_seek_back(const struct recurrence *rule, int year, struct year_view *view);

/* Fills rule->next_year if the rule needs it. */
void year_index(struct recurrence *rule);

/* The year that a day lies in, and the first day of a year: calendar years,
 * or years of weeks (see year_days.h), from 0 to 10000. */
int year_of_day(const struct recurrence *rule, int64_t day);
int64_t year_first(const struct recurrence *rule, int64_t year);

/* Which of year_days' bitmaps tells of a year. */
int type_of_year(int64_t year);

/* Does INTERVAL visit the same periods of each cycle? */
bool is_cyclic(const struct recurrence *rule);

/* Days [*begin, *end) of the period that day lies in, and its number. */
int64_t period_number(const struct recurrence *rule, int64_t day);
void period_days(
    const struct recurrence *rule, int64_t day, int64_t *begin, int64_t *end);
/* The first day at or after day that lies in a period which INTERVAL visits;
 * LAST_DAY + 1 when that is beyond the calendar. */
int64_t period_visit(const struct recurrence *rule, int64_t day);

/* The times at which a day of the set has instances: rule->times, or the
 * chosen ones in room. */
#define CHOSEN_MAX 732 /* BYSETPOS has no more values */
struct day_times {
	const uint32_t *times;
	int n;
	uint32_t room[CHOSEN_MAX];
};
void
day_times(const struct recurrence *rule, int64_t day, struct day_times *out);

/* Days of the period's base set in [begin, end). */
int64_t base_count(const struct recurrence *rule, int64_t begin, int64_t end);

/* The nth instance (from 1) of the set at or after DTSTART, while it is not
 * after rule->last. */
bool recurrence_nth(const struct recurrence *rule, int64_t n, int64_t *at);

static inline int64_t
floor_mod(int64_t a, int64_t b)
{
	int64_t rest = a % b;

	return rest < 0 ? rest + b : rest;
}

static inline int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

#endif
