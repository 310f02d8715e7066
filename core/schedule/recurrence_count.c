/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which times a day has, and which instance is the nth. COUNT is turned into
 * the last instance once, when the rule is read, so that no search has to
 * count again: by years, whose days are counted 64 at a time, or by periods
 * where BYSETPOS chooses among the times of days.
 */
#include "recurrence_impl.h"

#include <assert.h>

#include "base/date.h"

int64_t
base_count(const struct recurrence *rule, int64_t begin, int64_t end)
{
	int64_t count = 0;

	while (begin < end) {
		int year = year_of_day(rule, begin);
		int64_t first = year_first(rule, year);
		int64_t next = year_first(rule, year + 1);
		int64_t stop = end < next ? end : next;

		count +=
		    year_set_count_range(&rule->base.of[type_of_year(year)],
			(int)(begin - first), (int)(stop - first));
		begin = stop;
	}
	return count;
}

static bool
chosen(const struct recurrence *rule, int64_t index, int64_t total)
{
	int64_t back = total - 1 - index;

	return (index < YEAR_BITS &&
		   year_set_has(&rule->positions.plus, (int)index)) ||
	       (back < YEAR_BITS &&
		   year_set_has(&rule->positions.minus, (int)back));
}

/* Positions are at most 366 from either end of the period. */
static void
choose_times(const struct recurrence *rule, int64_t day, struct day_times *out)
{
	int64_t begin, end, before, total;

	period_days(rule, day, &begin, &end);
	before = base_count(rule, begin, day) * rule->ntimes;
	total = base_count(rule, begin, end) * rule->ntimes;
	out->times = out->room;
	out->n = 0;
	for (int i = 0; i < rule->ntimes; i++) {
		int64_t index = before + i;

		if (index >= YEAR_BITS && total - index > YEAR_BITS) {
			/* On to what the end may choose. */
			i = total - YEAR_BITS - before < rule->ntimes
				? (int)(total - YEAR_BITS - before)
				: rule->ntimes;
			i--;
			continue;
		}
		if (chosen(rule, index, total)) {
			assert(out->n < CHOSEN_MAX);
			out->room[out->n++] = rule->times[i];
		}
	}
}

void
day_times(const struct recurrence *rule, int64_t day, struct day_times *out)
{
	if (rule->choosy) {
		choose_times(rule, day, out);
		return;
	}
	out->times = rule->times;
	out->n = rule->ntimes;
}

/* How many of the day's times are before second? */
static int
times_before(const struct recurrence *rule, int64_t day, int64_t second)
{
	struct day_times times;
	int n = 0;

	day_times(rule, day, &times);
	while (n < times.n && times.times[n] < second)
		n++;
	return n;
}

static bool
day_in_set(const struct recurrence *rule, int64_t day)
{
	int year = year_of_day(rule, day);
	struct year_view view;

	return year_view(rule, year, &view) &&
	       year_set_has(&view.days, (int)(day - view.first));
}

/* Instances on DTSTART's day before DTSTART. */
static int64_t
before_start(const struct recurrence *rule)
{
	if (!day_in_set(rule, rule->start_day))
		return 0;
	return times_before(
	    rule, rule->start_day, rule->start - rule->start_day * rule->unit);
}

static bool
nth_by_years(const struct recurrence *rule, int64_t n, int64_t *at)
{
	int year = year_of_day(rule, rule->start_day);
	struct year_view view;

	for (; year <= rule->last_year; year++) {
		int64_t here;

		if (!year_view(rule, year, &view))
			continue;
		if (view.first < rule->start_day)
			year_set_keep_range(&view.days,
			    (int)(rule->start_day - view.first), YEAR_BITS);
		here = (int64_t)year_set_count(&view.days) * rule->ntimes;
		if (n <= here)
			break;
		n -= here;
	}
	if (year > rule->last_year)
		return false;
	*at = (view.first +
		  year_set_nth(&view.days, (int)((n - 1) / rule->ntimes))) *
		  rule->unit +
	      rule->times[(n - 1) % rule->ntimes];
	return true;
}

/* How many instances BYSETPOS chooses of total. */
static int64_t
chosen_of(const struct recurrence *rule, int64_t total)
{
	int64_t count = 0;

	for (int64_t i = 0; i < total && i < YEAR_BITS; i++)
		count += chosen(rule, i, total);
	for (int64_t i = total - YEAR_BITS; i < total; i++)
		count += i >= YEAR_BITS && chosen(rule, i, total);
	return count;
}

static bool
nth_in_period(const struct recurrence *rule, int64_t n, int64_t begin,
    int64_t end, int64_t *at)
{
	struct day_times times;

	for (int64_t day = begin; day < end; day++) {
		if (!day_in_set(rule, day))
			continue;
		day_times(rule, day, &times);
		if (n <= times.n) {
			*at = day * rule->unit + times.times[n - 1];
			return true;
		}
		n -= times.n;
	}
	return false;
}

/*
 * Once a whole cycle of the calendar has been counted, from day begin and n
 * left to day + CYCLE_DAYS and *n left, as many more as fit are skipped.
 * Returns the day to go on from.
 */
static int64_t
skip_cycles(int64_t day, int64_t begun_with, int64_t *n)
{
	int64_t each = begun_with - *n, cycles;

	if (each == 0)
		return LAST_DAY + 1;
	cycles = (*n - 1) / each;
	if (cycles > (LAST_DAY - day) / CYCLE_DAYS)
		return LAST_DAY + 1;
	*n -= cycles * each;
	return day + cycles * CYCLE_DAYS;
}

/* Instances of DTSTART's period on the days before DTSTART's. */
static int64_t
before_start_day(const struct recurrence *rule, int64_t begin)
{
	struct day_times times;
	int64_t n = 0;

	for (int64_t day = begin; day < rule->start_day; day++)
		if (day_in_set(rule, day)) {
			day_times(rule, day, &times);
			n += times.n;
		}
	return n;
}

/* How many are chosen in a period depends on the number of its days alone, so
 * that is worked out once for each number. */
static bool
nth_by_periods(const struct recurrence *rule, int64_t n, int64_t *at)
{
	int64_t known[YEAR_BITS], begin, end, first, begun_with;

	for (int i = 0; i < YEAR_BITS; i++)
		known[i] = -1;
	period_days(rule, rule->start_day, &first, &end);
	begun_with = n += before_start_day(rule, first);
	for (begin = first; begin <= LAST_DAY;
	     begin = period_visit(rule, end)) {
		int64_t days;

		if (begin == first + CYCLE_DAYS && is_cyclic(rule))
			begin = skip_cycles(begin, begun_with, &n);
		if (begin > LAST_DAY)
			break;
		period_days(rule, begin, &begin, &end);
		days = base_count(rule, begin, end);
		if (known[days] < 0)
			known[days] = chosen_of(rule, days * rule->ntimes);
		if (n <= known[days])
			return nth_in_period(rule, n, begin, end, at);
		n -= known[days];
	}
	return false;
}

bool
recurrence_nth(const struct recurrence *rule, int64_t n, int64_t *at)
{
	if (rule->types == 0)
		return false;
	n += before_start(rule);
	return rule->choosy ? nth_by_periods(rule, n, at)
			    : nth_by_years(rule, n, at);
}
