/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks a text up in a catalogue that is part of the program: a binary search
 * in msgfmt's own sorted table, without a lock and without memory.
 */
#include "words.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/catalog.h"
#include "base/date.h"

const char *const language_tags[] = { "ca", "es", "en", NULL };
const char *const language_names[] = { "Català", "Castellano", "English",
	NULL };

static const char *const catalogs[LANGUAGES] = {
	[LANGUAGE_CA] = words_ca,
	[LANGUAGE_ES] = words_es,
};

int
language_parse(const char *tag)
{
	for (int i = 0; tag && i < LANGUAGES; i++)
		if (!strncasecmp(tag, language_tags[i], 2) &&
		    (!tag[2] || tag[2] == '-'))
			return i;
	return -1;
}

/* ------------------------------------------------------------ catalogues ---
 */

/* Where things stand in an MO file: words of 32 bits. */
enum { MO_COUNT = 8, MO_SOURCES = 12, MO_TRANSLATIONS = 16, MO_ROW = 8 };

static uint32_t
word_at(const char *catalog, size_t at)
{
	uint32_t word;

	memcpy(&word, catalog + at, sizeof word);
	return le32toh(word);
}

/* Row i of a table: the length, then the place, of a text. */
static const char *
text_at(const char *catalog, size_t table, size_t i)
{
	size_t row = word_at(catalog, table) + i * MO_ROW;

	return catalog + word_at(catalog, row + 4);
}

const char *
catalog_find(const char *catalog, const char *msgid)
{
	size_t from = 0, to = word_at(catalog, MO_COUNT);

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = strcmp(text_at(catalog, MO_SOURCES, middle), msgid);

		if (!order)
			return text_at(catalog, MO_TRANSLATIONS, middle);
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

const char *
words_get(enum language language, const char *msgid)
{
	const char *catalog = catalogs[language];
	const char *found =
	    catalog && *msgid ? catalog_find(catalog, msgid) : NULL;

	return found ? found : msgid;
}

/* All of our languages have two forms and use the second but for one thing
 * (a test holds the catalogues to it). */
const char *
words_plural(
    enum language language, const char *one, const char *many, int64_t n)
{
	const char *found = words_get(language, one);

	if (n == 1)
		return found;
	return found == one ? many : found + strlen(found) + 1;
}

/* ------------------------------------------------------------------ gaps ---
 */

/* The argument of a gap, "%1" to "%9"; NULL: it is none. */
static const char *
gap_text(const char *at, const char *const *args)
{
	if (at[0] != '%' || at[1] < '1' || at[1] > '9')
		return NULL;
	for (int i = at[1] - '1'; i > 0 && *args; i--)
		args++;
	return *args;
}

static void
add_filled(struct buf *out, const char *text, const char *const *args)
{
	const char *filling;

	while (*text) {
		size_t plain = strcspn(text, "%");

		buf_add(out, text, plain);
		text += plain;
		filling = *text ? gap_text(text, args) : NULL;
		if (filling) {
			buf_adds(out, filling);
			text += 2;
		} else if (*text) {
			buf_addc(out, *text++);
		}
	}
}

void
words_add(struct buf *out, enum language language, const char *msgid,
    const char *const *args)
{
	add_filled(out, words_get(language, msgid), args);
}

void
words_add_plural(struct buf *out, enum language language, const char *one,
    const char *many, int64_t n, const char *const *args)
{
	const char *all[10] = { NULL };
	char number[24];

	snprintf(number, sizeof number, "%lld", (long long)n);
	all[0] = number;
	for (int i = 1; i < 9 && args && *args; i++)
		all[i] = *args++;
	add_filled(out, words_plural(language, one, many, n), all);
}

/* ----------------------------------------------------------------- dates ---
 */

static const char *const day_and_month[12] = {
	words_mark("%1 January"),
	words_mark("%1 February"),
	words_mark("%1 March"),
	words_mark("%1 April"),
	words_mark("%1 May"),
	words_mark("%1 June"),
	words_mark("%1 July"),
	words_mark("%1 August"),
	words_mark("%1 September"),
	words_mark("%1 October"),
	words_mark("%1 November"),
	words_mark("%1 December"),
};

/* days: "12" or "12–14". year 0: without. */
static void
add_day_month(struct buf *out, enum language language, const char *days,
    int month, int year)
{
	struct buf text = BUF_INIT;
	char number[12];

	words_add(&text, language, day_and_month[month - 1], WORDS(days));
	snprintf(number, sizeof number, "%d", year);
	if (year)
		/* A day with its month, and the year. */
		words_add(
		    out, language, "%1 %2", WORDS(buf_str(&text), number));
	else
		buf_adds(out, buf_str(&text));
	if (buf_error(&text))
		out->error = buf_error(&text);
	buf_free(&text);
}

void
words_add_days(
    struct buf *out, enum language language, int64_t first, int64_t last)
{
	struct civil a = civil_from_day(first), b = civil_from_day(last);
	char days[32], day[12];

	snprintf(day, sizeof day, "%d", b.day);
	if (first == last) {
		add_day_month(out, language, day, b.month, b.year);
	} else if (a.year == b.year && a.month == b.month) {
		snprintf(days, sizeof days, "%d–%d", a.day, b.day);
		add_day_month(out, language, days, b.month, b.year);
	} else {
		snprintf(days, sizeof days, "%d", a.day);
		add_day_month(out, language, days, a.month,
		    a.year == b.year ? 0 : a.year);
		buf_adds(out, " – ");
		add_day_month(out, language, day, b.month, b.year);
	}
}
