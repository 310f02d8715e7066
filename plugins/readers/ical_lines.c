/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content lines (section 3.1) from the text as it came, one after another:
 * nothing is copied but a line of UTF-16, whose UTF-8 is made when it is
 * reached. So a text of any size costs the memory of one line.
 */
#include "ical_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---------------------------------------------------------------- text */

/* The number of bytes of one character. */
static size_t
unit(const struct ical_lines *lines)
{
	return lines->order ? 2 : 1;
}

/* The character at a place, if it is one of ASCII; else 0x80. */
static char
char_at(const struct ical_lines *lines, size_t at)
{
	const char *p = lines->text + at;

	if (!lines->order)
		return *p;
	if (lines->order == 'B')
		return p[0] ? '\x80' : p[1];
	return p[1] ? '\x80' : p[0];
}

/* The place of the next c from at on, or the end. */
static size_t
find(const struct ical_lines *lines, size_t at, char c)
{
	const char *p;

	if (lines->order) {
		while (at < lines->end && char_at(lines, at) != c)
			at += 2;
		return at;
	}
	p = memchr(lines->text + at, c, lines->end - at);
	return p ? (size_t)(p - lines->text) : lines->end;
}

/* A byte order mark, and blank lines and blanks, which would make the first
 * line a folded one. */
static void
preamble_skip(struct ical_lines *lines)
{
	const char *p = lines->text;

	if (lines->order && lines->end >= 2 &&
	    (!memcmp(p, "\xff\xfe", 2) || !memcmp(p, "\xfe\xff", 2)))
		lines->at = 2;
	if (!lines->order && lines->end >= 3 && !memcmp(p, "\xef\xbb\xbf", 3))
		lines->at = 3;
	for (; lines->at < lines->end; lines->at += unit(lines)) {
		char c = char_at(lines, lines->at);

		if (c == (lines->cr_only ? '\r' : '\n'))
			lines->number++;
		else if (c != ' ' && c != '\t' && c != '\r')
			break;
	}
}

void
ical_lines_open(
    struct ical_lines *lines, const char *text, size_t len, size_t most)
{
	*lines = (struct ical_lines){ .text = text,
		.number = 1,
		.most = most,
		.order = (char)utf16_order(text, len) };
	lines->end = len - len % unit(lines);
	lines->cr_only = find(lines, 0, '\n') == lines->end;
	preamble_skip(lines);
}

void
ical_lines_free(struct ical_lines *lines)
{
	free(lines->room);
	lines->room = NULL;
	lines->room_len = 0;
}

/* ---------------------------------------------------------------- lines */

/* The line's bytes as UTF-8 in the iterator's room. false: no memory. */
static bool
line_convert(
    struct ical_lines *lines, size_t from, size_t len, struct ical_raw *raw)
{
	size_t room = len / 2 * 3 + 1;

	if (room > lines->room_len) {
		char *moved = realloc(lines->room, room);

		if (!moved) {
			lines->failed = true;
			return false;
		}
		lines->room = moved;
		lines->room_len = room;
	}
	raw->start = lines->room;
	raw->end = lines->room + utf16_to_utf8(lines->text + from, len,
				     lines->order, lines->room);
	return true;
}

/* From the bytes of a line, without its end, to what others look at. */
static bool
line_give(
    struct ical_lines *lines, size_t from, size_t end, struct ical_raw *raw)
{
	size_t len = end - from, most = lines->most * unit(lines);

	raw->too_long = len > most;
	if (raw->too_long)
		len = most;
	if (lines->order)
		return line_convert(lines, from, len, raw);
	raw->start = lines->text + from;
	raw->end = raw->start + len;
	return true;
}

/* After the line end that stands at a place, if one does. */
static bool
folded_at(const struct ical_lines *lines, size_t at)
{
	char c = at < lines->end ? char_at(lines, at) : '\0';

	return c == ' ' || c == '\t';
}

bool
ical_lines_next(struct ical_lines *lines, struct ical_raw *raw)
{
	size_t from = lines->at, end;

	if (lines->at >= lines->end)
		return false;
	*raw = (struct ical_raw){ .at = from, .number = lines->number };
	do {
		end = find(lines, lines->at, lines->cr_only ? '\r' : '\n');
		lines->at = end < lines->end ? end + unit(lines) : end;
		lines->number++;
	} while (folded_at(lines, lines->at));
	while (end > from && char_at(lines, end - unit(lines)) == '\r')
		end -= unit(lines);
	return line_give(lines, from, end, raw);
}

struct ical_lines
ical_lines_from(const struct ical_lines *lines, size_t at, int64_t number)
{
	struct ical_lines other = *lines;

	other.at = at;
	other.number = number;
	other.room = NULL;
	other.room_len = 0;
	return other;
}

/* ------------------------------------------------------------- unfolding */

/* The end of the characters from here on that are no control ones. */
static const char *
plain_end(const char *p, const char *end)
{
	while (
	    p < end && ((unsigned char)*p >= ' ' || *p == '\t') && *p != 0x7f)
		p++;
	return p;
}

/* After the control characters that stand here; a line end takes the blank
 * that begins the folded line with it. */
static const char *
control_end(const char *p, const char *end)
{
	bool folded = false;

	for (; p < end && plain_end(p, p + 1) == p; p++)
		folded |= *p == '\n' || *p == '\r';
	return p + (folded && p < end && (*p == ' ' || *p == '\t'));
}

/* Unfolds into out, which has room for the whole line; most bytes of the
 * result. */
static size_t
unfold(const struct ical_raw *raw, char *out, size_t most)
{
	size_t n = 0;

	for (const char *p = raw->start; p < raw->end && n < most;) {
		const char *plain = plain_end(p, raw->end);
		size_t len = (size_t)(plain - p);

		if (len > most - n)
			len = most - n;
		memcpy(out + n, p, len);
		n += len;
		p = control_end(plain, raw->end);
	}
	while (n && (out[n - 1] == ' ' || out[n - 1] == '\t'))
		n--;
	out[n] = '\0';
	return n;
}

char *
ical_unfold(struct arena *arena, const struct ical_raw *raw)
{
	size_t len = (size_t)(raw->end - raw->start);
	char *out = arena_take(arena, len + 1);

	if (out)
		unfold(raw, out, len);
	return out;
}

char *
ical_unfold_head(struct arena *arena, const struct ical_raw *raw, size_t most)
{
	char *out = arena_take(arena, most + 1);

	if (out)
		unfold(raw, out, most);
	return out;
}

enum ical_edge
ical_edge_of(const struct ical_raw *raw, char name[ICAL_NAME])
{
	unsigned char first =
	    raw->start < raw->end ? (unsigned char)*raw->start : 'x';
	char text[ICAL_NAME + 8];
	size_t skip;

	if (raw->too_long || (first >= ' ' && !strchr("bBeE", first)))
		return EDGE_NONE;
	unfold(raw, text, sizeof text - 1);
	if (!strncasecmp(text, "BEGIN:", 6))
		skip = 6;
	else if (!strncasecmp(text, "END:", 4))
		skip = 4;
	else
		return EDGE_NONE;
	memccpy(name, text + skip, '\0', ICAL_NAME - 1);
	name[ICAL_NAME - 1] = '\0';
	return skip == 6 ? EDGE_BEGIN : EDGE_END;
}

/* --------------------------------------------------------------- content */

bool
ical_line_cut(char *text, struct ical_line *line)
{
	size_t name = strcspn(text, ";:");
	bool quoted = false;
	char *p = text + name;

	if (!name || !*p)
		return false;
	for (; *p && (quoted || *p != ':'); p++)
		quoted ^= *p == '"';
	if (!*p)
		return false;
	*p = '\0';
	line->name = text;
	line->params = text + name;
	if (p > line->params)
		*line->params++ = '\0';
	line->value = p + 1;
	return true;
}

/* The end of the parameter that begins here. */
static const char *
param_end(const char *p)
{
	bool quoted = false;

	for (; *p && (quoted || *p != ';'); p++)
		quoted ^= *p == '"';
	return p;
}

const char *
ical_param(struct arena *arena, const struct ical_line *line, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = line->params; *p;) {
		const char *end = param_end(p);

		if (!strncasecmp(p, name, len) && p[len] == '=') {
			const char *from = p + len + 1;
			bool quoted =
			    end - from >= 2 && *from == '"' && end[-1] == '"';

			return arena_text(arena, from + quoted,
			    (size_t)(end - from) - 2 * quoted);
		}
		p = *end ? end + 1 : end;
	}
	return NULL;
}
