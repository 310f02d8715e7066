/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recurrence against libical's iterator in the same run: instances in bulk
 * from a basket of rules, a week thirty years after DTSTART, and the slowest
 * search among rules made to be slow. Both sides are given parsed text anew
 * for each rule and asked for the same instances, which are compared.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libical/ical.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/recurrence.h"

#define BULK 1000 /* instances of each rule */

/* Both sides agree on these (libical errs on others). */
static const char *const basket[] = {
	"FREQ=DAILY",
	"FREQ=DAILY;INTERVAL=3",
	"FREQ=WEEKLY;BYDAY=MO,WE,FR",
	"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
	"FREQ=MONTHLY;BYMONTHDAY=15",
	"FREQ=MONTHLY;BYDAY=2TU",
	"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
	"FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
	"FREQ=YEARLY;BYMONTH=6,11;BYDAY=1MO",
	"FREQ=YEARLY;BYYEARDAY=1,100,200",
};

static const char *const nasty[] = {
	"FREQ=YEARLY;INTERVAL=9999",
	"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
	"FREQ=YEARLY;BYWEEKNO=53",
	"FREQ=YEARLY;INTERVAL=7;BYYEARDAY=366",
	"FREQ=YEARLY;BYDAY=53MO",
	"FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29",
	"FREQ=MONTHLY;INTERVAL=13;BYMONTH=2;BYDAY=5SU",
	"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,17;BYSETPOS=-3",
	"FREQ=WEEKLY;INTERVAL=20871;BYMONTH=2",
	"FREQ=DAILY;INTERVAL=365;BYMONTH=2;BYMONTHDAY=29",
	"FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
	"FREQ=DAILY;INTERVAL=7;BYDAY=TU",
	"FREQ=DAILY;COUNT=1000000",
	"FREQ=DAILY;BYHOUR=0,6,12,18;BYMINUTE=0,15,30,45;BYSETPOS=1,-1",
};

static void
recurrence_freep(struct recurrence **rule)
{
	recurrence_free(*rule);
}

static void
int64_vec_free(struct int64_vec *vec)
{
	vec_free(vec);
}

/* Nanoseconds of this process's own work. */
static int64_t
cpu_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static struct recurrence *
made(const char *text, int64_t start)
{
	struct recurrence *rule;
	struct err err = ERR_INIT;

	if (recurrence_parse(text, start, false, 0, &rule, &err) < 0) {
		fprintf(stderr, "%s: %s\n", text, err.msg);
		exit(1);
	}
	return rule;
}

static int64_t
from_ical(struct icaltimetype at)
{
	struct civil civil = { at.year, at.month, at.day, at.hour, at.minute,
		at.second };

	return wall_from_civil(&civil);
}

/* The first n instances of libical's at or after from; how many. */
static size_t
ical_instances(const char *text, const char *start, int64_t from, int64_t to,
    size_t n, int64_t *out)
{
	struct icaltimetype first = icaltime_from_string(start), at;
	icalrecur_iterator *walk =
	    icalrecur_iterator_new(icalrecurrencetype_from_string(text), first);
	size_t found = 0;

	if (!walk)
		return 0;
	while (found < n) {
		at = icalrecur_iterator_next(walk);
		if (icaltime_is_null_time(at) || from_ical(at) >= to)
			break;
		if (from_ical(at) >= from)
			out[found++] = from_ical(at);
	}
	icalrecur_iterator_free(walk);
	return found;
}

struct cost {
	double ours, theirs; /* ns an instance, or a window */
};

/* Ours is repeated, so that the clock can see it. */
static struct cost
compare(const char *text, const char *start, int64_t from, int64_t to, size_t n,
    int repeats)
{
	CLEANUP(int64_vec_free) struct int64_vec set = VEC_INIT;
	int64_t theirs[BULK], begin = cpu_now(), first;
	size_t found = ical_instances(text, start, from, to, n, theirs);
	struct cost cost = { .theirs = (double)(cpu_now() - begin) };

	first = from_ical(icaltime_from_string(start));
	begin = cpu_now();
	for (int i = 0; i < repeats; i++) {
		CLEANUP(recurrence_freep)
		struct recurrence *rule = made(text, first);

		set.len = 0;
		recurrence_between(rule, from, to, n, &set);
	}
	cost.ours = (double)(cpu_now() - begin) / repeats;
	if (found != set.len ||
	    (found > 0 &&
		memcmp(theirs, set.items, found * sizeof *theirs) != 0)) {
		fprintf(stderr, "%s: the two disagree\n", text);
		exit(1);
	}
	return cost;
}

/* Whole calls, reading the rule's text included. */
static void
bench_bulk(void)
{
	struct cost sum = { 0, 0 };

	for (size_t i = 0; i < ARRAY_LEN(basket); i++) {
		struct cost cost = compare(basket[i], "20240102T100000",
		    INT64_MIN, INT64_MAX, BULK, 200);

		sum.ours += cost.ours / BULK;
		sum.theirs += cost.theirs / BULK;
		printf("figure recurrence-instance[%s] %.2f ns\n", basket[i],
		    cost.ours / BULK);
	}
	printf("figure recurrence-instance %.2f ns\n",
	    sum.ours / ARRAY_LEN(basket));
	printf("figure recurrence-instance-libical %.0f ns\n",
	    sum.theirs / ARRAY_LEN(basket));
	printf("ratio recurrence-instance %.0f\n", sum.theirs / sum.ours);
}

static void
bench_week(void)
{
	struct cost sum = { 0, 0 };
	int64_t from = day_from_ymd(2054, 1, 5) * DAY_SECONDS;

	for (size_t i = 0; i < ARRAY_LEN(basket); i++) {
		struct cost cost = compare(basket[i], "20240102T100000", from,
		    from + 7 * DAY_SECONDS, BULK, 200);

		sum.ours += cost.ours;
		sum.theirs += cost.theirs;
	}
	printf("figure recurrence-week-30-years-on %.0f ns\n",
	    sum.ours / ARRAY_LEN(basket));
	printf("figure recurrence-week-30-years-on-libical %.0f ns\n",
	    sum.theirs / ARRAY_LEN(basket));
	printf(
	    "ratio recurrence-week-30-years-on %.0f\n", sum.theirs / sum.ours);
}

/* The slowest of searches from all years on; each the best of three, so that
 * an interruption does not count. */
static double
slowest_seek(const struct recurrence *rule)
{
	double slowest = 0;

	for (int year = 2024; year <= 9999; year += 7) {
		int64_t from = day_from_ymd(year, 3, 1) * DAY_SECONDS, at;
		double best = 1e18;

		for (int i = 0; i < 3; i++) {
			int64_t begin = cpu_now();
			double cost;

			recurrence_next(rule, from, &at);
			cost = (double)(cpu_now() - begin);
			best = cost < best ? cost : best;
		}
		slowest = best > slowest ? best : slowest;
	}
	return slowest;
}

static double
parse_cost(const char *text, int64_t start)
{
	int64_t begin = cpu_now();

	for (int i = 0; i < 50; i++)
		recurrence_free(made(text, start));
	return (double)(cpu_now() - begin) / 50;
}

static void
bench_nasty(void)
{
	int64_t start = day_from_ymd(2024, 1, 1) * DAY_SECONDS + 36000;
	double slowest = 0, slowest_parse = 0;

	for (size_t i = 0; i < ARRAY_LEN(nasty); i++) {
		CLEANUP(recurrence_freep)
		struct recurrence *rule = made(nasty[i], start);
		double seek = slowest_seek(rule);
		double parse = parse_cost(nasty[i], start);

		printf("figure recurrence-seek[%s] %.0f ns\n", nasty[i], seek);
		printf(
		    "figure recurrence-parse[%s] %.0f ns\n", nasty[i], parse);
		slowest = seek > slowest ? seek : slowest;
		slowest_parse = parse > slowest_parse ? parse : slowest_parse;
	}
	printf("figure recurrence-seek-slowest %.0f ns\n", slowest);
	printf("figure recurrence-parse-slowest %.0f ns\n", slowest_parse);
}

int
main(void)
{
	bench_bulk();
	bench_week();
	bench_nasty();
	return 0;
}
