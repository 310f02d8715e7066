/* SPDX-License-Identifier: Apache-2.0 */
#include "duration.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DAY 86400

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

/* The seconds of a unit of ISO 8601; 0: none that has a fixed length. */
static int64_t
unit_seconds(char unit, bool clock)
{
	switch (unit) {
	case 'W':
		return clock ? 0 : 7 * DAY;
	case 'D':
		return clock ? 0 : DAY;
	case 'H':
		return clock ? 3600 : 0;
	case 'M':
		return clock ? 60 : 0;
	case 'S':
		return clock ? 1 : 0;
	default:
		return 0;
	}
}

/* "PT45M", "P1DT2H30M", "P2W". */
static bool
designators_read(const char *at, int64_t *out)
{
	bool clock = false, any = false;
	int64_t total = 0;

	for (at++; *at; at++) {
		unsigned count;
		int n = 0;

		if (*at == 'T' && !clock) {
			clock = true;
			continue;
		}
		if (!isdigit((unsigned char)*at) ||
		    sscanf(at, "%6u%n", &count, &n) != 1)
			return false;
		at += n;
		if (!unit_seconds(*at, clock))
			return false;
		total += count * unit_seconds(*at, clock);
		any = true;
	}
	*out = total;
	return any;
}

bool
duration_read(const char *text, int64_t *out)
{
	text += strspn(text, " \t\r\n");
	return *text == 'P' ? designators_read(text, out)
			    : colons_read(text, out);
}
