/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a calendar says of all its events. It may say it after them, so its
 * lines are looked through before its first event is read: its zone, name and
 * method, and where its VTIMEZONEs are. These are read when a time asks for
 * one (ical_zone.c).
 */
#include "ical_parts.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

/* A calendar that defines more zones has something else in mind. */
#define DEFINITIONS 1024

static void
property_take(struct ical_calendar *calendar, const struct ical_line *line)
{
	struct arena *arena = &calendar->arena;
	const char **text = NULL;

	if (!strcasecmp(line->name, "METHOD"))
		calendar->cancels = !strcasecmp(line->value, "CANCEL");
	else if (!strcasecmp(line->name, "X-WR-TIMEZONE"))
		text = &calendar->zone;
	else if (!strcasecmp(line->name, "X-WR-CALNAME") ||
		 !strcasecmp(line->name, "NAME"))
		text = &calendar->name;
	if (text && !*text && line->value[0] &&
	    utf8_sound(line->value, strlen(line->value)))
		*text = arena_text(arena, line->value, strlen(line->value));
}

/* TZID: its VTIMEZONE is this one. */
static void
definition_take(struct ical_calendar *calendar, const struct ical_line *line,
    const struct ical_definition *here)
{
	struct ical_definition *all = calendar->definitions;

	if (strcasecmp(line->name, "TZID") != 0)
		return;
	if (!all)
		all = calendar->definitions =
		    arena_take(&calendar->arena, DEFINITIONS * sizeof *all);
	if (!all || calendar->ndefinitions == DEFINITIONS)
		return;
	all[calendar->ndefinitions] = *here;
	all[calendar->ndefinitions++].tzid = ical_tzid_hash(line->value);
}

static bool
in_definition(const struct ical_nest *nest)
{
	return nest->depth &&
	       !strcasecmp(nest->names[nest->depth - 1], "VTIMEZONE");
}

static void
line_take(struct ical_calendar *calendar, const struct ical_nest *nest,
    const struct ical_raw *raw, const struct ical_definition *definition)
{
	bool own = ical_in_calendar(nest);
	char first = raw->start < raw->end ? *raw->start : 'a';
	struct ical_line line;
	char *text;

	if (raw->too_long || (!own && !in_definition(nest)) ||
	    (first >= ' ' && !strchr("mMxXnNtT", first)))
		return;
	arena_reset(&calendar->line);
	text = ical_unfold(&calendar->line, raw);
	if (!text || !ical_line_cut(text, &line))
		return;
	if (own)
		property_take(calendar, &line);
	else
		definition_take(calendar, &line, definition);
}

/* Forgets the last; the memory is kept for the next. */
static void
calendar_clear(struct ical_calendar *calendar)
{
	struct arena arena = calendar->arena, line = calendar->line;

	arena_reset(&arena);
	*calendar = (struct ical_calendar){ .arena = arena, .line = line };
}

void
ical_calendar_open(struct ical_calendar *calendar,
    const struct ical_lines *from, const struct ical_nest *outer)
{
	struct ical_lines lines = ical_lines_from(from, from->at, from->number);
	struct ical_definition definition = { .at = 0 };
	struct ical_nest nest = *outer;
	char name[ICAL_NAME];
	struct ical_raw raw;

	calendar_clear(calendar);
	while (ical_lines_next(&lines, &raw)) {
		enum ical_edge edge = ical_edge_of(&raw, name);

		if (ical_nest_take(&nest, edge, name) & TURN_CALENDAR ||
		    nest.depth < outer->depth)
			break;
		if (edge == EDGE_NONE)
			line_take(calendar, &nest, &raw, &definition);
		else if (edge == EDGE_BEGIN && in_definition(&nest))
			definition = (struct ical_definition){ 0, lines.at,
				lines.number };
	}
	ical_lines_free(&lines);
}

void
ical_calendar_free(struct ical_calendar *calendar)
{
	arena_free(&calendar->arena);
	arena_free(&calendar->line);
}

const struct ical_definition *
ical_definition_of(const struct ical_calendar *calendar, const char *tzid)
{
	uint64_t hash = ical_tzid_hash(tzid);

	for (size_t i = 0; i < calendar->ndefinitions; i++)
		if (calendar->definitions[i].tzid == hash)
			return &calendar->definitions[i];
	return NULL;
}

uint64_t
ical_tzid_hash(const char *tzid)
{
	return hash64(tzid, strlen(tzid), 0);
}
