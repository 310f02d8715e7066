/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer of content lines. Each value reserves its worst case once and is
 * then written by bare pointers; eight octets are looked at together for what
 * needs escaping. Cost: one pass over the text.
 */
#include "ical_text.h"

#include <string.h>

#include "base/date.h"

#define FOLD "\r\n "

/* Where the octets go: room was reserved before. */
struct pen {
	char *to;
	size_t column;
};

/* The most that len octets can take up once each of them has become unit
 * octets: a fold costs three octets, and a line holds at least 71 of text. */
static size_t
worst_case(size_t len, size_t unit)
{
	return len * unit + (len * unit / (ICAL_LINE - 4) + 1) * strlen(FOLD);
}

static bool
pen_take(struct ical_writer *writer, size_t len, size_t unit, struct pen *pen)
{
	pen->column = writer->column;
	pen->to = buf_reserve(writer->out, worst_case(len, unit));
	return pen->to;
}

static void
pen_return(struct ical_writer *writer, const struct pen *pen)
{
	const char *was = writer->out->data + writer->out->len;

	writer->column = pen->column;
	buf_commit(writer->out, (size_t)(pen->to - was));
}

static void
pen_fold(struct pen *pen)
{
	memcpy(pen->to, FOLD, strlen(FOLD));
	pen->to += strlen(FOLD);
	pen->column = 1;
}

/* The last place within room where a code point begins (they have at most
 * four octets). */
static size_t
fold_place(const char *text, size_t room)
{
	for (size_t cut = room; cut + 4 > room && cut <= room; cut--)
		if (((unsigned char)text[cut] & 0xC0) != 0x80)
			return cut;
	return room;
}

/* Plain octets, folded between code points. */
static void
pen_copy(struct pen *pen, const char *text, size_t len)
{
	while (len > ICAL_LINE - pen->column) {
		size_t cut = fold_place(text, ICAL_LINE - pen->column);

		memcpy(pen->to, text, cut);
		pen->to += cut;
		text += cut;
		len -= cut;
		pen_fold(pen);
	}
	memcpy(pen->to, text, len);
	pen->to += len;
	pen->column += len;
}

/* Octets that stay together, such as an escape. */
static void
pen_unit(struct pen *pen, const char *octets, size_t len)
{
	if (pen->column + len > ICAL_LINE)
		pen_fold(pen);
	memcpy(pen->to, octets, len);
	pen->to += len;
	pen->column += len;
}

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

#define EACH_BYTE(value) (0x0101010101010101ULL * (unsigned char)(value))

/* Non-zero when one of the eight octets is value. */
static uint64_t
holds(uint64_t octets, unsigned char value)
{
	uint64_t rest = octets ^ EACH_BYTE(value);

	return (rest - EACH_BYTE(1)) & ~rest & EACH_BYTE(0x80);
}

/* How many of the first octets need no escape. */
static size_t
plain_run(const char *text, size_t len)
{
	size_t i = 0;

	for (; i + 8 <= len; i += 8) {
		uint64_t octets;

		memcpy(&octets, text + i, 8);
		if (((octets - EACH_BYTE(0x20)) & ~octets & EACH_BYTE(0x80)) |
		    holds(octets, ',') | holds(octets, ';') |
		    holds(octets, '\\') | holds(octets, 0x7F))
			break;
	}
	while (i < len && is_plain((unsigned char)text[i]))
		i++;
	return i;
}

void
ical_raw(struct ical_writer *writer, const char *text, size_t len)
{
	struct pen pen;

	if (writer->column + len <= ICAL_LINE) {
		buf_add(writer->out, text, len);
		writer->column += len;
		return;
	}
	if (!pen_take(writer, len, 1, &pen))
		return;
	pen_copy(&pen, text, len);
	pen_return(writer, &pen);
}

void
ical_raws(struct ical_writer *writer, const char *text)
{
	ical_raw(writer, text, strlen(text));
}

void
ical_begin(struct ical_writer *writer, const char *name)
{
	writer->column = 0;
	ical_raws(writer, name);
}

void
ical_end(struct ical_writer *writer)
{
	buf_add(writer->out, "\r\n", 2);
	writer->column = 0;
}

void
ical_line(struct ical_writer *writer, const char *line)
{
	ical_begin(writer, line);
	ical_end(writer);
}

/* One octet that is not plain. A CR before LF is left to the LF. */
static void
escape_octet(struct pen *pen, char c, char next)
{
	const char escape[2] = { '\\', c };

	if (c == '\n' || (c == '\r' && next != '\n'))
		pen_unit(pen, "\\n", 2);
	else if (!is_control((unsigned char)c))
		pen_unit(pen, escape, 2);
}

void
ical_escaped(struct ical_writer *writer, const char *text)
{
	size_t len = strlen(text);
	const char *end = text + len;
	struct pen pen;

	if (!pen_take(writer, len, 2, &pen))
		return;
	while (text < end) {
		size_t run = plain_run(text, (size_t)(end - text));

		pen_copy(&pen, text, run);
		text += run;
		if (text < end) {
			escape_octet(&pen, text[0], text[1]);
			text++;
		}
	}
	pen_return(writer, &pen);
}

/* RFC 6868 section 3. */
static void
param_octet(struct pen *pen, char c)
{
	if (c == '\n')
		pen_unit(pen, "^n", 2);
	else if (c == '"')
		pen_unit(pen, "^'", 2);
	else if (c == '^')
		pen_unit(pen, "^^", 2);
}

static bool
is_param_plain(char c)
{
	return !is_control((unsigned char)c) && c != '"' && c != '^';
}

void
ical_param(struct ical_writer *writer, const char *name, const char *value)
{
	bool quoted = value[strcspn(value, ",:;")];
	struct pen pen;

	ical_raw(writer, ";", 1);
	ical_raws(writer, name);
	ical_raws(writer, quoted ? "=\"" : "=");
	if (!pen_take(writer, strlen(value), 2, &pen))
		return;
	while (*value) {
		size_t run = 0;

		while (value[run] && is_param_plain(value[run]))
			run++;
		pen_copy(&pen, value, run);
		value += run;
		if (*value)
			param_octet(&pen, *value++);
	}
	pen_return(writer, &pen);
	if (quoted)
		ical_raw(writer, "\"", 1);
}

static bool
is_uri_octet(unsigned char c)
{
	return c > 0x20 && c < 0x7F && !strchr("\"<>\\^`{|}", c);
}

void
ical_uri(struct ical_writer *writer, const char *uri)
{
	static const char digits[] = "0123456789ABCDEF";
	struct pen pen;

	if (!pen_take(writer, strlen(uri), 3, &pen))
		return;
	for (; *uri; uri++) {
		unsigned char c = (unsigned char)*uri;
		char code[3] = { '%', digits[c >> 4], digits[c & 15] };

		if (is_uri_octet(c))
			pen_unit(&pen, uri, 1);
		else if (!is_control(c))
			pen_unit(&pen, code, 3);
	}
	pen_return(writer, &pen);
}

void
ical_text_line(struct ical_writer *writer, const char *name,
    const char *language, const char *text)
{
	ical_begin(writer, name);
	if (language)
		ical_param(writer, "LANGUAGE", language);
	ical_raw(writer, ":", 1);
	ical_escaped(writer, text);
	ical_end(writer);
}

void
ical_uri_line(struct ical_writer *writer, const char *name, const char *uri)
{
	ical_begin(writer, name);
	ical_raw(writer, ":", 1);
	ical_uri(writer, uri);
	ical_end(writer);
}

/* width decimal digits of value, which is not negative. */
static char *
add_digits(char *to, int value, int width)
{
	for (int i = width; i-- > 0; value /= 10)
		to[i] = (char)('0' + value % 10);
	return to + width;
}

static char *
add_date(char *to, const struct civil *civil)
{
	to = add_digits(to, civil->year, 4);
	to = add_digits(to, civil->month, 2);
	return add_digits(to, civil->day, 2);
}

static char *
add_wall(char *to, int64_t wall)
{
	struct civil civil = civil_from_wall(wall);

	to = add_date(to, &civil);
	*to++ = 'T';
	to = add_digits(to, civil.hour, 2);
	to = add_digits(to, civil.minute, 2);
	return add_digits(to, civil.second, 2);
}

void
ical_date(struct ical_writer *writer, int64_t day)
{
	struct civil civil = civil_from_day(day);
	char text[8];

	add_date(text, &civil);
	ical_raw(writer, text, sizeof text);
}

void
ical_wall(struct ical_writer *writer, int64_t wall)
{
	char text[15];

	add_wall(text, wall);
	ical_raw(writer, text, sizeof text);
}

void
ical_instant(struct ical_writer *writer, int64_t utc)
{
	char text[16];

	*add_wall(text, utc) = 'Z';
	ical_raw(writer, text, sizeof text);
}

void
ical_int(struct ical_writer *writer, int64_t value)
{
	size_t before = writer->out->len;

	buf_addi(writer->out, value);
	writer->column += writer->out->len - before;
}

/* Adds "6H" when there are six of the unit; returns what remains. */
static int64_t
add_unit(struct ical_writer *writer, int64_t seconds, int64_t unit, char letter)
{
	if (seconds / unit) {
		ical_int(writer, seconds / unit);
		ical_raw(writer, &letter, 1);
	}
	return seconds % unit;
}

void
ical_duration(struct ical_writer *writer, int64_t seconds)
{
	bool days = seconds >= DAY_SECONDS;

	ical_raw(writer, "P", 1);
	seconds = add_unit(writer, seconds, DAY_SECONDS, 'D');
	if (days && !seconds)
		return;
	ical_raw(writer, "T", 1);
	if (!seconds)
		ical_raw(writer, "0S", 2);
	seconds = add_unit(writer, seconds, 3600, 'H');
	seconds = add_unit(writer, seconds, 60, 'M');
	add_unit(writer, seconds, 1, 'S');
}

void
ical_offset(struct ical_writer *writer, int seconds)
{
	int size = seconds < 0 ? -seconds : seconds;
	char text[7] = { seconds < 0 ? '-' : '+' };
	char *to = text + 1;

	to = add_digits(to, size / 3600, 2);
	to = add_digits(to, size / 60 % 60, 2);
	if (size % 60)
		to = add_digits(to, size % 60, 2);
	ical_raw(writer, text, (size_t)(to - text));
}
