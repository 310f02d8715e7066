/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of ASCII, which most texts are, never reach utf8proc. */
#include "fold.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "base/cleanup.h"

#define MIDDLE_DOT 0xB7

/* Latin letters that have no decomposition in Unicode. */
static const struct {
	utf8proc_int32_t letter;
	const char *plain;
} letters[] = { { 0xE6, "ae" }, { 0x153, "oe" }, { 0xF8, "o" }, { 0x142, "l" },
	{ 0x111, "d" }, { 0xF0, "d" }, { 0xFE, "th" }, { 0x131, "i" },
	{ 0x127, "h" } };

/* A folded text on its way. */
struct fold {
	char *out;
	size_t len, room;
	bool gap;  /* something that is no letter stands before */
	bool full; /* what did not fit has been met */
};

static void
add_bytes(struct fold *fold, const char *bytes, size_t len)
{
	bool space = fold->gap && fold->len;

	if (fold->full || fold->len + space + len >= fold->room) {
		fold->full = true;
		return;
	}
	if (space)
		fold->out[fold->len++] = ' ';
	memcpy(fold->out + fold->len, bytes, len);
	fold->len += len;
	fold->gap = false;
}

static bool
is_word(utf8proc_int32_t point)
{
	switch (utf8proc_category(point)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

static bool
after_l(const struct fold *fold)
{
	return !fold->gap && fold->len && fold->out[fold->len - 1] == 'l';
}

/* A code point, decomposed and small, that is no mark. */
static void
add_point(struct fold *fold, utf8proc_int32_t point)
{
	utf8proc_uint8_t bytes[4];

	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		if (letters[i].letter != point)
			continue;
		add_bytes(fold, letters[i].plain, strlen(letters[i].plain));
		return;
	}
	if (is_word(point))
		add_bytes(fold, (const char *)bytes,
		    (size_t)utf8proc_encode_char(point, bytes));
	else if (point != MIDDLE_DOT || !after_l(fold))
		fold->gap = true;
}

static void
add_decomposed(struct fold *fold, utf8proc_int32_t point)
{
	utf8proc_int32_t points[32];
	utf8proc_ssize_t n =
	    utf8proc_decompose_char(point, points, ARRAY_LEN(points),
		UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
		    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
		NULL);

	if (n > (utf8proc_ssize_t)ARRAY_LEN(points))
		n = ARRAY_LEN(points);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		add_point(fold, points[i]);
}

static void
add_ascii(struct fold *fold, const char *text)
{
	char c = *text;

	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		add_bytes(fold, &c, 1);
	else if (c != '.' || !after_l(fold) || (text[1] | 0x20) != 'l')
		fold->gap = true;
}

size_t
text_fold(char *out, size_t room, const char *text)
{
	struct fold fold = { .out = out, .room = room };
	utf8proc_int32_t point;
	utf8proc_ssize_t len;

	for (; *text; text += len) {
		len = 1;
		if (!(*text & 0x80)) {
			add_ascii(&fold, text);
			continue;
		}
		len = utf8proc_iterate(
		    (const utf8proc_uint8_t *)text, -1, &point);
		if (len <= 0)
			break;
		add_decomposed(&fold, point);
	}
	out[fold.len] = '\0';
	return fold.len;
}

bool
folded_has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; len && (at = strstr(at, word)); at++)
		if ((at == text || at[-1] == ' ') &&
		    (at[len] == '\0' || at[len] == ' '))
			return true;
	return false;
}
