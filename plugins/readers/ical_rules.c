/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of a VTIMEZONE (section 3.6.5), as far as publishers write them:
 * single onsets, and yearly ones on the nth or last weekday of a month, on the
 * first such day among some days of it, or on a day of it. What is beyond
 * that is no rule that a zone of this world has, and is not guessed. All work
 * is bounded by the number of observances.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "readers/ical_parts.h"

/* ---------------------------------------------------------------- reading */

/* "+0100", "-023000". */
static bool
offset_parse(const char *text, int *out)
{
	int sign = *text == '-' ? -1 : 1, hours, minutes, seconds = 0, n = 0;

	text += *text == '+' || *text == '-';
	if (sscanf(text, "%2d%2d%n%2d%n", &hours, &minutes, &n, &seconds, &n) <
		2 ||
	    text[n] || hours > 24 || minutes > 59 || hours < 0 || minutes < 0)
		return false;
	*out = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

static bool
weekday_parse(const char *text, struct ical_observance *to)
{
	static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA",
		"SU" };
	char *end;
	long nth = strtol(text, &end, 10);

	if (nth < -5 || nth > 5)
		return false;
	to->nth = (int)nth;
	for (int i = 0; i < 7; i++)
		if (!strcasecmp(end, names[i])) {
			to->weekday = i;
			return true;
		}
	return false;
}

static bool
days_parse(const char *text, uint32_t *out)
{
	for (*out = 0;; text++) {
		char *end;
		long day = strtol(text, &end, 10);

		if (day < 1 || day > 31)
			return false;
		*out |= UINT32_C(1) << day;
		text = end;
		if (!*text)
			return true;
		if (*text != ',')
			return false;
	}
}

static bool
until_parse(const char *text, struct ical_observance *to)
{
	struct ical_when when;

	if (!ical_when_parse(text, &when))
		return false;
	to->until = when.form == WHEN_UTC ? when.wall : when.wall - to->from;
	return true;
}

/* Lotus writes the time of day again: it is DTSTART's. */
static bool
repeats_time(const struct ical_observance *to, const char *name, int value)
{
	struct civil start = civil_from_wall(to->start);

	return (!strcasecmp(name, "BYHOUR") && value == start.hour) ||
	       (!strcasecmp(name, "BYMINUTE") && value == start.minute) ||
	       (!strcasecmp(name, "BYSECOND") && value == start.second);
}

/* A part that says nothing new counts as read. */
static bool
part_read(struct ical_observance *to, const char *name, const char *value)
{
	if (!strcasecmp(name, "FREQ")) {
		to->yearly = !strcasecmp(value, "YEARLY");
		return to->yearly;
	}
	if (!strcasecmp(name, "BYMONTH")) {
		to->month = atoi(value);
		return to->month >= 1 && to->month <= 12 && !strchr(value, ',');
	}
	if (!strcasecmp(name, "BYDAY"))
		return weekday_parse(value, to);
	if (!strcasecmp(name, "BYMONTHDAY"))
		return days_parse(value, &to->days);
	if (!strcasecmp(name, "UNTIL"))
		return until_parse(value, to);
	if (!strcasecmp(name, "INTERVAL"))
		return atoi(value) == 1;
	return !strcasecmp(name, "WKST") || repeats_time(to, name, atoi(value));
}

static bool
rule_read(struct ical_observance *to, char *text)
{
	char *part;

	while ((part = strsep(&text, ";"))) {
		char *value = strchr(part, '=');

		if (!*part)
			continue;
		if (!value)
			return false;
		*value++ = '\0';
		if (!part_read(to, part, value))
			return false;
	}
	return to->yearly;
}

static bool
onsets_read(struct ical_observance *to, char *text)
{
	char *value;

	while ((value = strsep(&text, ","))) {
		struct ical_when when;

		value[strcspn(value, "/")] = '\0';
		if (!*value)
			continue;
		if (to->nonsets == ICAL_ONSETS ||
		    !ical_when_parse(value, &when))
			return false;
		to->onsets[to->nonsets++] =
		    when.wall + (when.form == WHEN_UTC ? to->from : 0);
	}
	return true;
}

/* The lines of an observance may come in any order, and a rule's UNTIL and an
 * onset in UTC want its offset: they are read at its end. */
struct draft {
	struct arena *arena;
	char *from, *to, *start, *rule;
	struct arena_list onsets;
};

static void
draft_line(struct draft *draft, struct ical_line *line)
{
	if (!strcasecmp(line->name, "TZOFFSETFROM"))
		draft->from = line->value;
	else if (!strcasecmp(line->name, "TZOFFSETTO"))
		draft->to = line->value;
	else if (!strcasecmp(line->name, "DTSTART"))
		draft->start = line->value;
	else if (!strcasecmp(line->name, "RRULE"))
		draft->rule = line->value;
	else if (!strcasecmp(line->name, "RDATE"))
		arena_list_add(draft->arena, &draft->onsets, line->value);
}

/* What a yearly rule leaves open, DTSTART says (section 3.3.10). */
static bool
rule_complete(struct ical_observance *to)
{
	struct civil start = civil_from_wall(to->start);

	if (!to->month)
		to->month = start.month;
	if (to->weekday < 0 && !to->days)
		to->days = UINT32_C(1) << start.day;
	/* "every Sunday of a month" is nobody's summer time */
	return to->weekday < 0 || to->nth || to->days;
}

static bool
draft_finish(struct draft *draft, struct ical_rules *rules)
{
	struct ical_observance *to = &rules->items[rules->n];
	struct ical_when start;

	if (rules->n == ICAL_OBSERVANCES)
		return false;
	memset(to, 0, sizeof *to);
	to->weekday = -1;
	to->until = INT64_MAX;
	if (!draft->from || !draft->to || !draft->start ||
	    !offset_parse(draft->from, &to->from) ||
	    !offset_parse(draft->to, &to->to) ||
	    !ical_when_parse(draft->start, &start))
		return false;
	to->start = start.wall + (start.form == WHEN_UTC ? to->from : 0);
	if (draft->rule && (!rule_read(to, draft->rule) || !rule_complete(to)))
		return false;
	for (size_t i = 0; i < draft->onsets.len; i++)
		if (!onsets_read(to, (char *)(uintptr_t)draft->onsets.items[i]))
			return false;
	rules->n++;
	return true;
}

static bool
is_observance(const char *name)
{
	return !strcasecmp(name, "STANDARD") || !strcasecmp(name, "DAYLIGHT");
}

static void
location_take(struct ical_rules *rules, const struct ical_line *line)
{
	if (!strcasecmp(line->name, "X-LIC-LOCATION") &&
	    strlen(line->value) < sizeof rules->location)
		strcpy(rules->location, line->value);
}

bool
ical_rules_read(struct ical_rules *rules, struct arena *arena,
    const struct ical_lines *text, const struct ical_definition *definition)
{
	struct ical_lines lines =
	    ical_lines_from(text, definition->at, definition->number);
	struct draft draft = { .arena = arena };
	char name[ICAL_NAME];
	struct ical_raw raw;
	bool inside = false, sound = true;

	rules->n = 0;
	rules->location[0] = '\0';
	arena_reset(arena);
	while (sound && ical_lines_next(&lines, &raw)) {
		enum ical_edge edge = ical_edge_of(&raw, name);
		struct ical_line line;
		char *copy;

		if (edge == EDGE_BEGIN) {
			draft = (struct draft){ .arena = arena };
			inside = is_observance(name);
		} else if (edge == EDGE_END && inside) {
			sound = draft_finish(&draft, rules);
			inside = false;
			arena_reset(arena);
		} else if (edge == EDGE_END) {
			break;
		} else if (!raw.too_long && (copy = ical_unfold(arena, &raw)) &&
			   ical_line_cut(copy, &line)) {
			if (inside)
				draft_line(&draft, &line);
			else
				location_take(rules, &line);
		}
	}
	sound &= !lines.failed && !arena->failed && rules->n > 0;
	ical_lines_free(&lines);
	return sound;
}

void
ical_rules_fixed(struct ical_rules *rules, int offset)
{
	rules->n = 1;
	rules->location[0] = '\0';
	memset(&rules->items[0], 0, sizeof rules->items[0]);
	rules->items[0].from = rules->items[0].to = offset;
}

/* ------------------------------------------------------------- answering */

#define NEVER INT64_MIN

/* The onset of a year, as an instant; NEVER when it has none. */
static int64_t
onset_in(const struct ical_observance *item, int year)
{
	int last = days_in_month(year, item->month), day = 0;
	int first_weekday = day_weekday(day_from_ymd(year, item->month, 1));
	int64_t wall, utc;

	if (item->days) {
		for (day = 1; day <= last; day++)
			if (item->days >> day & 1 &&
			    (item->weekday < 0 ||
				(first_weekday + day - 1) % 7 == item->weekday))
				break;
	} else {
		day = 1 + (item->weekday - first_weekday + 7) % 7;
		if (item->nth > 0)
			day += 7 * (item->nth - 1);
		else
			day += 7 * ((last - day) / 7 + item->nth + 1);
	}
	if (day < 1 || day > last)
		return NEVER;
	wall = day_from_ymd(year, item->month, day) * DAY_SECONDS +
	       (item->start - day_from_wall(item->start) * DAY_SECONDS);
	utc = wall - item->from;
	return wall < item->start || utc > item->until ? NEVER : utc;
}

static int
year_of(int64_t wall)
{
	return civil_from_wall(wall).year;
}

/* The last onset of one observance at or before an instant; NEVER. */
static int64_t
last_onset(const struct ical_observance *item, int64_t utc)
{
	int64_t best = NEVER, edge = utc < item->until ? utc : item->until;

	if (item->start - item->from <= utc)
		best = item->start - item->from;
	for (size_t i = 0; i < item->nonsets; i++) {
		int64_t onset = item->onsets[i] - item->from;

		if (onset <= utc && onset > best)
			best = onset;
	}
	/* It has one each year but those in which no such day is. */
	for (int i = 1; item->yearly && i >= -8; i--) {
		int year = year_of(edge) + i;
		int64_t onset =
		    year >= 1 && year < 9999 ? onset_in(item, year) : NEVER;

		if (onset != NEVER && onset <= edge) {
			best = onset > best ? onset : best;
			break;
		}
	}
	return best;
}

int
ical_rules_offset(const struct ical_rules *rules, int64_t utc)
{
	int64_t latest = NEVER, earliest = INT64_MAX;
	int offset = 0;

	for (size_t i = 0; i < rules->n; i++) {
		const struct ical_observance *item = &rules->items[i];
		int64_t onset = last_onset(item, utc);

		/* Before the first of all, what it came from was in force. */
		if (latest == NEVER && item->start - item->from < earliest) {
			earliest = item->start - item->from;
			offset = item->from;
		}
		if (onset != NEVER && onset >= latest) {
			latest = onset;
			offset = item->to;
		}
	}
	return offset;
}

/* As section 3.3.5 says: of two instants the first; a time that never was is
 * read with the offset before the gap. */
int64_t
ical_rules_utc(const struct ical_rules *rules, int64_t wall)
{
	int before = ical_rules_offset(rules, wall - DAY_SECONDS);
	int after = ical_rules_offset(rules, wall + DAY_SECONDS);
	int64_t first = wall - before, second = wall - after;

	if (ical_rules_offset(rules, first) == before)
		return first;
	return ical_rules_offset(rules, second) == after ? second : first;
}

static bool
same_at(const struct ical_rules *rules, const struct zone *zone, int64_t utc)
{
	return ical_rules_offset(rules, utc) == zone_offset(zone, utc) &&
	       ical_rules_offset(rules, utc - 1) == zone_offset(zone, utc - 1);
}

bool
ical_rules_match(
    const struct ical_rules *rules, const struct zone *zone, int64_t wall)
{
	int year = year_of(wall);
	int64_t from = day_from_ymd(year, 1, 1) * DAY_SECONDS;
	int64_t until = day_from_ymd(year + 1, 1, 1) * DAY_SECONDS;
	struct zone_change change;

	if (!same_at(rules, zone, from) || !same_at(rules, zone, wall))
		return false;
	for (int64_t at = from;
	     zone_next_change(zone, at, &change) && change.utc < until;
	     at = change.utc + 1)
		if (!same_at(rules, zone, change.utc))
			return false;
	for (size_t i = 0; i < rules->n; i++) {
		int64_t onset = last_onset(&rules->items[i], until);

		if (onset > from && !same_at(rules, zone, onset))
			return false;
	}
	return true;
}
