/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which component a line is in. Publishers forget to end what they begin, and
 * end what they never began; a stack of at most 32 names knows what is meant,
 * so that no depth of BEGINs costs more than a line. Neither a calendar nor an
 * event can stand in an event: where one begins, the event that is open was
 * never ended.
 */
#include "ical_parts.h"

#include <string.h>
#include <strings.h>

/* Closes what stands above depth. */
static enum ical_turn
pop_to(struct ical_nest *nest, int depth)
{
	bool lost = nest->event > depth;

	nest->depth = depth;
	if (lost)
		nest->event = 0;
	return lost ? TURN_EVENT_LOST : 0;
}

static enum ical_turn
begin(struct ical_nest *nest, const char *name)
{
	bool calendar = !strcasecmp(name, "VCALENDAR");
	bool event = !strcasecmp(name, "VEVENT");
	enum ical_turn turn = 0;

	if (calendar)
		turn |= pop_to(nest, 0) | TURN_CALENDAR;
	else if (event && nest->event)
		turn |= pop_to(nest, nest->event - 1);
	if (nest->depth >= nest->most)
		return turn | TURN_TOO_DEEP;
	if (!calendar && !event && ical_in_calendar(nest) &&
	    strcasecmp(name, "VTIMEZONE") != 0)
		turn |= TURN_OTHER;
	strcpy(nest->names[nest->depth++], name);
	if (!event)
		return turn;
	nest->event = nest->depth;
	return turn | TURN_EVENT;
}

static enum ical_turn
end(struct ical_nest *nest, const char *name)
{
	int at = nest->depth;

	while (at > 0 && strcasecmp(nest->names[at - 1], name) != 0)
		at--;
	if (at == 0)
		return 0;
	if (nest->event == at) {
		nest->event = 0;
		nest->depth = at - 1;
		return TURN_EVENT_END;
	}
	return pop_to(nest, at - 1);
}

enum ical_turn
ical_nest_take(struct ical_nest *nest, enum ical_edge edge, const char *name)
{
	if (edge == EDGE_NONE)
		return 0;
	return edge == EDGE_BEGIN ? begin(nest, name) : end(nest, name);
}

bool
ical_in_event(const struct ical_nest *nest)
{
	return nest->event && nest->event == nest->depth;
}

bool
ical_in_calendar(const struct ical_nest *nest)
{
	return nest->depth == 0 ||
	       (nest->depth == 1 && !strcasecmp(nest->names[0], "VCALENDAR"));
}

const char *
ical_whole(const struct ical_lines *from, int depth)
{
	struct ical_lines lines = ical_lines_from(from, from->at, from->number);
	struct ical_nest nest = { .most = depth };
	enum ical_turn turns = 0;
	char name[ICAL_NAME];
	struct ical_raw raw;

	while (!(turns & TURN_TOO_DEEP) && ical_lines_next(&lines, &raw))
		turns |= ical_nest_take(&nest, ical_edge_of(&raw, name), name);
	ical_lines_free(&lines);
	if (lines.failed)
		return "no memory for its lines";
	if (turns & TURN_TOO_DEEP)
		return "its components are nested too deeply";
	if (!(turns & (TURN_CALENDAR | TURN_EVENT)))
		return "it is not iCalendar";
	return nest.depth ? "it is truncated: it ends within a component"
			  : NULL;
}
