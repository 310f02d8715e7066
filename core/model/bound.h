/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bound of a search as people write one: an instant, or a date. A date is
 * each event's own day: midnight in the event's zone, and for a whole day the
 * date itself, nowhere midnight in UTC.
 */
#ifndef AMBIT_MODEL_BOUND_H
#define AMBIT_MODEL_BOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/span.h"
#include "model/event.h"

/* The day that the zone's calendar shows; zone NULL: UTC. */
static inline int64_t
zone_day(const struct zone *zone, int64_t utc)
{
	return day_from_wall(zone ? zone_wall(zone, utc) : utc);
}

/* The first instant of that day there. */
static inline int64_t
zone_midnight(const struct zone *zone, int64_t day)
{
	int64_t wall = day * DAY_SECONDS;

	return zone ? zone_utc(zone, wall, NULL) : wall;
}

/* The instants of the days [first, end) there. */
static inline struct span
days_within(const struct zone *zone, int64_t first, int64_t end)
{
	return (struct span){ zone_midnight(zone, first),
		zone_midnight(zone, end) };
}

/* The instants of an interval; of whole days those of the zone. */
static inline struct span
times_within(const struct event_times *times, const struct zone *zone)
{
	if (!times->all_day)
		return times->span;
	return days_within(zone, times->start, times->end);
}

struct bound {
	bool is_day;
	int64_t day; /* is_day */
	int64_t utc; /* else; for a day, its midnight in UTC */
};

static inline struct bound
bound_of_day(int64_t day)
{
	return (struct bound){ true, day, day * DAY_SECONDS };
}

/* The instant of a bound for an event of these times. shift: from the day's
 * midnight in UTC to where a whole day's span begins or ends. */
static inline int64_t
bound_at(
    const struct bound *bound, const struct event_times *times, int64_t shift)
{
	if (!bound->is_day)
		return bound->utc;
	if (times->all_day)
		return bound->day * DAY_SECONDS + shift;
	return zone_utc(times->zone, bound->day * DAY_SECONDS, NULL);
}

/* Does the span, of an event of these times, meet [from, to)? */
static inline bool
bounds_meet(const struct bound *from, const struct bound *to,
    const struct event_times *times, struct span span)
{
	int64_t early = times->span.start - times->start * DAY_SECONDS;
	int64_t late = times->span.end - times->end * DAY_SECONDS;
	int64_t end = span_empty(span) ? span.start + 1 : span.end;

	return span.start < bound_at(to, times, early) &&
	       bound_at(from, times, late) < end;
}

/* What meets them lies in here: no place is further than a day from UTC. */
static inline struct span
bounds_window(const struct bound *from, const struct bound *to)
{
	return (struct span){
		from->utc - (from->is_day ? DAY_SECONDS : 0),
		to->utc + (to->is_day ? DAY_SECONDS : 0),
	};
}

#endif
