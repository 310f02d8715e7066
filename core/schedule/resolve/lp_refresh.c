/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a basis stands: its values, prices and reduced costs, reckoned afresh
 * now and then, so that what steps add to them does not go astray.
 */
#include "schedule/resolve/lp_parts.h"

#include <math.h>
#include <string.h>

#define FEASIBLE 1e-7

void
lp_add_column(const struct lp *lp, int32_t j, double by, struct lp_sparse *v)
{
	if (j >= lp->columns) {
		lp_sparse_add(v, j - lp->columns, by);
		return;
	}
	for (int32_t i = lp->by_column_first[j]; i < lp->by_column_first[j + 1];
	     i++)
		lp_sparse_add(
		    v, lp->by_column[i].at, by * lp->by_column[i].value);
}

/* ---- prices ------------------------------------------------------------- */

static void
reckon_prices(struct lp *lp)
{
	struct lp_sparse *dear = &lp->tau;

	lp_sparse_clear(dear);
	for (int32_t p = 0; p < lp->rows; p++)
		if (lp->dear[lp->basic[p]] != 0)
			lp_sparse_add(dear, p, lp->dear[lp->basic[p]]);
	lp_btran(lp, dear);
	memset(lp->price, 0, (size_t)lp->rows * sizeof *lp->price);
	for (int32_t i = 0; i < dear->len; i++)
		lp->price[dear->at[i]] = dear->x[dear->at[i]];
}

/* A column stands at the bound that its reduced cost prefers. */
static void
refresh_prices(struct lp *lp)
{
	reckon_prices(lp);
	for (int32_t j = 0; j < lp->columns; j++) {
		double sum = lp->dear[j];

		lp->reduced[j] = 0;
		if (lp->where[j] >= 0)
			continue;
		for (int32_t i = lp->by_column_first[j];
		     i < lp->by_column_first[j + 1]; i++)
			sum -= lp->price[lp->by_column[i].at] *
			       lp->by_column[i].value;
		lp->reduced[j] = sum;
		if (fabs(sum) > 1e-9)
			lp->where[j] = sum < 0 ? LP_HIGH : LP_LOW;
	}
	for (int32_t r = 0; r < lp->rows; r++) {
		int32_t j = lp->columns + r;

		lp->reduced[j] = lp->where[j] >= 0 ? 0 : -lp->price[r];
	}
}

/* ---- values ------------------------------------------------------------- */

/* How far the position is beyond its bounds. */
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

void
lp_note(struct lp *lp, int32_t p)
{
	double by = beyond(lp, p);

	lp->beyond[p] = by * by;
	if (by == 0 || lp->is_astray[p])
		return;
	lp->is_astray[p] = true;
	lp->astray[lp->astrays++] = p;
}

static void
note_all(struct lp *lp)
{
	lp->astrays = 0;
	for (int32_t p = 0; p < lp->rows; p++) {
		lp->is_astray[p] = false;
		lp_note(lp, p);
	}
}

static void
refresh_values(struct lp *lp)
{
	struct lp_sparse *left = &lp->flips;

	lp_sparse_clear(left);
	lp->sum = 0;
	for (int32_t r = 0; r < lp->rows; r++)
		if (lp->row.items[r].most)
			lp_sparse_add(left, r,
			    (double)lp->row.items[r].most /
				lp->row.items[r].scale);
	for (int32_t j = 0; j < lp->columns + lp->rows; j++) {
		double at = lp->where[j] < 0 ? lp_at(lp, j) : 0;

		if (at == 0)
			continue;
		lp_add_column(lp, j, -at, left);
		lp->sum += at * lp->dear[j];
	}
	lp_ftran(lp, left);
	memset(lp->value, 0, (size_t)lp->rows * sizeof *lp->value);
	for (int32_t i = 0; i < left->len; i++)
		lp->value[left->at[i]] = left->x[left->at[i]];
	lp_sparse_clear(left);
	for (int32_t p = 0; p < lp->rows; p++)
		lp->sum += lp->value[p] * lp->dear[lp->basic[p]];
	note_all(lp);
}

void
lp_follow(struct lp *lp)
{
	struct lp_sparse *v = &lp->flips;

	if (!v->len)
		return;
	lp_ftran(lp, v);
	for (int32_t i = 0; i < v->len; i++) {
		lp->value[v->at[i]] -= v->x[v->at[i]];
		lp_note(lp, v->at[i]);
	}
	lp_sparse_clear(v);
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
