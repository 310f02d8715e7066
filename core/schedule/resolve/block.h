/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The best that a few missions can do while all others stay as they are:
 * depth-first branch and bound over their whole choices (option and people),
 * cheapest first, bounded by what each of the rest costs when it is alone.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_BLOCK_H
#define AMBIT_SCHEDULE_RESOLVE_BLOCK_H

#include "schedule/resolve/dice.h"
#include "schedule/resolve/roster.h"

#define BLOCK_MOST 24 /* missions */

struct block_choice {
	int64_t cost; /* of the choice, at its best */
	int64_t rank; /* among equals: prices, then chance */
	struct roster_choice choice;
};

/* What is kept between calls, and how hard to try. */
struct block {
	const struct problem *problem;
	const int64_t *seat_price; /* by seat, or NULL; see prices.h */
	int32_t width;             /* choices of people to an option */
	int64_t steps;             /* most nodes of the search */
	/* results */
	bool complete; /* nothing was cut off: what it left is the optimum */
	int64_t nodes;
	/* inner */
	bool advised;
	struct roster *roster;
	int32_t missions, mission[BLOCK_MOST];
	int32_t first[BLOCK_MOST + 1];
	int64_t least[BLOCK_MOST + 1]; /* of the missions from here on */
	struct roster_choice now[BLOCK_MOST], best[BLOCK_MOST];
	int64_t best_cost, budget;
	struct block_choice *list;
	int32_t len, cap;
	int16_t *order; /* of a crew */
	int64_t *key;
};

int
block_init(struct block *block, const struct problem *problem, struct err *err);
void block_free(struct block *block);

/* Back to the width and steps that a round of the search takes. */
void block_ease(struct block *block);

/*
 * Replaces the choices of these missions (distinct, not pinned) by the best
 * found that costs at most what they cost now plus slack; among equals by
 * chance. What they had stays when there is nothing else. Returns the change
 * in cost.
 */
int64_t block_solve(struct block *block, struct roster *roster,
    const int32_t *missions, int32_t len, int64_t slack, struct dice *dice);

/* The choices of one declined mission that fit now, cheapest first, in
 * block->list[0 .. return - 1]; the last resort, declining, among them. */
int32_t block_choices(struct block *block, const struct roster *roster,
    int32_t mission, struct dice *dice);

#endif
