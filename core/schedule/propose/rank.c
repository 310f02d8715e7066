/* SPDX-License-Identifier: Apache-2.0 */
#include "rank.h"

#include "schedule/world_lists.h"

int
propose_price_compare(
    const struct propose_price *a, const struct propose_price *b)
{
	for (int i = 0; i < PROPOSE_LEVELS; i++)
		ORDER_BY(a->level[i], b->level[i]);
	ORDER_BY(a->eases, b->eases);
	ORDER_BY(a->added, b->added);
	ORDER_BY(a->people, b->people);
	ORDER_BY(a->days, b->days);
	ORDER_BY(a->cents, b->cents);
	return 0;
}

bool
propose_dominates(const struct propose_price *a, const struct propose_price *b)
{
	for (int i = 0; i < PROPOSE_LEVELS; i++)
		if (a->level[i] > b->level[i])
			return false;
	return a->eases <= b->eases && a->added <= b->added &&
	       a->people <= b->people && a->days <= b->days &&
	       a->cents <= b->cents && propose_price_compare(a, b) != 0;
}

static bool
is_dominated(const struct propose_price *prices, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (propose_dominates(&prices[k], &prices[i]))
			return true;
	return false;
}

static bool
stands_in(const size_t *picked, size_t len, size_t i)
{
	for (size_t k = 0; k < len; k++)
		if (picked[k] == i)
			return true;
	return false;
}

static bool
kind_known(const struct propose_price *prices, const size_t *picked, size_t len,
    size_t i)
{
	for (size_t k = 0; k < len; k++)
		if (prices[picked[k]].kind == prices[i].kind)
			return true;
	return false;
}

/* The best that is not picked; of a new kind, if that is wanted. */
static bool
pick_one(const struct propose_price *prices, size_t n, bool of_new_kind,
    size_t *picked, size_t len)
{
	size_t best = n;

	for (size_t i = 0; i < n; i++)
		if (!stands_in(picked, len, i) && !is_dominated(prices, n, i) &&
		    !(of_new_kind && kind_known(prices, picked, len, i)) &&
		    (best == n ||
			propose_price_compare(&prices[i], &prices[best]) < 0))
			best = i;
	picked[len] = best;
	return best < n;
}

static void
sort(const struct propose_price *prices, size_t *picked, size_t len)
{
	for (size_t i = 1; i < len; i++)
		for (size_t k = i;
		     k > 0 && propose_price_compare(&prices[picked[k]],
				  &prices[picked[k - 1]]) < 0;
		     k--) {
			size_t other = picked[k];

			picked[k] = picked[k - 1];
			picked[k - 1] = other;
		}
}

size_t
propose_pick(
    const struct propose_price *prices, size_t n, size_t most, size_t *picked)
{
	size_t len = 0;

	while (len < most && pick_one(prices, n, true, picked, len))
		len++;
	while (len < most && pick_one(prices, n, false, picked, len))
		len++;
	sort(prices, picked, len);
	return len;
}
