/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Choices are listed once, with the block's missions declined: those that do
 * not even fit then never will. The people of a role are taken in one order,
 * so that no set of them is listed twice. The order puts who was approved
 * first, then whose time is worth least (by price, else by chance); with more
 * sets than the width, the first ones stand for the rest and the search says
 * that it was not complete.
 */
#include "block.h"

#include <stdlib.h>
#include <string.h>

#define LIST_MOST 4096

/* One block in so many takes the prices' advice on people; the others take
 * them by chance, which keeps the search from going in circles. */
#define ADVISED 2

int
block_init(struct block *block, const struct problem *problem, struct err *err)
{
	*block = (struct block){ .problem = problem,
		.cap = LIST_MOST * 4,
		.list = malloc(LIST_MOST * 4 * sizeof *block->list),
		.order = calloc(PROBLEM_MOST_CREW + 1, sizeof *block->order),
		.key = calloc(PROBLEM_MOST_CREW + 1, sizeof *block->key) };
	if (!block->list || !block->order || !block->key) {
		block_free(block);
		return err_set(err, -ENOMEM, "resolve: out of memory");
	}
	block_ease(block);
	return 0;
}

void
block_ease(struct block *block)
{
	block->width = 48;
	block->steps = 3000;
}

void
block_free(struct block *block)
{
	free(block->list);
	free(block->order);
	free(block->key);
	memset(block, 0, sizeof *block);
}

/* ---- listing choices ---------------------------------------------------- */

struct listing {
	struct block *block;
	const struct problem_mission *mission;
	const struct problem_option *option;
	struct dice *dice;
	int64_t cost, price; /* of the people so far */
	int32_t slot, left;  /* left: sets that may still be listed */
	int32_t tries;       /* and steps for finding them */
	int32_t fits;        /* how many of the crew can */
	struct roster_choice choice;
};

/* The crew that can take a seat, best first. */
static void
order_crew(struct listing *l, const struct roster *roster)
{
	struct block *b = l->block;
	const struct problem *p = b->problem;
	int32_t option = (int32_t)(l->option - p->option);
	int64_t swap = p->weights[1] * l->mission->swap_cost;

	l->fits = 0;
	for (int32_t k = 0; k < l->mission->crew.len; k++) {
		int64_t key = dice_roll(l->dice, 1024);
		int32_t at;

		if (!roster_seat_fits(roster, option, k))
			continue;
		if (b->advised)
			key += b->seat_price[l->option->seats + k];
		if (problem_was_approved(
			p, l->mission, p->crew[l->mission->crew.first + k]))
			key -= swap * 1024;
		for (at = l->fits++; at > 0 && b->key[at - 1] > key; at--) {
			b->key[at] = b->key[at - 1];
			b->order[at] = b->order[at - 1];
		}
		b->key[at] = key;
		b->order[at] = (int16_t)k;
	}
}

static void
add_choice(struct listing *l)
{
	struct block *b = l->block;
	int32_t slots = l->mission->slots.len;

	l->left--;
	if (b->len == b->cap) {
		b->complete = false;
		return;
	}
	b->list[b->len++] = (struct block_choice){
		l->option->cost + l->cost,
		l->price,
		{ l->choice.option, { 0 } },
	};
	memcpy(b->list[b->len - 1].choice.crew, l->choice.crew,
	    (size_t)slots * sizeof l->choice.crew[0]);
}

static bool
is_taken(const struct listing *l, int32_t crew)
{
	for (int32_t s = 0; s < l->slot; s++)
		if (l->choice.crew[s] == crew)
			return true;
	return false;
}

/* Fills the n slots that role still wants from the order, from on. */
static void
list_people(struct listing *l, int32_t role, int32_t n, int32_t from)
{
	struct block *b = l->block;
	const struct problem *p = b->problem;
	int32_t roles = l->mission->roles.first + l->mission->roles.len;

	if (n == 0) {
		if (role + 1 < roles)
			list_people(l, role + 1, p->role[role + 1].n, 0);
		else
			add_choice(l);
		return;
	}
	for (int32_t i = from; i < l->fits; i++) {
		int32_t crew = b->order[i];
		int64_t saved = 0;

		if (is_taken(l, crew) || !problem_role_takes(p, role, crew))
			continue;
		if (l->left <= 0 || l->tries-- <= 0) {
			b->complete = false;
			return;
		}
		if (problem_was_approved(
			p, l->mission, p->crew[l->mission->crew.first + crew]))
			saved = p->weights[1] * l->mission->swap_cost;
		l->choice.crew[l->slot++] = (int16_t)crew;
		l->cost -= saved;
		l->price += b->key[i] + saved * 1024;
		list_people(l, role, n - 1, i + 1);
		l->price -= b->key[i] + saved * 1024;
		l->cost += saved;
		l->slot--;
	}
}

/* Attending first costs no bonus less; at its best others attend too. */
static int64_t
bonus_at_best(const struct problem *p, const struct problem_option *option)
{
	return option->joint < 0
		   ? 0
		   : p->weights[2] * p->joint[option->joint].bonus;
}

static void
list_option(struct listing *l, const struct roster *roster, int32_t option)
{
	const struct problem *p = l->block->problem;
	const struct problem_mission *m = l->mission;

	if (!roster_option_fits(roster, option))
		return;
	l->option = &p->option[option];
	l->choice.option = option;
	l->left = l->block->width;
	l->tries = l->left * 64;
	l->cost = -bonus_at_best(p, l->option);
	if (m->approved >= 0)
		l->cost += p->weights[1] * m->swap_cost * m->slots.len;
	order_crew(l, roster);
	if (m->roles.len)
		list_people(l, m->roles.first, p->role[m->roles.first].n, 0);
	else
		add_choice(l);
}

static int
by_cost(const void *a, const void *b)
{
	const struct block_choice *x = a, *y = b;

	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	return (x->rank > y->rank) - (x->rank < y->rank);
}

static void
list_mission(struct block *block, const struct roster *roster, int32_t mission,
    struct dice *dice)
{
	const struct problem_mission *m = &block->problem->mission[mission];
	struct listing l = { .block = block, .mission = m, .dice = dice };
	int32_t first = block->len;

	for (int32_t o = 0; o < m->options.len; o++)
		list_option(&l, roster, m->options.first + o);
	if (block->len == block->cap) {
		block->len--; /* declining always has a place */
		block->complete = false;
	}
	block->list[block->len++] =
	    (struct block_choice){ m->decline_cost, 0, { -1, { 0 } } };
	qsort(block->list + first, (size_t)(block->len - first),
	    sizeof *block->list, by_cost);
}

int32_t
block_choices(struct block *block, const struct roster *roster, int32_t mission,
    struct dice *dice)
{
	block->len = 0;
	block->complete = true;
	list_mission(block, roster, mission, dice);
	return block->len;
}

/* ---- the search --------------------------------------------------------- */

static void
search(struct block *b, int32_t depth)
{
	struct roster *roster = b->roster;

	if (depth == b->missions) {
		b->best_cost = roster->cost;
		memcpy(b->best, b->now, (size_t)depth * sizeof *b->now);
		return;
	}
	for (int32_t i = b->first[depth]; i < b->first[depth + 1]; i++) {
		const struct block_choice *at = &b->list[i];
		int64_t declined =
		    b->problem->mission[b->mission[depth]].decline_cost;
		int64_t bound =
		    roster->cost - declined + at->cost + b->least[depth + 1];

		if (bound >= b->best_cost)
			return;
		if (b->budget <= 0) {
			b->complete = false;
			return;
		}
		b->budget--;
		if (!roster_put(roster, b->mission[depth], &at->choice))
			continue;
		if (roster->cost + b->least[depth + 1] < b->best_cost) {
			b->now[depth] = at->choice;
			search(b, depth + 1);
		}
		roster_take(roster, b->mission[depth], NULL);
	}
}

/* Those with the fewest choices first; sorted by insertion, there are few. */
static void
list_all(
    struct block *b, const int32_t *missions, int32_t len, struct dice *dice)
{
	const struct problem *p = b->problem;
	int32_t sizes[BLOCK_MOST];

	for (int32_t i = 0; i < len; i++) {
		int32_t at = i, size = 0;
		const struct problem_mission *m = &p->mission[missions[i]];

		for (int32_t o = 0; o < m->options.len; o++)
			if (roster_option_fits(b->roster, m->options.first + o))
				size += m->crew.len;
		for (; at > 0 && sizes[at - 1] > size; at--) {
			sizes[at] = sizes[at - 1];
			b->mission[at] = b->mission[at - 1];
		}
		sizes[at] = size;
		b->mission[at] = missions[i];
	}
	for (int32_t i = 0; i < len; i++) {
		b->first[i] = b->len;
		list_mission(b, b->roster, b->mission[i], dice);
	}
	b->first[len] = b->len;
}

int64_t
block_solve(struct block *b, struct roster *roster, const int32_t *missions,
    int32_t len, int64_t slack, struct dice *dice)
{
	struct roster_choice had[BLOCK_MOST];
	const struct problem *p = b->problem;
	int64_t before = roster->cost, reserve = 0;

	for (int32_t i = 0; i < len; i++)
		roster_take(roster, missions[i], &had[i]);
	b->roster = roster;
	b->missions = len;
	b->len = 0;
	b->complete = true;
	b->best_cost = before + slack + 1;
	b->budget = b->steps;
	b->advised = b->seat_price && dice_roll(dice, ADVISED) == 0;
	list_all(b, missions, len, dice);
	/* What is gained at best from here on, beside all being declined. */
	b->least[len] = 0;
	for (int32_t i = len; i-- > 0;) {
		reserve = b->list[b->first[i]].cost -
			  p->mission[b->mission[i]].decline_cost;
		b->least[i] = b->least[i + 1] + reserve;
	}
	b->best[0].option = -2;
	search(b, 0);
	b->nodes += b->steps - b->budget;
	if (b->best[0].option == -2)
		for (int32_t i = 0; i < len; i++)
			roster_put(roster, missions[i], &had[i]);
	else
		for (int32_t i = 0; i < len; i++)
			roster_put(roster, b->mission[i], &b->best[i]);
	return roster->cost - before;
}
