/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times (sections 3.3.4 to 3.3.6, 3.8.2, 3.8.5), read from their lines and not
 * through libical, which drops what it cannot read and accepts month 13.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "readers/dates.h"
#include "readers/duration.h"
#include "readers/ical_parts.h"

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

static void
mark(const char **p, char c)
{
	*p += **p == c;
}

static bool
clock_parse(const char **p, struct civil *civil)
{
	if (!digits(p, 2, &civil->hour))
		return false;
	mark(p, ':');
	if (!digits(p, 2, &civil->minute))
		return false;
	mark(p, ':');
	return **p < '0' || **p > '9' || digits(p, 2, &civil->second);
}

bool
ical_when_parse(const char *text, struct ical_when *out)
{
	struct ical_when when = { .form = WHEN_DATE };
	struct civil civil = { .hour = 0 };
	const char *p = text;

	if (!digits(&p, 4, &civil.year))
		return false;
	mark(&p, '-');
	if (!digits(&p, 2, &civil.month))
		return false;
	mark(&p, '-');
	if (!digits(&p, 2, &civil.day))
		return false;
	if (*p == 'T' || *p == 't') {
		p++;
		if (!clock_parse(&p, &civil))
			return false;
		when.form = *p == 'Z' || *p == 'z' ? WHEN_UTC : WHEN_WALL;
		p += when.form == WHEN_UTC;
	}
	if (civil.second == 60) /* a leap second counts as the one before */
		civil.second = 59;
	if (*p || !civil_valid(&civil))
		return false;
	when.wall = wall_from_civil(&civil);
	*out = when;
	return true;
}

const char *
ical_when_text(struct arena *arena, const struct ical_when *when)
{
	char text[WALL_TEXT + 1];

	if (when->form == WHEN_DATE)
		day_format(text, day_from_wall(when->wall));
	else
		wall_format(text, when->wall);
	if (when->form == WHEN_UTC)
		strcat(text, "Z");
	return arena_text(arena, text, strlen(text));
}

struct ical_when
ical_when_utc(const struct ical_when *when)
{
	if (when->form != WHEN_WALL)
		return *when;
	return (struct ical_when){ .form = WHEN_UTC,
		.wall = zone_utc(when->zone, when->wall, NULL) };
}

/* Days go by the wall, hours by what has passed (section 3.3.6). */
static struct ical_when
when_add(const struct ical_when *start, int64_t days, int64_t seconds)
{
	struct ical_when end = *start;

	end.wall += days * DAY_SECONDS;
	if (end.form == WHEN_DATE)
		end.wall += seconds / DAY_SECONDS * DAY_SECONDS;
	else if (end.form == WHEN_UTC || !seconds)
		end.wall += seconds;
	else
		end.wall = zone_wall(
		    end.zone, zone_utc(end.zone, end.wall, NULL) + seconds);
	return end;
}

/* ------------------------------------------------------------------ lines */

/* Publishers write a whole day as VALUE=DATE with a time of midnight. */
static bool
says_date(struct arena *arena, const struct ical_line *line)
{
	const char *value = ical_param(arena, line, "VALUE");

	return value && !strcasecmp(value, "DATE");
}

/* One value of a line; of a period its start. */
static bool
value_read(struct ical_reading *reading, const struct ical_line *line,
    const char *value, struct ical_when *out)
{
	struct arena *arena = &reading->reader->arena;
	struct ical_when when;

	if (!ical_when_parse(value, &when)) {
		ical_refuse(reading,
		    "%s '%.40s' cannot be read as a date or "
		    "time",
		    line->name, value);
		return false;
	}
	if (when.form != WHEN_DATE && when.wall % DAY_SECONDS == 0 &&
	    says_date(arena, line)) {
		when.form = WHEN_DATE;
		when.midnight = true;
	}
	if (when.form == WHEN_WALL &&
	    !ical_zone_settle(
		reading, ical_param(arena, line, "TZID"), line->name, &when))
		return false;
	*out = when;
	return true;
}

/* In the zone of the event when it is that; else the instant. */
static const char *
text_beside(struct ical_reading *reading, const struct ical_when *when)
{
	struct ical_when utc = ical_when_utc(when);
	bool same =
	    when->form != WHEN_WALL || when->zone == reading->start.zone;

	return ical_when_text(&reading->reader->arena, same ? when : &utc);
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

		value += strspn(value, " ");
		value[strcspn(value, "/ ")] = '\0';
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
		    "RECURRENCE-ID with RANGE=%.20s is not supported: it "
		    "would change what has been (RFC 5545 knows "
		    "THISANDFUTURE alone)",
		    range);
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

/* Outlook writes whole days as times from midnight to midnight, and says so
 * beside them. */
static void
all_day_settle(struct ical_reading *reading)
{
	struct ical_when *start = &reading->start, *end = &reading->end;

	if (!reading->all_day || start->form == WHEN_DATE ||
	    end->form != start->form || start->wall % DAY_SECONDS != 0 ||
	    end->wall % DAY_SECONDS != 0)
		return;
	start->form = end->form = WHEN_DATE;
}

static void
duration_settle(struct ical_reading *reading)
{
	int64_t days, seconds;

	if (reading->end.form != WHEN_NONE || !reading->duration)
		return;
	if (duration_parts(reading->duration, &days, &seconds))
		reading->end = when_add(&reading->start, days, seconds);
	else
		ical_refuse(reading, "DURATION '%.40s' cannot be read",
		    reading->duration);
}

/* Of publishers who say VALUE=DATE of every time: beside one that is not at
 * midnight, a midnight is a time as well. */
static void
midnight_settle(struct ical_when *one, const struct ical_when *other)
{
	if (!one->midnight || other->form == WHEN_NONE ||
	    other->form == WHEN_DATE)
		return;
	one->form = other->form;
	one->zone = other->zone;
}

static bool
ends_before(const struct ical_when *end, const struct ical_when *start)
{
	return ical_when_utc(end).wall < ical_when_utc(start).wall;
}

static void
end_settle(struct ical_reading *reading)
{
	struct ical_when *start = &reading->start, *end = &reading->end;
	struct arena *arena = &reading->reader->arena;

	if (end->form == WHEN_NONE)
		return;
	if ((end->form == WHEN_DATE) != (start->form == WHEN_DATE))
		ical_refuse(reading,
		    "of DTSTART %s and DTEND %s one is a date and one a time",
		    ical_when_text(arena, start), ical_when_text(arena, end));
	else if (ends_before(end, start))
		ical_refuse(reading, "it ends (%s) before it starts (%s)",
		    ical_when_text(arena, end), ical_when_text(arena, start));
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

/* The instants of a zone without a name cannot be counted on by a rule. */
static void
rule_settle(struct ical_reading *reading)
{
	if (reading->event.rrule && reading->start.converted)
		ical_refuse(reading,
		    "it recurs in a time zone that is none of IANA's; its "
		    "publisher should write an IANA name such as "
		    "Europe/Madrid");
}

void
ical_times_finish(struct ical_reading *reading)
{
	struct ambit_event *event = &reading->event;
	struct ical_when *start = &reading->start;

	if (start->form == WHEN_NONE)
		ical_refuse(
		    reading, "it has no DTSTART: nobody knows when it is");
	else if (start->wall >= DATES_PLACEHOLDER)
		ical_refuse(reading, DATES_PLACEHOLDER_REASON);
	if (reading->reason[0])
		return;
	all_day_settle(reading);
	midnight_settle(start, &reading->end);
	midnight_settle(&reading->end, start);
	duration_settle(reading);
	end_settle(reading);
	rule_settle(reading);
	if (reading->reason[0])
		return;
	event->zone = start->form == WHEN_WALL  ? zone_name(start->zone)
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
