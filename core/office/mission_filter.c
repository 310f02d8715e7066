/* SPDX-License-Identifier: Apache-2.0 */
#include "mission_filter.h"

#include <string.h>

#include "office/standing.h"

const struct mission_filter mission_filter_none = { .from = INT64_MIN,
	.to = INT64_MAX };

static bool
is_dated(const struct mission_filter *filter)
{
	return filter->from != INT64_MIN || filter->to != INT64_MAX;
}

bool
mission_filter_plans(const struct mission_filter *filter)
{
	return filter->line || filter->region || filter->min_score > 0;
}

bool
mission_filter_journeys(const struct mission_filter *filter)
{
	return mission_filter_plans(filter) || is_dated(filter);
}

static bool
is(const char *wanted, const char *person)
{
	return person && strcmp(wanted, person) == 0;
}

static bool
has_part(const struct mission *mission, const char *person)
{
	return mission_has_person(mission, person) ||
	       is(person, mission->deputy) || is(person, mission->host);
}

static bool
serves(const struct journey *journey, const char *line,
    const struct records *records, const struct plan *plan)
{
	uint64_t lines = journey_lines(journey, records, plan);

	for (int i = 0; plan->lines && plan->lines[i] && i < 64; i++)
		if (lines >> i & 1 && strcmp(plan->lines[i]->id, line) == 0)
			return true;
	return false;
}

static bool
goes_to(
    const struct journey *journey, const char *region, const struct plan *plan)
{
	int i = journey_region(journey, plan);

	return i >= 0 && strcmp(plan->regions[i]->id, region) == 0;
}

static bool
fits_journey(const struct mission_filter *filter, const struct journey *journey,
    const struct records *records, const struct plan *plan)
{
	int64_t first, end;

	if (is_dated(filter) && (!journey_days(journey, &first, &end) ||
				    first >= filter->to || end <= filter->from))
		return false;
	if (filter->line && !serves(journey, filter->line, records, plan))
		return false;
	if (filter->region && !goes_to(journey, filter->region, plan))
		return false;
	return filter->min_score <= 0 ||
	       (journey->row && standing_score(records, plan, journey->row->id,
				    journey->row->event) >= filter->min_score);
}

bool
mission_filter_fits(const struct mission_filter *filter,
    const struct mission *mission, const struct records *records,
    const struct snapshot *events, const struct plan *plan)
{
	struct journey journey;

	if (filter->person && !has_part(mission, filter->person))
		return false;
	if (filter->team && !mission_has_team(mission, filter->team))
		return false;
	if (!mission_filter_journeys(filter))
		return true;
	journey = journey_of(mission, events);
	return fits_journey(filter, &journey, records, plan);
}
