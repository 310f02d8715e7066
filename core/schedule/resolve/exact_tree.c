/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree: depth first, towards what the program would rather have, on the
 * column of which both sides promise to cost most. What a side costs is learnt
 * by a few steps the first times, and from what came of it ever since
 * (Achterberg, Koch and Martin 2005). A column that the bound says would cost
 * more than what is looked for is settled within the branch.
 */
#include "schedule/resolve/exact_parts.h"

#include <math.h>
#include <string.h>

#define DEEPEST 2000
#define CANDIDATES 8 /* columns that are tried before one is chosen, */
#define LESSONS 4    /* each side so many times, */
#define TRY_STEPS 12 /* by so many steps */

/* ---- bounds of columns -------------------------------------------------- */

static bool
is_settled(const struct searching *s, int32_t column)
{
	return s->model.lp.lower[column] == s->model.lp.upper[column];
}

void
exact_settle(struct searching *s, int32_t column, int to)
{
	struct lp *lp = &s->model.lp;
	struct settled was = { column, lp->lower[column] > 0,
		lp->upper[column] > 0 };

	if (was.lower == to && was.upper == to)
		return;
	if (vec_push(&s->settled, was) < 0) {
		s->complete = false;
		return;
	}
	lp_bounds(lp, column, to, to);
}

void
exact_unsettle(struct searching *s, size_t to)
{
	while (s->settled.len > to) {
		struct settled was = s->settled.items[--s->settled.len];

		lp_bounds(&s->model.lp, was.column, was.lower, was.upper);
	}
}

/* Columns that would cost too much stay where they are. */
void
exact_settle_by_cost(struct searching *s, int64_t bound)
{
	for (int32_t j = 0; j < s->model.lp.columns; j++) {
		if (is_settled(s, j))
			continue;
		/* reduced is rounded down: towards less for what costs. */
		if (s->reduced[j] > 0 && bound + s->reduced[j] >= s->limit)
			exact_settle(s, j, 0);
		else if (s->reduced[j] < 0 &&
			 bound - s->reduced[j] - 1 >= s->limit)
			exact_settle(s, j, 1);
	}
}

/* ---- plans -------------------------------------------------------------- */

/* A whole solution as a plan; false when it is not whole. */
bool
exact_take_plan(struct searching *s)
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
		if (s->limit > s->best)
			s->limit = s->best;
		memcpy(s->choice, s->now, (size_t)m->missions * sizeof *s->now);
	}
	while (put-- > 0)
		roster_take(s->roster, m->mission[put], NULL);
	return true;
}

/* ---- nodes -------------------------------------------------------------- */

bool
exact_is_over(struct searching *s)
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

static int64_t
bound_of(struct searching *s, int64_t *reduced)
{
	if (s->model.lp.failed)
		return INT64_MIN;
	return s->model.constant + lp_bound(&s->model.lp, reduced);
}

/* What floating point says too early is asked again. */
int64_t
exact_solve_node(struct searching *s)
{
	struct model *m = &s->model;
	enum lp_status status =
	    solve_to(s, false, (double)(s->limit - m->constant) + 1);
	int64_t bound;

	if (status == LP_INFEASIBLE && !lp_proves_empty(&m->lp))
		status = solve_to(s, true, INFINITY);
	if (status == LP_INFEASIBLE && lp_proves_empty(&m->lp))
		return INT64_MAX;
	bound = bound_of(s, s->reduced);
	if (status == LP_CUTOFF && bound < s->limit) {
		status = solve_to(s, true, INFINITY);
		bound = bound_of(s, s->reduced);
	}
	if (status != LP_OPTIMAL && bound < s->limit)
		s->complete = false;
	return status == LP_OPTIMAL || bound >= s->limit ? bound : INT64_MAX;
}

/* ---- which column ------------------------------------------------------- */

struct candidate {
	int32_t column;
	double value, score;
};

static void
learn(struct searching *s, int32_t column, int to, double moved, double cost)
{
	struct lesson *at[] = { &s->lesson[column], &s->all };

	if (moved < EXACT_WHOLE)
		return;
	for (int i = 0; i < 2; i++) {
		at[i]->cost[to] += fmax(cost, 0) / moved;
		at[i]->times[to]++;
	}
}

/* What settling the column is expected to cost. */
static double
expect(const struct searching *s, int32_t column, int to)
{
	const struct lesson *own = &s->lesson[column];

	if (own->times[to])
		return own->cost[to] / own->times[to];
	return s->all.times[to] ? s->all.cost[to] / s->all.times[to] : 1;
}

static double
score(const struct searching *s, int32_t column, double value)
{
	double down = value * expect(s, column, 0);
	double up = (1 - value) * expect(s, column, 1);

	return fmax(down, 1e-3) * fmax(up, 1e-3);
}

/* Whether and how a mission attends comes before who goes. */
static int
rank(const struct searching *s, int32_t column)
{
	static const int ranks[] = {
		[MODEL_DECLINED] = 0,
		[MODEL_OPTION] = 0,
		[MODEL_JOINT] = 0,
		[MODEL_PERSON] = 1,
		[MODEL_ABSENT] = 2,
	};

	return ranks[s->model.column.items[column].kind];
}

static void
insert_candidate(
    struct candidate *best, int32_t *len, struct candidate candidate)
{
	int32_t i = *len;

	if (i == CANDIDATES) {
		if (candidate.score <= best[i - 1].score)
			return;
		i--;
	} else {
		++*len;
	}
	for (; i > 0 && best[i - 1].score < candidate.score; i--)
		best[i] = best[i - 1];
	best[i] = candidate;
}

/* Those of the first rank that are not whole, by score. */
static int32_t
list_candidates(const struct searching *s, struct candidate *best)
{
	const struct lp *lp = &s->model.lp;
	int32_t len = 0;
	int least = 3;

	for (int32_t p = 0; p < lp->rows; p++) {
		int32_t j = lp->basic[p];
		double value = lp->value[p];

		if (j >= lp->columns || fmin(value, 1 - value) < EXACT_WHOLE ||
		    rank(s, j) > least)
			continue;
		if (rank(s, j) < least)
			len = 0;
		least = rank(s, j);
		insert_candidate(best, &len,
		    (struct candidate){ j, value, score(s, j, value) });
	}
	return len;
}

/* A few steps with the column settled; true when nothing is there. */
static bool
is_closed(struct searching *s, const struct candidate *candidate, int to)
{
	struct lp *lp = &s->model.lp;
	double cutoff = (double)(s->limit - s->model.constant) + 1;
	double from = lp->sum;
	size_t mark = s->settled.len;
	enum lp_status status;
	bool closed = false;

	exact_settle(s, candidate->column, to);
	status = lp_solve(lp, TRY_STEPS, cutoff);
	if (status == LP_INFEASIBLE)
		closed = lp_proves_empty(lp);
	else if (lp->sum > cutoff - 1)
		closed = bound_of(s, NULL) >= s->limit;
	learn(s, candidate->column, to, fabs(to - candidate->value),
	    closed ? fmax(cutoff - from, lp->sum - from) : lp->sum - from);
	exact_unsettle(s, mark);
	lp_solve(lp, TRY_STEPS, cutoff);
	return closed;
}

enum choice { CHOSEN, WHOLE_ALREADY, SETTLED };

/* The column of which both sides promise to cost most. On the way some turn
 * out to have one side only. */
static enum choice
choose_column(struct searching *s, struct candidate *out)
{
	struct candidate best[CANDIDATES];
	int32_t len = list_candidates(s, best), first = 0;

	if (!len)
		return WHOLE_ALREADY;
	for (int32_t i = 0; i < len; i++) {
		struct candidate *c = &best[i];

		for (int to = 0; to < 2; to++) {
			if (s->lesson[c->column].times[to] >= LESSONS)
				continue;
			if (is_closed(s, c, to)) {
				exact_settle(s, c->column, !to);
				return SETTLED;
			}
		}
		c->score = score(s, c->column, c->value);
		if (c->score > best[first].score)
			first = i;
	}
	*out = best[first];
	return CHOSEN;
}

/* Settles what the bound allows until a column is to be chosen; false when
 * the node is done with. */
static bool
open_node(struct searching *s, struct candidate *out)
{
	int64_t bound;
	enum choice choice;

	for (;;) {
		bound = exact_solve_node(s);
		if (bound >= s->limit)
			return false;
		exact_settle_by_cost(s, bound);
		choice = choose_column(s, out);
		if (choice == CHOSEN)
			return true;
		if (choice == SETTLED && !exact_is_over(s))
			continue;
		break;
	}
	/* Rounding may leave open what it means. */
	if (choice == SETTLED || !exact_take_plan(s) || s->limit > bound)
		s->complete = false;
	return false;
}

/* ---- the tree ----------------------------------------------------------- */

void
exact_branch(struct searching *s, int depth)
{
	size_t mark = s->settled.len;
	struct candidate at;
	int first;

	s->nodes++;
	if (!open_node(s, &at) || depth >= DEEPEST || exact_is_over(s)) {
		s->complete &= depth < DEEPEST;
		exact_unsettle(s, mark);
		return;
	}
	first = at.value > 0.3;
	for (int k = 0; k < 2; k++) {
		size_t inner = s->settled.len;

		exact_settle(s, at.column, k == 0 ? first : !first);
		exact_branch(s, depth + 1);
		exact_unsettle(s, inner);
		if (exact_is_over(s))
			break;
	}
	exact_unsettle(s, mark);
}
