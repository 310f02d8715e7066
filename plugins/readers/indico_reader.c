/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Indico's export (/export/categ/ID.json, /export/event/ID.json): events, and
 * with detail=contributions or detail=sessions what is in them, each under
 * its event or session. Ids are those of Indico's own iCalendar, so an event
 * that is read both ways is one.
 */
#include <stdio.h>
#include <string.h>

#include "readers/html_text.h"
#include "readers/json_document.h"

static int
indico_recognise(const struct reading *reading)
{
	return reading_begins(reading, "{") &&
		       reading_mentions(reading, "\"HTTPAPIResult\"")
		   ? 100
		   : 0;
}

/* What is known of the event when its parts are read. */
struct gathering {
	const char *uid;  /* of the event or session that they are under */
	const char *root; /* of the event */
	const char *host; /* of its address */
	int64_t line;
	int undated; /* parts that are not in the programme yet */
};

/* "indico.example" of "https://indico.example/event/7/". */
static const char *
host_of(struct arena *arena, const char *url)
{
	const char *start = url ? strstr(url, "://") : NULL;

	if (!start)
		return "indico";
	start += 3;
	return arena_text(arena, start, strcspn(start, "/:?#"));
}

static const char *
uid_make(struct arena *arena, const char *base, const char *kind,
    const char *id, const char *host)
{
	size_t room = strlen(base) + strlen(kind) + strlen(id) + strlen(host);
	char *uid = arena_take(arena, room + 4);

	if (uid)
		snprintf(uid, room + 4, "%s%s-%s@%s", base, kind, id, host);
	return uid;
}

/* {"date": "2026-05-04", "time": "09:00:00", "tz": "Europe/Madrid"} as one
 * text; NULL when it is none. */
static const char *
time_of(struct arena *arena, const json_t *item, const char *name)
{
	const json_t *at = json_at(item, name);
	const char *day = json_text_at(at, "date");
	const char *clock = json_text_at(at, "time");
	char text[64];

	if (!day)
		return NULL;
	snprintf(text, sizeof text, "%s%s%s", day, clock ? "T" : "",
	    clock ? clock : "");
	return arena_text(arena, text, strlen(text));
}

static void
people_take(struct draft *draft, const json_t *people, const char *role)
{
	const json_t *person;
	size_t i;

	json_array_foreach(people, i, person)
	{
		const char *name = json_text_at(person, "fullName");

		draft_person(draft,
		    name ? name : json_text_at(person, "familyName"), role,
		    json_text_at(person, "affiliation"));
	}
}

/* What events, sessions and contributions have in common. */
static struct draft
common_take(struct json_document *document, const json_t *item, int64_t line)
{
	struct draft draft =
	    draft_begin(document->reading, &document->arena, line);
	struct ambit_event *event = &draft.event;
	const char *room = json_text_at(item, "roomFullname");

	event->summary = html_line(draft.arena, json_text_at(item, "title"));
	event->description =
	    html_text(draft.arena, json_text_at(item, "description"));
	event->url = json_text_at(item, "url");
	event->place =
	    draft_joined(&draft, room ? room : json_text_at(item, "room"),
		json_text_at(item, "location"));
	draft_times(&draft, time_of(draft.arena, item, "startDate"),
	    time_of(draft.arena, item, "endDate"),
	    json_text_at(item, "startDate.tz"));
	return draft;
}

/* ------------------------------------------------------ what is in events */

static int parts_take(struct json_document *document, const json_t *item,
    struct gathering *gathering);

/* One contribution or session; what is not in the programme yet is counted. */
static int
part_take(struct json_document *document, const json_t *part, const char *kind,
    struct gathering *gathering)
{
	struct arena *arena = &document->arena;
	const char *id = json_id_at(arena, part, "id");
	const bool session = !strcmp(kind, "-session");
	struct gathering inner = *gathering;
	struct draft draft;
	int result;

	if (!json_is_object(json_at(part, "startDate"))) {
		gathering->undated++;
		return AMBIT_OK;
	}
	draft = common_take(document, part, gathering->line);
	draft.event.parent = gathering->uid;
	if (id)
		draft.event.uid =
		    uid_make(arena, gathering->root, kind, id, gathering->host);
	people_take(&draft, json_at(part, "speakers"), "speaker");
	people_take(&draft, json_at(part, "sessionConveners"), "chair");
	draft_category(&draft, json_text_at(part, "track"));
	result = draft_end(&draft);
	if (result != AMBIT_OK || !session)
		return result;
	inner.uid = draft.event.uid ? draft.event.uid : gathering->uid;
	result = parts_take(document, part, &inner);
	gathering->undated = inner.undated;
	return result;
}

static int
parts_take(struct json_document *document, const json_t *item,
    struct gathering *gathering)
{
	const json_t *part;
	int result = AMBIT_OK;
	size_t i;

	json_array_foreach(json_at(item, "contributions"), i, part)
	{
		if (result == AMBIT_OK)
			result = part_take(
			    document, part, "-contribution", gathering);
	}
	json_array_foreach(json_at(item, "sessions"), i, part)
	{
		if (result == AMBIT_OK)
			result =
			    part_take(document, part, "-session", gathering);
	}
	return result;
}

/* ----------------------------------------------------------------- events */

static void
keywords_take(struct draft *draft, const json_t *keywords)
{
	const json_t *keyword;
	size_t i;

	json_array_foreach(keywords, i, keyword)
	    draft_category(draft, json_string_value(keyword));
}

static void
people_of_event(struct draft *draft, const json_t *item)
{
	const char *type = json_text_at(item, "type");
	const bool lecture =
	    type && (!strcmp(type, "lecture") || !strcmp(type, "simple_event"));

	people_take(
	    draft, json_at(item, "chairs"), lecture ? "speaker" : "chair");
	draft->event.organiser =
	    html_line(draft->arena, json_text_at(item, "organizer"));
}

static void
undated_tell(const struct reading *reading, const struct draft *draft, int n)
{
	char text[300];

	if (!n)
		return;
	snprintf(text, sizeof text,
	    "%.200s: %d of its sessions and contributions have no time yet",
	    draft->event.summary, n);
	reading->host->log(reading->run, AMBIT_LOG_INFO, text);
}

static int
event_take(
    struct json_document *document, const json_t *item, int64_t line, void *arg)
{
	struct draft draft = common_take(document, item, line);
	struct ambit_event *event = &draft.event;
	const char *id = json_id_at(draft.arena, item, "id");
	struct gathering gathering = { .host = host_of(draft.arena, event->url),
		.line = line };
	int result;

	(void)arg;
	if (id)
		event->uid = uid_make(
		    draft.arena, "indico", "-event", id, gathering.host);
	if (json_is_true(json_at(item, "label.is_event_not_happening")))
		event->status = "cancelled";
	draft_category(&draft, json_text_at(item, "type"));
	draft_category(&draft, json_text_at(item, "category"));
	keywords_take(&draft, json_at(item, "keywords"));
	people_of_event(&draft, item);
	result = draft_end(&draft);
	if (result != AMBIT_OK || draft.reason[0] || !event->uid)
		return result;
	gathering.uid = event->uid;
	gathering.root =
	    arena_text(draft.arena, event->uid, strcspn(event->uid, "@"));
	result = parts_take(document, item, &gathering);
	undated_tell(document->reading, &draft, gathering.undated);
	return result;
}

/* A list that was cut off at the server's limit never tells what is gone: what
 * it brought is kept, and a person told. */
static int
end_of_list(struct json_document *document, struct json_part complete)
{
	if (json_part_kind(complete) != 'f')
		return AMBIT_OK;
	document->reading->host->checkpoint(document->reading->run, NULL);
	return reading_fail(document->reading,
	    "Indico says that its list is not complete; ask for less (from=, "
	    "to= in the address)");
}

static int
indico_read(struct reading *reading)
{
	static const char *const names[] = { "results", "complete" };
	struct json_document document;
	struct json_part found[2];
	int result = json_open(&document, reading);

	if (result == AMBIT_OK &&
	    !json_members(&document.cutter, document.root, names, 2, found))
		result = json_faults(&document);
	if (result == AMBIT_OK && json_part_kind(found[0]) != '[')
		result = reading_fail(reading,
		    "it has no list of events; export/categ and export/event "
		    "have");
	if (result == AMBIT_OK)
		result = json_items(&document, found[0], event_take, NULL);
	if (result == AMBIT_OK)
		result = end_of_list(&document, found[1]);
	json_close(&document);
	return result;
}

const struct reader reader_indico = {
	.name = "indico",
	.accept = "application/json",
	.recognise = indico_recognise,
	.read = indico_read,
};
