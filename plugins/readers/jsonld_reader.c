/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.org's events, as JSON-LD by itself and within pages of HTML, where
 * each script of that type is a block that may be broken on its own.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "readers/jsonld.h"
#include "readers/xml_document.h"

#define TYPE "application/ld+json"

static int
jsonld_recognise(const struct reading *reading)
{
	if (reading_is_type(reading, TYPE))
		return 90;
	if (reading_begins(reading, "{") || reading_begins(reading, "["))
		return reading_mentions(reading, "\"@type\"") ? 75 : 0;
	if (!reading_begins(reading, "<"))
		return 0;
	if (reading_mentions(reading, TYPE))
		return 85;
	return reading_begins(reading, "<!doctype html") ||
		       reading_begins(reading, "<html") ||
		       reading_is_type(reading, "text/html")
		   ? 40
		   : 0;
}

/* ------------------------------------------------------------------- HTML */

static bool
is_block(const xmlNode *node)
{
	xmlChar *type;
	bool is;

	if (node->type != XML_ELEMENT_NODE ||
	    strcasecmp((const char *)node->name, "script") != 0)
		return false;
	type = xmlGetNoNsProp(node, (const xmlChar *)"type");
	is = type && !strncasecmp((const char *)type, TYPE, strlen(TYPE));
	xmlFree(type);
	return is;
}

/* The JSON between what some pages wrap it in: a comment, a CDATA section. */
static size_t
unwrap(const char **text)
{
	static const char opening[] = "<![CDATA[", closing[] = "]]>";
	const char *start = strstr(*text, opening), *stop;
	size_t len;

	start = start ? start + strlen(opening) : *text;
	start += strcspn(start, "{[");
	stop = strstr(start, closing);
	len = stop ? (size_t)(stop - start) : strlen(start);
	while (len && !strchr("}]", start[len - 1]))
		len--;
	if (len)
		*text = start;
	return len ? len : strlen(*text);
}

static int
block_take(struct reading *reading, const xmlNode *script, int number)
{
	struct arena arena = ARENA_INIT;
	struct json_document document;
	const char *whole = xml_text(&arena, script), *text = whole;
	int64_t line = xml_line(script);
	char name[40];
	int result = AMBIT_OK;

	snprintf(name, sizeof name, "JSON-LD block %d", number);
	if (text) {
		size_t len = unwrap(&text);

		for (; whole < text; whole++)
			line += *whole == '\n';
		result =
		    json_open_block(&document, reading, text, len, line, name);
		if (result == AMBIT_OK)
			result = jsonld_take(&document);
		json_close(&document);
	}
	arena_free(&arena);
	return result;
}

/* Events that a page marks up in another way are not lost silently. */
static void
microdata_tell(struct reading *reading)
{
	if (memmem(reading->text, reading->len, "itemprop=\"startDate\"", 20))
		reading->host->log(reading->run, AMBIT_LOG_WARNING,
		    "the page marks up events as microdata too, which is not "
		    "read");
}

static int
page_take(struct reading *reading, const xmlNode *root)
{
	int result = AMBIT_OK, blocks = 0;

	for (const xmlNode *n = root; n && result == AMBIT_OK;
	     n = xml_next(n, root))
		if (is_block(n))
			result = block_take(reading, n, ++blocks);
	if (result == AMBIT_OK && !blocks)
		return reading_fail(reading,
		    "the page has no schema.org data (a script of type " TYPE
		    ")");
	return result;
}

/* Does the page end within its last block? Then it was not sent whole. */
static bool
is_cut_short(const struct reading *reading)
{
	const char *last = NULL, *next = reading->text;

	while ((next = strcasestr(next, TYPE)) != NULL)
		last = next++;
	return last && !strcasestr(last, "</script");
}

static int
page_read(struct reading *reading)
{
	xmlDoc *document;
	int result;

	if (is_cut_short(reading))
		return reading_fail(reading, "the page is cut short");
	result = html_open(reading, &document);
	if (result != AMBIT_OK)
		return result;
	result = page_take(reading, xmlDocGetRootElement(document));
	microdata_tell(reading);
	xmlFreeDoc(document);
	return result;
}

/* ------------------------------------------------------------------- JSON */

static int
jsonld_read(struct reading *reading)
{
	struct json_document document;
	int result;

	if (reading_begins(reading, "<"))
		return page_read(reading);
	result = json_open(&document, reading);
	if (result == AMBIT_OK)
		result = jsonld_take(&document);
	json_close(&document);
	return result;
}

const struct reader reader_jsonld = {
	.name = "jsonld",
	.accept = "text/html, " TYPE,
	.recognise = jsonld_recognise,
	.read = jsonld_read,
};
