/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a project has to report: from its dates and its programme's rule to
 * reporting periods and due dates. Pure.
 *
 * Days are counted since 1970-01-01. Inside, all intervals are half-open: a
 * period ends on the day after its last, and "three months after" goes from
 * there to the same day of the month three months on, so that what ends on the
 * last of February is due on the last of May.
 */
#ifndef PROJECTS_CALENDAR_H
#define PROJECTS_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#define PERIODS_MOST 60
#define DUES_MOST 16
#define NO_DAY INT64_MIN

enum anchor {
	ANCHOR_PERIOD,  /* the end of each period */
	ANCHOR_INNER,   /* of each but the last */
	ANCHOR_CLOSURE, /* of the last, without what it is longer */
	ANCHOR_START,
	ANCHOR_END
};
enum role { ROLE_PARTNER, ROLE_LEAD, ROLE_ANY };
enum language { LANGUAGE_EN, LANGUAGE_CA, LANGUAGE_ES, LANGUAGES };

/* One thing that is due. */
struct due {
	const char *id;
	enum anchor anchor;
	int months, days; /* after it */
	enum role who;
	const char *code;              /* told before the title; NULL */
	const char *titles[LANGUAGES]; /* {n}: the period's number */
};

struct programme {
	const char *id, *name, *source;
	int period;         /* months */
	int last;           /* months; 0: as the others, or what is left */
	int first_approval; /* bool: the first runs from the approval */
	struct due dues[DUES_MOST];
	size_t ndues;
};

struct project {
	int64_t start, end;        /* first and last day */
	int64_t approval;          /* NO_DAY */
	int lengths[PERIODS_MOST]; /* months of its periods, when it has its
				      own; the last ends with the project */
	size_t nlengths;
};

struct period {
	int64_t first, last; /* days, both in it */
};

/* The day n months on (or back), or the last of that month where it is
 * shorter. */
int64_t months_after(int64_t day, int n);

/* Its reporting periods, without gap or overlap, in order: how many there are.
 * -1 when the dates make no project, the lengths do not fit into it, or there
 * are more than PERIODS_MOST. */
int periods_make(const struct programme *programme,
    const struct project *project, struct period out[PERIODS_MOST]);

/* The day by which it is due, in period i of n (any for those that are not of
 * a period); NO_DAY when it is not due in that period. */
int64_t
due_day(const struct programme *programme, const struct project *project,
    const struct due *due, const struct period *periods, int n, int i);

#endif
