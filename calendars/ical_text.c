/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer of content lines. Each value asks for its worst case once and is
 * then written by bare pointers; sixteen octets are looked at and copied
 * together while none of them needs escaping. Cost: one pass over the text.
 */
#include "ical_text.h"

#include <stdbool.h>

#define FOLD_LEN 3 /* CRLF and a space */
/* A continued line holds at least so much text: a fold may come up to three
 * octets early, and its space counts. */
#define LINE_LEAST (ICAL_LINE - 4)
#define ROOM_STEP 512

/* ------------------------------------------------------------- the room --- */

void
ical_open(struct ical_writer *writer, struct buf *out)
{
	*writer = (struct ical_writer){ .out = out };
	writer->to = writer->end = writer->line = buf_reserve(out, 0);
}

/* Gives the buffer what is written. */
void
ical_close(struct ical_writer *writer)
{
	struct buf *out = writer->out;

	if (!buf_error(out))
		buf_commit(out, (size_t)(writer->to - (out->data + out->len)));
}

static size_t
column(const struct ical_writer *writer)
{
	return (size_t)(writer->to - writer->line);
}

static bool
take_room(struct ical_writer *writer, size_t need)
{
	size_t before = column(writer);

	if ((size_t)(writer->end - writer->to) >= need && writer->to)
		return true;
	ical_close(writer);
	writer->to = buf_reserve(writer->out, need + ROOM_STEP);
	writer->end = writer->line = writer->to;
	if (!writer->to)
		return false;
	writer->end += need + ROOM_STEP;
	writer->line -= before;
	return true;
}

/* Room for len octets of which each becomes up to unit, with their folds. */
static bool
take_room_for(struct ical_writer *writer, size_t len, size_t unit)
{
	size_t most = len * unit;

	return take_room(writer, most + (most / LINE_LEAST + 1) * FOLD_LEN + 8);
}

void
ical_end(struct ical_writer *writer)
{
	if (!take_room(writer, 2))
		return;
	memcpy(writer->to, "\r\n", 2);
	writer->to += 2;
	writer->line = writer->to;
}

/* ------------------------------------------- writing, once there is room ---
 */

static void
fold(struct ical_writer *writer)
{
	memcpy(writer->to, "\r\n ", FOLD_LEN);
	writer->to += FOLD_LEN;
	writer->line = writer->to - 1;
}

/* Octets that stay together, such as an escape. */
static void
put_unit(struct ical_writer *writer, const char *octets, size_t len)
{
	if (column(writer) + len > ICAL_LINE)
		fold(writer);
	memcpy(writer->to, octets, len);
	writer->to += len;
}

/* How many of len octets go into the present line: whole code points (of at
 * most four octets). */
static size_t
fitting(const struct ical_writer *writer, const char *text, size_t len)
{
	size_t room = ICAL_LINE - column(writer);

	if (len <= room)
		return len;
	for (size_t cut = room; cut + 4 > room && cut <= room; cut--)
		if (((unsigned char)text[cut] & 0xC0) != 0x80)
			return cut;
	return room;
}

static void
put_plain(struct ical_writer *writer, const char *text, size_t len)
{
	for (;;) {
		size_t n = fitting(writer, text, len);

		memcpy(writer->to, text, n);
		writer->to += n;
		text += n;
		len -= n;
		if (!len)
			return;
		fold(writer);
	}
}

void
ical_raw(struct ical_writer *writer, const char *text, size_t len)
{
	if (take_room_for(writer, len, 1))
		put_plain(writer, text, len);
}

/* ----------------------------------------------------------------- texts ---
 */

static bool
is_control(unsigned char c)
{
	return (c < 0x20 && c != '\t') || c == 0x7F;
}

/* A set of octets: a bit for each. */
struct octet_set {
	uint64_t bits[4];
};

static inline bool
octet_in(const struct octet_set *set, unsigned char c)
{
	return set->bits[c >> 6] >> (c & 63) & 1;
}

/* Controls but the tab, comma, semicolon, backslash. */
static const struct octet_set special = { {
    (UINT64_C(0xFFFFFFFF) & ~(UINT64_C(1) << '\t')) | UINT64_C(1) << ',' |
	UINT64_C(1) << ';',
    UINT64_C(1) << ('\\' - 64) | UINT64_C(1) << (0x7F - 64),
} };

/* Sixteen octets that are looked at together, and eight. */
#define STRIDE 16
#define HALF 8
typedef unsigned char octets __attribute__((vector_size(STRIDE)));
typedef unsigned char few_octets __attribute__((vector_size(HALF)));

/* Which may need an escape, a tab among them. */
#define MAY_BE_SPECIAL(text) \
	(((text) < 0x20) | ((text) == ',') | ((text) == ';') | \
	    ((text) == '\\') | ((text) == 0x7F))

static inline bool
may_be_special(octets text)
{
	uint64_t found[2];
	__typeof__(text < 0x20) in = MAY_BE_SPECIAL(text);

	memcpy(found, &in, sizeof found);
	return (found[0] | found[1]) != 0;
}

static inline bool
may_few_be_special(few_octets text)
{
	uint64_t found;
	__typeof__(text < 0x20) in = MAY_BE_SPECIAL(text);

	memcpy(&found, &in, sizeof found);
	return found != 0;
}

/* Copies up to the first of n octets that is not plain; how many. */
static size_t
copy_plain(char *to, const char *text, size_t n)
{
	octets some;
	few_octets few;
	size_t i = 0;

	for (; i + STRIDE <= n; i += STRIDE) {
		memcpy(&some, text + i, STRIDE);
		if (may_be_special(some))
			break;
		memcpy(to + i, &some, STRIDE);
	}
	for (; i + HALF <= n; i += HALF) {
		memcpy(&few, text + i, HALF);
		if (may_few_be_special(few))
			break;
		memcpy(to + i, &few, HALF);
	}
	for (; i < n && !octet_in(&special, (unsigned char)text[i]); i++)
		to[i] = text[i];
	return i;
}

/* One octet that is not plain. A CR before LF is left to the LF. */
static void
put_escape(struct ical_writer *writer, char c, char next)
{
	const char escape[2] = { '\\', c };

	if (c == '\n' || (c == '\r' && next != '\n'))
		put_unit(writer, "\\n", 2);
	else if (!is_control((unsigned char)c))
		put_unit(writer, escape, 2);
}

void
ical_escaped(struct ical_writer *writer, const char *text)
{
	size_t len = strlen(text);
	const char *end = text + len;

	if (!take_room_for(writer, len, 2))
		return;
	while (text < end) {
		size_t n = fitting(writer, text, (size_t)(end - text));
		size_t run = copy_plain(writer->to, text, n);

		writer->to += run;
		text += run;
		if (run < n) {
			put_escape(writer, text[0], text[1]);
			text++;
		} else if (text < end) {
			fold(writer);
		}
	}
}

/* ------------------------------------------------------ parameters, URIs ---
 */

/* RFC 6868 section 3. */
static void
put_param_octet(struct ical_writer *writer, char c)
{
	if (c == '\n')
		put_unit(writer, "^n", 2);
	else if (c == '"')
		put_unit(writer, "^'", 2);
	else if (c == '^')
		put_unit(writer, "^^", 2);
}

static bool
is_param_plain(char c)
{
	return !is_control((unsigned char)c) && c != '"' && c != '^';
}

void
ical_param(struct ical_writer *writer, const char *name, const char *value)
{
	bool quoted = false;
	size_t len = 0;

	for (; value[len]; len++)
		quoted |=
		    value[len] == ',' || value[len] == ':' || value[len] == ';';
	ical_raws(writer, name);
	if (!take_room_for(writer, len + 2, 2))
		return;
	if (quoted)
		put_unit(writer, "\"", 1);
	while (*value) {
		size_t run = 0;

		while (value[run] && is_param_plain(value[run]))
			run++;
		put_plain(writer, value, run);
		value += run;
		if (*value)
			put_param_octet(writer, *value++);
	}
	if (quoted)
		put_unit(writer, "\"", 1);
}

/* Of 0x21..0x7E all but "<>\^`{|} and the double quote. */
static const struct octet_set of_uris = { {
    UINT64_MAX << 33 &
	~(UINT64_C(1) << '"' | UINT64_C(1) << '<' | UINT64_C(1) << '>'),
    UINT64_MAX & ~(UINT64_C(1) << ('\\' - 64) | UINT64_C(1) << ('^' - 64) |
		     UINT64_C(1) << ('`' - 64) | UINT64_C(7) << ('{' - 64) |
		     UINT64_C(1) << 63),
} };

/* Do all of them stand in a URI as they are? "| 2" makes one of two. */
static inline bool
are_of_uris(octets text)
{
	uint64_t found[2];
	__typeof__(text < 0x20) odd =
	    (text <= 0x20) | ((text >= '{') & (text != '~')) | (text == '"') |
	    ((text | 2) == '>') | ((text | 2) == '^') | (text == '`');

	memcpy(found, &odd, sizeof found);
	return (found[0] | found[1]) == 0;
}

/* How many of len octets stand in a URI as they are. */
static size_t
uri_run(const char *uri, size_t len)
{
	octets some;
	size_t i = 0;

	for (; i + STRIDE <= len; i += STRIDE) {
		memcpy(&some, uri + i, STRIDE);
		if (!are_of_uris(some))
			break;
	}
	while (i < len && octet_in(&of_uris, (unsigned char)uri[i]))
		i++;
	return i;
}

void
ical_uri(struct ical_writer *writer, const char *uri)
{
	static const char digits[] = "0123456789ABCDEF";

	size_t len = strlen(uri);
	const char *end = uri + len;

	if (!take_room_for(writer, len, 3))
		return;
	while (uri < end) {
		size_t run = uri_run(uri, (size_t)(end - uri));
		unsigned char c;

		put_plain(writer, uri, run);
		uri += run;
		if (uri == end)
			return;
		c = (unsigned char)*uri++;
		if (!is_control(c))
			put_unit(writer,
			    (char[3]){ '%', digits[c >> 4], digits[c & 15] },
			    3);
	}
}

void
ical_text_line(struct ical_writer *writer, const char *name,
    const char *language, const char *text)
{
	ical_raws(writer, name);
	if (language)
		ical_param(writer, ";LANGUAGE=", language);
	ical_lit(writer, ":");
	ical_escaped(writer, text);
	ical_end(writer);
}
