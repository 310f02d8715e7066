/* SPDX-License-Identifier: Apache-2.0 */
/* Where an event is: in words, as a point, and as a place of its own. */
#include <math.h>
#include <string.h>

#include "base/cleanup.h"
#include "calendars/event_lines.h"
#include "calendars/uid.h"

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

void
place_lines(struct ical_writer *writer, const struct event *event)
{
	const char *parts[EVENT_WHERE];
	size_t n = event_where(event, parts);
	const char *language = event_language(event);
	bool begun = false;

	for (size_t i = 0; i < n; i++) {
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

/* A point with a name is a place of its own. */
void
place_component(struct ical_writer *writer, const struct event *event,
    const struct text_context *context)
{
	char digits[UID_DIGITS + 1];

	if (!on_earth(event) || !event->place || !*event->place)
		return;
	/* No source has an empty name. */
	uid_digits(digits, "", event->place, event->city);
	ical_line(writer, "BEGIN:VLOCATION");
	uid_line(writer, "UID", digits, context->domain);
	ical_text_line(writer, "NAME", event_language(event), event->place);
	ical_lit(writer, "GEO:");
	add_position(writer, event, ";");
	ical_line(writer, "END:VLOCATION");
}
