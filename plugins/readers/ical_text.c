/* SPDX-License-Identifier: Apache-2.0 */
/* Content lines. */
#include "ical_parts.h"

#include <string.h>
#include <strings.h>

/* ---------------------------------------------------------------- lines */

struct ical_lines
ical_lines_of(const char *text, size_t len)
{
	return (
	    struct ical_lines){ text, text + len, 1, !memchr(text, '\n', len) };
}

bool
ical_lines_next(struct ical_lines *lines, struct ical_raw *raw)
{
	char end = lines->cr_only ? '\r' : '\n';

	if (lines->at >= lines->end)
		return false;
	*raw = (struct ical_raw){ .start = lines->at, .number = lines->number };
	do {
		const char *p =
		    memchr(lines->at, end, (size_t)(lines->end - lines->at));

		raw->folded = lines->at != raw->start;
		raw->end = p ? p : lines->end;
		lines->at = p ? p + 1 : lines->end;
		lines->number++;
	} while (lines->at < lines->end &&
		 (*lines->at == ' ' || *lines->at == '\t'));
	while (raw->end > raw->start && raw->end[-1] == '\r')
		raw->end--;
	raw->next = lines->at;
	return true;
}

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

char *
ical_unfold(struct arena *arena, const struct ical_raw *raw)
{
	char *out = arena_take(arena, (size_t)(raw->end - raw->start) + 1);
	size_t n = 0;

	if (!out)
		return NULL;
	for (const char *p = raw->start; p < raw->end;) {
		const char *plain = plain_end(p, raw->end);

		memcpy(out + n, p, (size_t)(plain - p));
		n += (size_t)(plain - p);
		p = control_end(plain, raw->end);
	}
	while (n && (out[n - 1] == ' ' || out[n - 1] == '\t'))
		n--;
	out[n] = '\0';
	return out;
}

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
