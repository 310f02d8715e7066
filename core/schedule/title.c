/* SPDX-License-Identifier: Apache-2.0 */
#include "title.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/fold.h"
#include "base/text.h"

#define FOLDED 512
#define EDITION_MOST 199

static const char *const fillers[] = { "a", "al", "als", "amb", "an", "and",
	"at", "au", "aux", "by", "d", "da", "das", "de", "del", "dels", "des",
	"do", "dos", "du", "e", "el", "els", "en", "et", "for", "i", "in", "l",
	"la", "las", "le", "les", "los", "of", "on", "para", "pel", "per",
	"por", "pour", "s", "sobre", "sur", "the", "to", "un", "una", "with",
	"y" };

static const struct {
	const char *word;
	int number;
} ordinals[] = { { "cuarta", 4 }, { "cuarto", 4 }, { "fifth", 5 },
	{ "first", 1 }, { "fourth", 4 }, { "primer", 1 }, { "primera", 1 },
	{ "primero", 1 }, { "quart", 4 }, { "quarta", 4 }, { "quinta", 5 },
	{ "quinto", 5 }, { "second", 2 }, { "segon", 2 }, { "segona", 2 },
	{ "segunda", 2 }, { "segundo", 2 }, { "tercer", 3 }, { "tercera", 3 },
	{ "tercero", 3 }, { "third", 3 } };

static int
compare_word(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

static bool
is_filler(const char *word)
{
	return bsearch(
	    word, fillers, ARRAY_LEN(fillers), sizeof *fillers, compare_word);
}

/* The value of a Roman numeral in its one right form, of 1 .. 199, else 0. */
static int
roman(const char *word)
{
	static const struct {
		const char *digits;
		int value;
	} parts[] = { { "c", 100 }, { "xc", 90 }, { "l", 50 }, { "xl", 40 },
		{ "x", 10 }, { "ix", 9 }, { "v", 5 }, { "iv", 4 }, { "i", 1 } };
	int value = 0, times = 0;

	for (size_t i = 0; i < ARRAY_LEN(parts);) {
		size_t len = strlen(parts[i].digits);
		/* Only x and i stand up to three times. */
		int most = parts[i].value == 10 || parts[i].value == 1 ? 3 : 1;

		if (times == most || strncmp(word, parts[i].digits, len) != 0) {
			i++;
			times = 0;
			continue;
		}
		value += parts[i].value;
		word += len;
		times++;
	}
	return *word ? 0 : value;
}

/* "13th", "1st", "2nd", "5e", "13a", "4o": digits and an ending; "xiii";
 * "third". 0: it counts nothing. A lone i is a Catalan "and", c, l and d are
 * no numerals that people count with. */
static int
edition_of(const char *word)
{
	static const char *const endings[] = { "a", "e", "eme", "er", "era",
		"ero", "n", "na", "nd", "o", "r", "rd", "st", "t", "th" };
	char *end;
	long number = strtol(word, &end, 10);

	if (end > word && number > 0 && number <= EDITION_MOST)
		for (size_t i = 0; i < ARRAY_LEN(endings); i++)
			if (strcmp(end, endings[i]) == 0)
				return (int)number;
	for (size_t i = 0; i < ARRAY_LEN(ordinals); i++)
		if (strcmp(word, ordinals[i].word) == 0)
			return ordinals[i].number;
	if (strlen(word) == 1 && word[0] != 'v' && word[0] != 'x')
		return 0;
	return roman(word);
}

static bool
is_year(const char *word, int year)
{
	char *end;
	long number = strtol(word, &end, 10);

	return year > 0 && strlen(word) == 4 && !*end && number >= year - 1 &&
	       number <= year + 1;
}

/* "cities" and "city", "ciutats" and "ciutat". */
static void
drop_plural(char *word)
{
	size_t len = strlen(word);

	if (len > 4 && strcmp(word + len - 3, "ies") == 0)
		strcpy(word + len - 3, "y");
	else if (len > 3 && word[len - 1] == 's' && word[len - 2] != 's')
		word[len - 1] = '\0';
}

/* Is it one of the words of a folded text? */
static bool
has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++)
		if ((at == text || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

/* Keeps the order, and each word once. */
static void
add_word(struct title *title, uint64_t word)
{
	size_t at = title->n;

	while (at > 0 && title->words[at - 1] > word)
		at--;
	if (title->n == TITLE_WORDS || (at > 0 && title->words[at - 1] == word))
		return;
	memmove(&title->words[at + 1], &title->words[at],
	    (title->n - at) * sizeof title->words[0]);
	title->words[at] = word;
	title->n++;
}

/* With all: whatever the word is. */
static void
take_word(struct title *title, char *word, const char *city, int year, bool all)
{
	int edition = edition_of(word);

	if (!all) {
		if (is_filler(word) || is_year(word, year) ||
		    has_word(city, word))
			return;
		if (edition && !title->edition) {
			title->edition = edition;
			return;
		}
	}
	drop_plural(word);
	add_word(title, hash64(word, strlen(word), 0));
}

static void
take_words(struct title *title, const char *folded, const char *city, int year,
    bool all)
{
	char text[FOLDED], *rest = text, *word;

	strcpy(text, folded);
	while ((word = strsep(&rest, " ")))
		if (*word)
			take_word(title, word, city, year, all);
}

void
title_read(struct title *out, uint64_t *room, const char *text,
    const char *city, int year)
{
	char folded[FOLDED], of_city[FOLDED];

	*out = (struct title){ .words = room };
	text_fold(folded, sizeof folded, text);
	text_fold(of_city, sizeof of_city, city ? city : "");
	take_words(out, folded, of_city, year, false);
	if (out->n == 0)
		take_words(out, folded, of_city, year, true);
}

int
title_similarity(const struct title *a, const struct title *b)
{
	size_t i = 0, j = 0, shared = 0;

	if (a->n == 0 || b->n == 0 ||
	    (a->edition && b->edition && a->edition != b->edition))
		return 0;
	while (i < a->n && j < b->n) {
		shared += a->words[i] == b->words[j];
		if (a->words[i] == b->words[j]) {
			i++;
			j++;
		} else if (a->words[i] < b->words[j]) {
			i++;
		} else {
			j++;
		}
	}
	return (int)(200 * shared / (a->n + b->n));
}

/* At least ceil(p * n / (200 - p)) of n words are shared, for the shortest
 * title that is alike is made of them alone. */
size_t
title_prefix(size_t n, int percent)
{
	size_t p = (size_t)percent;
	size_t shared = (p * n + (200 - p) - 1) / (200 - p);

	if (n == 0)
		return 0;
	return shared == 0 ? n : n - shared + 1;
}
