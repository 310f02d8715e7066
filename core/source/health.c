/* SPDX-License-Identifier: Apache-2.0 */
#include "health.h"

#include <stdlib.h>

#define FIRST_WAIT 60
#define MOST_DOUBLINGS 20

int64_t
health_next(
    enum ambit_result result, int64_t failures, int64_t interval, int64_t now)
{
	int64_t wait;

	switch (result) {
	case AMBIT_OK:
		return now + interval;
	case AMBIT_CURSOR:
		return now;
	case AMBIT_AUTH:
	case AMBIT_CONFIG:
		return HEALTH_WAITS;
	default:
		break;
	}
	if (failures < 1)
		failures = 1;
	if (failures > MOST_DOUBLINGS)
		failures = MOST_DOUBLINGS;
	wait = (int64_t)FIRST_WAIT << (failures - 1);
	return now + (wait < interval ? wait : interval);
}

int64_t
health_stale_at(
    int64_t last_success, int64_t last_news, int64_t interval, int64_t expected)
{
	int64_t unreached = last_success + 2 * interval;
	int64_t silent =
	    expected && last_news ? last_news + expected : HEALTH_WAITS;

	return unreached < silent ? unreached : silent;
}

static int
compare_counts(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int64_t
health_usual(int64_t *counts, size_t n)
{
	if (n == 0)
		return 0;
	qsort(counts, n, sizeof *counts, compare_counts);
	return counts[(n - 1) / 2];
}

int64_t
health_drift(int64_t count, int64_t usual)
{
	return usual > 0 ? (count - usual) * 100 / usual : 0;
}

const char *
health_word(enum ambit_result result)
{
	switch (result) {
	case AMBIT_OK:
		return "ok";
	case AMBIT_RETRY:
		return "retry";
	case AMBIT_AUTH:
		return "auth";
	case AMBIT_CONFIG:
		return "config";
	case AMBIT_CURSOR:
		return "cursor";
	case AMBIT_CANCELLED:
		return "cancelled";
	case AMBIT_BUG:
		break;
	}
	return "bug";
}
