/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Events Calendar, WordPress's, by its REST interface
 * (/wp-json/tribe/events/v1/events): pages of events whose whole days end at
 * 23:59:59, whose texts are HTML, and whose empty objects are empty lists.
 */
#include <stdio.h>
#include <string.h>

#include "readers/html_text.h"
#include "readers/json_document.h"
#include "readers/zone_name.h"

static int
tribe_recognise(const struct reading *reading)
{
	return reading_begins(reading, "{") &&
		       reading_mentions(reading, "\"events\"") &&
		       (reading_mentions(reading, "\"rest_url\"") ||
			   reading_mentions(reading, "\"next_rest_url\""))
		   ? 90
		   : 0;
}

/* "2026-05-04 09:30:00" of UTC as an instant. */
static const char *
instant_of(struct arena *arena, const json_t *item, const char *name)
{
	const char *text = json_text_at(item, name);
	char instant[40];

	if (!text)
		return NULL;
	snprintf(instant, sizeof instant, "%.30sZ", text);
	return arena_text(arena, instant, strlen(instant));
}

/* The date of "2026-05-04 23:59:59". */
static const char *
date_of(struct arena *arena, const json_t *item, const char *name)
{
	const char *text = json_text_at(item, name);

	return text ? arena_text(arena, text, strcspn(text, " T")) : NULL;
}

/* WordPress knows zones by name and by offset ("UTC+2"); of the latter its
 * times in UTC tell when it is. */
static void
times_take(struct draft *draft, const json_t *item)
{
	struct arena *arena = draft->arena;
	const char *zone = json_text_at(item, "timezone");

	if (json_is_true(json_at(item, "all_day")))
		draft_times(draft, date_of(arena, item, "start_date"),
		    date_of(arena, item, "end_date"), NULL);
	else if (!zone || zone_name_known(zone) ||
		 !json_text_at(item, "utc_start_date"))
		draft_times(draft, json_text_at(item, "start_date"),
		    json_text_at(item, "end_date"), zone);
	else
		draft_times(draft, instant_of(arena, item, "utc_start_date"),
		    instant_of(arena, item, "utc_end_date"), NULL);
}

static void
place_take(struct draft *draft, const json_t *item)
{
	struct ambit_event *event = &draft->event;
	const json_t *venue = json_at(item, "venue");
	struct arena *arena = draft->arena;

	event->place =
	    draft_joined(draft, html_line(arena, json_text_at(venue, "venue")),
		html_line(arena, json_text_at(venue, "address")));
	event->city = html_line(arena, json_text_at(venue, "city"));
	event->country = html_line(arena, json_text_at(venue, "country"));
	event->latitude = json_number_at(venue, "geo_lat", 0);
	event->longitude = json_number_at(venue, "geo_lng", 0);
}

static void
names_take(struct draft *draft, const json_t *list)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(list, i, entry) draft_category(
	    draft, html_line(draft->arena, json_text_at(entry, "name")));
}

/* A list, or an object for one; the first of them. */
static const json_t *
first_of(const json_t *value)
{
	return json_is_array(value) ? json_array_get(value, 0) : value;
}

static int
event_take(
    struct json_document *document, const json_t *item, int64_t line, void *arg)
{
	struct draft draft =
	    draft_begin(document->reading, &document->arena, line);
	struct ambit_event *event = &draft.event;
	struct arena *arena = draft.arena;

	(void)arg;
	event->uid = json_text_at(item, "global_id");
	event->url = json_text_at(item, "url");
	if (!event->uid)
		event->uid = event->url;
	event->summary = html_line(arena, json_text_at(item, "title"));
	event->description =
	    html_text(arena, json_text_at(item, "description"));
	event->organiser = html_line(arena,
	    json_text_at(first_of(json_at(item, "organizer")), "organizer"));
	times_take(&draft, item);
	place_take(&draft, item);
	names_take(&draft, json_at(item, "categories"));
	names_take(&draft, json_at(item, "tags"));
	return draft_end(&draft);
}

static int
tribe_read(struct reading *reading)
{
	static const char *const names[] = { "events", "next_rest_url" };
	struct json_document document;
	struct json_part found[2];
	char next[2048];
	int result = json_open(&document, reading);

	if (result == AMBIT_OK &&
	    !json_members(&document.cutter, document.root, names, 2, found))
		result = json_faults(&document);
	if (result == AMBIT_OK && json_part_kind(found[0]) != '[')
		result = reading_fail(reading, "it has no list of events");
	if (result == AMBIT_OK)
		result = json_items(&document, found[0], event_take, NULL);
	if (result == AMBIT_OK && json_part_text(found[1], next, sizeof next) &&
	    next[0])
		reading_continue(reading, next);
	json_close(&document);
	return result;
}

const struct reader reader_tribe = {
	.name = "tribe",
	.accept = "application/json",
	.recognise = tribe_recognise,
	.read = tribe_read,
};
