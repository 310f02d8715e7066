/* SPDX-License-Identifier: Apache-2.0 */
/* How long something takes, as machines write it. */
#ifndef AMBIT_READERS_DURATION_H
#define AMBIT_READERS_DURATION_H

#include <stdbool.h>
#include <stdint.h>

/* "00:45", "1:30:00" (hours, minutes, seconds), and of ISO 8601 what has a
 * fixed length, "PT45M", "P1DT2H", "P2W": seconds. False: it is none. */
bool duration_read(const char *text, int64_t *out);

/*
 * ISO 8601 as RFC 5545 section 3.3.6 has it, "[+-]P1DT2H", "-PT15M", "P2W",
 * and what publishers make of it ("PT1W"): days and seconds apart, since a day
 * of a calendar has not always 24 hours. Both have the sign. False: it is
 * none, or absurdly long.
 */
bool duration_parts(const char *text, int64_t *days, int64_t *seconds);

#endif
