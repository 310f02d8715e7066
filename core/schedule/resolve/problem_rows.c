/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of a problem and what loads them. The rows of a resource are its
 * "cells": the times between two instants at which any use of it may begin or
 * end, so that its use is constant in each and a load covers a run of them.
 */
#include "schedule/resolve/problem_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* ---- rows --------------------------------------------------------------- */

static void
note_uses(struct indexing *at, struct problem_part uses,
    const struct problem_option *option, int32_t *fill)
{
	for (int32_t u = uses.first; u < uses.first + uses.len; u++) {
		int32_t resource = at->p->use[u].resource;

		if (at->instants) {
			int32_t *to = at->instants + fill[resource];

			to[0] = option->start;
			to[1] = option->end;
		}
		fill[resource] += 2;
	}
}

static void
note_instants(struct indexing *at, int32_t *fill)
{
	const struct problem *p = at->p;

	for (int32_t o = 0; o < p->options; o++) {
		const struct problem_option *option = &p->option[o];

		note_uses(at, option->uses, option, fill);
		if (option->joint >= 0)
			note_uses(
			    at, p->joint[option->joint].uses, option, fill);
	}
}

int
problem_index_cells(struct indexing *at)
{
	const struct problem *p = at->p;
	size_t n = (size_t)p->resources + 1;
	CLEANUP(freep) int32_t *fill = calloc(n, sizeof *fill);
	int32_t total = 0;

	at->cells = calloc(n, sizeof *at->cells);
	if (!fill || !at->cells)
		return -ENOMEM;
	note_instants(at, fill);
	for (int32_t r = 0; r < p->resources; r++) {
		at->cells[r] = (struct problem_part){ total, fill[r] };
		fill[r] = total;
		total += at->cells[r].len;
	}
	at->instants = calloc((size_t)total + 1, sizeof *at->instants);
	if (!at->instants)
		return -ENOMEM;
	note_instants(at, fill);
	total = 0;
	for (int32_t r = 0; r < p->resources; r++) {
		int32_t *from = at->instants + at->cells[r].first;
		int32_t len = problem_sort_distinct(from, at->cells[r].len);

		memmove(at->instants + total, from, (size_t)len * sizeof *from);
		at->cells[r] = (struct problem_part){ total, len };
		total += len;
	}
	return 0;
}

int
problem_index_rows(struct indexing *at)
{
	struct problem *p = at->p;
	int64_t rows = (int64_t)p->teams * p->days;
	int32_t *family = p->family;

	family[ROW_RESOURCE] = (int32_t)rows;
	for (int32_t r = 0; r < p->resources; r++)
		rows += at->cells[r].len;
	family[ROW_BUDGET] = (int32_t)rows;
	family[ROW_EVENT] = family[ROW_BUDGET] + p->budgets;
	family[ROW_AWAY] = family[ROW_EVENT] + p->joints;
	family[ROW_FAMILIES] = p->rows = family[ROW_AWAY] + p->people;
	p->limit = calloc((size_t)p->rows + 1, sizeof *p->limit);
	if (!p->limit)
		return -ENOMEM;
	for (int32_t r = 0; r < p->resources; r++) {
		int32_t first = family[ROW_RESOURCE] + at->cells[r].first;

		for (int32_t c = 0; c < at->cells[r].len; c++)
			p->limit[first + c] = p->capacity[r];
	}
	for (int32_t b = 0; b < p->budgets; b++)
		p->limit[family[ROW_BUDGET] + b] = p->budget[b].limit;
	for (int32_t j = 0; j < p->joints; j++)
		p->limit[family[ROW_EVENT] + j] =
		    p->joint[j].most < 0 ? INT32_MAX : p->joint[j].most;
	for (int32_t i = 0; i < p->people; i++)
		p->limit[family[ROW_AWAY] + i] = p->person[i].most_away;
	return 0;
}

int
problem_index_presence(struct problem *p)
{
	p->off_day =
	    calloc((size_t)p->people * (size_t)p->days + 1, sizeof *p->off_day);
	if (!p->off_day)
		return -ENOMEM;
	for (int32_t i = 0; i < p->people; i++)
		p->team[p->person[i].team].size++;
	for (int32_t t = 0; t < p->teams; t++)
		for (int32_t d = 0; d < p->days; d++)
			p->limit[t * p->days + d] =
			    p->team[t].size - p->team[t].min_home;
	for (int32_t i = 0; i < p->people; i++) {
		struct problem_part off = p->person[i].off;
		uint16_t *days = p->off_day + (size_t)i * (size_t)p->days;

		for (int32_t s = off.first; s < off.first + off.len; s++) {
			int32_t low, high;

			problem_days(
			    p, p->off[s].start, p->off[s].end, &low, &high);
			for (int32_t d = low; d < high; d++) {
				if (!days[d])
					p->limit[p->person[i].team * p->days +
						 d]--;
				days[d] = 1;
			}
		}
	}
	for (int32_t row = 0; row < p->family[ROW_RESOURCE]; row++)
		if (p->limit[row] < 0)
			p->limit[row] = 0;
	return 0;
}

/* ---- loads -------------------------------------------------------------- */

static int32_t
find_cell(const struct indexing *at, int32_t resource, int32_t instant)
{
	struct problem_part cells = at->cells[resource];
	int32_t *found = bsearch(&instant, at->instants + cells.first,
	    (size_t)cells.len, sizeof *found, problem_by_number);

	return at->p->family[ROW_RESOURCE] + (int32_t)(found - at->instants);
}

static int
load_uses(struct indexing *at, struct problem_part uses,
    const struct problem_option *option, struct problem_part *out)
{
	out->first = (int32_t)at->loads.len;
	for (int32_t u = uses.first; u < uses.first + uses.len; u++) {
		struct problem_load load = {
			find_cell(at, at->p->use[u].resource, option->start),
			find_cell(at, at->p->use[u].resource, option->end),
			at->p->use[u].amount,
		};

		if (vec_push(&at->loads, load) < 0)
			return -ENOMEM;
	}
	out->len = (int32_t)at->loads.len - out->first;
	return 0;
}

static int
load_one(struct indexing *at, struct problem_option *option, int32_t row,
    int64_t amount)
{
	struct problem_load load = { row, row + 1, amount };

	if (!amount)
		return 0;
	option->loads.len++;
	return vec_push(&at->loads, load);
}

int
problem_load_option(struct indexing *at, struct problem_option *option)
{
	struct problem *p = at->p;
	const struct problem_mission *m = &p->mission[option->mission];
	int64_t money = option->fixed_cost + option->unit_cost * m->slots.len;
	int failed = 0;

	option->share = (struct problem_part){ 0, 0 };
	if (option->joint >= 0)
		failed = load_uses(
		    at, p->joint[option->joint].uses, option, &option->share);
	if (failed < 0 ||
	    load_uses(at, option->uses, option, &option->loads) < 0)
		return -ENOMEM;
	for (int32_t b = 0; !failed && b < p->budgets; b++)
		if (p->budget[b].team == m->team &&
		    p->budget[b].start <= option->start &&
		    option->start < p->budget[b].end)
			failed = load_one(
			    at, option, p->family[ROW_BUDGET] + b, money);
	if (!failed && option->joint >= 0 && p->joint[option->joint].most >= 0)
		failed = load_one(at, option,
		    p->family[ROW_EVENT] + option->joint, m->slots.len);
	return failed;
}
