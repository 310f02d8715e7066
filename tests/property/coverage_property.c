/* SPDX-License-Identifier: Apache-2.0 */
/* Coverage against a twin that counts each cell of a fixed table anew. */
#include "chance.h"

#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/coverage.h"
#include "schedule/score.h"

#define LINES 3
#define REGIONS 3 /* two, and none */
#define YEARS 2
#define FIRST 2024

static struct coverage_item
random_item(struct chance *chance)
{
	return (struct coverage_item){
		.lines = (uint64_t)chance_range(chance, 0, (1 << LINES) - 1),
		.region = (int)chance_range(chance, -1, REGIONS - 2),
		.year = chance_range(chance, FIRST, FIRST + YEARS - 1),
		.days = chance_range(chance, 0, 9),
		.reached = chance_one_in(chance, 2),
	};
}

/* What the items say of one cell; region -2: of all regions. */
static struct coverage_count
twin_count(const struct coverage_item *items, size_t n, int line, int region,
    int64_t year, bool reached)
{
	struct coverage_count count = { 0, 0 };

	for (size_t i = 0; i < n; i++) {
		if (!(items[i].lines >> line & 1) || items[i].year != year ||
		    items[i].reached != reached ||
		    (region != -2 && items[i].region != region))
			continue;
		count.missions++;
		count.days += items[i].days;
	}
	return count;
}

static bool
same(struct coverage_count a, struct coverage_count b)
{
	return a.missions == b.missions && a.days == b.days;
}

static void
check_cells(struct chance *chance, const struct coverage_item *items, size_t n,
    const struct coverage_cells *cells)
{
	size_t wanted = 0;

	for (int line = 0; line < LINES; line++)
		for (int64_t year = FIRST; year < FIRST + YEARS; year++)
			for (int region = -1; region < REGIONS - 1; region++)
				wanted += twin_count(items, n, line, region,
					      year, true)
						  .missions +
					      twin_count(items, n, line, region,
						  year, false)
						  .missions >
					  0;
	assert_int_equal(cells->len, wanted);
	vec_each(cells, cell)
		if (!same(cell->reached, twin_count(items, n, cell->line,
					     cell->region, cell->year, true)) ||
		    !same(cell->planned, twin_count(items, n, cell->line,
					     cell->region, cell->year, false)))
			chance_fail(chance, "line %d region %d year %lld",
			    cell->line, cell->region, (long long)cell->year);
}

static int64_t
left(int64_t target, int64_t done)
{
	return target - done < 0 ? 0 : target - done;
}

static void
check_years(struct chance *chance, const struct coverage_item *items, size_t n,
    const struct coverage_cells *cells)
{
	static const char *const ids[] = { "L1", "L2", "L3" };
	struct line lines[LINES] = { { .id = "L1" }, { .id = "L2" },
		{ .id = "L3" } };
	const struct line *list[] = { &lines[0], &lines[1], &lines[2], NULL };
	int line = (int)chance_range(chance, 0, LINES - 1);
	struct plan_target target = { ids[line], FIRST,
		chance_range(chance, 0, 12), chance_range(chance, 0, 40) };
	const struct plan_target *targets[] = { &target, NULL };
	struct plan plan = { .lines = list, .targets = targets };
	struct coverage_year told = coverage_year_of(&plan, cells, line, FIRST);
	struct coverage_count reached =
	    twin_count(items, n, line, -2, FIRST, true);
	struct coverage_count planned =
	    twin_count(items, n, line, -2, FIRST, false);
	int64_t missions = reached.missions + planned.missions;
	int64_t days = reached.days + planned.days;
	int bonus = target.missions ? score_bonus(target.missions, missions)
				    : score_bonus(target.days, days);

	if (!same(told.reached, reached) || !same(told.planned, planned) ||
	    told.open.missions != left(target.missions, missions) ||
	    told.open.days != left(target.days, days) || told.bonus != bonus)
		chance_fail(chance, "line %d", line);
}

static void
coverage_is_as_counted_anew(void **state)
{
	struct chance chance = chance_start();
	struct coverage_item items[30];

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct coverage_cells cells = VEC_INIT;
		size_t n = (size_t)chance_range(&chance, 0, 30);

		for (size_t i = 0; i < n; i++)
			items[i] = random_item(&chance);
		assert_int_equal(coverage_cells_count(items, n, &cells), 0);
		check_cells(&chance, items, n, &cells);
		check_years(&chance, items, n, &cells);
		for (size_t i = 1; i < cells.len; i++)
			assert_true(
			    cells.items[i - 1].line <= cells.items[i].line);
		vec_free(&cells);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coverage_is_as_counted_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
