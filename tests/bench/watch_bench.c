/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A full pass of all rules over a store as the daemon makes it at its start:
 * from records and events to what is found. Prints its time (the median of
 * five, of this thread's CPU) and its memory.
 *
 *   watch_bench CONFIG BOOKINGS    whose store nobody writes; it has so many
 *                                  people on missions
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/cleanup.h"
#include "daemon/watch.h"
#include "rest/view.h"

#define RUNS 5

struct bench {
	struct config *config;
	struct zones *zones;
	struct places *places;
	struct store *store;
	struct records *records;
	struct snapshot *events;
	struct err err;
};

static void
must(const struct bench *bench, int rc)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "watch_bench: %s\n", bench->err.msg);
	exit(1);
}

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
load(struct bench *bench, const char *path)
{
	struct config_problems problems = VEC_INIT;
	struct places_options options;

	must(bench, config_load(path, &bench->config, &problems, &bench->err));
	options = view_places_options(bench->config);
	must(bench, zones_open(NULL, &bench->zones, &bench->err));
	must(bench, places_open(&options, &bench->places, &bench->err));
	must(bench, store_open(bench->config->store_path, DB_WRITER,
			&bench->store, &bench->err));
	must(bench, view_prefer(bench->store, bench->config, &bench->err));
	must(bench, snapshot_load(bench->store, bench->zones, &bench->events,
			&bench->err));
	must(bench, store_records(bench->store, &bench->records, &bench->err));
}

static void
unload(struct bench *bench)
{
	records_unref(bench->records);
	snapshot_unref(bench->events);
	store_close(bench->store);
	places_free(bench->places);
	zones_free(bench->zones);
	config_free(bench->config);
}

/* Seconds of one pass; *bytes: what it keeps. */
static double
pass(struct bench *bench, size_t *bytes)
{
	size_t before = mallinfo2().uordblks;
	struct watch *watch =
	    watch_new(bench->zones, bench->places, &clock_system);
	double at;

	if (!watch)
		exit(1);
	watch_configure(watch, bench->config);
	at = now();
	must(bench, watch_look(watch, bench->store, bench->records,
			bench->events, &bench->err));
	at = now() - at;
	*bytes = mallinfo2().uordblks - before;
	watch_free(watch);
	return at;
}

int
main(int argc, char **argv)
{
	struct bench bench = { .err = ERR_INIT };
	double times[RUNS];
	size_t bytes = 0;

	if (argc != 3) {
		fputs("usage: watch_bench CONFIG BOOKINGS\n", stderr);
		return 1;
	}
	load(&bench, argv[1]);
	for (int run = 0; run < RUNS; run++)
		times[run] = pass(&bench, &bytes);
	qsort(times, RUNS, sizeof *times, compare);
	printf("figure full_pass %.0f ms\n", times[RUNS / 2] * 1e3);
	printf("figure full_pass_memory %.1f MB\n", (double)bytes / 1e6);
	printf("figure memory_a_booking %.0f bytes\n",
	    (double)bytes / atof(argv[2]));
	unload(&bench);
	return 0;
}
