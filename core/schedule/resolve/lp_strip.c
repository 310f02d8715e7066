/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has been settled for good leaves the rows, and rows that say nothing
 * any more leave the program, so that the rest of the work is on the rest of
 * the problem. The basis stays what it is: only rows whose own slack is in it
 * can go. All of it is reckoned in whole numbers.
 */
#include "schedule/resolve/lp_parts.h"

/* Passes over all rows, at most; what is missed is found the next time. */
#define PASSES 8

struct range {
	int64_t least, most; /* of a row's sum within the bounds */
};

static bool
is_fixed(const struct lp *lp, int32_t j)
{
	return lp->lower[j] == lp->upper[j];
}

static struct range
range_of(const struct lp *lp, const struct lp_row *row)
{
	struct range range = { 0, 0 };

	for (int32_t i = row->first; i < row->first + row->len; i++) {
		const struct lp_term *t = &lp->term.items[i];
		int64_t low = t->by * (int64_t)lp->lower[t->column];
		int64_t high = t->by * (int64_t)lp->upper[t->column];

		range.least += low < high ? low : high;
		range.most += low < high ? high : low;
	}
	return range;
}

/* ---- what follows ------------------------------------------------------- */

/* Columns whose other value the row has no room for; false when it has none
 * at all. */
static bool
tighten_row(struct lp *lp, const struct lp_row *row, bool *changed)
{
	struct range range = range_of(lp, row);

	if (range.least > row->most || (row->equal && range.most < row->most))
		return false;
	for (int32_t i = row->first; i < row->first + row->len; i++) {
		struct lp_term t = lp->term.items[i];
		int64_t size = t.by < 0 ? -t.by : t.by;
		int to = t.by < 0;

		if (is_fixed(lp, t.column))
			continue;
		if (range.least + size <= row->most) {
			if (!row->equal || range.most - size >= row->most)
				continue;
			to = !to; /* the least is too little */
		} else if (row->equal && range.most - size < row->most) {
			return false;
		}
		lp_bounds(lp, t.column, to, to);
		*changed = true;
		range = range_of(lp, row);
	}
	return true;
}

bool
lp_tighten(struct lp *lp)
{
	bool changed = true;

	for (int pass = 0; changed && pass < PASSES; pass++) {
		changed = false;
		for (int32_t r = 0; r < lp->rows; r++)
			if (!tighten_row(lp, &lp->row.items[r], &changed))
				return false;
	}
	return true;
}

/* ---- what goes ---------------------------------------------------------- */

static bool
is_idle(const struct lp *lp, int32_t r)
{
	const struct lp_row *row = &lp->row.items[r];
	struct range range;

	if (lp->basic[r] != lp->columns + r)
		return false;
	if (row->spare)
		return true;
	range = range_of(lp, row);
	return range.most <= row->most &&
	       (!row->equal || range.least == row->most);
}

/* The terms of the row that are not settled, moved to where terms end. */
static void
strip_row(struct lp *lp, struct lp_row *row, int32_t *end)
{
	int32_t first = *end;

	for (int32_t i = row->first; i < row->first + row->len; i++) {
		struct lp_term t = lp->term.items[i];

		if (is_fixed(lp, t.column) && lp->where[t.column] < 0)
			row->most -= t.by * (int64_t)lp->lower[t.column];
		else
			lp->term.items[(*end)++] = t;
	}
	row->first = first;
	row->len = *end - first;
}

/* The row, its slack and its position are called to instead of r. */
static void
rename_row(struct lp *lp, int32_t r, int32_t to)
{
	int32_t from_slack = lp->columns + r, to_slack = lp->columns + to;

	lp->row.items[to] = lp->row.items[r];
	lp->lower[to_slack] = lp->lower[from_slack];
	lp->upper[to_slack] = lp->upper[from_slack];
	lp->where[to_slack] = lp->where[from_slack];
	if (lp->where[to_slack] >= 0)
		lp->where[to_slack] = to;
	lp->basic[to] = lp->basic[r] == from_slack ? to_slack : lp->basic[r];
	lp->where[lp->basic[to]] = to;
	lp->weight[to] = lp->weight[r];
}

void
lp_strip(struct lp *lp)
{
	int32_t kept = 0, end = 0, loaded = lp->rows;

	if (lp->failed)
		return;
	lp_follow(lp);
	lp_factor(lp); /* numbers the positions by rows */
	if (lp->failed)
		return;
	for (int32_t r = 0; r < loaded; r++) {
		if (is_idle(lp, r))
			continue;
		strip_row(lp, &lp->row.items[r], &end);
		rename_row(lp, r, kept++);
	}
	lp->rows = lp->loaded_rows = kept;
	for (size_t r = (size_t)loaded; r < lp->row.len; r++) {
		strip_row(lp, &lp->row.items[r], &end);
		lp->row.items[kept++] = lp->row.items[r];
	}
	lp->row.len = (size_t)kept;
	lp->term.len = (size_t)end;
	lp_sparse_clear(&lp->ray);
	lp_sparse_clear(&lp->entering);
	lp_sparse_clear(&lp->tau);
	lp_load(lp);
}
