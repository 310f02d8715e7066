/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding conflicts, with itself and with sorting.
 *
 *   conflicts_bench N          the engine's overlaps of people among N
 *                              bookings, and sorting as many
 *   conflicts_bench N FILE     the same, and the bookings as CSV
 *   conflicts_bench office     one change among a million bookings; all rules
 *                              on 100,000 events and 10,000 missions
 *
 * Medians of five. contrib/benches/conflicts adds what databases need for the
 * same bookings.
 */
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/detect.h"
#include "schedule/rules/rules.h"

#define RUNS 5
#define PER_PERSON 50
#define SPAN_DAYS 1826 /* five years */

static uint64_t seed = 88172645463325252u;

static uint64_t
chance(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double times[RUNS])
{
	qsort(times, RUNS, sizeof *times, compare_doubles);
	return times[RUNS / 2];
}

/* --------------------------------------------------------------- bookings */

/* A person's being somewhere, in minutes. */
struct row {
	uint32_t person, start, end, mission;
};

static struct row *
make_rows(size_t n)
{
	struct row *rows = malloc(n * sizeof *rows);
	uint32_t people = (uint32_t)(n / PER_PERSON), first = 0;

	/* Runs of PER_PERSON different people: a mission's. */
	for (size_t i = 0; rows && i < n; i++) {
		if (i % PER_PERSON == 0)
			first = (uint32_t)chance(people);
		rows[i].person = (first + 37 * (i % PER_PERSON)) % people;
		rows[i].start = (uint32_t)chance(SPAN_DAYS * 1440);
		rows[i].end = rows[i].start + 60 + (uint32_t)chance(4 * 1440);
		rows[i].mission = (uint32_t)i;
	}
	return rows;
}

static uint64_t
key_of(const struct row *row)
{
	return (uint64_t)row->person << 22 | row->start;
}

static int
compare_rows(const void *a, const void *b)
{
	uint64_t x = key_of(a), y = key_of(b);

	return (x > y) - (x < y);
}

/* By person and start: least significant digits first, 11 bits each. */
static void
radix_sort(struct row *rows, struct row *spare, size_t n)
{
	struct row *from = rows, *to = spare, *swap;
	uint64_t all = 0;

	for (size_t i = 0; i < n; i++)
		all |= key_of(&rows[i]);
	for (int shift = 0; all >> shift; shift += 11) {
		size_t counts[2048] = { 0 }, sum = 0;

		for (size_t i = 0; i < n; i++)
			counts[key_of(&from[i]) >> shift & 2047]++;
		for (size_t i = 0; i < 2048; i++) {
			size_t count = counts[i];

			counts[i] = sum;
			sum += count;
		}
		for (size_t i = 0; i < n; i++)
			to[counts[key_of(&from[i]) >> shift & 2047]++] =
			    from[i];
		swap = from;
		from = to;
		to = swap;
	}
	if (from != rows)
		memcpy(rows, from, n * sizeof *rows);
}

static void
write_rows(const char *path, const struct row *rows, size_t n)
{
	CLEANUP(fclosep) FILE *file = fopen(path, "w");

	for (size_t i = 0; file && i < n; i++)
		fprintf(file, "%u,%u,%u,%u\n", rows[i].person, rows[i].start,
		    rows[i].end, rows[i].mission);
}

/* ----------------------------------------------------------- the engine */

static void
fail(const char *what)
{
	fprintf(stderr, "conflicts_bench: %s\n", what);
	exit(1);
}

static int64_t
some_time(void)
{
	return (20454 + (int64_t)chance(SPAN_DAYS)) * DAY_SECONDS +
	       (int64_t)chance(24) * 3600;
}

static void
put_sites(struct world *world, int32_t n)
{
	for (int32_t i = 0; i < n; i++) {
		struct world_site site = { .known = true,
			.city = i,
			.latitude = (double)chance(120) - 50,
			.longitude = (double)chance(360) - 180 };

		if (world_put_site(world, i, &site) < 0)
			fail("no memory");
	}
}

static void
put_people(struct world *world, int32_t teams, int32_t people)
{
	for (int32_t i = 0; i < teams; i++)
		if (world_put_team(world, i,
			&(struct world_team){
			    .there = true, .minimum = 3, .town = NOBODY }) < 0)
			fail("no memory");
	for (int32_t i = 0; i < people; i++)
		if (world_put_person(world, i,
			&(struct world_person){ .there = true,
			    .team = teams ? i % teams : NOBODY,
			    .represents = i % 20 == 0,
			    .senior = i % 10 == 0 }) < 0)
			fail("no memory");
}

static void
put_mission(struct world *world, int32_t i, int32_t event, int32_t people,
    int32_t nstays, int64_t shift)
{
	struct world_mission of = { .there = true,
		.counts = true,
		.event = event,
		.site = (int32_t)chance(world->sites.len),
		.year = 2026,
		.lines = 1 };
	int64_t start = some_time() + shift;
	int32_t person = (int32_t)chance((uint64_t)people);

	vec_push(&of.teams, person % 40);
	for (int32_t k = 0; k < nstays; k++) {
		struct world_stay stay = { .person =
					       (person + 37 * k) % people };

		stay.occupied = (struct span){ start, start + 2 * DAY_SECONDS };
		stay.away = (struct span){ start - 30000,
			start + 2 * DAY_SECONDS + 30000 };
		vec_push(&of.stays, stay);
	}
	if (world_put_mission(world, i, &of) < 0)
		fail("no memory");
	world_mission_release(&of);
}

/* --------------------------------------------------- overlaps of everybody */

/* The rows as missions of PER_PERSON people each. */
static void
put_rows(struct world *world, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i += PER_PERSON) {
		struct world_mission of = { .there = true,
			.counts = true,
			.event = NOBODY,
			.site = NOBODY,
			.lines = 1 };

		for (size_t k = i; k < i + PER_PERSON; k++) {
			struct world_stay stay = { .person =
						       (int32_t)rows[k].person,
				.occupied = { rows[k].start * INT64_C(60),
				    rows[k].end * INT64_C(60) } };

			stay.away = stay.occupied;
			vec_push(&of.stays, stay);
		}
		if (world_put_mission(world, (int32_t)(i / PER_PERSON), &of) <
		    0)
			fail("no memory");
		world_mission_release(&of);
	}
}

/* The engine's rule over all of its people, one after the other. */
static size_t
find_overlaps(const struct world *world)
{
	struct findings found = { .failed = false };
	size_t n = 0;

	for (size_t i = 0; i < world->people.len; i++) {
		find_person_overlap(world, (int32_t)i, &found);
		n += found.list.len;
		findings_reset(&found);
	}
	if (found.failed)
		fail("no memory");
	findings_free(&found);
	return n;
}

/* Of the rows, as they were made. */
static double
time_sort(const struct row *made, struct row *rows, struct row *spare, size_t n)
{
	double at;

	memcpy(rows, made, n * sizeof *rows);
	at = now();
	if (spare)
		radix_sort(rows, spare, n);
	else
		qsort(rows, n, sizeof *rows, compare_rows);
	return now() - at;
}

static void
print_overlaps(double qsorts[RUNS], double radixes[RUNS], double finds[RUNS])
{
	double find = median(finds);

	printf("figure qsort %.1f ms\n", median(qsorts) * 1e3);
	printf("figure radix_sort %.1f ms\n", median(radixes) * 1e3);
	printf("figure engine %.1f ms\n", find * 1e3);
	printf("ratio engine_to_radix_sort %.2f\n", find / median(radixes));
	printf("ratio qsort_to_engine %.1f\n", median(qsorts) / find);
}

static void
measure_overlaps(size_t n, const char *path)
{
	struct row *made = make_rows(n), *rows = malloc(n * sizeof *rows);
	struct row *spare = malloc(n * sizeof *rows);
	double qsorts[RUNS], radixes[RUNS], finds[RUNS], at = now();
	struct world world;
	size_t pairs = 0;

	if (!made || !rows || !spare)
		fail("no memory");
	if (path)
		write_rows(path, made, n);
	world_init(&world, &world_settings_default);
	put_people(&world, 0, (int32_t)(n / PER_PERSON));
	at = now();
	put_rows(&world, made, n);
	if (world_pack(&world) < 0)
		fail("no memory");
	printf("figure bookings %zu 1\n", n);
	printf("figure engine_put %.0f ms\n", (now() - at) * 1e3);
	for (int run = 0; run < RUNS; run++) {
		qsorts[run] = time_sort(made, rows, NULL, n);
		radixes[run] = time_sort(made, rows, spare, n);
		at = now();
		pairs = find_overlaps(&world);
		finds[run] = now() - at;
	}
	printf("figure overlaps %zu 1\n", pairs);
	print_overlaps(qsorts, radixes, finds);
	world_free(&world);
	free(made);
	free(rows);
	free(spare);
}

/* One mission moved, and looked at. */
static void
measure_change(struct world *world, struct detection *detection,
    const char *name, int32_t people, int32_t nstays)
{
	enum { TRIES = 500 };
	static double times[TRIES];
	int32_t last = (int32_t)world->missions.len;

	for (int i = 0; i < TRIES; i++) {
		double at = now();

		put_mission(world, last, NOBODY, people, nstays, i);
		if (detect_settle(detection, world, NULL, NULL) < 0)
			fail("no memory");
		times[i] = now() - at;
	}
	qsort(times, TRIES, sizeof *times, compare_doubles);
	printf("figure %s %.1f us\n", name, times[TRIES / 2] * 1e6);
	printf("figure %s_p99 %.1f us\n", name, times[TRIES * 99 / 100] * 1e6);
}

static void
measure_million(void)
{
	enum { PEOPLE = 20000, MISSIONS = 20000, STAYS = 50 };
	struct world world;
	struct detection detection = DETECTION_INIT;
	size_t before = mallinfo2().uordblks;
	double at;

	world_init(&world, &world_settings_default);
	put_sites(&world, 500);
	put_people(&world, 400, PEOPLE);
	for (int32_t i = 0; i < MISSIONS; i++)
		put_mission(&world, i, NOBODY, PEOPLE, STAYS, 0);
	printf("figure bytes_a_booking %.0f bytes\n",
	    (double)(mallinfo2().uordblks - before) / (MISSIONS * STAYS));
	at = now();
	if (detect_settle(&detection, &world, NULL, NULL) < 0)
		fail("no memory");
	printf(
	    "figure million_bookings_all_rules %.0f ms\n", (now() - at) * 1e3);
	printf("figure million_bookings_findings %zu 1\n", detection.count);
	measure_change(&world, &detection, "one_change", PEOPLE, 1);
	measure_change(&world, &detection, "change_of_50", PEOPLE, STAYS);
	detection_free(&detection);
	world_free(&world);
}

static void
put_events(struct world *world, int32_t n)
{
	for (int32_t i = 0; i < n; i++) {
		struct world_event of = { .there = true,
			.attended = true,
			.site = (int32_t)chance(world->sites.len),
			.score = (int64_t)chance(72),
			.lines = UINT64_C(1) << chance(5),
			.network = i % 4 ? NOBODY : (int32_t)chance(30) };
		int64_t start = some_time();

		of.span = (struct span){ start,
			start + (int64_t)(1 + chance(4)) * DAY_SECONDS };
		if (world_put_event(world, i, &of) < 0)
			fail("no memory");
	}
}

static void
measure_office(void)
{
	enum { EVENTS = 100000, MISSIONS = 10000, PEOPLE = 2000, TEAMS = 40 };
	struct world world;
	size_t before = mallinfo2().uordblks;
	double times[RUNS], at = now();
	size_t findings = 0;

	world_init(&world, &world_settings_default);
	put_sites(&world, 500);
	put_people(&world, TEAMS, PEOPLE);
	put_events(&world, EVENTS);
	for (int32_t i = 0; i < MISSIONS; i++)
		put_mission(&world, i, (int32_t)chance(EVENTS), PEOPLE, 2, 0);
	printf("figure office_put %.0f ms\n", (now() - at) * 1e3);
	printf("figure office_memory %.1f MB\n",
	    (double)(mallinfo2().uordblks - before) / 1e6);
	for (int run = 0; run < RUNS; run++) {
		struct detection detection = DETECTION_INIT;

		if (world_put_settings(&world, &world_settings_default) < 0)
			fail("no memory");
		at = now();
		if (detect_settle(&detection, &world, NULL, NULL) < 0)
			fail("no memory");
		times[run] = now() - at;
		findings = detection.count;
		detection_free(&detection);
	}
	printf("figure office_full_pass %.0f ms\n", median(times) * 1e3);
	printf("figure office_findings %zu 1\n", findings);
	world_free(&world);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		fail("usage: conflicts_bench N [FILE] | office");
	if (strcmp(argv[1], "office") == 0) {
		measure_million();
		measure_office();
		return 0;
	}
	measure_overlaps(strtoul(argv[1], NULL, 10), argc > 2 ? argv[2] : NULL);
	return 0;
}
