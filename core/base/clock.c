/* SPDX-License-Identifier: Apache-2.0 */
#include "clock.h"

#include <time.h>

static int64_t
system_now(const struct clock *clock)
{
	struct timespec ts;

	(void)clock;
	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec;
}

static int64_t
system_monotonic(const struct clock *clock)
{
	struct timespec ts;

	(void)clock;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000) + ts.tv_nsec / 1000000;
}

const struct clock clock_system = { system_now, system_monotonic, 0 };

static int64_t
fixed_now(const struct clock *clock)
{
	return clock->fixed_now;
}

static int64_t
fixed_monotonic(const struct clock *clock)
{
	return clock->fixed_now * 1000;
}

struct clock
clock_fixed(int64_t now)
{
	return (struct clock){ fixed_now, fixed_monotonic, now };
}
