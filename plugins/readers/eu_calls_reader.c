/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Topics of the EU Funding & Tenders portal (grantsTenders.json): each is an
 * event on the day on which its call opens, with its deadlines in order,
 * however the portal lists them. Times are milliseconds; a day is written as
 * its midnight in UTC, and stays a day. Keys are spelt as the portal spells
 * them.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "readers/html_text.h"
#include "readers/json_document.h"

#define DEADLINES_MOST 64
#define TYPE_GRANT 1 /* the other is a tender, which has no topic's page */

static const char brussels[] = "Europe/Brussels";

static int
eu_calls_recognise(const struct reading *reading)
{
	return reading_begins(reading, "{") &&
		       reading_mentions(reading, "\"GrantTenderObj\"")
		   ? 100
		   : 0;
}

/* Milliseconds as an instant, or the day that they are midnight of. */
static struct dates_time
time_of(const json_t *millis)
{
	struct dates_time time = { .form = DATES_NONE };

	if (!json_is_integer(millis))
		return time;
	time.form = DATES_INSTANT;
	time.seconds = json_integer_value(millis) / 1000;
	if (dates_is_midnight(&time))
		time.form = DATES_DAY;
	return time;
}

static const char *
text_of(struct draft *draft, const struct dates_time *time)
{
	char text[DATES_TEXT];

	dates_text(time, text);
	return arena_text(draft->arena, text, strlen(text));
}

static int
time_order(const void *a, const void *b)
{
	const struct dates_time *x = a, *y = b;

	return (x->seconds > y->seconds) - (x->seconds < y->seconds);
}

/* The deadlines, soonest first; how many. */
static size_t
deadlines_read(const json_t *list, struct dates_time out[DEADLINES_MOST])
{
	const json_t *millis;
	size_t i, n = 0;

	json_array_foreach(list, i, millis)
	{
		struct dates_time time = time_of(millis);

		if (time.form != DATES_NONE && n < DEADLINES_MOST)
			out[n++] = time;
	}
	qsort(out, n, sizeof out[0], time_order);
	return n;
}

/* What a deadline is of: a submission (of a stage), or a cut-off of a call
 * that stays open. */
static const char *
deadline_name(const json_t *item)
{
	const char *procedure =
	    json_text_at(item, "sumbissionProcedure.abbreviation");

	return procedure && strstr(procedure, "cut-off") ? "cut-off"
							 : "submission";
}

static void
deadlines_take(struct draft *draft, const json_t *item)
{
	struct dates_time times[DEADLINES_MOST];
	size_t n = deadlines_read(json_at(item, "deadlineDatesLong"), times);

	for (size_t i = 0; i < n; i++)
		draft_deadline(draft, deadline_name(item),
		    text_of(draft, &times[i]),
		    times[i].form == DATES_DAY ? NULL : brussels,
		    draft->event.url);
}

/* The topic's page, by its identifier in lower case. */
static const char *
topic_url(struct draft *draft, const char *identifier)
{
	static const char base[] =
	    "https://ec.europa.eu/info/funding-tenders/opportunities/portal/"
	    "screen/opportunities/topic-details/";
	size_t room = sizeof base + strlen(identifier);
	char *url = arena_take(draft->arena, room);

	if (!url)
		return NULL;
	snprintf(url, room, "%s%s", base, identifier);
	for (char *c = url + sizeof base - 1; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return url;
}

static void
categories_take(struct draft *draft, const json_t *item)
{
	const json_t *tag;
	size_t i;

	draft_category(
	    draft, json_text_at(item, "frameworkProgramme.abbreviation"));
	draft_category(
	    draft, json_text_at(item, "sumbissionProcedure.abbreviation"));
	json_array_foreach(json_at(item, "tags"), i, tag)
	    draft_category(draft, json_string_value(tag));
}

/* "TEST-CALL: its title", when the call says more than the topic. */
static const char *
call_of(struct draft *draft, const json_t *item)
{
	const char *identifier = json_text_at(item, "callIdentifier");
	const char *title =
	    html_line(draft->arena, json_text_at(item, "callTitle"));

	if (title && draft->event.summary &&
	    !strcmp(title, draft->event.summary))
		title = NULL;
	return draft_joined(draft, identifier, title);
}

static int
topic_take(
    struct json_document *document, const json_t *item, int64_t line, void *arg)
{
	struct draft draft =
	    draft_begin(document->reading, &document->arena, line);
	const struct dates_time none = { .form = DATES_NONE };
	struct ambit_event *event = &draft.event;
	struct dates_time opens =
	    time_of(json_at(item, "plannedOpeningDateLong"));

	(void)arg;
	event->uid = json_text_at(item, "identifier");
	event->summary = html_line(draft.arena, json_text_at(item, "title"));
	event->description = call_of(&draft, item);
	event->organiser = "European Commission";
	event->level = "eu";
	event->language = "en";
	if (event->uid && json_number_at(item, "type", 0) == TYPE_GRANT)
		event->url = topic_url(&draft, event->uid);
	categories_take(&draft, item);
	deadlines_take(&draft, item);
	if (opens.form == DATES_NONE)
		opens = time_of(json_at(item, "publicationDateLong"));
	if (opens.form == DATES_NONE)
		draft_refuse(&draft, "it has no opening date");
	else
		draft_span(&draft, &opens, &none, brussels);
	return draft_end(&draft);
}

static int
eu_calls_read(struct reading *reading)
{
	static const char *const outer[] = { "fundingData" };
	static const char *const inner[] = { "GrantTenderObj" };
	struct json_document document;
	struct json_part data, list = { NULL, NULL };
	int result = json_open(&document, reading);

	if (result == AMBIT_OK &&
	    json_members(&document.cutter, document.root, outer, 1, &data))
		json_members(&document.cutter, data, inner, 1, &list);
	if (result == AMBIT_OK)
		result = json_faults(&document);
	if (result == AMBIT_OK && json_part_kind(list) != '[')
		result = reading_fail(
		    reading, "it has no list fundingData.GrantTenderObj");
	if (result == AMBIT_OK)
		result = json_items(&document, list, topic_take, NULL);
	json_close(&document);
	return result;
}

const struct reader reader_eu_calls = {
	.name = "eu_calls",
	.accept = "application/json",
	.recognise = eu_calls_recognise,
	.read = eu_calls_read,
};
