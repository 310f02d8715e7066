/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a VEVENT by families of properties, in the order in which they
 * stand; for event_*.c and series_text.c alone. What a feed shows to anyone is
 * decided here: no ATTENDEE, no names of people.
 */
#ifndef AMBIT_CALENDARS_EVENT_LINES_H
#define AMBIT_CALENDARS_EVENT_LINES_H

#include <stdbool.h>

#include "calendars/event_text.h"
#include "calendars/ical_text.h"

/* event_text.c: all that stands before the times, and all after them. */
void event_begin(struct ical_writer *writer, const struct event_row *row,
    const char *uid, const struct text_context *context);
void event_finish(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context);

/* An event's language tag (RFC 5646), if it is one; or NULL. */
const char *event_language(const struct event *event);

/* The language of our own words beside an event's: the one that was asked
 * for, else the event's if it is one of ours, else the feed's. */
enum language
words_language(const struct event *event, const struct text_context *context);

/* event_words.c: SUMMARY, with a word before it when it is cancelled, and
 * DESCRIPTION, with what we know beside it. */
void summary_line(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context);
void description_line(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context);
/* CATEGORIES: its kind in words, its network, the plan's lines that the office
 * says it serves, its own. */
void category_line(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context);

/* event_place.c: LOCATION, GEO and Apple's form; VLOCATION (RFC 9073 section
 * 7.2), the same place under the same UID in every event, ends the VEVENT. */
void place_lines(struct ical_writer *writer, const struct event *event);
void place_component(struct ical_writer *writer, const struct event *event,
    const struct text_context *context);

/* event_links.c: ORGANIZER, URL, RELATED-TO. */
void link_lines(struct ical_writer *writer, const struct event *event,
    const struct text_context *context);

/* Only links that a reader may safely follow; text may be NULL. */
bool is_link(const char *text);

#endif
