/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A step of the dual simplex method: the position farthest beyond its bounds
 * (in its edge's length) leaves; columns whose reduced cost reaches zero on
 * the way flip to their other bound as long as the cost still grows, and the
 * one where it stops enters.
 */
#include "schedule/resolve/lp_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FEASIBLE 1e-7
#define PIVOT 1e-7
#define GOOD_PIVOT 1e-5
#define UPDATES 80 /* between two factorings */

void
lp_add_column(const struct lp *lp, int32_t j, double by, double *out)
{
	if (j >= lp->columns) {
		out[j - lp->columns] += by;
		return;
	}
	for (int32_t i = lp->by_column_first[j]; i < lp->by_column_first[j + 1];
	     i++)
		out[lp->by_column[i].at] += by * lp->by_column[i].value;
}

/* ---- afresh ------------------------------------------------------------- */

/* True when a column went to its other bound by it. */
static bool
refresh_prices(struct lp *lp)
{
	double *dear = lp->entering;
	bool moved = false;

	for (int32_t p = 0; p < lp->rows; p++)
		dear[p] = lp->dear[lp->basic[p]];
	lp_btran(lp, dear, lp->price);
	memset(dear, 0, (size_t)lp->rows * sizeof *dear);
	for (int32_t j = 0; j < lp->columns; j++) {
		double sum = lp->dear[j];

		for (int32_t i = lp->by_column_first[j];
		     i < lp->by_column_first[j + 1]; i++)
			sum -= lp->price[lp->by_column[i].at] *
			       lp->by_column[i].value;
		lp->reduced[j] = lp->where[j] >= 0 ? 0 : sum;
	}
	for (int32_t r = 0; r < lp->rows; r++) {
		int32_t j = lp->columns + r;

		lp->reduced[j] = lp->where[j] >= 0 ? 0 : -lp->price[r];
	}
	/* A column stands at the bound that its reduced cost prefers. */
	for (int32_t j = 0; j < lp->columns; j++)
		if (lp->where[j] < 0 && fabs(lp->reduced[j]) > 1e-9) {
			int32_t to = lp->reduced[j] < 0 ? LP_HIGH : LP_LOW;

			moved |=
			    lp->where[j] != to && lp->upper[j] > lp->lower[j];
			lp->where[j] = to;
		}
	return moved;
}

static void
refresh_values(struct lp *lp)
{
	double *left = lp->flips;

	lp->sum = 0;
	for (int32_t r = 0; r < lp->rows; r++)
		left[r] =
		    (double)lp->row.items[r].most / lp->row.items[r].scale;
	for (int32_t j = 0; j < lp->columns + lp->rows; j++) {
		double at = lp->where[j] < 0 ? lp_at(lp, j) : 0;

		if (at == 0)
			continue;
		lp_add_column(lp, j, -at, left);
		lp->sum += at * lp->dear[j];
	}
	lp_ftran(lp, left, lp->value);
	for (int32_t p = 0; p < lp->rows; p++)
		lp->sum += lp->value[p] * lp->dear[lp->basic[p]];
}

void
lp_refresh(struct lp *lp)
{
	lp_factor(lp);
	if (lp->failed)
		return;
	refresh_prices(lp);
	refresh_values(lp);
}

/* ---- who leaves --------------------------------------------------------- */

/* How far the position is beyond its bounds: below zero is too low. */
static double
beyond(const struct lp *lp, int32_t p)
{
	int32_t j = lp->basic[p];

	if (lp->value[p] < lp->lower[j] - FEASIBLE)
		return lp->value[p] - lp->lower[j];
	if (lp->value[p] > lp->upper[j] + FEASIBLE)
		return lp->value[p] - lp->upper[j];
	return 0;
}

static int32_t
choose_leaving(const struct lp *lp)
{
	int32_t best = -1;
	double most = 0;

	for (int32_t p = 0; p < lp->rows; p++) {
		double by = beyond(lp, p);

		if (by != 0 && by * by > most * lp->weight[p]) {
			most = by * by / lp->weight[p];
			best = p;
		}
	}
	return best;
}

/* ---- who enters --------------------------------------------------------- */

static void
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
reckon_row(struct lp *lp, const double *inverse)
{
	lp->hits = 0;
	for (int32_t r = 0; r < lp->rows; r++) {
		if (fabs(inverse[r]) < LP_TINY)
			continue;
		for (int32_t i = lp->by_row_first[r];
		     i < lp->by_row_first[r + 1]; i++)
			hit(lp, lp->by_row[i].at,
			    inverse[r] * lp->by_row[i].value);
		hit(lp, lp->columns + r, inverse[r]);
	}
}

static void
forget_row(struct lp *lp)
{
	for (int32_t i = 0; i < lp->hits; i++)
		lp->alpha[lp->hit[i]] = 0;
}

static int
by_ratio(const void *a, const void *b)
{
	const struct lp_break *x = a, *y = b;

	if (x->ratio != y->ratio)
		return x->ratio < y->ratio ? -1 : 1;
	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return x->column - y->column;
}

static int32_t
list_breaks(struct lp *lp, double sign)
{
	int32_t len = 0;

	for (int32_t i = 0; i < lp->hits; i++) {
		int32_t j = lp->hit[i];
		double by = sign * lp->alpha[j];
		double ratio = lp->reduced[j] / by;

		if (lp->upper[j] - lp->lower[j] <= 0 || fabs(by) < PIVOT ||
		    (lp->where[j] == LP_HIGH) != (by < 0))
			continue;
		lp->breaks[len++] =
		    (struct lp_break){ ratio > 0 ? ratio : 0, fabs(by), j };
	}
	if (len)
		qsort(lp->breaks, (size_t)len, sizeof *lp->breaks, by_ratio);
	return len;
}

/* How many flip before one enters, which is the break after them; -1 when
 * nothing stops the cost's growth. */
static int32_t
count_flips(const struct lp *lp, int32_t len, double slope)
{
	int32_t last = 0;

	for (; last < len; last++) {
		int32_t j = lp->breaks[last].column;

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
		double from = lp_at(lp, j);

		lp->where[j] = lp->where[j] == LP_LOW ? LP_HIGH : LP_LOW;
		lp_add_column(lp, j, lp_at(lp, j) - from, lp->flips);
	}
	if (!len)
		return;
	lp_ftran(lp, lp->flips, lp->tau);
	for (int32_t p = 0; p < lp->rows; p++)
		lp->value[p] -= lp->tau[p];
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
}

/* tau is the basis solved for the row of the inverse. */
static void
update_weights(struct lp *lp, int32_t at, double weight)
{
	double pivot = lp->entering[at];

	for (int32_t p = 0; p < lp->rows; p++) {
		double by = lp->entering[p] / pivot;

		if (by == 0 || p == at)
			continue;
		lp->weight[p] += by * (by * weight - 2 * lp->tau[p]);
		if (lp->weight[p] < 1e-4)
			lp->weight[p] = 1e-4;
	}
	lp->weight[at] = weight / (pivot * pivot);
	if (lp->weight[at] < 1e-4)
		lp->weight[at] = 1e-4;
}

/* The basis changes; false when the pivot is not what the row said. */
static bool
change(struct lp *lp, int32_t at, int32_t entering, double sign)
{
	int32_t leaving = lp->basic[at];
	double bound = sign > 0 ? lp->upper[leaving] : lp->lower[leaving];
	double weight = 0, pivot, primal, from = lp_at(lp, entering);

	memset(lp->flips, 0, (size_t)lp->rows * sizeof *lp->flips);
	lp_add_column(lp, entering, 1, lp->flips);
	lp_ftran(lp, lp->flips, lp->entering);
	pivot = lp->entering[at];
	if (fabs(pivot) < PIVOT ||
	    fabs(pivot - lp->alpha[entering]) > 1e-6 * (1 + fabs(pivot)))
		return false;
	for (int32_t r = 0; r < lp->rows; r++) {
		weight += lp->ray[r] * lp->ray[r];
		lp->flips[r] = lp->ray[r];
	}
	lp_ftran(lp, lp->flips, lp->tau);
	update_reduced(
	    lp, lp->reduced[entering] / lp->alpha[entering], leaving);
	update_weights(lp, at, weight);
	primal = (lp->value[at] - bound) / pivot;
	for (int32_t p = 0; p < lp->rows; p++)
		lp->value[p] -= primal * lp->entering[p];
	lp->value[at] = from + primal;
	lp->where[leaving] = sign > 0 ? LP_HIGH : LP_LOW;
	if (lp->upper[leaving] - lp->lower[leaving] <= 0)
		lp->where[leaving] = LP_LOW;
	lp->where[entering] = at;
	lp->reduced[entering] = 0;
	lp->basic[at] = entering;
	lp_factor_update(lp, at, lp->entering);
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
	by = beyond(lp, at);
	sign = by > 0 ? 1 : -1;
	memset(lp->entering, 0, (size_t)lp->rows * sizeof *lp->entering);
	lp->entering[at] = 1;
	lp_btran(lp, lp->entering, lp->ray);
	reckon_row(lp, lp->ray);
	len = list_breaks(lp, sign);
	flips = count_flips(lp, len, fabs(by));
	if (flips < 0) {
		forget_row(lp);
		/* As prices: of a row at most, below zero. */
		for (int32_t r = 0; r < lp->rows; r++)
			lp->ray[r] *= sign;
		return LP_INFEASIBLE;
	}
	flip(lp, flips);
	fine = change(lp, at, lp->breaks[flips].column, sign);
	forget_row(lp);
	return fine ? -1 : LP_STALLED;
}

/* Prices are for who asks; that they are right is seen by them. */
static bool
is_settled(struct lp *lp)
{
	if (!refresh_prices(lp))
		return true;
	refresh_values(lp);
	return choose_leaving(lp) < 0;
}

enum lp_status
lp_solve(struct lp *lp, int64_t steps, double cutoff)
{
	int stalls = 0;

	if (!lp->failed)
		refresh_values(lp);
	while (!lp->failed && steps-- > 0) {
		int status = step(lp);

		lp->steps++;
		if (status == LP_OPTIMAL && is_settled(lp))
			return status;
		if (status == LP_INFEASIBLE)
			return status;
		if (status == LP_STALLED && ++stalls > 20)
			return LP_STALLED;
		if (status < 0 && lp->factor.etas < UPDATES)
			continue;
		lp_refresh(lp);
		if (lp->sum > cutoff)
			return LP_CUTOFF;
		if (lp->stop && lp->stop(lp->ctx))
			return LP_STALLED;
	}
	return LP_STALLED;
}
