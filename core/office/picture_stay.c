/* SPDX-License-Identifier: Apache-2.0 */
/* When a person is occupied by a mission, and when away for it: see
 * picture.h. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "office/picture_parts.h"

/* Nobody's journey and nobody's absence is then: for who is not away. */
#define NEVER ((struct span){ 0, 0 })

struct span
picture_span(const struct picture *picture, const struct event_times *times,
    int32_t site)
{
	const struct picture_options *options = &picture->options;
	const struct world *world = &picture->world;

	if (!times->all_day)
		return times->span;
	return (struct span){
		world_day_hours(world, site, times->start, options->day_start,
		    options->day_end)
		    .start,
		world_day_hours(world, site, times->end - 1, options->day_start,
		    options->day_end)
		    .end,
	};
}

static bool
interval(const struct picture *picture, const char *start, const char *end,
    const char *zone, int32_t site, struct span *out, bool *days)
{
	struct event_times times;
	struct err err = ERR_INIT;

	if (interval_times(
		start, end, zone, picture->options.zones, &times, &err) < 0)
		return false;
	*out = picture_span(picture, &times, site);
	*days = times.all_day;
	return true;
}

static bool
occupied(const struct picture *picture, const struct journey *journey,
    int32_t event_, int32_t site, struct span *out, bool *days)
{
	const struct slot *const *slots = journey->mission->sessions;
	const struct window *window = journey->window;
	const struct world_event *event = world_event(&picture->world, event_);
	bool found = false;

	for (; slots && *slots; slots++) {
		struct span span;

		if (!interval(picture, (*slots)->start, (*slots)->end,
			(*slots)->zone, site, &span, days))
			continue;
		*out = found ? span_hull(*out, span) : span;
		found = true;
	}
	if (found)
		return true;
	if (window)
		return interval(picture, window->start, window->end,
		    window->zone, site, out, days);
	if (!event)
		return false;
	*out = event->span;
	*days = journey->row && journey->row->times.all_day;
	return true;
}

/* An instant of a leg; a date is its beginning or end at home. */
static bool
leg_instant(const struct picture *picture, const char *text, const char *zone,
    int32_t home, bool end, int64_t *out)
{
	const struct zone *of = NULL;
	struct err err = ERR_INIT;
	int64_t at;

	if (!text)
		return false;
	if (day_parse(text, &at) == 0) {
		*out = world_day_hours(&picture->world, home, at + end, 0, 0)
			   .start;
		return true;
	}
	if (wall_parse(text, &at) < 0 || !zone ||
	    zones_get(picture->options.zones, zone, &of, &err) < 0)
		return false;
	*out = zone_utc(of, at, NULL);
	return true;
}

/* The first departure and the last arrival that are known. */
static void
legs_widen(const struct picture *picture, const struct journey *journey,
    int32_t home, const char *id, struct span occupied_, struct span *away)
{
	const struct mission_leg *const *legs = journey->mission->legs;
	int64_t out = INT64_MAX, back = INT64_MIN, at;

	for (; legs && *legs; legs++) {
		const struct mission_leg *leg = *legs;

		if (leg->people && !texts_have(leg->people, id))
			continue;
		if (leg_instant(picture, leg->depart, leg->depart_zone, home,
			false, &at) &&
		    at < out)
			out = at;
		if (leg_instant(picture, leg->arrive, leg->arrive_zone, home,
			true, &at) &&
		    at > back)
			back = at;
	}
	/* Legs that bring people there do not tell when they come back. */
	if (out <= occupied_.start)
		away->start = out;
	if (back >= occupied_.end)
		away->end = back;
}

bool
picture_stay(struct picture *picture, const struct journey *journey,
    int32_t event, int32_t site, int32_t person, const char *id,
    struct world_stay *out)
{
	const struct world *world = &picture->world;
	const struct world_person *at = world_person(world, person);
	int32_t home = at ? at->home : NOBODY;
	int64_t there, back;
	bool whole = false;

	*out = (struct world_stay){ .person = person };
	if (!occupied(picture, journey, event, site, &out->occupied, &whole))
		return false;
	if (whole)
		out->days = (struct days){
			world_day(world, site, out->occupied.start),
			world_day(world, site, out->occupied.end) + 1,
		};
	if (journey_remote(journey)) {
		out->away = NEVER;
		return true;
	}
	there = world_travel(world, home, site, out->occupied.start);
	back = world_travel(world, site, home, out->occupied.end);
	out->away.start = out->occupied.start - (there > 0 ? there : 0);
	out->away.end = out->occupied.end + (back > 0 ? back : 0);
	legs_widen(picture, journey, home, id, out->occupied, &out->away);
	return true;
}
