/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Publishers write one thing in many ways: a text, {"@value": text}, a list
 * of either, a thing with a name. A family of functions takes what is meant.
 */
#include "jsonld_event.h"

#include <stdlib.h>
#include <string.h>

#include "readers/duration.h"
#include "readers/html_text.h"
#include "readers/xml_document.h"

/* ------------------------------------------------------------------ texts */

/* The text that a value stands for: itself, its @value or its name; of a list
 * the first that is one. Not "". */
static const char *
text_meant(const json_t *value)
{
	const char *text = json_string_value(value);
	const json_t *one;
	size_t i;

	if (!text)
		text = json_text_at(value, "@value");
	if (!text && json_is_object(value))
		text = text_meant(json_object_get(value, "name"));
	json_array_foreach(value, i, one)
	{
		if (!text)
			text = text_meant(one);
	}
	return text && *text ? text : NULL;
}

static const char *
text_at(const json_t *node, const char *path)
{
	return text_meant(json_at(node, path));
}

static const char *
line_at(struct draft *draft, const json_t *node, const char *path)
{
	return html_line(draft->arena, text_at(node, path));
}

/* A number, or a text that is one. */
static double
number_at(const json_t *node, const char *path)
{
	const char *text = json_text_at(node, path);

	return text ? strtod(text, NULL) : json_number_at(node, path, 0);
}

/* ----------------------------------------------------------------- who it is
 */

static const char *
identifier_of(const json_t *node)
{
	const char *id = text_at(node, "identifier.value");

	return id ? id : text_at(node, "identifier");
}

const char *
jsonld_uid(struct json_document *document, const json_t *node)
{
	const char *base = document->reading->url;
	const char *id = json_text_at(node, "@id");

	if (id && strncmp(id, "_:", 2) != 0)
		return xml_absolute(&document->arena, id, base);
	id = identifier_of(node);
	if (id)
		return id;
	id = text_at(node, "url");
	return id ? xml_absolute(&document->arena, id, base) : NULL;
}

/* "EventCancelled", with or without its address, or a word like it. */
static void
status_take(struct draft *draft, const json_t *node)
{
	const char *status = text_at(node, "eventStatus");

	if (!status)
		status = json_text_at(node, "eventStatus.@id");
	if (!status)
		return;
	if (strcasestr(status, "cancel"))
		draft->event.status = "cancelled";
	else if (strcasestr(status, "postpone"))
		draft->event.status = "tentative";
	else
		draft->event.status = "confirmed";
}

/* ------------------------------------------------------------------- when */

/* Midnight on the writer's wall; of an end also the day's last minute. */
static bool
is_day_bound(const char *text, bool end)
{
	const int64_t last_minute = 86400 - 60;
	struct dates_time time;

	if (!text || dates_read_iso(text, &time) != 0)
		return false;
	if (dates_is_midnight(&time))
		return true;
	return end &&
	       time.seconds + time.offset - dates_day_of(&time).seconds >=
		   last_minute;
}

/* The date of a time, by the writer's wall. */
static const char *
day_of(struct draft *draft, const char *text)
{
	struct dates_time time;
	char day[DATES_TEXT];

	if (!text || dates_read_iso(text, &time) != 0)
		return text;
	time = dates_day_of(&time);
	dates_text(&time, day);
	return arena_text(draft->arena, day, strlen(day));
}

/* A start and how long it takes. */
static void
duration_take(struct draft *draft, const char *start, const char *duration)
{
	struct dates_time from, to;
	int64_t seconds;

	if (!start || dates_read_iso(start, &from) != 0 ||
	    from.form == DATES_DAY || !duration_read(duration, &seconds)) {
		draft_times(draft, start, NULL, NULL);
		return;
	}
	to = from;
	to.seconds += seconds;
	draft_span(draft, &from, &to, NULL);
}

/* Days that are written as midnights are days, the last one included. */
static void
times_take(struct draft *draft, const json_t *node)
{
	const char *start = text_at(node, "startDate");
	const char *end = text_at(node, "endDate");
	const char *duration = text_at(node, "duration");

	if (is_day_bound(start, false) && (!end || is_day_bound(end, true)))
		draft_times(
		    draft, day_of(draft, start), day_of(draft, end), NULL);
	else if (!end && duration)
		duration_take(draft, start, duration);
	else
		draft_times(draft, start, end, NULL);
}

/* ------------------------------------------------------------------ where */

static bool
type_mentions(const json_t *node, const char *word)
{
	const char *type = text_at(node, "@type");

	return type && strstr(type, word);
}

static void
address_take(struct draft *draft, const json_t *place)
{
	struct ambit_event *event = &draft->event;
	const json_t *address = json_object_get(place, "address");
	const char *street;

	if (json_is_array(address))
		address = json_array_get(address, 0);
	street = json_is_string(address)
		     ? html_line(draft->arena, json_string_value(address))
		     : line_at(draft, address, "streetAddress");
	event->place =
	    draft_joined(draft, line_at(draft, place, "name"), street);
	event->city = line_at(draft, address, "addressLocality");
	event->country = line_at(draft, address, "addressCountry");
}

/* Takes the first place that is one; tells whether it is somewhere, online. */
static void
place_take(
    struct draft *draft, const json_t *place, bool *somewhere, bool *online)
{
	struct ambit_event *event = &draft->event;

	if (json_is_object(place) && type_mentions(place, "VirtualLocation")) {
		*online = true;
		return;
	}
	if (*somewhere)
		return;
	if (json_is_string(place))
		event->place =
		    html_line(draft->arena, json_string_value(place));
	else
		address_take(draft, place);
	event->latitude = number_at(place, "geo.latitude");
	event->longitude = number_at(place, "geo.longitude");
	*somewhere = event->place || event->city;
}

/* "https://schema.org/MixedEventAttendanceMode"; else what its places say. */
static const char *
attendance_of(const json_t *node, bool somewhere, bool online)
{
	const char *mode = text_at(node, "eventAttendanceMode");

	if (!mode)
		mode = json_text_at(node, "eventAttendanceMode.@id");
	if (mode && strstr(mode, "Mixed"))
		return "mixed";
	if (mode && strstr(mode, "Offline"))
		return "in-person";
	if (mode && strstr(mode, "Online"))
		return "online";
	return online ? (somewhere ? "mixed" : "online") : NULL;
}

static void
places_take(struct draft *draft, const json_t *node)
{
	const json_t *location = json_object_get(node, "location"), *one;
	bool somewhere = false, online = false;
	size_t i;

	json_array_foreach(location, i, one)
	    place_take(draft, one, &somewhere, &online);
	if (location && !json_is_array(location))
		place_take(draft, location, &somewhere, &online);
	draft->event.attendance = attendance_of(node, somewhere, online);
}

/* ---------------------------------------------------------------- the rest */

static void
person_take(struct draft *draft, const json_t *person)
{
	const char *works = line_at(draft, person, "affiliation");

	draft_person(draft, html_line(draft->arena, text_meant(person)),
	    "speaker", works ? works : line_at(draft, person, "worksFor"));
}

static void
people_take(struct draft *draft, const json_t *people)
{
	const json_t *one;
	size_t i;

	json_array_foreach(people, i, one) person_take(draft, one);
	if (people && !json_is_array(people))
		person_take(draft, people);
}

/* A list, or one text with commas. */
static void
keywords_take(struct draft *draft, const json_t *keywords)
{
	const char *text = json_string_value(keywords);
	const json_t *one;
	size_t i;

	json_array_foreach(keywords, i, one)
	    draft_category(draft, html_line(draft->arena, text_meant(one)));
	for (size_t len; text && *text; text += len + (text[len] == ',')) {
		len = strcspn(text, ",");
		draft_category(draft, html_line(draft->arena,
					  arena_text(draft->arena, text, len)));
	}
}

/* "ca" and "en-GB" are; "Catalan" is not. */
static const char *
language_of(const json_t *node)
{
	const char *language = json_text_at(node, "inLanguage.alternateName");

	if (!language)
		language = text_at(node, "inLanguage");
	return language && strcspn(language, "-_") <= 3 ? language : NULL;
}

/* The end of the last offer, where that is before the event begins: until
 * then one can register. */
static void
offers_take(struct draft *draft, const json_t *offers)
{
	const char *last = NULL;
	const json_t *offer;
	size_t i = 0, n = json_is_array(offers) ? json_array_size(offers) : 1;
	struct dates_time time;
	char *at;

	for (; i < n; i++) {
		const char *ends;

		offer =
		    json_is_array(offers) ? json_array_get(offers, i) : offers;
		ends = text_at(offer, "availabilityEnds");
		ends = ends ? ends : text_at(offer, "validThrough");
		if (ends && (!last || strcmp(ends, last) > 0))
			last = ends;
	}
	if (!last || dates_read_iso(last, &time) != 0)
		return;
	at = arena_take(draft->arena, DATES_TEXT);
	if (!at)
		return;
	dates_text(&time, at);
	if (draft->event.start && strcmp(at, draft->event.start) < 0)
		draft_deadline(draft, "registration", at,
		    time.form == DATES_WALL ? draft->event.zone : NULL, NULL);
}

/* What it is known by from here on, so that its parts can name it. */
static const char *
uid_settle(
    struct draft *draft, struct json_document *document, const json_t *node)
{
	struct ambit_event *event = &draft->event;
	char *uid;

	event->uid = jsonld_uid(document, node);
	if (event->uid || !draft->reading->config->derive_uid ||
	    !event->summary || !event->start)
		return event->uid;
	uid = arena_take(draft->arena, ITEM_UID_ROOM);
	event->uid = uid ? item_content_uid(event, uid) : NULL;
	return event->uid;
}

int
jsonld_event(struct json_document *document, const json_t *node, int64_t line,
    const char *parent, const char **uid)
{
	struct draft draft =
	    draft_begin(document->reading, &document->arena, line);
	struct ambit_event *event = &draft.event;
	const char *url = text_at(node, "url");

	event->parent = parent;
	event->summary = line_at(&draft, node, "name");
	event->description =
	    html_text(draft.arena, text_at(node, "description"));
	if (url)
		event->url =
		    xml_absolute(draft.arena, url, document->reading->url);
	event->language = language_of(node);
	event->organiser = line_at(&draft, node, "organizer");
	status_take(&draft, node);
	times_take(&draft, node);
	places_take(&draft, node);
	people_take(&draft, json_object_get(node, "performer"));
	keywords_take(&draft, json_object_get(node, "keywords"));
	offers_take(&draft, json_object_get(node, "offers"));
	*uid = uid_settle(&draft, document, node);
	return draft_end(&draft);
}
