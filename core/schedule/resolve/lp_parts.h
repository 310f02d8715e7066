/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the linear programs share. */
#ifndef AMBIT_SCHEDULE_RESOLVE_LP_PARTS_H
#define AMBIT_SCHEDULE_RESOLVE_LP_PARTS_H

#include "schedule/resolve/lp.h"

#define LP_TINY 1e-12

/* Memory for n of what the array holds; false, and it is as it was, when there
 * is none. */
#define LP_GROW(array, n) lp_grow((void **)&(array), (n) * sizeof *(array))
bool lp_grow(void **array, size_t bytes);

/* ---- vectors ------------------------------------------------------------ */

/* Adds to one place. A sum of nothing stays in the list as next to nothing. */
static inline void
lp_sparse_add(struct lp_sparse *v, int32_t at, double by)
{
	if (v->x[at] == 0)
		v->at[v->len++] = at;
	v->x[at] += by;
	if (v->x[at] == 0)
		v->x[at] = 1e-300;
}

static inline void
lp_sparse_clear(struct lp_sparse *v)
{
	for (int32_t i = 0; i < v->len; i++)
		v->x[v->at[i]] = 0;
	v->len = 0;
}

/* Adds a column, or a slack, times by. */
void lp_add_column(
    const struct lp *lp, int32_t column, double by, struct lp_sparse *v);

/* ---- the basis ---------------------------------------------------------- */

/* Factors the basis and numbers its positions; columns that depend on others
 * are replaced by slacks. */
void lp_factor(struct lp *lp);
void lp_factor_free(struct lp_factor *factor);
/* Memory for so many rows; false when there is none. */
bool lp_factor_grow(struct lp_factor *factor, int32_t rows);
/* The triangles across, and the order of all: the last step of lp_factor. */
void lp_factor_turn(struct lp *lp);

/* v, by row, becomes the solution by position. */
void lp_ftran(struct lp *lp, struct lp_sparse *v);
/* v, by position, becomes the solution by row. */
void lp_btran(struct lp *lp, struct lp_sparse *v);
/* The column at the position is replaced; alpha is the new one, solved. */
void lp_factor_update(
    struct lp *lp, int32_t position, const struct lp_sparse *alpha);

/* ---- where things stand ------------------------------------------------- */

/* The values follow the columns that went to other bounds: lp->flips. */
void lp_follow(struct lp *lp);
/* The position's value, or its column's bounds, are new. */
void lp_note(struct lp *lp, int32_t position);

/* A column's or slack's place among its bounds when it is not basic. */
static inline double
lp_at(const struct lp *lp, int32_t j)
{
	return lp->where[j] == LP_HIGH ? lp->upper[j] : lp->lower[j];
}

#endif
