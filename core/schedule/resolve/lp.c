/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns begin at the bound that their cost prefers and slacks in the basis:
 * that is a dual solution already, so that there is no first phase. Each row
 * is divided by its greatest coefficient in the copies that are reckoned with.
 */
#include "lp.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "schedule/resolve/lp_parts.h"

__extension__ typedef __int128 wide;

struct lp_wide {
	wide sum;
};

/* Prices are taken in 2^-36, so that money of millions stays exact enough. */
#define BITS 36

static void
sparse_free(struct lp_sparse *v)
{
	free(v->x);
	free(v->at);
}

void
lp_free(struct lp *lp)
{
	vec_free(&lp->cost);
	vec_free(&lp->row);
	vec_free(&lp->term);
	free(lp->lower);
	free(lp->upper);
	free(lp->reduced);
	free(lp->dear);
	free(lp->where);
	free(lp->basic);
	free(lp->value);
	free(lp->weight);
	free(lp->beyond);
	free(lp->astray);
	free(lp->is_astray);
	free(lp->price);
	sparse_free(&lp->ray);
	sparse_free(&lp->entering);
	sparse_free(&lp->tau);
	sparse_free(&lp->flips);
	free(lp->alpha);
	free(lp->left);
	free(lp->hit);
	free(lp->by_column_first);
	free(lp->by_row_first);
	free(lp->by_column);
	free(lp->by_row);
	free(lp->breaks);
	lp_factor_free(&lp->factor);
	memset(lp, 0, sizeof *lp);
}

/* ---- what there is ------------------------------------------------------ */

int32_t
lp_column(struct lp *lp, int64_t cost)
{
	if (vec_push(&lp->cost, cost) < 0) {
		lp->failed = true;
		return 0;
	}
	return (int32_t)lp->cost.len - 1;
}

void
lp_begin(struct lp *lp)
{
	struct lp_row row = { .first = (int32_t)lp->term.len, .scale = 1 };

	if (vec_push(&lp->row, row) < 0)
		lp->failed = true;
}

void
lp_term(struct lp *lp, int32_t column, int64_t by)
{
	struct lp_term term = { column, by };

	if (by && vec_push(&lp->term, term) < 0)
		lp->failed = true;
}

bool
lp_end(struct lp *lp, int64_t most, bool equal)
{
	struct lp_row *row;
	double scale = 0;

	if (lp->failed)
		return false;
	row = &lp->row.items[lp->row.len - 1];
	row->len = (int32_t)lp->term.len - row->first;
	row->most = most;
	row->equal = equal;
	for (int32_t i = row->first; i < row->first + row->len; i++) {
		double by = (double)llabs(lp->term.items[i].by);

		if (by > scale)
			scale = by;
	}
	if (scale > 0)
		row->scale = scale;
	else
		lp->row.len--;
	return scale > 0;
}

/* ---- taking it over ----------------------------------------------------- */

static bool
sparse_grow(struct lp_sparse *v, size_t n)
{
	return LP_GROW(v->x, n) && LP_GROW(v->at, n);
}

static bool
grow_by_row(struct lp *lp, size_t n)
{
	return LP_GROW(lp->basic, n) && LP_GROW(lp->value, n) &&
	       LP_GROW(lp->weight, n) && LP_GROW(lp->beyond, n) &&
	       LP_GROW(lp->astray, n) && LP_GROW(lp->is_astray, n) &&
	       LP_GROW(lp->price, n) && sparse_grow(&lp->ray, n) &&
	       sparse_grow(&lp->entering, n) && sparse_grow(&lp->tau, n) &&
	       sparse_grow(&lp->flips, n) && LP_GROW(lp->by_row_first, n) &&
	       lp_factor_grow(&lp->factor, (int32_t)n);
}

static bool
grow_all(struct lp *lp, size_t columns, size_t rows)
{
	size_t all = columns + rows + 1;

	return LP_GROW(lp->lower, all) && LP_GROW(lp->upper, all) &&
	       LP_GROW(lp->reduced, all) && LP_GROW(lp->dear, all) &&
	       LP_GROW(lp->where, all) && LP_GROW(lp->alpha, all) &&
	       LP_GROW(lp->hit, all) && LP_GROW(lp->breaks, all) &&
	       LP_GROW(lp->by_column_first, columns + 2) &&
	       LP_GROW(lp->left, columns + 1) &&
	       LP_GROW(lp->by_row, lp->term.len + 1) &&
	       LP_GROW(lp->by_column, lp->term.len + 1) &&
	       grow_by_row(lp, rows + 2);
}

static void
index_terms(struct lp *lp)
{
	int32_t n = lp->columns, at = 0, *first = lp->by_column_first;

	memset(first, 0, ((size_t)n + 2) * sizeof *first);
	for (int32_t r = 0; r < lp->rows; r++) {
		const struct lp_row *row = &lp->row.items[r];

		lp->by_row_first[r] = at;
		for (int32_t i = row->first; i < row->first + row->len; i++) {
			const struct lp_term *term = &lp->term.items[i];

			lp->by_row[at++] = (struct lp_entry){ term->column,
				(double)term->by / row->scale };
			first[term->column + 2]++;
		}
	}
	lp->by_row_first[lp->rows] = at;
	for (int32_t j = 0; j < n; j++)
		first[j + 2] += first[j + 1];
	for (int32_t r = 0; r < lp->rows; r++)
		for (int32_t i = lp->by_row_first[r];
		     i < lp->by_row_first[r + 1]; i++) {
			struct lp_entry e = lp->by_row[i];

			lp->by_column[first[e.at + 1]++] =
			    (struct lp_entry){ r, e.value };
		}
}

static void
start_column(struct lp *lp, int32_t j)
{
	/* Costs are shifted a little, each its own way, so that there are few
	 * ties; away from zero, so that the better bound stays the better. */
	double shift = 1e-4 * (1 + (double)(j * 7919 % 1009) / 1009);

	lp->lower[j] = 0;
	lp->upper[j] = 1;
	lp->dear[j] = (double)lp->cost.items[j];
	lp->dear[j] += lp->dear[j] < 0 ? -shift : shift;
	lp->where[j] = lp->dear[j] < 0 ? LP_HIGH : LP_LOW;
	lp->alpha[j] = 0;
}

static void
start_slack(struct lp *lp, int32_t r)
{
	int32_t j = lp->columns + r;

	lp->lower[j] = 0;
	lp->upper[j] = lp->row.items[r].equal ? 0 : 1e30;
	lp->dear[j] = 0;
	lp->alpha[j] = 0;
	lp->where[j] = r;
	lp->basic[r] = j;
	lp->weight[r] = 1;
	lp->ray.x[r] = lp->entering.x[r] = lp->tau.x[r] = lp->flips.x[r] = 0;
	lp->price[r] = lp->beyond[r] = 0;
	lp->is_astray[r] = false;
}

/* Columns are added once, before the first load; rows at any time. */
void
lp_load(struct lp *lp)
{
	size_t rows = lp->row.len;

	if (lp->failed)
		return;
	if (!grow_all(lp, lp->cost.len, rows)) {
		lp->failed = true;
		return;
	}
	if (!lp->columns) {
		lp->columns = (int32_t)lp->cost.len;
		for (int32_t j = 0; j < lp->columns; j++)
			start_column(lp, j);
	}
	lp->rows = (int32_t)rows;
	for (int32_t r = lp->loaded_rows; r < lp->rows; r++)
		start_slack(lp, r);
	lp->loaded_rows = lp->rows;
	index_terms(lp);
	lp_refresh(lp);
}

/* (An empty array may have no memory, and C copies none from NULL.) */
#define COPY(to, from, array, n) \
	do { \
		if ((n) > 0) \
			memcpy((to)->array, (from)->array, \
			    (n) * sizeof *(to)->array); \
	} while (0)

bool
lp_copy(struct lp *to, const struct lp *from)
{
	size_t rows = from->row.len, all = from->cost.len + rows;

	assert(from->rows == (int32_t)rows);
	*to = (struct lp){ .columns = from->columns,
		.rows = from->rows,
		.loaded_rows = from->rows,
		.steps = from->steps,
		.failed = from->failed,
		.stop = from->stop,
		.ctx = from->ctx };
	if (vec_reserve(&to->cost, from->cost.len + 1) < 0 ||
	    vec_reserve(&to->row, rows + 1) < 0 ||
	    vec_reserve(&to->term, from->term.len + 1) < 0 || from->failed)
		return false;
	to->cost.len = from->cost.len;
	to->row.len = rows;
	to->term.len = from->term.len;
	COPY(to, from, cost.items, from->cost.len);
	COPY(to, from, row.items, rows);
	COPY(to, from, term.items, from->term.len);
	if (!grow_all(to, from->cost.len, rows))
		return false;
	for (int32_t r = 0; r < to->rows; r++)
		start_slack(to, r);
	memset(to->alpha, 0, all * sizeof *to->alpha);
	COPY(to, from, lower, all);
	COPY(to, from, upper, all);
	COPY(to, from, dear, all);
	COPY(to, from, where, all);
	COPY(to, from, basic, rows);
	COPY(to, from, weight, rows);
	index_terms(to);
	lp_refresh(to);
	return !to->failed;
}

void
lp_bounds(struct lp *lp, int32_t column, int lower, int upper)
{
	double from;

	if (lp->failed)
		return;
	from = lp->where[column] < 0 ? lp_at(lp, column) : 0;
	lp->lower[column] = lower;
	lp->upper[column] = upper;
	if (lp->where[column] >= 0) {
		lp_note(lp, lp->where[column]);
		return;
	}
	lp->where[column] = lp->reduced[column] < 0 ? LP_HIGH : LP_LOW;
	if (lp_at(lp, column) == from)
		return;
	lp->sum += lp->reduced[column] * (lp_at(lp, column) - from);
	lp_add_column(lp, column, lp_at(lp, column) - from, &lp->flips);
}

double
lp_value(const struct lp *lp, int32_t column)
{
	int32_t at = lp->where[column];

	return at >= 0 ? lp->value[at] : lp_at(lp, column);
}

/* ---- what is exact ------------------------------------------------------ */

/* The price of a row in 2^-BITS: never above zero, since more room never
 * costs; of an equal one whatever it is. */
static int64_t
whole_price(const struct lp_row *row, double price)
{
	double scaled = price / row->scale * (double)(INT64_C(1) << BITS);

	if (!row->equal && scaled > 0)
		return 0;
	if (scaled > 4e18 || scaled < -4e18)
		return 0;
	return (int64_t)scaled;
}

/* The least that costs and prices allow, in 2^-BITS. */
static wide
least_sum(struct lp *lp, const double *prices, bool costs, int64_t *reduced)
{
	int32_t n = lp->columns;
	struct lp_wide *left = lp->left;
	wide sum = 0;

	for (int32_t j = 0; j < n; j++)
		left[j].sum =
		    costs ? (wide)lp->cost.items[j] * ((wide)1 << BITS) : 0;
	for (int32_t r = 0; r < lp->rows; r++) {
		const struct lp_row *row = &lp->row.items[r];
		int64_t price = whole_price(row, prices[r]);

		if (!price)
			continue;
		sum += (wide)price * row->most;
		for (int32_t i = row->first; i < row->first + row->len; i++)
			left[lp->term.items[i].column].sum -=
			    (wide)price * lp->term.items[i].by;
	}
	for (int32_t j = 0; j < n; j++) {
		wide by = left[j].sum;

		if ((by > 0 ? lp->lower[j] : lp->upper[j]) > 0)
			sum += by;
		if (reduced)
			reduced[j] = (int64_t)(by >> BITS);
	}
	return sum;
}

int64_t
lp_bound(struct lp *lp, int64_t *reduced)
{
	wide sum;

	if (lp->failed)
		return INT64_MIN;
	sum = least_sum(lp, lp->price, true, reduced);
	return (int64_t)((sum + ((wide)1 << BITS) - 1) >> BITS);
}

bool
lp_proves_empty(struct lp *lp)
{
	return !lp->failed && least_sum(lp, lp->ray.x, false, NULL) > 0;
}
