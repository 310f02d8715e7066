/* SPDX-License-Identifier: Apache-2.0 */
/* Names as parts of a path. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "calendars/feed.h"

#define SLUG_MAX 63
#define SLUG_MARK 9 /* "-" and eight digits */

/* Latin letters that have no decomposition in Unicode. */
static const struct {
	const char *letter, *plain;
} letters[] = { { "æ", "ae" }, { "œ", "oe" }, { "ø", "o" }, { "ł", "l" },
	{ "đ", "d" }, { "ð", "d" }, { "þ", "th" }, { "ı", "i" }, { "ħ", "h" } };

/* The letter at text in ASCII, and how many octets it takes; NULL: none. */
static const char *
plain_letter(const char *text, size_t *len)
{
	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		*len = strlen(letters[i].letter);
		if (!strncmp(text, letters[i].letter, *len))
			return letters[i].plain;
	}
	return NULL;
}

/* Adds what fits of word; false when it did not fit whole. */
static bool
add_word(char *out, size_t *len, const char *word)
{
	for (; *word; word++) {
		if (*len == SLUG_MAX)
			return false;
		out[(*len)++] = *word;
	}
	return true;
}

static bool
is_slug_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* folded: decomposed, small, without marks. false: it was cut. */
static bool
fold_slug(char *out, const char *folded)
{
	size_t len = 0, octets;
	bool gap = false, whole = true;

	while (*folded && whole) {
		char self[2] = { *folded };
		const char *word = plain_letter(folded, &octets);

		if (is_slug_char(*folded)) {
			word = self;
			octets = 1;
		}
		folded += word ? octets : 1;
		if (!word) {
			gap = len > 0;
			continue;
		}
		whole = (!gap || add_word(out, &len, "-")) &&
			add_word(out, &len, word);
		gap = false;
	}
	out[len] = '\0';
	return whole;
}

static utf8proc_uint8_t *
fold_text(const char *text)
{
	utf8proc_uint8_t *folded = NULL;

	utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
	    UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT |
		UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
	return folded;
}

/* Names that cannot be told whole in ASCII end in a mark of their own, so
 * that two of them do not meet. */
char *
feed_slug(char out[64], const char *name)
{
	CLEANUP(freep) utf8proc_uint8_t *folded = fold_text(name);
	bool whole = fold_slug(out, folded ? (char *)folded : name);
	size_t len = strlen(out);
	uint64_t mark = hash64(name, strlen(name), 0);

	if (whole && len)
		return out;
	if (len > SLUG_MAX - SLUG_MARK)
		len = SLUG_MAX - SLUG_MARK;
	while (len && out[len - 1] == '-')
		len--;
	snprintf(out + len, SLUG_MARK + 1, "%s%08x", len ? "-" : "",
	    (unsigned)(uint32_t)mark);
	return out;
}
