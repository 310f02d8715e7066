/* SPDX-License-Identifier: Apache-2.0 */
#include "covered.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "model/mission.h"
#include "office/standing.h"

/* A mission with what it takes from its event. */
struct view {
	const struct mission *mission;
	const struct window *window; /* the one that is taken, or NULL */
	const struct event_row *row; /* NULL: it goes to no event of ours */
};

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
static bool
days_of(const struct view *view, int64_t *first, int64_t *end)
{
	const struct event *event = view->row ? view->row->event : NULL;
	const char *start = view->window ? view->window->start
			    : event      ? event->start
					 : NULL;
	const char *until = view->window ? view->window->end
			    : event      ? event->end
					 : NULL;
	int64_t moved;

	if (!day_of(start, first) || !day_of(until, end))
		return false;
	if (strchr(until, 'T'))
		++*end;
	if (!view->window && day_of(view->mission->occurrence, &moved)) {
		*end += moved - *first;
		*first = moved;
	}
	return true;
}

static uint64_t
lines_of(const struct view *view, const struct records *records,
    const struct plan *plan)
{
	struct score_facts facts;
	uint64_t lines = 0;

	if (view->row)
		standing_facts(
		    records, view->row->id, view->row->event, &facts);
	for (int i = 0; plan->lines && plan->lines[i] && i < 64; i++) {
		const struct line *line = plan->lines[i];
		bool serves = view->mission->lines
				  ? texts_have(view->mission->lines, line->id)
				  : view->row && score_serves(line,
						     view->row->event, &facts);

		lines |= (uint64_t)serves << i;
	}
	return lines;
}

static int
region_of(const struct view *view, const struct plan *plan)
{
	const char *country = view->window ? view->window->country : NULL;
	const struct region *of_country;

	if (!country)
		country = view->mission->country;
	if (!country && view->row)
		country = view->row->event->country;
	of_country = plan_region(plan, country);
	for (int i = 0; plan->regions && plan->regions[i]; i++) {
		const struct region *region = plan->regions[i];

		if (view->mission->region
			? strcmp(view->mission->region, region->id) == 0
			: region == of_country)
			return i;
	}
	return -1;
}

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
		struct view view = { mission, mission_window(mission),
			mission->event
			    ? snapshot_event(events, mission->event, NULL)
			    : NULL };
		struct coverage_item item = { .reached = has_begun(mission) };
		int64_t first, end, people = 0;

		if (!is_covered(mission) || !days_of(&view, &first, &end))
			continue;
		mission_people_each(mission, count_person, &people);
		item.lines = lines_of(&view, records, plan);
		item.region = region_of(&view, plan);
		item.year = civil_from_day(first).year;
		if (!view.window || !view.window->remote)
			item.days = people * (end - first);
		if (vec_push(out, item) < 0)
			return err_set(err, -ENOMEM, "coverage: no memory");
	}
	return 0;
}
