/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, times, numbers, durations and offsets as iCalendar has them
 * (RFC 5545 section 3.3), in the present line. */
#include <stdbool.h>

#include "base/date.h"
#include "calendars/ical_text.h"

/* Two decimal digits of value, which is below 100. */
static inline char *
add_pair(char *to, unsigned value)
{
	to[0] = (char)('0' + value / 10);
	to[1] = (char)('0' + value % 10);
	return to + 2;
}

/* A day and how it is written; in the place that its number leaves over. */
struct known_day {
	int64_t day;
	char text[8];
};

#define DAYS_KNOWN 16

/* Most lines near each other, and most events of a feed, tell the same few
 * days. None is known at first: each stands in a place of another. */
static char *
add_date(char *to, int64_t day)
{
	static _Thread_local struct known_day days[DAYS_KNOWN] = { { .day =
									 1 } };
	struct known_day *known = &days[(uint64_t)day % DAYS_KNOWN];

	if (known->day != day) {
		struct civil civil = civil_from_day(day);
		char *text = known->text;

		known->day = day;
		text = add_pair(text, (unsigned)civil.year / 100);
		text = add_pair(text, (unsigned)civil.year % 100);
		text = add_pair(text, (unsigned)civil.month);
		add_pair(text, (unsigned)civil.day);
	}
	memcpy(to, known->text, sizeof known->text);
	return to + sizeof known->text;
}

static char *
add_wall(char *to, int64_t wall)
{
	int64_t day = day_from_wall(wall);
	unsigned second = (unsigned)(wall - day * DAY_SECONDS);

	to = add_date(to, day);
	*to++ = 'T';
	to = add_pair(to, second / 3600);
	to = add_pair(to, second / 60 % 60);
	return add_pair(to, second % 60);
}

void
ical_date(struct ical_writer *writer, int64_t day)
{
	char text[8];

	add_date(text, day);
	ical_put(writer, text, sizeof text);
}

void
ical_wall(struct ical_writer *writer, int64_t wall)
{
	char text[15];

	add_wall(text, wall);
	ical_put(writer, text, sizeof text);
}

void
ical_instant(struct ical_writer *writer, int64_t utc)
{
	char text[16];

	*add_wall(text, utc) = 'Z';
	ical_put(writer, text, sizeof text);
}

void
ical_stamp_lines(struct ical_writer *writer, int64_t utc)
{
	char text[16];

	*add_wall(text, utc) = 'Z';
	ical_lit(writer, "DTSTAMP:");
	ical_put(writer, text, sizeof text);
	ical_end(writer);
	ical_lit(writer, "LAST-MODIFIED:");
	ical_put(writer, text, sizeof text);
	ical_end(writer);
}

void
ical_instant_line(struct ical_writer *writer, const char *name, int64_t utc)
{
	ical_raws(writer, name);
	ical_instant(writer, utc);
	ical_end(writer);
}

void
ical_int(struct ical_writer *writer, int64_t value)
{
	char text[20], *to = text + sizeof text;
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do
		*--to = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		ical_lit(writer, "-");
	ical_put(writer, to, (size_t)(text + sizeof text - to));
}

/* Adds "6H" when there are six of the unit; returns what remains. */
static int64_t
add_unit(struct ical_writer *writer, int64_t seconds, int64_t unit,
    const char *letter)
{
	if (seconds / unit) {
		ical_int(writer, seconds / unit);
		ical_put(writer, letter, 1);
	}
	return seconds % unit;
}

void
ical_duration(struct ical_writer *writer, int64_t seconds)
{
	bool days = seconds >= DAY_SECONDS;

	ical_lit(writer, "P");
	seconds = add_unit(writer, seconds, DAY_SECONDS, "D");
	if (days && !seconds)
		return;
	ical_lit(writer, "T");
	if (!seconds)
		ical_lit(writer, "0S");
	seconds = add_unit(writer, seconds, 3600, "H");
	seconds = add_unit(writer, seconds, 60, "M");
	add_unit(writer, seconds, 1, "S");
}

void
ical_offset(struct ical_writer *writer, int seconds)
{
	unsigned size = (unsigned)(seconds < 0 ? -seconds : seconds);
	char text[7] = { seconds < 0 ? '-' : '+' };
	char *to = text + 1;

	to = add_pair(to, size / 3600);
	to = add_pair(to, size / 60 % 60);
	if (size % 60)
		to = add_pair(to, size % 60);
	ical_put(writer, text, (size_t)(to - text));
}
