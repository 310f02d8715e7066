/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One mission's step costs the length of what it touches: its loads' rows, the
 * days that its people are away, and the shifting of a person's bookings.
 */
#include "roster.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "schedule/resolve/roster_parts.h"

/* ---- life --------------------------------------------------------------- */

static int32_t
count_bookings(const struct problem *p, struct problem_part *booked)
{
	int32_t total = 0;

	for (int32_t c = 0; c < p->crews; c++)
		booked[p->crew[c]].first++;
	for (int32_t i = 0; i < p->people; i++) {
		int32_t most = booked[i].first;

		booked[i].first = total;
		total += most;
	}
	return total;
}

static void
decline_all(struct roster *roster)
{
	const struct problem *p = roster->problem;

	memcpy(roster->absent, p->off_day,
	    (size_t)p->people * (size_t)p->days * sizeof *roster->absent);
	for (int32_t i = 0; i < p->missions; i++) {
		const struct problem_mission *m = &p->mission[i];

		roster->choice[i].option = -1;
		for (int level = 0; level < PROBLEM_LEVELS; level++)
			roster->level[level] += m->decline[level];
		if (m->approved >= 0)
			roster->level[1] += m->drop_cost;
	}
	roster->cost = problem_weigh(p, roster->level);
}

int
roster_init(struct roster *roster, const struct problem *p, struct err *err)
{
	size_t days = (size_t)p->people * (size_t)p->days;

	*roster = (struct roster){
		.problem = p,
		.choice =
		    calloc((size_t)p->missions + 1, sizeof *roster->choice),
		.booked = calloc((size_t)p->people + 1, sizeof *roster->booked),
		.booking =
		    calloc((size_t)p->crews + 1, sizeof *roster->booking),
		.use = calloc((size_t)p->rows + 1, sizeof *roster->use),
		.absent = calloc(days + 1, sizeof *roster->absent),
		.joint = calloc((size_t)p->joints + 1, sizeof *roster->joint),
	};
	if (!roster->choice || !roster->booked || !roster->booking ||
	    !roster->use || !roster->absent || !roster->joint) {
		roster_free(roster);
		return err_set(err, -ENOMEM, "resolve: out of memory");
	}
	count_bookings(p, roster->booked);
	decline_all(roster);
	return 0;
}

void
roster_free(struct roster *roster)
{
	free(roster->choice);
	free(roster->booked);
	free(roster->booking);
	free(roster->use);
	free(roster->absent);
	free(roster->joint);
	memset(roster, 0, sizeof *roster);
}

void
roster_copy(struct roster *to, const struct roster *from)
{
	const struct problem *p = from->problem;

	assert(to->problem == p);
	memcpy(
	    to->choice, from->choice, (size_t)p->missions * sizeof *to->choice);
	memcpy(
	    to->booked, from->booked, (size_t)p->people * sizeof *to->booked);
	memcpy(
	    to->booking, from->booking, (size_t)p->crews * sizeof *to->booking);
	memcpy(to->use, from->use, (size_t)p->rows * sizeof *to->use);
	memcpy(to->absent, from->absent,
	    (size_t)p->people * (size_t)p->days * sizeof *to->absent);
	memcpy(to->joint, from->joint, (size_t)p->joints * sizeof *to->joint);
	memcpy(to->level, from->level, sizeof to->level);
	to->cost = from->cost;
	to->hash = from->hash;
}

/* ---- hash and cost ------------------------------------------------------ */

/* What attending adds to the levels, or takes back (sign -1): everybody who
 * was approved is missing until seated. */
static void
count_option(struct roster *roster, int32_t at, int64_t sign)
{
	const struct problem *p = roster->problem;
	const struct problem_option *option = &p->option[at];
	const struct problem_mission *m = &p->mission[option->mission];

	roster_add_level(roster, 0, -sign * m->decline[0]);
	roster_add_level(roster, 1, -sign * m->decline[1]);
	roster_add_level(roster, 2, sign * (option->penalty - m->decline[2]));
	if (m->approved < 0)
		return;
	roster_add_level(
	    roster, 1, sign * (m->swap_cost * m->slots.len - m->drop_cost));
	if (m->approved != at)
		roster_add_level(roster, 1, sign * m->move_cost);
}

/* ---- options ------------------------------------------------------------ */

static bool
loads_fit(const struct roster *roster, struct problem_part part)
{
	const struct problem *p = roster->problem;
	const struct problem_load *load = p->load + part.first;

	for (const struct problem_load *end = load + part.len; load < end;
	     load++)
		for (int32_t row = load->low; row < load->high; row++)
			if (roster->use[row] + load->amount > p->limit[row])
				return false;
	return true;
}

static void
loads_add(struct roster *roster, struct problem_part part, int64_t sign)
{
	const struct problem_load *load = roster->problem->load + part.first;

	for (const struct problem_load *end = load + part.len; load < end;
	     load++)
		for (int32_t row = load->low; row < load->high; row++)
			roster->use[row] += sign * load->amount;
}

/* An option takes its loads in turn, so that two of one row are added up. */
static bool
loads_take(struct roster *roster, struct problem_part part)
{
	for (int32_t i = 0; i < part.len; i++) {
		struct problem_part one = { part.first + i, 1 };

		if (!loads_fit(roster, one)) {
			loads_add(
			    roster, (struct problem_part){ part.first, i }, -1);
			return false;
		}
		loads_add(roster, one, 1);
	}
	return true;
}

static bool
joint_meets(const struct roster *roster, const struct problem_option *option)
{
	const struct roster_joint *joint = &roster->joint[option->joint];
	const struct problem_option *other;

	if (!joint->teams)
		return true;
	other = &roster->problem->option[joint->option];
	return other->start == option->start && other->end == option->end;
}

static bool
joint_enter(struct roster *roster, int32_t at)
{
	const struct problem_option *option = &roster->problem->option[at];
	struct roster_joint *joint = &roster->joint[option->joint];

	if (!joint_meets(roster, option))
		return false;
	if (!joint->teams) {
		if (!loads_take(roster, option->share))
			return false;
		joint->option = at;
	} else {
		roster_add_level(
		    roster, 2, -roster->problem->joint[option->joint].bonus);
	}
	joint->teams++;
	return true;
}

static void
joint_leave(struct roster *roster, const struct problem_option *option)
{
	struct roster_joint *joint = &roster->joint[option->joint];

	if (--joint->teams)
		roster_add_level(
		    roster, 2, roster->problem->joint[option->joint].bonus);
	else
		loads_add(roster, option->share, -1);
}

bool
roster_open(struct roster *roster, int32_t at)
{
	const struct problem_option *option = &roster->problem->option[at];
	struct roster_choice *choice = &roster->choice[option->mission];

	assert(choice->option < 0);
	if (!loads_take(roster, option->loads))
		return false;
	if (option->joint >= 0 && !joint_enter(roster, at)) {
		loads_add(roster, option->loads, -1);
		return false;
	}
	count_option(roster, at, 1);
	choice->option = at;
	for (int32_t s = 0; s < PROBLEM_MOST_PEOPLE; s++)
		choice->crew[s] = -1;
	roster->hash ^= roster_mix(0, (uint64_t)at, 1);
	return true;
}

void
roster_close(struct roster *roster, int32_t mission)
{
	struct roster_choice *choice = &roster->choice[mission];
	const struct problem_option *option =
	    &roster->problem->option[choice->option];

	roster->hash ^= roster_mix(0, (uint64_t)choice->option, 1);
	count_option(roster, choice->option, -1);
	if (option->joint >= 0)
		joint_leave(roster, option);
	loads_add(roster, option->loads, -1);
	choice->option = -1;
}

bool
roster_option_fits(const struct roster *roster, int32_t at)
{
	const struct problem_option *option = &roster->problem->option[at];

	if (!loads_fit(roster, option->loads))
		return false;
	if (option->joint < 0)
		return true;
	return joint_meets(roster, option) &&
	       (roster->joint[option->joint].teams ||
		   loads_fit(roster, option->share));
}

/* ---- whole choices ------------------------------------------------------ */

bool
roster_put(
    struct roster *roster, int32_t mission, const struct roster_choice *choice)
{
	int32_t slots = roster->problem->mission[mission].slots.len;

	if (choice->option < 0)
		return true;
	if (!roster_open(roster, choice->option))
		return false;
	for (int32_t s = 0; s < slots; s++) {
		if (roster_seat(roster, mission, s, choice->crew[s]))
			continue;
		while (s-- > 0)
			roster_unseat(roster, mission, s);
		roster_close(roster, mission);
		return false;
	}
	return true;
}

void
roster_take(struct roster *roster, int32_t mission, struct roster_choice *had)
{
	if (had)
		*had = roster->choice[mission];
	if (roster->choice[mission].option < 0)
		return;
	for (int32_t s = roster->problem->mission[mission].slots.len; s-- > 0;)
		roster_unseat(roster, mission, s);
	roster_close(roster, mission);
}

bool
roster_approved(
    const struct problem *p, int32_t mission, struct roster_choice *choice)
{
	const struct problem_mission *m = &p->mission[mission];

	choice->option = m->approved;
	if (m->approved < 0)
		return false;
	for (int32_t s = 0; s < m->slots.len; s++) {
		int32_t who = p->approved[m->slots.first + s], k = 0;

		while (k < m->crew.len && p->crew[m->crew.first + k] != who)
			k++;
		if (k == m->crew.len)
			return false;
		choice->crew[s] = (int16_t)k;
	}
	return true;
}

int32_t
roster_person(const struct roster *roster, int32_t mission, int32_t slot)
{
	const struct problem *p = roster->problem;
	int32_t crew = roster->choice[mission].option < 0
			   ? -1
			   : roster->choice[mission].crew[slot];

	return crew < 0 ? -1 : p->crew[p->mission[mission].crew.first + crew];
}

int64_t
roster_mission_cost(const struct roster *roster, int32_t mission)
{
	const struct problem *p = roster->problem;
	const struct problem_mission *m = &p->mission[mission];
	int32_t at = roster->choice[mission].option;
	int64_t cost, missing = m->approved >= 0 ? m->slots.len : 0;

	if (at < 0)
		return m->decline_cost;
	cost = p->option[at].cost;
	if (p->option[at].joint >= 0)
		cost -= p->weights[2] * p->joint[p->option[at].joint].bonus;
	for (int32_t s = 0; missing && s < m->slots.len; s++)
		missing -= problem_was_approved(
		    p, m, roster_person(roster, mission, s));
	return cost + p->weights[1] * m->swap_cost * missing;
}
