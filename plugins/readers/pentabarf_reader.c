/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programmes of conferences in the XML that pentabarf began and frab, pretalx
 * and others write: schedule > day > room > event.
 */
#include <stddef.h>
#include <string.h>

#include "readers/schedule.h"
#include "readers/xml_document.h"

static int
pentabarf_recognise(const struct reading *reading)
{
	if (!reading_begins(reading, "<"))
		return 0;
	if (reading_begins(reading, "<schedule"))
		return 95;
	return reading_mentions(reading, "<schedule") &&
		       reading_mentions(reading, "<conference")
		   ? 95
		   : 0;
}

/* A talk's text without the blanks around it. */
static const char *
trimmed(struct arena *arena, const xmlNode *node, const char *name)
{
	return arena_trimmed(arena, xml_child_text(arena, node, name));
}

static void
people_take(struct draft *draft, const xmlNode *talk)
{
	const xmlNode *person = xml_child(xml_child(talk, "persons"), "person");

	for (; person; person = xml_again(person))
		draft_person(
		    draft, xml_text(draft->arena, person), "speaker", NULL);
}

static int
talk_take(struct reading *reading, const struct schedule *schedule,
    const struct schedule_day *day, const xmlNode *node, struct arena *arena)
{
	const char *room = trimmed(arena, node, "room");
	const struct talk talk = { .line = xml_line(node),
		.guid = xml_value(arena, node, "guid"),
		.id = xml_value(arena, node, "id"),
		.title = xml_child_text(arena, node, "title"),
		.subtitle = xml_child_text(arena, node, "subtitle"),
		.track = xml_child_text(arena, node, "track"),
		.type = xml_child_text(arena, node, "type"),
		.room = room ? room : xml_value(arena, node->parent, "name"),
		.language = trimmed(arena, node, "language"),
		.abstract = xml_child_text(arena, node, "abstract"),
		.description = xml_child_text(arena, node, "description"),
		.url = trimmed(arena, node, "url"),
		.date = trimmed(arena, node, "date"),
		.start = trimmed(arena, node, "start"),
		.end = trimmed(arena, node, "end"),
		.duration = trimmed(arena, node, "duration") };
	struct draft draft =
	    schedule_talk(schedule, day, &talk, reading, arena);

	people_take(&draft, node);
	return draft_end(&draft);
}

/* The talks of one day, each with an arena emptied before it. */
static int
day_take(struct reading *reading, const struct schedule *schedule,
    const struct schedule_day *day, const xmlNode *node)
{
	struct arena arena = ARENA_INIT;
	int result = AMBIT_OK;

	for (const xmlNode *room = xml_child(node, "room"); room;
	     room = xml_again(room))
		for (const xmlNode *talk = xml_child(room, "event");
		     talk && result == AMBIT_OK; talk = xml_again(talk)) {
			arena_reset(&arena);
			result =
			    talk_take(reading, schedule, day, talk, &arena);
		}
	arena_free(&arena);
	return result;
}

static const char *
last_date(struct arena *arena, const xmlNode *day)
{
	const xmlNode *next;

	while (day && (next = xml_again(day)) != NULL)
		day = next;
	return xml_value(arena, day, "date");
}

static int
conference_take(
    struct reading *reading, const xmlNode *root, struct arena *arena)
{
	const xmlNode *conference = xml_child(root, "conference");
	const xmlNode *day = xml_child(root, "day");
	struct schedule schedule = {
		.acronym = trimmed(arena, conference, "acronym"),
		.title = trimmed(arena, conference, "title"),
		.url = trimmed(arena, conference, "url"),
		.venue = trimmed(arena, conference, "venue"),
		.city = trimmed(arena, conference, "city"),
		.start = trimmed(arena, conference, "start"),
		.end = trimmed(arena, conference, "end"),
		.zone = trimmed(arena, conference, "time_zone_name"),
		.day_change = trimmed(arena, conference, "day_change"),
	};
	int result = schedule_begin(&schedule, reading, arena,
	    conference ? xml_line(conference) : 1,
	    xml_value(arena, day, "date"), last_date(arena, day));

	for (; day && result == AMBIT_OK; day = xml_again(day)) {
		const struct schedule_day of = { xml_value(arena, day, "date"),
			xml_value(arena, day, "start") };

		result = day_take(reading, &schedule, &of, day);
	}
	return result;
}

static int
pentabarf_read(struct reading *reading)
{
	struct arena arena = ARENA_INIT;
	xmlDoc *document;
	const xmlNode *root;
	int result = xml_open(reading, &document);

	if (result != AMBIT_OK)
		return result;
	root = xmlDocGetRootElement(document);
	if (root && !strcmp((const char *)root->name, "schedule"))
		result = conference_take(reading, root, &arena);
	else
		result = reading_fail(reading, "it is no schedule");
	arena_free(&arena);
	xmlFreeDoc(document);
	return result;
}

const struct reader reader_pentabarf = {
	.name = "pentabarf",
	.accept = "application/xml, text/xml",
	.recognise = pentabarf_recognise,
	.read = pentabarf_read,
};
