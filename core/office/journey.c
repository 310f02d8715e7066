/* SPDX-License-Identifier: Apache-2.0 */
#include "journey.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "office/standing.h"

struct journey
journey_of(const struct mission *mission, const struct snapshot *events)
{
	return (struct journey){ mission, mission_window(mission),
		mission->event ? snapshot_event(events, mission->event, NULL)
			       : NULL };
}

/* The day that a date or time begins with. */
static bool
day_of(const char *text, int64_t *day)
{
	char date[DAY_TEXT];

	if (!text)
		return false;
	snprintf(date, sizeof date, "%.10s", text);
	return day_parse(date, day) == 0;
}

/* The days [first, end) that it touches. */
bool
journey_days(const struct journey *journey, int64_t *first, int64_t *end)
{
	const struct event *event = journey->row ? journey->row->event : NULL;
	const char *start = journey->window ? journey->window->start
			    : event         ? event->start
					    : NULL;
	const char *until = journey->window ? journey->window->end
			    : event         ? event->end
					    : NULL;
	int64_t moved;

	if (!day_of(start, first) || !day_of(until, end))
		return false;
	if (strchr(until, 'T'))
		++*end;
	if (!journey->window && day_of(journey->mission->occurrence, &moved)) {
		*end += moved - *first;
		*first = moved;
	}
	return true;
}

bool
journey_remote(const struct journey *journey)
{
	return journey->window && journey->window->remote;
}

uint64_t
journey_lines(const struct journey *journey, const struct records *records,
    const struct plan *plan)
{
	struct score_facts facts;
	uint64_t lines = 0;

	if (journey->row)
		standing_facts(
		    records, journey->row->id, journey->row->event, &facts);
	for (int i = 0; plan->lines && plan->lines[i] && i < 64; i++) {
		const struct line *line = plan->lines[i];
		bool serves =
		    journey->mission->lines
			? texts_have(journey->mission->lines, line->id)
			: journey->row &&
			      score_serves(line, journey->row->event, &facts);

		lines |= (uint64_t)serves << i;
	}
	return lines;
}

const char *
journey_country(const struct journey *journey)
{
	if (journey->window && journey->window->country)
		return journey->window->country;
	if (journey->mission->country)
		return journey->mission->country;
	return journey->row ? journey->row->event->country : NULL;
}

int
journey_region(const struct journey *journey, const struct plan *plan)
{
	const struct region *of_country =
	    plan_region(plan, journey_country(journey));
	const char *named = journey->mission->region;

	for (int i = 0; plan->regions && plan->regions[i]; i++) {
		const struct region *region = plan->regions[i];

		if (named ? strcmp(named, region->id) == 0
			  : region == of_country)
			return i;
	}
	return -1;
}
