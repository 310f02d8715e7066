/* SPDX-License-Identifier: Apache-2.0 */
/* The order of the start is by what declining costs beyond the least; ties by
 * position, so that the start itself knows no chance. */
#include "search.h"

#include <stdlib.h>

#include "base/cleanup.h"

int
search_init(struct search *search, const struct problem *problem, uint64_t seed,
    struct err *err)
{
	*search = (struct search){ .dice = { seed } };
	if (ruin_init(&search->ruin, problem, err) < 0)
		return err->code;
	if (block_init(&search->block, problem, err) < 0) {
		ruin_free(&search->ruin);
		return err->code;
	}
	search->turn =
	    calloc((size_t)problem->missions + 1, sizeof *search->turn);
	if (!search->turn) {
		search_free(search);
		return err_set(err, -ENOMEM, "resolve: out of memory");
	}
	return 0;
}

void
search_free(struct search *search)
{
	ruin_free(&search->ruin);
	block_free(&search->block);
	free(search->turn);
	search->turn = NULL;
}

/* ---- the start ---------------------------------------------------------- */

static int
by_excess(const void *a, const void *b)
{
	const struct search_turn *x = a, *y = b;

	if (x->excess != y->excess)
		return x->excess > y->excess ? -1 : 1;
	return x->mission - y->mission;
}

static int
place_pinned(struct roster *roster, struct err *err)
{
	const struct problem *p = roster->problem;

	for (int32_t i = 0; i < p->missions; i++) {
		struct roster_choice choice;

		if (!p->mission[i].pinned)
			continue;
		if (!roster_approved(p, i, &choice) ||
		    !roster_put(roster, i, &choice))
			return err_set(err, -EINVAL,
			    "/missions/%d: is pinned, but what was approved "
			    "cannot stand beside the absences, limits and "
			    "other pinned missions; unpin one of them",
			    i);
	}
	return 0;
}

void
search_place(struct search *search, struct roster *roster, int32_t mission)
{
	int32_t len =
	    block_choices(&search->block, roster, mission, &search->dice);

	for (int32_t i = 0; i < len; i++)
		if (roster_put(roster, mission, &search->block.list[i].choice))
			return;
}

/* Missions by what they could gain, the most first. */
static void
sort_turns(struct search *search, const struct roster *roster)
{
	const struct problem *p = roster->problem;

	search->turns = 0;
	for (int32_t i = 0; i < p->missions; i++) {
		int64_t excess = search->ruin.held[i]
				     ? 0
				     : ruin_excess(&search->ruin, roster, i);

		if (excess > 0)
			search->turn[search->turns++] =
			    (struct search_turn){ excess, i };
	}
	if (search->turns)
		qsort(search->turn, (size_t)search->turns, sizeof *search->turn,
		    by_excess);
}

void
search_fill(struct search *search, struct roster *roster)
{
	sort_turns(search, roster);
	for (int32_t i = 0; i < search->turns; i++) {
		int32_t mission = search->turn[i].mission;

		if (roster->choice[mission].option < 0)
			search_place(search, roster, mission);
	}
	search->age = 0;
}

int
search_start(struct search *search, struct roster *roster, struct err *err)
{
	if (place_pinned(roster, err) < 0)
		return err->code;
	search_fill(search, roster);
	return 0;
}

static int
place_held(struct search *search, struct roster *roster,
    const struct roster_choice *plan, struct err *err)
{
	const struct problem *p = roster->problem;

	for (int32_t i = 0; i < p->missions; i++)
		if (search->ruin.held[i] && !p->mission[i].pinned &&
		    !roster_put(roster, i, &plan[i]))
			return err_set(err, -EINVAL,
			    "/missions/%d: is to stay as it is, but that "
			    "cannot stand beside the absences, limits and "
			    "others that stay; let one of them change",
			    i);
	return 0;
}

int
search_resume(struct search *search, struct roster *roster,
    const struct roster_choice *plan, struct err *err)
{
	const struct problem *p = roster->problem;

	if (place_pinned(roster, err) < 0 ||
	    place_held(search, roster, plan, err) < 0)
		return err->code;
	for (int32_t i = 0; i < p->missions; i++)
		if (!search->ruin.held[i])
			roster_put(roster, i, &plan[i]);
	search_fill(search, roster);
	return 0;
}

/* ---- rounds ------------------------------------------------------------- */

/* A mission that could do better, rather one that could gain much; -1 when
 * nothing can be gained at all. */
static int32_t
choose_focus(struct search *search, const struct roster *roster)
{
	int64_t share;

	if (search->age-- <= 0) {
		sort_turns(search, roster);
		search->age = search->turns / 4 + 20;
	}
	if (!search->turns)
		return -1;
	share = dice_roll(&search->dice, 1 << 15);
	if (dice_roll(&search->dice, 2))
		share = share * share >> 15;
	return search->turn[share * search->turns >> 15].mission;
}

void
search_around(struct search *search, struct roster *roster, int32_t mission)
{
	int32_t most = 3 + dice_roll(&search->dice, 14);

	ruin_around(&search->ruin, roster, mission, most, &search->dice);
	block_solve(&search->block, roster, search->ruin.mission,
	    search->ruin.len, 0, &search->dice);
}

void
search_run(struct search *search, struct roster *roster, int64_t rounds)
{
	if (!roster->problem->missions)
		return;
	while (rounds-- > 0) {
		int32_t focus = choose_focus(search, roster);

		if (focus < 0)
			return;
		search_around(search, roster, focus);
	}
}
