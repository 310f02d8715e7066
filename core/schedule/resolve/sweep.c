/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep.h"

#include <stdlib.h>

#include "base/cleanup.h"

/* Missions of the first blocks near in time or in doubt, and of some teams;
 * of the largest and the least. */
#define FIRST_SIZE 800
#define FIRST_TEAMS 100
#define MOST_SIZE 6000
#define LEAST_SIZE 60

/* Steps that a block is given at first, or the whole, and at most. */
#define FIRST_STEPS 8000
#define WHOLE_STEPS 40000
#define MOST_STEPS 400000

/* All missions are one block when they are not more than these. */
#define MOST_WHOLE 9000

/* Of a block with more than so many only the root is looked at, with so many
 * steps for each of them. */
#define MOST_BRANCHED 900
#define ROOT_STEPS 12

/* A way that gained little is gone again after so many other passes. */
#define REST 5
#define REST_ALL 20

#define CUT_ROUNDS 24
#define POLISH_MOST 400

int
sweep_init(struct sweep *sweep, const struct problem *p,
    const struct ties *ties, struct search *search, struct err *err)
{
	size_t n = (size_t)p->missions + 1;

	*sweep = (struct sweep){ .problem = p,
		.ties = ties,
		.search = search,
		.turn = calloc(n, sizeof *sweep->turn),
		.block = calloc(n, sizeof *sweep->block),
		.doubt = calloc(n, sizeof *sweep->doubt),
		.dice = { 1 } };
	for (int way = 0; way < SWEEP_WAYS; way++)
		sweep->pass[way] = (struct sweep_pass){
			.size = FIRST_SIZE,
			.steps = FIRST_STEPS,
		};
	sweep->pass[SWEEP_TEAMS].size = FIRST_TEAMS;
	sweep->pass[SWEEP_ALL].size = MOST_WHOLE;
	sweep->pass[SWEEP_ALL].steps = WHOLE_STEPS;
	if (sweep->turn && sweep->block && sweep->doubt)
		return 0;
	sweep_free(sweep);
	return err_set(err, -ENOMEM, "resolve: out of memory");
}

void
sweep_go_on(struct sweep *sweep)
{
	sweep->pass[SWEEP_ALL].passes = 1;
	sweep->pass[SWEEP_ALL].rest = REST_ALL - 2;
}

void
sweep_free(struct sweep *sweep)
{
	free(sweep->turn);
	free(sweep->block);
	free(sweep->doubt);
	sweep->turn = NULL;
	sweep->block = NULL;
	sweep->doubt = NULL;
}

/* ---- the next way -------------------------------------------------------- */

static bool
takes_part(const struct sweep *sweep, enum sweep_way way, int32_t mission)
{
	return !sweep->search->ruin.held[mission] &&
	       sweep->problem->mission[mission].options.len > 0 &&
	       (way != SWEEP_DOUBT || sweep->doubt[mission]);
}

static int32_t
count(const struct sweep *sweep, enum sweep_way way)
{
	int32_t n = 0;

	for (int32_t i = 0; i < sweep->problem->missions; i++)
		n += takes_part(sweep, way, i);
	return n;
}

static bool
is_open(const struct sweep *sweep, enum sweep_way way)
{
	const struct sweep_pass *pass = &sweep->pass[way];

	if (way == SWEEP_ALL)
		return sweep->free <= MOST_WHOLE &&
		       (!pass->passes || pass->rest >= REST_ALL);
	return way != SWEEP_DOUBT || count(sweep, way) > 0;
}

/* Each way once, in order; then what gained most for its steps the last time,
 * among equals what has rested longest, if it is not the turn of one that has
 * rested long. */
static enum sweep_way
choose_way(const struct sweep *sweep)
{
	enum sweep_way best = SWEEP_TIME;
	double most = -1;

	if (sweep->free <= MOST_BRANCHED + MOST_BRANCHED / 3)
		return SWEEP_ALL;
	for (int way = 0; way < SWEEP_WAYS; way++) {
		const struct sweep_pass *pass = &sweep->pass[way];
		double rate = pass->rate + pass->rest * 1e-9;

		if (!is_open(sweep, (enum sweep_way)way))
			continue;
		if (!pass->passes)
			return (enum sweep_way)way;
		if (way == SWEEP_ALL || pass->rest >= REST)
			rate = 1e9 + pass->rest;
		if (rate > most) {
			most = rate;
			best = (enum sweep_way)way;
		}
	}
	return best;
}

/* ---- order -------------------------------------------------------------- */

static int
by_key(const void *a, const void *b)
{
	const struct sweep_turn *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->mission - y->mission;
}

/* When the mission is, or could be. */
static int64_t
time_of(const struct sweep *sweep, const struct roster *roster, int32_t i)
{
	struct problem_part options = sweep->problem->mission[i].options;
	int32_t option = roster->choice[i].option;

	if (option < 0 && options.len)
		option = options.first;
	return option < 0 ? 0 : sweep->problem->option[option].start;
}

/* Teams in another order each time; all else by time. */
static void
begin_pass(struct sweep *sweep, const struct roster *roster)
{
	const struct problem *p = sweep->problem;
	uint64_t salt = dice_bits(&sweep->dice);

	sweep->free = count(sweep, SWEEP_ALL);
	sweep->way = choose_way(sweep);
	sweep->turns = 0;
	for (int32_t i = 0; i < p->missions; i++) {
		struct dice dice = { salt + (uint64_t)p->mission[i].team };

		if (!takes_part(sweep, sweep->way, i))
			continue;
		sweep->turn[sweep->turns++] = (struct sweep_turn){
			sweep->way == SWEEP_TEAMS
			    ? (int64_t)(dice_bits(&dice) >> 1)
			    : time_of(sweep, roster, i),
			i,
		};
	}
	sweep->turn[sweep->turns].key = -1;
	if (sweep->turns)
		qsort(sweep->turn, (size_t)sweep->turns, sizeof *sweep->turn,
		    by_key);
	sweep->next = sweep->done = sweep->proven = sweep->shallow = 0;
	sweep->gain = sweep->spent = 0;
}

/* What came out proven can be larger, what did not gets more steps or is made
 * smaller. */
static void
end_pass(struct sweep *sweep)
{
	struct sweep_pass *pass = &sweep->pass[sweep->way];
	bool fine = sweep->proven * 5 >= sweep->done * 4;
	bool short_of = !fine && sweep->shallow * 2 < sweep->done;

	for (int way = 0; way < SWEEP_WAYS; way++)
		sweep->pass[way].rest++;
	pass->rest = 0;
	pass->passes++;
	pass->rate = (double)sweep->gain / (double)(sweep->spent + 1);
	if (fine && pass->size < MOST_SIZE)
		pass->size = pass->size * 3 / 2;
	else if (short_of && pass->size < sweep->turns &&
		 pass->size > LEAST_SIZE)
		pass->size = pass->size * 2 / 3;
	else if (short_of && pass->steps < MOST_STEPS)
		pass->steps *= 2;
}

/* ---- blocks ------------------------------------------------------------- */

/* Every other time the first block near in time is half a block, so that
 * borders are not always the same. */
static int32_t
next_block(struct sweep *sweep)
{
	const struct sweep_pass *pass = &sweep->pass[sweep->way];
	int32_t most = pass->size, len = 0;

	if (sweep->way == SWEEP_ALL || sweep->turns <= pass->size * 3 / 2)
		most = sweep->turns;
	else if (sweep->way != SWEEP_TEAMS && pass->passes % 2 == 1 &&
		 sweep->next == 0)
		most /= 2;
	while (len < sweep->turns && sweep->next < sweep->turns) {
		const struct sweep_turn *turn = &sweep->turn[sweep->next++];

		sweep->block[len++] = turn->mission;
		/* Teams are left whole. */
		if (len >= most &&
		    (sweep->way != SWEEP_TEAMS || turn->key != turn[1].key))
			break;
	}
	return len;
}

static void
polish(void *ctx, struct roster *roster)
{
	int32_t rounds = roster->problem->missions;

	search_fill(ctx, roster);
	search_run(ctx, roster, rounds < POLISH_MOST ? rounds : POLISH_MOST);
}

static void
set_how(struct sweep *sweep, int32_t len, int64_t most, struct exact_how *how)
{
	how->steps = sweep->pass[sweep->way].steps;
	how->shallow = len > MOST_BRANCHED;
	if (how->shallow && how->steps < (int64_t)len * ROOT_STEPS)
		how->steps = (int64_t)len * ROOT_STEPS;
	if (how->steps > most)
		how->steps = most;
	if (len < sweep->free)
		return;
	how->polish = polish;
	how->polisher = sweep->search;
	how->doubt = sweep->doubt;
}

bool
sweep_block(struct sweep *sweep, struct roster *roster, int64_t steps,
    bool (*stop)(void *ctx), void *ctx, struct exact_result *result)
{
	struct exact_how how = {
		.rounds = CUT_ROUNDS,
		.stop = stop,
		.ctx = ctx,
	};
	int64_t before = roster->cost;
	int32_t len;

	*result = (struct exact_result){ .bound = INT64_MIN };
	if (sweep->next >= sweep->turns)
		begin_pass(sweep, roster);
	len = next_block(sweep);
	if (!len)
		return false;
	set_how(sweep, len, steps, &how);
	if (exact_solve(roster, sweep->ties, sweep->block, len, &how, result) <
	    0)
		return false;
	sweep->done++;
	sweep->proven += result->complete;
	sweep->shallow += how.shallow;
	sweep->gain += before - roster->cost;
	sweep->spent += result->steps;
	if (sweep->next >= sweep->turns)
		end_pass(sweep);
	return len == sweep->free;
}
