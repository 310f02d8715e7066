/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a VEVENT that tell when. One event alone is told so that every
 * client finds its instants: a time that the clock leaps over as the time that
 * it shows then, one that it shows twice in UTC.
 */
#ifndef AMBIT_CALENDARS_EVENT_TIME_H
#define AMBIT_CALENDARS_EVENT_TIME_H

#include "calendars/ical_text.h"
#include "schedule/parts.h"
#include "store/events.h"

/* DTSTART and DTEND, which a whole-day event always has; an event without
 * length has none (RFC 5545 section 3.8.2.2 wants it later). */
void
event_time_lines(struct ical_writer *writer, const struct event_times *times);

/* Does the part have more than one instance? */
bool part_recurs(const struct series_part *part);

/* Is the date, of a part that lists its dates, an event of its own? */
bool part_tells_alone(const struct series_part *part,
    const struct event_times *times, int64_t at);

/* The same from another start, exactly as long. */
struct event_times
event_times_from(const struct event_times *times, int64_t start);

/* DTSTART, DTEND, RRULE, RDATE and EXDATE, all in DTSTART's form, without the
 * dates that are events of their own; times are those of the first other. */
void part_time_lines(struct ical_writer *writer, const struct series_part *part,
    const struct event_times *times);

/* EXDATE or RECURRENCE-ID of a part that recurs, in DTSTART's form. */
void part_stamp_line(struct ical_writer *writer, const char *name,
    const struct event_times *times, int64_t at);

#endif
