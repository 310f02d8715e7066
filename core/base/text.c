/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text is taken a run at a time: what needs no attention (plain ASCII, mostly)
 * is stepped over eight bytes at once and copied in one piece.
 */
#include "text.h"

#include <string.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define EACH_BYTE UINT64_C(0x0101010101010101)

static bool
continues(unsigned char byte, unsigned char min, unsigned char max)
{
	return byte >= min && byte <= max;
}

/* The length of the well-formed sequence of several bytes at text, or 0. The
 * bounds of the second byte shut out overlong forms, surrogates and what lies
 * beyond U+10FFFF (RFC 3629 section 4). */
static size_t
sequence_len(const unsigned char *text, size_t left)
{
	unsigned char first = text[0], min = 0x80, max = 0xbf;
	size_t len = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

	if (first < 0xc2 || first > 0xf4 || left < len)
		return 0;
	if (first == 0xe0)
		min = 0xa0;
	else if (first == 0xed)
		max = 0x9f;
	else if (first == 0xf0)
		min = 0x90;
	else if (first == 0xf4)
		max = 0x8f;
	if (!continues(text[1], min, max))
		return 0;
	for (size_t i = 2; i < len; i++)
		if (!continues(text[i], 0x80, 0xbf))
			return 0;
	return len;
}

/* How many bytes from text on are ASCII. */
static size_t
ascii_len(const unsigned char *text, size_t len)
{
	size_t i = 0;
	uint64_t word;

	for (; len - i >= sizeof word; i += sizeof word) {
		memcpy(&word, text + i, sizeof word);
		if (word & HIGH_BITS)
			break;
	}
	while (i < len && text[i] < 0x80)
		i++;
	return i;
}

bool
utf8_valid(const char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t i = 0, step;

	for (;;) {
		i += ascii_len(bytes + i, len - i);
		if (i == len)
			return true;
		step = sequence_len(bytes + i, len - i);
		if (step == 0)
			return false;
		i += step;
	}
}

/* The length of the sequence at text when it is to be removed, or 0. */
static size_t
unwanted_len(const unsigned char *text)
{
	if (text[0] < 0x20)
		return text[0] != '\t' && text[0] != '\n';
	if (text[0] == 0x7f)
		return 1;
	if (text[0] == 0xc2 && text[1] < 0xa0)
		return 2; /* C1: U+0080 .. U+009F */
	if (text[0] != 0xe2)
		return 0;
	if (text[1] == 0x80 && continues(text[2], 0xaa, 0xae))
		return 3; /* U+202A .. U+202E */
	if (text[1] == 0x81 && continues(text[2], 0xa6, 0xa9))
		return 3; /* U+2066 .. U+2069 */
	return 0;
}

size_t
text_clean(char *text)
{
	unsigned char *in = (unsigned char *)text, *out = in;

	while (*in) {
		if (in[0] == '\r') {
			in += in[1] == '\n' ? 2 : 1;
			*out++ = '\n';
			continue;
		}
		size_t skip = unwanted_len(in);
		if (skip == 0)
			*out++ = *in++;
		in += skip;
	}
	*out = '\0';
	return (size_t)((char *)out - text);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

void
text_lower(char *text)
{
	for (; *text; text++)
		*text = lower(*text);
}

/* Longer words are not looked at: keys, kinds and names are short. */
#define NEAREST_MAX 63

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The least number of letters to insert, drop, replace or swap with their
 * neighbour (each place once) that makes a into b. Three rows of the table are
 * enough, as a swap looks two rows back. */
static size_t
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][NEAREST_MAX + 1];

	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3], *above = rows[(i - 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			char x = lower(a[i - 1]), y = lower(b[j - 1]);

			row[j] = least(above[j - 1] + (x != y),
			    least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && x == lower(b[j - 2]) &&
			    y == lower(a[i - 2]))
				row[j] =
				    least(row[j], rows[(i - 2) % 3][j - 2] + 1);
		}
	}
	return rows[a_len % 3][b_len];
}

const char *
text_nearest(const char *word, const char *const *words, size_t n)
{
	size_t len = strlen(word), best = len / 3 ? len / 3 : 1;
	const char *nearest = NULL;

	if (len == 0 || len > NEAREST_MAX)
		return NULL;
	best++; /* what is looked for is nearer than this */
	for (size_t i = 0; i < n; i++) {
		size_t other = strlen(words[i]), apart;

		if (other > NEAREST_MAX)
			continue;
		apart = distance(word, len, words[i], other);
		/* Words without one letter in common are not near. */
		if (apart < best && apart < (len > other ? len : other)) {
			best = apart;
			nearest = words[i];
		}
	}
	return nearest;
}

/* Bytes that a JSON string holds as they are. */
static bool
json_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\' &&
	       byte != '/';
}

/* The letter after the backslash of a short escape, or 0. */
static char
json_letter(unsigned char byte)
{
	switch (byte) {
	case '"':
	case '\\':
		return (char)byte;
	case '\b':
		return 'b';
	case '\f':
		return 'f';
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	default:
		return 0;
	}
}

static void
json_add_ascii(struct buf *buf, const char *text, bool after_less)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char byte = (unsigned char)*text;
	char letter = json_letter(byte);
	char escape[] = { '\\', 'u', '0', '0', digits[byte >> 4 & 15],
		digits[byte & 15] };

	if (byte == '/') {
		buf_adds(buf, after_less ? "\\/" : "/");
	} else if (letter) {
		escape[1] = letter;
		buf_add(buf, escape, 2);
	} else {
		buf_add(buf, escape, sizeof escape);
	}
}

/* High bits where a byte of word is 0 (perhaps above such a one, too). */
static uint64_t
zero_bytes(uint64_t word)
{
	return (word - EACH_BYTE) & ~word;
}

/* Are all eight bytes json_plain? */
static bool
json_plain_word(const unsigned char *text)
{
	uint64_t word, found;

	memcpy(&word, text, sizeof word);
	found = word | (word - 0x20 * EACH_BYTE);
	found |= zero_bytes(word ^ '"' * EACH_BYTE);
	found |= zero_bytes(word ^ '\\' * EACH_BYTE);
	found |= zero_bytes(word ^ '/' * EACH_BYTE);
	return (found & HIGH_BITS) == 0;
}

/* How many bytes from text on need no escape. */
static size_t
json_plain_len(const unsigned char *text, size_t len)
{
	size_t i = 0, step;

	while (i < len) {
		if (len - i >= 8 && json_plain_word(text + i)) {
			i += 8;
			continue;
		}
		step = text[i] < 0x80 ? json_plain(text[i])
				      : sequence_len(text + i, len - i);
		if (step == 0)
			break;
		i += step;
	}
	return i;
}

void
json_add_text(struct buf *buf, const char *text)
{
	size_t len, i = 0, run;

	if (!text) {
		buf_adds(buf, "null");
		return;
	}
	len = strlen(text);
	buf_addc(buf, '"');
	for (;;) {
		run = json_plain_len((const unsigned char *)text + i, len - i);
		buf_add(buf, text + i, run);
		i += run;
		if (i == len)
			break;
		if ((unsigned char)text[i] < 0x80)
			json_add_ascii(buf, text + i, i && text[i - 1] == '<');
		else
			buf_adds(buf, "\xef\xbf\xbd"); /* U+FFFD */
		i++;
	}
	buf_addc(buf, '"');
}

void
url_add_encoded(struct buf *buf, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *text; text++) {
		if (strchr(plain, *text))
			buf_addc(buf, *text);
		else
			buf_addf(buf, "%%%02X", (unsigned char)*text);
	}
}

bool
texts_have(const char *const *list, const char *text)
{
	for (; list && *list; list++)
		if (strcmp(*list, text) == 0)
			return true;
	return false;
}
