/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_document.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/uri.h>
#include <limits.h>
#include <string.h>

#include "readers/charset.h"

/* What went wrong first, as a sentence of the log. */
static int
xml_refuse(struct reading *reading, const xmlError *error)
{
	const char *message = error && error->message ? error->message : "";

	return reading_fail(reading, "not XML, line %d: %.*s",
	    error ? error->line : 0, (int)strcspn(message, "\n"), message);
}

static bool
declares_entities(const xmlDoc *document)
{
	return document->intSubset && document->intSubset->entities;
}

int
xml_open(struct reading *reading, xmlDoc **out)
{
	const int options = XML_PARSE_NONET | XML_PARSE_NOERROR |
			    XML_PARSE_NOWARNING | XML_PARSE_COMPACT |
			    XML_PARSE_BIG_LINES;
	xmlParserCtxt *parser;
	xmlDoc *document;
	int result = AMBIT_OK;

	if (reading->len > INT_MAX)
		return reading_fail(reading, "it is larger than the limit");
	parser = xmlNewParserCtxt();
	if (!parser)
		return reading_fail(reading, "no memory to read it");
	document = xmlCtxtReadMemory(parser, reading->text, (int)reading->len,
	    "document.xml", NULL, options);
	if (!document)
		result = xml_refuse(reading, xmlCtxtGetLastError(parser));
	else if (declares_entities(document))
		result = reading_fail(reading,
		    "it declares entities of its own, which are not read");
	xmlFreeParserCtxt(parser);
	if (result != AMBIT_OK)
		xmlFreeDoc(document);
	else
		*out = document;
	return result;
}

/* Where a page is UTF-8 it is read as that, whatever it says. */
int
html_open(struct reading *reading, xmlDoc **out)
{
	const int options = HTML_PARSE_NONET | HTML_PARSE_NOERROR |
			    HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER |
			    HTML_PARSE_COMPACT;
	xmlDoc *document;

	if (reading->len > INT_MAX)
		return reading_fail(reading, "it is larger than the limit");
	document = htmlReadMemory(
	    reading->text, (int)reading->len, "document.html", NULL, options);
	if (!document)
		return reading_fail(reading, "it cannot be read as HTML");
	*out = document;
	return AMBIT_OK;
}

static xmlNode *
named(xmlNode *node, const char *name)
{
	while (node && !(node->type == XML_ELEMENT_NODE &&
			   !strcmp((const char *)node->name, name)))
		node = node->next;
	return node;
}

xmlNode *
xml_child(const xmlNode *node, const char *name)
{
	return node ? named(node->children, name) : NULL;
}

xmlNode *
xml_again(const xmlNode *node)
{
	return named(node->next, (const char *)node->name);
}

const xmlNode *
xml_next(const xmlNode *node, const xmlNode *top)
{
	if (node->type == XML_ELEMENT_NODE && node->children)
		return node->children;
	while (node != top && !node->next)
		node = node->parent;
	return node == top ? NULL : node->next;
}

static const char *
text_of(const xmlNode *node)
{
	bool text =
	    node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;

	return text && node->content ? (const char *)node->content : "";
}

const char *
xml_text(struct arena *arena, const xmlNode *top)
{
	size_t room = 1, len = 0;
	char *out;

	if (!top)
		return NULL;
	for (const xmlNode *n = top; n; n = xml_next(n, top))
		room += strlen(text_of(n));
	out = arena_take(arena, room);
	if (!out)
		return NULL;
	out[0] = '\0';
	for (const xmlNode *n = top; n; n = xml_next(n, top)) {
		size_t more = strlen(text_of(n));

		memcpy(out + len, text_of(n), more + 1);
		len += more;
	}
	return out[strspn(out, " \t\r\n")] ? out : NULL;
}

const char *
xml_child_text(struct arena *arena, const xmlNode *node, const char *name)
{
	return xml_text(arena, xml_child(node, name));
}

const char *
xml_value(struct arena *arena, const xmlNode *node, const char *name)
{
	xmlChar *value =
	    node ? xmlGetNoNsProp(node, (const xmlChar *)name) : NULL;
	const char *copy = NULL;

	if (value && *value)
		copy = arena_text(
		    arena, (const char *)value, strlen((const char *)value));
	xmlFree(value);
	return copy;
}

const char *
xml_absolute(struct arena *arena, const char *address, const char *base)
{
	xmlChar *whole =
	    xmlBuildURI((const xmlChar *)address, (const xmlChar *)base);
	const char *text = whole ? (const char *)whole : address;

	text = arena_text(arena, text, strlen(text));
	xmlFree(whole);
	return text;
}

int64_t
xml_line(const xmlNode *node)
{
	long line = xmlGetLineNo(node);

	return line > 0 ? line : 0;
}
