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

#define GROW(array, n) grow((void **)&(array), (n) * sizeof *(array))

static bool
grow(void **array, size_t bytes)
{
	void *to = realloc(*array, bytes);

	if (to)
		*array = to;
	return to != NULL;
}

bool
lp_factor_grow(struct lp_factor *f, int32_t rows)
{
	size_t n = (size_t)rows + 2;
	bool fine = GROW(f->row, n) && GROW(f->position, n) &&
		    GROW(f->lows, n) && GROW(f->pivot, n) &&
		    GROW(f->low_first, n) && GROW(f->up_first, n) &&
		    GROW(f->right_first, n) && GROW(f->eta_first, n + 256) &&
		    GROW(f->eta_at, n + 256) && GROW(f->eta_pivot, n + 256) &&
		    GROW(f->work, n) && GROW(f->count, 2 * n) &&
		    GROW(f->list, 2 * n) && GROW(f->mark, n) &&
		    GROW(f->turn, n) && GROW(f->stack, n);

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
	e->f->low_first[e->done] = (int32_t)e->f->low.len;
	e->f->up_first[e->done] = (int32_t)e->f->up.len;
}

static void
end_pivot(struct eliminating *e, int32_t row, int32_t position, double pivot)
{
	struct lp_factor *f = e->f;

	f->row[e->done] = row;
	f->position[e->done] = position;
	f->pivot[e->done] = pivot;
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
			push(e->lp, &e->f->up, all[i].at, all[i].value);
		else if (all[i].at != row)
			push(
			    e->lp, &e->f->low, all[i].at, all[i].value / pivot);
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
		push(e->lp, &f->up, row, value);
		for (int32_t i = f->low_first[k]; i < f->low_first[k + 1];
		     i++) {
			touch_row(e, s, f->low.items[i].at);
			f->work[f->low.items[i].at] -=
			    f->low.items[i].value * value;
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
	f->low_first[e->done + 1] = (int32_t)f->low.len;
	solve_column(e, position, &s);
	row = choose_row(e, &s);
	for (int32_t i = 0; i < s.others; i++) {
		int32_t at = f->list[i];

		if (row >= 0 && at != row && fabs(f->work[at]) > LP_TINY)
			push(e->lp, &f->low, at, f->work[at] / f->work[row]);
	}
	if (row >= 0)
		end_pivot(e, row, position, f->work[row]);
	else
		f->up.len = (size_t)f->up_first[e->done];
	for (int32_t i = 0; i < s.others; i++)
		f->work[f->list[i]] = 0;
	f->low_first[e->done] = (int32_t)f->low.len;
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

/* The upper triangle by rows: for each pivot, later ones that meet it. */
static void
turn_up(struct lp *lp)
{
	struct lp_factor *f = &lp->factor;
	int32_t m = lp->rows, *next = f->count;

	memset(next, 0, (size_t)m * sizeof *next);
	if (vec_reserve(&f->right, f->up.len + 1) < 0) {
		lp->failed = true;
		return;
	}
	vec_each(&f->up, u)
		next[f->turn[u->at]]++;
	f->right_first[0] = 0;
	for (int32_t k = 0; k < m; k++) {
		f->right_first[k + 1] = f->right_first[k] + next[k];
		next[k] = f->right_first[k];
	}
	for (int32_t k = 0; k < m; k++)
		for (int32_t i = f->up_first[k]; i < f->up_first[k + 1]; i++) {
			struct lp_entry u = f->up.items[i];

			f->right.items[next[f->turn[u.at]]++] =
			    (struct lp_entry){ f->position[k], u.value };
		}
	f->right.len = f->up.len;
}

void
lp_factor(struct lp *lp)
{
	struct lp_factor *f = &lp->factor;
	struct eliminating e = { .lp = lp, .f = f };

	f->low.len = f->up.len = f->eta.len = 0;
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
	f->low_first[lp->rows] = (int32_t)f->low.len;
	f->up_first[lp->rows] = (int32_t)f->up.len;
	f->lows_len = 0;
	for (int32_t k = 0; k < lp->rows; k++)
		if (f->low_first[k] < f->low_first[k + 1])
			f->lows[f->lows_len++] = k;
	turn_up(lp);
}
