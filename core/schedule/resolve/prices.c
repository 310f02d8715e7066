/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A step costs one look at every row of every seat. A mission's people are
 * chosen role by role, the cheapest; where that takes one person twice the
 * choice costs less than any true one, which a bound may.
 */
#include "prices.h"

#include <stdlib.h>
#include <string.h>

#include "schedule/resolve/prices_parts.h"

/* ---- life --------------------------------------------------------------- */

/* A row is priced by its greatest single load, so that all are of a size. */
static void
set_scales(struct prices *prices)
{
	const struct problem *p = prices->problem;

	for (int32_t row = 0; row < prices->ties.rows; row++)
		prices->scale[row] = 1;
	for (int32_t l = 0; l < p->loads; l++)
		for (int32_t row = p->load[l].low; row < p->load[l].high; row++)
			if (p->load[l].amount > prices->scale[row])
				prices->scale[row] = p->load[l].amount;
	for (int32_t i = 0; i < p->people; i++)
		prices->scale[p->family[ROW_AWAY] + i] = 4;
}

/* A mission is counted with the first event that it may attend jointly; of
 * any other it takes the bonus and leaves the fee, which is less. */
static void
find_joints(struct prices *prices)
{
	const struct problem *p = prices->problem;

	for (int32_t i = 0; i < p->missions; i++) {
		struct problem_part options = p->mission[i].options;

		prices->joint_of[i] = -1;
		for (int32_t o = options.first; o < options.first + options.len;
		     o++)
			if (prices->joint_of[i] < 0)
				prices->joint_of[i] = p->option[o].joint;
	}
}

static int32_t
find_group(const struct prices *prices, int32_t row)
{
	const struct problem *p = prices->problem;

	if (row >= p->rows)
		return p->teams; /* a clique's: set with its seats */
	switch (problem_row_family(p, row)) {
	case ROW_PRESENCE:
		return row / p->days;
	case ROW_BUDGET:
		return p->budget[row - p->family[ROW_BUDGET]].team;
	case ROW_AWAY:
		return p->person[row - p->family[ROW_AWAY]].team;
	default:
		return p->teams;
	}
}

static void
set_groups(struct prices *prices)
{
	const struct problem *p = prices->problem;

	for (int32_t row = 0; row < prices->ties.rows; row++)
		prices->group_of[row] = find_group(prices, row);
	for (int32_t o = 0; o < p->options; o++) {
		const struct problem_mission *m =
		    &p->mission[p->option[o].mission];

		for (int32_t k = 0; k < m->crew.len; k++) {
			struct problem_part ties =
			    prices->ties.of[p->option[o].seats + k];
			int32_t who = p->crew[m->crew.first + k];

			for (int32_t i = ties.first; i < ties.first + ties.len;
			     i++)
				prices->group_of[prices->ties.row[i]] =
				    p->person[who].team;
		}
	}
	for (int32_t g = 0; g <= p->teams; g++)
		prices->group[g] = (struct prices_group){ .best = INT64_MIN,
			.stride = PRICE_FIRST_STRIDE };
}

int
prices_init(struct prices *prices, const struct problem *p, struct err *err)
{
	size_t n;

	*prices = (struct prices){
		.problem = p, .bound = INT64_MIN, .inner = INT64_MIN
	};
	if (ties_init(&prices->ties, p, err) < 0)
		return err->code;
	n = (size_t)prices->ties.rows + 1;
	prices->scale = calloc(n, sizeof *prices->scale);
	prices->price = calloc(n, sizeof *prices->price);
	prices->best = calloc(n, sizeof *prices->best);
	prices->step = calloc(n, sizeof *prices->step);
	prices->use = calloc(n, sizeof *prices->use);
	prices->group_of = calloc(n, sizeof *prices->group_of);
	prices->group = calloc((size_t)p->teams + 1, sizeof *prices->group);
	prices->seat = calloc((size_t)p->seats + 1, sizeof *prices->seat);
	n = (size_t)p->missions + 1;
	prices->joint_of = calloc(n, sizeof *prices->joint_of);
	prices->least = calloc(n, sizeof *prices->least);
	prices->choice = calloc(n, sizeof *prices->choice);
	n = (size_t)p->joints + 1;
	prices->joint_sum = calloc(n, sizeof *prices->joint_sum);
	prices->joint_fee = calloc(n, sizeof *prices->joint_fee);
	if (!prices->scale || !prices->price || !prices->best ||
	    !prices->step || !prices->use || !prices->seat ||
	    !prices->joint_of || !prices->least || !prices->choice ||
	    !prices->joint_sum || !prices->joint_fee || !prices->group ||
	    !prices->group_of) {
		prices_free(prices);
		return err_set(err, -ENOMEM, "resolve: out of memory");
	}
	set_scales(prices);
	find_joints(prices);
	set_groups(prices);
	return 0;
}

void
prices_free(struct prices *prices)
{
	ties_free(&prices->ties);
	free(prices->scale);
	free(prices->price);
	free(prices->best);
	free(prices->step);
	free(prices->use);
	free(prices->seat);
	free(prices->joint_of);
	free(prices->joint_sum);
	free(prices->group);
	free(prices->group_of);
	free(prices->joint_fee);
	free(prices->least);
	free(prices->choice);
	memset(prices, 0, sizeof *prices);
}

/* ---- what things cost --------------------------------------------------- */

static int64_t
loads_price(const struct prices *prices, struct problem_part part)
{
	const struct problem_load *load = prices->problem->load + part.first;
	int64_t sum = 0;

	for (const struct problem_load *end = load + part.len; load < end;
	     load++)
		for (int32_t row = load->low; row < load->high; row++)
			if (prices->price[row])
				sum += prices_load(prices, row, load->amount);
	return sum;
}

static void
price_seats(struct prices *prices, const struct problem_option *option)
{
	const struct problem *p = prices->problem;
	const struct problem_mission *m = &p->mission[option->mission];
	int64_t swap = p->weights[1] * m->swap_cost * PRICE_UNIT;

	for (int32_t k = 0; k < m->crew.len; k++) {
		int32_t at = option->seats + k;
		int32_t person = p->crew[m->crew.first + k];
		int32_t away = p->family[ROW_AWAY] + person;
		struct problem_part ties = prices->ties.of[at];
		int64_t sum = 0;

		for (int32_t i = ties.first; i < ties.first + ties.len; i++)
			sum += prices->price[prices->ties.row[i]];
		if (prices->price[away])
			sum += prices->price[away] *
			       (p->seat[at].high - p->seat[at].low) /
			       prices->scale[away];
		if (problem_was_approved(p, m, person))
			sum -= swap;
		prices->seat[at] = sum;
	}
}

int64_t
prices_cheapest(const struct prices *prices,
    const struct problem_option *option, const struct problem_role *role,
    int32_t *who)
{
	const struct problem *p = prices->problem;
	int64_t cost[PROBLEM_MOST_PEOPLE], sum = 0;
	int32_t found = 0;

	for (int32_t i = 0; i < role->people.len; i++) {
		int32_t k = p->role_crew[role->people.first + i], at;
		int64_t price = prices->seat[option->seats + k];

		if (p->seat[option->seats + k].blocked ||
		    (found == role->n && price >= cost[found - 1]))
			continue;
		at = found < role->n ? found++ : found - 1;
		for (; at > 0 && cost[at - 1] > price; at--) {
			cost[at] = cost[at - 1];
			who[at] = who[at - 1];
		}
		cost[at] = price;
		who[at] = k;
	}
	if (found < role->n)
		return PRICE_NONE;
	for (int32_t i = 0; i < found; i++)
		sum += cost[i];
	return sum;
}

static int64_t
price_option(struct prices *prices, int32_t at)
{
	const struct problem *p = prices->problem;
	const struct problem_option *option = &p->option[at];
	const struct problem_mission *m = &p->mission[option->mission];
	int64_t cost = option->cost * PRICE_UNIT;
	int32_t who[PROBLEM_MOST_PEOPLE];

	cost += loads_price(prices, option->loads);
	if (option->joint >= 0)
		cost -=
		    p->weights[2] * p->joint[option->joint].bonus * PRICE_UNIT;
	if (m->approved >= 0)
		cost +=
		    p->weights[1] * m->swap_cost * m->slots.len * PRICE_UNIT;
	price_seats(prices, option);
	for (int32_t r = 0; r < m->roles.len; r++) {
		int64_t people = prices_cheapest(
		    prices, option, &p->role[m->roles.first + r], who);

		if (people == PRICE_NONE)
			return PRICE_NONE;
		cost += people;
	}
	return cost;
}

/* A pinned mission has one choice, with its very people. */
static int64_t
price_pinned(struct prices *prices, const struct problem_mission *m)
{
	const struct problem *p = prices->problem;
	const struct problem_option *option = &p->option[m->approved];
	int64_t cost = option->cost * PRICE_UNIT;

	cost += loads_price(prices, option->loads);
	if (option->joint >= 0)
		cost -=
		    p->weights[2] * p->joint[option->joint].bonus * PRICE_UNIT;
	cost += p->weights[1] * m->swap_cost * m->slots.len * PRICE_UNIT;
	price_seats(prices, option);
	for (int32_t s = 0; s < m->slots.len; s++)
		for (int32_t k = 0; k < m->crew.len; k++)
			if (p->crew[m->crew.first + k] ==
			    p->approved[m->slots.first + s])
				cost += prices->seat[option->seats + k];
	return cost;
}

/* The fee of a delegation: the bonus that its first team does not get, and
 * what it takes once; the least over its windows. */
static void
note_fee(struct prices *prices, const struct problem_option *option)
{
	const struct problem *p = prices->problem;
	int64_t fee =
	    p->weights[2] * p->joint[option->joint].bonus * PRICE_UNIT +
	    loads_price(prices, option->share);

	if (fee < prices->joint_fee[option->joint])
		prices->joint_fee[option->joint] = fee;
}

/* ---- choices ------------------------------------------------------------ */

static void
choose(struct prices *prices, int32_t mission)
{
	const struct problem *p = prices->problem;
	const struct problem_mission *m = &p->mission[mission];
	struct prices_choice *c = &prices->choice[mission];

	*c = (struct prices_choice){ .alone = m->pinned ? -2 : -1,
		.joint = -2,
		.alone_cost =
		    m->pinned ? PRICE_NONE : m->decline_cost * PRICE_UNIT,
		.joint_cost = PRICE_NONE };
	for (int32_t o = m->options.first;
	     o < m->options.first + m->options.len; o++) {
		int32_t joint = p->option[o].joint;
		int64_t cost = PRICE_NONE;

		if (!m->pinned)
			cost = price_option(prices, o);
		else if (o == m->approved)
			cost = price_pinned(prices, m);
		if (cost == PRICE_NONE)
			continue;
		if (joint >= 0 && joint == prices->joint_of[mission]) {
			note_fee(prices, &p->option[o]);
			if (cost < c->joint_cost) {
				c->joint_cost = cost;
				c->joint = o;
			}
		} else if (cost < c->alone_cost) {
			c->alone_cost = cost;
			c->alone = o;
		}
	}
}

/* What the missions of each joint gain by it, less its fee: below zero it
 * takes place; and where somebody is pinned to it, whatever it costs. */
static void
sum_joints(struct prices *prices)
{
	const struct problem *p = prices->problem;
	int64_t *sum = prices->joint_sum;

	memset(sum, 0, (size_t)p->joints * sizeof *sum);
	for (int32_t i = 0; i < p->missions; i++) {
		const struct prices_choice *c = &prices->choice[i];
		int32_t joint = prices->joint_of[i];

		if (c->joint < 0 || sum[joint] == -PRICE_NONE)
			continue;
		if (c->alone_cost == PRICE_NONE)
			sum[joint] = -PRICE_NONE;
		else if (c->joint_cost < c->alone_cost)
			sum[joint] += c->joint_cost - c->alone_cost;
	}
	for (int32_t j = 0; j < p->joints; j++)
		if (sum[j] != -PRICE_NONE && sum[j] < 0)
			sum[j] += prices->joint_fee[j];
}

void
prices_choose(struct prices *prices)
{
	const struct problem *p = prices->problem;

	for (int32_t j = 0; j < p->joints; j++)
		prices->joint_fee[j] = PRICE_NONE;
	for (int32_t i = 0; i < p->missions; i++)
		choose(prices, i);
	sum_joints(prices);
	for (int32_t i = 0; i < p->missions; i++) {
		struct prices_choice *c = &prices->choice[i];

		c->goes = c->joint >= 0 && c->joint_cost < c->alone_cost &&
			  prices->joint_sum[prices->joint_of[i]] < 0;
		prices->least[i] = c->goes ? c->joint_cost : c->alone_cost;
	}
}
