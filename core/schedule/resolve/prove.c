/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every choice of a mission has two costs in PRICE_UNITs: plain, with the
 * prices of what ties teams; and reduced, with those of the team's own rows
 * too. The sum of the plain ones is what is minimised; the sum of the reduced
 * ones, less what the team's limits are worth, never exceeds it. The search
 * goes by reduced cost and prunes by both.
 */
#include "prove.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "schedule/resolve/prices_parts.h"

struct prove_choice {
	int64_t plain, reduced;
	struct roster_choice choice;
};

struct prove_team {
	VEC(struct prove_choice) choices;
	VEC(struct problem_part) missions; /* their choices, best first */
	VEC(int32_t) order;                /* the missions themselves */
	VEC(int64_t) plain_rest;           /* least of those from here on */
	VEC(int64_t) reduced_rest;
	int32_t team;
	int64_t best, worth, steps;
	bool complete;
};

/* ---- life --------------------------------------------------------------- */

static int
sort_missions(struct prove *prove)
{
	const struct problem *p = prove->prices->problem;
	int32_t total = 0;

	prove->teams = calloc((size_t)p->teams + 1, sizeof *prove->teams);
	prove->mission =
	    calloc((size_t)p->missions + 1, sizeof *prove->mission);
	prove->share = calloc((size_t)p->missions + 1, sizeof *prove->share);
	prove->team = calloc(1, sizeof *prove->team);
	if (!prove->teams || !prove->mission || !prove->share || !prove->team)
		return -ENOMEM;
	for (int32_t i = 0; i < p->missions; i++)
		prove->teams[p->mission[i].team].len++;
	for (int32_t t = 0; t < p->teams; t++) {
		prove->teams[t].first = total;
		total += prove->teams[t].len;
		prove->teams[t].len = 0;
	}
	for (int32_t i = 0; i < p->missions; i++) {
		struct problem_part *at = &prove->teams[p->mission[i].team];

		prove->mission[at->first + at->len++] = i;
	}
	return 0;
}

int
prove_init(struct prove *prove, struct prices *prices, struct err *err)
{
	*prove = (struct prove){ .prices = prices };
	if (block_init(&prove->block, prices->problem, err) < 0 ||
	    roster_init(&prove->scratch, prices->problem, err) < 0)
		return err->code;
	prove->block.width = 2000;
	if (sort_missions(prove) < 0)
		return err_set(err, -ENOMEM, "resolve: out of memory");
	return 0;
}

void
prove_free(struct prove *prove)
{
	block_free(&prove->block);
	roster_free(&prove->scratch);
	free(prove->share);
	free(prove->teams);
	free(prove->mission);
	if (prove->team) {
		vec_free(&prove->team->choices);
		vec_free(&prove->team->missions);
		vec_free(&prove->team->order);
		vec_free(&prove->team->plain_rest);
		vec_free(&prove->team->reduced_rest);
	}
	free(prove->team);
	memset(prove, 0, sizeof *prove);
}

/* ---- sharing out fees --------------------------------------------------- */

/* What a mission gains by its joint beside all else; what is pinned to it
 * has no choice. */
static int64_t
gain_of(const struct prices_choice *c)
{
	if (c->joint < 0 || c->joint_cost >= c->alone_cost)
		return 0;
	return c->alone_cost == PRICE_NONE ? PRICE_NONE
					   : c->alone_cost - c->joint_cost;
}

/* In proportion to the gains, and never more than the fee together: so the
 * prices' bound is kept. */
static void
share_fees(struct prove *prove)
{
	struct prices *prices = prove->prices;
	const struct problem *p = prices->problem;

	for (int32_t i = 0; i < p->missions; i++) {
		int32_t joint = prices->joint_of[i];
		int64_t gain = gain_of(&prices->choice[i]);
		int64_t fee, gains;

		prove->share[i] = 0;
		if (joint < 0 || gain == 0)
			continue;
		fee = prices->joint_fee[joint];
		if (prices->joint_sum[joint] == -PRICE_NONE) {
			/* The first that is pinned to it pays. */
			if (gain == PRICE_NONE && fee != PRICE_NONE) {
				prove->share[i] = fee;
				prices->joint_fee[joint] = PRICE_NONE;
			}
			continue;
		}
		/* joint_sum is the fee less all gains. */
		gains = fee - prices->joint_sum[joint];
		prove->share[i] =
		    gains > fee ? (int64_t)((__extension__(__int128) fee) *
					    gain / gains)
				: gain;
	}
}

/* ---- costs of a choice -------------------------------------------------- */

static void
cost_loads(const struct prices *prices, struct problem_part part, int32_t team,
    struct prove_choice *out)
{
	const struct problem *p = prices->problem;

	for (int32_t l = part.first; l < part.first + part.len; l++)
		for (int32_t row = p->load[l].low; row < p->load[l].high;
		     row++) {
			int64_t cost =
			    prices_load(prices, row, p->load[l].amount);

			if (prices->group_of[row] == team)
				out->reduced += cost;
			else if (prices->group_of[row] == p->teams) {
				out->reduced += cost;
				out->plain += cost;
			}
		}
}

/* The rows of a seat are of its person's team: another's are left out. */
static void
cost_people(const struct prove *prove, const struct problem_option *option,
    int32_t team, struct prove_choice *out)
{
	const struct prices *prices = prove->prices;
	const struct problem *p = prices->problem;
	const struct problem_mission *m = &p->mission[option->mission];

	for (int32_t s = 0; s < m->slots.len; s++) {
		int32_t k = out->choice.crew[s];
		int32_t who = p->crew[m->crew.first + k];
		int64_t cost = prices->seat[option->seats + k];
		int64_t swap = p->weights[1] * m->swap_cost * PRICE_UNIT;
		bool known = problem_was_approved(p, m, who);

		if (m->approved >= 0 && !known) {
			out->plain += swap;
			out->reduced += swap;
		}
		if (known)
			cost += swap;
		if (p->person[who].team == team)
			out->reduced += cost;
	}
}

static void
cost_choice(
    const struct prove *prove, int32_t mission, struct prove_choice *out)
{
	const struct problem *p = prove->prices->problem;
	const struct problem_mission *m = &p->mission[mission];
	const struct problem_option *option;

	if (out->choice.option < 0) {
		out->plain = out->reduced = m->decline_cost * PRICE_UNIT;
		return;
	}
	option = &p->option[out->choice.option];
	out->plain = option->cost * PRICE_UNIT;
	if (option->joint >= 0)
		out->plain -=
		    p->weights[2] * p->joint[option->joint].bonus * PRICE_UNIT;
	if (option->joint >= 0 &&
	    option->joint == prove->prices->joint_of[mission])
		out->plain += prove->share[mission];
	out->reduced = out->plain;
	cost_loads(prove->prices, option->loads, m->team, out);
	cost_people(prove, option, m->team, out);
}

/* ---- one team ----------------------------------------------------------- */

static int
by_reduced(const void *a, const void *b)
{
	const struct prove_choice *x = a, *y = b;

	if (x->reduced != y->reduced)
		return x->reduced < y->reduced ? -1 : 1;
	return (x->plain > y->plain) - (x->plain < y->plain);
}

static bool
list_mission(struct prove *prove, int32_t mission)
{
	struct prove_team *t = prove->team;
	struct dice dice = { 1 };
	struct problem_part part = { (int32_t)t->choices.len, 0 };
	bool pinned = prove->prices->problem->mission[mission].pinned;

	if (pinned)
		prove->block.len = 1;
	else
		block_choices(&prove->block, &prove->scratch, mission, &dice);
	t->complete = t->complete && (pinned || prove->block.complete);
	for (int32_t i = 0; i < prove->block.len; i++) {
		struct prove_choice choice = {
			.choice = prove->block.list[i].choice
		};

		if (pinned)
			roster_approved(
			    prove->prices->problem, mission, &choice.choice);
		cost_choice(prove, mission, &choice);
		if (vec_push(&t->choices, choice) < 0)
			return false;
	}
	part.len = (int32_t)t->choices.len - part.first;
	qsort(t->choices.items + part.first, (size_t)part.len,
	    sizeof *t->choices.items, by_reduced);
	return vec_push(&t->missions, part) == 0 &&
	       vec_push(&t->order, mission) == 0;
}

/* Choices that cost too much even beside the least of all others go. */
static void
drop_hopeless(struct prove_team *t, int64_t slack)
{
	vec_each(&t->missions, part) {
		int64_t least = t->choices.items[part->first].reduced;

		while (part->len > 1 &&
		       t->choices.items[part->first + part->len - 1].reduced -
			       least >=
			   slack)
			part->len--;
	}
	/* Those with the fewest choices left first. */
	for (size_t i = 1; i < t->missions.len; i++) {
		struct problem_part part = t->missions.items[i];
		int32_t mission = t->order.items[i];
		size_t at = i;

		for (; at > 0 && t->missions.items[at - 1].len > part.len;
		     at--) {
			t->missions.items[at] = t->missions.items[at - 1];
			t->order.items[at] = t->order.items[at - 1];
		}
		t->missions.items[at] = part;
		t->order.items[at] = mission;
	}
}

static bool
sum_rests(struct prove_team *t)
{
	size_t n = t->missions.len;

	if (vec_reserve(&t->plain_rest, n + 1) < 0 ||
	    vec_reserve(&t->reduced_rest, n + 1) < 0)
		return false;
	t->plain_rest.items[n] = 0;
	t->reduced_rest.items[n] = -t->worth;
	for (size_t i = n; i-- > 0;) {
		struct problem_part part = t->missions.items[i];
		int64_t least = INT64_MAX;

		for (int32_t c = part.first; c < part.first + part.len; c++)
			if (t->choices.items[c].plain < least)
				least = t->choices.items[c].plain;
		t->plain_rest.items[i] = t->plain_rest.items[i + 1] + least;
		t->reduced_rest.items[i] = t->reduced_rest.items[i + 1] +
					   t->choices.items[part.first].reduced;
	}
	return true;
}

static void
search(struct prove *prove, size_t depth, int64_t plain, int64_t reduced)
{
	struct prove_team *t = prove->team;
	struct problem_part part;

	if (depth == t->missions.len) {
		t->best = plain;
		return;
	}
	part = t->missions.items[depth];
	for (int32_t c = part.first; c < part.first + part.len; c++) {
		const struct prove_choice *at = &t->choices.items[c];
		int32_t mission = t->order.items[depth];

		if (reduced + at->reduced + t->reduced_rest.items[depth + 1] >=
		    t->best)
			return;
		if (plain + at->plain + t->plain_rest.items[depth + 1] >=
		    t->best)
			continue;
		if (t->steps-- <= 0) {
			t->complete = false;
			return;
		}
		if (!roster_put(&prove->scratch, mission, &at->choice))
			continue;
		search(
		    prove, depth + 1, plain + at->plain, reduced + at->reduced);
		roster_take(&prove->scratch, mission, NULL);
	}
}

/* The plan's own choices of the team are a first answer. */
static int64_t
plan_cost(const struct prove *prove, const struct roster *plan, int32_t team)
{
	struct problem_part part = prove->teams[team];
	int64_t sum = 0;

	for (int32_t i = part.first; i < part.first + part.len; i++) {
		int32_t mission = prove->mission[i];
		struct prove_choice choice = { .choice =
						   plan->choice[mission] };

		cost_choice(prove, mission, &choice);
		sum += choice.plain;
	}
	return sum;
}

/* The least of the team, or what its prices say of it. */
static int64_t
solve_team(
    struct prove *prove, const struct roster *plan, int32_t team, int64_t steps)
{
	struct prove_team *t = prove->team;
	struct problem_part part = prove->teams[team];
	int64_t lowest;

	t->choices.len = t->missions.len = t->order.len = 0;
	t->team = team;
	t->steps = steps;
	t->complete = true;
	t->worth = prices_group_worth(prove->prices, team);
	t->best = plan_cost(prove, plan, team);
	lowest = -t->worth;
	for (int32_t i = part.first; i < part.first + part.len; i++)
		if (!list_mission(prove, prove->mission[i]))
			return INT64_MIN;
	vec_each(&t->missions, at)
		lowest += t->choices.items[at->first].reduced;
	if (!t->complete)
		return INT64_MIN;
	drop_hopeless(t, t->best - lowest);
	if (!sum_rests(t))
		return INT64_MIN;
	search(prove, 0, 0, 0);
	prove->solved += t->complete;
	return t->complete ? t->best : lowest;
}

int64_t
prove_bound(struct prove *prove, const struct roster *plan, int64_t steps)
{
	struct prices *prices = prove->prices;
	const struct problem *p = prices->problem;
	int64_t sum = 0;

	memcpy(prices->price, prices->best,
	    (size_t)prices->ties.rows * sizeof *prices->best);
	prices_choose(prices);
	share_fees(prove);
	prove->solved = 0;
	for (int32_t t = 0; t < p->teams; t++) {
		int64_t least = solve_team(prove, plan, t, steps);

		if (least == INT64_MIN)
			return INT64_MIN;
		sum += least;
	}
	sum -= prices_group_worth(prices, p->teams);
	return sum / PRICE_UNIT + (sum % PRICE_UNIT > 0);
}
