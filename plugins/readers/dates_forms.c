/* SPDX-License-Identifier: Apache-2.0 */
/* Forms that are the same everywhere: ISO 8601, and a pattern that the rules
 * give. */
#include "dates_parts.h"

#include <string.h>

#include "readers/fold.h"

bool
date_digits(const char **p, int n, int *out)
{
	const char *q = *p;
	int value = 0;

	for (; n > 0; n--, q++) {
		if (*q < '0' || *q > '9')
			return false;
		value = value * 10 + (*q - '0');
	}
	*p = q;
	*out = value;
	return true;
}

int
date_century(int year)
{
	return year < 69 ? 2000 + year : 1900 + year;
}

bool
date_offset(const char **p, int *out)
{
	int sign = **p == '-' ? -1 : 1, hours, minutes = 0;
	const char *q = *p;

	if (*q == 'z' || *q == 'Z') {
		++*p;
		*out = 0;
		return true;
	}
	if (*q != '+' && *q != '-')
		return false;
	q++;
	if (!date_digits(&q, 2, &hours))
		return false;
	q += *q == ':';
	date_digits(&q, 2, &minutes);
	if (hours > 15 || minutes > 59)
		return false;
	*p = q;
	*out = sign * (hours * 3600 + minutes * 60);
	return true;
}

/* Decimals of a second are dropped. */
static void
decimals(const char **p)
{
	const char *q = *p;

	if (*q != '.' && *q != ',')
		return;
	q++;
	if (*q < '0' || *q > '9')
		return;
	while (*q >= '0' && *q <= '9')
		q++;
	*p = q;
}

static bool
clock_fits(struct date_part *part, int hour, int minute, int second)
{
	/* a leap second counts as the one before */
	second -= second == 60;
	if (hour > 24 || minute > 59 || second > 59 ||
	    (hour == 24 && (minute || second)))
		return false;
	part->has_time = true;
	part->hour = hour;
	part->minute = minute;
	part->second = second;
	return true;
}

bool
date_clock(const char **p, struct date_part *part)
{
	const char *q = *p;
	int hour, minute, second = 0;

	if (!date_digits(&q, 2, &hour) && !date_digits(&q, 1, &hour))
		return false;
	if (*q++ != ':' || !date_digits(&q, 2, &minute))
		return false;
	if (*q == ':') {
		q++;
		if (!date_digits(&q, 2, &second))
			return false;
		decimals(&q);
	}
	if (!clock_fits(part, hour, minute, second))
		return false;
	*p = q;
	return true;
}

/* ------------------------------------------------------------------- ISO */

/* "133000" or "1330" */
static bool
compact_clock(const char **p, struct date_part *part)
{
	int hour, minute, second = 0;

	if (!date_digits(p, 2, &hour) || !date_digits(p, 2, &minute))
		return false;
	if (date_digits(p, 2, &second))
		decimals(p);
	return clock_fits(part, hour, minute, second);
}

static bool
iso_day(const char **p, struct date_part *part)
{
	const char *q = *p;
	bool dashed;

	if (!date_digits(&q, 4, &part->year))
		return false;
	dashed = *q == '-';
	q += dashed;
	if (!date_digits(&q, 2, &part->month) || (dashed && *q++ != '-') ||
	    !date_digits(&q, 2, &part->day))
		return false;
	*p = q;
	return true;
}

static bool
iso_part(const char **p, struct date_part *part)
{
	*part = (struct date_part){ 0 };
	if (!iso_day(p, part))
		return false;
	if (**p != 't' && **p != ' ')
		return true;
	++*p;
	if (!date_clock(p, part) && !compact_clock(p, part))
		return false;
	if (**p == ' ' && (p[0][1] == '+' || p[0][1] == '-'))
		++*p;
	part->has_offset = date_offset(p, &part->offset);
	return true;
}

bool
date_iso(const char *text, struct date_part *start, struct date_part *end,
    bool *range)
{
	*range = false;
	if (!iso_part(&text, start))
		return false;
	if (*text == '/') {
		text++;
		*range = true;
		if (!iso_part(&text, end))
			return false;
	}
	return *text == '\0';
}

/* --------------------------------------------------------------- pattern */

static bool
pattern_name(struct date_reading *reading, struct date_part *part)
{
	size_t len = strspn(reading->p, "abcdefghijklmnopqrstuvwxyz");

	part->month = date_month(reading->p, len, reading->rules->languages);
	reading->p += len;
	return part->month != 0;
}

/* One or two digits. */
static bool
pattern_number(struct date_reading *reading, int *out)
{
	return date_digits(&reading->p, 2, out) ||
	       date_digits(&reading->p, 1, out);
}

static bool
pattern_field(struct date_reading *reading, char letter, struct date_part *part)
{
	const char **p = &reading->p;

	switch (letter) {
	case 'd':
		return pattern_number(reading, &part->day);
	case 'm':
		return pattern_number(reading, &part->month);
	case 'b':
		return pattern_name(reading, part);
	case 'Y':
		return date_digits(p, 4, &part->year);
	case 'y':
		if (!date_digits(p, 2, &part->year))
			return false;
		part->year = date_century(part->year);
		return true;
	case 'H':
		part->has_time = true;
		return pattern_number(reading, &part->hour);
	case 'M':
		return date_digits(p, 2, &part->minute);
	case 'S':
		return date_digits(p, 2, &part->second);
	case 'z':
		part->has_offset = true;
		return date_offset(p, &part->offset);
	default:
		return false;
	}
}

static bool
pattern_match(
    struct date_reading *reading, const char *pattern, struct date_part *part)
{
	for (; *pattern; pattern++) {
		if (*pattern == ' ') {
			reading->p += strspn(reading->p, " ");
		} else if (*pattern == '%') {
			if (!pattern_field(reading, *++pattern, part))
				return false;
		} else if (*reading->p++ != *pattern) {
			return false;
		}
	}
	return *reading->p == '\0';
}

bool
date_pattern(struct date_reading *reading, struct date_part *part)
{
	char folded[sizeof reading->folded];
	const char *pattern = reading->rules->pattern;

	/* The letters after % keep their case, all else is folded. */
	if (fold_text(pattern, folded, sizeof folded) < 0)
		return date_refuse(
		    reading, "the pattern '%s' is too long", pattern);
	for (char *p = folded; (p = strchr(p, '%')) && p[1]; p += 2) {
		pattern = strchr(pattern, '%') + 1;
		p[1] = *pattern++;
	}
	*part = (struct date_part){ 0 };
	if (pattern_match(reading, folded, part) &&
	    clock_fits(&(struct date_part){ 0 }, part->hour, part->minute,
		part->second))
		return true;
	return date_refuse(reading, "'%s' does not fit the pattern '%s'",
	    reading->given, reading->rules->pattern);
}
