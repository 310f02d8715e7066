/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates and wall-clock times that belong to no zone, in the proleptic
 * Gregorian calendar.
 *
 * A *day* is a whole-day date: days since 1970-01-01 (int64_t). It is not
 * midnight UTC of anything. A *wall* time is what a clock on a wall shows:
 * seconds since 1970-01-01T00:00:00 on that wall, every day of 86,400 s
 * (RFC 5545 section 3.3.5, form 1, "floating"). Only zone.h turns a wall time
 * into an instant. Years 0001 to 9999.
 */
#ifndef AMBIT_BASE_DATE_H
#define AMBIT_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#define DAY_SECONDS 86400

struct civil {
	int year;   /* 1..9999 */
	int month;  /* 1..12 */
	int day;    /* 1..31 */
	int hour;   /* 0..23 */
	int minute; /* 0..59 */
	int second; /* 0..59; 60 is read as 59 */
};

bool civil_valid(const struct civil *civil);

int days_in_month(int year, int month);

/* The day of a date; month and day need not be in range (day 0 is the last
 * day of the month before), so that callers can do arithmetic. */
int64_t day_from_ymd(int64_t year, int month, int day);

/* Fills year, month, day; the time is 0. */
struct civil civil_from_day(int64_t day);

/* 0 is Monday, 6 is Sunday (ISO 8601). */
int day_weekday(int64_t day);

int64_t wall_from_civil(const struct civil *civil);
struct civil civil_from_wall(int64_t wall);

/* The day of a wall time, also before 1970. */
int64_t day_from_wall(int64_t wall);

/* "2026-03-01"; the whole text. 0 or -EINVAL. */
int day_parse(const char *text, int64_t *day);

/* "2026-03-01T10:00:00" or "2026-03-01T10:00". 0 or -EINVAL. */
int wall_parse(const char *text, int64_t *wall);

/* RFC 3339 with "Z" or an offset. *utc in UTC seconds; fractions are cut.
 * 0 or -EINVAL. */
int instant_parse(const char *text, int64_t *utc);

/* A DURATION of RFC 5545 section 3.3.6 without a sign: "P1D", "PT1H30M",
 * "P2W"; days of 24 hours, each number at most 99,999. 0 or -EINVAL. */
int duration_parse(const char *text, int64_t *seconds);

#define DAY_TEXT 11     /* "2026-03-01" and NUL */
#define WALL_TEXT 20    /* "2026-03-01T10:00:00" and NUL */
#define INSTANT_TEXT 26 /* "2026-03-01T10:00:00+01:00" and NUL */

/* Each returns out. Values outside the years 1 to 9999 are clamped. */
char *day_format(char out[DAY_TEXT], int64_t day);
char *wall_format(char out[WALL_TEXT], int64_t wall);

/* offset in seconds east of UTC, rounded to minutes; 0 is written "Z". */
char *instant_format(char out[INSTANT_TEXT], int64_t utc, int offset);

#endif
