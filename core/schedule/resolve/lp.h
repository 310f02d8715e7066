/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linear programs whose columns all lie between two finite bounds: least cost
 * under rows "at most" and "equal", by the dual simplex method with steepest
 * edges (Forrest and Goldfarb 1992) and steps that flip bounds (Maros 2003).
 * Rows can be added and bounds changed at any time; the next solve goes on
 * from the basis there is.
 *
 * Costs, rows and bounds are integers, kept as they are; the method itself
 * reckons in floating point, and nothing that it says is believed: lp_bound
 * turns its prices into whole numbers and what follows from them is exact
 * (Neumaier and Shcherbina 2004), whatever the prices are worth.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_LP_H
#define AMBIT_SCHEDULE_RESOLVE_LP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

struct lp_entry {
	int32_t at; /* a column or row */
	double value;
};

struct lp_term {
	int32_t column;
	int64_t by;
};

struct lp_row {
	int32_t first, len; /* in terms */
	int64_t most;
	double scale; /* its greatest coefficient */
	bool equal;
	bool spare; /* can be left out: it follows from the others */
};

VEC_TYPE(lp_entries, struct lp_entry);

/* A vector by row: at names each place of x that is not zero, once. */
struct lp_sparse {
	double *x;
	int32_t *at, len;
};

/* One half of the factored basis: by row, what its value takes from others. */
struct lp_triangle {
	struct lp_entries entries;
	int32_t *first, *end;      /* by row, in entries */
	int32_t *order, order_len; /* of the rows that do anything */
};

/* The basis as triangles, and a column for each step since. Positions in the
 * basis are numbered by the row on which they are pivots. */
struct lp_factor {
	int32_t *row, *position; /* of each pivot, in order */
	double *pivot;           /* by row */
	struct lp_triangle low, up, low_across, up_across;
	struct lp_entries eta;
	int32_t etas, *eta_first, *eta_at;
	double *eta_pivot;
	double *work; /* by row */
	int32_t *count, *list, *mark, *turn, *stack;
};

enum lp_status {
	LP_OPTIMAL,
	LP_INFEASIBLE, /* lp->ray says why */
	LP_CUTOFF,     /* the cost is beyond what was asked for */
	LP_STALLED,    /* steps or memory ran out, or it went astray */
};

struct lp {
	int32_t columns, rows;
	VEC(int64_t) cost; /* by column */
	VEC(struct lp_row) row;
	VEC(struct lp_term) term;
	/* By column, then by row (its slack): */
	double *lower, *upper, *reduced, *dear; /* dear: cost, shifted a bit */
	int32_t *where; /* position in the basis, or LP_LOW, LP_HIGH */
	/* By position: */
	int32_t *basic;
	double *value, *weight;
	double *beyond;           /* its bounds, squared */
	int32_t *astray, astrays; /* positions that may be */
	bool *is_astray;          /* is in the list */
	double *price;            /* by row */
	struct lp_sparse ray, entering, tau, flips;
	double *alpha; /* by column, then by row */
	int32_t *hit, hits;
	int32_t *by_column_first, *by_row_first;
	struct lp_entry *by_column, *by_row;
	struct lp_break {
		double ratio, size;
		int32_t column;
	} * breaks;
	struct lp_factor factor;
	struct lp_wide *left; /* by column: for what is exact */
	int32_t loaded_rows;
	int64_t steps;           /* of all solves */
	double sum;              /* the cost, as reckoned */
	bool failed;             /* out of memory */
	bool (*stop)(void *ctx); /* asked now and then; or NULL */
	void *ctx;
};

#define LP_LOW (-1)
#define LP_HIGH (-2)

void lp_free(struct lp *lp);

/* The same program at the same basis, of its own; all of it was loaded. False
 * when out of memory. */
bool lp_copy(struct lp *to, const struct lp *from);

/* A column from 0 to 1; its number. */
int32_t lp_column(struct lp *lp, int64_t cost);

/* A row is begun, gets its terms (each column once) and is ended. */
void lp_begin(struct lp *lp);
void lp_term(struct lp *lp, int32_t column, int64_t by);
/* False, and it is left out, when it has no terms. */
bool lp_end(struct lp *lp, int64_t most, bool equal);

/* Takes over what was added: memory for it, and its place in the basis. */
void lp_load(struct lp *lp);

/* Whole bounds, from 0 to 1. */
void lp_bounds(struct lp *lp, int32_t column, int lower, int upper);

/* Settles what the rows say of columns that are whole; false when nothing is
 * within the bounds. */
bool lp_tighten(struct lp *lp);

/* For bounds that stay: what is settled leaves the rows, and rows that cannot
 * bind any more, or are spare and do not, leave the program. What was added
 * is taken over, as by lp_load. */
void lp_strip(struct lp *lp);

/* At most so many steps; no further than the cutoff. */
enum lp_status lp_solve(struct lp *lp, int64_t steps, double cutoff);

/* Factors the basis, and reckons where it stands afresh. */
void lp_refresh(struct lp *lp);

/* What the column is, after LP_OPTIMAL. */
double lp_value(const struct lp *lp, int32_t column);

/* A cost that nothing within the bounds undercuts, from the last prices. If
 * reduced is not NULL: what each column adds by being 1 instead of 0, rounded
 * down, or takes (then it is below zero). */
int64_t lp_bound(struct lp *lp, int64_t *reduced);

/* Whether the ray proves that nothing is within the bounds. */
bool lp_proves_empty(struct lp *lp);

#endif
