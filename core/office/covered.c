/* SPDX-License-Identifier: Apache-2.0 */
#include "covered.h"

#include "base/date.h"
#include "office/journey.h"

static int
count_person(const char *person, void *arg)
{
	(void)person;
	++*(int64_t *)arg;
	return 0;
}

static bool
has_begun(const struct mission *mission)
{
	return mission->state == MISSION_UNDERWAY ||
	       mission->state == MISSION_DONE ||
	       mission->state == MISSION_CLOSED;
}

static bool
is_covered(const struct mission *mission)
{
	return mission->direction != EVENT_INCOMING &&
	       (has_begun(mission) || mission_counts(mission));
}

int
covered_items(const struct records *records, const struct snapshot *events,
    const struct plan *plan, struct coverage_items *out, struct err *err)
{
	struct ordered_walk walk;

	for (const struct record_row *row =
		 records_first(records, FAMILY_MISSION, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct mission *mission = row->record;
		struct journey journey = journey_of(mission, events);
		struct coverage_item item = { .reached = has_begun(mission) };
		int64_t first, end, people = 0;

		if (!is_covered(mission) ||
		    !journey_days(&journey, &first, &end))
			continue;
		mission_people_each(mission, count_person, &people);
		item.lines = journey_lines(&journey, records, plan);
		item.region = journey_region(&journey, plan);
		item.year = civil_from_day(first).year;
		if (!journey_remote(&journey))
			item.days = people * (end - first);
		if (vec_push(out, item) < 0)
			return err_set(err, -ENOMEM, "coverage: no memory");
	}
	return 0;
}
