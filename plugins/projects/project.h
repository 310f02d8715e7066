/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A project as it is configured or stands in a row of a sheet, and the
 * milestones that its programme's rule and its own deliverables make of it.
 */
#ifndef PROJECTS_PROJECT_H
#define PROJECTS_PROJECT_H

#include "ambit-plugin.h"
#include "projects/programmes.h"

/* As people write it; NULL or "" is not given. */
struct project_texts {
	const char *name;
	const char *programme; /* id */
	const char *approval, *start, *end;
	const char *role;         /* "lead", else a partner's */
	const char *periods;      /* months of each, instead of the rule's */
	const char *deliverables; /* "D1.1 6 Title | D1.2 12 Title" */
	const char *dates;        /* how dates are written (dates.h); NULL */
};

/* Its dates, and the months of its periods. 0, or -1 with a sentence in
 * reason. */
int project_read(
    const struct project_texts *texts, struct project *out, char *reason);

/*
 * Emits its milestones, each a copy of like with its own uid, title, day and
 * what belongs to it; in like's language. rules is a copy of the rules, which
 * is cut up. AMBIT_OK; what emit returned; or AMBIT_CONFIG with a sentence in
 * reason.
 */
int project_emit(const struct project_texts *texts, char *rules,
    const struct ambit_event *like, const struct ambit_host *host,
    struct ambit_run *run, char *reason);

/* ------------------------------------------ what its parts share --- */

/* What is the same of all milestones of a project. */
struct making {
	const struct project_texts *texts;
	struct programme programme;
	struct project project;
	struct period periods[PERIODS_MOST];
	int nperiods;
	const struct ambit_event *like;
	const struct ambit_host *host;
	struct ambit_run *run;
};

/* "D1.1 6 Data plan", due at the end of the sixth month; -1. Cuts text. */
int deliverable_read(char *text, struct due *out);

/* Emits one that is due that day, of period i. */
int due_emit(
    const struct making *making, const struct due *due, int64_t day, int i);

#endif
