/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar arithmetic on a year that begins in March, so that the leap day is
 * the last day of a year and a month's start is a straight line: a handful of
 * integer operations each way, without tables or loops.
 */
#include "date.h"

#include <assert.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/take.h"

/* Days from 0000-03-01 to 1970-01-01. */
#define EPOCH 719468
#define CYCLE_YEARS 400
#define CYCLE_DAYS 146097 /* of 400 years */

/* Days whose year still fits an int; what lies beyond is read as these. */
#define DAY_MIN INT64_C(-700000000000)
#define DAY_MAX INT64_C(700000000000)

#define FIRST_DAY INT64_C(-719162) /* 0001-01-01 */
#define LAST_DAY INT64_C(2932896)  /* 9999-12-31 */
#define FIRST_WALL (FIRST_DAY * DAY_SECONDS)
#define LAST_WALL ((LAST_DAY + 1) * DAY_SECONDS - 1)

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t
clamp(int64_t value, int64_t min, int64_t max)
{
	return value < min ? min : value > max ? max : value;
}

static bool
leap_year(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
days_in_month(int year, int month)
{
	static const signed char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31 };

	assert(month >= 1 && month <= 12);
	return days[month - 1] + (month == 2 && leap_year(year));
}

bool
civil_valid(const struct civil *civil)
{
	return civil->year >= 1 && civil->year <= 9999 && civil->month >= 1 &&
	       civil->month <= 12 && civil->day >= 1 &&
	       civil->day <= days_in_month(civil->year, civil->month) &&
	       civil->hour >= 0 && civil->hour <= 23 && civil->minute >= 0 &&
	       civil->minute <= 59 && civil->second >= 0 && civil->second <= 60;
}

int64_t
day_from_ymd(int64_t year, int month, int day)
{
	int64_t months = (int64_t)month - 3, cycle, of_cycle, of_year;

	year += floor_div(months, 12);
	months -= floor_div(months, 12) * 12;
	cycle = floor_div(year, CYCLE_YEARS);
	of_cycle = year - cycle * CYCLE_YEARS;
	/* The months from March on have 31 30 31 30 31 days, twice, then 31
	 * and the rest: 153 days for each five. */
	of_year = (153 * months + 2) / 5;
	return cycle * CYCLE_DAYS + of_cycle * 365 + of_cycle / 4 -
	       of_cycle / 100 + of_year + day - 1 - EPOCH;
}

struct civil
civil_from_day(int64_t day)
{
	int64_t since = clamp(day, DAY_MIN, DAY_MAX) + EPOCH;
	int64_t cycle = floor_div(since, CYCLE_DAYS);
	int rest = (int)(since - cycle * CYCLE_DAYS);
	/* Takes the leap days out, so that all years have 365 days. */
	int year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	int of_year = rest - (365 * year + year / 4 - year / 100);
	int month = (5 * of_year + 2) / 153;

	return (struct civil){
		.year = (int)(cycle * CYCLE_YEARS) + year + (month >= 10),
		.month = month < 10 ? month + 3 : month - 9,
		.day = of_year - (153 * month + 2) / 5 + 1,
	};
}

int
day_weekday(int64_t day)
{
	int64_t rest = (day % 7 + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(rest < 0 ? rest + 7 : rest);
}

int64_t
wall_from_civil(const struct civil *civil)
{
	int second = civil->second < 60 ? civil->second : 59;

	return day_from_ymd(civil->year, civil->month, civil->day) *
		   DAY_SECONDS +
	       civil->hour * 3600 + civil->minute * 60 + second;
}

int64_t
day_from_wall(int64_t wall)
{
	return floor_div(wall, DAY_SECONDS);
}

struct civil
civil_from_wall(int64_t wall)
{
	int64_t day = day_from_wall(wall);
	int rest = (int)((wall % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS);
	struct civil civil = civil_from_day(day);

	civil.hour = rest / 3600;
	civil.minute = rest / 60 % 60;
	civil.second = rest % 60;
	return civil;
}

/* Reads exactly n digits at *text and steps over them. */
static bool
take_digits(const char **text, int n, int *value)
{
	*value = 0;
	for (; n > 0; n--, (*text)++) {
		if (**text < '0' || **text > '9')
			return false;
		*value = *value * 10 + (**text - '0');
	}
	return true;
}

static bool
take_date(const char **text, struct civil *civil)
{
	return take_digits(text, 4, &civil->year) && take_char(text, '-') &&
	       take_digits(text, 2, &civil->month) && take_char(text, '-') &&
	       take_digits(text, 2, &civil->day);
}

static bool
take_minutes(const char **text, int *hour, int *minute)
{
	return take_digits(text, 2, hour) && take_char(text, ':') &&
	       take_digits(text, 2, minute);
}

int
day_parse(const char *text, int64_t *day)
{
	struct civil civil = { 0 };

	if (!take_date(&text, &civil) || *text || !civil_valid(&civil))
		return -EINVAL;
	*day = day_from_ymd(civil.year, civil.month, civil.day);
	return 0;
}

int
wall_parse(const char *text, int64_t *wall)
{
	struct civil civil = { 0 };

	if (!take_date(&text, &civil) || !take_char(&text, 'T') ||
	    !take_minutes(&text, &civil.hour, &civil.minute))
		return -EINVAL;
	if (take_char(&text, ':') && !take_digits(&text, 2, &civil.second))
		return -EINVAL;
	if (*text || !civil_valid(&civil))
		return -EINVAL;
	*wall = wall_from_civil(&civil);
	return 0;
}

/* "Z", "+01:00"; RFC 3339 section 5.6. Small letters are allowed there. */
static bool
take_offset(const char **text, int *offset)
{
	int hour, minute, sign = **text == '-' ? -1 : 1;

	*offset = 0;
	if (take_char(text, 'Z') || take_char(text, 'z'))
		return true;
	if (!take_char(text, '+') && !take_char(text, '-'))
		return false;
	if (!take_minutes(text, &hour, &minute) || hour > 23 || minute > 59)
		return false;
	*offset = sign * (hour * 3600 + minute * 60);
	return true;
}

/* ".25": at least one digit; all are dropped. */
static bool
skip_fraction(const char **text)
{
	size_t digits;

	if (!take_char(text, '.'))
		return true;
	digits = strspn(*text, "0123456789");
	*text += digits;
	return digits > 0;
}

int
instant_parse(const char *text, int64_t *utc)
{
	struct civil civil = { 0 };
	int offset;

	if (!take_date(&text, &civil))
		return -EINVAL;
	if (!take_char(&text, 'T') && !take_char(&text, 't'))
		return -EINVAL;
	if (!take_minutes(&text, &civil.hour, &civil.minute) ||
	    !take_char(&text, ':') || !take_digits(&text, 2, &civil.second))
		return -EINVAL;
	if (!skip_fraction(&text) || !take_offset(&text, &offset))
		return -EINVAL;
	if (*text || !civil_valid(&civil))
		return -EINVAL;
	*utc = wall_from_civil(&civil) - offset;
	return 0;
}

/* "12H" of the units, largest first; *from tells which may come, and moves
 * behind the one that came. */
static bool
take_unit(const char **text, const char *units, const int *seconds, int *from,
    int64_t *sum)
{
	size_t digits = strspn(*text, "0123456789");
	const char *unit =
	    (*text)[digits] ? strchr(units + *from, (*text)[digits]) : NULL;

	if (!digits || digits > 5 || !unit)
		return false;
	*sum += strtol(*text, NULL, 10) * seconds[unit - units];
	*from = (int)(unit - units) + 1;
	*text += digits + 1;
	return true;
}

int
duration_parse(const char *text, int64_t *seconds)
{
	static const int days[] = { 7 * DAY_SECONDS, DAY_SECONDS };
	static const int times[] = { 3600, 60, 1 };
	int64_t sum = 0;
	int from = 0;

	if (!take_char(&text, 'P'))
		return -EINVAL;
	if (*text != 'T' && !take_unit(&text, "WD", days, &from, &sum))
		return -EINVAL;
	if (*text && from == 1) /* weeks stand alone */
		return -EINVAL;
	from = 0;
	if (*text && (!take_char(&text, 'T') || !*text))
		return -EINVAL;
	while (*text)
		if (!take_unit(&text, "HMS", times, &from, &sum))
			return -EINVAL;
	*seconds = sum;
	return 0;
}

/* Writes n digits; returns the place after them. */
static char *
put_digits(char *out, int n, int value)
{
	for (int i = n - 1; i >= 0; i--, value /= 10)
		out[i] = (char)('0' + value % 10);
	return out + n;
}

static char *
put_date(char *out, const struct civil *civil)
{
	out = put_digits(out, 4, civil->year);
	*out++ = '-';
	out = put_digits(out, 2, civil->month);
	*out++ = '-';
	return put_digits(out, 2, civil->day);
}

static char *
put_minutes(char *out, int hour, int minute)
{
	out = put_digits(out, 2, hour);
	*out++ = ':';
	return put_digits(out, 2, minute);
}

static char *
put_wall(char *out, int64_t wall)
{
	struct civil civil =
	    civil_from_wall(clamp(wall, FIRST_WALL, LAST_WALL));

	out = put_date(out, &civil);
	*out++ = 'T';
	out = put_minutes(out, civil.hour, civil.minute);
	*out++ = ':';
	return put_digits(out, 2, civil.second);
}

char *
day_format(char out[DAY_TEXT], int64_t day)
{
	struct civil civil = civil_from_day(clamp(day, FIRST_DAY, LAST_DAY));

	*put_date(out, &civil) = '\0';
	return out;
}

char *
wall_format(char out[WALL_TEXT], int64_t wall)
{
	*put_wall(out, wall) = '\0';
	return out;
}

char *
instant_format(char out[INSTANT_TEXT], int64_t utc, int offset)
{
	/* The wall is shown with the rounded offset too, so that the text
	 * names the same instant (offsets before 1900 have seconds). */
	int half = offset < 0 ? -30 : 30;
	int minutes = (int)clamp(((int64_t)offset + half) / 60, -1439, 1439);
	int64_t near = clamp(utc, FIRST_WALL, LAST_WALL);
	char *end = put_wall(out, near + minutes * 60);

	if (minutes == 0) {
		*end++ = 'Z';
	} else {
		*end++ = minutes < 0 ? '-' : '+';
		minutes = minutes < 0 ? -minutes : minutes;
		end = put_minutes(end, minutes / 60, minutes % 60);
	}
	*end = '\0';
	return out;
}
