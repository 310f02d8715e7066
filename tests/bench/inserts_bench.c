/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last 100 missions of an instance come one by one into a plan of all
 * others: how long each takes, and how much worse the plan is than one made
 * with them from the start, after 10 and after all; and what is left of that
 * when the plan is improved as it would be in the background. What the
 * missions still to come cost by being absent does not count.
 *
 *     contrib/bench inserts INSTANCE.json [CPU-SECONDS [ROUNDS]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "schedule/resolve/check.h"
#include "schedule/resolve/insert.h"
#include "schedule/resolve/problem_read.h"
#include "schedule/resolve/resolve.h"

#define COMING 100
#define FIRST 10

static double
cpu_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static bool
is_over(void *ctx, const struct resolve_state *state)
{
	(void)state;
	return cpu_seconds() >= *(double *)ctx;
}

static void
fail(const struct err *err)
{
	fprintf(stderr, "inserts: %s\n", err->msg);
	exit(1);
}

/* A plan without the missions from first on, anew or from another plan. */
static void
resolve(const struct problem *p, int32_t first, double seconds,
    const struct roster_choice *start, struct roster *roster)
{
	CLEANUP(freep)
	struct roster_choice *none =
	    calloc((size_t)p->missions + 1, sizeof *none);
	CLEANUP(freep)
	bool *absent = calloc((size_t)p->missions + 1, sizeof *absent);
	double until = cpu_seconds() + seconds;
	struct resolve_how how = { .seed = 1,
		.stop = is_over,
		.ctx = &until,
		.start = start ? start : none,
		.frozen = absent };
	struct resolve_state state;
	struct err err = ERR_INIT;

	if (!none || !absent)
		exit(1);
	for (int32_t i = 0; i < p->missions; i++) {
		none[i].option = -1;
		absent[i] = i >= first && !p->mission[i].pinned;
	}
	if (resolve_problem(p, &how, roster, &state, &err) < 0)
		fail(&err);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* What those cost that are there. */
static int64_t
present_cost(const struct roster *roster, int32_t first)
{
	const struct problem *p = roster->problem;
	int64_t cost = roster->cost;

	for (int32_t i = first; i < p->missions; i++)
		if (roster->choice[i].option < 0)
			cost -= p->mission[i].decline_cost;
	return cost;
}

/* How much dearer the plan is than one made with all of its missions, as it
 * stands and improved for half of the time. */
static void
compare(const char *name, const struct roster *roster, int32_t first,
    double seconds)
{
	CLEANUP(roster_free) struct roster scratch = { 0 };
	CLEANUP(roster_free) struct roster better = { 0 };
	int64_t cost;

	resolve(roster->problem, first, seconds, NULL, &scratch);
	resolve(roster->problem, first, seconds / 2, roster->choice, &better);
	cost = present_cost(&scratch, first);
	printf("figure inserts.after.%s %.4f %%\n"
	       "figure inserts.after.%s.improved %.4f %%\n",
	    name,
	    100.0 * (double)(present_cost(roster, first) - cost) /
		(double)(cost ? cost : 1),
	    name,
	    100.0 * (double)(present_cost(&better, first) - cost) /
		(double)(cost ? cost : 1));
}

static void
insert_all(struct roster *roster, double seconds, int64_t rounds)
{
	const struct problem *p = roster->problem;
	int32_t first = p->missions - COMING, n = 0;
	CLEANUP(insert_free) struct insert insert = { 0 };
	CLEANUP(freep)
	bool *absent = calloc((size_t)p->missions + 1, sizeof *absent);
	struct err err = ERR_INIT;
	double took[COMING];

	for (int32_t i = first; absent && i < p->missions; i++)
		absent[i] = true;
	if (!absent || insert_init(&insert, p, absent, 1, &err) < 0)
		exit(1);
	for (int32_t i = first; i < p->missions; i++) {
		double before = cpu_seconds();

		if (p->mission[i].pinned)
			continue;
		insert_mission(&insert, roster, i, rounds);
		took[n++] = 1000 * (cpu_seconds() - before);
		if (n == FIRST)
			compare("10", roster, i + 1, seconds);
	}
	if (check_roster(roster, &err) < 0)
		fail(&err);
	compare("all", roster, p->missions, seconds);
	qsort(took, (size_t)n, sizeof *took, by_value);
	printf("figure inserts.p50 %.2f ms\nfigure inserts.p99 %.2f ms\n"
	       "figure inserts.max %.2f ms\n",
	    took[n / 2], took[n * 99 / 100], took[n - 1]);
}

int
main(int argc, char **argv)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(problem_free) struct problem problem = { 0 };
	CLEANUP(roster_free) struct roster roster = { 0 };
	double seconds = argc > 2 ? atof(argv[2]) : 10;
	FILE *file = argc > 1 ? fopen(argv[1], "re") : NULL;
	struct err err = ERR_INIT;
	char piece[1 << 16];
	size_t got;

	if (!file) {
		fprintf(stderr, "usage: inserts INSTANCE [SECONDS [ROUNDS]]\n");
		return 2;
	}
	while ((got = fread(piece, 1, sizeof piece, file)) > 0)
		buf_add(&text, piece, got);
	fclose(file);
	if (problem_read(text.data, text.len, &problem, &err) < 0)
		fail(&err);
	if (problem.missions <= COMING)
		return 2;
	resolve(&problem, problem.missions - COMING, seconds, NULL, &roster);
	insert_all(&roster, seconds, argc > 3 ? atoi(argv[3]) : 16);
	return 0;
}
