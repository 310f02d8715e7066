/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two things take turns, whichever gained more for its steps the last time:
 * blocks of missions that are solved exactly (few enough are one block, and
 * proven by it), and rounds of two tasks that share nothing: so many steps of
 * the search, and so many of the bound that they take about a quarter as long;
 * of few missions the bound is proven team by team now and then, with more
 * steps each time. What they found is exchanged after it: the plan's cost as
 * the target of the bound, and the prices of seats as the search's advice.
 */
#include "resolve.h"

#include <string.h>

#include "base/cleanup.h"
#include "schedule/resolve/prices.h"
#include "schedule/resolve/prove.h"
#include "schedule/resolve/search.h"
#include "schedule/resolve/sweep.h"

/* Steps of the search in a round, and between two questions about stopping. */
#define ROUND 500

/* How many seats are priced for each step of the search. */
#define SEATS_A_STEP 1600

/* Steps of the first proof for each team, of the last, and how many rounds
 * lie between two of them. */
#define PROOF_FIRST 2000
#define PROOF_LAST 2000000
#define PROOF_EVERY 6

/* With more missions than these a team is too large to be proven so. */
#define MOST_PROVEN 1200

/* A step of a round, with the bound's part, in steps of a block. */
#define ROUND_STEP 4

/* With more missions than these the search has the first turns: as many
 * rounds as take so many steps for a hundred missions. */
#define MOST_FIRST 1200
#define FIRST_SHARE 30

/* Missions that are tried as one block. */
#define WHOLE_MOST 12

struct progress {
	int64_t gain, steps;
};

struct rounds {
	const struct problem *problem;
	const struct resolve_how *how;
	struct search search;
	struct prices prices;
	struct roster *roster; /* the search's */
	struct roster target;  /* as it was when the round began */
	int64_t *advice;       /* by seat */
	struct prove prove;
	struct sweep sweep;
	struct resolve_state *state;
	struct progress search_done, block; /* the last of each */
	bool last_was_block;
	int64_t steps, raises, round;
	int64_t proof;  /* steps for each team */
	int64_t proven; /* the best bound so far */
};

static void
rounds_free(struct rounds *r)
{
	search_free(&r->search);
	prove_free(&r->prove);
	sweep_free(&r->sweep);
	prices_free(&r->prices);
	roster_free(&r->target);
	free(r->advice);
}

static int
rounds_init(struct rounds *r, struct err *err)
{
	const struct problem *p = r->problem;

	r->advice = calloc((size_t)p->seats + 1, sizeof *r->advice);
	if (!r->advice)
		return err_set(err, -ENOMEM, "resolve: out of memory");
	if (search_init(&r->search, p, r->how->seed, err) < 0 ||
	    prices_init(&r->prices, p, err) < 0 ||
	    prove_init(&r->prove, &r->prices, err) < 0 ||
	    sweep_init(&r->sweep, p, &r->prices.ties, &r->search, err) < 0 ||
	    roster_init(&r->target, p, err) < 0)
		return err->code;
	r->search.block.seat_price = r->advice;
	return 0;
}

/* The bound is what is best of all that was ever shown. */
static void
raise_prices(struct rounds *r)
{
	prices_raise(&r->prices, &r->target, r->raises);
	if (r->prices.bound > r->proven)
		r->proven = r->prices.bound;
}

static void
raise_bound(struct rounds *r)
{
	raise_prices(r);
	if (r->problem->missions <= MOST_PROVEN &&
	    r->round % PROOF_EVERY == 1) {
		int64_t bound = prove_bound(&r->prove, &r->target, r->proof);

		if (bound > r->proven && r->proof < PROOF_LAST)
			r->proof *= 2;
		else if (bound <= r->proven && r->proof > PROOF_FIRST)
			r->proof /= 2;
		if (bound > r->proven)
			r->proven = bound;
	}
}

static void
run_task(void *tasks, int i)
{
	struct rounds *r = tasks;

	if (i == 0)
		search_run(&r->search, r->roster, r->steps);
	else
		raise_bound(r);
}

static void
run_round(struct rounds *r)
{
	roster_copy(&r->target, r->roster);
	if (r->how->run) {
		r->how->run(r->how->ctx, run_task, r, 2);
	} else {
		run_task(r, 0);
		run_task(r, 1);
	}
	memcpy(r->advice, r->prices.seat,
	    (size_t)r->problem->seats * sizeof *r->advice);
}

static bool
goes_on(const struct resolve_how *how, struct resolve_state *state)
{
	if (how->iterations && state->iterations >= how->iterations)
		return false;
	if (state->bound >= state->cost)
		return false;
	return !how->stop || !how->stop(how->ctx, state);
}

static bool
is_stopped(void *ctx)
{
	const struct rounds *r = ctx;

	return r->how->stop && r->how->stop(r->how->ctx, r->state);
}

/* One block, exactly; all free missions at once prove the plan. */
static void
solve_block(struct rounds *r)
{
	struct exact_result result;
	int64_t left = r->how->iterations
			   ? r->how->iterations - r->state->iterations
			   : INT64_MAX;
	bool whole =
	    sweep_block(&r->sweep, r->roster, left, is_stopped, r, &result);

	r->state->iterations += result.steps;
	if (whole && !r->how->frozen && result.bound > r->proven)
		r->proven = result.bound;
	r->state->cost = r->roster->cost;
	r->state->bound = r->proven;
}

static void
note(struct resolve_state *state, const struct rounds *r)
{
	state->iterations += r->steps;
	state->cost = r->roster->cost;
	state->bound = r->proven;
}

/* What a step of the one and of the other gained when it was last done
 * decides; a pass of blocks ends with a round all the same. */
static bool
is_round_due(const struct rounds *r)
{
	if (!r->block.steps)
		return r->problem->missions > MOST_FIRST &&
		       r->round * ROUND * 100 <
			   (int64_t)r->problem->missions * FIRST_SHARE;
	if (!r->search_done.steps || sweep_is_through(&r->sweep))
		return r->last_was_block;
	return r->search_done.gain * r->block.steps >
	       r->block.gain * r->search_done.steps;
}

static void
do_round(struct rounds *r, struct resolve_state *state)
{
	int64_t before = r->roster->cost;

	r->round++;
	run_round(r);
	note(state, r);
	r->search_done = (struct progress){ before - r->roster->cost,
		r->steps * ROUND_STEP };
	r->last_was_block = false;
}

static void
do_block(struct rounds *r)
{
	int64_t before = r->roster->cost, steps = r->state->iterations;

	solve_block(r);
	steps = r->state->iterations - steps;
	r->block = (struct progress){ before - r->roster->cost, steps + 1 };
	r->last_was_block = true;
	if (sweep_is_through(&r->sweep))
		return;
	roster_copy(&r->target, r->roster);
	raise_prices(r);
}

static void
run_rounds(struct rounds *r, struct resolve_state *state)
{
	r->steps = 0;
	r->raises = 1;
	run_round(r);
	note(state, r);
	while (goes_on(r->how, state)) {
		r->steps = ROUND;
		r->raises = 1 + (int64_t)ROUND * SEATS_A_STEP /
				    (r->problem->seats + 1) / 4;
		if (r->raises > ROUND)
			r->raises = ROUND;
		if (is_round_due(r))
			do_round(r, state);
		else
			do_block(r);
	}
}

/* All missions at once, when they are few: complete, it is the optimum. */
static void
run_whole(struct rounds *r)
{
	const struct problem *p = r->problem;
	struct block *block = &r->search.block;
	int32_t missions[BLOCK_MOST], len = 0;

	for (int32_t i = 0; i < p->missions; i++)
		if (!r->search.ruin.held[i]) {
			if (len == WHOLE_MOST)
				return;
			missions[len++] = i;
		}
	block->width = 4096;
	block->steps = 1000000;
	block_solve(block, r->roster, missions, len, 0, &r->search.dice);
	if (block->complete && !r->how->frozen)
		r->proven = r->roster->cost;
	block_ease(block);
}

static int
begin(struct rounds *r, struct roster *roster, struct err *err)
{
	const struct resolve_how *how = r->how;

	if (!how->start)
		return search_start(&r->search, roster, err);
	for (int32_t i = 0; how->frozen && i < r->problem->missions; i++)
		r->search.ruin.held[i] |= how->frozen[i];
	sweep_go_on(&r->sweep);
	return search_resume(&r->search, roster, how->start, err);
}

int
resolve_problem(const struct problem *problem, const struct resolve_how *how,
    struct roster *out, struct resolve_state *state, struct err *err)
{
	CLEANUP(rounds_free)
	struct rounds r = { .problem = problem,
		.how = how,
		.proof = PROOF_FIRST,
		.proven = INT64_MIN };
	CLEANUP(roster_free) struct roster roster = { 0 };

	if (rounds_init(&r, err) < 0 || roster_init(&roster, problem, err) < 0)
		return err->code;
	if (begin(&r, &roster, err) < 0)
		return err->code;
	r.roster = &roster;
	run_whole(&r);
	*state = (struct resolve_state){ .roster = &roster };
	r.state = state;
	run_rounds(&r, state);
	*out = roster;
	state->roster = out;
	memset(&roster, 0, sizeof roster);
	return 0;
}
