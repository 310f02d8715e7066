/* SPDX-License-Identifier: Apache-2.0 */
#include "duration.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DAY INT64_C(86400)
/* Many times more than anything lasts. */
#define DURATION_DAYS 1000000

/* "1:30", "00:45", "1:30:00". */
static bool
colons_read(const char *text, int64_t *out)
{
	unsigned hours, minutes, seconds = 0;
	int end = 0;

	if (sscanf(text, "%5u:%2u%n:%2u%n", &hours, &minutes, &end, &seconds,
		&end) < 2)
		return false;
	if (!isdigit((unsigned char)*text) || text[end] || minutes > 59 ||
	    seconds > 59)
		return false;
	*out = (int64_t)hours * 3600 + minutes * 60 + seconds;
	return true;
}

/* The seconds of a unit of ISO 8601, after a "T" or before it; 0: none that
 * has a fixed length. A week is one wherever it stands. */
static int64_t
unit_seconds(char unit, bool clock)
{
	switch (unit) {
	case 'W':
		return 7 * DAY;
	case 'D':
		return clock ? 0 : DAY;
	case 'H':
		return 3600;
	case 'M':
		return clock ? 60 : 0;
	case 'S':
		return 1;
	default:
		return 0;
	}
}

bool
duration_parts(const char *at, int64_t *days, int64_t *seconds)
{
	int64_t sign = *at == '-' ? -1 : 1, day = 0, rest = 0;
	bool clock = false, any = false;

	at += *at == '-' || *at == '+';
	if (*at++ != 'P')
		return false;
	for (; *at; at++) {
		unsigned count;
		int64_t unit;
		int n = 0;

		if (*at == 'T' && !clock) {
			clock = true;
			continue;
		}
		if (!isdigit((unsigned char)*at) ||
		    sscanf(at, "%6u%n", &count, &n) != 1)
			return false;
		at += n;
		unit = unit_seconds(*at, clock);
		if (!unit || day > DURATION_DAYS || rest > DURATION_DAYS * DAY)
			return false;
		if (unit >= DAY)
			day += count * (unit / DAY);
		else
			rest += count * unit;
		any = true;
	}
	*days = sign * day;
	*seconds = sign * rest;
	return any;
}

bool
duration_read(const char *text, int64_t *out)
{
	int64_t days, seconds;

	text += strspn(text, " \t\r\n");
	if (*text != 'P')
		return colons_read(text, out);
	if (!duration_parts(text, &days, &seconds))
		return false;
	*out = days * DAY + seconds;
	return true;
}
