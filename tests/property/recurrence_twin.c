/* SPDX-License-Identifier: Apache-2.0 */
#include "recurrence_twin.h"

#include <errno.h>
#include <stdlib.h>

/* All days from 0001-01-01 to 9999-12-31, written down once. */
struct day {
	short year;
	short yearday; /* 1.. */
	short year_length;
	signed char month, monthday, month_length, weekday;
};

#define DAYS 3652059
#define EPOCH 719162 /* 1970-01-01 in the table; checked when it is made */

static struct day *table;

static bool
leap(int year)
{
	if (year % 400 == 0)
		return true;
	if (year % 100 == 0)
		return false;
	return year % 4 == 0;
}

static int
month_length(int year, int month)
{
	switch (month) {
	case 2:
		return leap(year) ? 29 : 28;
	case 4:
	case 6:
	case 9:
	case 11:
		return 30;
	default:
		return 31;
	}
}

static int
make_table(void)
{
	int year = 1, month = 1, monthday = 1, yearday = 1;

	table = malloc(DAYS * sizeof *table);
	if (!table)
		return -ENOMEM;
	for (int i = 0; i < DAYS; i++) {
		table[i] = (struct day){ (short)year, (short)yearday,
			leap(year) ? 366 : 365, (signed char)month,
			(signed char)monthday,
			(signed char)month_length(year, month),
			(signed char)(i % 7) };
		monthday++;
		yearday++;
		if (monthday > month_length(year, month)) {
			monthday = 1;
			month++;
		}
		if (month > 12) {
			month = 1;
			yearday = 1;
			year++;
		}
	}
	if (table[EPOCH].year != 1970 || table[EPOCH].yearday != 1)
		abort();
	return 0;
}

void
twin_end(void)
{
	free(table);
	table = NULL;
}

static bool
listed(const struct twin_list *list, int value)
{
	for (int i = 0; i < list->n; i++)
		if (list->values[i] == value)
			return true;
	return false;
}

/* "Valid values are 1 to n or -n to -1": from the front or from the back. */
static bool
listed_either(const struct twin_list *list, int nth, int length)
{
	return listed(list, nth) || listed(list, nth - length - 1);
}

/* The day on which the week begins that day i lies in. */
static int
week_begin(const struct twin_rule *rule, int i)
{
	while ((i % 7 + 7) % 7 != rule->week_start)
		i--;
	return i;
}

/* The year that the week of day i belongs to: its fourth day's, see below. */
static int
week_year(const struct twin_rule *rule, int i)
{
	int fourth = week_begin(rule, i) + 3;

	return fourth < 0 ? 0 : fourth >= DAYS ? 10000 : table[fourth].year;
}

/*
 * "Week number one of the calendar year is the first week that contains at
 * least four (4) days in that calendar year": a week belongs to the year of
 * its fourth day, and is the nth when that is among the nth seven days.
 */
static bool
week_fits(const struct twin_rule *rule, int i)
{
	int fourth = week_begin(rule, i) + 3, number, last;

	if (fourth < 0 || fourth >= DAYS)
		return false;
	number = (table[fourth].yearday - 1) / 7 + 1;
	last = number + (table[fourth].year_length - table[fourth].yearday) / 7;
	return listed_either(&rule->weeks, number, last);
}

/* The nth such weekday of the month, or of the year. */
static bool
weekday_fits(const struct twin_rule *rule, const struct day *day)
{
	bool in_month = rule->freq == TWIN_MONTHLY || rule->months.n > 0;
	int at = in_month ? day->monthday : day->yearday;
	int length = in_month ? day->month_length : day->year_length;

	for (int i = 0; i < rule->days.n; i++) {
		int nth = rule->days.values[i];

		if (rule->days.weekdays[i] != day->weekday)
			continue;
		if (nth == 0 || nth == (at - 1) / 7 + 1 ||
		    nth == -((length - at) / 7 + 1))
			return true;
	}
	return false;
}

/* "Information, not contained in the rule, necessary to determine the various
 * recurrence instance start time and dates are derived from DTSTART", and "if
 * the BYDAY, BYMONTHDAY, or BYMONTH rule part were missing, the appropriate
 * day, or month would have been retrieved from the DTSTART property". */
static bool
default_fits(const struct twin_rule *rule, const struct day *day,
    const struct day *start)
{
	bool said = rule->monthdays.n || rule->yeardays.n || rule->days.n;

	if (rule->freq == TWIN_DAILY)
		return true;
	if (rule->freq == TWIN_WEEKLY || rule->weeks.n)
		return said || day->weekday == start->weekday;
	if (!said && day->monthday != start->monthday)
		return false;
	/* A day of a month is told; of which month? */
	if (rule->freq == TWIN_YEARLY && rule->months.n == 0 &&
	    rule->yeardays.n == 0 && (rule->monthdays.n || !said))
		return day->month == start->month;
	return true;
}

static bool
day_fits(const struct twin_rule *rule, int i, int start)
{
	const struct day *day = &table[i];

	if (rule->months.n && !listed(&rule->months, day->month))
		return false;
	if (rule->weeks.n && !week_fits(rule, i))
		return false;
	if (rule->yeardays.n &&
	    !listed_either(&rule->yeardays, day->yearday, day->year_length))
		return false;
	if (rule->monthdays.n &&
	    !listed_either(&rule->monthdays, day->monthday, day->month_length))
		return false;
	if (rule->days.n && !weekday_fits(rule, day))
		return false;
	return default_fits(rule, day, &table[start]);
}

static int
period(const struct twin_rule *rule, int i)
{
	switch (rule->freq) {
	case TWIN_DAILY:
		return i;
	case TWIN_WEEKLY:
		return (week_begin(rule, i) + 7) / 7;
	case TWIN_MONTHLY:
		return table[i].year * 12 + table[i].month;
	default:
		return rule->weeks.n ? week_year(rule, i) : table[i].year;
	}
}

/* The period that INTERVAL counts from: DTSTART's. A DTSTART that is in no
 * week of the rule's belongs to no year of weeks, but to a calendar year. */
static int
first_period(const struct twin_rule *rule, int start)
{
	if (rule->freq == TWIN_YEARLY && !day_fits(rule, start, start))
		return table[start].year;
	return period(rule, start);
}

static int
push(struct twin_set *set, int64_t item)
{
	if (set->len == set->cap) {
		size_t cap = set->cap ? set->cap * 2 : 64;
		int64_t *items = realloc(set->items, cap * sizeof *items);

		if (!items)
			return -ENOMEM;
		set->items = items;
		set->cap = cap;
	}
	set->items[set->len++] = item;
	return 0;
}

static bool
time_fits(const struct twin_list *list, int value, int of_start)
{
	if (list->n == 0)
		return value == of_start;
	/* Section 3.3.12: without leap seconds, 60 is 59. */
	return listed(list, value) || (value == 59 && listed(list, 60));
}

/* The times of day at which each of the rule's days has an instance. */
static int
day_times(const struct twin_rule *rule, struct twin_set *times)
{
	int64_t second = (rule->start % 86400 + 86400) % 86400;

	if (rule->all_day)
		return push(times, 0);
	for (int i = 0; i < 86400; i++)
		if (time_fits(&rule->hours, i / 3600, (int)(second / 3600)) &&
		    time_fits(
			&rule->minutes, i / 60 % 60, (int)(second / 60 % 60)) &&
		    time_fits(&rule->seconds, i % 60, (int)(second % 60)) &&
		    push(times, i) < 0)
			return -ENOMEM;
	return 0;
}

/* All instances of day i. */
static int
add_times(const struct twin_rule *rule, int i, const struct twin_set *times,
    struct twin_set *set)
{
	int64_t day = i - EPOCH;

	for (size_t k = 0; k < times->len; k++)
		if (push(set,
			rule->all_day ? day : day * 86400 + times->items[k]) <
		    0)
			return -ENOMEM;
	return 0;
}

static int
day_of(const struct twin_rule *rule, int64_t at)
{
	int64_t day = at;

	if (!rule->all_day)
		day = at >= 0 ? at / 86400 : -((86399 - at) / 86400);
	return (int)(day + EPOCH);
}

/* The whole set of the period that begins at day *i; steps to the next. */
static int
period_set(const struct twin_rule *rule, const struct twin_set *times, int *i,
    struct twin_set *set)
{
	int start = day_of(rule, rule->start), number = period(rule, *i);
	size_t kept = 0;

	set->len = 0;
	for (; *i < DAYS && period(rule, *i) == number; (*i)++)
		if (day_fits(rule, *i, start) &&
		    add_times(rule, *i, times, set) < 0)
			return -ENOMEM;
	if (rule->positions.n == 0)
		return 0;
	for (size_t k = 0; k < set->len; k++)
		if (listed_either(&rule->positions, (int)k + 1, (int)set->len))
			set->items[kept++] = set->items[k];
	set->len = kept;
	return 0;
}

/* Where the walk is. */
struct walk {
	const struct twin_rule *rule;
	int64_t from, to;
	size_t limit;
	int64_t counted;
	struct twin_set *out;
};

/* Takes one instance; 1 when the walk is over. */
static int
take(struct walk *walk, int64_t at)
{
	const struct twin_rule *rule = walk->rule;

	if ((rule->has_until && at > rule->until) ||
	    (rule->count && walk->counted == rule->count)) {
		walk->out->complete = true;
		return 1;
	}
	walk->counted++;
	if (at >= walk->to || walk->out->len >= walk->limit)
		return 1;
	return at >= walk->from ? push(walk->out, at) : 0;
}

static int
take_period(struct walk *walk, const struct twin_set *set)
{
	const struct twin_rule *rule = walk->rule;
	int rc = 0;

	for (size_t k = 0; k < set->len && rc == 0; k++)
		if (set->items[k] > rule->start ||
		    (set->items[k] == rule->start && !rule->with_start))
			rc = take(walk, set->items[k]);
	return rc;
}

/* "The DTSTART property value always counts as the first occurrence." */
static int
take_start(struct walk *walk)
{
	int64_t start = walk->rule->start;

	walk->counted = 1;
	if (start < walk->from || start >= walk->to || walk->limit == 0)
		return 0;
	return push(walk->out, start);
}

static int
walk_periods(struct walk *walk, const struct twin_set *times)
{
	const struct twin_rule *rule = walk->rule;
	struct twin_set set = { 0 };
	int start = day_of(rule, rule->start), i = start, rc = 0;
	int first = first_period(rule, start);

	/* Without COUNT, what lies before the window need not be seen. */
	if (!rule->count && walk->from > rule->start)
		i = day_of(rule, walk->from);
	while (i > 0 && i < DAYS && period(rule, i - 1) == period(rule, i))
		i--;
	while (rc == 0 && i < DAYS && day_of(rule, walk->to) + 366 > i) {
		if ((period(rule, i) - first) % rule->interval) {
			i++;
			continue;
		}
		rc = period_set(rule, times, &i, &set);
		if (rc == 0)
			rc = take_period(walk, &set);
	}
	free(set.items);
	return rc;
}

int
twin_between(const struct twin_rule *rule, int64_t from, int64_t to,
    size_t limit, struct twin_set *out)
{
	struct walk walk = { rule, from, to, limit, 0, out };
	struct twin_set times = { 0 };
	int rc = 0;

	if (!table && make_table() < 0)
		return -ENOMEM;
	out->len = 0;
	out->complete = false;
	if (rule->with_start)
		rc = take_start(&walk);
	if (rc == 0)
		rc = day_times(rule, &times);
	if (rc == 0)
		rc = walk_periods(&walk, &times);
	free(times.items);
	return rc < 0 ? rc : 0;
}
