/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the reader of dates share. */
#ifndef AMBIT_READERS_DATES_PARTS_H
#define AMBIT_READERS_DATES_PARTS_H

#include <stdbool.h>

#include "readers/dates.h"

/* What has been read of one side of a range; 0 or false: not given. */
struct date_part {
	int day, month, year;
	bool has_time, has_offset;
	int hour, minute, second;
	int offset; /* seconds east of UTC */
};

/* One text being read: folded (lower case, no accents, plain dashes and
 * blanks), and why it cannot be. */
struct date_reading {
	const struct dates_rules *rules;
	const char *given; /* as it came */
	const char *p;     /* in folded */
	char folded[128];
	char *reason;
	size_t room;
};

/* ------------------------------------------------------------- words --- */

/* 1..12; 0: no month's name, or the beginning of two. */
int date_month(const char *word, size_t len, unsigned languages);

bool date_is_weekday(const char *word, size_t len, unsigned languages);

/* ----------------------------------------------------------- reading --- */

/* All set *reason and return false when they fail. */
bool date_refuse(struct date_reading *reading, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* "day, month, year" */
const char *date_order_words(const struct dates_rules *rules);

/* Exactly n digits at *p, which moves. */
bool date_digits(const char **p, int n, int *out);

/* "Z", "+02", "+0200", "+02:00" at *p, which moves; seconds east. */
bool date_offset(const char **p, int *out);

/* "13:30", "13:30:15", "13:30:15.25" at *p, which moves. */
bool date_clock(const char **p, struct date_part *part);

/* A year of two digits. */
int date_century(int year);

/* The forms of ISO 8601; false, without a reason, when it is none. */
bool date_iso(const char *text, struct date_part *start, struct date_part *end,
    bool *range);

/* What a person wrote, as one part or two. */
bool date_human(struct date_reading *reading, struct date_part *start,
    struct date_part *end, bool *range);

bool date_pattern(struct date_reading *reading, struct date_part *start);

#endif
