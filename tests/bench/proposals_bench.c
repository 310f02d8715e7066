/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long ways out of one conflict take, with why not others, in an office of
 * 10,000 missions a year; and a mission that is tried.
 *
 *   proposals_bench [MISSIONS]
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/cleanup.h"
#include "model/mission.h"
#include "office/proposals.h"
#include "property/office_maker.h"
#include "schedule/rules/rules.h"

#define ASKED 1000 /* conflicts, and missions */

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
report(const char *name, double *times, size_t n)
{
	qsort(times, n, sizeof *times, compare);
	printf("figure %s_p50 %.3f ms\n", name, times[n / 2]);
	printf("figure %s_p99 %.3f ms\n", name, times[n * 99 / 100]);
	printf("figure %s_most %.3f ms\n", name, times[n - 1]);
}

struct sample {
	struct finding_vec list;
};

static void
take(const struct finding *finding, void *arg)
{
	struct sample *sample = arg;

	if (finding->rule < S1_SAME_EVENT)
		assert_int_equal(vec_push(&sample->list, *finding), 0);
}

static void
ask(const struct proposals_how *how)
{
	static double times[ASKED];
	struct sample sample = { VEC_INIT };
	struct err err = ERR_INIT;
	size_t n = 0, step, shown = 0, explained = 0;

	picture_each(how->office.picture, take, &sample);
	printf("figure conflicts %zu\n", sample.list.len);
	step = sample.list.len / ASKED + 1;
	for (size_t i = 0; i < sample.list.len && n < ASKED; i += step) {
		struct proposals list = VEC_INIT, others = VEC_INIT;
		double before = now();

		assert_int_equal(proposals_make(how, &sample.list.items[i],
				     &list, &others, &err),
		    0);
		times[n++] = now() - before;
		shown += list.len;
		explained += others.len;
		proposals_free(&list);
		proposals_free(&others);
	}
	report("proposals", times, n);
	printf("figure shown_each %.2f\n", (double)shown / (double)n);
	printf("figure explained_each %.2f\n", (double)explained / (double)n);
	vec_free(&sample.list);
}

static void
try_missions(const struct proposals_how *how)
{
	static double times[ASKED];
	struct ordered_walk walk;
	struct err err = ERR_INIT;
	size_t n = 0;

	for (const struct record_row *row = records_first(
		 how->office.input.records, FAMILY_MISSION, NULL, &walk);
	     row && n < ASKED; row = records_next(&walk)) {
		struct mission mission = *(const struct mission *)row->record;
		struct findings found = { .failed = false };
		double before;

		mission.id = "trial";
		before = now();
		assert_int_equal(
		    picture_try(how->office.picture, &how->office.input,
			&mission, &found, &err),
		    0);
		times[n++] = now() - before;
		findings_free(&found);
	}
	report("dry_run", times, n);
}

int
main(int argc, char **argv)
{
	struct chance chance = chance_start();
	struct office_size size = { 40, 800, argc > 1 ? atoi(argv[1]) : 10000,
		365 };
	struct picture_options options = picture_options_default;
	struct proposals_how how = proposals_default;
	CLEANUP(records_unrefp) struct records *records = NULL;
	CLEANUP(snapshot_unrefp) struct snapshot *events = NULL;
	struct zones *zones = NULL;
	struct err err = ERR_INIT;

	assert_int_equal(zones_open(NULL, &zones, &err), 0);
	assert_int_equal(snapshot_empty(&events, &err), 0);
	records = office_make(&chance, &size);
	options.settings = world_settings_default;
	options.zones = zones;
	options.horizon = (struct span){ 0, INT64_MAX / 2 };
	how.office = (struct remedy_office){ .input = { records, events },
		.revise_percent = 10 };
	how.office.picture = office_picture(&options, &how.office.input);
	ask(&how);
	try_missions(&how);
	picture_free(how.office.picture);
	zones_free(zones);
	return EXIT_SUCCESS;
}
