/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Duplicates among many events of twenty sources, one in fifty of which two
 * sources tell of: all of them at once, then change by change. The ratio tells
 * how the cost of an event grows with ten times as many: 1 were no growth, 10
 * that of comparing all with all.
 *
 *     duplicates_bench [EVENTS]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/duplicates.h"

#define SOURCES 20
#define CHANGES 2000

struct made {
	char id[32], source[32], uid[32], summary[128], city[32], url[96];
	char start[DAY_TEXT], end[DAY_TEXT];
	struct event event;
	struct event_times times;
};

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The i-th event; of each fifty the last is the one before, by another. */
static void
make(struct made *made, long i, long version)
{
	static const char *const topics[] = { "water", "housing", "transport",
		"climate", "health", "culture", "data", "tourism" };
	long what = i % 50 == 49 ? i - 1 : i;
	int64_t day = 20454 + what % 1500; /* from 2026 on */

	snprintf(made->id, sizeof made->id, "%010ld", i);
	snprintf(made->source, sizeof made->source, "source-%ld", i % SOURCES);
	snprintf(made->uid, sizeof made->uid, "event-%ld", i);
	snprintf(made->summary, sizeof made->summary,
	    "Conference %ld of regions on %s and %s %ld", what % 977,
	    topics[what % 8], topics[what / 8 % 8], version);
	snprintf(made->city, sizeof made->city, "City %ld", what % 400);
	snprintf(made->url, sizeof made->url, "https://www.example.org/%ld/%s",
	    what, i == what ? "" : "?utm_source=x");
	day_format(made->start, day);
	day_format(made->end, day + 2);
	made->event = (struct event){ .source = made->source,
		.uid = made->uid,
		.summary = made->summary,
		.city = made->city,
		.url = made->url,
		.start = made->start,
		.end = made->end };
	made->times = (struct event_times){
		.all_day = true, .start = day, .end = day + 2
	};
}

static int
count_pair(
    const struct duplicate_pair *pair, bool gone, void *arg, struct err *err)
{
	(void)pair;
	(void)err;
	*(long *)arg += gone ? -1 : 1;
	return 0;
}

static void
must(int rc, const struct err *err)
{
	if (rc == 0)
		return;
	fprintf(stderr, "%s\n", err->msg);
	exit(1);
}

static void
put(struct duplicates *duplicates, long i, long version)
{
	struct err err = ERR_INIT;
	struct made made;

	make(&made, i, version);
	must(duplicates_put(
		 duplicates, made.id, &made.event, &made.times, NULL, &err),
	    &err);
}

/* Seconds for n events at once; *each: for one change among them. */
static double
measure(long n, double *each, long *pairs)
{
	CLEANUP(duplicates_freep) struct duplicates *duplicates = NULL;
	struct err err = ERR_INIT;
	double start = seconds(), all;

	*pairs = 0;
	must(duplicates_new(&duplicate_options_default, &duplicates, &err),
	    &err);
	for (long i = 0; i < n; i++)
		put(duplicates, i, 0);
	must(duplicates_settle(duplicates, count_pair, pairs, &err), &err);
	all = seconds() - start;
	start = seconds();
	for (long i = 0; i < CHANGES; i++) {
		long ignored = 0;

		put(duplicates, i * 37 % n, 1 + i);
		must(duplicates_settle(duplicates, count_pair, &ignored, &err),
		    &err);
	}
	*each = (seconds() - start) / CHANGES;
	return all;
}

int
main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 200000, pairs;
	double each, all, few;

	few = measure(n / 10, &each, &pairs);
	all = measure(n, &each, &pairs);
	printf("figure duplicates-events %ld 1\n", n);
	printf("figure duplicates-pairs %ld 1\n", pairs);
	printf("figure duplicates-all %.2f s\n", all);
	printf("figure duplicates-change %.1f us\n", each * 1e6);
	printf("ratio duplicates-growth %.2f\n", all / few / 10);
	return 0;
}
