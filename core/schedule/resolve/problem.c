/* SPDX-License-Identifier: Apache-2.0 */
/* What is derived of a problem: who is in a mission's crew, what each seat
 * would block, what options cost. The rows are in problem_rows.c. */
#include "problem.h"

#include <stdlib.h>
#include <string.h>

#include "schedule/resolve/problem_parts.h"

__extension__ typedef __int128 wide;

/* Of all costs together, so that prices of them fit in 64 bits. */
#define MOST_TOTAL INT64_C(1000000000000000)

void
problem_free(struct problem *problem)
{
	free(problem->travel);
	free(problem->day);
	free(problem->team);
	free(problem->person);
	free(problem->off);
	free(problem->capacity);
	free(problem->budget);
	free(problem->joint);
	free(problem->use);
	free(problem->mission);
	free(problem->role);
	free(problem->option);
	free(problem->candidate);
	free(problem->approved);
	free(problem->crew);
	free(problem->role_crew);
	free(problem->seat);
	free(problem->load);
	free(problem->limit);
	free(problem->off_day);
	memset(problem, 0, sizeof *problem);
}

int32_t
problem_mission_slots(const struct problem *problem, int32_t mission)
{
	struct problem_part roles = problem->mission[mission].roles;
	int32_t slots = 0;

	for (int32_t r = roles.first; r < roles.first + roles.len; r++)
		slots += problem->role[r].n;
	return slots;
}

static void
close_travel(struct problem *p)
{
	int32_t n = p->cities, *t = p->travel;

	for (int32_t k = 0; k < n; k++)
		for (int32_t i = 0; i < n; i++)
			for (int32_t j = 0; j < n; j++)
				if (t[i * n + k] + t[k * n + j] < t[i * n + j])
					t[i * n + j] =
					    t[i * n + k] + t[k * n + j];
}

/* The days that end after start, and those that begin before end. */
void
problem_days(const struct problem *p, int64_t start, int64_t end, int32_t *low,
    int32_t *high)
{
	int32_t from = 0, to = p->days;

	while (from < to) {
		int32_t mid = (from + to) / 2;

		if (p->day[mid].end <= start)
			from = mid + 1;
		else
			to = mid;
	}
	*low = from;
	to = p->days;
	while (from < to) {
		int32_t mid = (from + to) / 2;

		if (p->day[mid].start < end)
			from = mid + 1;
		else
			to = mid;
	}
	*high = from;
}

int
problem_by_number(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

int32_t
problem_sort_distinct(int32_t *items, int32_t len)
{
	int32_t kept = 0;

	if (len)
		qsort(items, (size_t)len, sizeof *items, problem_by_number);
	for (int32_t i = 0; i < len; i++)
		if (!kept || items[i] != items[kept - 1])
			items[kept++] = items[i];
	return kept;
}

/* ---- crews -------------------------------------------------------------- */

static void
place_in_crew(struct problem *p, const struct problem_mission *m)
{
	for (int32_t r = 0; r < m->roles.len; r++) {
		struct problem_part part = p->role[m->roles.first + r].people;

		for (int32_t i = part.first; i < part.first + part.len; i++) {
			int32_t *at = bsearch(&p->candidate[i],
			    p->crew + m->crew.first, (size_t)m->crew.len,
			    sizeof *at, problem_by_number);

			p->role_crew[i] =
			    (int32_t)(at - (p->crew + m->crew.first));
		}
	}
}

static int
index_crews(struct problem *p)
{
	size_t most = (size_t)p->candidates + 1;

	p->crew = calloc(most, sizeof *p->crew);
	p->role_crew = calloc(most, sizeof *p->role_crew);
	if (!p->crew || !p->role_crew)
		return -ENOMEM;
	for (int32_t i = 0; i < p->missions; i++) {
		struct problem_mission *m = &p->mission[i];

		m->crew = (struct problem_part){ p->crews, 0 };
		m->slots.first = p->slots;
		for (int32_t r = 0; r < m->roles.len; r++) {
			struct problem_role *role =
			    &p->role[m->roles.first + r];

			if (role->people.len)
				memcpy(p->crew + m->crew.first + m->crew.len,
				    p->candidate + role->people.first,
				    (size_t)role->people.len * sizeof *p->crew);
			m->crew.len += role->people.len;
			m->slots.len += role->n;
		}
		m->crew.len =
		    problem_sort_distinct(p->crew + m->crew.first, m->crew.len);
		place_in_crew(p, m);
		p->crews += m->crew.len;
		p->slots += m->slots.len;
	}
	return 0;
}

/* ---- seats -------------------------------------------------------------- */

static bool
is_off(const struct problem *p, const struct problem_person *person,
    const struct problem_option *option, int32_t city)
{
	int32_t there = problem_travel(p, person->base, city);
	int32_t back = problem_travel(p, city, person->base);

	for (int32_t s = 0; s < person->off.len; s++) {
		struct problem_span off = p->off[person->off.first + s];

		if (option->start - there < off.end &&
		    off.start < option->end + back)
			return true;
	}
	return false;
}

static void
fill_seat(const struct problem *p, const struct problem_option *option,
    int32_t who, struct problem_seat *seat)
{
	const struct problem_person *person = &p->person[who];
	const uint16_t *off = p->off_day + (size_t)who * (size_t)p->days;
	int32_t base = person->base, row = person->team * p->days;

	seat->city = option->city < 0 ? base : option->city;
	seat->blocked = is_off(p, person, option, seat->city);
	if (!option->away)
		return;
	problem_days(p, option->start - problem_travel(p, base, seat->city),
	    option->end + problem_travel(p, seat->city, base), &seat->low,
	    &seat->high);
	for (int32_t d = seat->low; d < seat->high; d++)
		if (!off[d] && p->limit[row + d] == 0)
			seat->blocked = true;
	if (seat->high - seat->low > person->most_away)
		seat->blocked = true;
	seat->low += row;
	seat->high += row;
}

static int
index_options(struct indexing *at)
{
	struct problem *p = at->p;
	int64_t seats = 0;

	for (int32_t i = 0; i < p->missions; i++) {
		const struct problem_mission *m = &p->mission[i];

		for (int32_t o = 0; o < m->options.len; o++) {
			struct problem_option *option =
			    &p->option[m->options.first + o];

			option->mission = i;
			option->seats = (int32_t)seats;
			seats += m->crew.len;
			if (seats > PROBLEM_MOST_CELLS)
				return -E2BIG;
			if (problem_load_option(at, option) < 0)
				return -ENOMEM;
		}
	}
	p->seats = (int32_t)seats;
	p->seat = calloc((size_t)seats + 1, sizeof *p->seat);
	if (!p->seat)
		return -ENOMEM;
	for (int32_t o = 0; o < p->options; o++) {
		struct problem_part crew =
		    p->mission[p->option[o].mission].crew;

		for (int32_t k = 0; k < crew.len; k++)
			fill_seat(p, &p->option[o], p->crew[crew.first + k],
			    &p->seat[p->option[o].seats + k]);
	}
	return 0;
}

/* A mission at its dearest, weighed and taken as positive. */
static wide
most_cost(const struct problem *p, const struct problem_mission *m)
{
	wide most = 0, dearest = 0;

	for (int level = 0; level < PROBLEM_LEVELS; level++)
		most += (wide)p->weights[level] * llabs(m->decline[level]);
	most += (wide)p->weights[1] *
		(m->drop_cost + m->move_cost + m->swap_cost * m->slots.len);
	for (int32_t o = 0; o < m->options.len; o++) {
		const struct problem_option *option =
		    &p->option[m->options.first + o];
		int64_t at = llabs(option->penalty);

		if (option->joint >= 0)
			at += p->joint[option->joint].bonus;
		if (at > dearest)
			dearest = at;
	}
	return most + dearest * p->weights[2];
}

static int
index_costs(struct problem *p, struct err *err)
{
	wide total = 0;

	for (int32_t i = 0; i < p->missions; i++)
		total += most_cost(p, &p->mission[i]);
	if (total > MOST_TOTAL)
		return err_set(err, -E2BIG,
		    "/weights: times the costs of all missions is too much "
		    "to reckon with; make the weights smaller");
	for (int32_t i = 0; i < p->missions; i++) {
		struct problem_mission *m = &p->mission[i];

		m->decline_cost = problem_weigh(p, m->decline);
		if (m->approved >= 0)
			m->decline_cost += p->weights[1] * m->drop_cost;
		for (int32_t o = 0; o < m->options.len; o++) {
			int32_t at = m->options.first + o;
			struct problem_option *option = &p->option[at];

			option->cost = p->weights[2] * option->penalty;
			if (m->approved >= 0 && m->approved != at)
				option->cost += p->weights[1] * m->move_cost;
		}
	}
	return 0;
}

int
problem_index(struct problem *p, struct err *err)
{
	struct indexing at = { .p = p };
	int failed = 0;

	if ((int64_t)p->days * p->people > PROBLEM_MOST_CELLS ||
	    (int64_t)p->days * p->teams > PROBLEM_MOST_CELLS)
		failed = -E2BIG;
	else {
		close_travel(p);
		if (vec_reserve(&at.loads, 1) < 0 || index_crews(p) < 0 ||
		    problem_index_cells(&at) < 0 ||
		    problem_index_rows(&at) < 0 ||
		    problem_index_presence(p) < 0)
			failed = -ENOMEM;
		else
			failed = index_options(&at);
	}
	free(at.instants);
	free(at.cells);
	p->load = at.loads.items;
	p->loads = (int32_t)at.loads.len;
	if (failed == -E2BIG)
		return err_set(err, failed,
		    "%d day(s) for %d people in %d missions are too much at "
		    "once; resolve a shorter period",
		    p->days, p->people, p->missions);
	if (failed)
		return err_set(err, failed, "resolve: out of memory");
	return index_costs(p, err);
}
