/* SPDX-License-Identifier: Apache-2.0 */
#include "coverage.h"

#include <stdlib.h>
#include <string.h>

#include "schedule/score.h"

/* None of the regions comes last. */
static unsigned
region_rank(int region)
{
	return (unsigned)region;
}

static int
cell_compare(const void *a, const void *b)
{
	const struct coverage_cell *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->year != y->year)
		return x->year < y->year ? -1 : 1;
	if (x->region != y->region)
		return region_rank(x->region) < region_rank(y->region) ? -1 : 1;
	return 0;
}

static void
count_add(struct coverage_count *to, struct coverage_count more)
{
	to->missions += more.missions;
	to->days += more.days;
}

static int
add_item(const struct coverage_item *item, struct coverage_cells *out)
{
	struct coverage_count one = { 1, item->days };

	for (int line = 0; line < 64; line++) {
		struct coverage_cell cell = {
			.line = line, .region = item->region, .year = item->year
		};

		if (!(item->lines >> line & 1))
			continue;
		if (item->reached)
			cell.reached = one;
		else
			cell.planned = one;
		if (vec_push(out, cell) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* One cell for each item and line, sorted, and the equal ones summed up. */
int
coverage_cells_count(
    const struct coverage_item *items, size_t n, struct coverage_cells *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (add_item(&items[i], out) < 0)
			return -ENOMEM;
	if (out->len)
		qsort(out->items, out->len, sizeof *out->items, cell_compare);
	for (size_t i = 0; i < out->len; i++) {
		struct coverage_cell *cell = &out->items[i];
		struct coverage_cell *last =
		    kept ? &out->items[kept - 1] : NULL;

		if (!last || cell_compare(last, cell) != 0) {
			out->items[kept++] = *cell;
			continue;
		}
		count_add(&last->reached, cell->reached);
		count_add(&last->planned, cell->planned);
	}
	out->len = kept;
	return 0;
}

static int64_t
open_of(int64_t target, int64_t reached)
{
	return target > reached ? target - reached : 0;
}

struct coverage_year
coverage_year_of(const struct plan *plan, const struct coverage_cells *cells,
    int line, int64_t year)
{
	struct coverage_year out = { .bonus = 0 };
	const struct plan_target *const *at = plan->targets;

	for (; at && *at; at++)
		if ((*at)->year == year &&
		    strcmp((*at)->line, plan->lines[line]->id) == 0)
			out.target = (struct coverage_count){ (*at)->missions,
				(*at)->days };
	vec_each(cells, cell) {
		if (cell->line != line || cell->year != year)
			continue;
		count_add(&out.reached, cell->reached);
		count_add(&out.planned, cell->planned);
	}
	out.open.missions = open_of(
	    out.target.missions, out.reached.missions + out.planned.missions);
	out.open.days =
	    open_of(out.target.days, out.reached.days + out.planned.days);
	out.bonus =
	    out.target.missions
		? score_bonus(out.target.missions,
		      out.target.missions - out.open.missions)
		: score_bonus(out.target.days, out.target.days - out.open.days);
	return out;
}
