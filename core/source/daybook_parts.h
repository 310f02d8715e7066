/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files of daybook.h share. */
#ifndef AMBIT_SOURCE_DAYBOOK_PARTS_H
#define AMBIT_SOURCE_DAYBOOK_PARTS_H

#include "base/date.h"
#include "source/daybook.h"
#include "store/sources.h"

#define DAYS_BACK 400
#define DAYS_AHEAD 800

/* One occurrence, as a record will have it. */
struct entry {
	char *uid; /* "UID/START" */
	char *name;
	char *zone; /* NULL: whole days */
	char start[WALL_TEXT], end[WALL_TEXT];
};

struct daybook {
	struct daybook_options options;
	struct runner_sink sink;
	struct ingest_counts counts;
	VEC(struct intake) items;
	struct quarantined_list bad;
	VEC(struct entry) entries;
	bool complete;
};

static inline bool
is_absences(const struct daybook *daybook)
{
	return daybook->options.person != NULL;
}

static inline struct span
daybook_window(const struct daybook *daybook)
{
	int64_t now = daybook->options.actor.now;

	return (struct span){ now - (int64_t)DAYS_BACK * DAY_SECONDS,
		now + (int64_t)DAYS_AHEAD * DAY_SECONDS };
}

/* Notes what could not be taken; a person's titles are theirs, also then. 0 or
 * -ENOMEM. */
int daybook_add_bad(struct daybook *daybook, const char *name,
    const char *reason, int64_t line, int64_t byte);

/* Makes the entries of the items: within the window, sorted by uid, each
 * once. */
int daybook_make_entries(struct daybook *daybook, struct err *err);
void daybook_clear_entries(struct daybook *daybook);

#endif
