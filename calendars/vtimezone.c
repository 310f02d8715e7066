/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a zone's changes and its footer's rule to observances.
 *
 * Zone files may spell out changes that the rule gives as well, so the rule
 * is compared with the changes themselves: it holds from the last one that it
 * does not foretell. Onsets are walls of the offset before them.
 */
#include "vtimezone.h"

#include <string.h>

#include "base/date.h"
#include "ical_text.h"

#define YEAR_ZERO 1970 /* in which the yearly rules begin */
#define FIVE_YEARS ((int64_t)5 * 366 * DAY_SECONDS)

/* One side of a rule. */
struct turn {
	const struct zone_edge *edge;
	const char *name;
	int before, after; /* seconds east */
};

/* An onset within a month: "the last Sunday", "the Saturday in 24..30", "the
 * 21st". */
struct onset {
	int month;
	int weekday;         /* 0 is Sunday; -1: the day alone */
	int ordinal;         /* 1..4, -1; 0: by days */
	int first_day, days; /* by days */
	int time;            /* of that day */
};

bool
zone_is_utc(const struct zone *zone)
{
	static const char *const names[] = { "UTC", "Etc/UTC", "Etc/UCT", "UCT",
		"Zulu", "Etc/Zulu", "Universal", "Etc/Universal" };
	const struct zone_rule *rule = zone_rule(zone);

	if (rule->std_offset || rule->has_dst)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (!strcmp(zone_name(zone), names[i]))
			return true;
	return false;
}

static int
floor_days(int seconds)
{
	return seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
}

static struct turn
turn_to_dst(const struct zone_rule *rule)
{
	return (struct turn){ &rule->to_dst, rule->dst_name, rule->std_offset,
		rule->dst_offset };
}

static struct turn
turn_to_std(const struct zone_rule *rule)
{
	return (struct turn){ &rule->to_std, rule->std_name, rule->dst_offset,
		rule->std_offset };
}

/* The day that the edge names, before its time is added. */
static int64_t
edge_day(const struct zone_edge *edge, int year)
{
	int64_t first = day_from_ymd(year, edge->month, 1);
	int ahead;

	if (edge->form == EDGE_DAY)
		return day_from_ymd(year, 1, 1) + edge->day;
	if (edge->form == EDGE_JULIAN) /* day 60 is always 1 March */
		return day_from_ymd(year, 1, 1) + edge->day - 1 +
		       (edge->day >= 60 && days_in_month(year, 2) == 29);
	ahead = (edge->weekday + 6 - day_weekday(first)) % 7;
	ahead += 7 * (edge->week - 1);
	if (ahead >= days_in_month(year, edge->month))
		ahead -= 7;
	return first + ahead;
}

static int64_t
turn_utc(const struct turn *turn, int year)
{
	return edge_day(turn->edge, year) * DAY_SECONDS + turn->edge->time -
	       turn->before;
}

/* ------------------------------------------------- does the rule hold? --- */

/* The rule's own first change at or after utc. */
static struct zone_change
rule_next_change(const struct zone_rule *rule, int64_t utc)
{
	const struct turn turns[] = { turn_to_dst(rule), turn_to_std(rule) };
	struct zone_change next = { .utc = INT64_MAX };
	int year = civil_from_wall(utc).year;

	for (int i = -1; i <= 1; i++) {
		for (int t = 0; t < 2; t++) {
			int64_t at = turn_utc(&turns[t], year + i);

			if (at < utc || at >= next.utc)
				continue;
			next.utc = at;
			next.before = turns[t].before;
			next.offset = turns[t].after;
		}
	}
	return next;
}

/* The zone's next change, and the rule's: at one instant to one offset? Each
 * has utc INT64_MAX when there is none. */
static bool
same_change(const struct zone_change *a, const struct zone_change *b)
{
	return a->utc == b->utc &&
	       (a->utc == INT64_MAX ||
		   (a->before == b->before && a->offset == b->offset));
}

static struct zone_change
next_of_zone(const struct zone *zone, int64_t utc)
{
	struct zone_change change;

	if (!zone_next_change(zone, utc, &change))
		change = (struct zone_change){ .utc = INT64_MAX };
	return change;
}

static struct zone_change
next_of_rule(const struct zone *zone, int64_t utc)
{
	const struct zone_rule *rule = zone_rule(zone);

	if (!rule->has_dst)
		return (struct zone_change){ .utc = INT64_MAX };
	return rule_next_change(rule, utc);
}

/* The first instant at or after from, from which on the rule alone tells
 * every change; from itself when it does so all along. */
static int64_t
rule_holds_since(const struct zone *zone, int64_t from)
{
	int64_t since = from, at = from;

	while (at <= zone_rule(zone)->since) {
		struct zone_change told = next_of_zone(zone, at);
		struct zone_change rules = next_of_rule(zone, at);
		int64_t next = told.utc < rules.utc ? told.utc : rules.utc;

		if (next == INT64_MAX)
			break;
		at = next + 1;
		if (!same_change(&told, &rules))
			since = at;
	}
	return since;
}

/* -------------------------------------------------------- observances --- */

static void
add_head(struct ical_writer *writer, bool daylight, int64_t onset)
{
	ical_raws(writer, daylight ? "BEGIN:DAYLIGHT" : "BEGIN:STANDARD");
	ical_end(writer);
	ical_lit(writer, "DTSTART:");
	ical_wall(writer, onset);
	ical_end(writer);
}

static void
add_tail(struct ical_writer *writer, bool daylight, const char *name,
    int before, int after)
{
	ical_lit(writer, "TZOFFSETFROM:");
	ical_offset(writer, before);
	ical_end(writer);
	ical_lit(writer, "TZOFFSETTO:");
	ical_offset(writer, after);
	ical_end(writer);
	if (name[0])
		ical_text_line(writer, "TZNAME", NULL, name);
	ical_raws(writer, daylight ? "END:DAYLIGHT" : "END:STANDARD");
	ical_end(writer);
}

/* One change, or one state since 1970, without a rule. */
static void
add_single(struct ical_writer *writer, const struct zone_change *change,
    int64_t onset, bool daylight)
{
	add_head(writer, daylight, onset);
	add_tail(writer, daylight, change->abbreviation, change->before,
	    change->offset);
}

/* A weekday of a month, moved by whole days. */
static bool
onset_by_week(const struct zone_edge *edge, int moved, struct onset *onset)
{
	static const int longest[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	int last = longest[edge->month - 1];
	int first = edge->week == 5 ? last - 6 : 7 * edge->week - 6;

	onset->month = edge->month;
	onset->weekday = ((edge->weekday + moved) % 7 + 7) % 7;
	if (!moved) {
		onset->ordinal = edge->week == 5 ? -1 : edge->week;
		return true;
	}
	onset->first_day = first + moved;
	onset->days = 7;
	/* The last week of February begins on two days. */
	if (edge->week == 5 && edge->month == 2)
		return false;
	return onset->first_day >= 1 && onset->first_day + 6 <= last;
}

/* A day of the year without leap days, moved by whole days. */
static bool
onset_by_day(const struct zone_edge *edge, int moved, struct onset *onset)
{
	int64_t day = day_from_ymd(YEAR_ZERO, 1, 1) + edge->day - 1;
	bool spring = edge->day >= 60;
	struct civil civil = civil_from_day(day + moved);

	/* Not over the end of a year, nor over a leap day. */
	if (civil.year != YEAR_ZERO || spring != (civil.month >= 3))
		return false;
	onset->month = civil.month;
	onset->weekday = -1;
	onset->first_day = civil.day;
	onset->days = 1;
	return true;
}

/* false: it cannot be told within one month. */
static bool
onset_of(const struct zone_edge *edge, struct onset *onset)
{
	int moved = floor_days(edge->time);

	*onset = (struct onset){ .time = edge->time - moved * DAY_SECONDS };
	/* 24:00 is the end of the day that the rule names, and a day's name
	 * is what all clients can read. */
	if (moved > 0 && onset->time == 0) {
		onset->time = DAY_SECONDS - 1;
		moved--;
	}
	if (edge->form == EDGE_MONTH_WEEK)
		return onset_by_week(edge, moved, onset);
	return edge->form == EDGE_JULIAN && onset_by_day(edge, moved, onset);
}

static void
add_rrule(struct ical_writer *writer, const struct onset *onset)
{
	static const char *const days[] = { "SU", "MO", "TU", "WE", "TH", "FR",
		"SA" };

	ical_lit(writer, "RRULE:FREQ=YEARLY;BYMONTH=");
	ical_int(writer, onset->month);
	for (int i = 0; i < onset->days; i++) {
		ical_raws(writer, i ? "," : ";BYMONTHDAY=");
		ical_int(writer, onset->first_day + i);
	}
	if (onset->weekday >= 0) {
		ical_raws(writer, ";BYDAY=");
		if (onset->ordinal)
			ical_int(writer, onset->ordinal);
		ical_raws(writer, days[onset->weekday]);
	}
	ical_end(writer);
}

/* The rule's side, from its first onset at or after utc. */
static void
add_turn(struct ical_writer *writer, const struct turn *turn, int64_t utc)
{
	int year = civil_from_wall(utc).year - 1;
	bool daylight = turn->after > turn->before;
	struct onset onset;
	int64_t wall;

	onset_of(turn->edge, &onset);
	while (turn_utc(turn, year) < utc)
		year++;
	wall = turn_utc(turn, year) + turn->before;
	if (onset.time == DAY_SECONDS - 1 && wall % DAY_SECONDS == 0)
		wall--;
	add_head(writer, daylight, wall);
	add_rrule(writer, &onset);
	add_tail(writer, daylight, turn->name, turn->before, turn->after);
}

/* ------------------------------------------------------------ the zone --- */

static bool
rule_is_yearly(const struct zone_rule *rule)
{
	struct onset onset;

	return !rule->has_dst || (onset_of(&rule->to_dst, &onset) &&
				     onset_of(&rule->to_std, &onset));
}

static void
add_rule(struct ical_writer *writer, const struct zone_rule *rule, int64_t from)
{
	const struct turn turns[] = { turn_to_std(rule), turn_to_dst(rule) };
	bool swap = turns[0].after > turns[0].before; /* standard first */

	if (!rule->has_dst)
		return;
	add_turn(writer, &turns[swap], from);
	add_turn(writer, &turns[!swap], from);
}

/* What holds when the window begins, as if since 1970. */
static void
add_state(struct ical_writer *writer, const struct zone *zone, int64_t utc)
{
	const struct zone_rule *rule = zone_rule(zone);
	struct zone_change next = next_of_zone(zone, utc);
	struct zone_change state = { .offset = zone_offset(zone, utc) };

	state.before = state.offset;
	if (state.offset == rule->std_offset)
		memcpy(state.abbreviation, rule->std_name,
		    sizeof state.abbreviation);
	else if (rule->has_dst && state.offset == rule->dst_offset)
		memcpy(state.abbreviation, rule->dst_name,
		    sizeof state.abbreviation);
	add_single(writer, &state, 0,
	    next.utc < INT64_MAX && next.offset < state.offset);
}

/* Each change in [from, to), with no rule. */
static void
add_changes(struct ical_writer *writer, const struct zone *zone, int64_t from,
    int64_t to)
{
	struct zone_change change = next_of_zone(zone, from);

	while (change.utc < to) {
		add_single(writer, &change, change.utc + change.before,
		    change.offset > change.before);
		change = next_of_zone(zone, change.utc + 1);
	}
}

void
vtimezone_add(struct buf *out, const struct zone *zone, struct span window)
{
	const struct zone_rule *rule = zone_rule(zone);
	struct ical_writer writer;
	int64_t since = rule_holds_since(zone, window.start);
	int64_t end = window.end + FIVE_YEARS;
	bool yearly = rule_is_yearly(rule) && since < end;

	ical_open(&writer, out);
	ical_line(&writer, "BEGIN:VTIMEZONE");
	ical_text_line(&writer, "TZID", NULL, zone_name(zone));
	if (yearly && since == window.start && rule->has_dst) {
		add_rule(&writer, rule, 0);
	} else {
		add_state(&writer, zone, window.start);
		add_changes(&writer, zone, window.start, yearly ? since : end);
		if (yearly)
			add_rule(&writer, rule, since);
	}
	ical_line(&writer, "END:VTIMEZONE");
	ical_close(&writer);
}
