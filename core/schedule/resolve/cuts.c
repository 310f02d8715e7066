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
	int64_t *factor; /* by row */
	wide *sum;       /* by column */
	wide most;
};

/* ---- reckoning ---------------------------------------------------------- */

static void
add_up(struct cutting *c, const double *inverse)
{
	struct lp *lp = c->lp;

	c->most = 0;
	for (int32_t j = 0; j < lp->columns; j++)
		c->sum[j] = 0;
	for (int32_t r = 0; r < lp->rows; r++) {
		const struct lp_row *row = &lp->row.items[r];
		double by = inverse[r] / row->scale * (double)UNIT;

		c->factor[r] = fabs(by) < 1e15 ? llrint(by) : 0;
		if (!c->factor[r])
			continue;
		c->most += (wide)c->factor[r] * row->most;
		for (int32_t i = row->first; i < row->first + row->len; i++)
			c->sum[lp->term.items[i].column] +=
			    (wide)c->factor[r] * lp->term.items[i].by;
	}
	for (int32_t j = 0; j < lp->columns; j++) {
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

/* The cut: the sum of c->sum is at least c->most. */
static bool
round_it(struct cutting *c)
{
	struct lp *lp = c->lp;
	int64_t g = fraction(c->most);

	if (g < AWAY * (double)UNIT || g > (1 - AWAY) * (double)UNIT)
		return false;
	c->most = (wide)g * (UNIT - g);
	for (int32_t j = 0; j < lp->columns; j++) {
		if (c->sum[j] == 0)
			continue;
		c->sum[j] = rounded(fraction(c->sum[j]), g);
		if (lp->where[j] == LP_HIGH) {
			c->most -= c->sum[j];
			c->sum[j] = -c->sum[j];
		}
	}
	for (int32_t r = 0; r < lp->rows; r++) {
		const struct lp_row *row = &lp->row.items[r];
		wide by;

		if (!c->factor[r] || row->equal)
			continue;
		by = rounded(fraction(c->factor[r]), g);
		c->most -= by * row->most;
		for (int32_t i = row->first; i < row->first + row->len; i++)
			if (lp->lower[lp->term.items[i].column] <
			    lp->upper[lp->term.items[i].column])
				c->sum[lp->term.items[i].column] -=
				    by * lp->term.items[i].by;
			else if (lp->lower[lp->term.items[i].column] > 0)
				c->most += by * lp->term.items[i].by;
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

	for (int32_t j = 0; j < lp->columns; j++) {
		wide size = c->sum[j] < 0 ? -c->sum[j] : c->sum[j];

		if (size > most)
			most = size;
	}
	if (most == 0)
		return false;
	most = most / COARSEST + 1;
	c->most = -divide_up(-c->most, most);
	for (int32_t j = 0; j < lp->columns; j++) {
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
	for (int32_t j = 0; j < lp->columns; j++)
		lp_term(lp, j, (int64_t)-c->sum[j]);
	lp_end(lp, (int64_t)-c->most, false);
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

int32_t
cuts_add(struct lp *lp)
{
	struct cutting c = { .lp = lp };
	struct candidate *all = calloc((size_t)lp->rows + 1, sizeof *all);
	int32_t len, added = 0;

	c.factor = calloc((size_t)lp->rows + 1, sizeof *c.factor);
	c.sum = calloc((size_t)lp->columns + 1, sizeof *c.sum);
	if (!all || !c.factor || !c.sum) {
		lp->failed = true;
	} else {
		len = list_candidates(lp, all);
		for (int32_t i = 0; i < len && added < MOST_CUTS; i++) {
			lp_sparse_clear(&lp->ray);
			lp_sparse_add(&lp->ray, all[i].position, 1);
			lp_btran(lp, &lp->ray);
			add_up(&c, lp->ray.x);
			if (!round_it(&c) || !coarsen(&c))
				continue;
			write_cut(&c);
			added++;
		}
	}
	free(all);
	free(c.factor);
	free(c.sum);
	if (added)
		lp_load(lp);
	return added;
}
