/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list of events for each family: bookings by person, absences by team
 * and day, uses by resource, sums by budget and joint. Each is sorted and
 * swept once, so the whole costs O(n log n).
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/resolve/check_parts.h"

static void
checking_free(struct checking *c)
{
	vec_free(&c->bookings);
	vec_free(&c->absences);
	vec_free(&c->uses);
	free(c->away);
	free(c->spent);
	free(c->goers);
	free(c->teams);
	free(c->first);
	free(c->off);
}

static int
checking_init(struct checking *c)
{
	const struct problem *p = c->p;
	size_t joints = (size_t)p->joints + 1;

	c->away = calloc((size_t)p->people + 1, sizeof *c->away);
	c->spent = calloc((size_t)p->budgets + 1, sizeof *c->spent);
	c->goers = calloc(joints, sizeof *c->goers);
	c->teams = calloc(joints, sizeof *c->teams);
	c->first = calloc(joints, sizeof *c->first);
	c->off =
	    calloc((size_t)p->people * (size_t)p->days + 1, sizeof *c->off);
	if (!c->away || !c->spent || !c->goers || !c->teams || !c->first ||
	    !c->off)
		return err_set(c->err, -ENOMEM, "check: out of memory");
	return 0;
}

static int
add(struct checking *c, struct check_events *to, struct check_event event)
{
	if (vec_push(to, event) < 0)
		return err_set(c->err, -ENOMEM, "check: out of memory");
	return 0;
}

/* ---- people ------------------------------------------------------------- */

/* The first working day whose core hours end after the instant. */
static int32_t
day_after(const struct problem *p, int64_t instant)
{
	int32_t low = 0, high = p->days;

	while (low < high) {
		int32_t mid = (low + high) / 2;

		if (p->day[mid].end <= instant)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int
add_offs(struct checking *c)
{
	const struct problem *p = c->p;

	for (int32_t i = 0; i < p->people; i++) {
		const struct problem_person *person = &p->person[i];

		for (int32_t s = 0; s < person->off.len; s++) {
			struct problem_span off = p->off[person->off.first + s];
			struct check_event event = { i, off.start, off.end,
				person->base, -1 };

			if (add(c, &c->bookings, event) < 0)
				return c->err->code;
			for (int32_t d = day_after(p, off.start);
			     d < p->days && p->day[d].start < off.end; d++)
				c->off[(size_t)i * (size_t)p->days +
				       (size_t)d] = true;
		}
	}
	return 0;
}

static int
add_absences(
    struct checking *c, int32_t mission, int32_t who, int64_t from, int64_t to)
{
	const struct problem *p = c->p;

	for (int32_t d = day_after(p, from);
	     d < p->days && p->day[d].start < to; d++) {
		struct check_event event = { p->person[who].team * p->days + d,
			who, 0, d, mission };

		c->away[who]++;
		if (!c->off[(size_t)who * (size_t)p->days + (size_t)d] &&
		    add(c, &c->absences, event) < 0)
			return c->err->code;
	}
	return 0;
}

static int
add_person(struct checking *c, int32_t mission, int32_t who)
{
	const struct problem *p = c->p;
	const struct problem_option *o = &p->option[c->plan->option[mission]];
	int32_t base = p->person[who].base;
	int32_t city = o->city < 0 ? base : o->city;
	struct check_event event = { who, o->start, o->end, city, mission };

	if (add(c, &c->bookings, event) < 0)
		return c->err->code;
	if (!o->away)
		return 0;
	return add_absences(c, mission, who,
	    o->start - problem_travel(p, base, city),
	    o->end + problem_travel(p, city, base));
}

static bool
is_candidate(
    const struct problem *p, const struct problem_role *role, int32_t who)
{
	for (int32_t i = 0; i < role->people.len; i++)
		if (p->candidate[role->people.first + i] == who)
			return true;
	return false;
}

/* H2: each slot has a candidate of its role, and nobody sits twice. */
static int
add_people(struct checking *c, int32_t mission)
{
	const struct problem *p = c->p;
	const struct problem_mission *m = &p->mission[mission];
	const int32_t *people = c->plan->person + m->slots.first;
	int32_t slot = 0;

	for (int32_t r = m->roles.first; r < m->roles.first + m->roles.len; r++)
		for (int32_t n = p->role[r].n; n > 0; n--, slot++) {
			int32_t who = people[slot];

			if (who < 0 || !is_candidate(p, &p->role[r], who))
				return err_set(c->err, -EINVAL,
				    "H2: /missions/%d: role %d has nobody who "
				    "can",
				    mission, r - m->roles.first);
			for (int32_t s = 0; s < slot; s++)
				if (people[s] == who)
					return err_set(c->err, -EINVAL,
					    "H2: /missions/%d: person %d sits "
					    "twice",
					    mission, who);
			if (add_person(c, mission, who) < 0)
				return c->err->code;
		}
	return 0;
}

/* ---- missions ----------------------------------------------------------- */

static int
add_uses(struct checking *c, const struct problem_option *o,
    struct problem_part uses, int32_t mission)
{
	for (int32_t u = uses.first; u < uses.first + uses.len; u++) {
		struct problem_use use = c->p->use[u];
		struct check_event begin = { use.resource, o->start, 1,
			use.amount, mission };
		struct check_event end = { use.resource, o->end, 0, -use.amount,
			mission };

		if (add(c, &c->uses, begin) < 0 || add(c, &c->uses, end) < 0)
			return c->err->code;
	}
	return 0;
}

/* The first to attend an event takes what it takes once; every other gains. */
static int
add_joint(struct checking *c, const struct problem_option *o, int32_t mission)
{
	const struct problem *p = c->p;
	const struct problem_joint *joint = &p->joint[o->joint];
	const struct problem_option *first = &p->option[c->first[o->joint]];

	c->goers[o->joint] += p->mission[mission].slots.len;
	if (c->teams[o->joint]++ == 0) {
		c->first[o->joint] = (int32_t)(o - p->option);
		return add_uses(c, o, joint->uses, mission);
	}
	c->levels[2] -= joint->bonus;
	if (first->start != o->start || first->end != o->end)
		return err_set(c->err, -EINVAL,
		    "H1: /missions/%d: joint %d is attended at another time by "
		    "others",
		    mission, o->joint);
	return 0;
}

static void
count_costs(struct checking *c, int32_t mission)
{
	const struct problem *p = c->p;
	const struct problem_mission *m = &p->mission[mission];
	int32_t option = c->plan->option[mission];

	if (option < 0) {
		for (int level = 0; level < PROBLEM_LEVELS; level++)
			c->levels[level] += m->decline[level];
		if (m->approved >= 0)
			c->levels[1] += m->drop_cost;
		return;
	}
	c->levels[2] += p->option[option].penalty;
	if (m->approved < 0)
		return;
	if (m->approved != option)
		c->levels[1] += m->move_cost;
	for (int32_t a = 0; a < m->slots.len; a++) {
		bool missing = true;

		for (int32_t s = 0; s < m->slots.len; s++)
			if (c->plan->person[m->slots.first + s] ==
			    p->approved[m->slots.first + a])
				missing = false;
		if (missing)
			c->levels[1] += m->swap_cost;
	}
}

/* H9: a role's people are a set. */
static bool
is_as_approved(const struct checking *c, const struct problem_mission *m)
{
	const struct problem *p = c->p;
	int32_t from = m->slots.first;

	for (int32_t r = m->roles.first; r < m->roles.first + m->roles.len;
	     r++) {
		int32_t n = p->role[r].n;

		for (int32_t a = 0; a < n; a++) {
			bool found = false;

			for (int32_t s = 0; s < n; s++)
				found |= c->plan->person[from + s] ==
					 p->approved[from + a];
			if (!found)
				return false;
		}
		from += n;
	}
	return true;
}

static int
add_mission(struct checking *c, int32_t mission)
{
	const struct problem *p = c->p;
	const struct problem_mission *m = &p->mission[mission];
	int32_t option = c->plan->option[mission];
	const struct problem_option *o = option < 0 ? NULL : &p->option[option];

	if (o && (option < m->options.first ||
		     option >= m->options.first + m->options.len))
		return err_set(c->err, -EINVAL,
		    "H1: /missions/%d: %d is not one of its options", mission,
		    option);
	if (m->pinned && (option != m->approved || !is_as_approved(c, m)))
		return err_set(c->err, -EINVAL,
		    "H9: /missions/%d: is pinned, and changed", mission);
	count_costs(c, mission);
	if (!o)
		return 0;
	for (int32_t b = 0; b < p->budgets; b++)
		if (p->budget[b].team == m->team &&
		    p->budget[b].start <= o->start &&
		    o->start < p->budget[b].end)
			c->spent[b] +=
			    o->fixed_cost + o->unit_cost * m->slots.len;
	if (add_people(c, mission) < 0 || add_uses(c, o, o->uses, mission) < 0)
		return c->err->code;
	return o->joint < 0 ? 0 : add_joint(c, o, mission);
}

/* ---- the whole ---------------------------------------------------------- */

int
check_plan(const struct problem *p, const struct check_plan *plan,
    int64_t levels[PROBLEM_LEVELS], struct err *err)
{
	int64_t counted[PROBLEM_LEVELS] = { 0 };
	CLEANUP(checking_free)
	struct checking c = {
		.p = p, .plan = plan, .levels = counted, .err = err
	};

	if (checking_init(&c) < 0 || add_offs(&c) < 0)
		return err->code;
	for (int32_t i = 0; i < p->missions; i++)
		if (add_mission(&c, i) < 0)
			return err->code;
	if (check_sweep(&c) < 0)
		return err->code;
	memcpy(levels, counted, sizeof counted);
	return 0;
}

int
check_roster(const struct roster *roster, struct err *err)
{
	const struct problem *p = roster->problem;
	CLEANUP(freep) int32_t *option = NULL;
	CLEANUP(freep) int32_t *person = NULL;
	struct check_plan plan;
	int64_t levels[PROBLEM_LEVELS];

	option = calloc((size_t)p->missions + 1, sizeof *option);
	person = calloc((size_t)p->slots + 1, sizeof *person);
	if (!option || !person)
		return err_set(err, -ENOMEM, "check: out of memory");
	for (int32_t i = 0; i < p->missions; i++) {
		option[i] = roster->choice[i].option;
		for (int32_t s = 0; s < p->mission[i].slots.len; s++)
			person[p->mission[i].slots.first + s] =
			    roster_person(roster, i, s);
	}
	plan = (struct check_plan){ option, person };
	if (check_plan(p, &plan, levels, err) < 0)
		return err->code;
	for (int level = 0; level < PROBLEM_LEVELS; level++)
		if (levels[level] != roster->level[level])
			return err_set(err, -EINVAL,
			    "F%d: %lld was counted along the way, it is %lld",
			    level + 1, (long long)roster->level[level],
			    (long long)levels[level]);
	if (roster->cost != problem_weigh(p, levels))
		return err_set(err, -EINVAL,
		    "the cost is not that of the "
		    "levels");
	return 0;
}
