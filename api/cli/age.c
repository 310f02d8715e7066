/* SPDX-License-Identifier: Apache-2.0 */
#include "age.h"

#include <stdio.h>
#include <stdlib.h>

char *
age_format(char out[AGE_TEXT], int64_t at, int64_t now)
{
	int64_t seconds = llabs(now - at);
	const char *unit = "s";
	int64_t count = seconds;

	if (at == 0 || seconds == 0) {
		snprintf(out, AGE_TEXT, "%s", at == 0 ? "never" : "now");
		return out;
	}
	if (seconds >= 2 * 86400) {
		unit = "days";
		count = seconds / 86400;
	} else if (seconds >= 2 * 3600) {
		unit = "h";
		count = seconds / 3600;
	} else if (seconds >= 60) {
		unit = "min";
		count = seconds / 60;
	}
	snprintf(out, AGE_TEXT, at < now ? "%lld %s ago" : "in %lld %s",
	    (long long)count, unit);
	return out;
}
