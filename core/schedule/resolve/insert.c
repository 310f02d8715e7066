/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The missions that a round has changed are where the next may gain, so the
 * rounds go out from the new one as far as changes do, and no further.
 */
#include "insert.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/resolve/exact.h"

/* The team's missions that are solved exactly with the new one, and the steps
 * that this may take. */
#define NEAR 48
#define NEAR_STEPS 800

/* Nodes of all rounds of repair together. */
#define MOST_NODES 20000

/* How many touched missions are remembered; the oldest are forgotten. */
#define TOUCHED 32

struct touched {
	int32_t len, mission[TOUCHED];
	struct roster_choice had[BLOCK_MOST];
};

/* ---- life ---------------------------------------------------------------- */

struct when {
	int32_t team, start, mission;
};

static int
by_team_and_time(const void *a, const void *b)
{
	const struct when *x = a, *y = b;

	if (x->team != y->team)
		return x->team < y->team ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->mission - y->mission;
}

/* The missions of each team in the order of their first options. */
static int
sort_missions(struct insert *insert, const struct problem *p)
{
	CLEANUP(freep)
	struct when *all = calloc((size_t)p->missions + 1, sizeof *all);

	insert->teams = calloc((size_t)p->teams + 1, sizeof *insert->teams);
	insert->mission =
	    calloc((size_t)p->missions + 1, sizeof *insert->mission);
	if (!all || !insert->teams || !insert->mission)
		return -ENOMEM;
	for (int32_t i = 0; i < p->missions; i++) {
		const struct problem_mission *m = &p->mission[i];

		all[i] = (struct when){ m->team,
			m->options.len ? p->option[m->options.first].start : 0,
			i };
		insert->teams[m->team].len++;
	}
	qsort(all, (size_t)p->missions, sizeof *all, by_team_and_time);
	for (int32_t i = 0; i < p->missions; i++)
		insert->mission[i] = all[i].mission;
	for (int32_t t = 1; t < p->teams; t++)
		insert->teams[t].first =
		    insert->teams[t - 1].first + insert->teams[t - 1].len;
	return 0;
}

int
insert_init(struct insert *insert, const struct problem *problem,
    const bool *absent, uint64_t seed, struct err *err)
{
	memset(insert, 0, sizeof *insert);
	if (search_init(&insert->search, problem, seed, err) < 0 ||
	    ties_init(&insert->ties, problem, err) < 0)
		return err->code;
	if (sort_missions(insert, problem) < 0)
		return err_set(err, -ENOMEM, "resolve: out of memory");
	for (int32_t i = 0; absent && i < problem->missions; i++)
		insert->search.ruin.held[i] |= absent[i];
	return 0;
}

void
insert_free(struct insert *insert)
{
	search_free(&insert->search);
	ties_free(&insert->ties);
	free(insert->teams);
	free(insert->mission);
	insert->teams = NULL;
	insert->mission = NULL;
}

/* ---- repair -------------------------------------------------------------- */

static void
touch(struct touched *touched, int32_t mission)
{
	for (int32_t i = 0; i < touched->len; i++)
		if (touched->mission[i] == mission)
			return;
	if (touched->len == TOUCHED) {
		/* The first is the new one, which stays. */
		memmove(touched->mission + 1, touched->mission + 2,
		    (TOUCHED - 2) * sizeof *touched->mission);
		touched->len--;
	}
	touched->mission[touched->len++] = mission;
}

static bool
is_same(const struct problem *p, int32_t mission, const struct roster_choice *a,
    const struct roster_choice *b)
{
	size_t slots = (size_t)p->mission[mission].slots.len;

	return a->option == b->option &&
	       (a->option < 0 ||
		   memcmp(a->crew, b->crew, slots * sizeof a->crew[0]) == 0);
}

static void
repair(struct insert *insert, struct roster *roster, struct touched *touched)
{
	struct search *search = &insert->search;
	struct ruin *ruin = &search->ruin;
	int32_t from = touched->mission[dice_roll(&search->dice, touched->len)];
	int32_t most = 3 + dice_roll(&search->dice, 14);

	ruin_around(ruin, roster, from, most, &search->dice);
	for (int32_t i = 0; i < ruin->len; i++)
		touched->had[i] = roster->choice[ruin->mission[i]];
	if (block_solve(&search->block, roster, ruin->mission, ruin->len, 0,
		&search->dice) == 0)
		return;
	for (int32_t i = 0; i < ruin->len; i++)
		if (!is_same(roster->problem, ruin->mission[i],
			&touched->had[i], &roster->choice[ruin->mission[i]]))
			touch(touched, ruin->mission[i]);
}

/* Who stands in the way of the mission at the place, and then those of the
 * team that are nearest to it in order, from both sides. */
static int32_t
find_near(struct insert *insert, const struct roster *roster,
    struct problem_part team, int32_t at, int32_t *near)
{
	struct ruin *ruin = &insert->search.ruin;
	int32_t low = at - 1, high = at, end = team.first + team.len, len;

	ruin_around(ruin, roster, insert->mission[at], BLOCK_MOST,
	    &insert->search.dice);
	len = ruin->len;
	memcpy(near, ruin->mission, (size_t)len * sizeof *near);
	while (len < NEAR && (low >= team.first || high < end)) {
		int32_t next =
		    high - at <= at - low && high < end ? high++ : low--;

		if (next < team.first || ruin->held[insert->mission[next]] ||
		    ruin->mark[insert->mission[next]] == ruin->round)
			continue;
		near[len++] = insert->mission[next];
	}
	return len;
}

static void
solve_near(struct insert *insert, struct roster *roster, int32_t mission)
{
	struct exact_how how = { .steps = NEAR_STEPS, .rounds = 4 };
	struct problem_part team =
	    insert->teams[roster->problem->mission[mission].team];
	int32_t at = team.first, near[NEAR], len;
	struct exact_result result;

	while (insert->mission[at] != mission)
		at++;
	len = find_near(insert, roster, team, at, near);
	/* Out of memory, the plan is as it was. */
	if (len)
		exact_solve(roster, &insert->ties, near, len, &how, &result);
}

int64_t
insert_mission(struct insert *insert, struct roster *roster, int32_t mission,
    int64_t rounds)
{
	struct touched touched = { .len = 1, .mission = { mission } };
	int64_t before = roster->cost;
	int64_t most = insert->search.block.nodes + MOST_NODES;

	insert->search.ruin.held[mission] =
	    roster->problem->mission[mission].pinned;
	search_place(&insert->search, roster, mission);
	while (rounds-- > 0 && insert->search.block.nodes < most)
		repair(insert, roster, &touched);
	solve_near(insert, roster, mission);
	return roster->cost - before;
}
