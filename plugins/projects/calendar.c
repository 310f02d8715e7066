/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"

#include <time.h>

#define DAY_SECONDS 86400

static int64_t
first_of_month(int year, int month)
{
	struct tm tm = { .tm_year = year, .tm_mon = month, .tm_mday = 1 };

	return timegm(&tm) / DAY_SECONDS;
}

int64_t
months_after(int64_t day, int n)
{
	time_t seconds = day * DAY_SECONDS;
	int64_t first, next;
	struct tm tm;

	gmtime_r(&seconds, &tm);
	first = first_of_month(tm.tm_year, tm.tm_mon + n);
	next = first_of_month(tm.tm_year, tm.tm_mon + n + 1);
	day = first + tm.tm_mday - 1;
	return day < next ? day : next - 1;
}

/* Whole months from one day to another, which is not before it. */
static int
months_between(int64_t from, int64_t to)
{
	int n = 0;

	while (n <= PERIODS_MOST * 120 && months_after(from, n + 1) <= to)
		n++;
	return n;
}

/* The months after the start at which period i ends, if it is not the last. */
static int
months_until(
    const struct programme *programme, const struct project *project, int i)
{
	int months = 0;

	if (!project->nlengths)
		return (i + 1) * programme->period;
	for (int k = 0; k <= i; k++)
		months += project->lengths[k];
	return months;
}

/* How many periods there are: as many as their own lengths, or so many that
 * the last has its months and what is left over. */
static int
count(const struct programme *programme, const struct project *project)
{
	int months = months_between(project->start, project->end + 1);
	int last = programme->last ? programme->last : 1;

	if (project->nlengths)
		return (int)project->nlengths;
	if (months_after(project->start, months) <= project->end &&
	    !programme->last)
		months++; /* a part of a month is a month of the last one */
	if (months < last + programme->period)
		return 1;
	return (months - last) / programme->period + 1;
}

int
periods_make(const struct programme *programme, const struct project *project,
    struct period out[PERIODS_MOST])
{
	int64_t first = project->start;
	int n;

	if (project->end < project->start || programme->period < 1)
		return -1;
	n = count(programme, project);
	if (n > PERIODS_MOST)
		return -1;
	for (int i = 0; i < n; i++) {
		int months = months_until(programme, project, i);
		int64_t end = i == n - 1 ? project->end + 1
					 : months_after(project->start, months);

		if (end <= first || end > project->end + 1)
			return -1;
		out[i] = (struct period){ first, end - 1 };
		first = end;
	}
	if (programme->first_approval && project->approval < project->start)
		out[0].first = project->approval == NO_DAY ? project->start
							   : project->approval;
	return n;
}

/* The day after which it counts, or NO_DAY. */
static int64_t
anchor_day(const struct programme *programme, const struct project *project,
    enum anchor anchor, const struct period *periods, int n, int i)
{
	int over = programme->last - programme->period;

	switch (anchor) {
	case ANCHOR_PERIOD:
		return periods[i].last + 1;
	case ANCHOR_INNER:
		return i < n - 1 ? periods[i].last + 1 : NO_DAY;
	case ANCHOR_CLOSURE:
		return i == n - 1 ? months_after(
					project->end + 1, over > 0 ? -over : 0)
				  : NO_DAY;
	case ANCHOR_START:
		return i == 0 ? project->start : NO_DAY;
	case ANCHOR_END:
		return i == n - 1 ? project->end + 1 : NO_DAY;
	}
	return NO_DAY;
}

int64_t
due_day(const struct programme *programme, const struct project *project,
    const struct due *due, const struct period *periods, int n, int i)
{
	int64_t after =
	    anchor_day(programme, project, due->anchor, periods, n, i);

	return after == NO_DAY
		   ? NO_DAY
		   : months_after(after, due->months) + due->days - 1;
}
