/* SPDX-License-Identifier: Apache-2.0 */
#include "charset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

/* Two characters of ASCII, each beside a NUL. */
int
utf16_order(const char *text, size_t len)
{
	if (len < 2)
		return 0;
	if (!memcmp(text, "\xff\xfe", 2))
		return 'L';
	if (!memcmp(text, "\xfe\xff", 2))
		return 'B';
	if (len < 4)
		return 0;
	if (text[0] > 0 && !text[1] && text[2] > 0 && !text[3])
		return 'L';
	return !text[0] && text[1] > 0 && !text[2] && text[3] > 0 ? 'B' : 0;
}

static uint32_t
utf16_unit(const char *text, size_t i, int order)
{
	unsigned char a = (unsigned char)text[i];
	unsigned char b = (unsigned char)text[i + 1];

	return order == 'L' ? (uint32_t)(b << 8 | a) : (uint32_t)(a << 8 | b);
}

size_t
utf16_to_utf8(const char *text, size_t len, int order, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i + 1 < len; i += 2) {
		uint32_t c = utf16_unit(text, i, order);

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
	return n;
}

char *
utf16_convert(const char *text, size_t len, size_t *out_len, bool *failed)
{
	int order = utf16_order(text, len);
	size_t mark;
	char *out;

	*failed = false;
	if (!order)
		return NULL;
	mark = utf16_unit(text, 0, order) == 0xfeff ? 2 : 0;
	out = malloc(len / 2 * 3 + 1);
	*failed = !out;
	if (out)
		*out_len = utf16_to_utf8(text + mark, len - mark, order, out);
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

/* Eight bytes of ASCII at once; else 0. */
static size_t
ascii_step(const unsigned char *p, size_t left)
{
	uint64_t eight;

	if (left < sizeof eight)
		return 0;
	memcpy(&eight, p, sizeof eight);
	return eight & UINT64_C(0x8080808080808080) ? 0 : sizeof eight;
}

bool
utf8_sound(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0, n; i < len; i += n) {
		n = ascii_step(p + i, len - i);
		if (n == 0)
			n = utf8_step(p + i, len - i);
		if (n == 0)
			return false;
	}
	return true;
}

size_t
cp1252_to_utf8(const char *text, size_t len, char *out)
{
	static const uint16_t high[32] = { 0x20ac, 0xfffd, 0x201a, 0x192,
		0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
		0x152, 0xfffd, 0x17d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c,
		0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
		0x153, 0xfffd, 0x17e, 0x178 };
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		n += utf8_put(
		    out + n, c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c);
	}
	return n;
}

char *
cp1252_convert(struct arena *arena, const char *text, size_t len)
{
	char *out = arena_take(arena, len * 3 + 1);

	if (out)
		out[cp1252_to_utf8(text, len, out)] = '\0';
	return out;
}
