/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One VEVENT: its lines are sorted into times and lists, which are read here,
 * texts, which libical unescapes, and the rest, which the plugin may look at.
 * libical gets only lines that it is good at, unfolded, one component at a
 * time: its memory stays that of one event.
 */
#include "ical_parts.h"

#include <libical/ical.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Enough of a line to see its name, even if it is folded within. */
#define LINE_HEAD 256

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

/* ---------------------------------------------------------------- libical */

static const char *
given(const char *text)
{
	return text && *text ? text : NULL;
}

static void
organiser_take(struct ical_reading *reading, icalproperty *property)
{
	icalparameter *cn =
	    icalproperty_get_first_parameter(property, ICAL_CN_PARAMETER);
	const char *address = icalproperty_get_organizer(property);

	if (address && !strncasecmp(address, "mailto:", 7))
		address += 7;
	reading->event.organiser = given(cn ? icalparameter_get_cn(cn) : NULL);
	if (!reading->event.organiser)
		reading->event.organiser = given(address);
}

static void
summary_take(struct ical_reading *reading, icalproperty *property)
{
	icalparameter *language =
	    icalproperty_get_first_parameter(property, ICAL_LANGUAGE_PARAMETER);

	reading->event.summary = given(icalproperty_get_summary(property));
	if (language)
		reading->event.language =
		    given(icalparameter_get_language(language));
}

static const char *
status_word(icalproperty_status status)
{
	switch (status) {
	case ICAL_STATUS_CONFIRMED:
		return "confirmed";
	case ICAL_STATUS_TENTATIVE:
		return "tentative";
	case ICAL_STATUS_CANCELLED:
		return "cancelled";
	default:
		return NULL;
	}
}

static void
geo_take(struct ical_reading *reading, icalproperty *property)
{
	struct icalgeotype geo = icalproperty_get_geo(property);

	reading->event.latitude = geo.lat;
	reading->event.longitude = geo.lon;
}

/* Of what it is a part (section 3.8.4.5: PARENT unless it says otherwise). */
static void
parent_take(struct ical_reading *reading, icalproperty *property)
{
	icalparameter *type =
	    icalproperty_get_first_parameter(property, ICAL_RELTYPE_PARAMETER);

	if (!type || icalparameter_get_reltype(type) == ICAL_RELTYPE_PARENT)
		reading->event.parent =
		    given(icalproperty_get_relatedto(property));
}

static void
property_take(struct ical_reading *reading, icalproperty *property)
{
	struct ambit_event *event = &reading->event;

	switch (icalproperty_isa(property)) {
	case ICAL_UID_PROPERTY:
		event->uid = given(icalproperty_get_uid(property));
		break;
	case ICAL_SUMMARY_PROPERTY:
		summary_take(reading, property);
		break;
	case ICAL_DESCRIPTION_PROPERTY:
		event->description =
		    given(icalproperty_get_description(property));
		break;
	case ICAL_LOCATION_PROPERTY:
		event->place = given(icalproperty_get_location(property));
		break;
	case ICAL_URL_PROPERTY:
		event->url = given(icalproperty_get_url(property));
		break;
	case ICAL_GEO_PROPERTY:
		geo_take(reading, property);
		break;
	case ICAL_RELATEDTO_PROPERTY:
		parent_take(reading, property);
		break;
	case ICAL_ORGANIZER_PROPERTY:
		organiser_take(reading, property);
		break;
	case ICAL_STATUS_PROPERTY:
		event->status = status_word(icalproperty_get_status(property));
		break;
	case ICAL_SEQUENCE_PROPERTY:
		event->sequence = icalproperty_get_sequence(property);
		break;
	default:
		break;
	}
}

/* The texts that libical unescapes; they live as long as the component. */
static void
texts_read(struct ical_reading *reading, const struct arena_list *lines)
{
	static char begin[] = "BEGIN:VEVENT", end[] = "END:VEVENT";
	icalparser *parser = icalparser_new();
	icalcomponent *component = NULL;
	icalproperty *property;

	if (!parser) {
		ical_refuse(reading, "no memory to read it");
		return;
	}
	icalparser_add_line(parser, begin);
	for (size_t i = 0; i < lines->len; i++)
		icalparser_add_line(parser, (char *)(uintptr_t)lines->items[i]);
	component = icalparser_add_line(parser, end);
	icalparser_free(parser);
	reading->component = component;
	if (!component) {
		ical_refuse(reading, "libical cannot read it");
		return;
	}
	for (property =
		 icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY);
	     property; property = icalcomponent_get_next_property(
			   component, ICAL_ANY_PROPERTY))
		property_take(reading, property);
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
	};
	size_t len = strcspn(text, ";:");

	for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++)
		if (!strncasecmp(text, uses[i].name, len) && !uses[i].name[len])
			return uses[i].use;
	return USE_OTHER;
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
		ical_refuse(reading, "EXRULE is not supported");
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
	char note[120];

	if (!text || utf8_sound(text, len))
		return text;
	if (!reader->noted_charset) {
		reader->noted_charset = true;
		snprintf(note, sizeof note,
		    "line %lld is not UTF-8; such lines are read as "
		    "Windows-1252",
		    (long long)raw->number);
		reader->host->log(reader->run, AMBIT_LOG_WARNING, note);
	}
	return cp1252_convert(&reader->arena, text, len);
}

static void
line_sort(struct ical_reading *reading, char *text, struct arena_list *texts)
{
	struct arena *arena = &reading->reader->arena;

	switch (line_use(text)) {
	case USE_OURS:
		our_line(reading, text);
		break;
	case USE_LIBICAL:
		arena_list_add(arena, texts, text);
		break;
	case USE_OTHER:
		arena_list_add(arena, &reading->others, text);
		break;
	}
}

/* A line that is too long: its name tells whether it matters. */
static void
long_line(struct ical_reading *reading, struct ical_raw raw)
{
	struct ical_reader *reader = reading->reader;
	const char *head;

	if (raw.end - raw.start > LINE_HEAD)
		raw.end = raw.start + LINE_HEAD;
	head = ical_unfold(&reader->arena, &raw);
	if (head && line_use(head) != USE_OTHER)
		ical_refuse(reading, "line %lld is longer than %zu bytes",
		    (long long)raw.number, reader->options.max_line);
}

/* The event's own lines; those of what is inside it (alarms) are skipped. */
static void
lines_read(struct ical_reading *reading, struct arena_list *texts)
{
	const struct ical_entry *entry = reading->entry;
	struct ical_reader *reader = reading->reader;
	struct ical_lines lines = ical_lines_of(
	    reader->text + entry->start, entry->end - entry->start);
	struct ical_raw raw;
	int depth = 0;

	lines.number = entry->line + 1;
	while (ical_lines_next(&lines, &raw)) {
		bool fits =
		    (size_t)(raw.end - raw.start) <= reader->options.max_line;
		char *text = fits ? line_text(reading, &raw) : NULL;

		if (!fits && !depth)
			long_line(reading, raw);
		else if (text && !strncasecmp(text, "BEGIN:", 6))
			depth++;
		else if (text && !strncasecmp(text, "END:", 4))
			depth -= depth > 0;
		else if (text && *text && !depth)
			line_sort(reading, text, texts);
	}
}

/* ------------------------------------------------------------------ event */

static void
uid_settle(struct ical_reading *reading)
{
	struct ambit_event *event = &reading->event;
	char text[ITEM_UID_ROOM];

	if (event->uid)
		return;
	if (!reading->reader->options.derive_uid) {
		ical_refuse(reading, "it has no UID");
		return;
	}
	item_content_uid(event, text);
	event->uid = arena_text(&reading->reader->arena, text, strlen(text));
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
	const struct ical_index *index = &reader->index;
	size_t calendar = reading->entry->calendar;

	reading->extra = (struct item_extra){ .size = sizeof reading->extra,
		.line = reading->entry->line,
		.values = values_make(&reader->arena, &reading->others) };
	if (!calendar)
		return;
	reading->extra.collection = index->calendars[calendar - 1].name;
	if (index->calendars[calendar - 1].cancels)
		reading->event.status = "cancelled";
}

void
ical_event_read(struct ical_reading *reading)
{
	struct arena_list texts = { NULL, 0, 0 };

	reading->event.size = sizeof reading->event;
	lines_read(reading, &texts);
	texts_read(reading, &texts);
	ical_times_finish(reading);
	uid_settle(reading);
	extra_fill(reading);
	reading->event.categories = reading->categories.items;
	if (reading->reader->arena.failed)
		ical_refuse(reading, "no memory to read it");
}

void
ical_event_free(struct ical_reading *reading)
{
	if (reading->component)
		icalcomponent_free(reading->component);
}
