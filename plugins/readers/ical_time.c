/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times (sections 3.3.4 to 3.3.6, 3.8.2, 3.8.5), read from their lines and not
 * through libical, which drops what it cannot read and accepts month 13.
 */
#include "ical_parts.h"

#include <libical/ical.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* ---------------------------------------------------------------- reading */

static bool
digits(const char **p, int n, int *out)
{
	*out = 0;
	for (; n > 0; n--, (*p)++) {
		if (**p < '0' || **p > '9')
			return false;
		*out = *out * 10 + (**p - '0');
	}
	return true;
}

static bool
clock_parse(const char **p, struct tm *tm)
{
	if (!digits(p, 2, &tm->tm_hour) || !digits(p, 2, &tm->tm_min) ||
	    tm->tm_hour > 23 || tm->tm_min > 59)
		return false;
	if (**p >= '0' && **p <= '9' && !digits(p, 2, &tm->tm_sec))
		return false;
	if (tm->tm_sec == 60) /* a leap second counts as the one before */
		tm->tm_sec = 59;
	return tm->tm_sec < 60;
}

bool
ical_when_parse(const char *text, struct ical_when *out)
{
	struct tm tm = { .tm_isdst = 0 }, check;
	struct ical_when when = { .form = WHEN_DATE };
	const char *p = text;
	int year, month, day;

	if (!digits(&p, 4, &year) || !digits(&p, 2, &month) ||
	    !digits(&p, 2, &day) || year < 1)
		return false;
	if (*p == 'T') {
		p++;
		if (!clock_parse(&p, &tm))
			return false;
		when.form = *p == 'Z' ? WHEN_UTC : WHEN_WALL;
		p += *p == 'Z';
	}
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = day;
	check = tm;
	when.wall = timegm(&check);
	if (*p || check.tm_mon != month - 1 || check.tm_mday != day)
		return false;
	*out = when;
	return true;
}

const char *
ical_when_text(struct arena *arena, const struct ical_when *when)
{
	time_t wall = (time_t)when->wall;
	char text[80];
	struct tm tm;
	size_t n;

	if (!gmtime_r(&wall, &tm))
		return NULL;
	n = (size_t)snprintf(text, sizeof text, "%04d-%02d-%02d",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	if (when->form != WHEN_DATE)
		n += (size_t)snprintf(text + n, sizeof text - n,
		    "T%02d:%02d:%02d%s", tm.tm_hour, tm.tm_min, tm.tm_sec,
		    when->form == WHEN_UTC ? "Z" : "");
	return arena_text(arena, text, n);
}

struct ical_when
ical_when_utc(const struct ical_when *when)
{
	icaltimezone *zone, *utc = icaltimezone_get_utc_timezone();
	struct icaltimetype time;

	if (when->form != WHEN_WALL)
		return *when;
	zone = icaltimezone_get_builtin_timezone(when->zone);
	if (!zone)
		return *when;
	time = icaltime_from_timet_with_zone((time_t)when->wall, 0, utc);
	icaltimezone_convert_time(&time, zone, utc);
	return (struct ical_when){ .form = WHEN_UTC,
		.wall = icaltime_as_timet(time) };
}

bool
ical_when_add(
    const struct ical_when *start, const char *text, struct ical_when *out)
{
	struct icaldurationtype duration = icaldurationtype_from_string(text);
	int64_t seconds = icaldurationtype_as_int(duration);

	if (icaldurationtype_is_bad_duration(duration))
		return false;
	*out = *start;
	/* A whole day lasts whole days (section 3.8.2.5). */
	if (start->form == WHEN_DATE)
		seconds -= seconds % 86400;
	out->wall += seconds;
	return true;
}

/* ------------------------------------------------------------------ lines */

static const char *
default_zone(struct ical_reading *reading)
{
	struct ical_index *index = &reading->reader->index;
	size_t calendar = reading->entry->calendar;
	const char *zone = reading->reader->options.zone;

	if (!zone && calendar)
		zone = index->calendars[calendar - 1].zone;
	zone = zone ? ical_zone_name(index, zone) : NULL;
	if (!zone)
		ical_refuse(reading,
		    "its times name no time zone; set a zone for this source");
	return zone;
}

/* The zone of a wall time, from its TZID. */
static const char *
line_zone(struct ical_reading *reading, const struct ical_line *line)
{
	const char *tzid = ical_param(&reading->reader->arena, line, "TZID");
	const char *zone;

	if (!tzid)
		return default_zone(reading);
	zone = ical_zone_name(&reading->reader->index, tzid);
	if (!zone)
		ical_refuse(reading, "unknown time zone '%.80s' in %s", tzid,
		    line->name);
	return zone;
}

/* One value of a line; of a period its start. */
static bool
value_read(struct ical_reading *reading, const struct ical_line *line,
    const char *value, struct ical_when *out)
{
	struct ical_when when;

	if (!ical_when_parse(value, &when)) {
		ical_refuse(reading,
		    "%s '%.40s' cannot be read as a date or "
		    "time",
		    line->name, value);
		return false;
	}
	if (when.form == WHEN_WALL) {
		when.zone = line_zone(reading, line);
		if (!when.zone)
			return false;
	}
	*out = when;
	return true;
}

/* In the zone of the event when it is that; else the instant. */
static const char *
text_beside(struct ical_reading *reading, const struct ical_when *when)
{
	const char *zone = reading->event.zone;
	struct ical_when utc;

	if (when->form != WHEN_WALL || (zone && !strcmp(zone, when->zone)))
		return ical_when_text(&reading->reader->arena, when);
	utc = ical_when_utc(when);
	return ical_when_text(&reading->reader->arena, &utc);
}

/* EXDATE and RDATE: kept until the event's zone is known. */
static void
list_line(struct ical_reading *reading, const struct ical_line *line,
    struct arena_list *list)
{
	struct arena *arena = &reading->reader->arena;
	char *rest = line->value, *value;

	while ((value = strsep(&rest, ","))) {
		struct ical_when *when = arena_take(arena, sizeof *when);

		value[strcspn(value, "/")] = '\0';
		if (!*value || !when)
			continue;
		if (value_read(reading, line, value, when))
			arena_list_add(arena, list, (const char *)when);
	}
}

static void
recurrence_line(struct ical_reading *reading, const struct ical_line *line)
{
	const char *range = ical_param(&reading->reader->arena, line, "RANGE");

	if (range && strcasecmp(range, "THISANDFUTURE") != 0)
		ical_refuse(reading,
		    "RECURRENCE-ID with RANGE=%.20s is not supported", range);
	reading->event.this_and_future = range != NULL;
	value_read(reading, line, line->value, &reading->recurrence);
}

bool
ical_time_line(struct ical_reading *reading, const struct ical_line *line)
{
	if (!strcmp(line->name, "DTSTART"))
		value_read(reading, line, line->value, &reading->start);
	else if (!strcmp(line->name, "DTEND"))
		value_read(reading, line, line->value, &reading->end);
	else if (!strcmp(line->name, "DURATION"))
		reading->duration = line->value;
	else if (!strcmp(line->name, "RECURRENCE-ID"))
		recurrence_line(reading, line);
	else if (!strcmp(line->name, "RDATE"))
		list_line(reading, line, &reading->rdates);
	else if (!strcmp(line->name, "EXDATE"))
		list_line(reading, line, &reading->exdates);
	else
		return false;
	return true;
}

/* --------------------------------------------------------------- together */

static void
end_settle(struct ical_reading *reading)
{
	struct ical_when *start = &reading->start, *end = &reading->end;

	if (end->form == WHEN_NONE && reading->duration &&
	    !ical_when_add(start, reading->duration, end))
		ical_refuse(reading, "DURATION '%.40s' cannot be read",
		    reading->duration);
	if (end->form == WHEN_NONE)
		return;
	if ((end->form == WHEN_DATE) != (start->form == WHEN_DATE)) {
		ical_refuse(reading,
		    "of DTSTART and DTEND one is a date and one a time");
		return;
	}
	if (end->form == start->form &&
	    (end->form != WHEN_WALL || !strcmp(end->zone, start->zone)) &&
	    end->wall < start->wall)
		ical_refuse(reading, "it ends before it starts");
	/* Publishers who mean an inclusive end write the same date twice. */
	if (end->form == WHEN_DATE && end->wall == start->wall)
		end->form = WHEN_NONE;
}

static const char *const *
list_texts(struct ical_reading *reading, struct arena_list *list)
{
	for (size_t i = 0; i < list->len; i++)
		list->items[i] = text_beside(reading,
		    (const struct ical_when *)(const void *)list->items[i]);
	return list->items;
}

void
ical_times_finish(struct ical_reading *reading)
{
	struct ambit_event *event = &reading->event;
	struct ical_when *start = &reading->start;

	if (start->form == WHEN_NONE)
		ical_refuse(reading, "it has no DTSTART");
	if (reading->reason[0])
		return;
	end_settle(reading);
	event->zone = start->form == WHEN_WALL  ? start->zone
		      : start->form == WHEN_UTC ? "UTC"
						: NULL;
	event->start = ical_when_text(&reading->reader->arena, start);
	if (reading->end.form != WHEN_NONE)
		event->end = text_beside(reading, &reading->end);
	if (reading->recurrence.form != WHEN_NONE)
		event->recurrence_id =
		    text_beside(reading, &reading->recurrence);
	event->rdates = list_texts(reading, &reading->rdates);
	event->exdates = list_texts(reading, &reading->exdates);
}
