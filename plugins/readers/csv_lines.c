/* SPDX-License-Identifier: Apache-2.0 */
/* A text line by line, so that a table's rows know where they begin and
 * reading can begin again there. Only a line that is not UTF-8 is copied. */
#include "csv_parts.h"

#include <stdlib.h>
#include <string.h>

#include "readers/charset.h"

/* The line end from here on, or NULL. */
static const char *
sign_find(const struct csv_lines *lines, const char *from)
{
	const char *p = from;

	if (lines->unit == 1)
		return memchr(p, lines->sign, (size_t)(lines->end - p));
	for (; lines->end - p >= 2; p += 2)
		if (p[lines->order == 'B'] == lines->sign &&
		    !p[lines->order == 'L'])
			return p;
	return NULL;
}

static bool
marked(const char *text, size_t len)
{
	return len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3);
}

void
csv_lines_open(struct csv_lines *lines, const char *text, size_t len,
    int encoding, size_t most)
{
	int order = encoding == CSV_AUTO || encoding == CSV_UTF_16
			? utf16_order(text, len)
			: 0;
	size_t mark = marked(text, len) ? 3 : 0;

	/* a file that only its setting calls UTF-16: as Windows writes it */
	if (encoding == CSV_UTF_16 && !order)
		order = 'L';
	if (order)
		mark = *text == '\xff' || *text == '\xfe' ? 2 : 0;
	*lines = (struct csv_lines){ .at = text + mark,
		.end = text + len,
		.number = 1,
		.unit = order ? 2 : 1,
		.order = order,
		.sign = '\n',
		.most = most };
	lines->cp1252 =
	    encoding == CSV_WINDOWS_1252 ||
	    (encoding == CSV_AUTO && !order && !utf8_sound(text, len));
	if (!sign_find(lines, lines->at))
		lines->sign = '\r';
}

/* In UTF-8: where it is, or in the buffer. */
static void
convert(struct csv_lines *lines, struct csv_line *line)
{
	size_t room = line->len * 3;

	if (!lines->order &&
	    (!lines->cp1252 || utf8_sound(line->text, line->len)))
		return;
	if (room > lines->room) {
		char *buffer = realloc(lines->buffer, room);

		line->no_memory = !buffer;
		if (!buffer)
			return;
		lines->buffer = buffer;
		lines->room = room;
	}
	line->len = lines->order
			? utf16_to_utf8(line->text, line->len, lines->order,
			      lines->buffer)
			: cp1252_to_utf8(line->text, line->len, lines->buffer);
	line->text = lines->buffer;
}

bool
csv_lines_next(struct csv_lines *lines, struct csv_line *line)
{
	const char *sign;

	if (lines->end - lines->at < (ptrdiff_t)lines->unit)
		return false;
	sign = sign_find(lines, lines->at);
	*line = (struct csv_line){ .text = lines->at };
	line->len =
	    (size_t)((sign ? sign + lines->unit : lines->end) - lines->at);
	lines->at += line->len;
	lines->number++;
	lines->scanned += line->len;
	line->too_long = line->len > lines->most;
	if (!line->too_long)
		convert(lines, line);
	return true;
}

void
csv_lines_free(struct csv_lines *lines)
{
	free(lines->buffer);
	lines->buffer = NULL;
	lines->room = 0;
}
