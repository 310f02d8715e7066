/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small linear programs against all their whole solutions: what is said to be
 * empty is, no bound is above the best, values keep the rows, and no cut takes
 * a whole solution away.
 */
#include "chance.h"

#include <string.h>

#include "base/cleanup.h"
#include "schedule/resolve/cuts.h"
#include "schedule/resolve/lp.h"

#define PROGRAMS 1500
#define MOST_COLUMNS 10

static void
make_row(struct chance *chance, struct lp *lp, int columns)
{
	lp_begin(lp);
	for (int j = 0; j < columns; j++)
		if (chance_one_in(chance, 2))
			lp_term(lp, j, chance_range(chance, -4, 6));
	lp_end(lp, chance_range(chance, -1, 9), chance_one_in(chance, 6));
}

static void
make(struct chance *chance, struct lp *lp)
{
	int columns = (int)chance_range(chance, 2, MOST_COLUMNS);
	int rows = (int)chance_range(chance, 1, 8);

	for (int j = 0; j < columns; j++)
		lp_column(lp, chance_range(chance, -20, 20));
	for (int r = 0; r < rows; r++)
		make_row(chance, lp, columns);
	lp_load(lp);
}

/* Whether the columns that the bits say keep the first so many rows. */
static bool
keeps(const struct lp *lp, int bits, size_t rows)
{
	for (size_t r = 0; r < rows; r++) {
		const struct lp_row *row = &lp->row.items[r];
		int64_t sum = 0;

		for (int32_t i = row->first; i < row->first + row->len; i++)
			if (bits >> lp->term.items[i].column & 1)
				sum += lp->term.items[i].by;
		if (row->equal ? sum != row->most : sum > row->most)
			return false;
	}
	return true;
}

static bool
is_within(const struct lp *lp, int bits)
{
	for (int j = 0; j < lp->columns; j++)
		if ((bits >> j & 1) < lp->lower[j] ||
		    (bits >> j & 1) > lp->upper[j])
			return false;
	return true;
}

/* The least cost of the whole solutions within the bounds; INT64_MAX when there
 * is none. */
static int64_t
best_of(const struct lp *lp)
{
	int64_t best = INT64_MAX;

	for (int bits = 0; bits < 1 << lp->columns; bits++) {
		int64_t cost = 0;

		if (!is_within(lp, bits) || !keeps(lp, bits, lp->row.len))
			continue;
		for (int j = 0; j < lp->columns; j++)
			if (bits >> j & 1)
				cost += lp->cost.items[j];
		if (cost < best)
			best = cost;
	}
	return best;
}

static void
judge_values(struct chance *chance, const struct lp *lp)
{
	for (int32_t r = 0; r < lp->rows; r++) {
		const struct lp_row *row = &lp->row.items[r];
		double over = -(double)row->most;

		for (int32_t i = row->first; i < row->first + row->len; i++)
			over += (double)lp->term.items[i].by *
				lp_value(lp, lp->term.items[i].column);
		if (over > 1e-4 || (row->equal && over < -1e-4))
			chance_fail(chance, "row %d is over by %g", r, over);
	}
}

static void
programs_are_what_they_say(void **state)
{
	struct chance chance = chance_start();
	int cuts = 0;

	(void)state;
	for (int n = 0; n < PROGRAMS; n++) {
		CLEANUP(lp_free) struct lp lp = { 0 };
		enum lp_status status;
		int64_t best;
		size_t rows;

		make(&chance, &lp);
		best = best_of(&lp);
		status = lp_solve(&lp, 10000, 1e300);
		if (status == LP_INFEASIBLE) {
			assert_true(lp_proves_empty(&lp));
			assert_true(best == INT64_MAX);
			continue;
		}
		assert_int_equal(status, LP_OPTIMAL);
		judge_values(&chance, &lp);
		if (lp_bound(&lp, NULL) > best)
			chance_fail(&chance, "%d: the bound is too high", n);
		rows = lp.row.len;
		cuts += cuts_add(&lp);
		for (int bits = 0; bits < 1 << lp.columns; bits++)
			if (keeps(&lp, bits, rows) &&
			    !keeps(&lp, bits, lp.row.len))
				chance_fail(
				    &chance, "%d: cuts off %d", n, bits);
	}
	assert_true(cuts > PROGRAMS / 10);
}

/* Whether the stripped program and the one before say the same of all. */
static void
judge_strip(struct chance *chance, const struct lp *before, int settled, int to,
    const struct lp *lp)
{
	for (int bits = 0; bits < 1 << lp->columns; bits++) {
		bool was = (bits >> settled & 1) == to &&
			   keeps(before, bits, before->row.len);
		bool is = is_within(lp, bits) && keeps(lp, bits, lp->row.len);

		if (was != is)
			chance_fail(chance, "%d %s a solution of the stripped",
			    bits, is ? "is" : "is not");
	}
}

static void
what_is_settled_leaves_the_rest(void **state)
{
	struct chance chance = chance_start();
	int stripped = 0;

	(void)state;
	for (int n = 0; n < PROGRAMS; n++) {
		CLEANUP(lp_free) struct lp before = { 0 }, lp = { 0 };
		int to = (int)chance_range(&chance, 0, 1), settled;

		make(&chance, &before);
		settled = (int)chance_range(&chance, 0, before.columns - 1);
		lp_solve(&before, 10000, 1e300);
		assert_true(lp_copy(&lp, &before));
		lp_bounds(&lp, settled, to, to);
		if (!lp_tighten(&lp)) {
			lp_bounds(&before, settled, to, to);
			assert_true(best_of(&before) == INT64_MAX);
			continue;
		}
		if (lp_solve(&lp, 10000, 1e300) != LP_OPTIMAL)
			continue;
		cuts_add(&lp);
		lp_strip(&lp);
		stripped += lp.rows < before.rows;
		judge_strip(&chance, &before, settled, to, &lp);
		if (lp_solve(&lp, 10000, 1e300) == LP_INFEASIBLE) {
			assert_true(best_of(&lp) == INT64_MAX);
			continue;
		}
		judge_values(&chance, &lp);
		if (lp_bound(&lp, NULL) > best_of(&lp))
			chance_fail(&chance, "%d: the bound is too high", n);
	}
	assert_true(stripped > PROGRAMS / 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(programs_are_what_they_say),
		cmocka_unit_test(what_is_settled_leaves_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
