/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each BY part becomes a bitmap of the year and the bitmaps are intersected:
 * about a hundred operations for each type of year.
 */
#include "year_days.h"

#include <string.h>

#include "base/date.h"

/* Bits 0, 7, 14 ... 63. */
#define EACH_WEEK UINT64_C(0x8102040810204081)

#define MONTH_BIT(month) (UINT64_C(1) << (month))

/* A type of year, unfolded. */
struct year_shape {
	int first;         /* weekday of 1 January, 0 is Monday */
	int length;        /* 365 or 366 */
	int before, after; /* lengths of the years around it */
};

static struct year_shape
year_shape(int type)
{
	enum year_leap leap = (enum year_leap)(type / 7);

	return (struct year_shape){
		.first = type % 7,
		.length = 365 + (leap == LEAP_HERE),
		.before = 365 + (leap == LEAP_BEFORE),
		.after = 365 + (leap == LEAP_AFTER),
	};
}

static int
mod7(int a)
{
	return (a % 7 + 7) % 7;
}

int
week_one(int first, int week_start)
{
	int before = mod7(first - week_start);

	return before <= 3 ? -before : 7 - before;
}

int
days_before_month(bool leap, int month)
{
	static const short before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
		273, 304, 334, 365 };

	return before[month - 1] + (leap && month > 2);
}

static int
month_begin(const struct year_shape *year, int month)
{
	return days_before_month(year->length == 366, month);
}

void
rule_fill_days(struct rule *rule, int64_t start_day)
{
	struct civil civil = civil_from_day(start_day);
	bool said = rule->monthdays.given || rule->yeardays.given ||
		    rule->weekdays || rule->has_nth;

	if (rule->freq == RULE_DAILY)
		return;
	if (rule->freq == RULE_WEEKLY || rule->weeks.given) {
		if (!said)
			rule->weekdays = 1u << day_weekday(start_day);
		return;
	}
	if (!said) {
		rule->monthdays.given = true;
		year_set_add(&rule->monthdays.plus, civil.day - 1);
	}
	/* Several producers write FREQ=YEARLY;BYMONTHDAY=16 for a birthday. */
	if (rule->freq == RULE_YEARLY && rule->monthdays.given &&
	    !rule->yeardays.given && !rule->months)
		rule->months = MONTH_BIT(civil.month);
}

void
rule_fill(struct rule *rule, int64_t start_day, int start_second)
{
	uint64_t sixtieth = UINT64_C(1) << 60;

	rule_fill_days(rule, start_day);
	if (!rule->hours)
		rule->hours = UINT64_C(1) << (start_second / 3600);
	if (!rule->minutes)
		rule->minutes = UINT64_C(1) << (start_second / 60 % 60);
	if (!rule->seconds)
		rule->seconds = UINT64_C(1) << (start_second % 60);
	/* RFC 5545 section 3.3.12: who has no leap seconds reads the second
	 * 60 as the second 59. */
	if (rule->seconds & sixtieth)
		rule->seconds = (rule->seconds ^ sixtieth) | sixtieth >> 1;
}

static void
keep_months(const struct rule *rule, const struct year_shape *year,
    struct year_set *set)
{
	struct year_set months = { 0 };

	for (int month = 1; month <= 12; month++)
		if (rule->months & MONTH_BIT(month))
			year_set_add_range(&months, month_begin(year, month),
			    month_begin(year, month + 1));
	year_set_keep(set, &months);
}

/* The days of [begin, end) that are counted from its two ends. */
static void
add_ordinals(const struct rule_ordinals *ordinals, int begin, int end,
    struct year_set *out)
{
	const struct year_set *plus = &ordinals->plus;
	const struct year_set *minus = &ordinals->minus;
	int n;

	for (n = year_set_next(plus, 0); n >= 0 && n < end - begin;
	     n = year_set_next(plus, n + 1))
		year_set_add(out, begin + n);
	for (n = year_set_next(minus, 0); n >= 0 && n < end - begin;
	     n = year_set_next(minus, n + 1))
		year_set_add(out, end - 1 - n);
}

static void
keep_monthdays(const struct rule *rule, const struct year_shape *year,
    struct year_set *set)
{
	struct year_set days = { 0 };

	for (int month = 1; month <= 12; month++)
		add_ordinals(&rule->monthdays, month_begin(year, month),
		    month_begin(year, month + 1), &days);
	year_set_keep(set, &days);
}

static void
keep_yeardays(const struct rule *rule, const struct year_shape *year,
    struct year_set *set)
{
	struct year_set days = { 0 };

	add_ordinals(&rule->yeardays, 0, year->length, &days);
	year_set_keep(set, &days);
}

static int
week_count(int first, int length, int week_start)
{
	return (length + week_one(first + length, week_start) -
		   week_one(first, week_start)) /
	       7;
}

static bool
week_chosen(const struct rule *rule, int index, int count)
{
	return year_set_has(&rule->weeks.plus, index) ||
	       year_set_has(&rule->weeks.minus, count - 1 - index);
}

static void
add_weekdays(const struct rule *rule, const struct year_shape *year,
    struct year_set *out)
{
	for (int i = 0; i < YEAR_WORDS; i++) {
		/* 64 is 9 weeks and a day: each word begins a day later. */
		int shift = mod7(year->first + i);
		unsigned days = rule->weekdays >> shift | rule->weekdays
							      << (7 - shift);

		out->words[i] |= (days & 0x7f) * EACH_WEEK;
	}
}

/* The nth weekdays of [begin, end). */
static void
add_nth(const struct rule *rule, const struct year_shape *year, int begin,
    int end, struct year_set *out)
{
	for (int weekday = 0; weekday < 7; weekday++) {
		uint64_t plus = rule->nth[weekday].plus;
		uint64_t minus = rule->nth[weekday].minus;
		int day;

		if (plus)
			day = begin + mod7(weekday - year->first - begin);
		for (; plus && day < end; plus >>= 1, day += 7)
			if (plus & 1)
				year_set_add(out, day);
		if (minus)
			day = end - 1 - mod7(year->first + end - 1 - weekday);
		for (; minus && day >= begin; minus >>= 1, day -= 7)
			if (minus & 1)
				year_set_add(out, day);
	}
}

/* An ordinal counts within the month when the rule is MONTHLY or has BYMONTH,
 * else within the year (RFC 5545 section 3.3.10, BYDAY and note 2). */
static void
keep_weekdays(const struct rule *rule, const struct year_shape *year,
    struct year_set *set)
{
	struct year_set days = { 0 };

	add_weekdays(rule, year, &days);
	if (rule->has_nth && rule->nth_in_month) {
		for (int month = 1; month <= 12; month++)
			add_nth(rule, year, month_begin(year, month),
			    month_begin(year, month + 1), &days);
	} else if (rule->has_nth) {
		add_nth(rule, year, 0, year->length, &days);
	}
	year_set_keep(set, &days);
}

/* The days of a calendar year. */
static void
build_dates(const struct rule *rule, const struct year_shape *year,
    struct year_set *set)
{
	*set = (struct year_set){ 0 };
	year_set_add_range(set, 0, year->length);
	if (rule->months)
		keep_months(rule, year, set);
	if (rule->yeardays.given)
		keep_yeardays(rule, year, set);
	if (rule->monthdays.given)
		keep_monthdays(rule, year, set);
	if (rule->weekdays || rule->has_nth)
		keep_weekdays(rule, year, set);
}

/* Copies n days of a calendar year into a year of weeks. */
static void
add_days_of(const struct rule *rule, const struct year_shape *year, int from,
    int n, int to, struct year_set *out)
{
	struct year_set set;

	if (n <= 0)
		return;
	build_dates(rule, year, &set);
	for (int i = 0; i < n; i++)
		if (year_set_has(&set, from + i))
			year_set_add(out, to + i);
}

/* The days of the year's weeks, of which the first and the last may lie in
 * the years around. */
static void
build_week_dates(const struct rule *rule, const struct year_shape *year,
    int weeks, struct year_set *set)
{
	int begin = week_one(year->first, rule->week_start);
	int over = begin + 7 * weeks - year->length;
	struct year_shape before = {
		.first = mod7(year->first - year->before),
		.length = year->before,
	};
	struct year_shape after = {
		.first = mod7(year->first + year->length),
		.length = year->after,
	};

	build_dates(rule, year, set);
	if (over < 0)
		year_set_keep_range(set, 0, year->length + over);
	if (begin > 0)
		year_set_advance(set, begin);
	else
		year_set_delay(set, -begin);
	add_days_of(rule, &before, before.length + begin, -begin, 0, set);
	add_days_of(rule, &after, 0, over, year->length - begin, set);
}

static void
keep_weeks(const struct rule *rule, int count, struct year_set *set)
{
	struct year_set weeks = { 0 };

	for (int i = 0; i < count; i++)
		if (week_chosen(rule, i, count))
			year_set_add_range(&weeks, 7 * i, 7 * i + 7);
	year_set_keep(set, &weeks);
}

static void
build_type(const struct rule *rule, int type, struct year_set *set)
{
	struct year_shape year = year_shape(type);
	int count;

	if (!rule->weeks.given) {
		build_dates(rule, &year, set);
		return;
	}
	count = week_count(year.first, year.length, rule->week_start);
	build_week_dates(rule, &year, count, set);
	keep_weeks(rule, count, set);
}

/* Only weeks look at the years around. */
static bool
type_differs(const struct rule *rule, int type)
{
	enum year_leap leap = (enum year_leap)(type / 7);

	return rule->weeks.given || leap == LEAP_AFAR || leap == LEAP_HERE;
}

static void
copy_types(const struct rule *rule, struct year_days *days)
{
	if (rule->weeks.given)
		return;
	for (int i = 0; i < 7; i++) {
		days->of[LEAP_BEFORE * 7 + i] = days->of[LEAP_AFAR * 7 + i];
		days->of[LEAP_AFTER * 7 + i] = days->of[LEAP_AFAR * 7 + i];
	}
}

void
year_days_build(const struct rule *rule, struct year_days *out)
{
	for (int type = 0; type < YEAR_TYPES; type++)
		if (type_differs(rule, type))
			build_type(rule, type, &out->of[type]);
	copy_types(rule, out);
}

/* The members of one period that lie in this year: those of base in [begin,
 * end). hidden and more are its members before and after this year. */
struct period {
	const struct year_set *base;
	int offset; /* members of base before begin */
	int hidden, here, more;
	int ntimes;
};

static struct period
period_of(const struct year_set *base, int begin, int end, int ntimes)
{
	return (struct period){
		.base = base,
		.offset = year_set_count_range(base, 0, begin),
		.here = year_set_count_range(base, begin, end),
		.ntimes = ntimes,
	};
}

static void
add_ranked(const struct period *period, int rank, struct year_set *out)
{
	int here = rank - period->hidden;

	if (here >= 0 && here < period->here)
		year_set_add(
		    out, year_set_nth(period->base, period->offset + here));
}

/* Position n is of day n / ntimes; once that day is in, the day's other
 * positions are skipped. */
static void
choose_period(const struct rule_ordinals *positions,
    const struct period *period, struct year_set *out)
{
	int days = period->hidden + period->here + period->more;
	int ntimes = period->ntimes, n, rank;

	for (n = year_set_next(&positions->plus, 0);
	     n >= 0 && (rank = n / ntimes) < days;
	     n = year_set_next(&positions->plus, (rank + 1) * ntimes))
		add_ranked(period, rank, out);
	for (n = year_set_next(&positions->minus, 0);
	     n >= 0 && (rank = n / ntimes) < days;
	     n = year_set_next(&positions->minus, (rank + 1) * ntimes))
		add_ranked(period, days - 1 - rank, out);
}

/* How many of the n days that follow weekday from belong to a WEEKLY rule,
 * when they lie in the month. */
static int
count_outside(const struct rule *rule, int from, int n, int month)
{
	int count = 0;

	if (rule->months && !(rule->months & MONTH_BIT(month)))
		return 0;
	for (int i = 0; i < n; i++)
		count += rule->weekdays >> mod7(from + i) & 1;
	return count;
}

static void
choose_weeks(const struct rule *rule, const struct year_shape *year,
    const struct year_set *base, int ntimes, struct year_set *out)
{
	int begin = -mod7(year->first - rule->week_start);

	for (; begin < year->length; begin += 7) {
		int end = begin + 7, over = end - year->length;
		struct period week = period_of(base, begin, end, ntimes);

		if (begin < 0)
			week.hidden =
			    count_outside(rule, rule->week_start, -begin, 12);
		if (over > 0)
			week.more = count_outside(
			    rule, year->first + year->length, over, 1);
		choose_period(&rule->positions, &week, out);
	}
}

static void
choose_months(const struct rule *rule, const struct year_shape *year,
    const struct year_set *base, int ntimes, struct year_set *out)
{
	for (int month = 1; month <= 12; month++) {
		struct period period = period_of(base, month_begin(year, month),
		    month_begin(year, month + 1), ntimes);

		choose_period(&rule->positions, &period, out);
	}
}

static void
choose_type(const struct rule *rule, int type, const struct year_set *base,
    int ntimes, struct year_set *out)
{
	struct year_shape year = year_shape(type);
	struct period whole = period_of(base, 0, YEAR_BITS, ntimes);

	if (rule->freq == RULE_WEEKLY)
		choose_weeks(rule, &year, base, ntimes, out);
	else if (rule->freq == RULE_MONTHLY)
		choose_months(rule, &year, base, ntimes, out);
	else
		choose_period(&rule->positions, &whole, out);
}

void
year_days_choose(const struct rule *rule, const struct year_days *base,
    int ntimes, struct year_days *out)
{
	memset(out, 0, sizeof *out);
	for (int type = 0; type < YEAR_TYPES; type++)
		if (type_differs(rule, type))
			choose_type(rule, type, &base->of[type], ntimes,
			    &out->of[type]);
	copy_types(rule, out);
}
