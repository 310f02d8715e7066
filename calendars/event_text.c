/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One VEVENT: what it is known by, its state, and the order of all the rest,
 * which event_lines.h has. When it is stands in between (series_text.c).
 */
#include "event_text.h"

#include "calendars/event_lines.h"
#include "calendars/uid.h"

/* ----------------------------------------------------- what is shown --- */

bool
event_is_shown(const struct event_row *row, const struct text_context *context)
{
	int64_t at = row->cancelled_at ? row->cancelled_at : row->revised_at;

	if (event_row_status(row) != EVENT_CANCELLED)
		return true;
	return context->cancelled != CANCELLED_OMIT &&
	       context->today - zone_day(context->zone, at) <=
		   context->cancelled_days;
}

/* By the days of the zone; what is whole days alone, by its own dates. */
static bool
series_in_window(
    const struct series *series, const struct text_context *context)
{
	if (!span_meets(series->extent, context->window))
		return false;
	for (size_t i = 0; i < series->nrows; i++)
		if (!series->rows[i]->times.all_day)
			return true;
	return bounds_meet(&context->from, &context->to,
	    &series->rows[0]->times, series->extent);
}

size_t
series_shown(const struct series *series, const struct text_context *context)
{
	const struct event_row *master = series_master(series);
	size_t shown = 0;

	if (!series_in_window(series, context) ||
	    (master && !event_is_shown(master, context)))
		return 0;
	for (size_t i = 0; i < series->nrows; i++)
		shown += event_is_shown(series->rows[i], context);
	return shown;
}

/* -------------------------------------------------------- properties --- */

static bool
is_tentative(const struct event_row *row)
{
	int certainty = row->event->certainty;

	return event_row_status(row) == EVENT_TENTATIVE ||
	       certainty == EVENT_DATES_TENTATIVE ||
	       certainty == EVENT_DATES_WINDOW;
}

/* What is cancelled keeps its place for readers of clients that hide what has
 * that status, when they ask for a banner. */
static const char *
status_of(const struct event_row *row, const struct text_context *context)
{
	if (event_row_status(row) == EVENT_CANCELLED)
		return context->cancelled == CANCELLED_BANNER ? "CONFIRMED"
							      : "CANCELLED";
	return is_tentative(row) ? "TENTATIVE" : "CONFIRMED";
}

/* A deadline takes up nobody's time, nor does what is cancelled. What is
 * mandatory comes first (RFC 5545 section 3.8.1.9: 1 is the highest). */
static void
state_lines(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context)
{
	const struct event *event = row->event;

	ical_lit(writer, "STATUS:");
	ical_raws(writer, status_of(row, context));
	ical_end(writer);
	if (event_row_status(row) == EVENT_CANCELLED || row->takes_no_time ||
	    event->kind == EVENT_MILESTONE)
		ical_line(writer, "TRANSP:TRANSPARENT");
	else
		ical_line(writer, "TRANSP:OPAQUE");
	if (!event_row_public(row))
		ical_line(writer, "CLASS:PRIVATE");
	else
		ical_line(writer, "CLASS:PUBLIC");
	if (event->statutory || event->voting_seat)
		ical_line(writer, "PRIORITY:1");
}

/* A reminder (section 3.6.6), for those who ask for one. */
static void
alarm_component(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context)
{
	const struct event *event = row->event;

	if (!context->alarm || event_row_status(row) == EVENT_CANCELLED)
		return;
	ical_line(writer, "BEGIN:VALARM");
	ical_line(writer, "ACTION:DISPLAY");
	ical_text_line(writer, "DESCRIPTION", event_language(event),
	    event->summary ? event->summary : "");
	ical_lit(writer, "TRIGGER:-");
	ical_duration(writer, context->alarm);
	ical_end(writer);
	ical_line(writer, "END:VALARM");
}

void
event_begin(struct ical_writer *writer, const struct event_row *row,
    const char *uid, const struct text_context *context)
{
	ical_line(writer, "BEGIN:VEVENT");
	uid_line(writer, "UID", uid, context->domain);
	ical_instant_line(writer, "CREATED:", row->created_at);
	ical_stamp_lines(writer, row->revised_at);
	ical_lit(writer, "SEQUENCE:");
	ical_int(writer, row->sequence);
	ical_end(writer);
}

void
event_finish(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context)
{
	const struct event *event = row->event;

	summary_line(writer, row, context);
	description_line(writer, row, context);
	place_lines(writer, event);
	link_lines(writer, event, context);
	category_line(writer, row, context);
	state_lines(writer, row, context);
	place_component(writer, event, context);
	alarm_component(writer, row, context);
	ical_line(writer, "END:VEVENT");
}
