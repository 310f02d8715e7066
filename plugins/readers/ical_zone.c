/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a TZID means. A name that is known wins over the rules that the
 * calendar gives it, and where these differ, it is said. A name that nobody
 * knows means the zone whose rules its VTIMEZONE has (zone_guess.c), or the
 * instants that these make. It is never silently another zone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "readers/ical_parts.h"
#include "readers/zone_guess.h"

/* TZIDs of one calendar that are remembered; the last place is for others,
 * which are looked up each time. */
#define KNOWN 64
#define TZID_MOST 255

struct ical_known {
	char tzid[TZID_MOST + 1];
	const struct zone *zone; /* NULL: instants by rules, if there are any */
	struct ical_rules *rules; /* room for the VTIMEZONE's, */
	bool ruled;               /* which are there and are understood */
	bool defined;             /* a VTIMEZONE is there */
	bool told;                /* that they contradict the name */
};

/* ---------------------------------------------------------------- looking */

/* What is more than the name itself, with or without a prefix. */
static void
tell_meaning(struct ical_reader *reader, const struct ical_known *known)
{
	const char *name = known->zone ? zone_name(known->zone) : "";
	size_t len = strlen(name), given = strlen(known->tzid);

	if (len && (len > given || strcmp(known->tzid + given - len, name)))
		ical_tell(reader, AMBIT_LOG_INFO,
		    "the time zone '%.80s' is taken for %s", known->tzid, name);
}

/* The zone of what X-WR-TIMEZONE says, by its name. */
static const struct zone *
calendar_zone(struct ical_reader *reader)
{
	const char *name = reader->calendar.zone;

	return name ? zone_named(reader->zones, name, reader->preferred) : NULL;
}

static void
known_look_up(
    struct ical_reader *reader, struct ical_known *known, int64_t wall)
{
	const struct ical_rules *rules;
	const struct zone *favoured[] = { reader->preferred,
		calendar_zone(reader), NULL };
	const struct ical_definition *definition =
	    ical_definition_of(&reader->calendar, known->tzid);

	known->defined = definition != NULL;
	known->ruled = definition && known->rules &&
		       ical_rules_read(known->rules, &reader->calendar.line,
			   &reader->lines, definition);
	rules = known->ruled ? known->rules : NULL;
	known->zone = zone_named(reader->zones, known->tzid, reader->preferred);
	if (!known->zone && rules && rules->location[0])
		known->zone = zone_named(
		    reader->zones, rules->location, reader->preferred);
	if (!known->zone && rules)
		known->zone = zone_by_rules(
		    reader->zones, known->tzid, rules, favoured, wall);
	if (!known->zone && !rules)
		known->zone =
		    zone_by_words(reader->zones, known->tzid, favoured, wall);
	tell_meaning(reader, known);
}

/* A place for one more; NULL when memory runs out. */
static struct ical_known *
known_add(struct ical_calendar *calendar, const char *tzid)
{
	struct arena *arena = &calendar->arena;
	struct ical_known *known;

	if (!calendar->known) {
		calendar->known = arena_take(arena, KNOWN * sizeof *known);
		if (!calendar->known)
			return NULL;
	}
	known = &calendar->known[calendar->nknown < KNOWN ? calendar->nknown
							  : KNOWN - 1];
	if (calendar->nknown < KNOWN) {
		*known = (struct ical_known){ .rules = arena_take(arena,
						  sizeof *known->rules) };
		calendar->nknown++;
	}
	known->told = false;
	strcpy(known->tzid, tzid);
	return known;
}

static struct ical_known *
known_get(struct ical_reader *reader, const char *tzid, int64_t wall)
{
	struct ical_calendar *calendar = &reader->calendar;
	struct ical_known *known;

	for (size_t i = 0; i < calendar->nknown; i++)
		if (!strcmp(calendar->known[i].tzid, tzid))
			return &calendar->known[i];
	if (strlen(tzid) > TZID_MOST)
		return NULL;
	known = known_add(calendar, tzid);
	if (known)
		known_look_up(reader, known, wall);
	return known;
}

/* --------------------------------------------------------------- settling */

/* The name wins; people are told once. */
static void
rules_compare(struct ical_reader *reader, struct ical_known *known,
    const struct ical_when *when)
{
	int64_t utc = zone_utc(when->zone, when->wall, NULL);

	if (!known->ruled || known->told ||
	    ical_rules_offset(known->rules, utc) ==
		zone_offset(when->zone, utc))
		return;
	known->told = true;
	ical_tell(reader, AMBIT_LOG_WARNING,
	    "the calendar has other rules for '%.80s' than %s has; the "
	    "zone's own are taken",
	    known->tzid, zone_name(when->zone));
}

/* Of times that name none. */
static bool
floating_settle(struct ical_reading *reading, struct ical_when *when)
{
	struct ical_reader *reader = reading->reader;
	const char *name = reader->calendar.zone;
	struct ical_known *known =
	    name ? known_get(reader, name, when->wall) : NULL;

	when->zone = reader->preferred ? reader->preferred
		     : known           ? known->zone
				       : NULL;
	if (!when->zone)
		ical_refuse(reading,
		    "its times name no time zone; set a zone for this source");
	return when->zone != NULL;
}

bool
ical_zone_settle(struct ical_reading *reading, const char *tzid,
    const char *property, struct ical_when *when)
{
	struct ical_reader *reader = reading->reader;
	struct ical_known *known =
	    tzid ? known_get(reader, tzid, when->wall) : NULL;

	if (!tzid || (!*tzid && known && !known->defined))
		return floating_settle(reading, when);
	if (known && known->zone) {
		when->zone = known->zone;
		rules_compare(reader, known, when);
		return true;
	}
	if (known && known->ruled) {
		when->wall = ical_rules_utc(known->rules, when->wall);
		when->form = WHEN_UTC;
		when->converted = true;
		return true;
	}
	ical_refuse(reading,
	    "unknown time zone '%.80s' in %s, %s; its publisher should write "
	    "an IANA name such as Europe/Madrid",
	    tzid, property,
	    known && known->defined ? "whose VTIMEZONE cannot be read"
				    : "which the calendar does not define");
	return false;
}
