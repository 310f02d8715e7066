/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep.h"

#include <stdlib.h>

#include "base/cleanup.h"

/* Missions of the first blocks, and of the largest and least. */
#define FIRST_SIZE 800
#define MOST_SIZE 6000
#define LEAST_SIZE 60

/* Steps that a block is given at first, and at most. */
#define FIRST_STEPS 8000
#define MOST_STEPS 400000

/* Passes by team take a smaller part: they are tied within most. */
#define TEAM_PART 8

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
		.size = FIRST_SIZE,
		.steps = FIRST_STEPS,
		.dice = { 1 } };
	if (sweep->turn && sweep->block)
		return 0;
	sweep_free(sweep);
	return err_set(err, -ENOMEM, "resolve: out of memory");
}

void
sweep_free(struct sweep *sweep)
{
	free(sweep->turn);
	free(sweep->block);
	sweep->turn = NULL;
	sweep->block = NULL;
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

/* Teams in another order each time; then by time. */
static void
begin_pass(struct sweep *sweep, const struct roster *roster)
{
	const struct problem *p = sweep->problem;
	bool by_time = sweep->pass % 2 == 1;
	uint64_t salt = dice_bits(&sweep->dice);

	sweep->turns = 0;
	for (int32_t i = 0; i < p->missions; i++) {
		struct dice dice = { salt + (uint64_t)p->mission[i].team };

		if (sweep->search->ruin.held[i] || !p->mission[i].options.len)
			continue;
		sweep->turn[sweep->turns++] = (struct sweep_turn){
			by_time ? time_of(sweep, roster, i)
				: (int64_t)(dice_bits(&dice) >> 1),
			i,
		};
	}
	sweep->turn[sweep->turns].key = -1;
	if (sweep->turns)
		qsort(sweep->turn, (size_t)sweep->turns, sizeof *sweep->turn,
		    by_key);
	sweep->next = sweep->done = sweep->proven = 0;
}

/* What came out proven can be larger, what did not gets more steps or is made
 * smaller. */
static void
end_pass(struct sweep *sweep)
{
	bool fine = sweep->proven * 5 >= sweep->done * 4;

	sweep->pass++;
	if (fine && sweep->pass % 2 == 0 && sweep->size < MOST_SIZE)
		sweep->size = sweep->size * 3 / 2;
	else if (!fine && sweep->size < sweep->turns &&
		 sweep->size > LEAST_SIZE)
		sweep->size = sweep->size * 2 / 3;
	else if (!fine && sweep->steps < MOST_STEPS)
		sweep->steps *= 2;
}

/* ---- blocks ------------------------------------------------------------- */

/* The last block of a time pass begins half a block late, every other time,
 * so that borders are not always the same. */
static int32_t
next_block(struct sweep *sweep)
{
	int32_t most = sweep->size, len = 0;

	if (sweep->turns <= sweep->size * 3 / 2)
		most = sweep->turns;
	else if (sweep->pass % 4 == 3 && sweep->next == 0)
		most /= 2;
	while (len < most && sweep->next < sweep->turns) {
		const struct sweep_turn *turn = &sweep->turn[sweep->next++];

		sweep->block[len++] = turn->mission;
		/* Where one team ends and enough are together. */
		if (sweep->pass % 2 == 0 && most < sweep->turns &&
		    len >= sweep->size / TEAM_PART && turn->key != turn[1].key)
			break;
	}
	return len;
}

static void
polish(void *ctx, struct roster *roster)
{
	int32_t rounds = roster->problem->missions;

	search_run(ctx, roster, rounds < POLISH_MOST ? rounds : POLISH_MOST);
}

bool
sweep_block(struct sweep *sweep, struct roster *roster, int64_t steps,
    bool (*stop)(void *ctx), void *ctx, struct exact_result *result)
{
	struct exact_how how = {
		.steps = steps < sweep->steps ? steps : sweep->steps,
		.rounds = CUT_ROUNDS,
		.stop = stop,
		.ctx = ctx,
	};
	int32_t len;

	*result = (struct exact_result){ .bound = INT64_MIN };
	if (sweep->next >= sweep->turns)
		begin_pass(sweep, roster);
	len = next_block(sweep);
	if (!len)
		return false;
	if (len == sweep->turns) {
		how.polish = polish;
		how.polisher = sweep->search;
	}
	if (exact_solve(roster, sweep->ties, sweep->block, len, &how, result) <
	    0)
		return false;
	sweep->done++;
	sweep->proven += result->complete;
	if (sweep->next >= sweep->turns)
		end_pass(sweep);
	return len == sweep->turns;
}
