/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Solving with the factored basis, and the columns that replaced others. Most
 * vectors have few entries and stay so: what they lead to is found first, by
 * walking along the triangle's entries (Gilbert and Peierls 1988), so that a
 * solve costs what it touches and not what there is.
 */
#include "schedule/resolve/lp_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A vector with more than this part of all rows is solved row by row. */
#define FULL 10

static void
triangle_free(struct lp_triangle *t)
{
	vec_free(&t->entries);
	free(t->first);
	free(t->end);
	free(t->order);
}

void
lp_factor_free(struct lp_factor *f)
{
	free(f->row);
	free(f->position);
	free(f->pivot);
	triangle_free(&f->low);
	triangle_free(&f->up);
	triangle_free(&f->low_across);
	triangle_free(&f->up_across);
	vec_free(&f->eta);
	free(f->eta_first);
	free(f->eta_at);
	free(f->eta_pivot);
	free(f->work);
	free(f->count);
	free(f->list);
	free(f->mark);
	free(f->turn);
	free(f->stack);
	memset(f, 0, sizeof *f);
}

/* ---- turning ------------------------------------------------------------ */

/* Row by row what the other has column by column. */
static void
turn_across(
    struct lp *lp, const struct lp_triangle *from, struct lp_triangle *to)
{
	const struct lp_factor *f = &lp->factor;
	int32_t total = 0;

	if (vec_reserve(&to->entries, from->entries.len + 1) < 0) {
		lp->failed = true;
		return;
	}
	memset(to->end, 0, (size_t)lp->rows * sizeof *to->end);
	vec_each(&from->entries, e)
		to->end[e->at]++;
	for (int32_t r = 0; r < lp->rows; r++) {
		to->first[r] = total;
		total += to->end[r];
		to->end[r] = to->first[r];
	}
	for (int32_t k = 0; k < lp->rows; k++) {
		int32_t r = f->row[k];

		for (int32_t i = from->first[r]; i < from->end[r]; i++) {
			struct lp_entry e = from->entries.items[i];

			to->entries.items[to->end[e.at]++] =
			    (struct lp_entry){ r, e.value };
		}
	}
	to->entries.len = from->entries.len;
}

static void
order_rows(const struct lp *lp, struct lp_triangle *t, bool backward,
    const double *pivot)
{
	t->order_len = 0;
	for (int32_t k = 0; k < lp->rows; k++) {
		int32_t r = lp->factor.row[backward ? lp->rows - 1 - k : k];

		if (t->first[r] < t->end[r] || (pivot && pivot[r] != 1))
			t->order[t->order_len++] = r;
	}
}

void
lp_factor_turn(struct lp *lp)
{
	struct lp_factor *f = &lp->factor;

	turn_across(lp, &f->low, &f->low_across);
	turn_across(lp, &f->up, &f->up_across);
	order_rows(lp, &f->low, false, NULL);
	order_rows(lp, &f->low_across, true, NULL);
	order_rows(lp, &f->up, true, f->pivot);
	order_rows(lp, &f->up_across, false, f->pivot);
}

/* ---- solving ------------------------------------------------------------ */

/* All rows that the vector leads to, into the list, each after those that it
 * leads to; how many. They are marked. */
static int32_t
reach(
    struct lp_factor *f, const struct lp_triangle *t, const struct lp_sparse *v)
{
	int32_t len = 0, *next = f->count;

	for (int32_t s = 0; s < v->len; s++) {
		int32_t depth = 0;

		if (f->mark[v->at[s]])
			continue;
		f->stack[0] = v->at[s];
		f->mark[v->at[s]] = 1;
		next[0] = t->first[v->at[s]];
		while (depth >= 0) {
			int32_t r = f->stack[depth], to = -1;

			while (next[depth] < t->end[r]) {
				to = t->entries.items[next[depth]++].at;
				if (!f->mark[to])
					break;
				to = -1;
			}
			if (to < 0) {
				f->list[len++] = r;
				depth--;
				continue;
			}
			f->mark[to] = 1;
			f->stack[++depth] = to;
			next[depth] = t->first[to];
		}
	}
	return len;
}

static inline void
settle_row(
    const struct lp_triangle *t, const double *pivot, double *x, int32_t r)
{
	double by = x[r];

	if (pivot)
		by = x[r] = by / pivot[r];
	for (int32_t i = t->first[r]; i < t->end[r]; i++) {
		const struct lp_entry *e = &t->entries.items[i];

		x[e->at] -= by * e->value;
	}
}

static void
solve_rows(const struct lp *lp, const struct lp_triangle *t,
    const double *pivot, struct lp_sparse *v)
{
	for (int32_t i = 0; i < t->order_len; i++)
		if (v->x[t->order[i]] != 0)
			settle_row(t, pivot, v->x, t->order[i]);
	v->len = 0;
	for (int32_t r = 0; r < lp->rows; r++)
		if (fabs(v->x[r]) < LP_TINY)
			v->x[r] = 0;
		else
			v->at[v->len++] = r;
}

static void
solve(struct lp *lp, const struct lp_triangle *t, const double *pivot,
    struct lp_sparse *v)
{
	struct lp_factor *f = &lp->factor;
	int32_t len;

	if (v->len > lp->rows / FULL) {
		solve_rows(lp, t, pivot, v);
		return;
	}
	len = reach(f, t, v);
	v->len = 0;
	while (len-- > 0) {
		int32_t r = f->list[len];

		f->mark[r] = 0;
		if (fabs(v->x[r]) < LP_TINY) {
			v->x[r] = 0;
			continue;
		}
		v->at[v->len++] = r;
		settle_row(t, pivot, v->x, r);
	}
}

void
lp_ftran(struct lp *lp, struct lp_sparse *v)
{
	struct lp_factor *f = &lp->factor;

	solve(lp, &f->low, NULL, v);
	solve(lp, &f->up, f->pivot, v);
	for (int32_t e = 0; e < f->etas; e++) {
		double by = v->x[f->eta_at[e]];

		if (by == 0)
			continue;
		by /= f->eta_pivot[e];
		for (int32_t i = f->eta_first[e]; i < f->eta_first[e + 1]; i++)
			lp_sparse_add(
			    v, f->eta.items[i].at, -by * f->eta.items[i].value);
		v->x[f->eta_at[e]] = by;
	}
}

void
lp_btran(struct lp *lp, struct lp_sparse *v)
{
	struct lp_factor *f = &lp->factor;

	for (int32_t e = f->etas; e-- > 0;) {
		int32_t at = f->eta_at[e];
		double by = v->x[at];

		for (int32_t i = f->eta_first[e]; i < f->eta_first[e + 1]; i++)
			by -= v->x[f->eta.items[i].at] * f->eta.items[i].value;
		if (v->x[at] == 0 && by != 0)
			v->at[v->len++] = at;
		else if (by == 0 && v->x[at] != 0)
			by = 1e-300;
		v->x[at] = by / f->eta_pivot[e];
	}
	solve(lp, &f->up_across, f->pivot, v);
	solve(lp, &f->low_across, NULL, v);
}

void
lp_factor_update(struct lp *lp, int32_t position, const struct lp_sparse *alpha)
{
	struct lp_factor *f = &lp->factor;

	if (vec_reserve(&f->eta, f->eta.len + (size_t)alpha->len) < 0) {
		lp->failed = true;
		return;
	}
	f->eta_first[f->etas] = (int32_t)f->eta.len;
	for (int32_t i = 0; i < alpha->len; i++) {
		int32_t p = alpha->at[i];

		if (p != position && fabs(alpha->x[p]) > LP_TINY)
			f->eta.items[f->eta.len++] =
			    (struct lp_entry){ p, alpha->x[p] };
	}
	f->eta_at[f->etas] = position;
	f->eta_pivot[f->etas] = alpha->x[position];
	f->eta_first[++f->etas] = (int32_t)f->eta.len;
}
