/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of months and weekdays, without accents. An abbreviation is any
 * beginning of three letters or more that fits one month alone, or one of
 * the short forms that are no such beginning.
 */
#include "dates_parts.h"

#include <string.h>

#define LANGUAGES 4

static const char *const months[LANGUAGES][12] = {
	{ "gener", "febrer", "marc", "abril", "maig", "juny", "juliol", "agost",
	    "setembre", "octubre", "novembre", "desembre" },
	{ "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	    "agosto", "septiembre", "octubre", "noviembre", "diciembre" },
	{ "january", "february", "march", "april", "may", "june", "july",
	    "august", "september", "october", "november", "december" },
	{ "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet",
	    "aout", "septembre", "octobre", "novembre", "decembre" },
};

static const struct {
	const char *word;
	int month;
	unsigned language;
} shorts[] = {
	{ "ag", 8, DATES_CA },
	{ "set", 9, DATES_ES },
	{ "setiembre", 9, DATES_ES },
};

static const char *const weekdays[LANGUAGES] = {
	"dilluns dimarts dimecres dijous divendres dissabte diumenge "
	"dl dt dc dj dv ds dg",
	"lunes martes miercoles jueves viernes sabado domingo",
	"monday tuesday wednesday thursday friday saturday sunday",
	"lundi mardi mercredi jeudi vendredi samedi dimanche",
};

static bool
known(int language, unsigned languages)
{
	return !languages || (languages & 1u << language);
}

int
date_month(const char *word, size_t len, unsigned languages)
{
	int found = 0;

	for (size_t i = 0; i < sizeof shorts / sizeof shorts[0]; i++)
		if ((!languages || (languages & shorts[i].language)) &&
		    strlen(shorts[i].word) == len &&
		    !memcmp(shorts[i].word, word, len))
			return shorts[i].month;
	if (len < 3)
		return 0;
	for (int language = 0; language < LANGUAGES; language++) {
		if (!known(language, languages))
			continue;
		for (int m = 0; m < 12; m++) {
			if (strncmp(months[language][m], word, len) != 0)
				continue;
			if (found && found != m + 1)
				return 0;
			found = m + 1;
		}
	}
	return found;
}

bool
date_is_weekday(const char *word, size_t len, unsigned languages)
{
	for (int language = 0; language < LANGUAGES; language++) {
		const char *p = weekdays[language];

		while (known(language, languages) && p) {
			if (len >= 2 && !strncmp(p, word, len))
				return true;
			p = strchr(p, ' ');
			p += p != NULL;
		}
	}
	return false;
}

/* ------------------------------------------------------------------- fold */

/* The letter under the accent, for U+00C0 to U+00FF. */
static const char latin[] = "aaaaaaaceeeeiiii?nooooo?ouuuuy??"
			    "aaaaaaaceeeeiiii?nooooo?ouuuuy?y";

static const struct {
	const char *utf8;
	const char *plain;
} plains[] = {
	{ "\xe2\x80\x90", "-" }, /* hyphen */
	{ "\xe2\x80\x91", "-" }, /* non-breaking hyphen */
	{ "\xe2\x80\x93", "-" }, /* en dash */
	{ "\xe2\x80\x94", "-" }, /* em dash */
	{ "\xe2\x88\x92", "-" }, /* minus */
	{ "\xe2\x80\x99", "'" },
	{ "\xe2\x80\xaf", " " },                    /* narrow no-break space */
	{ "\xe2\x80\x89", " " },                    /* thin space */
	{ "\xc2\xa0", " " }, { "\xc2\xba", "" },    /* 1º */
	{ "\xc2\xaa", "" }, { "\xe2\x80\x8e", "" }, /* left-to-right mark */
};

/* What stands at p, as plain text, and how many bytes it had. */
static size_t
plain_of(const char *p, char *out, size_t *len)
{
	const unsigned char *u = (const unsigned char *)p;

	*len = 1;
	if (u[0] == 0xc3 && u[1] >= 0x80 && u[1] < 0xc0) {
		*out = latin[u[1] - 0x80];
		return 2;
	}
	/* a combining accent, U+0300 to U+036F */
	if ((u[0] == 0xcc && u[1] >= 0x80) || (u[0] == 0xcd && u[1] < 0xb0)) {
		*len = 0;
		return u[1] ? 2 : 1;
	}
	for (size_t i = 0; i < sizeof plains / sizeof plains[0]; i++) {
		size_t n = strlen(plains[i].utf8);

		if (strncmp(p, plains[i].utf8, n) != 0)
			continue;
		*len = strlen(plains[i].plain);
		*out = plains[i].plain[0];
		return n;
	}
	*out = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	if (u[0] >= 0x80)
		*out = '?';
	else if (u[0] <= ' ')
		*out = ' ';
	return 1;
}

bool
date_fold(const char *text, char *out, size_t room)
{
	size_t n = 0;

	while (*text) {
		size_t len;

		if (n + 1 >= room)
			return false;
		text += plain_of(text, out + n, &len);
		n += len;
	}
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return true;
}
