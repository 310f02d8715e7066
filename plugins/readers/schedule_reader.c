/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programmes of conferences as frab, pretalx and the hub write them in JSON:
 * schedule.conference.days[].rooms{}[]. The first version has start and
 * duration, the second an end beside them; people have public_name or name.
 */
#include <stddef.h>
#include <string.h>

#include "readers/json_document.h"
#include "readers/schedule.h"

static int
schedule_recognise(const struct reading *reading)
{
	if (!reading_begins(reading, "{"))
		return 0;
	return reading_mentions(reading, "\"conference\"") &&
		       reading_mentions(reading, "\"days\"")
		   ? 90
		   : 0;
}

/* The day that is being read. */
struct sitting {
	const struct schedule *schedule;
	struct schedule_day day;
	const char *room; /* NULL: each talk names its own */
};

static const char *
either_text(const json_t *item, const char *name, const char *other)
{
	const char *text = json_text_at(item, name);

	return text ? text : json_text_at(item, other);
}

static void
people_take(struct draft *draft, const json_t *people)
{
	const json_t *person;
	size_t i;

	json_array_foreach(people, i, person) draft_person(
	    draft, either_text(person, "public_name", "name"), "speaker", NULL);
}

static int
talk_take(
    struct json_document *document, const json_t *item, int64_t line, void *arg)
{
	const struct sitting *sitting = arg;
	const char *room = json_text_at(item, "room");
	const struct talk talk = { .line = line,
		.guid = json_text_at(item, "guid"),
		.id = json_id_at(&document->arena, item, "id"),
		.title = json_text_at(item, "title"),
		.subtitle = json_text_at(item, "subtitle"),
		.track = json_text_at(item, "track"),
		.type = json_text_at(item, "type"),
		.room = room ? room : sitting->room,
		.language = json_text_at(item, "language"),
		.abstract = json_text_at(item, "abstract"),
		.description = json_text_at(item, "description"),
		.url = json_text_at(item, "url"),
		.date = json_text_at(item, "date"),
		.start = json_text_at(item, "start"),
		.end = json_text_at(item, "end"),
		.duration = json_text_at(item, "duration") };
	struct draft draft = schedule_talk(sitting->schedule, &sitting->day,
	    &talk, document->reading, &document->arena);

	people_take(&draft, json_at(item, "persons"));
	return draft_end(&draft);
}

/* A text of the conference or a day, which outlives the items. */
static const char *
lasting_text(struct arena *arena, struct json_part part)
{
	char text[400];

	if (!json_part_text(part, text, sizeof text) || !text[0])
		return NULL;
	return arena_text(arena, text, strlen(text));
}

/* A day's rooms: an object of lists by name. */
static int
rooms_take(struct json_document *document, struct json_part rooms,
    struct sitting *sitting, struct arena *arena)
{
	struct json_walk walk = json_walk(&document->cutter, rooms);
	int result = AMBIT_OK;

	while (result == AMBIT_OK && json_walk_next(&walk)) {
		sitting->room = lasting_text(arena, walk.key);
		result = json_items(document, walk.value, talk_take, sitting);
	}
	return result == AMBIT_OK ? json_faults(document) : result;
}

static const char *const day_names[] = { "date", "day_start", "rooms" };

static int
days_take(struct json_document *document, struct json_part days,
    const struct schedule *schedule, struct arena *arena)
{
	struct json_walk walk = json_walk(&document->cutter, days);
	struct json_part found[3];
	int result = AMBIT_OK;

	while (result == AMBIT_OK && json_walk_next(&walk)) {
		struct sitting sitting = { .schedule = schedule };

		if (!json_members(
			&document->cutter, walk.value, day_names, 3, found))
			break;
		sitting.day.date = lasting_text(arena, found[0]);
		sitting.day.start = lasting_text(arena, found[1]);
		result = rooms_take(document, found[2], &sitting, arena);
	}
	return result == AMBIT_OK ? json_faults(document) : result;
}

/* The dates of the first and the last day. */
static void
days_bound(struct json_document *document, struct json_part days,
    struct arena *arena, const char **first, const char **last)
{
	struct json_walk walk = json_walk(&document->cutter, days);
	struct json_part date;

	*first = *last = NULL;
	while (json_walk_next(&walk) && json_members(&document->cutter,
					    walk.value, day_names, 1, &date)) {
		*last = lasting_text(arena, date);
		*first = *first ? *first : *last;
	}
}

static int
conference_take(struct json_document *document, struct json_part conference,
    struct arena *arena)
{
	static const char *const names[] = { "acronym", "title", "url", "start",
		"end", "time_zone_name", "venue", "city", "days" };
	struct schedule schedule = { .day_change = NULL };
	const char *first, *last;
	struct json_part found[9];
	int result;

	if (!json_members(&document->cutter, conference, names, 9, found))
		return json_faults(document);
	schedule.acronym = lasting_text(arena, found[0]);
	schedule.title = lasting_text(arena, found[1]);
	schedule.url = lasting_text(arena, found[2]);
	schedule.start = lasting_text(arena, found[3]);
	schedule.end = lasting_text(arena, found[4]);
	schedule.zone = lasting_text(arena, found[5]);
	schedule.venue = lasting_text(arena, found[6]);
	schedule.city = lasting_text(arena, found[7]);
	days_bound(document, found[8], arena, &first, &last);
	result = schedule_begin(&schedule, document->reading, &document->arena,
	    json_cut_line(&document->cutter, conference.at), first, last);
	return result == AMBIT_OK
		   ? days_take(document, found[8], &schedule, arena)
		   : result;
}

static int
schedule_read(struct reading *reading)
{
	static const char *const outer[] = { "schedule" };
	static const char *const inner[] = { "conference" };
	struct json_document document;
	struct arena arena = ARENA_INIT;
	struct json_part schedule, conference;
	int result = json_open(&document, reading);

	if (result == AMBIT_OK &&
	    json_members(
		&document.cutter, document.root, outer, 1, &schedule) &&
	    json_members(&document.cutter,
		schedule.at ? schedule : document.root, inner, 1, &conference))
		result = conference.at
			     ? conference_take(&document, conference, &arena)
			     : reading_fail(reading, "it has no conference");
	if (result == AMBIT_OK)
		result = json_faults(&document);
	json_close(&document);
	arena_free(&arena);
	return result;
}

const struct reader reader_schedule = {
	.name = "schedule",
	.accept = "application/json",
	.recognise = schedule_recognise,
	.read = schedule_read,
};
