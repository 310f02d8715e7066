/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The days of a rule in one year, and the next year that has any. A year
 * costs some ten nanoseconds, a search at most BLOCK_YEARS of them, or the
 * 400 of a whole cycle of the calendar without INTERVAL.
 */
#include "recurrence_impl.h"

#include <limits.h>

#include "base/date.h"

int64_t
year_first(const struct recurrence *rule, int64_t year)
{
	int64_t day = day_from_ymd(year, 1, 1);

	if (rule->of_weeks)
		day += week_one(day_weekday(day), rule->week_start);
	return day;
}

int
year_of_day(const struct recurrence *rule, int64_t day)
{
	int year = civil_from_day(day).year;

	if (!rule->of_weeks)
		return year;
	if (day < year_first(rule, year))
		return year - 1;
	return year + (day >= year_first(rule, year + 1));
}

int
type_of_year(int64_t year)
{
	return year_type(year, day_weekday(day_from_ymd(year, 1, 1)));
}

static int64_t
month_number(int64_t day)
{
	struct civil civil = civil_from_day(day);

	return (int64_t)civil.year * 12 + civil.month - 1;
}

static int64_t
month_first(int64_t number)
{
	return day_from_ymd(number / 12, (int)(number % 12) + 1, 1);
}

int64_t
period_number(const struct recurrence *rule, int64_t day)
{
	switch (rule->freq) {
	case RULE_DAILY:
		return day;
	case RULE_WEEKLY:
		return day - (day_weekday(day) + 7 - rule->week_start) % 7;
	case RULE_MONTHLY:
		return month_number(day);
	case RULE_YEARLY:
		return year_of_day(rule, day);
	}
	return day;
}

void
period_days(
    const struct recurrence *rule, int64_t day, int64_t *begin, int64_t *end)
{
	int64_t number = period_number(rule, day);

	switch (rule->freq) {
	case RULE_DAILY:
		*begin = day;
		*end = day + 1;
		break;
	case RULE_WEEKLY:
		*begin = number;
		*end = number + 7;
		break;
	case RULE_MONTHLY:
		*begin = month_first(number);
		*end = month_first(number + 1);
		break;
	case RULE_YEARLY:
		*begin = year_first(rule, number);
		*end = year_first(rule, number + 1);
		break;
	}
}

int64_t
period_visit(const struct recurrence *rule, int64_t day)
{
	int64_t number = period_number(rule, day), step = rule->interval, ahead;

	if (rule->freq == RULE_WEEKLY)
		step *= 7;
	ahead = floor_mod(rule->origin - number, step);
	if (ahead == 0)
		return day;
	/* The farthest that may be needed, so that nothing overflows. */
	if (ahead > LAST_DAY - FIRST_DAY)
		return LAST_DAY + 1;
	number += ahead;
	if (rule->freq == RULE_MONTHLY)
		number = month_first(number);
	else if (rule->freq == RULE_YEARLY)
		number = year_first(rule, number);
	return number > LAST_DAY ? LAST_DAY + 1 : number;
}

static void
add_days(int64_t day, int64_t step, int length, struct year_set *out)
{
	for (; day < length; day += step)
		year_set_add(out, (int)day);
}

static void
add_weeks(int64_t day, int64_t step, int length, struct year_set *out)
{
	for (; day < length; day += step)
		year_set_add_range(out, (int)day, (int)day + 7);
}

static void
add_months(const struct recurrence *rule, int year, struct year_set *out)
{
	int64_t first = (int64_t)year * 12;
	int64_t month = floor_mod(rule->origin - first, rule->interval);

	for (; month < 12; month += rule->interval)
		year_set_add_range(out,
		    days_before_month(is_leap(year), (int)month + 1),
		    days_before_month(is_leap(year), (int)month + 2));
}

/* Takes out what lies in periods that INTERVAL leaves out. */
static void
keep_visited(const struct recurrence *rule, struct year_view *view)
{
	int length = 365 + is_leap(view->year);
	int64_t step = rule->interval, from = rule->origin - view->first;
	struct year_set visited = { 0 };

	if (rule->freq == RULE_DAILY) {
		add_days(floor_mod(from, step), step, length, &visited);
	} else if (rule->freq == RULE_WEEKLY) {
		/* The first week that ends in the year. */
		from = floor_mod(from + 6, step * 7) - 6;
		add_weeks(from, step * 7, length, &visited);
	} else if (rule->freq == RULE_MONTHLY) {
		add_months(rule, view->year, &visited);
	} else if (floor_mod(view->year - rule->origin, step) == 0) {
		return;
	}
	year_set_keep(&view->days, &visited);
}

bool
year_view(const struct recurrence *rule, int year, struct year_view *view)
{
	int type = type_of_year(year);

	view->year = year;
	view->first = year_first(rule, year);
	if (!(rule->types >> type & 1))
		return false;
	view->days = rule->days.of[type];
	if (rule->interval == 1)
		return true;
	keep_visited(rule, view);
	return !year_set_empty(&view->days);
}

/* Is INTERVAL so long that passing over years pays? */
static bool
passes_years(const struct recurrence *rule)
{
	static const short year[] = { 365, 52, 12, 1 };

	return rule->interval > 4 * year[rule->freq];
}

/* The next year that a visited period begins in. */
static int
year_after(const struct recurrence *rule, int year)
{
	int64_t day = period_visit(rule, year_first(rule, year + 1));

	return day > LAST_DAY ? INT_MAX : year_of_day(rule, day);
}

/* Looks at each year up to limit that INTERVAL does not pass over. */
static bool
seek_up(
    const struct recurrence *rule, int year, int limit, struct year_view *view)
{
	bool pass = passes_years(rule);

	while (year <= limit) {
		if (year_view(rule, year, view))
			return true;
		year = pass ? year_after(rule, year) : year + 1;
	}
	return false;
}

static int
block_end(int year)
{
	return year / BLOCK_YEARS * BLOCK_YEARS + BLOCK_YEARS - 1;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

bool
year_seek(const struct recurrence *rule, int year, struct year_view *view)
{
	int next;

	if (rule->types == 0 || year > rule->last_year)
		return false;
	if (!rule->indexed)
		return seek_up(rule, year, rule->last_year, view);
	if (seek_up(rule, year, least(block_end(year), rule->last_year), view))
		return true;
	if (block_end(year) >= rule->last_year)
		return false;
	next = rule->next_year[year / BLOCK_YEARS + 1];
	return next >= 0 && next <= rule->last_year &&
	       year_view(rule, next, view);
}

bool
year_seek_back(const struct recurrence *rule, int year, struct year_view *view)
{
	int first = year_of_day(rule, rule->start_day);

	if (rule->types == 0)
		return false;
	for (; year >= first; year--) {
		int block = year / BLOCK_YEARS;

		/* Nothing from this block's begin up to year? */
		if (rule->indexed && (rule->next_year[block] < 0 ||
					 rule->next_year[block] > year))
			year = block * BLOCK_YEARS;
		else if (year_view(rule, year, view))
			return true;
	}
	return false;
}

/* Has each whole period of a year of that type an instance? */
static bool
type_is_dense(enum rule_freq freq, int type, const struct year_set *days)
{
	bool leap = type / 7 == LEAP_HERE, dense = true;

	switch (freq) {
	case RULE_DAILY:
		return year_set_count(days) == 365 + leap;
	case RULE_WEEKLY:
		for (int day = 0; dense && day + 7 <= 365; day += 7)
			dense = year_set_meets(days, day, day + 7);
		return dense;
	case RULE_MONTHLY:
		for (int month = 1; dense && month <= 12; month++)
			dense =
			    year_set_meets(days, days_before_month(leap, month),
				days_before_month(leap, month + 1));
		return dense;
	case RULE_YEARLY:
		return !year_set_empty(days);
	}
	return false;
}

/* Then the next period that INTERVAL visits ends any search. */
static bool
is_dense(const struct recurrence *rule)
{
	for (int type = 0; type < YEAR_TYPES; type++)
		if (!type_is_dense(rule->freq, type, &rule->days.of[type]))
			return false;
	return true;
}

bool
is_cyclic(const struct recurrence *rule)
{
	static const int periods[] = { CYCLE_DAYS, CYCLE_DAYS / 7, 4800, 400 };

	return periods[rule->freq] % rule->interval == 0;
}

void
year_index(struct recurrence *rule)
{
	int first = year_of_day(rule, rule->start_day), next = -1;
	struct year_view view;

	if (rule->types == 0 || rule->interval == 1 || is_dense(rule))
		return;
	if (is_cyclic(rule) && rule->last_year - first > 400 &&
	    !seek_up(rule, first, first + 400, &view)) {
		rule->types = 0;
		return;
	}
	rule->indexed = true;
	for (int block = rule->last_year / BLOCK_YEARS; block >= 0; block--) {
		int year = block * BLOCK_YEARS;
		int end = least(block_end(year), rule->last_year);

		if (end < first)
			year = end + 1;
		else if (year < first)
			year = first;
		if (seek_up(rule, year, end, &view))
			next = view.year;
		rule->next_year[block] = (int16_t)next;
	}
}
