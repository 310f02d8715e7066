/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Candidates are the source's own zone, the calendar's, those whose city the
 * TZID mentions, fixed offsets, and the first zone of each in the Windows
 * list, which stand for all that differ today; each is put to one test.
 */
#include "zone_guess.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "readers/windows_zones.h"

/* ---------------------------------------------------------------- by name */

/* Files that are no zones of their own, or count leap seconds. */
static bool
name_allowed(const char *name)
{
	static const char *const not [] = { "right/", "posix/", "localtime",
		"posixrules", "Factory" };

	for (size_t i = 0; i < sizeof not / sizeof not [0]; i++)
		if (!strncmp(name, not [i], strlen(not [i])))
			return false;
	return true;
}

static const struct zone *
iana_zone(struct zones *zones, const char *name)
{
	const struct zone *zone = NULL;
	struct err err = ERR_INIT;

	if (!name_allowed(name) || zones_get(zones, name, &zone, &err) < 0)
		return NULL;
	return zone;
}

/* The next name of a list, copied to out; false after the last. */
static bool
list_next(const char **list, char out[ZONE_NAME_MAX])
{
	size_t len = strcspn(*list, " ");

	if (!len || len >= ZONE_NAME_MAX)
		return false;
	memcpy(out, *list, len);
	out[len] = '\0';
	*list += len;
	*list += **list == ' ';
	return true;
}

/* The zones of a Windows name; "". */
static const char *
windows_list(const char *name)
{
	for (const struct windows_zone *w = windows_zones; w->name; w++)
		if (!strcasecmp(w->name, name))
			return w->zones;
	return "";
}

const struct zone *
zone_named(struct zones *zones, const char *name, const struct zone *preferred)
{
	const struct zone *first = NULL;
	const char *list = windows_list(name);
	char one[ZONE_NAME_MAX];

	for (const char *tail = name; tail && !first;
	     tail = strchr(tail, '/')) {
		tail += strspn(tail, "/");
		first = iana_zone(zones, tail);
	}
	if (first)
		return first;
	while (list_next(&list, one)) {
		if (preferred && !strcmp(zone_name(preferred), one))
			return preferred;
		if (!first)
			first = iana_zone(zones, one);
	}
	return first;
}

/* ------------------------------------------------------------- candidates */

/* Puts a candidate to the test. */
struct test {
	bool (*fits)(const struct test *test, const struct zone *zone);
	const struct ical_rules *rules;
	int offset; /* seconds east, of standard time */
	int64_t wall;
};

static bool
fits_rules(const struct test *test, const struct zone *zone)
{
	return ical_rules_match(test->rules, zone, test->wall);
}

/* The lesser offset of the year: standard time, also where the law calls
 * summer's so. */
static bool
fits_standard(const struct test *test, const struct zone *zone)
{
	int year = civil_from_wall(test->wall).year, least = INT32_MAX;

	for (int month = 1; month <= 12; month++) {
		int64_t utc = day_from_ymd(year, month, 15) * DAY_SECONDS;
		int offset = zone_offset(zone, utc);

		least = offset < least ? offset : least;
	}
	return least == test->offset;
}

static const struct zone *
try_favoured(const struct test *test, const struct zone *const favoured[2])
{
	for (int i = 0; i < 2; i++)
		if (favoured[i] && test->fits(test, favoured[i]))
			return favoured[i];
	return NULL;
}

/* Does it stand in the text as a word or words of its own? */
static bool
has_words(const char *text, const char *words)
{
	const char *at = strcasestr(text, words);
	char before = at && at > text ? at[-1] : ' ';

	return at && (unsigned)((before | 32) - 'a') > 25;
}

/* Does the text mention an IANA name's city? */
static bool
has_city(const char *text, const char *name)
{
	const char *slash = strrchr(name, '/');
	char city[ZONE_NAME_MAX];

	snprintf(city, sizeof city, "%s", slash ? slash + 1 : name);
	if (strlen(city) < 3)
		return false;
	if (has_words(text, city))
		return true;
	for (char *p = city; *p; p++)
		if (*p == '_')
			*p = ' ';
	return has_words(text, city);
}

/* Of all zones whose city the text mentions the first that fits. */
static const struct zone *
try_cities(struct zones *zones, const struct test *test, const char *text)
{
	char one[ZONE_NAME_MAX];

	for (const struct windows_zone *w = windows_zones; w->name; w++)
		for (const char *list = w->zones; list_next(&list, one);) {
			const struct zone *zone =
			    has_city(text, one) ? iana_zone(zones, one) : NULL;

			if (zone && test->fits(test, zone))
				return zone;
		}
	return NULL;
}

/* UTC, or "Etc/GMT-1", which is an hour ahead of it. */
static const struct zone *
try_fixed(struct zones *zones, const struct test *test, int offset)
{
	const struct zone *zone;
	char name[24] = "UTC";

	if (offset % 3600 != 0)
		return NULL;
	if (offset)
		snprintf(name, sizeof name, "Etc/GMT%+d", -offset / 3600);
	zone = iana_zone(zones, name);
	return zone && test->fits(test, zone) ? zone : NULL;
}

static const struct zone *
try_usual(struct zones *zones, const struct test *test)
{
	char one[ZONE_NAME_MAX];

	for (const struct windows_zone *w = windows_zones; w->name; w++) {
		const char *list = w->zones;
		const struct zone *zone =
		    list_next(&list, one) ? iana_zone(zones, one) : NULL;

		if (zone && test->fits(test, zone))
			return zone;
	}
	return NULL;
}

/* --------------------------------------------------------------- by rules */

const struct zone *
zone_by_rules(struct zones *zones, const char *tzid,
    const struct ical_rules *rules, const struct zone *const favoured[2],
    int64_t wall)
{
	const struct test test = {
		.fits = fits_rules, .rules = rules, .wall = wall
	};
	const struct zone *zone = try_favoured(&test, favoured);

	if (!zone)
		zone = try_cities(zones, &test, tzid);
	if (!zone)
		zone = try_fixed(zones, &test, ical_rules_offset(rules, wall));
	return zone ? zone : try_usual(zones, &test);
}

/* --------------------------------------------------------------- by words */

/* "UTC+01", "(GMT -03:00) Rest", "+0100": the offset, and the rest; NULL. */
static const char *
offset_take(const char *text, int *out)
{
	int hours = 0, minutes = 0, n = 0, m = 0, sign;

	text += strspn(text, "( ");
	if (!strncasecmp(text, "UTC", 3) || !strncasecmp(text, "GMT", 3))
		text += 3;
	text += strspn(text, " ");
	if (*text != '+' && *text != '-')
		return NULL;
	sign = *text++ == '-' ? -1 : 1;
	if (sscanf(text, "%2d%n", &hours, &n) != 1 || hours < 0 || hours > 14)
		return NULL;
	text += n;
	if (sscanf(text + strspn(text, ":."), "%2d%n", &minutes, &m) == 1)
		text += strspn(text, ":.") + (size_t)m;
	if (minutes < 0 || minutes > 59)
		return NULL;
	*out = sign * (hours * 3600 + minutes * 60);
	return text + strspn(text, ") ");
}

/* "Eastern Time (US & Canada)" is Windows' "Eastern Standard Time". */
static const struct zone *
try_windows_words(
    struct zones *zones, const struct test *test, const char *words)
{
	const char *time = strstr(words, " Time");
	const struct zone *zone;
	char name[80];

	if (!time || time - words > 40)
		return NULL;
	snprintf(name, sizeof name, "%.*s Standard Time", (int)(time - words),
	    words);
	zone = zone_named(zones, name, NULL);
	return zone && test->fits(test, zone) ? zone : NULL;
}

/* Is the time the same in both, in winter and in summer? */
static bool
same_time(const struct zone *a, const struct zone *b, int64_t wall)
{
	int64_t later = wall + 182 * (int64_t)DAY_SECONDS;

	return zone_utc(a, wall, NULL) == zone_utc(b, wall, NULL) &&
	       zone_utc(a, later, NULL) == zone_utc(b, later, NULL);
}

/* The first of the cities that are mentioned, if they are two or more and
 * have the same time. */
static const struct zone *
cities_agree(struct zones *zones, const char *text, int64_t wall)
{
	const struct zone *first = NULL;
	char one[ZONE_NAME_MAX];
	int agreeing = 0;

	for (const struct windows_zone *w = windows_zones; w->name; w++)
		for (const char *list = w->zones; list_next(&list, one);) {
			const struct zone *zone =
			    has_city(text, one) ? iana_zone(zones, one) : NULL;

			if (!zone)
				continue;
			if (!first)
				first = zone;
			if (!same_time(zone, first, wall))
				return NULL;
			agreeing++;
		}
	return agreeing > 1 ? first : NULL;
}

/* One that is favoured, if its city is mentioned too. */
static const struct zone *
or_favoured(const struct zone *zone, const char *text,
    const struct zone *const favoured[2], int64_t wall)
{
	for (int i = 0; zone && i < 2; i++)
		if (favoured[i] && has_city(text, zone_name(favoured[i])) &&
		    same_time(zone, favoured[i], wall))
			return favoured[i];
	return zone;
}

const struct zone *
zone_by_words(struct zones *zones, const char *tzid,
    const struct zone *const favoured[2], int64_t wall)
{
	struct test test = { .fits = fits_standard, .wall = wall };
	const char *rest = offset_take(tzid, &test.offset);
	const struct zone *zone;

	if (rest && !*rest)
		return try_fixed(zones, &test, test.offset);
	if (!rest)
		zone = cities_agree(zones, tzid, wall);
	else
		zone = try_windows_words(zones, &test, rest);
	if (rest && !zone)
		zone = try_cities(zones, &test, rest);
	return or_favoured(zone, tzid, favoured, wall);
}
