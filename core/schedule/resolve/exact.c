/* SPDX-License-Identifier: Apache-2.0 */
/*
 * First cuts raise the bound, and columns that would cost more than the best
 * plan known are settled for good and leave the program. Then plans are looked
 * for only a little above the bound, where next to all is settled; each time
 * that there is none the bound has risen, and the next look is a little higher.
 */
#include "schedule/resolve/exact_parts.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "schedule/resolve/cuts.h"

/* Rounds of cuts that may raise nothing. */
#define PATIENCE 6

/* How far above the bound the first look goes: so much, and a part of the way
 * to the best plan. */
#define STRIDE_LEAST 4
#define STRIDE_PART 32

/* Of all plans, when nothing is known. */
#define NO_BOUND (INT64_MIN + 1)

/* Ways that turn out impossible before a dive ends. */
#define FAILURES 30

static void
searching_free(struct searching *s)
{
	model_free(&s->model);
	lp_free(&s->base);
	free(s->choice);
	free(s->now);
	free(s->wish);
	free(s->reduced);
	free(s->lesson);
	vec_free(&s->settled);
}

/* ---- plans -------------------------------------------------------------- */

static bool
searching_init(struct searching *s, const struct ties *ties,
    const int32_t *missions, int32_t len)
{
	int32_t n;

	if (!model_init(&s->model, s->roster, ties, missions, len))
		return false;
	s->model.lp.stop = s->how->stop;
	s->model.lp.ctx = s->how->ctx;
	n = s->model.lp.columns;
	s->reduced = calloc((size_t)n + 1, sizeof *s->reduced);
	s->lesson = calloc((size_t)n + 1, sizeof *s->lesson);
	s->now = calloc((size_t)len + 1, sizeof *s->now);
	s->wish = calloc((size_t)len + 1, sizeof *s->wish);
	return s->reduced && s->lesson && s->now && s->wish;
}

/* Settles what is whole already, of how missions attend and, with people,
 * of who goes; the column nearest to 1 of the others, or -1. */
static int32_t
settle_whole(struct searching *s, bool people)
{
	struct model *m = &s->model;
	enum model_kind last = people ? MODEL_PERSON : MODEL_OPTION;
	int32_t nearest = -1;
	double most = 0;

	for (int32_t j = 0; j < m->lp.columns; j++) {
		double at = lp_value(&m->lp, j);

		if (m->column.items[j].kind > last || at < EXACT_WHOLE ||
		    m->lp.lower[j] > 0)
			continue;
		if (at > 1 - EXACT_WHOLE) {
			exact_settle(s, j, 1);
		} else if (at > most) {
			most = at;
			nearest = j;
		}
	}
	return nearest;
}

/* The choices are shown as a plan to who may know better. */
static void
polish(struct searching *s, const struct roster_choice *choice)
{
	struct model *m = &s->model;
	bool better;

	if (!s->how->polish)
		return;
	for (int32_t i = 0; i < m->missions; i++)
		roster_put(s->roster, m->mission[i], &choice[i]);
	s->how->polish(s->how->polisher, s->roster);
	better = s->roster->cost < s->best;
	if (better)
		s->best = s->roster->cost;
	if (s->limit > s->best)
		s->limit = s->best;
	for (int32_t i = 0; i < m->missions; i++)
		roster_take(s->roster, m->mission[i],
		    better ? &s->choice[i] : &s->now[i]);
}

/* The program's values rounded: what most speaks for, if it fits. */
static void
round_off(struct searching *s)
{
	struct model *m = &s->model;

	for (int32_t i = 0; i < m->missions; i++)
		model_nearest(m, i, &s->now[i]);
	polish(s, s->now);
}

/* Towards one plan: what is whole stays so, what is nearest becomes so; what
 * turns out impossible, or too dear, does not. Where that leads nowhere, and
 * nothing comes after it, what there is by then is rounded. */
static void
dive(struct searching *s)
{
	size_t mark = s->settled.len;
	int failures = 0;
	bool arrived = false;

	while (s->complete && failures < FAILURES && !exact_is_over(s)) {
		int32_t nearest = settle_whole(s, false);
		size_t before;

		if (nearest < 0)
			nearest = settle_whole(s, true);
		if (nearest < 0) {
			arrived = exact_take_plan(s);
			break;
		}
		before = s->settled.len;
		exact_settle(s, nearest, 1);
		if (exact_solve_node(s) < s->limit)
			continue;
		exact_unsettle(s, before);
		exact_settle(s, nearest, 0);
		failures++;
		if (exact_solve_node(s) >= s->limit)
			break;
	}
	s->complete = true;
	if (!arrived && s->how->shallow)
		round_off(s);
	exact_unsettle(s, mark);
}

/* What the bound says stays; false when there is nothing better. */
static bool
narrow(struct searching *s, int64_t bound)
{
	exact_settle_by_cost(s, bound);
	return lp_tighten(&s->model.lp);
}

/* Cuts are added as long as they raise the bound. */
static int64_t
raise_bound(struct searching *s)
{
	int64_t best = NO_BOUND, mark = best;

	for (int32_t round = 0;; round++) {
		int64_t bound = exact_solve_node(s);

		if (!s->complete)
			return best;
		if (bound > best)
			best = bound;
		if (best >= s->limit || round == s->how->rounds ||
		    exact_is_over(s))
			return best;
		if (round % PATIENCE == 0 && round && best == mark)
			return best;
		if (round % PATIENCE == 0)
			mark = best;
		if (!narrow(s, bound))
			return s->limit;
		s->settled.len = 0;
		if (cuts_add(&s->model.lp) == 0)
			return best;
		lp_strip(&s->model.lp);
	}
}

/* The first program is kept for later: cuts go deeper when they are made for a
 * lower limit from the beginning. */
static int64_t
solve_root(struct searching *s)
{
	int64_t bound = exact_solve_node(s);

	if (!s->complete)
		return NO_BOUND;
	if (bound >= s->limit)
		return s->limit;
	if (s->how->shallow)
		return raise_bound(s);
	if (!lp_copy(&s->base, &s->model.lp)) {
		s->complete = false;
		return bound;
	}
	round_off(s);
	dive(s);
	return raise_bound(s);
}

/* ---- looking for plans -------------------------------------------------- */

/* Looks for plans that cost less than the limit; nothing that follows from it
 * stays but the plans. */
static void
look_below(struct searching *s, int64_t limit)
{
	struct lp whole = s->model.lp, *lp = &s->model.lp;
	int64_t bound = NO_BOUND;

	s->limit = limit;
	s->complete = lp_copy(lp, &s->base);
	lp->steps = whole.steps;
	for (int32_t j = 0; s->complete && j < lp->columns; j++)
		lp_bounds(lp, j, whole.lower[j] > 0, whole.upper[j] > 0);
	if (s->complete)
		bound = raise_bound(s);
	if (s->complete && bound < s->limit) {
		dive(s);
		exact_branch(s, 0);
	}
	whole.steps = lp->steps;
	lp_free(lp);
	*lp = whole;
	s->settled.len = 0;
	s->limit = s->best;
}

/* Near the bound first, where little is left to look at; each time that there
 * is nothing the bound is higher. */
static int64_t
search_up(struct searching *s, int64_t bound)
{
	int64_t stride = STRIDE_LEAST + (s->best - bound) / STRIDE_PART;

	while (bound < s->best) {
		int64_t limit =
		    s->best - bound > stride * 3 / 2 ? bound + stride : s->best;

		look_below(s, limit);
		if (!s->complete)
			return bound;
		bound = limit < s->best ? limit : s->best;
		stride += stride / 2;
	}
	return bound;
}

/* ---- doubt --------------------------------------------------------------- */

static void
note_wishes(struct searching *s)
{
	for (int32_t i = 0; i < s->model.missions; i++)
		if (!model_choice(&s->model, i, &s->wish[i]))
			s->wish[i].option = -2;
}

/* Whether both have the same people, in any order. */
static bool
is_same_crew(
    const struct roster_choice *a, const struct roster_choice *b, int32_t slots)
{
	for (int32_t i = 0; i < slots; i++) {
		int32_t at = 0;

		while (at < slots && b->crew[at] != a->crew[i])
			at++;
		if (at == slots)
			return false;
	}
	return true;
}

static void
note_doubt(const struct searching *s)
{
	const struct model *m = &s->model;

	for (int32_t i = 0; i < m->missions; i++) {
		const struct roster_choice *has = &s->choice[i];
		int32_t slots = m->problem->mission[m->mission[i]].slots.len;

		s->how->doubt[m->mission[i]] =
		    has->option != s->wish[i].option ||
		    (has->option >= 0 &&
			!is_same_crew(has, &s->wish[i], slots));
	}
}

/* ---- the whole ---------------------------------------------------------- */

/* One dive and no more. */
static void
look_once(struct searching *s, int64_t root)
{
	if (root >= s->best)
		return;
	round_off(s);
	dive(s);
	polish(s, s->choice);
	s->complete = root >= s->best;
}

int
exact_solve(struct roster *roster, const struct ties *ties,
    const int32_t *missions, int32_t len, const struct exact_how *how,
    struct exact_result *result)
{
	CLEANUP(searching_free)
	struct searching s = { .roster = roster,
		.how = how,
		.best = roster->cost,
		.limit = roster->cost,
		.complete = true };
	int64_t root;

	s.choice = calloc((size_t)len + 1, sizeof *s.choice);
	if (!s.choice)
		return -ENOMEM;
	for (int32_t i = 0; i < len; i++)
		roster_take(roster, missions[i], &s.choice[i]);
	*result = (struct exact_result){ .bound = INT64_MIN };
	if (searching_init(&s, ties, missions, len)) {
		root = solve_root(&s);
		note_wishes(&s);
		if (how->shallow)
			look_once(&s, root);
		else if (s.complete)
			root = search_up(&s, root);
		if (how->doubt)
			note_doubt(&s);
		*result = (struct exact_result){ s.complete ? s.best : root,
			s.complete, s.model.lp.steps, s.nodes };
	}
	for (int32_t i = 0; i < len; i++)
		roster_put(roster, missions[i], &s.choice[i]);
	return result->bound == INT64_MIN ? -ENOMEM : 0;
}
