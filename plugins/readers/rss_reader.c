/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSS and Atom whose items say when something takes place: by the event
 * module (ev:startdate), as xCal (xcal:dtstart) or Google's gd:when. The date
 * of publication is not that of an event: what has no other is news, and is
 * passed over.
 */
#include <stdio.h>
#include <string.h>

#include "readers/draft.h"
#include "readers/html_text.h"
#include "readers/xml_document.h"

static int
rss_recognise(const struct reading *reading)
{
	if (!reading_begins(reading, "<"))
		return 0;
	return reading_mentions(reading, "<rss") ||
		       reading_mentions(reading, "<rdf:RDF") ||
		       reading_mentions(reading, "<feed")
		   ? 80
		   : 0;
}

/* The text of the first child with one of these names. */
static const char *
either(struct arena *arena, const xmlNode *item, const char *const *names)
{
	const char *text = NULL;

	for (; *names && !text; names++)
		text = xml_child_text(arena, item, *names);
	return text;
}

static const char *
start_of(struct arena *arena, const xmlNode *item)
{
	static const char *const names[] = { "startdate", "dtstart",
		"startDate", NULL };
	const char *text = either(arena, item, names);

	return text ? text
		    : xml_value(arena, xml_child(item, "when"), "startTime");
}

static const char *
end_of(struct arena *arena, const xmlNode *item)
{
	static const char *const names[] = { "enddate", "dtend", "endDate",
		NULL };
	const char *text = either(arena, item, names);

	return text ? text
		    : xml_value(arena, xml_child(item, "when"), "endTime");
}

/* RSS writes it as text, Atom as an attribute, and of several the first that
 * is no other form of the same (rel="alternate", or none). */
static const char *
link_of(struct arena *arena, const xmlNode *item)
{
	const xmlNode *link = xml_child(item, "link");

	for (; link; link = xml_again(link)) {
		const char *text = xml_text(arena, link);
		const char *rel = xml_value(arena, link, "rel");

		if (text)
			return html_line(arena, text);
		if (!rel || !strcmp(rel, "alternate"))
			return xml_value(arena, link, "href");
	}
	return NULL;
}

static void
categories_take(struct draft *draft, const xmlNode *item)
{
	const xmlNode *category = xml_child(item, "category");

	for (; category; category = xml_again(category)) {
		const char *text = xml_text(draft->arena, category);

		draft_category(draft,
		    html_line(draft->arena,
			text ? text
			     : xml_value(draft->arena, category, "term")));
	}
}

static int
item_take_event(
    struct reading *reading, const xmlNode *item, struct arena *arena)
{
	static const char *const ids[] = { "guid", "id", NULL };
	static const char *const texts[] = { "encoded", "description",
		"content", "summary", NULL };
	struct draft draft = draft_begin(reading, arena, xml_line(item));
	struct ambit_event *event = &draft.event;
	const char *link = link_of(arena, item);

	if (link)
		event->url = xml_absolute(arena, link, reading->url);
	event->uid = html_line(arena, either(arena, item, ids));
	if (!event->uid)
		event->uid = event->url;
	event->summary = html_line(arena, xml_child_text(arena, item, "title"));
	event->description = html_text(arena, either(arena, item, texts));
	event->place =
	    html_line(arena, xml_child_text(arena, item, "location"));
	event->organiser =
	    html_line(arena, xml_child_text(arena, item, "organizer"));
	categories_take(&draft, item);
	draft_times(&draft, start_of(arena, item), end_of(arena, item), NULL);
	return draft_end(&draft);
}

static int
is_item(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE &&
	       (!strcmp((const char *)node->name, "item") ||
		   !strcmp((const char *)node->name, "entry"));
}

/* A feed of which no item is an event is another feed than was meant. */
static int
news_tell(struct reading *reading, int items, int news)
{
	char text[120];

	if (!news)
		return AMBIT_OK;
	if (news == items)
		return reading_fail(reading,
		    "none of its %d items says when an event is (ev:startdate, "
		    "xcal:dtstart, gd:when)",
		    items);
	snprintf(text, sizeof text, "%d of %d items say of no event when it is",
	    news, items);
	reading->host->log(reading->run, AMBIT_LOG_INFO, text);
	return AMBIT_OK;
}

static int
items_take(struct reading *reading, const xmlNode *root)
{
	struct arena arena = ARENA_INIT;
	int result = AMBIT_OK, items = 0, news = 0;

	for (const xmlNode *n = root; n && result == AMBIT_OK;
	     n = xml_next(n, root)) {
		if (!is_item(n))
			continue;
		arena_reset(&arena);
		items++;
		if (start_of(&arena, n))
			result = item_take_event(reading, n, &arena);
		else
			news++;
	}
	arena_free(&arena);
	return result == AMBIT_OK ? news_tell(reading, items, news) : result;
}

static int
is_feed(const xmlNode *root)
{
	const char *name = root ? (const char *)root->name : "";

	return !strcmp(name, "rss") || !strcmp(name, "feed") ||
	       !strcmp(name, "RDF");
}

static int
rss_read(struct reading *reading)
{
	const xmlNode *root;
	xmlDoc *document;
	int result = xml_open(reading, &document);

	if (result != AMBIT_OK)
		return result;
	root = xmlDocGetRootElement(document);
	result = is_feed(root) ? items_take(reading, root)
			       : reading_fail(reading, "it is no RSS or Atom");
	xmlFreeDoc(document);
	return result;
}

const struct reader reader_rss = {
	.name = "rss",
	.accept = "application/rss+xml, application/atom+xml",
	.recognise = rss_recognise,
	.read = rss_read,
};
