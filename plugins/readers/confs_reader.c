/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of conferences as confs.tech keeps them: an array of {name, url,
 * startDate, endDate, city, country, online, locales, cfpUrl, cfpEndDate},
 * all dates whole days and the last one included. They have no id, and a
 * conference of several topics stands in several files: title, first day and
 * city are what one is known by.
 */
#include <stddef.h>
#include <string.h>

#include "readers/html_text.h"
#include "readers/json_document.h"

/* A list of nothing says so in any format; it is read as one of these. */
static int
is_empty_list(const struct reading *reading)
{
	const char *text = strchr(reading->text, '[');

	text += 1 + strspn(text + 1, " \t\r\n");
	return *text == ']' && text[1 + strspn(text + 1, " \t\r\n")] == '\0';
}

static int
confs_recognise(const struct reading *reading)
{
	if (!reading_begins(reading, "["))
		return 0;
	if (is_empty_list(reading))
		return 10;
	if (reading_mentions(reading, "\"@type\""))
		return 0;
	return reading_mentions(reading, "\"startDate\"") &&
		       reading_mentions(reading, "\"name\"")
		   ? 70
		   : 0;
}

/* "EN,DE": the texts are in the first. */
static void
language_take(struct draft *draft, const char *locales)
{
	size_t len = locales ? strspn(locales, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					       "abcdefghijklmnopqrstuvwxyz-")
			     : 0;
	char *language =
	    len >= 2 ? arena_text(draft->arena, locales, len) : NULL;

	for (char *c = language; c && *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	draft->event.language = language;
}

/* The call for papers closes at the end of this day. */
static void
call_take(struct draft *draft, const json_t *item)
{
	const char *at = json_text_at(item, "cfpEndDate");
	struct dates_time day;

	if (at && dates_read_iso(at, &day) == 0 && day.form == DATES_DAY)
		draft_deadline(draft, "call-for-papers", at, NULL,
		    json_text_at(item, "cfpUrl"));
}

static void
place_take(struct draft *draft, const json_t *item)
{
	struct ambit_event *event = &draft->event;

	event->country = json_text_at(item, "country");
	if (json_is_true(json_at(item, "online")))
		event->attendance = event->city ? "mixed" : "online";
}

static int
conference_take(
    struct json_document *document, const json_t *item, int64_t line, void *arg)
{
	struct draft draft =
	    draft_begin(document->reading, &document->arena, line);
	struct ambit_event *event = &draft.event;
	char uid[ITEM_UID_ROOM];

	(void)arg;
	event->summary = html_line(draft.arena, json_text_at(item, "name"));
	event->url = json_text_at(item, "url");
	event->city = json_text_at(item, "city");
	draft_times(&draft, json_text_at(item, "startDate"),
	    json_text_at(item, "endDate"), NULL);
	if (event->summary && event->start)
		event->uid = item_content_uid(event, uid);
	place_take(&draft, item);
	language_take(&draft, json_text_at(item, "locales"));
	call_take(&draft, item);
	return draft_end(&draft);
}

static int
confs_read(struct reading *reading)
{
	struct json_document document;
	int result = json_open(&document, reading);

	if (result == AMBIT_OK && json_part_kind(document.root) != '[')
		result = reading_fail(reading, "it is no list");
	if (result == AMBIT_OK)
		result =
		    json_items(&document, document.root, conference_take, NULL);
	json_close(&document);
	return result;
}

const struct reader reader_confs = {
	.name = "confs",
	.accept = "application/json",
	.recognise = confs_recognise,
	.read = confs_read,
};
