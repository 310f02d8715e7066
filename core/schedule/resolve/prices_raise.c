/* SPDX-License-Identifier: Apache-2.0 */
/* What the choices use of each row, the bound that follows, and the steps. */
#include "prices.h"

#include <string.h>

#include "schedule/resolve/prices_parts.h"

__extension__ typedef __int128 wide;

#define LAST_STRIDE 8
#define PATIENCE 4

/* ---- use and bound ------------------------------------------------------ */

static void
use_loads(struct prices *prices, struct problem_part part)
{
	const struct problem_load *load = prices->problem->load + part.first;

	for (const struct problem_load *end = load + part.len; load < end;
	     load++)
		for (int32_t row = load->low; row < load->high; row++)
			prices->use[row] += load->amount;
}

static void
use_seat(struct prices *prices, const struct problem_option *option,
    const struct problem_mission *m, int32_t k)
{
	const struct problem *p = prices->problem;
	int32_t at = option->seats + k;
	struct problem_part ties = prices->ties.of[at];

	for (int32_t i = ties.first; i < ties.first + ties.len; i++)
		prices->use[prices->ties.row[i]]++;
	prices->use[p->family[ROW_AWAY] + p->crew[m->crew.first + k]] +=
	    p->seat[at].high - p->seat[at].low;
}

static void
use_people(struct prices *prices, const struct problem_option *option,
    const struct problem_mission *m)
{
	const struct problem *p = prices->problem;
	int32_t who[PROBLEM_MOST_PEOPLE];

	for (int32_t s = 0; m->pinned && s < m->slots.len; s++)
		for (int32_t k = 0; k < m->crew.len; k++)
			if (p->crew[m->crew.first + k] ==
			    p->approved[m->slots.first + s])
				use_seat(prices, option, m, k);
	for (int32_t r = 0; !m->pinned && r < m->roles.len; r++) {
		const struct problem_role *role = &p->role[m->roles.first + r];

		prices_cheapest(prices, option, role, who);
		for (int32_t i = 0; i < role->n; i++)
			use_seat(prices, option, m, who[i]);
	}
}

static void
use_all(struct prices *prices)
{
	const struct problem *p = prices->problem;

	memset(prices->use, 0, (size_t)prices->ties.rows * sizeof *prices->use);
	for (int32_t i = 0; i < p->missions; i++) {
		const struct prices_choice *c = &prices->choice[i];
		int32_t at = c->goes ? c->joint : c->alone;
		const struct problem_option *option;

		if (at < 0)
			continue;
		option = &p->option[at];
		use_loads(prices, option->loads);
		use_people(prices, option, &p->mission[i]);
		if (c->goes &&
		    prices->joint_fee[prices->joint_of[i]] != PRICE_NONE) {
			use_loads(prices, option->share);
			prices->joint_fee[prices->joint_of[i]] = PRICE_NONE;
		}
	}
}

static int64_t
row_limit(const struct prices *prices, int32_t row)
{
	return row < prices->problem->rows ? prices->problem->limit[row] : 1;
}

/* What the row's limit is worth, rounded up. */
static int64_t
row_worth(const struct prices *prices, int32_t row)
{
	return (int64_t)(((wide)prices->price[row] * row_limit(prices, row) +
			     prices->scale[row] - 1) /
			 prices->scale[row]);
}

int64_t
prices_group_worth(const struct prices *prices, int32_t group)
{
	int64_t sum = 0;

	for (int32_t row = 0; row < prices->ties.rows; row++)
		if (prices->price[row] && prices->group_of[row] == group)
			sum += row_worth(prices, row);
	return sum;
}

/* ---- groups ------------------------------------------------------------- */

/* What each team's missions cost in the plan; the fees of joints are last. */
static void
set_targets(struct prices *prices, const struct roster *plan)
{
	const struct problem *p = prices->problem;

	for (int32_t g = 0; g <= p->teams; g++)
		prices->group[g].cost = 0;
	for (int32_t i = 0; i < p->missions; i++)
		prices->group[p->mission[i].team].cost +=
		    roster_mission_cost(plan, i) * PRICE_UNIT;
	for (int32_t j = 0; j < p->joints; j++)
		if (plan->joint[j].teams)
			prices->group[p->teams].cost +=
			    p->weights[2] * p->joint[j].bonus * PRICE_UNIT;
}

/* Sums up what was chosen; the bound, in PRICE_UNITs. */
static int64_t
sum_groups(struct prices *prices)
{
	const struct problem *p = prices->problem;
	int64_t sum = 0;

	for (int32_t g = 0; g <= p->teams; g++)
		prices->group[g].inner = 0;
	for (int32_t i = 0; i < p->missions; i++)
		prices->group[p->mission[i].team].inner += prices->least[i];
	for (int32_t j = 0; j < p->joints; j++)
		if (prices->joint_sum[j] < 0)
			prices->group[p->teams].inner += prices->joint_fee[j];
	for (int32_t row = 0; row < prices->ties.rows; row++)
		if (prices->price[row])
			prices->group[prices->group_of[row]].inner -=
			    row_worth(prices, row);
	for (int32_t g = 0; g <= p->teams; g++)
		sum += prices->group[g].inner;
	return sum;
}

/* ---- steps -------------------------------------------------------------- */

static bool
is_loose(const struct prices *prices, int32_t row)
{
	return row < prices->problem->rows && !prices->ties.binds[row];
}

/* The overrun of each row in 1/256 of its scale, mixed with the direction so
 * far. Rows that are cheap already and have room are left out. */
static void
turn(struct prices *prices)
{
	for (int32_t g = 0; g <= prices->problem->teams; g++)
		prices->group[g].square = 0;
	for (int32_t row = 0; row < prices->ties.rows; row++) {
		int64_t over = prices->use[row] - row_limit(prices, row);
		int64_t scale = prices->scale[row];

		if (is_loose(prices, row) ||
		    (prices->price[row] == 0 && over <= 0)) {
			prices->step[row] = 0;
			continue;
		}
		if (over < -4 * scale)
			over = -4 * scale;
		over = over * 256 / scale;
		prices->step[row] = over + prices->step[row] * 5 / 8;
		prices->group[prices->group_of[row]].square +=
		    (wide)prices->step[row] * prices->step[row];
	}
}

static void
walk(struct prices *prices)
{
	for (int32_t row = 0; row < prices->ties.rows; row++) {
		struct prices_group *g = &prices->group[prices->group_of[row]];
		int64_t gap = g->cost - g->inner;

		if (!prices->step[row] || !g->square)
			continue;
		if (gap < PRICE_UNIT)
			gap = PRICE_UNIT;
		prices->price[row] +=
		    (int64_t)((wide)gap * g->stride * prices->step[row] /
			      (g->square * 4));
		if (prices->price[row] < 0)
			prices->price[row] = 0;
		if (prices->price[row] > PRICE_MOST)
			prices->price[row] = PRICE_MOST;
	}
}

static void
remember(struct prices *prices, int64_t inner)
{
	int64_t bound = inner / PRICE_UNIT;

	if (inner > bound * PRICE_UNIT)
		bound++; /* a plan's cost is whole */
	prices->inner = inner;
	prices->bound = bound;
	memcpy(prices->best, prices->price,
	    (size_t)prices->ties.rows * sizeof *prices->best);
}

/* Steps are shortened where they no longer raise anything, and start anew
 * at a quarter when they have become too short to. */
static void
pace(struct prices *prices)
{
	for (int32_t i = 0; i <= prices->problem->teams; i++) {
		struct prices_group *g = &prices->group[i];

		if (g->inner > g->best) {
			g->best = g->inner;
			g->patience = 0;
		} else if (++g->patience > PATIENCE) {
			g->patience = 0;
			g->best = g->inner;
			g->stride = g->stride * 7 / 8;
			if (g->stride < LAST_STRIDE)
				g->stride = PRICE_FIRST_STRIDE / 4;
		}
	}
}

void
prices_raise(struct prices *prices, const struct roster *plan, int64_t steps)
{
	set_targets(prices, plan);
	while (steps-- > 0) {
		int64_t inner;

		prices_choose(prices);
		inner = sum_groups(prices);
		if (inner > prices->inner)
			remember(prices, inner);
		if (prices->bound >= plan->cost)
			return;
		pace(prices);
		use_all(prices);
		turn(prices);
		walk(prices);
	}
}
