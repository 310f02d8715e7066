/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns and rows with one entry left are pivots first: most of a basis is
 * triangular as it is. The rest is eliminated column by column (Gilbert and
 * Peierls 1988), the shorter ones first, on rows that are large enough and
 * short. Steps since then are kept as a product of columns.
 */
#include "schedule/resolve/lp_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LARGE_ENOUGH 0.1
#define SINGULAR 1e-9

/* ---- life --------------------------------------------------------------- */

bool
lp_grow(void **array, size_t bytes)
{
	void *to = realloc(*array, bytes);

	if (to)
		*array = to;
	return to != NULL;
}

static bool
triangle_grow(struct lp_triangle *t, size_t n)
{
	return LP_GROW(t->first, n) && LP_GROW(t->end, n) &&
	       LP_GROW(t->order, n);
}

bool
lp_factor_grow(struct lp_factor *f, int32_t rows)
{
	size_t n = (size_t)rows + 2;
	bool fine =
	    LP_GROW(f->row, n) && LP_GROW(f->position, n) &&
	    LP_GROW(f->pivot, n) && triangle_grow(&f->low, n) &&
	    triangle_grow(&f->up, n) && triangle_grow(&f->low_across, n) &&
	    triangle_grow(&f->up_across, n) && LP_GROW(f->eta_first, n + 256) &&
	    LP_GROW(f->eta_at, n + 256) && LP_GROW(f->eta_pivot, n + 256) &&
	    LP_GROW(f->work, n) && LP_GROW(f->count, 2 * n) &&
	    LP_GROW(f->list, 2 * n) && LP_GROW(f->mark, n) &&
	    LP_GROW(f->turn, n) && LP_GROW(f->stack, n);

	if (fine)
		memset(f->work, 0, n * sizeof *f->work);
	return fine;
}

/* ---- elimination -------------------------------------------------------- */

struct eliminating {
	struct lp *lp;
	struct lp_factor *f;
	int32_t done;
	int32_t *in_row, *in_column; /* entries left, by row and position */
	int32_t *rows, *row_first;   /* positions that meet each row */
	int32_t queue_len;
	int32_t low_from, up_from; /* entries of the present pivot */
};

static void
push(struct lp *lp, struct lp_entries *to, int32_t at, double value)
{
	struct lp_entry entry = { at, value };

	if (vec_push(to, entry) < 0)
		lp->failed = true;
}

/* The entries of the column at a position: its rows. */
static int32_t
entries_of(const struct lp *lp, int32_t position, struct lp_entry *slack,
    const struct lp_entry **out)
{
	int32_t j = lp->basic[position];

	if (j >= lp->columns) {
		*slack = (struct lp_entry){ j - lp->columns, 1 };
		*out = slack;
		return 1;
	}
	*out = lp->by_column + lp->by_column_first[j];
	return lp->by_column_first[j + 1] - lp->by_column_first[j];
}

static void
begin_pivot(struct eliminating *e)
{
	e->low_from = (int32_t)e->f->low.entries.len;
	e->up_from = (int32_t)e->f->up.entries.len;
}

static void
end_pivot(struct eliminating *e, int32_t row, int32_t position, double pivot)
{
	struct lp_factor *f = e->f;

	f->row[e->done] = row;
	f->position[e->done] = position;
	f->pivot[row] = pivot;
	f->low.first[row] = e->low_from;
	f->low.end[row] = (int32_t)f->low.entries.len;
	f->up.first[row] = e->up_from;
	f->up.end[row] = (int32_t)f->up.entries.len;
	f->turn[row] = e->done++;
}

/* A column of which nothing has been eliminated: its entries as they are. */
static void
pivot_plain(struct eliminating *e, int32_t row, int32_t position)
{
	struct lp_entry slack;
	const struct lp_entry *all;
	int32_t len = entries_of(e->lp, position, &slack, &all);
	double pivot = 1;

	begin_pivot(e);
	for (int32_t i = 0; i < len; i++)
		if (all[i].at == row)
			pivot = all[i].value;
	for (int32_t i = 0; i < len; i++)
		if (all[i].at != row && e->f->turn[all[i].at] >= 0)
			push(e->lp, &e->f->up.entries, all[i].at, all[i].value);
		else if (all[i].at != row)
			push(e->lp, &e->f->low.entries, all[i].at,
			    all[i].value / pivot);
	end_pivot(e, row, position, pivot);
}

/* ---- one entry left ----------------------------------------------------- */

static bool
index_rows(struct eliminating *e)
{
	struct lp *lp = e->lp;
	int32_t m = lp->rows, total = 0;
	struct lp_entry slack;
	const struct lp_entry *all;

	e->in_row = e->f->count;
	e->in_column = e->f->count + m;
	e->row_first = malloc(((size_t)m + 2) * sizeof *e->row_first);
	if (!e->row_first)
		return false;
	memset(e->in_row, 0, (size_t)m * sizeof *e->in_row);
	for (int32_t p = 0; p < m; p++) {
		int32_t len = entries_of(lp, p, &slack, &all);

		e->in_column[p] = len;
		total += len;
		for (int32_t i = 0; i < len; i++)
			e->in_row[all[i].at]++;
	}
	e->rows = malloc(((size_t)total + 1) * sizeof *e->rows);
	if (!e->rows)
		return false;
	e->row_first[0] = 0;
	for (int32_t r = 0; r < m; r++)
		e->row_first[r + 1] = e->row_first[r] + e->in_row[r];
	for (int32_t r = 0; r < m; r++)
		e->f->list[r] = e->row_first[r];
	for (int32_t p = 0; p < m; p++) {
		int32_t len = entries_of(lp, p, &slack, &all);

		for (int32_t i = 0; i < len; i++)
			e->rows[e->f->list[all[i].at]++] = p;
	}
	return true;
}

/* The pivot's row and column are no longer counted; whatever has one entry
 * left then is queued: positions as they are, rows as -1 - row. */
static void
leave(struct eliminating *e, int32_t row, int32_t position)
{
	struct lp_factor *f = e->f;
	struct lp_entry slack;
	const struct lp_entry *all;
	int32_t len = entries_of(e->lp, position, &slack, &all);

	f->mark[position] = 1;
	for (int32_t i = 0; i < len; i++)
		if (f->turn[all[i].at] < 0 && --e->in_row[all[i].at] == 1)
			f->list[e->queue_len++] = -1 - all[i].at;
	for (int32_t i = e->row_first[row]; i < e->row_first[row + 1]; i++)
		if (!f->mark[e->rows[i]] && --e->in_column[e->rows[i]] == 1)
			f->list[e->queue_len++] = e->rows[i];
}

static void
pivot_single(struct eliminating *e, int32_t queued)
{
	struct lp_factor *f = e->f;
	struct lp_entry slack;
	const struct lp_entry *all;
	int32_t row = -1, position = queued;

	if (queued < 0) {
		row = -1 - queued;
		if (f->turn[row] >= 0)
			return;
		for (int32_t i = e->row_first[row]; i < e->row_first[row + 1];
		     i++)
			if (!f->mark[e->rows[i]])
				position = e->rows[i];
		if (position < 0)
			return;
	}
	if (f->mark[position])
		return;
	for (int32_t i = 0, n = entries_of(e->lp, position, &slack, &all);
	     i < n && row < 0; i++)
		if (f->turn[all[i].at] < 0)
			row = all[i].at;
	if (row < 0)
		return;
	pivot_plain(e, row, position);
	leave(e, row, position);
}

static void
pivot_singles(struct eliminating *e)
{
	int32_t m = e->lp->rows;

	e->queue_len = 0;
	for (int32_t p = 0; p < m; p++)
		if (e->in_column[p] == 1)
			e->f->list[e->queue_len++] = p;
	for (int32_t r = 0; r < m; r++)
		if (e->in_row[r] == 1)
			e->f->list[e->queue_len++] = -1 - r;
	for (int32_t i = 0; i < e->queue_len; i++)
		pivot_single(e, e->f->list[i]);
}

/* ---- the rest ----------------------------------------------------------- */

/* Rows of the solved column so far: pivots in order by a heap on the stack,
 * the others in the list. */
struct spread {
	int32_t heap, others;
};

static void
heap_push(struct lp_factor *f, struct spread *s, int32_t turn)
{
	int32_t i = s->heap++;

	for (; i > 0 && f->stack[(i - 1) / 2] > turn; i = (i - 1) / 2)
		f->stack[i] = f->stack[(i - 1) / 2];
	f->stack[i] = turn;
}

static int32_t
heap_pop(struct lp_factor *f, struct spread *s)
{
	int32_t top = f->stack[0], last = f->stack[--s->heap], i = 0;

	for (;;) {
		int32_t child = 2 * i + 1;

		if (child + 1 < s->heap &&
		    f->stack[child + 1] < f->stack[child])
			child++;
		if (child >= s->heap || f->stack[child] >= last)
			break;
		f->stack[i] = f->stack[child];
		i = child;
	}
	f->stack[i] = last;
	return top;
}

static void
touch_row(struct eliminating *e, struct spread *s, int32_t row)
{
	struct lp_factor *f = e->f;

	/* in_row is free for it by now: who was seen for this column. */
	if (e->in_row[row] == e->done + 1)
		return;
	e->in_row[row] = e->done + 1;
	if (f->turn[row] >= 0)
		heap_push(f, s, f->turn[row]);
	else
		f->list[s->others++] = row;
}

static void
solve_column(struct eliminating *e, int32_t position, struct spread *s)
{
	struct lp_factor *f = e->f;
	struct lp_entry slack;
	const struct lp_entry *all;
	int32_t len = entries_of(e->lp, position, &slack, &all);

	for (int32_t i = 0; i < len; i++) {
		f->work[all[i].at] = all[i].value;
		touch_row(e, s, all[i].at);
	}
	while (s->heap) {
		int32_t k = heap_pop(f, s), row = f->row[k];
		double value = f->work[row];

		f->work[row] = 0;
		if (fabs(value) < LP_TINY)
			continue;
		push(e->lp, &f->up.entries, row, value);
		for (int32_t i = f->low.first[row]; i < f->low.end[row]; i++) {
			const struct lp_entry *low = &f->low.entries.items[i];

			touch_row(e, s, low->at);
			f->work[low->at] -= low->value * value;
		}
	}
}

/* The row with the fewest entries among those that are large enough. */
static int32_t
choose_row(const struct eliminating *e, const struct spread *s)
{
	const struct lp_factor *f = e->f;
	int32_t best = -1, least = INT32_MAX;
	double most = 0;

	for (int32_t i = 0; i < s->others; i++)
		if (fabs(f->work[f->list[i]]) > most)
			most = fabs(f->work[f->list[i]]);
	if (most < SINGULAR)
		return -1;
	for (int32_t i = 0; i < s->others; i++) {
		int32_t row = f->list[i];
		int32_t len = e->row_first[row + 1] - e->row_first[row];

		if (fabs(f->work[row]) >= LARGE_ENOUGH * most && len < least) {
			least = len;
			best = row;
		}
	}
	return best;
}

/* False when the column depends on those before. */
static bool
pivot_solved(struct eliminating *e, int32_t position)
{
	struct lp_factor *f = e->f;
	struct spread s = { 0, 0 };
	int32_t row;

	begin_pivot(e);
	solve_column(e, position, &s);
	row = choose_row(e, &s);
	for (int32_t i = 0; i < s.others; i++) {
		int32_t at = f->list[i];

		if (row >= 0 && at != row && fabs(f->work[at]) > LP_TINY)
			push(e->lp, &f->low.entries, at,
			    f->work[at] / f->work[row]);
	}
	if (row >= 0)
		end_pivot(e, row, position, f->work[row]);
	else
		f->up.entries.len = (size_t)e->up_from;
	for (int32_t i = 0; i < s.others; i++)
		f->work[f->list[i]] = 0;
	return row >= 0;
}

static int
by_length(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	if (x[1] != y[1])
		return x[1] < y[1] ? -1 : 1;
	return x[0] - y[0];
}

static void
pivot_rest(struct eliminating *e)
{
	struct lp *lp = e->lp;
	struct lp_factor *f = e->f;
	int32_t m = lp->rows, len = 0, from = 0;
	int32_t *order = malloc(((size_t)m + 1) * 2 * sizeof *order);

	if (!order) {
		lp->failed = true;
		return;
	}
	for (int32_t p = 0; p < m; p++)
		if (!f->mark[p]) {
			order[2 * len] = p;
			order[2 * len++ + 1] = e->in_column[p];
		}
	qsort(order, (size_t)len, 2 * sizeof *order, by_length);
	memset(e->in_row, 0, (size_t)m * sizeof *e->in_row);
	for (int32_t i = 0; i < len && !lp->failed; i++)
		f->mark[order[2 * i]] = pivot_solved(e, order[2 * i]);
	/* What depends on others gives its place to a slack. */
	for (int32_t i = 0; i < len && !lp->failed; i++) {
		int32_t p = order[2 * i];

		if (f->mark[p])
			continue;
		while (f->turn[from] >= 0)
			from++;
		lp->where[lp->basic[p]] = LP_LOW;
		lp->basic[p] = lp->columns + from;
		lp->where[lp->basic[p]] = p;
		pivot_plain(e, from, p);
	}
	free(order);
}

/* ---- the whole ---------------------------------------------------------- */

/* Each position is called what its pivot's row is. */
static void
number_positions(struct lp *lp)
{
	struct lp_factor *f = &lp->factor;

	for (int32_t k = 0; k < lp->rows; k++) {
		f->list[f->row[k]] = lp->basic[f->position[k]];
		f->work[f->row[k]] = lp->weight[f->position[k]];
	}
	for (int32_t r = 0; r < lp->rows; r++) {
		lp->basic[r] = f->list[r];
		lp->where[lp->basic[r]] = r;
		lp->weight[r] = f->work[r];
		f->work[r] = 0;
		f->mark[r] = 0;
	}
}

void
lp_factor(struct lp *lp)
{
	struct lp_factor *f = &lp->factor;
	struct eliminating e = { .lp = lp, .f = f };

	f->low.entries.len = f->up.entries.len = f->eta.len = 0;
	f->etas = 0;
	for (int32_t r = 0; r < lp->rows; r++) {
		f->turn[r] = -1;
		f->mark[r] = 0;
	}
	if (index_rows(&e)) {
		pivot_singles(&e);
		pivot_rest(&e);
	} else {
		lp->failed = true;
	}
	free(e.rows);
	free(e.row_first);
	if (lp->failed)
		return;
	number_positions(lp);
	lp_factor_turn(lp);
}
