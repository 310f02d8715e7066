/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Depth first, towards what the program would rather have. A column that the
 * bound says would cost more than the best plan known is settled for good at
 * the root, and for the branch within it.
 */
#include "exact.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/resolve/cuts.h"

#define WHOLE 1e-6
#define DEEPEST 2000

struct searching {
	struct model model;
	struct roster *roster;
	const struct exact_how *how;
	int64_t best;                       /* cost */
	struct roster_choice *choice, *now; /* by place in the list */
	struct roster_choice *wish;         /* at the root; option -2: doubt */
	int64_t *reduced;
	int8_t *bounds; /* by column: lower, upper */
	VEC(struct settled) settled;
	int64_t nodes, steps;
	bool complete;
};

struct settled {
	int32_t column;
	int8_t lower, upper;
};

static void
searching_free(struct searching *s)
{
	model_free(&s->model);
	free(s->choice);
	free(s->now);
	free(s->wish);
	free(s->reduced);
	free(s->bounds);
	vec_free(&s->settled);
}

/* ---- bounds of columns -------------------------------------------------- */

static void
settle(struct searching *s, int32_t column, int lower, int upper)
{
	int8_t *at = &s->bounds[2 * column];
	struct settled was = { column, at[0], at[1] };

	if (at[0] == lower && at[1] == upper)
		return;
	if (vec_push(&s->settled, was) < 0) {
		s->complete = false;
		return;
	}
	at[0] = (int8_t)lower;
	at[1] = (int8_t)upper;
	lp_bounds(&s->model.lp, column, lower, upper);
}

static void
unsettle(struct searching *s, size_t to)
{
	while (s->settled.len > to) {
		struct settled was = s->settled.items[--s->settled.len];

		s->bounds[2 * was.column] = was.lower;
		s->bounds[2 * was.column + 1] = was.upper;
		lp_bounds(&s->model.lp, was.column, was.lower, was.upper);
	}
}

/* Columns that would cost too much stay where they are. */
static void
settle_by_cost(struct searching *s, int64_t bound)
{
	for (int32_t j = 0; j < s->model.lp.columns; j++) {
		const int8_t *at = &s->bounds[2 * j];

		if (at[0] == at[1])
			continue;
		/* reduced is rounded down: towards less for what costs. */
		if (s->reduced[j] > 0 && bound + s->reduced[j] >= s->best)
			settle(s, j, 0, 0);
		else if (s->reduced[j] < 0 &&
			 bound - s->reduced[j] - 1 >= s->best)
			settle(s, j, 1, 1);
	}
}

/* ---- plans -------------------------------------------------------------- */

/* A whole solution as a plan; false when it is not whole. */
static bool
take_plan(struct searching *s)
{
	struct model *m = &s->model;
	int32_t put = 0;

	for (int32_t i = 0; i < m->missions; i++)
		if (!model_choice(m, i, &s->now[i]))
			return false;
	while (put < m->missions &&
	       roster_put(s->roster, m->mission[put], &s->now[put]))
		put++;
	if (put < m->missions)
		s->complete = false; /* the program and the rules differ */
	else if (s->roster->cost < s->best) {
		s->best = s->roster->cost;
		memcpy(s->choice, s->now, (size_t)m->missions * sizeof *s->now);
	}
	while (put-- > 0)
		roster_take(s->roster, m->mission[put], NULL);
	return true;
}

/* ---- branching ---------------------------------------------------------- */

/* Whether and how a mission attends comes before who goes. */
static int32_t
choose_column(const struct searching *s, double *value)
{
	int32_t best = -1;
	double most = 0;

	for (int32_t j = 0; j < s->model.lp.columns; j++) {
		enum model_kind kind = s->model.column.items[j].kind;
		double at, score;

		if (s->model.lp.where[j] < 0)
			continue;
		at = lp_value(&s->model.lp, j);
		score = fmin(at, 1 - at);
		if (score < WHOLE)
			continue;
		if (kind == MODEL_ABSENT)
			score *= 1e-4;
		else if (kind == MODEL_PERSON)
			score *= 0.01;
		if (score > most) {
			most = score;
			best = j;
			*value = at;
		}
	}
	return best;
}

static bool
is_over(struct searching *s)
{
	if (s->model.lp.steps < s->how->steps &&
	    !(s->how->stop && s->how->stop(s->how->ctx)))
		return false;
	s->complete = false;
	return true;
}

/* Beyond the best plan known, with a little for what costs were shifted. */
static enum lp_status
solve_to(struct searching *s, bool afresh, double cutoff)
{
	struct lp *lp = &s->model.lp;

	if (afresh)
		lp_refresh(lp);
	return lp_solve(lp, 5000 + 4 * lp->rows, cutoff);
}

/* The bound of all plans within the bounds, INT64_MAX when there is none. What
 * floating point says too early is asked again. */
static int64_t
solve_node(struct searching *s)
{
	struct model *m = &s->model;
	enum lp_status status =
	    solve_to(s, false, (double)(s->best - m->constant) + 1);
	int64_t bound;

	if (status == LP_INFEASIBLE && !lp_proves_empty(&m->lp))
		status = solve_to(s, true, INFINITY);
	if (status == LP_INFEASIBLE && lp_proves_empty(&m->lp))
		return INT64_MAX;
	bound = m->constant + lp_bound(&m->lp, s->reduced);
	if (status == LP_CUTOFF && bound < s->best) {
		status = solve_to(s, true, INFINITY);
		bound = m->constant + lp_bound(&m->lp, s->reduced);
	}
	if (status != LP_OPTIMAL && bound < s->best)
		s->complete = false;
	return status == LP_OPTIMAL || bound >= s->best ? bound : INT64_MAX;
}

static void
branch(struct searching *s, int depth)
{
	int64_t bound = solve_node(s);
	size_t mark = s->settled.len;
	double value = 0;
	int32_t column;
	int first;

	s->nodes++;
	if (bound >= s->best)
		return;
	column = choose_column(s, &value);
	if (column < 0 && take_plan(s)) {
		if (s->best > bound)
			s->complete = false; /* rounding: cannot tell */
		return;
	}
	if (column < 0 || depth >= DEEPEST || is_over(s)) {
		s->complete = false;
		return;
	}
	settle_by_cost(s, bound);
	first = value > 0.3;
	for (int k = 0; k < 2; k++) {
		size_t inner = s->settled.len;
		int at = k == 0 ? first : !first;

		settle(s, column, at, at);
		branch(s, depth + 1);
		unsettle(s, inner);
		if (is_over(s))
			break;
	}
	unsettle(s, mark);
}

/* ---- the whole ---------------------------------------------------------- */

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
	s->bounds = calloc((size_t)n + 1, 2);
	s->now = calloc((size_t)len + 1, sizeof *s->now);
	s->wish = calloc((size_t)len + 1, sizeof *s->wish);
	if (!s->reduced || !s->bounds || !s->now || !s->wish)
		return false;
	for (int32_t j = 0; j < n; j++)
		s->bounds[2 * j + 1] = 1;
	return true;
}

/* The root: cuts are added as long as they raise the bound. */
static int64_t
solve_root(struct searching *s)
{
	int64_t best = INT64_MIN + 1, mark = best;

	for (int32_t round = 0;; round++) {
		int64_t bound = solve_node(s);

		if (!s->complete)
			return best;
		if (bound > best)
			best = bound;
		if (best >= s->best || round == s->how->rounds || is_over(s))
			return best;
		if (round % 6 == 0 && round && best == mark)
			return best;
		if (round % 6 == 0)
			mark = best;
		settle_by_cost(s, bound);
		if (cuts_add(&s->model.lp) == 0)
			return best;
	}
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

		if (m->column.items[j].kind > last || at < WHOLE ||
		    s->bounds[2 * j])
			continue;
		if (at > 1 - WHOLE) {
			settle(s, j, 1, 1);
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
 * turns out impossible, or too dear, does not. Where that leads nowhere, what
 * there is by then is rounded. */
static void
dive(struct searching *s)
{
	size_t mark = s->settled.len;
	int failures = 0;
	bool arrived = false;

	while (s->complete && failures < 30 && !is_over(s)) {
		int32_t nearest = settle_whole(s, false);
		size_t before = s->settled.len;

		if (nearest < 0)
			nearest = settle_whole(s, true);
		if (nearest < 0) {
			arrived = take_plan(s);
			break;
		}
		before = s->settled.len;
		settle(s, nearest, 1, 1);
		if (solve_node(s) < s->best)
			continue;
		unsettle(s, before);
		settle(s, nearest, 0, 0);
		failures++;
		if (solve_node(s) >= s->best)
			break;
	}
	s->complete = true;
	if (!arrived)
		round_off(s);
	unsettle(s, mark);
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

/* ---- the search from the root -------------------------------------------- */

static void
search(struct searching *s, int64_t root)
{
	note_wishes(s);
	if (s->complete && root < s->best && (s->how->shallow || !is_over(s))) {
		round_off(s);
		dive(s);
		polish(s, s->choice);
	}
	if (s->how->doubt)
		note_doubt(s);
	if (s->how->shallow && root < s->best)
		s->complete = false;
	if (s->complete && root < s->best)
		branch(s, 0);
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
		search(&s, root);
		*result = (struct exact_result){ s.complete ? s.best : root,
			s.complete, s.model.lp.steps, s.nodes };
	}
	for (int32_t i = 0; i < len; i++)
		roster_put(roster, missions[i], &s.choice[i]);
	return result->bound == INT64_MIN ? -ENOMEM : 0;
}
