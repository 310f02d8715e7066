/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is written is never longer than what it is written from: a reference
 * is longer than its character, a tag than the line ends that stand for it.
 */
#include "html_text.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Elements that stand on lines of their own, with the line ends before and
 * after them. */
static const struct block {
	const char *name;
	int breaks;
} blocks[] = { { "br", 1 }, { "div", 1 }, { "li", 1 }, { "tr", 1 }, { "dt", 1 },
	{ "dd", 1 }, { "section", 1 }, { "article", 1 }, { "p", 2 },
	{ "h1", 2 }, { "h2", 2 }, { "h3", 2 }, { "h4", 2 }, { "h5", 2 },
	{ "h6", 2 }, { "ul", 2 }, { "ol", 2 }, { "dl", 2 }, { "table", 2 },
	{ "pre", 2 }, { "blockquote", 2 }, { "hr", 2 } };

/* What is being written: blanks and line ends wait until a character follows
 * them. */
struct writing {
	char *out;
	size_t len;
	int breaks;
	bool blank, item;
	bool keep_lines; /* a line end is one, not a blank */
};

static void
character_put(struct writing *to, const char *bytes, size_t len)
{
	if (to->len) {
		for (; to->breaks > 0; to->breaks--) {
			to->out[to->len++] = '\n';
			to->blank = false;
		}
		if (to->blank)
			to->out[to->len++] = ' ';
	}
	if (to->item) {
		memcpy(to->out + to->len, "- ", 2);
		to->len += 2;
	}
	memcpy(to->out + to->len, bytes, len);
	to->len += len;
	to->breaks = 0;
	to->blank = to->item = false;
}

static void
blank_put(struct writing *to, char c)
{
	if (c == '\n' && to->keep_lines && to->breaks < 2)
		to->breaks++;
	to->blank = true;
}

/* ------------------------------------------------------------------ tags */

/* Elements that HTML 4, which libxml2 knows, did not have. */
static const char *const newer[] = { "article", "aside", "audio", "details",
	"figcaption", "figure", "footer", "header", "main", "mark", "nav",
	"picture", "section", "source", "summary", "svg", "time", "video" };

/* Is this an element of HTML? "<Programming>" and "<CODE/CRAFTS>" are names of
 * conferences. */
static bool
is_element(const char *name)
{
	size_t len = 0;
	char lower[16];

	while (len < sizeof lower - 1 && isalnum((unsigned char)name[len])) {
		lower[len] = (char)tolower((unsigned char)name[len]);
		len++;
	}
	lower[len] = '\0';
	if (name[len] && !strchr("> \t\r\n", name[len]) &&
	    strncmp(name + len, "/>", 2) != 0)
		return false;
	for (size_t i = 0; i < sizeof newer / sizeof newer[0]; i++)
		if (!strcmp(lower, newer[i]))
			return true;
	return htmlTagLookup((const xmlChar *)lower) != NULL;
}

/* Does a tag, a comment or a declaration begin here? */
static bool
tag_begins(const char *at)
{
	if (*at != '<')
		return false;
	if (at[1] == '!' || at[1] == '?')
		return true;
	return is_element(at + 1 + (at[1] == '/'));
}

/* Behind the tag that begins here, quoted values included; the end of the
 * text when it has none. */
static const char *
tag_skip(const char *at)
{
	const char *end;
	char quote = '\0';

	if (!strncmp(at, "<!--", 4)) {
		end = strstr(at + 4, "-->");
		return end ? end + 3 : at + strlen(at);
	}
	for (; *at; at++) {
		if (quote)
			quote = *at == quote ? '\0' : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (*at == '>')
			return at + 1;
	}
	return at;
}

static bool
tag_is(const char *at, const char *name)
{
	size_t len = strlen(name);

	at += 1 + (at[1] == '/');
	return !strncasecmp(at, name, len) && !isalnum((unsigned char)at[len]);
}

/* Behind an element whose content is no text. */
static const char *
hidden_skip(const char *at, const char *name)
{
	while (*at && !(at[0] == '<' && at[1] == '/' && tag_is(at, name)))
		at++;
	return *at ? tag_skip(at) : at;
}

/* Takes the tag that begins here; behind it. */
static const char *
tag_take(struct writing *to, const char *at)
{
	const char *next = tag_skip(at);

	if (at[1] != '/' && tag_is(at, "script"))
		return hidden_skip(next, "script");
	if (at[1] != '/' && tag_is(at, "style"))
		return hidden_skip(next, "style");
	if (at[1] != '/' && tag_is(at, "li"))
		to->item = true;
	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
		if (tag_is(at, blocks[i].name) && to->breaks < blocks[i].breaks)
			to->breaks = blocks[i].breaks;
	return next;
}

/* ------------------------------------------------------------ references */

/* The number behind a "#", up to end; 0: it is none. */
static uint32_t
number_reference(const char *at, const char *end)
{
	bool hex = *at == 'x' || *at == 'X';
	char *stop;
	unsigned long code = strtoul(at + hex, &stop, hex ? 16 : 10);

	if (stop != end || at + hex == end)
		return 0;
	if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0xfffd;
	return (uint32_t)code;
}

static uint32_t
name_reference(const char *at, size_t len)
{
	const htmlEntityDesc *entity;
	char name[12];

	if (len == 0 || len >= sizeof name)
		return 0;
	memcpy(name, at, len);
	name[len] = '\0';
	if (!strcmp(name, "apos"))
		return '\'';
	entity = htmlEntityLookup((const xmlChar *)name);
	return entity ? entity->value : 0;
}

/* The character that is referred to here, and how long the reference is; 0:
 * it is none. */
static uint32_t
reference(const char *at, size_t *len)
{
	size_t n = 1 + strspn(at + 1, "#abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	*len = n + 1;
	if (at[n] != ';')
		return 0;
	return at[1] == '#' ? number_reference(at + 2, at + n)
			    : name_reference(at + 1, n - 1);
}

/* Takes the "&" here, and what it begins; behind it. */
static const char *
reference_take(struct writing *to, const char *at)
{
	size_t len;
	char bytes[4];
	uint32_t code = reference(at, &len);

	if (code == 0) {
		character_put(to, at, 1);
		return at + 1;
	}
	if (code == 0xa0 || code < 0x20)
		blank_put(to, ' ');
	else if (code != 0xad) /* a soft hyphen shows only where lines break */
		character_put(to, bytes,
		    (size_t)xmlCopyCharMultiByte((xmlChar *)bytes, (int)code));
	return at + len;
}

/* ------------------------------------------------------------------ both */

static bool
has_tag(const char *text)
{
	while ((text = strchr(text, '<')) != NULL && !tag_begins(text))
		text++;
	return text != NULL;
}

static char *
plain(struct arena *arena, const char *html, bool lines)
{
	struct writing to = { .keep_lines = lines };

	if (!html)
		return NULL;
	to.out = arena_take(arena, strlen(html) + 3);
	if (!to.out)
		return NULL;
	if (has_tag(html))
		to.keep_lines = false;
	while (*html) {
		if (tag_begins(html))
			html = tag_take(&to, html);
		else if (*html == '&')
			html = reference_take(&to, html);
		else if (isspace((unsigned char)*html))
			blank_put(&to, *html++);
		else
			character_put(&to, html++, 1);
		if (!lines && to.breaks) {
			to.breaks = 0;
			to.blank = true;
		}
		to.item = to.item && lines;
	}
	to.out[to.len] = '\0';
	return to.len ? to.out : NULL;
}

char *
html_text(struct arena *arena, const char *html)
{
	return plain(arena, html, true);
}

char *
html_line(struct arena *arena, const char *html)
{
	return plain(arena, html, false);
}
