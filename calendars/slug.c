/* SPDX-License-Identifier: Apache-2.0 */
/* Names as parts of a path. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "calendars/feed.h"

#define SLUG_MAX 63
#define SLUG_MARK 9 /* "-" and eight digits */

/* Latin letters that have no decomposition in Unicode. */
static const struct {
	utf8proc_int32_t letter;
	const char *plain;
} letters[] = { { 0xE6, "ae" }, { 0x153, "oe" }, { 0xF8, "o" }, { 0x142, "l" },
	{ 0x111, "d" }, { 0xF0, "d" }, { 0xFE, "th" }, { 0x131, "i" },
	{ 0x127, "h" } };

/* A slug on its way. */
struct slug {
	char *out;
	size_t len;
	bool gap;   /* something that is no letter stands before */
	bool whole; /* all of the name has found room */
};

static void
add_char(struct slug *slug, char c)
{
	if (slug->len < SLUG_MAX)
		slug->out[slug->len++] = c;
	else
		slug->whole = false;
}

static void
add_word(struct slug *slug, const char *word)
{
	if (slug->gap)
		add_char(slug, '-');
	slug->gap = false;
	while (*word)
		add_char(slug, *word++);
}

/* A code point, decomposed and small, without marks. */
static void
add_point(struct slug *slug, utf8proc_int32_t point)
{
	char self[2] = { (char)point };

	if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9')) {
		add_word(slug, self);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		if (letters[i].letter == point) {
			add_word(slug, letters[i].plain);
			return;
		}
	}
	slug->gap = slug->len > 0;
}

/* Folds the name, code point by code point: marks are stripped, so their
 * order does not matter, and no memory is needed. false: it was cut. */
static bool
fold_slug(char *out, const char *name)
{
	const utf8proc_uint8_t *text = (const utf8proc_uint8_t *)name;
	struct slug slug = { .out = out, .whole = true };
	utf8proc_int32_t point, points[32];
	utf8proc_ssize_t len;

	while (*text && (len = utf8proc_iterate(text, -1, &point)) > 0) {
		utf8proc_ssize_t n =
		    utf8proc_decompose_char(point, points, ARRAY_LEN(points),
			UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
			    UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD,
			NULL);

		for (utf8proc_ssize_t i = 0;
		     i < n && n <= (utf8proc_ssize_t)ARRAY_LEN(points); i++)
			add_point(&slug, points[i]);
		text += len;
	}
	out[slug.len] = '\0';
	return slug.whole && !*text;
}

/* Names that cannot be told whole in ASCII end in a mark of their own, so
 * that two of them do not meet. */
char *
feed_slug(char out[64], const char *name)
{
	bool whole = fold_slug(out, name);
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
