/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a VEVENT that tell when: DTSTART to RECURRENCE-ID. */
#ifndef AMBIT_CALENDARS_EVENT_TIME_H
#define AMBIT_CALENDARS_EVENT_TIME_H

#include "calendars/ical_text.h"
#include "model/event.h"
#include "store/events.h"

/* DTSTART and DTEND, which a whole-day event always has; an event without
 * length has none (RFC 5545 section 3.8.2.2 wants it later). */
void
event_time_lines(struct ical_writer *writer, const struct event_times *times);

/* RRULE, RDATE and EXDATE of a master, all in DTSTART's form. */
void recurrence_lines(struct ical_writer *writer, const struct event *master,
    const struct event_times *times);

/* One EXDATE more: of an override that is no longer shown. */
void exception_line(struct ical_writer *writer,
    const struct event_times *master, const struct event_row *row);

/* RECURRENCE-ID in the form of the master's DTSTART. */
void recurrence_id_line(struct ical_writer *writer,
    const struct event_times *master, const struct event_row *row);

#endif
