/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the linear programs share. */
#ifndef AMBIT_SCHEDULE_RESOLVE_LP_PARTS_H
#define AMBIT_SCHEDULE_RESOLVE_LP_PARTS_H

#include "schedule/resolve/lp.h"

#define LP_TINY 1e-12

/* Factors the basis; columns that depend on others are replaced by slacks. */
void lp_factor(struct lp *lp);
void lp_factor_free(struct lp_factor *factor);
/* Memory for so many rows; false when there is none. */
bool lp_factor_grow(struct lp_factor *factor, int32_t rows);

/* by_row becomes the solution by position; by_row is left zero. */
void lp_ftran(struct lp *lp, double *by_row, double *by_position);
/* by_position (spoilt) gives the solution by row. */
void lp_btran(struct lp *lp, double *by_position, double *by_row);
/* The column at the position is replaced; alpha is the new one, solved. */
void lp_factor_update(struct lp *lp, int32_t position, const double *alpha);

/* Factors, and reckons values and reduced costs afresh. */
void lp_refresh(struct lp *lp);

/* Adds the column, times by, to a vector by row. */
void
lp_add_column(const struct lp *lp, int32_t column, double by, double *by_row);

/* A column's or slack's place among its bounds when it is not basic. */
static inline double
lp_at(const struct lp *lp, int32_t j)
{
	return lp->where[j] == LP_HIGH ? lp->upper[j] : lp->lower[j];
}

#endif
