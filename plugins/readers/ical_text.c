/* SPDX-License-Identifier: Apache-2.0 */
/* Character sets and content lines. */
#include "ical_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ------------------------------------------------------- character sets */

static size_t
utf8_put(char *out, uint32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	out[0] = (char)(lead[n] | c);
	return n;
}

/* 'L' or 'B' for the order of its bytes, 0 when it is not UTF-16. */
static int
utf16_order(const char *text, size_t len)
{
	if (len < 2)
		return 0;
	if (!memcmp(text, "\xff\xfe", 2) || !memcmp(text, "B\0", 2))
		return 'L';
	if (!memcmp(text, "\xfe\xff", 2) || !memcmp(text, "\0B", 2))
		return 'B';
	return 0;
}

static uint32_t
utf16_unit(const char *text, size_t i, int order)
{
	unsigned char a = (unsigned char)text[i];
	unsigned char b = (unsigned char)text[i + 1];

	return order == 'L' ? (uint32_t)(b << 8 | a) : (uint32_t)(a << 8 | b);
}

char *
utf16_convert(const char *text, size_t len, size_t *out_len, bool *failed)
{
	int order = utf16_order(text, len);
	char *out;
	size_t n = 0;

	*failed = false;
	if (!order)
		return NULL;
	out = malloc(len / 2 * 3 + 1);
	*failed = !out;
	for (size_t i = 0; out && i + 1 < len; i += 2) {
		uint32_t c = utf16_unit(text, i, order);

		if (c == 0xfeff && i == 0)
			continue;
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < len) {
			uint32_t low = utf16_unit(text, i + 2, order);

			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				i += 2;
			}
		}
		n += utf8_put(out + n, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
	}
	*out_len = n;
	return out;
}

/* The number of bytes of the character here, 0 when it is not UTF-8
 * (RFC 3629 section 4). */
static size_t
utf8_step(const unsigned char *p, size_t left)
{
	size_t n = p[0] < 0x80   ? 1
		   : p[0] < 0xc2 ? 0
		   : p[0] < 0xe0 ? 2
		   : p[0] < 0xf0 ? 3
		   : p[0] < 0xf5 ? 4
				 : 0;

	if (n == 0 || n > left)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

bool
utf8_sound(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_step(p + i, len - i);
		if (n == 0)
			return false;
	}
	return true;
}

char *
cp1252_convert(struct arena *arena, const char *text, size_t len)
{
	static const uint16_t high[32] = { 0x20ac, 0xfffd, 0x201a, 0x192,
		0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
		0x152, 0xfffd, 0x17d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c,
		0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
		0x153, 0xfffd, 0x17e, 0x178 };
	char *out = arena_take(arena, len * 3 + 1);
	size_t n = 0;

	if (!out)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		n += utf8_put(
		    out + n, c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c);
	}
	out[n] = '\0';
	return out;
}

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
