/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a node to its event. A node is an event by its type or one of its
 * types, schema.org's Event or a kind of it; what is none is searched for
 * events within.
 */
#include "jsonld.h"

#include <string.h>
#include <strings.h>

#include "readers/jsonld_event.h"

/* Things in things: as deep as the text may be nested. */
#define DEPTH 32

/* The kinds of Event (schema.org 28.1), and those that are none of ours. */
static const char *const types[] = { "Event", "BusinessEvent", "ChildrensEvent",
	"ComedyEvent", "ConferenceEvent", "CourseInstance", "DanceEvent",
	"EducationEvent", "EventSeries", "ExhibitionEvent", "Festival",
	"FoodEvent", "Hackathon", "LiteraryEvent", "MusicEvent",
	"PerformingArtsEvent", "PublicationEvent", "SaleEvent",
	"ScreeningEvent", "SocialEvent", "SportsEvent", "TheaterEvent",
	"VisualArtsEvent" };

/* "Event" of "https://schema.org/Event" and "schema:Event". */
static const char *
local_name(const char *iri)
{
	const char *tail = iri;

	for (; *iri; iri++)
		if (strchr("/:#", *iri))
			tail = iri + 1;
	return tail;
}

static bool
type_is_event(const json_t *type)
{
	const char *name = json_string_value(type);

	for (size_t i = 0; name && i < sizeof types / sizeof types[0]; i++)
		if (!strcmp(local_name(name), types[i]))
			return true;
	return false;
}

static bool
is_event(const json_t *node)
{
	const json_t *type = json_object_get(node, "@type"), *one;
	size_t i;

	json_array_foreach(type, i, one) if (type_is_event(one)) return true;
	return type_is_event(type);
}

static int node_take(struct json_document *document, const json_t *node,
    int64_t line, const char *parent, int depth);

static int
each_take(struct json_document *document, const json_t *list, int64_t line,
    const char *parent, int depth)
{
	const json_t *node;
	int result = AMBIT_OK;
	size_t i;

	if (!json_is_array(list))
		return node_take(document, list, line, parent, depth);
	json_array_foreach(list, i, node)
	{
		if (result == AMBIT_OK)
			result = node_take(document, node, line, parent, depth);
	}
	return result;
}

/* An event that is described within its part is one too; its other parts are
 * told where they stand. */
static int
super_take(struct json_document *document, const json_t *node, int64_t line,
    const char **parent)
{
	const json_t *super = json_object_get(node, "superEvent");

	if (json_is_array(super))
		super = json_array_get(super, 0);
	if (*parent || !super)
		return AMBIT_OK;
	*parent = jsonld_uid(document, super);
	if (!is_event(super) || !json_object_get(super, "startDate"))
		return AMBIT_OK;
	return jsonld_event(document, super, line, NULL, parent);
}

static int
event_take(struct json_document *document, const json_t *node, int64_t line,
    const char *parent, int depth)
{
	const char *uid = NULL;
	int result = super_take(document, node, line, &parent);

	if (result == AMBIT_OK)
		result = jsonld_event(document, node, line, parent, &uid);
	if (result == AMBIT_OK)
		result = each_take(document, json_object_get(node, "subEvent"),
		    line, uid ? uid : parent, depth + 1);
	if (result == AMBIT_OK)
		result = each_take(document, json_object_get(node, "subEvents"),
		    line, uid ? uid : parent, depth + 1);
	return result;
}

static int
node_take(struct json_document *document, const json_t *node, int64_t line,
    const char *parent, int depth)
{
	const char *name;
	const json_t *value;
	int result = AMBIT_OK;

	if (!json_is_object(node) || depth > DEPTH)
		return AMBIT_OK;
	if (is_event(node))
		return event_take(document, node, line, parent, depth);
	json_object_foreach((json_t *)node, name, value)
	{
		if (result == AMBIT_OK)
			result =
			    each_take(document, value, line, parent, depth + 1);
	}
	return result;
}

static int
thing_take(
    struct json_document *document, const json_t *item, int64_t line, void *arg)
{
	(void)arg;
	return each_take(document, item, line, NULL, 0);
}

int
jsonld_take(struct json_document *document)
{
	static const char *const names[] = { "@graph" };
	struct json_cutter probe = document->cutter;
	struct json_part root = document->root, graph;

	if (json_part_kind(root) == '[')
		return json_items(document, root, thing_take, NULL);
	json_members(&probe, root, names, 1, &graph);
	if (json_part_kind(graph) == '[')
		return json_items(document, graph, thing_take, NULL);
	return root.at ? json_whole(document, thing_take, NULL) : AMBIT_OK;
}
