/* SPDX-License-Identifier: Apache-2.0 */
/* Solving with the factored basis, the columns that replaced others, and the
 * end of it. */
#include "schedule/resolve/lp_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
lp_factor_free(struct lp_factor *f)
{
	free(f->row);
	free(f->position);
	free(f->lows);
	free(f->pivot);
	vec_free(&f->low);
	vec_free(&f->up);
	vec_free(&f->right);
	free(f->low_first);
	free(f->up_first);
	free(f->right_first);
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

static void
solve_low(struct lp *lp, double *x)
{
	const struct lp_factor *f = &lp->factor;

	for (int32_t l = 0; l < f->lows_len; l++) {
		int32_t k = f->lows[l];
		double t = x[f->row[k]];

		if (t == 0)
			continue;
		for (int32_t i = f->low_first[k]; i < f->low_first[k + 1]; i++)
			x[f->low.items[i].at] -= t * f->low.items[i].value;
	}
}

void
lp_ftran(struct lp *lp, double *x, double *out)
{
	const struct lp_factor *f = &lp->factor;

	solve_low(lp, x);
	for (int32_t k = lp->rows; k-- > 0;) {
		double t = x[f->row[k]];

		x[f->row[k]] = 0;
		if (fabs(t) < LP_TINY) {
			out[f->position[k]] = 0;
			continue;
		}
		t /= f->pivot[k];
		out[f->position[k]] = t;
		for (int32_t i = f->up_first[k]; i < f->up_first[k + 1]; i++)
			x[f->up.items[i].at] -= t * f->up.items[i].value;
	}
	for (int32_t e = 0; e < f->etas; e++) {
		double t = out[f->eta_at[e]];

		if (t == 0)
			continue;
		t /= f->eta_pivot[e];
		for (int32_t i = f->eta_first[e]; i < f->eta_first[e + 1]; i++)
			out[f->eta.items[i].at] -= t * f->eta.items[i].value;
		out[f->eta_at[e]] = t;
	}
}

void
lp_btran(struct lp *lp, double *c, double *y)
{
	const struct lp_factor *f = &lp->factor;

	for (int32_t e = f->etas; e-- > 0;) {
		double t = c[f->eta_at[e]];

		for (int32_t i = f->eta_first[e]; i < f->eta_first[e + 1]; i++)
			t -= c[f->eta.items[i].at] * f->eta.items[i].value;
		c[f->eta_at[e]] = t / f->eta_pivot[e];
	}
	for (int32_t k = 0; k < lp->rows; k++) {
		double t = c[f->position[k]];

		if (fabs(t) < LP_TINY) {
			y[f->row[k]] = 0;
			continue;
		}
		t /= f->pivot[k];
		y[f->row[k]] = t;
		for (int32_t i = f->right_first[k]; i < f->right_first[k + 1];
		     i++)
			c[f->right.items[i].at] -= t * f->right.items[i].value;
	}
	for (int32_t l = f->lows_len; l-- > 0;) {
		int32_t k = f->lows[l];
		double t = y[f->row[k]];

		for (int32_t i = f->low_first[k]; i < f->low_first[k + 1]; i++)
			t -= y[f->low.items[i].at] * f->low.items[i].value;
		y[f->row[k]] = t;
	}
}

void
lp_factor_update(struct lp *lp, int32_t position, const double *alpha)
{
	struct lp_factor *f = &lp->factor;

	f->eta_first[f->etas] = (int32_t)f->eta.len;
	for (int32_t p = 0; p < lp->rows; p++) {
		struct lp_entry entry = { p, alpha[p] };

		if (p != position && fabs(alpha[p]) > LP_TINY &&
		    vec_push(&f->eta, entry) < 0)
			lp->failed = true;
	}
	f->eta_at[f->etas] = position;
	f->eta_pivot[f->etas] = alpha[position];
	f->eta_first[++f->etas] = (int32_t)f->eta.len;
}
