/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSS 2.0 and 1.0, and Atom (RFC 4287), whose items say when something takes
 * place: by the event module (ev:startdate), xCal (xcal:dtstart) or Google's
 * gd:when. When an item was published (pubDate, updated) is never taken for
 * that: an item that says nothing else is news, and is passed over.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "readers/fields.h"
#include "readers/html_text.h"
#include "readers/xml_document.h"

/* What an element stands for; of which namespace, is told by its usual prefix,
 * "" being the feed's own or none. */
enum part { FIELD, LINK, IDENTITY, CATEGORY, TEXT, POINT, WHEN, WHERE, STATE };

static const struct element {
	const char *space, *name;
	enum part part;
	const char *field; /* of fields.h, where it is one */
} elements[] = {
	{ "ev", "startdate", FIELD, "start" },
	{ "ev", "enddate", FIELD, "end" },
	{ "ev", "location", FIELD, "place" },
	{ "ev", "organizer", FIELD, "organiser" },
	{ "ev", "type", CATEGORY, NULL },
	{ "xcal", "uid", FIELD, "uid" },
	{ "xcal", "dtstart", FIELD, "start" },
	{ "xcal", "dtend", FIELD, "end" },
	{ "xcal", "location", FIELD, "place" },
	{ "xcal", "organizer", FIELD, "organiser" },
	{ "xcal", "status", FIELD, "status" },
	{ "xcal", "categories", CATEGORY, NULL },
	{ "xcal", "description", TEXT, NULL },
	{ "gd", "when", WHEN, NULL },
	{ "gd", "where", WHERE, NULL },
	{ "gd", "eventStatus", STATE, NULL },
	{ "geo", "lat", FIELD, "latitude" },
	{ "geo", "long", FIELD, "longitude" },
	{ "georss", "point", POINT, NULL },
	{ "", "title", FIELD, "title" },
	{ "", "link", LINK, NULL },
	{ "", "guid", IDENTITY, NULL },
	{ "", "id", IDENTITY, NULL },
	{ "", "category", CATEGORY, NULL },
	{ "dc", "subject", CATEGORY, NULL },
	{ "dc", "language", FIELD, "language" },
	{ "content", "encoded", TEXT, NULL },
	{ "", "content", TEXT, NULL },
	{ "", "description", TEXT, NULL },
	{ "", "summary", TEXT, NULL },
	{ "media", "description", TEXT, NULL },
};

struct feed {
	struct reading *reading;
	struct dates_rules dates;
	const char *title;
	struct arena *arena; /* of one item */
};

struct item {
	struct draft draft;
	struct fields fields;
	const struct dates_rules *dates;
	const char *link, *identity;
};

/* ------------------------------------------------------------- namespaces */

/* Namespaces have several versions, and xCal several names: each is known by
 * how its name ends, or by its usual prefix, whatever that was bound to. */
static const struct {
	const char *prefix, *end;
} spaces[] = {
	{ "", "/rss/1.0/" },
	{ "", "/rss/2.0/" },
	{ "", "/2005/Atom" },
	{ "ev", "/event/" },
	{ "xcal", ":xcal" },
	{ "xcal", "/xcal" },
	{ "xcal", "icalendar-2.0" },
	{ "xcal", "2002/12/cal/ical#" },
	{ "xcal", "2002/12/cal#" },
	{ "gd", "/g/2005" },
	{ "geo", "/geo/wgs84_pos#" },
	{ "georss", "/georss" },
	{ "dc", "/dc/elements/1.1/" },
	{ "content", "/content/" },
	{ "media", "/mrss/" },
};

static bool
ends_with(const char *text, const char *tail)
{
	size_t len = strlen(text), n = strlen(tail);

	return len >= n && !strcasecmp(text + len - n, tail);
}

/* The usual prefix of a node's namespace; its own, if that is not known. */
static const char *
prefix_of(const xmlNode *node)
{
	const char *uri =
	    node->ns && node->ns->href ? (const char *)node->ns->href : "";

	for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
		if (ends_with(uri, spaces[i].end))
			return spaces[i].prefix;
	return node->ns && node->ns->prefix ? (const char *)node->ns->prefix
					    : "";
}

static const struct element *
element_of(const xmlNode *node)
{
	const char *prefix = prefix_of(node);

	for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
		if (!strcasecmp((const char *)node->name, elements[i].name) &&
		    !strcasecmp(prefix, elements[i].space))
			return &elements[i];
	return NULL;
}

/* --------------------------------------------------------------- elements */

static void
field_take(struct item *item, const char *field, const char *text)
{
	if (text)
		fields_set(&item->fields, fields_find(field), field, text,
		    item->dates);
}

/* RFC 6321 puts the value of dtstart into a child, beside parameters. */
static const char *
field_text(struct arena *arena, const xmlNode *node)
{
	static const char *const children[] = { "date-time", "date", "text",
		"cal-address" };

	for (size_t i = 0; i < sizeof children / sizeof children[0]; i++) {
		const char *text = xml_child_text(arena, node, children[i]);

		if (text)
			return html_line(arena, text);
	}
	return html_line(arena, xml_text(arena, node));
}

/* Atom: of its links the page itself, not the feed's or a picture. */
static void
link_take(struct item *item, const xmlNode *node)
{
	struct arena *arena = item->draft.arena;
	const char *href = xml_value(arena, node, "href");
	const char *rel = xml_value(arena, node, "rel");

	if (!href)
		href = arena_trimmed(arena, xml_text(arena, node));
	if (href && !item->link && (!rel || !strcmp(rel, "alternate")))
		item->link =
		    xml_absolute(arena, href, item->draft.reading->url);
}

static void
category_take(struct item *item, const xmlNode *node)
{
	struct arena *arena = item->draft.arena;
	const char *label = xml_value(arena, node, "label");

	if (!label)
		label = xml_value(arena, node, "term");
	draft_category(&item->draft, label ? label : field_text(arena, node));
}

/* "41.4 2.1" */
static void
point_take(struct item *item, const char *text)
{
	struct arena *arena = item->draft.arena;
	size_t len = text ? strcspn(text, " ,") : 0;

	if (!len || !text[len])
		return;
	field_take(item, "latitude", arena_text(arena, text, len));
	field_take(item, "longitude", text + len + strspn(text + len, " ,"));
}

/* The longest says most: a feed has both a summary and the content. */
static void
text_take(struct item *item, const xmlNode *node)
{
	struct ambit_event *event = &item->draft.event;
	struct arena *arena = item->draft.arena;
	const char *text = html_text(arena, xml_text(arena, node));

	if (text &&
	    (!event->description || strlen(text) > strlen(event->description)))
		event->description = text;
}

static void
element_take(
    struct item *item, const struct element *element, const xmlNode *node)
{
	struct arena *arena = item->draft.arena;
	const char *state;

	switch (element->part) {
	case FIELD:
		field_take(item, element->field, field_text(arena, node));
		break;
	case LINK:
		link_take(item, node);
		break;
	case IDENTITY:
		item->identity = arena_trimmed(arena, xml_text(arena, node));
		break;
	case CATEGORY:
		category_take(item, node);
		break;
	case TEXT:
		text_take(item, node);
		break;
	case POINT:
		point_take(item, field_text(arena, node));
		break;
	case WHEN:
		field_take(item, "start", xml_value(arena, node, "startTime"));
		field_take(item, "end", xml_value(arena, node, "endTime"));
		break;
	case WHERE:
		field_take(
		    item, "place", xml_value(arena, node, "valueString"));
		break;
	case STATE:
		state = xml_value(arena, node, "value");
		if (state && strstr(state, "canceled"))
			item->draft.event.status = "cancelled";
		break;
	}
}

/* ------------------------------------------------------------------ items */

/* All that it says, by the usual names ("ev:type"). */
static void
values_take(struct item *item, const xmlNode *node)
{
	struct arena *arena = item->draft.arena;
	struct item_value *values;
	size_t n = 0;

	for (const xmlNode *c = node->children; c; c = c->next)
		n += c->type == XML_ELEMENT_NODE;
	values = arena_take(arena, (n + 1) * sizeof *values);
	item->draft.extra.values = values;
	if (!values)
		return;
	for (const xmlNode *c = node->children; c; c = c->next) {
		const char *prefix =
		    c->type == XML_ELEMENT_NODE ? prefix_of(c) : NULL;
		char name[80];

		if (!prefix)
			continue;
		snprintf(name, sizeof name, "%s%s%s", prefix,
		    *prefix ? ":" : "", (const char *)c->name);
		values->name = arena_text(arena, name, strlen(name));
		values->value = arena_trimmed(arena, xml_text(arena, c));
		values += values->name && values->value;
	}
	*values = (struct item_value){ NULL, NULL };
}

static void
identity_settle(struct item *item)
{
	struct ambit_event *event = &item->draft.event;

	event->url = item->link;
	if (!event->url && item->identity &&
	    !strncasecmp(item->identity, "http", 4))
		event->url = item->identity;
	if (!event->uid)
		event->uid = item->identity ? item->identity : item->link;
}

/* Reads the item; hands it on if it is an event, else *news counts it. */
static int
item_take_node(const struct feed *feed, const xmlNode *node, int *news)
{
	struct item item = {
		.draft =
		    draft_begin(feed->reading, feed->arena, xml_line(node)),
		.dates = &feed->dates,
	};

	item.fields.draft = &item.draft;
	item.identity = xml_value(feed->arena, node, "about");
	for (const xmlNode *c = node->children; c; c = c->next) {
		const struct element *element =
		    c->type == XML_ELEMENT_NODE ? element_of(c) : NULL;

		if (element)
			element_take(&item, element, c);
	}
	identity_settle(&item);
	values_take(&item, node);
	item.draft.extra.collection = feed->title;
	if (item.fields.start.form == DATES_NONE && !item.draft.reason[0]) {
		++*news;
		return AMBIT_OK;
	}
	fields_finish(&item.fields);
	return draft_end(&item.draft);
}

/* ------------------------------------------------------------------- feed */

/* The next page of a feed that comes in pages (RFC 5005 section 3). */
static void
page_follow(
    struct reading *reading, const xmlNode *channel, struct arena *arena)
{
	const xmlNode *link = xml_child(channel, "link");

	for (; link; link = xml_again(link)) {
		const char *rel = xml_value(arena, link, "rel");
		const char *href = xml_value(arena, link, "href");

		if (rel && href && !strcmp(rel, "next"))
			reading_continue(
			    reading, xml_absolute(arena, href, reading->url));
	}
}

/* Where the items are, and what they are called. */
static const xmlNode *
items_of(const xmlNode *root, const xmlNode **channel, const char **name)
{
	const char *called = root ? (const char *)root->name : "";

	*name = "item";
	if (!strcmp(called, "feed")) {
		*name = "entry";
		*channel = root;
		return root;
	}
	*channel = xml_child(root, "channel");
	if (!strcmp(called, "rss"))
		return *channel;
	return !strcmp(called, "RDF") && *channel ? root : NULL;
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
items_take(struct feed *feed, const xmlNode *top, const char *name)
{
	int result = AMBIT_OK, items = 0, news = 0;

	for (const xmlNode *node = xml_child(top, name);
	     node && result == AMBIT_OK; node = xml_again(node)) {
		arena_reset(feed->arena);
		items++;
		result = item_take_node(feed, node, &news);
	}
	return result == AMBIT_OK ? news_tell(feed->reading, items, news)
				  : result;
}

static int
feed_take(struct feed *feed, const xmlNode *root)
{
	struct arena arena = ARENA_INIT, whole = ARENA_INIT;
	const xmlNode *channel = NULL, *top;
	const char *name;
	int result;

	top = items_of(root, &channel, &name);
	if (!top)
		return reading_fail(feed->reading, "it is no RSS and no Atom");
	feed->arena = &arena;
	feed->title =
	    html_line(&whole, xml_child_text(&whole, channel, "title"));
	result = items_take(feed, top, name);
	if (result == AMBIT_OK)
		page_follow(feed->reading, channel, &whole);
	arena_free(&arena);
	arena_free(&whole);
	return result;
}

static int
rules_take(struct reading *reading, struct dates_rules *dates)
{
	char reason[200];

	if (dates_rules_read(
		reading->config->dates, dates, reason, sizeof reason) == 0)
		return AMBIT_OK;
	reading_fail(reading, "dates: %s", reason);
	return AMBIT_CONFIG;
}

static int
rss_read(struct reading *reading)
{
	struct feed feed = { .reading = reading };
	xmlDoc *document;
	int result = rules_take(reading, &feed.dates);

	if (result == AMBIT_OK)
		result = xml_open(reading, &document);
	if (result != AMBIT_OK)
		return result;
	result = feed_take(&feed, xmlDocGetRootElement(document));
	xmlFreeDoc(document);
	return result;
}

static int
rss_recognise(const struct reading *reading)
{
	if (reading_is_type(reading, "application/rss+xml") ||
	    reading_is_type(reading, "application/atom+xml"))
		return 90;
	if (!reading_begins(reading, "<"))
		return 0;
	return reading_mentions(reading, "<rss") ||
		       reading_mentions(reading, "purl.org/rss/1.0/") ||
		       reading_mentions(reading, "www.w3.org/2005/Atom")
		   ? 80
		   : 0;
}

const struct reader reader_rss = {
	.name = "rss",
	.accept = "application/rss+xml, application/atom+xml",
	.recognise = rss_recognise,
	.read = rss_read,
};
