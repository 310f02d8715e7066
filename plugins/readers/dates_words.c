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
	("dilluns dimarts dimecres dijous divendres dissabte diumenge "
	 "dl dt dc dj dv ds dg"),
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
		const char *p = weekdays[language], *space;

		if (!known(language, languages))
			continue;
		for (; p; p = space ? space + 1 : NULL) {
			if (len >= 2 && !strncmp(p, word, len))
				return true;
			space = strchr(p, ' ');
		}
	}
	return false;
}
