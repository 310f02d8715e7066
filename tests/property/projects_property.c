/* SPDX-License-Identifier: Apache-2.0 */
/* Reporting periods and due dates against a calendar that is walked day by
 * day. */
#include "chance.h"

#include "base/date.h"
#include "projects/calendar.h"

/* ------------------------------------------------------------- the twin --- */

/* The day n months on: walks until so many months have begun, then to the
 * wanted day or the month's end. */
static int64_t
walked(int64_t day, int n)
{
	int wanted = civil_from_day(day).day;

	while (n > 0)
		if (civil_from_day(++day).day == 1)
			n--;
	while (civil_from_day(day).day < wanted &&
	       civil_from_day(day + 1).day != 1)
		day++;
	return day;
}

/* ------------------------------------------------------------ the matter ---
 */

static struct programme
any_programme(struct chance *chance)
{
	struct programme programme = { .period =
					   (int)chance_range(chance, 1, 18),
		.first_approval = chance_one_in(chance, 2) };

	if (chance_one_in(chance, 2))
		programme.last =
		    programme.period + (int)chance_range(chance, 0, 6);
	return programme;
}

static struct project
any_project(struct chance *chance)
{
	struct project project = { .start = chance_range(chance, 0, 30000),
		.approval = NO_DAY };

	project.end = project.start + chance_range(chance, 0, 1800);
	if (chance_one_in(chance, 2))
		project.approval =
		    project.start + chance_range(chance, -400, 20);
	return project;
}

static void
periods_are_whole(struct chance *chance, const struct programme *programme,
    const struct project *project, const struct period *periods, int n)
{
	int64_t begin = project->start;

	if (programme->first_approval && project->approval != NO_DAY &&
	    project->approval < begin)
		begin = project->approval;
	if (periods[0].first != begin || periods[n - 1].last != project->end)
		chance_fail(chance, "they are not the project\n");
	for (int i = 0; i < n; i++) {
		int64_t end =
		    walked(project->start, (i + 1) * programme->period);

		if (periods[i].last < periods[i].first)
			chance_fail(chance, "period %d is empty\n", i);
		if (i && periods[i].first != periods[i - 1].last + 1)
			chance_fail(chance, "a gap before %d\n", i);
		if (i < n - 1 && periods[i].last != end - 1)
			chance_fail(chance, "period %d has other months\n", i);
	}
}

/* Never shorter than its months, and not so long that another period would
 * have gone before it. */
static void
the_last_is_long_enough(struct chance *chance,
    const struct programme *programme, const struct project *project, int n)
{
	int before = (n - 1) * programme->period;
	int least = programme->last ? programme->last : 0;
	int most = (programme->last ? programme->last : 0) + programme->period;

	if (n > 1 && walked(project->start, before + least) > project->end + 1)
		chance_fail(chance, "the last is too short\n");
	if (walked(project->start, before + most) < project->end + 1)
		chance_fail(chance, "the last is too long\n");
	if (programme->last && n > 0 &&
	    walked(project->start, before + most) == project->end + 1)
		chance_fail(chance, "another would have fitted\n");
}

static void
periods_are_as_walked(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct programme programme = any_programme(&chance);
		struct project project = any_project(&chance);
		struct period periods[PERIODS_MOST];
		int n = periods_make(&programme, &project, periods);

		assert_in_range(n, 1, PERIODS_MOST);
		periods_are_whole(&chance, &programme, &project, periods, n);
		the_last_is_long_enough(&chance, &programme, &project, n);
	}
}

static void
own_lengths_are_kept(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct programme programme = any_programme(&chance);
		struct project project = any_project(&chance);
		struct period periods[PERIODS_MOST];
		int months = 0, n;

		project.nlengths = (size_t)chance_range(&chance, 1, 6);
		for (size_t k = 0; k < project.nlengths; k++)
			project.lengths[k] = (int)chance_range(&chance, 1, 24);
		n = periods_make(&programme, &project, periods);
		for (int k = 0; n > 0 && k < n - 1; k++) {
			months += project.lengths[k];
			assert_true(periods[k].last + 1 ==
				    walked(project.start, months));
		}
		if (n > 0)
			assert_true(periods[n - 1].last == project.end);
	}
}

static void
due_days_are_as_walked(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct programme programme = any_programme(&chance);
		struct project project = any_project(&chance);
		const struct due due = { .anchor = (enum anchor)chance_range(
					     &chance, 0, 1),
			.months = (int)chance_range(&chance, 0, 12),
			.days = (int)chance_range(&chance, 0, 90) };
		struct period periods[PERIODS_MOST];
		int n = periods_make(&programme, &project, periods);
		int k = (int)chance_range(&chance, 0, n - 1);
		int64_t day =
		    due_day(&programme, &project, &due, periods, n, k);

		if (due.anchor == ANCHOR_INNER && k == n - 1)
			assert_true(day == NO_DAY);
		else
			assert_true(
			    day == walked(periods[k].last + 1, due.months) +
				       due.days - 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods_are_as_walked),
		cmocka_unit_test(own_lengths_are_kept),
		cmocka_unit_test(due_days_are_as_walked),
	};

	return cmocka_run_group_tests_name("projects", tests, NULL, NULL);
}
