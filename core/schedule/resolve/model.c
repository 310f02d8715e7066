/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Only what could bind is written: an option that does not fit beside the
 * others, or a seat, has no column; a limit that all uses together keep has
 * no row; nor has one whose uses are among those of the one before.
 */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/resolve/model_parts.h"

/* ---- columns ------------------------------------------------------------ */

static int32_t
add_column(struct model *m, struct model_column column, int64_t cost)
{
	if (vec_push(&m->column, column) < 0)
		m->failed = true;
	return lp_column(&m->lp, cost);
}

static void
add_use(struct model *m, int32_t row, int32_t who, int32_t column, int64_t by,
    bool tied)
{
	struct model_use use = { row, who, column, by, tied };

	if (vec_push(&m->uses, use) < 0)
		m->failed = true;
}

static void
use_loads(struct model *m, struct problem_part part, int32_t column)
{
	const struct problem *p = m->problem;

	for (int32_t l = part.first; l < part.first + part.len; l++)
		for (int32_t row = p->load[l].low; row < p->load[l].high; row++)
			add_use(m, row, -1, column, p->load[l].amount, true);
}

/* The rows that a seat is tied to: cliques as they are, days of absence when
 * the person is not absent anyway. */
static void
use_seat(struct model *m, int32_t seat, int32_t who, int32_t column)
{
	const struct problem *p = m->problem;
	const struct problem_seat *s = &p->seat[seat];
	struct problem_part ties = m->ties->of[seat];
	int32_t first = p->person[who].team * p->days;
	const uint16_t *absent =
	    m->roster->absent + (size_t)who * (size_t)p->days;

	for (int32_t i = ties.first; i < ties.first + ties.len; i++)
		if (m->ties->row[i] >= p->rows)
			add_use(m, m->ties->row[i], who, column, 1, true);
	for (int32_t row = s->low; row < s->high; row++) {
		bool tied = false;

		if (absent[row - first])
			continue;
		for (int32_t i = ties.first; i < ties.first + ties.len; i++)
			tied |= m->ties->row[i] == row;
		add_use(m, row, who, column, 1, tied);
	}
	if (s->high > s->low)
		add_use(m, p->family[ROW_AWAY] + who, who, column,
		    s->high - s->low, true);
}

/* Each role has enough people who could, beside the others. */
static bool
option_could(const struct model *m, int32_t at)
{
	const struct problem *p = m->problem;
	const struct problem_mission *mission =
	    &p->mission[p->option[at].mission];

	if (!roster_option_fits(m->roster, at))
		return false;
	for (int32_t r = mission->roles.first;
	     r < mission->roles.first + mission->roles.len; r++) {
		struct problem_part part = p->role[r].people;
		int32_t could = 0;

		for (int32_t i = part.first; i < part.first + part.len; i++)
			could +=
			    roster_seat_fits(m->roster, at, p->role_crew[i]);
		if (could < p->role[r].n)
			return false;
	}
	return true;
}

static void
add_people(struct model *m, int32_t at)
{
	const struct problem *p = m->problem;
	const struct problem_option *option = &p->option[at];
	const struct problem_mission *mission = &p->mission[option->mission];

	for (int32_t k = 0; k < mission->crew.len; k++) {
		int32_t who = p->crew[mission->crew.first + k];
		int64_t cost = 0;

		if (!roster_seat_fits(m->roster, at, k))
			continue;
		if (problem_was_approved(p, mission, who))
			cost = -p->weights[1] * mission->swap_cost;
		for (int32_t r = mission->roles.first;
		     r < mission->roles.first + mission->roles.len; r++)
			if (problem_role_takes(p, r, k))
				use_seat(m, option->seats + k, who,
				    add_column(m,
					(struct model_column){ MODEL_PERSON,
					    option->mission, at, r, k },
					cost));
	}
}

/* Whether a column of its own says that a delegation goes. */
static bool
is_shared(const struct model *m, const struct problem_option *option)
{
	return option->joint >= 0 &&
	       m->roster->joint[option->joint].teams == 0 &&
	       m->joint_of[option->joint] > 1;
}

static void
add_option(struct model *m, int32_t at)
{
	const struct problem *p = m->problem;
	const struct problem_option *option = &p->option[at];
	const struct problem_mission *mission = &p->mission[option->mission];
	int64_t cost = option->cost;
	int32_t column;

	if (mission->approved >= 0)
		cost += p->weights[1] * mission->swap_cost * mission->slots.len;
	if (option->joint >= 0 &&
	    (is_shared(m, option) || m->roster->joint[option->joint].teams))
		cost -= p->weights[2] * p->joint[option->joint].bonus;
	column = add_column(m,
	    (struct model_column){ MODEL_OPTION, option->mission, at, -1, -1 },
	    cost);
	use_loads(m, option->loads, column);
	if (option->joint >= 0 && !is_shared(m, option) &&
	    m->roster->joint[option->joint].teams == 0)
		use_loads(m, option->share, column);
	add_people(m, at);
}

static void
add_mission(struct model *m, int32_t at)
{
	const struct problem *p = m->problem;
	int32_t i = m->mission[at];
	const struct problem_mission *mission = &p->mission[i];

	m->first[at] = (int32_t)m->column.len;
	add_column(m, (struct model_column){ MODEL_DECLINED, i, -1, -1, -1 },
	    mission->decline_cost);
	for (int32_t o = mission->options.first;
	     o < mission->options.first + mission->options.len; o++)
		if (option_could(m, o))
			add_option(m, o);
}

/* ---- rows of a mission -------------------------------------------------- */

/* Everybody in a seat of the option: the columns after the option's own. */
static int32_t
option_end(const struct model *m, int32_t column)
{
	int32_t end = column + 1;

	while (end < (int32_t)m->column.len &&
	       m->column.items[end].kind == MODEL_PERSON)
		end++;
	return end;
}

static void
write_option(struct model *m, int32_t z)
{
	const struct problem *p = m->problem;
	const struct problem_mission *mission =
	    &p->mission[m->column.items[z].mission];
	int32_t end = option_end(m, z);
	const struct model_column *all = m->column.items;

	for (int32_t r = mission->roles.first;
	     r < mission->roles.first + mission->roles.len; r++) {
		lp_begin(&m->lp);
		for (int32_t x = z + 1; x < end; x++)
			if (all[x].role == r)
				lp_term(&m->lp, x, 1);
		lp_term(&m->lp, z, -p->role[r].n);
		lp_end(&m->lp, 0, true);
	}
	for (int32_t x = z + 1, next; x < end; x = next) {
		for (next = x + 1; next < end && all[next].crew == all[x].crew;
		     next++)
			;
		if (next == x + 1 && p->role[all[x].role].n == 1)
			continue;
		lp_begin(&m->lp);
		for (int32_t i = x; i < next; i++)
			lp_term(&m->lp, i, 1);
		lp_term(&m->lp, z, -1);
		lp_end(&m->lp, 0, false);
	}
}

static void
write_mission(struct model *m, int32_t at)
{
	int32_t end = m->first[at + 1];

	lp_begin(&m->lp);
	for (int32_t c = m->first[at]; c < end; c++)
		if (m->column.items[c].kind <= MODEL_OPTION)
			lp_term(&m->lp, c, 1);
	lp_end(&m->lp, 1, true);
	for (int32_t c = m->first[at]; c < end; c++)
		if (m->column.items[c].kind == MODEL_OPTION)
			write_option(m, c);
}

/* ---- joint delegations -------------------------------------------------- */

/* A column for each window of those that several may attend; the options of
 * one window are found through the first. */
static void
write_joint(struct model *m, int32_t joint, const int32_t *z, int32_t len)
{
	const struct problem *p = m->problem;
	int64_t fee = p->weights[2] * p->joint[joint].bonus;
	int32_t first = (int32_t)m->column.len;

	for (int32_t i = 0; i < len; i++) {
		const struct problem_option *o =
		    &p->option[m->column.items[z[i]].option];
		int32_t y = first;

		for (; y < (int32_t)m->column.len; y++) {
			const struct problem_option *w =
			    &p->option[m->column.items[y].option];

			if (w->start == o->start && w->end == o->end)
				break;
		}
		if (y == (int32_t)m->column.len) {
			add_column(m,
			    (struct model_column){ MODEL_JOINT, -1,
				m->column.items[z[i]].option, -1, -1 },
			    fee);
			use_loads(m, o->share, y);
		}
		lp_begin(&m->lp);
		lp_term(&m->lp, z[i], 1);
		lp_term(&m->lp, y, -1);
		lp_end(&m->lp, 0, false);
	}
	if ((int32_t)m->column.len - first < 2)
		return;
	lp_begin(&m->lp);
	for (int32_t y = first; y < (int32_t)m->column.len; y++)
		lp_term(&m->lp, y, 1);
	lp_end(&m->lp, 1, false);
}

static int
by_joint(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	if (x[0] != y[0])
		return x[0] < y[0] ? -1 : 1;
	return x[1] - y[1];
}

static void
write_joints(struct model *m)
{
	const struct problem *p = m->problem;
	VEC(int32_t) pairs = VEC_INIT;
	int32_t columns = (int32_t)m->column.len, len;
	CLEANUP(freep) int32_t *z = calloc((size_t)columns + 1, sizeof *z);

	for (int32_t c = 0; z && c < columns; c++)
		if (m->column.items[c].kind == MODEL_OPTION &&
		    is_shared(m, &p->option[m->column.items[c].option]))
			if (vec_push(&pairs,
				p->option[m->column.items[c].option].joint) <
				0 ||
			    vec_push(&pairs, c) < 0)
				m->failed = true;
	m->failed |= !z;
	len = (int32_t)pairs.len / 2;
	if (len)
		qsort(pairs.items, (size_t)len, 2 * sizeof *pairs.items,
		    by_joint);
	for (int32_t i = 0, n; i < len && !m->failed; i += n) {
		for (n = 0; i + n < len &&
			    pairs.items[2 * (i + n)] == pairs.items[2 * i];
		     n++)
			z[n] = pairs.items[2 * (i + n) + 1];
		write_joint(m, pairs.items[2 * i], z, n);
	}
	vec_free(&pairs);
}

/* ---- the whole ---------------------------------------------------------- */

static void
count_joints(struct model *m)
{
	const struct problem *p = m->problem;

	for (int32_t i = 0; i < m->missions; i++) {
		struct problem_part options = p->mission[m->mission[i]].options;

		for (int32_t o = options.first; o < options.first + options.len;
		     o++) {
			int32_t joint = p->option[o].joint;
			bool again = joint < 0;

			for (int32_t b = options.first; b < o; b++)
				again |= p->option[b].joint == joint;
			if (!again)
				m->joint_of[joint]++;
		}
	}
}

bool
model_init(struct model *m, const struct roster *roster,
    const struct ties *ties, const int32_t *missions, int32_t len)
{
	const struct problem *p = roster->problem;

	*m = (struct model){ .problem = p,
		.ties = ties,
		.roster = roster,
		.constant = roster->cost,
		.missions = len,
		.mission = missions };
	m->first = calloc((size_t)len + 1, sizeof *m->first);
	m->joint_of = calloc((size_t)p->joints + 1, sizeof *m->joint_of);
	if (!m->first || !m->joint_of)
		return false;
	count_joints(m);
	for (int32_t i = 0; i < len && !m->failed; i++) {
		m->constant -= p->mission[missions[i]].decline_cost;
		add_mission(m, i);
	}
	m->first[len] = (int32_t)m->column.len;
	for (int32_t i = 0; i < len && !m->failed; i++)
		write_mission(m, i);
	write_joints(m);
	model_limits(m);
	lp_load(&m->lp);
	m->roster = NULL;
	return !m->failed && !m->lp.failed;
}

void
model_free(struct model *m)
{
	lp_free(&m->lp);
	vec_free(&m->column);
	vec_free(&m->uses);
	free(m->first);
	free(m->joint_of);
	memset(m, 0, sizeof *m);
}

bool
model_choice(const struct model *m, int32_t at, struct roster_choice *out)
{
	const struct problem *p = m->problem;
	const struct problem_mission *mission = &p->mission[m->mission[at]];
	int32_t slot[PROBLEM_MOST_PEOPLE], next = 0;

	*out = (struct roster_choice){ .option = -2 };
	for (int32_t r = 0; r < mission->roles.len; r++) {
		slot[r] = next;
		next += p->role[mission->roles.first + r].n;
	}
	for (int32_t c = m->first[at]; c < m->first[at + 1]; c++) {
		const struct model_column *column = &m->column.items[c];
		double value = lp_value(&m->lp, c);

		if (value < 1e-6)
			continue;
		if (value < 1 - 1e-6)
			return false;
		if (column->kind <= MODEL_OPTION)
			out->option = column->option;
		else
			out->crew[slot[column->role - mission->roles.first]++] =
			    (int16_t)column->crew;
	}
	return out->option != -2;
}

/* Who of the role has the greatest value, beside those taken; -1 is nobody. */
static int32_t
best_person(const struct model *m, int32_t z, int32_t role,
    const struct roster_choice *taken, int32_t slots)
{
	int32_t best = -1, end = option_end(m, z);
	double most = -1;

	for (int32_t x = z + 1; x < end; x++) {
		const struct model_column *column = &m->column.items[x];
		double value = lp_value(&m->lp, x);
		bool free = column->role == role && value > most;

		for (int32_t s = 0; s < slots; s++)
			free &= taken->crew[s] != column->crew;
		if (!free)
			continue;
		most = value;
		best = column->crew;
	}
	return best;
}

void
model_nearest(const struct model *m, int32_t at, struct roster_choice *out)
{
	const struct problem *p = m->problem;
	const struct problem_mission *mission = &p->mission[m->mission[at]];
	int32_t z = m->first[at], slot = 0;

	for (int32_t c = z; c < m->first[at + 1]; c++)
		if (m->column.items[c].kind <= MODEL_OPTION &&
		    lp_value(&m->lp, c) > lp_value(&m->lp, z))
			z = c;
	out->option = m->column.items[z].option;
	for (int32_t r = 0; out->option >= 0 && r < mission->roles.len; r++)
		for (int32_t n = p->role[mission->roles.first + r].n; n > 0;
		     n--) {
			int32_t who = best_person(
			    m, z, mission->roles.first + r, out, slot);

			if (who < 0) {
				out->option = -1;
				return;
			}
			out->crew[slot++] = (int16_t)who;
		}
}
