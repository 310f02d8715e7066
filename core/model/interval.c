/* SPDX-License-Identifier: Apache-2.0 */
#include "interval.h"

#include <stdio.h>
#include <string.h>

void
invalid_at(struct invalid *invalid, const char *at, const char *member,
    const char *detail)
{
	char where[96];

	snprintf(where, sizeof where, "%s%s", at, member);
	invalid_add(invalid, where, "%s", detail);
}

/* Dates, or wall times: texts of one form order as what they mean. Wall times
 * of one zone do so but for an hour in autumn. */
void
interval_order(
    const char *start, const char *end, const char *at, struct invalid *invalid)
{
	char detail[200];

	if (!start || !end || strlen(start) != strlen(end) ||
	    strcmp(start, end) < 0)
		return;
	snprintf(detail, sizeof detail,
	    "%.40s should be later than the start, %.40s: the first day or "
	    "moment after the last",
	    end, start);
	invalid_at(invalid, at, "/end", detail);
}

void
interval_check(const char *start, const char *end, const char *zone,
    const char *at, struct invalid *invalid)
{
	bool timed = start && strchr(start, 'T');

	interval_order(start, end, at, invalid);
	if (start && end && timed != (strchr(end, 'T') != NULL))
		invalid_at(invalid, at, "/end",
		    "start and end should both be dates, or both be times");
	else if (timed && !zone)
		invalid_at(invalid, at, "/zone", "a time needs its zone");
	else if (start && !timed && zone)
		invalid_at(invalid, at, "/zone", "a date has no zone");
}
