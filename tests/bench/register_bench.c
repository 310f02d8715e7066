/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Registering missions in the engine alone, as on the daemon's thread that
 * writes: each is checked, written with its log in a transaction of its own,
 * what it finds for itself is told, and the rules look at what it changed.
 *
 *   register_bench CONFIG N     in a store that nobody else writes
 *
 * Wall times, as the disk is part of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/vec.h"
#include "daemon/watch.h"
#include "rest/view.h"
#include "rest/write.h"

struct bench {
	struct config *config;
	struct zones *zones;
	struct places *places;
	struct store *store;
	struct watch *watch;
	struct snapshot *events;
	const struct zone *zone;
};

static void
must(int rc, const struct err *err)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "register_bench: %s\n", err->msg);
	exit(1);
}

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* What the last transaction changed; events are as they were. */
static void
look(struct bench *bench)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct err err = ERR_INIT;
	bool wrote;

	must(store_records(bench->store, &records, &err), &err);
	must(watch_look(
		 bench->watch, bench->store, records, bench->events, &err),
	    &err);
	must(watch_write(bench->watch, bench->store, &wrote, &err), &err);
}

static void
start(struct bench *bench, const char *path)
{
	struct config_problems problems = VEC_INIT;
	struct places_options options;
	struct err err = ERR_INIT;

	must(config_load(path, &bench->config, &problems, &err), &err);
	options = view_places_options(bench->config);
	must(zones_open(NULL, &bench->zones, &err), &err);
	must(zones_get(bench->zones, bench->config->zone, &bench->zone, &err),
	    &err);
	must(places_open(&options, &bench->places, &err), &err);
	must(store_open(
		 bench->config->store_path, DB_WRITER, &bench->store, &err),
	    &err);
	must(snapshot_load(bench->store, bench->zones, &bench->events, &err),
	    &err);
	bench->watch = watch_new(bench->zones, bench->places, &clock_system);
	if (!bench->watch)
		exit(1);
	watch_configure(bench->watch, bench->config);
	look(bench);
}

static void
end(struct bench *bench)
{
	watch_free(bench->watch);
	snapshot_unref(bench->events);
	store_close(bench->store);
	places_free(bench->places);
	zones_free(bench->zones);
	config_free(bench->config);
}

/* Seconds. */
static double
register_one(struct bench *bench, int i)
{
	CLEANUP(write_unrefp) struct write *write = NULL;
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	struct err err = ERR_INIT;
	double at = now();

	buf_addf(&body,
	    "{\"title\":\"New %d\",\"team\":\"T1\",\"city\":\"Lyon\","
	    "\"country\":\"FR\",\"windows\":[{\"start\":\"2031-05-04\","
	    "\"end\":\"2031-05-06\"}],\"roles\":[{\"kind\":\"head\","
	    "\"chosen\":[\"p%d\"]}]}",
	    i, i % 20);
	must(write_new(HTTP_POST, "/v1/missions", buf_str(&body), body.len,
		 &write, &err),
	    &err);
	write_actor(write, 0);
	write->desk.judge = watch_judge(bench->watch);
	write->desk.zones = bench->zones;
	write->desk.zone = bench->zone;
	write->desk.places = bench->places;
	write->desk.actor.now = clock_now(&clock_system);
	write->desk.revise_percent = bench->config->revise_percent;
	must(store_write(bench->store, write_run, write, &err), &err);
	look(bench);
	at = now() - at;
	write_end(write, 0, &err);
	if (write->status != 201) {
		fprintf(stderr, "%s\n", buf_str(&write->answer));
		exit(1);
	}
	return at;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	struct bench bench = { .config = NULL };
	int n = argc == 3 ? atoi(argv[2]) : 0;
	CLEANUP(freep) double *times = calloc((size_t)n + 1, sizeof *times);

	if (n < 1 || !times) {
		fputs("usage: register_bench CONFIG N\n", stderr);
		return 1;
	}
	start(&bench, argv[1]);
	for (int i = 0; i < n; i++)
		times[i] = register_one(&bench, i);
	qsort(times, (size_t)n, sizeof *times, compare);
	printf("figure register_engine.p50 %.2f ms\n", times[n / 2] * 1e3);
	printf(
	    "figure register_engine.p99 %.2f ms\n", times[n * 99 / 100] * 1e3);
	end(&bench);
	return 0;
}
