/* SPDX-License-Identifier: Apache-2.0 */
#include "event_time.h"

#include "base/cleanup.h"
#include "calendars/series_dates.h"
#include "calendars/vtimezone.h"

static void
date_line(struct ical_writer *writer, const char *name, int64_t day)
{
	ical_raws(writer, name);
	ical_lit(writer, ";VALUE=DATE:");
	ical_date(writer, day);
	ical_end(writer);
}

static void
zoned_line(struct ical_writer *writer, const char *name,
    const struct zone *zone, int64_t wall)
{
	ical_raws(writer, name);
	/* No zone's name has anything to quote: see zones_get. */
	ical_lit(writer, ";TZID=");
	ical_raws(writer, zone_name(zone));
	ical_lit(writer, ":");
	ical_wall(writer, wall);
	ical_end(writer);
}

static void
utc_line(struct ical_writer *writer, const char *name, int64_t utc)
{
	ical_raws(writer, name);
	ical_lit(writer, ":");
	ical_instant(writer, utc);
	ical_end(writer);
}

/* ------------------------------------------------------------------ once ---
 */

/* wall is how utc was written, or what the clock shows then. */
static void
once_line(struct ical_writer *writer, const char *name, const struct zone *zone,
    int64_t wall, enum wall_kind kind, int64_t utc)
{
	if (kind == WALL_GAP) {
		wall = zone_wall(zone, utc);
		zone_utc(zone, wall, &kind);
	}
	if (kind == WALL_OVERLAP || zone_is_utc(zone))
		utc_line(writer, name, utc);
	else
		zoned_line(writer, name, zone, wall);
}

static void
end_line(struct ical_writer *writer, const struct event_times *times)
{
	if (times->span.end > times->span.start)
		once_line(writer, "DTEND", times->zone, times->end,
		    times->end_kind, times->span.end);
}

void
event_time_lines(struct ical_writer *writer, const struct event_times *times)
{
	if (times->all_day) {
		date_line(writer, "DTSTART", times->start);
		date_line(writer, "DTEND", times->end);
		return;
	}
	once_line(writer, "DTSTART", times->zone, times->start,
	    times->start_kind, times->span.start);
	end_line(writer, times);
}

/* ---------------------------------------------------------------- series ---
 */

bool
part_recurs(const struct series_part *part)
{
	return part->rule.len > 0 || part->dates.len > 0;
}

struct event_times
event_times_from(const struct event_times *times, int64_t start)
{
	struct event_times own = *times;

	own.start = start;
	if (times->all_day) {
		own.end = start + (times->end - times->start);
		return own;
	}
	own.span.start = zone_utc(times->zone, start, &own.start_kind);
	own.span.end = own.span.start + (times->span.end - times->span.start);
	own.end = zone_wall(times->zone, own.span.end);
	zone_utc(times->zone, own.end, &own.end_kind);
	return own;
}

void
part_stamp_line(struct ical_writer *writer, const char *name,
    const struct event_times *times, int64_t at)
{
	if (times->all_day)
		date_line(writer, name, at);
	else if (zone_is_utc(times->zone))
		utc_line(writer, name, at);
	else
		zoned_line(writer, name, times->zone, at);
}

bool
part_tells_alone(
    const struct series_part *part, const struct event_times *times, int64_t at)
{
	if (part->rule.len || clock_tells_once(times, at))
		return false;
	vec_each(&part->without, date)
		if (*date == at)
			return false;
	vec_each(&part->overrides, override)
		if (override->replaces == at)
			return false;
	return true;
}

/* Does the part's rule give that start? */
static bool
rule_gives(const struct recurrence *rule, int64_t at)
{
	int64_t next;

	return rule && recurrence_next(rule, at, &next) && next == at;
}

static void
recurrence_freep(struct recurrence **rule)
{
	recurrence_free(*rule);
}

/* What the rule gives already some clients would show twice; and where it does
 * not give DTSTART some do not show that, so it is one of the dates. */
static void
date_lines(struct ical_writer *writer, const struct series_part *part,
    const struct event_times *times)
{
	CLEANUP(recurrence_freep) struct recurrence *rule = NULL;

	if (part->rule.len &&
	    recurrence_parse(buf_str(&part->rule), times->start, times->all_day,
		0, &rule, NULL) == -ENOMEM)
		writer->out->error = -ENOMEM;
	if (!rule_gives(rule, times->start))
		part_stamp_line(writer, "RDATE", times, times->start);
	vec_each(&part->dates, date)
		if (*date != times->start && !rule_gives(rule, *date) &&
		    !part_tells_alone(part, times, *date))
			part_stamp_line(writer, "RDATE", times, *date);
}

void
part_time_lines(struct ical_writer *writer, const struct series_part *part,
    const struct event_times *times)
{
	if (!part_recurs(part)) {
		event_time_lines(writer, times);
		return;
	}
	part_stamp_line(writer, "DTSTART", times, times->start);
	if (times->all_day)
		part_stamp_line(writer, "DTEND", times, times->end);
	else
		end_line(writer, times);
	if (part->rule.len) {
		ical_lit(writer, "RRULE:");
		ical_raws(writer, buf_str(&part->rule));
		ical_end(writer);
	}
	date_lines(writer, part, times);
	vec_each(&part->without, date)
		part_stamp_line(writer, "EXDATE", times, *date);
}
