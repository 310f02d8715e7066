/* SPDX-License-Identifier: Apache-2.0 */
#include "duration.h"

#define HOURS(n) ((int64_t)(n)*3600)

/*
 * The longest of each class. A whole day is 50 h long, as seen from all
 * zones (from its beginning at UTC+14 to its end at UTC-12), so the bounds
 * are those of a meeting, a day, a week of days, a month of days.
 */
static const int64_t longest[DURATION_CLASSES - 1] = {
	HOURS(6),
	HOURS(50),
	HOURS(8 * 24 + 26),
	HOURS(40 * 24 + 26),
};

int
duration_class(struct span span)
{
	int64_t length;
	int i = 0;

	if (__builtin_sub_overflow(span.end, span.start, &length))
		length = INT64_MAX;
	while (i < DURATION_CLASSES - 1 && length > longest[i])
		i++;
	return i;
}

struct span
duration_starts(int i, struct span window)
{
	struct span starts = { INT64_MIN, window.end };

	if (span_empty(window))
		starts.end = window.start + 1;
	if (i < DURATION_CLASSES - 1 &&
	    __builtin_sub_overflow(window.start, longest[i], &starts.start))
		starts.start = INT64_MIN;
	return starts;
}
