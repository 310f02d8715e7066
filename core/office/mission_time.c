/* SPDX-License-Identifier: Apache-2.0 */
#include "mission_time.h"

#include <string.h>

#include "base/date.h"
#include "model/bound.h"

/* Moves the interval of a series to one of its occurrences. */
static int
move_to(const char *occurrence, struct event_times *times, struct err *err)
{
	int64_t start;
	int rc = times->all_day ? day_parse(occurrence, &start)
				: wall_parse(occurrence, &start);

	if (rc < 0)
		return err_set(err, -EINVAL,
		    "occurrence: \"%.40s\" has not the form of its event's "
		    "start",
		    occurrence);
	times->end += start - times->start;
	times->start = start;
	if (!times->all_day)
		times->span = (struct span){
			zone_utc(times->zone, times->start, NULL),
			zone_utc(times->zone, times->end, NULL),
		};
	return 0;
}

int
mission_times(const struct mission *mission, const struct event *event,
    struct zones *zones, struct event_times *out, struct err *err)
{
	const struct window *window = mission_window(mission);

	if (window)
		return interval_times(
		    window->start, window->end, window->zone, zones, out, err);
	if (!event || !event->start)
		return err_set(err, -ENOENT,
		    "its dates are not known: give it a window, or an event "
		    "that has dates");
	if (event_times(event, zones, out, err) < 0)
		return err->code;
	return mission->occurrence ? move_to(mission->occurrence, out, err) : 0;
}

/* A moment of a leg; false when it is not known to the minute. */
static bool
moment(
    const char *time, const char *zone_name, struct zones *zones, int64_t *out)
{
	const struct zone *zone;
	struct err ignored = ERR_INIT;
	int64_t wall;

	if (!time || !zone_name || wall_parse(time, &wall) < 0 ||
	    zones_get(zones, zone_name, &zone, &ignored) < 0)
		return false;
	*out = zone_utc(zone, wall, NULL);
	return true;
}

static void
widen_by_legs(
    const struct mission *mission, struct zones *zones, struct span *span)
{
	const struct mission_leg *const *legs = mission->legs;
	size_t n = 0;
	int64_t at;

	while (legs && legs[n])
		n++;
	if (n == 0)
		return;
	if (moment(legs[0]->depart, legs[0]->depart_zone, zones, &at))
		span->start = at;
	if (moment(legs[n - 1]->arrive, legs[n - 1]->arrive_zone, zones, &at) &&
	    at > span->start)
		span->end = at;
}

static const struct zone *
zone_of(
    const struct event *event, struct zones *zones, const struct zone *office)
{
	const struct zone *zone = office;
	struct err ignored = ERR_INIT;

	if (event && event->city_zone)
		zones_get(zones, event->city_zone, &zone, &ignored);
	return zone;
}

int
mission_span(const struct mission *mission, const struct event *event,
    struct zones *zones, const struct zone *office, struct span *out,
    struct err *err)
{
	struct event_times times;

	if (mission_times(mission, event, zones, &times, err) < 0)
		return err->code;
	*out = times_within(&times, zone_of(event, zones, office));
	widen_by_legs(mission, zones, out);
	return 0;
}
