/* SPDX-License-Identifier: Apache-2.0 */
#include "health.h"

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

bool
health_stale(int64_t last_success, int64_t interval, int64_t now)
{
	return now - last_success > 2 * interval;
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
