/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C9: a session or visit falls on a holiday of the town of its host or of
 * somebody who takes part.
 *
 * subject: session; first: the first such day, as days; have: how many towns;
 * items: the towns.
 */
#include "rules.h"

static bool
meets(struct days a, struct days b)
{
	return a.first < b.end && b.first < a.end;
}

/* The first holiday of the town in the days; -1: none. */
static int64_t
first_holiday(const struct world *world, int32_t town, struct days days)
{
	int64_t first = -1;

	vec_each(&world->holidays, holiday) {
		int64_t day = holiday->days.first > days.first
				  ? holiday->days.first
				  : days.first;

		if ((holiday->town == NOBODY || holiday->town == town) &&
		    meets(holiday->days, days) && (first < 0 || day < first))
			first = day;
	}
	return first;
}

void
find_holiday(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_session *session = &world->sessions.items[unit];
	struct finding *finding = NULL;

	vec_each(&session->towns, town) {
		int64_t day = session->there
				  ? first_holiday(world, *town, session->days)
				  : -1;

		if (day < 0)
			continue;
		if (!finding) {
			finding = finding_add(out, C9_HOLIDAY,
			    rule_level(world, C9_HOLIDAY, LEVEL_WARN, false),
			    unit, NOBODY, NOBODY);
			if (!finding)
				return;
			finding->first = (struct span){ day, day + 1 };
		}
		if (day < finding->first.start)
			finding->first = (struct span){ day, day + 1 };
		finding->have++;
		finding_item(out, finding, *town);
	}
}
