/* SPDX-License-Identifier: Apache-2.0 */
#include "event_time.h"

#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "calendars/vtimezone.h"
#include "schedule/occurrences.h"

/* A property in the form of times: VALUE=DATE, TZID, or UTC with a Z. */
static void
add_stamp(struct ical_writer *writer, const char *name,
    const struct event_times *times, int64_t at)
{
	ical_raws(writer, name);
	if (times->all_day) {
		ical_lit(writer, ";VALUE=DATE:");
		ical_date(writer, at);
	} else if (zone_is_utc(times->zone)) {
		ical_lit(writer, ":");
		ical_instant(writer, at);
	} else {
		ical_param(writer, ";TZID=", zone_name(times->zone));
		ical_lit(writer, ":");
		ical_wall(writer, at);
	}
	ical_end(writer);
}

void
event_time_lines(struct ical_writer *writer, const struct event_times *times)
{
	add_stamp(writer, "DTSTART", times, times->start);
	if (times->end > times->start)
		add_stamp(writer, "DTEND", times, times->end);
}

/* A start in the text's form, brought to that of times: a date among times is
 * that day at the master's hour, a time among dates is its date. */
static bool
read_stamp(const char *text, const struct event_times *times, int64_t *at)
{
	int64_t day, wall;

	if (day_parse(text, &day) == 0) {
		*at = times->all_day
			  ? day
			  : day * DAY_SECONDS + times->start -
				day_from_wall(times->start) * DAY_SECONDS;
		return true;
	}
	if (wall_parse(text, &wall) < 0)
		return false;
	*at = times->all_day ? day_from_wall(wall) : wall;
	return true;
}

static void
add_read_stamp(struct ical_writer *writer, const char *name,
    const struct event_times *times, const char *text)
{
	int64_t at;

	if (read_stamp(text, times, &at))
		add_stamp(writer, name, times, at);
}

static void
add_replaced(struct ical_writer *writer, const char *name,
    const struct event_times *master, const struct event_row *row)
{
	struct occurrence_row override = { row->event, &row->times };
	int64_t at;

	if (override_id(&override, master, &at, NULL) == 0)
		add_stamp(writer, name, master, at);
}

void
recurrence_id_line(struct ical_writer *writer, const struct event_times *master,
    const struct event_row *row)
{
	add_replaced(writer, "RECURRENCE-ID", master, row);
}

void
exception_line(struct ical_writer *writer, const struct event_times *master,
    const struct event_row *row)
{
	add_replaced(writer, "EXDATE", master, row);
}

/* ----------------------------------------------------------- the rule --- */

/* width digits at text, or -1. */
static int
read_digits(const char *text, int width)
{
	int value = 0;

	for (int i = 0; i < width; i++) {
		if (!isdigit((unsigned char)text[i]))
			return -1;
		value = value * 10 + text[i] - '0';
	}
	return value;
}

/* An UNTIL: "20261231", "20261231T090000" or with a Z. */
struct until {
	int64_t day, wall;
	bool timed, utc;
};

static bool
until_read(const char *text, size_t len, struct until *until)
{
	struct civil civil = { 0 };

	if (len != 8 && len != 15 && !(len == 16 && text[15] == 'Z'))
		return false;
	until->timed = len > 8;
	until->utc = len == 16;
	civil.year = read_digits(text, 4);
	civil.month = read_digits(text + 4, 2);
	civil.day = read_digits(text + 6, 2);
	if (until->timed) {
		civil.hour = read_digits(text + 9, 2);
		civil.minute = read_digits(text + 11, 2);
		civil.second = read_digits(text + 13, 2);
	}
	if (!civil_valid(&civil))
		return false;
	until->wall = wall_from_civil(&civil);
	until->day = day_from_wall(until->wall);
	return true;
}

/* RFC 5545 section 3.3.10: UTC beside a time, a date beside a date. A date
 * beside a time means that whole day where the event is. */
static void
add_until(struct ical_writer *writer, const struct event_times *times,
    const struct until *until)
{
	int64_t wall = until->wall;

	if (times->all_day) {
		ical_date(writer, until->day);
		return;
	}
	if (!until->timed)
		wall += DAY_SECONDS - 1;
	if (!until->utc)
		wall = zone_utc(times->zone, wall, NULL);
	ical_instant(writer, wall);
}

/* One part, "BYDAY=MO,TU"; only what a rule is made of. */
static void
add_part(struct ical_writer *writer, const struct event_times *times,
    const char *part, size_t len)
{
	static const char until_name[] = "UNTIL=";
	size_t name_len = strlen(until_name);
	struct until until;

	if (len > name_len && !strncasecmp(part, until_name, name_len) &&
	    until_read(part + name_len, len - name_len, &until)) {
		ical_raws(writer, until_name);
		add_until(writer, times, &until);
		return;
	}
	for (size_t i = 0; i < len; i++) {
		char c = (char)toupper((unsigned char)part[i]);

		if (isalnum((unsigned char)c) || (c && strchr("=,+-", c)))
			ical_put(writer, &c, 1);
	}
}

static void
rrule_line(struct ical_writer *writer, const struct event_times *times,
    const char *rule)
{
	ical_lit(writer, "RRULE:");
	for (bool first = true; *rule; first = false) {
		size_t len = strcspn(rule, ";");

		if (!first)
			ical_lit(writer, ";");
		add_part(writer, times, rule, len);
		rule += len + (rule[len] == ';');
	}
	ical_end(writer);
}

static void
stamp_lines(struct ical_writer *writer, const char *name,
    const struct event_times *times, const char *const *texts)
{
	for (; texts && *texts; texts++)
		add_read_stamp(writer, name, times, *texts);
}

void
recurrence_lines(struct ical_writer *writer, const struct event *master,
    const struct event_times *times)
{
	if (master->rrule)
		rrule_line(writer, times, master->rrule);
	stamp_lines(writer, "RDATE", times, master->rdates);
	stamp_lines(writer, "EXDATE", times, master->exdates);
}
