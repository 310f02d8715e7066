/* SPDX-License-Identifier: Apache-2.0 */
/* same_events FEED.ics: the feed's events as a canonical JSON list, read by
 * libical with the feed's own VTIMEZONEs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#include "base/cleanup.h"
#include "base/text.h"

/* One event's line, with what it is sorted by. */
struct line {
	char key[512];
	struct buf text;
};

static char *
file_read(const char *path)
{
	CLEANUP(fclosep) FILE *file = fopen(path, "rb");
	struct buf text = BUF_INIT;
	char piece[65536];
	size_t n;

	if (!file) {
		perror(path);
		exit(1);
	}
	while ((n = fread(piece, 1, sizeof piece, file)) > 0)
		buf_add(&text, piece, n);
	return buf_steal(&text);
}

/* A date as it is, an instant in UTC; "" when there is none. */
static void
moment(icalcomponent *calendar, icalcomponent *event, icalproperty_kind kind,
    char *out, size_t size)
{
	icalproperty *property = icalcomponent_get_first_property(event, kind);
	icalparameter *tzid;
	struct icaltimetype time;

	out[0] = '\0';
	if (!property)
		return;
	time = icalvalue_get_datetimedate(icalproperty_get_value(property));
	if (time.is_date) {
		snprintf(out, size, "%04d-%02d-%02d", time.year, time.month,
		    time.day);
		return;
	}
	tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
	if (tzid)
		time.zone = icalcomponent_get_timezone(
		    calendar, icalparameter_get_tzid(tzid));
	time = icaltime_convert_to_zone(time, icaltimezone_get_utc_timezone());
	snprintf(out, size, "%04d-%02d-%02dT%02d:%02d:%02d%s", time.year,
	    time.month, time.day, time.hour, time.minute, time.second,
	    time.zone ? "Z" : " floating");
}

static void
add_member(struct buf *text, const char *name, const char *value)
{
	buf_addf(text, "\"%s\":", name);
	json_add_text(text, value && *value ? value : NULL);
}

static struct line
line_make(icalcomponent *calendar, icalcomponent *event)
{
	struct line line = { .text = BUF_INIT };
	char start[40], end[40], recurrence[40];
	icalproperty *status =
	    icalcomponent_get_first_property(event, ICAL_STATUS_PROPERTY);

	moment(calendar, event, ICAL_DTSTART_PROPERTY, start, sizeof start);
	moment(calendar, event, ICAL_DTEND_PROPERTY, end, sizeof end);
	moment(calendar, event, ICAL_RECURRENCEID_PROPERTY, recurrence,
	    sizeof recurrence);
	snprintf(line.key, sizeof line.key, "%s %s",
	    icalcomponent_get_uid(event), recurrence);
	buf_addc(&line.text, '{');
	add_member(&line.text, "end", end);
	buf_addc(&line.text, ',');
	add_member(&line.text, "recurrence-id", recurrence);
	buf_addc(&line.text, ',');
	add_member(&line.text, "start", start);
	buf_addc(&line.text, ',');
	add_member(&line.text, "status",
	    status ? icalproperty_get_value_as_string(status) : NULL);
	buf_addc(&line.text, ',');
	add_member(&line.text, "summary", icalcomponent_get_summary(event));
	buf_addc(&line.text, ',');
	add_member(&line.text, "uid", icalcomponent_get_uid(event));
	buf_addc(&line.text, '}');
	return line;
}

static int
by_key(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	return strcmp(x->key, y->key);
}

int
main(int argc, char **argv)
{
	CLEANUP(freep) char *text = argc == 2 ? file_read(argv[1]) : NULL;
	icalcomponent *calendar =
	    text ? icalcomponent_new_from_string(text) : NULL;
	struct line *lines;
	int n = 0, count;

	if (!calendar || icalcomponent_count_errors(calendar)) {
		fprintf(stderr, "usage: same_events FEED.ics (a sound one)\n");
		return 1;
	}
	count = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
	lines = calloc((size_t)count + 1, sizeof *lines);
	if (!lines)
		return 1;
	for (icalcomponent *event = icalcomponent_get_first_component(
		 calendar, ICAL_VEVENT_COMPONENT);
	     event; event = icalcomponent_get_next_component(
			calendar, ICAL_VEVENT_COMPONENT))
		lines[n++] = line_make(calendar, event);
	qsort(lines, (size_t)n, sizeof *lines, by_key);
	for (int i = 0; i < n; i++) {
		puts(buf_str(&lines[i].text));
		buf_free(&lines[i].text);
	}
	free(lines);
	icalcomponent_free(calendar);
	return 0;
}
