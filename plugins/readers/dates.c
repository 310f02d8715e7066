/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules, and what a text becomes under them: first the forms that are the
 * same everywhere, then the serial number, then what a person wrote. Each
 * fills parts; here parts become times and are checked against the calendar.
 */
#include "dates_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "readers/fold.h"

#define DAY 86400
/* 1899-12-30, from which spreadsheets count since March 1900. */
#define SERIAL_EPOCH (-25569)
#define SERIAL_FALSE 60     /* the 29 February that 1900 did not have */
#define SERIAL_LAST 2958465 /* 9999-12-31 */

static const char *const languages[] = { "ca", "es", "en", "fr" };
static const char *const orders[] = { "iso", "dmy", "mdy", "ymd" };
#define NO_ORDER "what is read without a set order; set dates, such as dmy"
static const char *const order_words[] = { NO_ORDER, "day, month, year",
	"month, day, year", "year, month, day" };

#define LEN(array) ((int)(sizeof(array) / sizeof(array)[0]))

bool
date_refuse(struct date_reading *reading, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(reading->reason, reading->room, fmt, args);
	va_end(args);
	return false;
}

const char *
date_order_words(const struct dates_rules *rules)
{
	return order_words[rules->order];
}

/* ------------------------------------------------------------------ rules */

static int
word_find(const char *word, size_t len, const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		if (strlen(words[i]) == len && !memcmp(words[i], word, len))
			return i;
	return -1;
}

static bool
rules_word(struct dates_rules *rules, const char *word, size_t len)
{
	int i = word_find(word, len, orders, LEN(orders));

	if (i >= 0) {
		rules->order = i;
		return true;
	}
	i = word_find(word, len, languages, LEN(languages));
	if (i >= 0) {
		rules->languages |= 1u << i;
		return true;
	}
	if (len == 6 && !memcmp(word, "serial", 6)) {
		rules->serial = 1;
		return true;
	}
	return len == 4 && date_digits(&word, 4, &rules->year) && rules->year;
}

static bool
pattern_sound(const char *pattern)
{
	for (; (pattern = strchr(pattern, '%')); pattern += 2)
		if (!pattern[1] || !strchr("dmbYyHMSz", pattern[1]))
			return false;
	return true;
}

int
dates_rules_read(
    const char *text, struct dates_rules *rules, char *reason, size_t room)
{
	struct dates_rules read = *rules;

	for (const char *p = text; p && *p;) {
		size_t len = strcspn(p, " ,%");

		if (*p == '%') {
			read.pattern = p;
			break;
		}
		if (len && !rules_word(&read, p, len)) {
			snprintf(reason, room,
			    "'%.*s' says nothing of dates; words are dmy, mdy, "
			    "ymd, iso, ca, es, en, fr, serial, a year, or a "
			    "pattern "
			    "such as %%d.%%m.%%Y",
			    (int)len, p);
			return -1;
		}
		p += len;
		p += strspn(p, " ,");
	}
	if (read.pattern && !pattern_sound(read.pattern)) {
		snprintf(reason, room,
		    "of '%s' only %%d %%m %%b %%Y %%y %%H %%M %%S %%z can be "
		    "read",
		    read.pattern);
		return -1;
	}
	*rules = read;
	return 0;
}

/* ------------------------------------------------------------------ times */

static int64_t
seconds_of(const struct date_part *part)
{
	struct tm tm = { .tm_year = part->year - 1900,
		.tm_mon = part->month - 1,
		.tm_mday = part->day,
		.tm_hour = part->hour,
		.tm_min = part->minute,
		.tm_sec = part->second };

	return timegm(&tm);
}

static int
days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

static bool
part_time(struct date_reading *reading, const struct date_part *part,
    struct dates_time *out)
{
	struct date_part whole = *part;

	if (!whole.year)
		whole.year = reading->rules->year;
	if (!whole.year)
		return date_refuse(reading,
		    "'%s' names no year; set one (dates = dmy 2026)",
		    reading->given);
	if (whole.month < 1 || whole.month > 12)
		return date_refuse(reading,
		    "'%s' does not fit %s: there is no month %d",
		    reading->given, date_order_words(reading->rules),
		    whole.month);
	if (whole.day < 1 || whole.day > days_in(whole.year, whole.month))
		return date_refuse(reading,
		    "'%s' is no day of the calendar: %04d-%02d-%02d",
		    reading->given, whole.year, whole.month, whole.day);
	*out = (struct dates_time){ .seconds = seconds_of(&whole),
		.form = whole.has_offset ? DATES_INSTANT
			: whole.has_time ? DATES_WALL
					 : DATES_DAY,
		.offset = whole.offset };
	out->seconds -= whole.offset;
	return true;
}

/* "45945" or "45945.5625"; false, without a reason, when it is none. */
static bool
serial_read(const char *text, struct dates_time *out)
{
	char *end;
	long days = strtol(text, &end, 10);
	double part = 0;

	if (end == text || *text < '0' || *text > '9' || days < 1 ||
	    days == SERIAL_FALSE || days > SERIAL_LAST)
		return false;
	if (*end == '.' || *end == ',') {
		double scale = 0.1;

		for (end++; *end >= '0' && *end <= '9'; end++, scale /= 10)
			part += (*end - '0') * scale;
	}
	if (*end)
		return false;
	days += SERIAL_EPOCH + (days < SERIAL_FALSE);
	*out = (struct dates_time){ .form = part > 0 ? DATES_WALL : DATES_DAY,
		.seconds = days * DAY + llround(part * DAY) };
	return true;
}

/* Does the name of an English month follow the first number? */
static bool
names_month(const char *p)
{
	p += strcspn(p, "0123456789");
	p += strspn(p, "0123456789");
	p += strspn(p, " -");
	return date_month(
		   p, strspn(p, "abcdefghijklmnopqrstuvwxyz"), DATES_EN) != 0;
}

/* RFC 822 section 5: days, English months and years in one order, with a time
 * and its zone. */
static bool
rfc822_read(const struct date_reading *reading, struct date_part *part)
{
	static const struct dates_rules rules = { .order = DATES_DMY,
		.languages = DATES_EN };
	struct date_reading own = *reading;
	struct date_part end;
	char reason[8];
	bool range;

	own.rules = &rules;
	own.reason = reason;
	own.room = sizeof reason;
	own.p = own.folded + (reading->p - reading->folded);
	return names_month(own.p) && date_human(&own, part, &end, &range) &&
	       !range && part->has_offset && part->year;
}

static bool
text_read(struct date_reading *reading, struct dates_time *start,
    struct dates_time *end)
{
	const struct dates_rules *rules = reading->rules;
	struct date_part parts[2] = { { 0 } };
	bool range = false;

	if (rules->pattern) {
		if (!date_pattern(reading, &parts[0]))
			return false;
	} else if (!date_iso(reading->p, &parts[0], &parts[1], &range)) {
		if (rules->serial && serial_read(reading->p, start))
			return true;
		if (!rfc822_read(reading, &parts[0]) &&
		    !date_human(reading, &parts[0], &parts[1], &range))
			return false;
	}
	return part_time(reading, &parts[0], start) &&
	       (!range || part_time(reading, &parts[1], end));
}

static bool
range_sound(struct date_reading *reading, const struct dates_time *start,
    const struct dates_time *end)
{
	if (end->form == DATES_NONE)
		return true;
	if (end->form != start->form)
		return date_refuse(reading,
		    "of the ends of '%s' only one has a time of day",
		    reading->given);
	if (end->seconds < start->seconds)
		return date_refuse(
		    reading, "'%s' ends before it starts", reading->given);
	return true;
}

int
dates_read(const struct dates_rules *rules, const char *text,
    struct dates_time *start, struct dates_time *end, char *reason, size_t room)
{
	struct date_reading reading = {
		.rules = rules, .given = text, .reason = reason, .room = room
	};
	struct dates_time times[2] = { { DATES_NONE } };

	reading.p = reading.folded;
	if (fold_text(text, reading.folded, sizeof reading.folded) < 0) {
		date_refuse(
		    &reading, "'%.60s...' is too long for a date", text);
		return -1;
	}
	reading.p += strspn(reading.p, " ");
	if (!text_read(&reading, &times[0], &times[1]))
		return -1;
	if (!range_sound(&reading, &times[0], &times[1]))
		return -1;
	*start = times[0];
	*end = times[1];
	return 0;
}

int
dates_read_iso(const char *text, struct dates_time *out)
{
	static const struct dates_rules rules = { .order = DATES_ISO };
	char reason[8];
	struct date_reading reading = { .rules = &rules,
		.given = text,
		.reason = reason,
		.room = sizeof reason };
	struct date_part part, end;
	bool range;

	if (fold_text(text, reading.folded, sizeof reading.folded) < 0 ||
	    !date_iso(reading.folded + strspn(reading.folded, " "), &part, &end,
		&range) ||
	    range || !part.year)
		return -1;
	return part_time(&reading, &part, out) ? 0 : -1;
}

/* ------------------------------------------------------------------ texts */

void
dates_text(const struct dates_time *when, char out[DATES_TEXT])
{
	time_t seconds = (time_t)when->seconds;
	struct tm tm;
	size_t n;

	out[0] = '\0';
	if (when->form == DATES_NONE || !gmtime_r(&seconds, &tm))
		return;
	n = (size_t)snprintf(out, DATES_TEXT, "%04u-%02u-%02u",
	    ((unsigned)tm.tm_year + 1900) % 10000, (unsigned)tm.tm_mon % 12 + 1,
	    (unsigned)tm.tm_mday % 32);
	if (when->form != DATES_DAY)
		n += strftime(out + n, DATES_TEXT - n, "T%H:%M:%S", &tm);
	if (when->form == DATES_INSTANT)
		memcpy(out + n, "Z", 2);
}

int
dates_is_midnight(const struct dates_time *when)
{
	return when->form != DATES_NONE &&
	       (when->seconds + when->offset) % DAY == 0;
}

struct dates_time
dates_day_of(const struct dates_time *when)
{
	int64_t wall = when->seconds + when->offset;
	int64_t days = wall / DAY - (wall % DAY < 0);

	return (struct dates_time){ .form = DATES_DAY, .seconds = days * DAY };
}
