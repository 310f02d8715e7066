/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer of content lines. Each value asks for its worst case once and is
 * then written by bare pointers; sixteen octets are looked at and copied
 * together while none of them needs escaping. Cost: one pass over the text.
 */
#include "ical_text.h"

#include <stdbool.h>

#include "base/date.h"

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
	/* Days that belong to other places, so none is known yet. */
	for (int i = 0; i < ICAL_DAYS; i++)
		writer->days[i].day = INT64_MIN + (i == 0);
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

static bool
is_plain(unsigned char c)
{
	return !is_control(c) && c != ',' && c != ';' && c != '\\';
}

/* Sixteen octets that are looked at together. */
#define STRIDE 16
typedef unsigned char octets __attribute__((vector_size(STRIDE)));

/* May one of them need an escape? */
static inline bool
may_be_special(octets text)
{
	uint64_t found[2];
	__typeof__(text < 0x20) special = (text < 0x20) | (text == ',') |
					  (text == ';') | (text == '\\') |
					  (text == 0x7F);

	memcpy(found, &special, sizeof found);
	return (found[0] | found[1]) != 0;
}

/* Copies up to the first of n octets that is not plain; how many. */
static size_t
copy_plain(char *to, const char *text, size_t n)
{
	octets some;
	size_t i = 0;

	for (; i + STRIDE <= n; i += STRIDE) {
		memcpy(&some, text + i, STRIDE);
		if (may_be_special(some))
			break;
		memcpy(to + i, &some, STRIDE);
	}
	for (; i < n && is_plain((unsigned char)text[i]); i++)
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

static inline bool
is_uri_octet(unsigned char c)
{
	/* Of 0x21..0x7E all but "<>\^`{|} and the double quote. */
	static const uint64_t others[2] = {
		UINT64_C(1) << 34 | UINT64_C(1) << 60 | UINT64_C(1) << 62,
		UINT64_C(1) << 28 | UINT64_C(1) << 30 | UINT64_C(1) << 32 |
		    UINT64_C(7) << 59,
	};

	return c > 0x20 && c < 0x7F && !(others[c >> 6] >> (c & 63) & 1);
}

void
ical_uri(struct ical_writer *writer, const char *uri)
{
	static const char digits[] = "0123456789ABCDEF";

	if (!take_room_for(writer, strlen(uri), 3))
		return;
	while (*uri) {
		size_t run = 0;
		unsigned char c;

		while (is_uri_octet((unsigned char)uri[run]))
			run++;
		put_plain(writer, uri, run);
		uri += run;
		if (!*uri)
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

/* ------------------------------------------------------ times and numbers ---
 */

/* Two decimal digits of value, which is below 100. */
static inline char *
add_pair(char *to, unsigned value)
{
	to[0] = (char)('0' + value / 10);
	to[1] = (char)('0' + value % 10);
	return to + 2;
}

/* Most lines near each other tell the same few days. */
static char *
add_date(struct ical_writer *writer, char *to, int64_t day)
{
	struct ical_day *known = &writer->days[(uint64_t)day % ICAL_DAYS];

	if (known->day != day) {
		struct civil civil = civil_from_day(day);
		char *text = known->text;

		known->day = day;
		text = add_pair(text, (unsigned)civil.year / 100);
		text = add_pair(text, (unsigned)civil.year % 100);
		text = add_pair(text, (unsigned)civil.month);
		add_pair(text, (unsigned)civil.day);
	}
	memcpy(to, known->text, sizeof known->text);
	return to + sizeof known->text;
}

static char *
add_wall(struct ical_writer *writer, char *to, int64_t wall)
{
	int64_t day = day_from_wall(wall);
	unsigned second = (unsigned)(wall - day * DAY_SECONDS);

	to = add_date(writer, to, day);
	*to++ = 'T';
	to = add_pair(to, second / 3600);
	to = add_pair(to, second / 60 % 60);
	return add_pair(to, second % 60);
}

void
ical_date(struct ical_writer *writer, int64_t day)
{
	char text[8];

	add_date(writer, text, day);
	ical_put(writer, text, sizeof text);
}

void
ical_wall(struct ical_writer *writer, int64_t wall)
{
	char text[15];

	add_wall(writer, text, wall);
	ical_put(writer, text, sizeof text);
}

void
ical_instant(struct ical_writer *writer, int64_t utc)
{
	char text[16];

	*add_wall(writer, text, utc) = 'Z';
	ical_put(writer, text, sizeof text);
}

void
ical_stamp_lines(struct ical_writer *writer, int64_t utc)
{
	char text[16];

	*add_wall(writer, text, utc) = 'Z';
	ical_lit(writer, "DTSTAMP:");
	ical_put(writer, text, sizeof text);
	ical_end(writer);
	ical_lit(writer, "LAST-MODIFIED:");
	ical_put(writer, text, sizeof text);
	ical_end(writer);
}

void
ical_instant_line(struct ical_writer *writer, const char *name, int64_t utc)
{
	ical_raws(writer, name);
	ical_instant(writer, utc);
	ical_end(writer);
}

void
ical_int(struct ical_writer *writer, int64_t value)
{
	char text[20], *to = text + sizeof text;
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do
		*--to = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		ical_lit(writer, "-");
	ical_put(writer, to, (size_t)(text + sizeof text - to));
}

/* Adds "6H" when there are six of the unit; returns what remains. */
static int64_t
add_unit(struct ical_writer *writer, int64_t seconds, int64_t unit,
    const char *letter)
{
	if (seconds / unit) {
		ical_int(writer, seconds / unit);
		ical_put(writer, letter, 1);
	}
	return seconds % unit;
}

void
ical_duration(struct ical_writer *writer, int64_t seconds)
{
	bool days = seconds >= DAY_SECONDS;

	ical_lit(writer, "P");
	seconds = add_unit(writer, seconds, DAY_SECONDS, "D");
	if (days && !seconds)
		return;
	ical_lit(writer, "T");
	if (!seconds)
		ical_lit(writer, "0S");
	seconds = add_unit(writer, seconds, 3600, "H");
	seconds = add_unit(writer, seconds, 60, "M");
	add_unit(writer, seconds, 1, "S");
}

void
ical_offset(struct ical_writer *writer, int seconds)
{
	unsigned size = (unsigned)(seconds < 0 ? -seconds : seconds);
	char text[7] = { seconds < 0 ? '-' : '+' };
	char *to = text + 1;

	to = add_pair(to, size / 3600);
	to = add_pair(to, size / 60 % 60);
	if (size % 60)
		to = add_pair(to, size % 60);
	ical_put(writer, text, (size_t)(to - text));
}
