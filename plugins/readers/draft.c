/* SPDX-License-Identifier: Apache-2.0 */
#include "draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "readers/zone_name.h"

#define DAY 86400

struct draft
draft_begin(struct reading *reading, struct arena *arena, int64_t line)
{
	return (struct draft){
		.reading = reading,
		.arena = arena,
		.event = AMBIT_EVENT_INIT,
		.extra = { .size = sizeof(struct item_extra), .line = line },
	};
}

void
draft_refuse(struct draft *draft, const char *fmt, ...)
{
	va_list args;

	if (draft->reason[0])
		return;
	va_start(args, fmt);
	vsnprintf(draft->reason, sizeof draft->reason, fmt, args);
	va_end(args);
}

/* ----------------------------------------------------------------- times */

/* The zone of a wall time: the document's if it is one that is known. */
static const char *
zone_settle(struct draft *draft, const char *zone, bool needed)
{
	const char *own = draft->reading->config->zone;

	if (zone && *zone && zone_name_known(zone))
		return arena_text(draft->arena, zone, strlen(zone));
	if (needed && zone && *zone)
		draft_refuse(
		    draft, "its time zone \"%.60s\" is not known", zone);
	else if (needed && !own)
		draft_refuse(
		    draft, "its times name no zone; set zone for this source");
	return own;
}

static const char *
time_kept(struct draft *draft, const struct dates_time *time)
{
	char text[DATES_TEXT];

	dates_text(time, text);
	return arena_text(draft->arena, text, strlen(text));
}

void
draft_span(struct draft *draft, const struct dates_time *start,
    const struct dates_time *end, const char *zone)
{
	bool wall = start->form == DATES_WALL || end->form == DATES_WALL;

	if (start->form != DATES_NONE && start->seconds >= DATES_PLACEHOLDER) {
		draft_refuse(draft, DATES_PLACEHOLDER_REASON);
		return;
	}
	draft->event.start = time_kept(draft, start);
	if (end->form != DATES_NONE)
		draft->event.end = time_kept(draft, end);
	if (start->form != DATES_DAY)
		draft->event.zone = zone_settle(draft, zone, wall);
}

static bool
time_read(struct draft *draft, const char *what, const char *text,
    struct dates_time *out)
{
	*out = (struct dates_time){ .form = DATES_NONE };
	if (!text || !*text)
		return false;
	if (dates_read_iso(text, out) == 0)
		return true;
	draft_refuse(draft, "its %s \"%.40s\" cannot be read", what, text);
	return false;
}

void
draft_end_exclude(const struct dates_time *start, struct dates_time *end)
{
	if (start->form == DATES_DAY)
		*end = dates_day_of(end);
	if (end->form != DATES_DAY)
		return;
	end->form = start->form;
	end->offset = start->offset;
	end->seconds += DAY - start->offset;
}

void
draft_times(struct draft *draft, const char *start_text, const char *end_text,
    const char *zone)
{
	struct dates_time start, end;

	if (!start_text || !*start_text)
		draft_refuse(draft, "it has no start");
	if (!time_read(draft, "start", start_text, &start))
		return;
	if (time_read(draft, "end", end_text, &end))
		draft_end_exclude(&start, &end);
	draft_span(draft, &start, &end, zone);
}

/* ----------------------------------------------------------------- lists */

/* The list holds texts or, through void, what else it is for. */
static void
list_add(struct draft *draft, struct arena_list *list, const void *item)
{
	arena_list_add(draft->arena, list, item);
}

void
draft_category(struct draft *draft, const char *category)
{
	if (category && *category)
		list_add(draft, &draft->categories, category);
}

void
draft_person(struct draft *draft, const char *name, const char *role,
    const char *organisation)
{
	struct ambit_participant *person;

	if (!name || !*name)
		return;
	person = arena_take(draft->arena, sizeof *person);
	if (!person)
		return;
	*person = (struct ambit_participant){ .size = sizeof *person,
		.name = name,
		.role = role,
		.organisation = organisation };
	list_add(draft, &draft->people, person);
}

void
draft_deadline(struct draft *draft, const char *name, const char *at,
    const char *zone, const char *url)
{
	struct ambit_deadline *deadline;

	if (!at || !*at)
		return;
	deadline = arena_take(draft->arena, sizeof *deadline);
	if (!deadline)
		return;
	*deadline = (struct ambit_deadline){ .size = sizeof *deadline,
		.name = name,
		.at = at,
		.zone = zone,
		.url = url };
	list_add(draft, &draft->deadlines, deadline);
}

char *
draft_joined(struct draft *draft, const char *first, const char *second)
{
	size_t len = first ? strlen(first) : 0;
	size_t more = second ? strlen(second) : 0;
	char *out = arena_take(draft->arena, len + more + 3);

	if (!out || len + more == 0)
		return NULL;
	snprintf(out, len + more + 3, "%s%s%s", first ? first : "",
	    len && more ? ", " : "", second ? second : "");
	return out;
}

/* ------------------------------------------------------------------- end */

int
draft_end(struct draft *draft)
{
	struct ambit_event *event = &draft->event;

	event->categories = draft->categories.items;
	event->participants = (const void *)draft->people.items;
	event->deadlines = (const void *)draft->deadlines.items;
	if (draft->arena->failed)
		draft_refuse(draft, "no memory to read it");
	if (!draft->reason[0] && (!event->summary || !*event->summary))
		draft_refuse(draft, "it has no title");
	if (draft->reason[0])
		return item_refuse(draft->reading->host, draft->reading->run,
		    event, draft->extra.line, draft->reason);
	return reading_give(draft->reading, event, &draft->extra);
}
