/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock, handed to whoever needs the time, so that a test can freeze or
 * turn it. Nothing in the project asks the system for the time otherwise.
 */
#ifndef AMBIT_BASE_CLOCK_H
#define AMBIT_BASE_CLOCK_H

#include <stdint.h>

struct clock {
	/* Seconds since 1970-01-01T00:00:00Z; may jump. */
	int64_t (*now)(const struct clock *clock);
	/* Milliseconds since some start; never goes back. For deadlines. */
	int64_t (*monotonic)(const struct clock *clock);
	int64_t fixed_now; /* of a fixed clock: seconds */
};

extern const struct clock clock_system;

/* A clock that stands still at now; its monotonic time is now * 1000. Set
 * fixed_now to turn it. */
struct clock clock_fixed(int64_t now);

static inline int64_t
clock_now(const struct clock *clock)
{
	return clock->now(clock);
}

static inline int64_t
clock_monotonic(const struct clock *clock)
{
	return clock->monotonic(clock);
}

#endif
