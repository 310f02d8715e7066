/* SPDX-License-Identifier: Apache-2.0 */
/*
 * With factors u, the rows and their slacks t add up to a x + u t = b, all of
 * it in 2^-BITS. What stands at its upper bound is counted from there, and
 * every column then is a whole number from zero up. Of the fractions f of the
 * coefficients and g of b: the sum of min(f (1-g), g (1-f)) is at least
 * g (1-g) (Nemhauser and Wolsey 1990). Then the slacks are written as what
 * they are, and everything is divided down, coefficients up and b down.
 */
#include "cuts.h"

#include <math.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "schedule/resolve/lp_parts.h"

__extension__ typedef __int128 wide;

#define BITS 30
#define UNIT ((int64_t)1 << BITS)
#define MOST_CUTS 60      /* at once */
#define COARSEST 1000000  /* the greatest coefficient of a cut */
#define AWAY 0.005        /* from whole, of a column and of b */
#define LONGEST 4         /* a cut may have a quarter of all columns, */
#define LONGEST_LEAST 200 /* or so many */

struct cutting {
	struct lp *lp;
	int64_t *factor; /* by row, of those in the ray */
	wide *sum;       /* by column, of those that are met */
	int32_t *met, mets;
	bool *is_met;
	wide most;
};

/* ---- reckoning ---------------------------------------------------------- */

static void
add_to(struct cutting *c, int32_t column, wide by)
{
	if (!c->is_met[column]) {
		c->is_met[column] = true;
		c->met[c->mets++] = column;
	}
	c->sum[column] += by;
}

static void
forget(struct cutting *c)
{
	while (c->mets > 0) {
		int32_t j = c->met[--c->mets];

		c->is_met[j] = false;
		c->sum[j] = 0;
	}
}

static void
add_rows(struct cutting *c)
{
	struct lp *lp = c->lp;

	for (int32_t k = 0; k < lp->ray.len; k++) {
		int32_t r = lp->ray.at[k];
		const struct lp_row *row = &lp->row.items[r];
		double by = lp->ray.x[r] / row->scale * (double)UNIT;

		c->factor[r] = fabs(by) < 1e15 ? llrint(by) : 0;
		if (!c->factor[r])
			continue;
		c->most += (wide)c->factor[r] * row->most;
		for (int32_t i = row->first; i < row->first + row->len; i++)
			add_to(c, lp->term.items[i].column,
			    (wide)c->factor[r] * lp->term.items[i].by);
	}
}

static void
add_up(struct cutting *c)
{
	struct lp *lp = c->lp;

	c->most = 0;
	add_rows(c);
	for (int32_t k = 0; k < c->mets; k++) {
		int32_t j = c->met[k];

		/* What is settled is no column but a number. */
		if (lp->lower[j] == lp->upper[j]) {
			if (lp->lower[j] > 0)
				c->most -= c->sum[j];
			c->sum[j] = 0;
		} else if (lp->where[j] == LP_HIGH) {
			c->most -= c->sum[j];
			c->sum[j] = -c->sum[j];
		}
	}
}

static int64_t
fraction(wide value)
{
	return (int64_t)(value & (UNIT - 1));
}

/* In 2^-2 BITS. */
static wide
rounded(int64_t f, int64_t g)
{
	wide down = (wide)f * (UNIT - g), up = (wide)g * (UNIT - f);

	return down < up ? down : up;
}

/* The row's slack, by so much, as what it is. */
static void
write_slack(struct cutting *c, const struct lp_row *row, wide by)
{
	struct lp *lp = c->lp;

	c->most -= by * row->most;
	for (int32_t i = row->first; i < row->first + row->len; i++) {
		int32_t j = lp->term.items[i].column;

		if (lp->lower[j] < lp->upper[j])
			c->sum[j] -= by * lp->term.items[i].by;
		else if (lp->lower[j] > 0)
			c->most += by * lp->term.items[i].by;
	}
}

/* The cut: the sum of c->sum is at least c->most. */
static bool
round_it(struct cutting *c)
{
	struct lp *lp = c->lp;
	int64_t g = fraction(c->most);

	if (g < AWAY * (double)UNIT || g > (1 - AWAY) * (double)UNIT)
		return false;
	c->most = (wide)g * (UNIT - g);
	for (int32_t k = 0; k < c->mets; k++) {
		int32_t j = c->met[k];

		if (c->sum[j] == 0)
			continue;
		c->sum[j] = rounded(fraction(c->sum[j]), g);
		if (lp->where[j] == LP_HIGH) {
			c->most -= c->sum[j];
			c->sum[j] = -c->sum[j];
		}
	}
	for (int32_t k = 0; k < lp->ray.len; k++) {
		int32_t r = lp->ray.at[k];
		const struct lp_row *row = &lp->row.items[r];

		if (c->factor[r] && !row->equal)
			write_slack(c, row, rounded(fraction(c->factor[r]), g));
	}
	return true;
}

/* ---- writing ------------------------------------------------------------ */

static wide
divide_up(wide a, wide by)
{
	return a >= 0 ? (a + by - 1) / by : -(-a / by);
}

/* Divides down; false when it says too little or too much at once. */
static bool
coarsen(struct cutting *c)
{
	struct lp *lp = c->lp;
	wide most = 0;
	int32_t len = 0;
	double reached = 0, square = 0, short_by;

	for (int32_t k = 0; k < c->mets; k++) {
		wide size = c->sum[c->met[k]];

		if (size < 0)
			size = -size;
		if (size > most)
			most = size;
	}
	if (most == 0)
		return false;
	most = most / COARSEST + 1;
	c->most = -divide_up(-c->most, most);
	for (int32_t k = 0; k < c->mets; k++) {
		int32_t j = c->met[k];

		if (c->sum[j] == 0)
			continue;
		c->sum[j] = divide_up(c->sum[j], most);
		len += c->sum[j] != 0;
		reached += (double)c->sum[j] * lp_value(lp, j);
		square += (double)c->sum[j] * (double)c->sum[j];
	}
	short_by = (double)c->most - reached;
	return (len < lp->columns / LONGEST || len < LONGEST_LEAST) &&
	       short_by > 1e-3 * sqrt(square);
}

static void
write_cut(struct cutting *c)
{
	struct lp *lp = c->lp;

	lp_begin(lp);
	for (int32_t k = 0; k < c->mets; k++)
		lp_term(lp, c->met[k], (int64_t)-c->sum[c->met[k]]);
	if (lp_end(lp, (int64_t)-c->most, false))
		lp->row.items[lp->row.len - 1].spare = true;
}

/* ---- which columns ------------------------------------------------------ */

struct candidate {
	double away;
	int32_t position;
};

static int
by_away(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->away != y->away)
		return x->away > y->away ? -1 : 1;
	return x->position - y->position;
}

static int32_t
list_candidates(const struct lp *lp, struct candidate *out)
{
	int32_t len = 0;

	for (int32_t p = 0; p < lp->rows; p++) {
		double at = lp->value[p], away = fabs(at - nearbyint(at));

		if (lp->basic[p] < lp->columns && away > AWAY)
			out[len++] = (struct candidate){ away, p };
	}
	if (len)
		qsort(out, (size_t)len, sizeof *out, by_away);
	return len;
}

static bool
cutting_init(struct cutting *c)
{
	size_t columns = (size_t)c->lp->columns + 1;

	c->factor = calloc((size_t)c->lp->rows + 1, sizeof *c->factor);
	c->sum = calloc(columns, sizeof *c->sum);
	c->met = calloc(columns, sizeof *c->met);
	c->is_met = calloc(columns, sizeof *c->is_met);
	return c->factor && c->sum && c->met && c->is_met;
}

static void
cutting_free(struct cutting *c)
{
	free(c->factor);
	free(c->sum);
	free(c->met);
	free(c->is_met);
}

int32_t
cuts_add(struct lp *lp)
{
	CLEANUP(cutting_free) struct cutting c = { .lp = lp };
	CLEANUP(freep)
	struct candidate *all = calloc((size_t)lp->rows + 1, sizeof *all);
	int32_t len, added = 0;

	if (!cutting_init(&c) || !all) {
		lp->failed = true;
		return 0;
	}
	len = list_candidates(lp, all);
	for (int32_t i = 0; i < len && added < MOST_CUTS; i++) {
		lp_sparse_clear(&lp->ray);
		lp_sparse_add(&lp->ray, all[i].position, 1);
		lp_btran(lp, &lp->ray);
		add_up(&c);
		if (round_it(&c) && coarsen(&c)) {
			write_cut(&c);
			added++;
		}
		forget(&c);
	}
	return added;
}
