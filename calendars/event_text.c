/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer of VEVENTs: one function for each family of properties, in the
 * order in which they stand. What a feed shows to anyone is decided here: no
 * ATTENDEE, no names of people.
 */
#include "event_text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "calendars/event_time.h"
#include "calendars/feed.h"
#include "calendars/ical_text.h"
#include "calendars/uid.h"

/* ----------------------------------------------------- what is shown --- */

bool
event_is_shown(const struct event_row *row, const struct text_context *context)
{
	int64_t at = row->cancelled_at ? row->cancelled_at : row->revised_at;

	return event_row_status(row) != EVENT_CANCELLED ||
	       context->today - day_from_wall(at) <= context->cancelled_days;
}

size_t
series_shown(const struct series *series, const struct text_context *context)
{
	const struct event_row *master = series_master(series);
	size_t shown = 0;

	if (!span_meets(series->extent, context->window) ||
	    (master && !event_is_shown(master, context)))
		return 0;
	for (size_t i = 0; i < series->nrows; i++)
		shown += event_is_shown(series->rows[i], context);
	return shown;
}

/* -------------------------------------------------------- properties --- */

static void
identity_lines(struct ical_writer *writer, const struct event_row *row,
    const char *uid, const char *domain)
{
	ical_lit(writer, "UID:");
	ical_raws(writer, uid);
	ical_lit(writer, "@");
	ical_raws(writer, domain);
	ical_end(writer);
	ical_lit(writer, "CREATED:");
	ical_instant(writer, row->created_at);
	ical_end(writer);
	ical_lit(writer, "DTSTAMP:");
	ical_instant(writer, row->revised_at);
	ical_end(writer);
	ical_lit(writer, "LAST-MODIFIED:");
	ical_instant(writer, row->revised_at);
	ical_end(writer);
	ical_lit(writer, "SEQUENCE:");
	ical_int(writer, row->sequence);
	ical_end(writer);
}

/* A language tag (RFC 5646) or NULL. */
static const char *
language_of(const struct event *event)
{
	const char *tag = event->language;

	if (!tag || !*tag)
		return NULL;
	for (const char *c = tag; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '-')
			return NULL;
	return tag;
}

/* What stands before the title of a cancelled event, for clients that show
 * no status. */
static const char *
cancelled_prefix(const char *language)
{
	static const char *const prefixes[][2] = { { "ca", "Cancel·lat: " },
		{ "es", "Cancelado: " } };

	for (size_t i = 0; language && i < 2; i++)
		if (!strncasecmp(language, prefixes[i][0], 2) &&
		    (!language[2] || language[2] == '-'))
			return prefixes[i][1];
	return "Cancelled: ";
}

static void
text_lines(
    struct ical_writer *writer, const struct event *event, bool cancelled)
{
	const char *language = language_of(event);

	ical_lit(writer, "SUMMARY");
	if (language)
		ical_param(writer, ";LANGUAGE=", language);
	ical_lit(writer, ":");
	if (cancelled)
		ical_escaped(writer, cancelled_prefix(language));
	ical_escaped(writer, event->summary ? event->summary : "");
	ical_end(writer);
	if (event->description)
		ical_text_line(
		    writer, "DESCRIPTION", language, event->description);
}

static bool
on_earth(const struct event *event)
{
	return fabs(event->latitude) <= 90 && fabs(event->longitude) <= 180;
}

/* Degrees with six decimals (RFC 5545 section 3.8.1.6), whatever the
 * locale. */
static void
add_degrees(struct ical_writer *writer, double degrees)
{
	long millionths = (long)(fabs(degrees) * 1e6 + 0.5);
	char decimals[7];

	if (degrees < 0 && millionths)
		ical_lit(writer, "-");
	ical_int(writer, millionths / 1000000);
	decimals[0] = '.';
	for (int i = 6; i >= 1; i--, millionths /= 10)
		decimals[i] = (char)('0' + millionths % 10);
	ical_raw(writer, decimals, sizeof decimals);
}

static void
add_position(
    struct ical_writer *writer, const struct event *event, const char *between)
{
	add_degrees(writer, event->latitude);
	ical_raws(writer, between);
	add_degrees(writer, event->longitude);
	ical_end(writer);
}

/* The point with its name, which Apple's calendars show as a map. */
static void
apple_location_line(struct ical_writer *writer, const struct event *event)
{
	const char *title = event->place ? event->place : event->city;

	ical_lit(writer, "X-APPLE-STRUCTURED-LOCATION;VALUE=URI");
	if (title)
		ical_param(writer, ";X-TITLE=", title);
	ical_lit(writer, ":geo:");
	add_position(writer, event, ",");
}

static void
place_lines(struct ical_writer *writer, const struct event *event)
{
	const char *const parts[] = { event->place, event->city,
		event->country };
	const char *language = language_of(event);
	bool begun = false;

	for (size_t i = 0; i < 3; i++) {
		if (!parts[i] || !*parts[i])
			continue;
		if (!begun) {
			ical_lit(writer, "LOCATION");
			if (language)
				ical_param(writer, ";LANGUAGE=", language);
		}
		ical_raws(writer, begun ? "\\, " : ":");
		ical_escaped(writer, parts[i]);
		begun = true;
	}
	if (begun)
		ical_end(writer);
	if (!on_earth(event))
		return;
	ical_lit(writer, "GEO:");
	add_position(writer, event, ";");
	apple_location_line(writer, event);
}

/* Only links that a reader may safely follow. */
static bool
is_link(const char *url)
{
	return url && (!strncasecmp(url, "https://", 8) ||
			  !strncasecmp(url, "http://", 7));
}

static void
url_line(struct ical_writer *writer, const char *url)
{
	ical_lit(writer, "URL:");
	ical_uri(writer, url);
	ical_end(writer);
}

static void
link_lines(struct ical_writer *writer, const struct event *event,
    const struct text_context *context)
{
	char digits[UID_DIGITS + 1];

	if (is_link(event->url))
		url_line(writer, event->url);
	if (!event->parent)
		return;
	uid_digits(digits, event->source, event->parent, NULL);
	ical_lit(writer, "RELATED-TO;RELTYPE=PARENT:");
	ical_raws(writer, digits);
	ical_lit(writer, "@");
	ical_raws(writer, context->domain);
	ical_end(writer);
}

static void
add_category(struct ical_writer *writer, const char *category, bool *begun)
{
	if (!category || !*category)
		return;
	if (!*begun)
		ical_lit(writer, "CATEGORIES");
	ical_raws(writer, *begun ? "," : ":");
	ical_escaped(writer, category);
	*begun = true;
}

/* Is it one of those that stand before it? */
static bool
category_told(const struct event *event, const char *const *category)
{
	const char *kind = event_kind_words[event->kind];

	if (!strcmp(*category, kind) ||
	    (event->network && !strcmp(*category, event->network)))
		return true;
	for (const char *const *c = event->categories; c < category; c++)
		if (!strcmp(*c, *category))
			return true;
	return false;
}

static void
category_line(struct ical_writer *writer, const struct event *event)
{
	const char *const *category = event->categories;
	bool begun = false;

	add_category(writer, event_kind_words[event->kind], &begun);
	add_category(writer, event->network, &begun);
	for (; category && *category; category++)
		if (!category_told(event, category))
			add_category(writer, *category, &begun);
	if (begun)
		ical_end(writer);
}

static bool
is_tentative(const struct event_row *row)
{
	int certainty = row->event->certainty;

	return event_row_status(row) == EVENT_TENTATIVE ||
	       certainty == EVENT_DATES_TENTATIVE ||
	       certainty == EVENT_DATES_WINDOW;
}

/* A deadline takes up nobody's time, nor does what is cancelled. */
static void
state_lines(struct ical_writer *writer, const struct event_row *row)
{
	bool cancelled = event_row_status(row) == EVENT_CANCELLED;

	if (cancelled)
		ical_line(writer, "STATUS:CANCELLED");
	else if (is_tentative(row))
		ical_line(writer, "STATUS:TENTATIVE");
	else
		ical_line(writer, "STATUS:CONFIRMED");
	if (cancelled || row->event->kind == EVENT_MILESTONE)
		ical_line(writer, "TRANSP:TRANSPARENT");
	else
		ical_line(writer, "TRANSP:OPAQUE");
	ical_line(writer, "CLASS:PUBLIC");
}

static void
body_lines(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context)
{
	const struct event *event = row->event;

	text_lines(writer, event, event_row_status(row) == EVENT_CANCELLED);
	place_lines(writer, event);
	link_lines(writer, event, context);
	category_line(writer, event);
	state_lines(writer, row);
	ical_line(writer, "END:VEVENT");
}

/* ------------------------------------------------------------ series --- */

static void
master_text(struct ical_writer *writer, const struct series *series,
    const char *uid, const struct text_context *context)
{
	const struct event_row *master = series_master(series);

	ical_line(writer, "BEGIN:VEVENT");
	identity_lines(writer, master, uid, context->domain);
	event_time_lines(writer, &master->times);
	recurrence_lines(writer, master->event, &master->times);
	for (size_t i = 0; i < series->nrows; i++)
		if (!event_is_shown(series->rows[i], context))
			exception_line(writer, &master->times, series->rows[i]);
	body_lines(writer, master, context);
}

static void
override_text(struct ical_writer *writer, const struct event_row *row,
    const struct event_row *master, const char *uid,
    const struct text_context *context)
{
	char own[UID_DIGITS + 1];

	if (!master)
		uid_digits(own, row->event->source, row->event->uid,
		    row->event->recurrence_id);
	ical_line(writer, "BEGIN:VEVENT");
	identity_lines(writer, row, master ? uid : own, context->domain);
	if (master)
		recurrence_id_line(writer, &master->times, row);
	event_time_lines(writer, &row->times);
	body_lines(writer, row, context);
}

void
series_text(struct buf *out, const struct series *series, const char *uid,
    const struct text_context *context)
{
	const struct event_row *master = series_master(series);
	struct ical_writer writer;

	ical_open(&writer, out);
	if (master)
		master_text(&writer, series, uid, context);
	for (size_t i = 0; i < series->nrows; i++)
		if (series->rows[i] != master &&
		    event_is_shown(series->rows[i], context))
			override_text(
			    &writer, series->rows[i], master, uid, context);
	ical_close(&writer);
}
