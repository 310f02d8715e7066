/* SPDX-License-Identifier: Apache-2.0 */
#include "series_dates.h"

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/recurrence.h"

/* --------------------------------------------------------------- rules --- */

static bool
counts_from_the_end(const struct rule_ordinals *ordinals)
{
	return ordinals->given && !year_set_empty(&ordinals->minus);
}

/* Without a BY part that says which days. */
static bool
is_bare(const struct rule *rule)
{
	return !rule->monthdays.given && !rule->yeardays.given &&
	       !rule->weeks.given && !rule->weekdays && !rule->has_nth;
}

bool
rule_is_common(const struct rule *rule, int64_t first_day)
{
	struct civil first = civil_from_day(first_day);

	if (rule->hours || rule->minutes || rule->seconds)
		return false;
	switch (rule->freq) {
	case RULE_DAILY:
		return !counts_from_the_end(&rule->monthdays);
	case RULE_WEEKLY:
		return !rule->positions.given;
	case RULE_MONTHLY:
		return true;
	case RULE_YEARLY:
		return !rule->weeks.given && !rule->positions.given &&
		       !counts_from_the_end(&rule->monthdays) &&
		       (!rule->has_nth || rule->nth_in_month) &&
		       !(is_bare(rule) && first.month == 2 && first.day == 29);
	}
	return false;
}

/* -------------------------------------------------------------- clocks --- */

bool
clock_tells_once(const struct event_times *times, int64_t at)
{
	enum wall_kind kind = WALL_UNIQUE;

	if (!times->all_day)
		zone_utc(times->zone, at, &kind);
	return kind == WALL_UNIQUE;
}

static void
recurrence_freep(struct recurrence **rule)
{
	recurrence_free(*rule);
}

/* The wall times that the change skips, or shows twice. */
static struct span
changed_walls(const struct zone_change *change)
{
	int64_t before = change->utc + change->before;
	int64_t after = change->utc + change->offset;

	return before < after ? (struct span){ before, after }
			      : (struct span){ after, before };
}

/* What the farthest clocks east show at UNTIL, which is an instant: so none at
 * a change is missed. (One too many is only told by its dates.) */
#define FARTHEST_EAST (14 * 3600)

bool
rule_meets_change(
    const char *text, const struct event_times *times, struct span window)
{
	CLEANUP(recurrence_freep) struct recurrence *rule = NULL;
	struct zone_change change = { .utc = window.start - 1 };
	int64_t at;

	if (times->all_day || recurrence_parse(text, times->start, false,
				  FARTHEST_EAST, &rule, NULL) < 0)
		return false;
	while (zone_next_change(times->zone, change.utc + 1, &change) &&
	       change.utc < window.end) {
		struct span walls = changed_walls(&change);

		if (recurrence_next(rule, walls.start, &at) && at < walls.end)
			return true;
	}
	return false;
}

/* -------------------------------------------------------------- series --- */

bool
series_lists_dates(const struct series *series, struct span window)
{
	const struct event_row *master = series_master(series);
	struct rule rule;
	int64_t day;

	for (size_t i = 0; i < series->nrows; i++)
		if (series->rows[i]->event->this_and_future)
			return true;
	if (!master || !master->event->rrule ||
	    rule_parse(master->event->rrule, &rule, NULL) < 0)
		return false;
	day = master->times.all_day ? master->times.start
				    : day_from_wall(master->times.start);
	return !rule_is_common(&rule, day) ||
	       rule_meets_change(master->event->rrule, &master->times, window);
}
