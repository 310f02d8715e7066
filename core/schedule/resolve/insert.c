/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The missions that a round has changed are where the next may gain, so the
 * rounds go out from the new one as far as changes do, and no further.
 */
#include "insert.h"

#include <string.h>

/* How many touched missions are remembered; the oldest are forgotten. */
#define TOUCHED 32

struct touched {
	int32_t len, mission[TOUCHED];
	struct roster_choice had[BLOCK_MOST];
};

int
insert_init(struct insert *insert, const struct problem *problem,
    const bool *absent, uint64_t seed, struct err *err)
{
	memset(insert, 0, sizeof *insert);
	if (search_init(&insert->search, problem, seed, err) < 0)
		return err->code;
	for (int32_t i = 0; absent && i < problem->missions; i++)
		insert->search.ruin.held[i] |= absent[i];
	return 0;
}

void
insert_free(struct insert *insert)
{
	search_free(&insert->search);
}

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

int64_t
insert_mission(struct insert *insert, struct roster *roster, int32_t mission,
    int64_t rounds)
{
	struct touched touched = { .len = 1, .mission = { mission } };
	int64_t before = roster->cost;

	insert->search.ruin.held[mission] =
	    roster->problem->mission[mission].pinned;
	search_place(&insert->search, roster, mission);
	while (rounds-- > 0)
		repair(insert, roster, &touched);
	return roster->cost - before;
}
