/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A step of the dual simplex method: the position farthest beyond its bounds
 * (in its edge's length) leaves; columns whose reduced cost reaches zero on
 * the way flip to their other bound as long as the cost still grows, and the
 * one where it stops enters. A step touches what its vectors name, no more.
 */
#include "schedule/resolve/lp_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FEASIBLE 1e-7
#define PIVOT 1e-7
#define GOOD_PIVOT 1e-5
#define UPDATES 120 /* between two factorings */

/* ---- who leaves --------------------------------------------------------- */

/* Those that came back within their bounds are struck off. */
static int32_t
choose_leaving(struct lp *lp)
{
	int32_t best = -1, kept = 0;
	double most = 0;

	for (int32_t i = 0; i < lp->astrays; i++) {
		int32_t p = lp->astray[i];

		if (lp->beyond[p] == 0) {
			lp->is_astray[p] = false;
			continue;
		}
		lp->astray[kept++] = p;
		if (lp->beyond[p] > most * lp->weight[p]) {
			most = lp->beyond[p] / lp->weight[p];
			best = p;
		}
	}
	lp->astrays = kept;
	return best;
}

/* ---- who enters --------------------------------------------------------- */

static inline void
hit(struct lp *lp, int32_t j, double by)
{
	if (lp->where[j] >= 0)
		return;
	if (lp->alpha[j] == 0)
		lp->hit[lp->hits++] = j;
	lp->alpha[j] += by;
	if (lp->alpha[j] == 0)
		lp->alpha[j] = 1e-300; /* it stays in the list once */
}

/* The row of the inverse times all columns. */
static void
reckon_row(struct lp *lp)
{
	lp->hits = 0;
	for (int32_t k = 0; k < lp->ray.len; k++) {
		int32_t r = lp->ray.at[k];
		double by = lp->ray.x[r];

		for (int32_t i = lp->by_row_first[r];
		     i < lp->by_row_first[r + 1]; i++)
			hit(lp, lp->by_row[i].at, by * lp->by_row[i].value);
		hit(lp, lp->columns + r, by);
	}
}

static void
forget_row(struct lp *lp)
{
	for (int32_t i = 0; i < lp->hits; i++)
		lp->alpha[lp->hit[i]] = 0;
}

static bool
is_before(const struct lp_break *x, const struct lp_break *y)
{
	if (x->ratio != y->ratio)
		return x->ratio < y->ratio;
	if (x->size != y->size)
		return x->size < y->size;
	return x->column < y->column;
}

static int32_t
list_breaks(struct lp *lp, double sign)
{
	int32_t len = 0;

	for (int32_t i = 0; i < lp->hits; i++) {
		int32_t j = lp->hit[i];
		double by = sign * lp->alpha[j], ratio;

		if (lp->upper[j] - lp->lower[j] <= 0 || fabs(by) < PIVOT ||
		    (lp->where[j] == LP_HIGH) != (by < 0))
			continue;
		ratio = lp->reduced[j] / by;
		lp->breaks[len++] =
		    (struct lp_break){ ratio > 0 ? ratio : 0, fabs(by), j };
	}
	return len;
}

/* The first of those from here on changes places with what is here: few are
 * ever asked for. */
static void
bring_first(struct lp_break *breaks, int32_t from, int32_t len)
{
	struct lp_break had = breaks[from];
	int32_t first = from;

	for (int32_t i = from + 1; i < len; i++)
		if (is_before(&breaks[i], &breaks[first]))
			first = i;
	breaks[from] = breaks[first];
	breaks[first] = had;
}

/* How many flip before one enters, which is the break after them; -1 when
 * nothing stops the cost's growth. */
static int32_t
count_flips(struct lp *lp, int32_t len, double slope)
{
	int32_t last = 0;

	for (; last < len; last++) {
		int32_t j;

		bring_first(lp->breaks, last, len);
		j = lp->breaks[last].column;
		slope -= lp->breaks[last].size * (lp->upper[j] - lp->lower[j]);
		if (slope < 0)
			break;
	}
	if (last == len)
		return slope > FEASIBLE || !len ? -1 : len - 1;
	for (int32_t k = last; k >= 0; k--)
		if (lp->breaks[k].size >= GOOD_PIVOT)
			return k;
	return last;
}

/* ---- the step ----------------------------------------------------------- */

static void
flip(struct lp *lp, int32_t len)
{
	for (int32_t i = 0; i < len; i++) {
		int32_t j = lp->breaks[i].column;
		double by = lp_at(lp, j);

		lp->where[j] = lp->where[j] == LP_LOW ? LP_HIGH : LP_LOW;
		by = lp_at(lp, j) - by;
		lp->sum += by * lp->reduced[j];
		lp_add_column(lp, j, by, &lp->flips);
	}
	lp_follow(lp);
}

static void
update_reduced(struct lp *lp, double step, int32_t leaving)
{
	for (int32_t i = 0; i < lp->hits; i++) {
		int32_t j = lp->hit[i];

		lp->reduced[j] -= step * lp->alpha[j];
		/* What went a little too far is called zero. */
		if (lp->upper[j] > lp->lower[j] &&
		    (lp->where[j] == LP_HIGH) == (lp->reduced[j] > 0))
			lp->reduced[j] = 0;
	}
	lp->reduced[leaving] = -step;
	for (int32_t i = 0; i < lp->ray.len; i++)
		lp->price[lp->ray.at[i]] += step * lp->ray.x[lp->ray.at[i]];
}

/* tau is the basis solved for the row of the inverse. */
static void
update_weights(struct lp *lp, int32_t at)
{
	double pivot = lp->entering.x[at], weight = 0;

	for (int32_t i = 0; i < lp->ray.len; i++)
		weight += lp->ray.x[lp->ray.at[i]] * lp->ray.x[lp->ray.at[i]];
	for (int32_t i = 0; i < lp->entering.len; i++) {
		int32_t p = lp->entering.at[i];
		double by = lp->entering.x[p] / pivot;

		if (p == at)
			continue;
		lp->weight[p] += by * (by * weight - 2 * lp->tau.x[p]);
		if (lp->weight[p] < 1e-4)
			lp->weight[p] = 1e-4;
	}
	lp->weight[at] = weight / (pivot * pivot);
	if (lp->weight[at] < 1e-4)
		lp->weight[at] = 1e-4;
}

/* The leaving one goes to its bound, all others follow. */
static void
move(struct lp *lp, int32_t at, int32_t entering, double sign)
{
	int32_t leaving = lp->basic[at];
	double bound = sign > 0 ? lp->upper[leaving] : lp->lower[leaving];
	double by = (lp->value[at] - bound) / lp->entering.x[at];
	double from = lp_at(lp, entering);

	lp->sum += by * lp->reduced[entering];
	lp->where[leaving] =
	    sign > 0 && bound > lp->lower[leaving] ? LP_HIGH : LP_LOW;
	lp->where[entering] = at;
	lp->basic[at] = entering;
	for (int32_t i = 0; i < lp->entering.len; i++) {
		int32_t p = lp->entering.at[i];

		lp->value[p] -= by * lp->entering.x[p];
		if (p != at)
			lp_note(lp, p);
	}
	lp->value[at] = from + by;
	lp_note(lp, at);
}

/* The basis changes; false when the pivot is not what the row said. */
static bool
change(struct lp *lp, int32_t at, int32_t entering, double sign)
{
	int32_t leaving = lp->basic[at];
	double pivot;

	lp_sparse_clear(&lp->entering);
	lp_add_column(lp, entering, 1, &lp->entering);
	lp_ftran(lp, &lp->entering);
	pivot = lp->entering.x[at];
	if (fabs(pivot) < PIVOT ||
	    fabs(pivot - lp->alpha[entering]) > 1e-6 * (1 + fabs(pivot)))
		return false;
	lp_sparse_clear(&lp->tau);
	for (int32_t i = 0; i < lp->ray.len; i++)
		lp_sparse_add(
		    &lp->tau, lp->ray.at[i], lp->ray.x[lp->ray.at[i]]);
	lp_ftran(lp, &lp->tau);
	update_weights(lp, at);
	move(lp, at, entering, sign);
	update_reduced(
	    lp, lp->reduced[entering] / lp->alpha[entering], leaving);
	lp->reduced[entering] = 0;
	lp_factor_update(lp, at, &lp->entering);
	return true;
}

/* -1 goes on, otherwise how it ended. */
static int
step(struct lp *lp)
{
	int32_t at = choose_leaving(lp), len, flips;
	double by, sign;
	bool fine;

	if (at < 0)
		return LP_OPTIMAL;
	by = sqrt(lp->beyond[at]);
	sign = lp->value[at] > lp->upper[lp->basic[at]] ? 1 : -1;
	lp_sparse_clear(&lp->ray);
	lp_sparse_add(&lp->ray, at, 1);
	lp_btran(lp, &lp->ray);
	reckon_row(lp);
	len = list_breaks(lp, sign);
	flips = count_flips(lp, len, by);
	if (flips < 0) {
		forget_row(lp);
		/* As prices: of a row at most, below zero. */
		for (int32_t i = 0; i < lp->ray.len; i++)
			lp->ray.x[lp->ray.at[i]] *= sign;
		return LP_INFEASIBLE;
	}
	flip(lp, flips);
	fine = change(lp, at, lp->breaks[flips].column, sign);
	forget_row(lp);
	return fine ? -1 : LP_STALLED;
}

enum lp_status
lp_solve(struct lp *lp, int64_t steps, double cutoff)
{
	int stalls = 0;

	if (!lp->failed)
		lp_follow(lp);
	while (!lp->failed && steps-- > 0) {
		int status = step(lp);

		lp->steps++;
		if (status == LP_OPTIMAL || status == LP_INFEASIBLE)
			return status;
		if (status == LP_STALLED && ++stalls > 20)
			return LP_STALLED;
		if (status < 0 && lp->sum > cutoff)
			return LP_CUTOFF;
		if (status < 0 && lp->factor.etas < UPDATES)
			continue;
		lp_refresh(lp);
		if (lp->stop && lp->stop(lp->ctx))
			return LP_STALLED;
	}
	return LP_STALLED;
}
