/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One VEVENT: its lines are sorted into times and lists, which are read here,
 * texts, which libical unescapes (ical_texts.c), and the rest, which the
 * plugin may look at. What an event may cost is bounded whatever it holds.
 */
#include "ical_parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Enough of a line to see its name, even if it is folded within. */
#define LINE_HEAD 256
/* Bytes of an event's lines: all that matter, and of the others. */
#define EVENT_MOST (1 << 20)
#define EVENT_OTHERS (256 << 10)
/* Bytes of a description that is cut, and of a text that serves as title. */
#define DESCRIPTION_MOST 60000
#define TITLE_MOST 120

void
ical_refuse(struct ical_reading *reading, const char *fmt, ...)
{
	va_list args;

	if (reading->reason[0])
		return;
	va_start(args, fmt);
	vsnprintf(reading->reason, sizeof reading->reason, fmt, args);
	va_end(args);
}

/* ------------------------------------------------------------------ lists */

/* Section 3.3.11, in place. */
static size_t
unescape(char *text)
{
	char *out = text;

	for (const char *p = text; *p; p++) {
		if (*p == '\\' && p[1]) {
			p++;
			*out++ = *p == 'n' || *p == 'N' ? '\n' : *p;
		} else {
			*out++ = *p;
		}
	}
	*out = '\0';
	return (size_t)(out - text);
}

/* libical joins "a\,b,c" into one text, so the commas are found here. */
static void
categories_line(struct ical_reading *reading, char *value)
{
	while (*value) {
		char *end = value;
		bool last;

		for (; *end && *end != ','; end++)
			if (*end == '\\' && end[1])
				end++;
		last = !*end;
		*end = '\0';
		while (*value == ' ')
			value++;
		if (unescape(value))
			arena_list_add(&reading->reader->arena,
			    &reading->categories, value);
		if (last)
			break;
		value = end + 1;
	}
}

static void
rule_line(struct ical_reading *reading, const struct ical_line *line)
{
	if (reading->event.rrule)
		ical_refuse(reading, "it has more than one RRULE");
	reading->event.rrule = line->value[0] ? line->value : NULL;
}

/* Section 3.8.1.3: what is not known counts as private. */
static void
class_line(struct ical_reading *reading, const char *value)
{
	reading->event.visibility =
	    strcasecmp(value, "PUBLIC") ? "private" : "public";
}

/* ------------------------------------------------------------------ lines */

enum use { USE_OTHER, USE_LIBICAL, USE_OURS };

static enum use
line_use(const char *text)
{
	static const struct {
		const char *name;
		enum use use;
	} uses[] = {
		{ "UID", USE_LIBICAL },
		{ "SUMMARY", USE_LIBICAL },
		{ "DESCRIPTION", USE_LIBICAL },
		{ "LOCATION", USE_LIBICAL },
		{ "URL", USE_LIBICAL },
		{ "GEO", USE_LIBICAL },
		{ "ORGANIZER", USE_LIBICAL },
		{ "RELATED-TO", USE_LIBICAL },
		{ "STATUS", USE_LIBICAL },
		{ "SEQUENCE", USE_LIBICAL },
		{ "DTSTART", USE_OURS },
		{ "DTEND", USE_OURS },
		{ "DURATION", USE_OURS },
		{ "RECURRENCE-ID", USE_OURS },
		{ "RDATE", USE_OURS },
		{ "EXDATE", USE_OURS },
		{ "RRULE", USE_OURS },
		{ "EXRULE", USE_OURS },
		{ "CATEGORIES", USE_OURS },
		{ "CLASS", USE_OURS },
		{ "DTSTAMP", USE_OURS },
		{ "CONFERENCE", USE_OURS },
		{ "X-MICROSOFT-CDO-ALLDAYEVENT", USE_OURS },
	};
	size_t len = strcspn(text, ";:");

	for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++)
		if (!strncasecmp(text, uses[i].name, len) && !uses[i].name[len])
			return uses[i].use;
	return USE_OTHER;
}

/* When its publisher last changed it: of an unreadable one nothing is kept. */
static void
stamp_line(struct ical_reading *reading, const struct ical_line *line)
{
	struct ical_when when;

	if (ical_when_parse(line->value, &when) && when.form == WHEN_UTC)
		reading->event.revised =
		    ical_when_text(&reading->reader->arena, &when);
}

static void
our_line(struct ical_reading *reading, char *text)
{
	struct ical_line line;

	for (char *p = text; *p && *p != ';' && *p != ':'; p++)
		*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
	if (!ical_line_cut(text, &line))
		return;
	if (!strcmp(line.name, "RRULE"))
		rule_line(reading, &line);
	else if (!strcmp(line.name, "CATEGORIES"))
		categories_line(reading, line.value);
	else if (!strcmp(line.name, "CLASS"))
		class_line(reading, line.value);
	else if (!strcmp(line.name, "EXRULE"))
		ical_refuse(reading,
		    "it has an EXRULE, which RFC 5545 has done away with: "
		    "EXDATE says which dates are left out");
	else if (!strcmp(line.name, "DTSTAMP"))
		stamp_line(reading, &line);
	else if (!strcmp(line.name, "CONFERENCE"))
		reading->conference = line.value;
	else if (!strcmp(line.name, "X-MICROSOFT-CDO-ALLDAYEVENT"))
		reading->all_day = !strcasecmp(line.value, "TRUE");
	else
		ical_time_line(reading, &line);
}

/* UTF-8 as it is; anything else as Windows-1252, which is said once. */
static char *
line_text(struct ical_reading *reading, const struct ical_raw *raw)
{
	struct ical_reader *reader = reading->reader;
	char *text = ical_unfold(&reader->arena, raw);
	size_t len = text ? strlen(text) : 0;

	if (!text || utf8_sound(text, len))
		return text;
	if (!reader->noted_charset)
		ical_tell(reader, AMBIT_LOG_WARNING,
		    "line %" PRId64 " is not UTF-8; such lines are read as "
		    "Windows-1252",
		    raw->number);
	reader->noted_charset = true;
	return cp1252_convert(&reader->arena, text, len);
}

/* What publishers write who break a text without folding it. */
static void
stray_line(struct ical_reading *reading, const struct ical_raw *raw)
{
	if (!reading->reader->noted_line)
		ical_tell(reading->reader, AMBIT_LOG_WARNING,
		    "line %" PRId64 " is no property; such lines are left out",
		    raw->number);
	reading->reader->noted_line = true;
}

static void
line_sort(struct ical_reading *reading, char *text, const struct ical_raw *raw)
{
	struct arena *arena = &reading->reader->arena;

	switch (line_use(text)) {
	case USE_OURS:
		our_line(reading, text);
		break;
	case USE_LIBICAL:
		arena_list_add(arena, &reading->texts, text);
		break;
	case USE_OTHER:
		if (!strchr(text, ':'))
			stray_line(reading, raw);
		else
			arena_list_add(arena, &reading->others, text);
		break;
	}
}

/* The beginning of a line that is too long, whole characters only. */
static char *
line_head(struct ical_reading *reading, const struct ical_raw *raw, size_t most)
{
	struct ical_raw head = *raw;

	if ((size_t)(head.end - head.start) > most)
		head.end = head.start + most;
	while (head.end > head.start && (head.end[-1] & 0xc0) == 0x80)
		head.end--;
	if (head.end > head.start && head.end[-1] & 0x80)
		head.end--;
	return line_text(reading, &head);
}

/* Of a description the beginning is worth having. */
static void
description_cut(struct ical_reading *reading, const struct ical_raw *raw)
{
	struct arena *arena = &reading->reader->arena;
	char *head = line_head(reading, raw, DESCRIPTION_MOST);
	size_t len = head ? strlen(head) : 0;
	char *text = arena_take(arena, len + sizeof "…");

	if (!head || !text)
		return;
	memcpy(text, head, len);
	strcpy(text + len, "…");
	arena_list_add(arena, &reading->texts, text);
	ical_tell(reading->reader, AMBIT_LOG_INFO,
	    "line %" PRId64 " is longer than %zu bytes: the description is cut",
	    raw->number, reading->reader->options.max_line);
}

/* A line that is too long: its name tells whether it matters. */
static void
long_line(struct ical_reading *reading, const struct ical_raw *raw)
{
	const char *name = line_head(reading, raw, LINE_HEAD);

	if (!name || line_use(name) == USE_OTHER)
		return;
	if (!strncasecmp(name, "DESCRIPTION", 11))
		description_cut(reading, raw);
	else
		ical_refuse(reading,
		    "line %" PRId64 " is longer than %zu bytes", raw->number,
		    reading->reader->options.max_line);
}

/* Lines that nobody here reads are kept up to a share; those that matter are
 * all needed. */
static bool
line_affordable(struct ical_reading *reading, const struct ical_raw *raw)
{
	size_t len = (size_t)(raw->end - raw->start);
	const char *name;

	if (reading->bytes + len <= EVENT_OTHERS) {
		reading->bytes += len;
		return true;
	}
	arena_reset(&reading->reader->line);
	name = ical_unfold_head(&reading->reader->line, raw, LINE_HEAD);
	if (!name || line_use(name) == USE_OTHER)
		return false;
	reading->bytes += len;
	if (reading->bytes > EVENT_MOST)
		ical_refuse(reading, "it has more than %d bytes", EVENT_MOST);
	return reading->bytes <= EVENT_MOST;
}

void
ical_event_line(struct ical_reading *reading, const struct ical_raw *raw)
{
	char *text;

	if (!line_affordable(reading, raw))
		return;
	if (raw->too_long) {
		long_line(reading, raw);
		return;
	}
	text = line_text(reading, raw);
	if (text && *text)
		line_sort(reading, text, raw);
}

/* ------------------------------------------------------------------ event */

/* The first line of a text, if it is short enough for a title. */
static const char *
first_line(struct arena *arena, const char *text)
{
	size_t len = text ? strcspn(text, "\r\n") : 0;

	return len && len <= TITLE_MOST ? arena_text(arena, text, len) : NULL;
}

/* An event needs no SUMMARY (section 3.6.1), but people need a name for it. */
static void
title_settle(struct ical_reading *reading)
{
	struct ambit_event *event = &reading->event;
	struct arena *arena = &reading->reader->arena;

	if (!event->summary)
		event->summary = first_line(arena, event->description);
	if (!event->summary && reading->categories.len)
		event->summary = reading->categories.items[0];
	if (!event->summary)
		event->summary = first_line(arena, event->place);
	if (!event->summary)
		event->summary = reading->extra.collection;
	if (!event->summary)
		event->summary = event->uid;
}

/* The lines that nobody here reads, as names and values. */
static struct item_value *
values_make(struct arena *arena, const struct arena_list *lines)
{
	struct item_value *values =
	    arena_take(arena, (lines->len + 1) * sizeof *values);
	struct ical_line line;
	size_t n = 0;

	if (!values)
		return NULL;
	for (size_t i = 0; i < lines->len; i++)
		if (ical_line_cut((char *)(uintptr_t)lines->items[i], &line))
			values[n++] =
			    (struct item_value){ line.name, line.value };
	values[n].name = NULL;
	return values;
}

static void
extra_fill(struct ical_reading *reading)
{
	struct ical_reader *reader = reading->reader;

	reading->extra = (struct item_extra){ .size = sizeof reading->extra,
		.line = reading->line,
		.collection = reader->calendar.name,
		.values = values_make(&reader->arena, &reading->others) };
	if (reader->calendar.cancels)
		reading->event.status = "cancelled";
}

/* Where one takes part from afar (RFC 7986 section 5.11). */
static void
url_settle(struct ical_reading *reading)
{
	const char *conference = reading->conference;

	if (!reading->event.url && conference &&
	    (!strncasecmp(conference, "https://", 8) ||
		!strncasecmp(conference, "http://", 7)))
		reading->event.url = conference;
}

void
ical_event_finish(struct ical_reading *reading)
{
	reading->event.size = sizeof reading->event;
	ical_texts_read(reading);
	ical_times_finish(reading);
	extra_fill(reading);
	url_settle(reading);
	title_settle(reading);
	reading->event.categories = reading->categories.items;
	if (reading->reader->arena.failed)
		ical_refuse(reading, "no memory to read it");
}
