/* SPDX-License-Identifier: Apache-2.0 */
/* What the rules ask of the world: distances, days, and who is free. */
#include <stdlib.h>

#include "base/date.h"
#include "base/places.h"
#include "schedule/world.h"

static int64_t
offset_at(const struct world_site *site, int64_t at)
{
	return site->zone ? zone_offset(site->zone, at) : 0;
}

int64_t
world_travel(const struct world *world, int32_t from_, int32_t to_, int64_t at)
{
	const struct world_site *from = world_site(world, from_);
	const struct world_site *to = world_site(world, to_);

	if (!from || !to || !from->known || !to->known)
		return -1;
	return travel_seconds(&world->settings.travel, from->city == to->city,
	    place_km(
		from->latitude, from->longitude, to->latitude, to->longitude),
	    offset_at(from, at) - offset_at(to, at));
}

static bool
holiday_in(const struct world *world, int32_t town, int64_t day)
{
	vec_each(&world->holidays, holiday)
		if ((holiday->town == NOBODY || holiday->town == town) &&
		    holiday->days.first <= day && day < holiday->days.end)
			return true;
	return false;
}

bool
world_working_day(const struct world *world, int32_t town, int64_t day)
{
	return day_weekday(day) < 5 && !holiday_in(world, town, day);
}

int64_t
world_working_days_before(
    const struct world *world, int32_t town, int64_t day, int64_t n)
{
	/* Holidays without end would have no working day before them. */
	for (int64_t tries = 0; n > 0 && tries < 3660; tries++)
		n -= world_working_day(world, town, --day);
	return day;
}

static const struct zone *
zone_at(const struct world *world, int32_t i)
{
	const struct world_site *site = world_site(world, i);

	return site && site->zone ? site->zone : world->settings.zone;
}

struct span
world_day_hours(const struct world *world, int32_t site_, int64_t day,
    int64_t from, int64_t to)
{
	const struct zone *zone = zone_at(world, site_);
	int64_t midnight = day * DAY_SECONDS; /* on the wall */

	if (!zone)
		return (struct span){ midnight + from, midnight + to };
	return (struct span){ zone_utc(zone, midnight + from, NULL),
		zone_utc(zone, midnight + to, NULL) };
}

struct span
world_core(
    const struct world *world, const struct world_team *team, int64_t day)
{
	return world_day_hours(world, team->site, day,
	    world->settings.core_start, world->settings.core_end);
}

int64_t
world_day(const struct world *world, int32_t site_, int64_t utc)
{
	const struct zone *zone = zone_at(world, site_);

	return day_from_wall(zone ? zone_wall(zone, utc) : utc);
}

bool
person_away(const struct world_person *person, struct span span)
{
	vec_each(&person->bookings, booking)
		if (span_meets(booking->away, span))
			return true;
	return false;
}

bool
person_absent(const struct world_person *person, struct span span)
{
	vec_each(&person->absences, absence)
		if (span_meets(*absence, span))
			return true;
	return false;
}

void
world_high_each(const struct world *world, struct span span,
    void (*fn)(int32_t event, void *arg), void *arg)
{
	int64_t from = span.start < INT64_MIN + world->high_longest
			   ? INT64_MIN
			   : span.start - world->high_longest;
	size_t low = 0, high = world->high.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (world->high.items[middle].start < from)
			low = middle + 1;
		else
			high = middle;
	}
	for (;
	     low < world->high.len && world->high.items[low].start <= span.end;
	     low++) {
		int32_t event = world->high.items[low].event;

		if (span_meets(world->events.items[event].span, span))
			fn(event, arg);
	}
}
