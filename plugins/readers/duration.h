/* SPDX-License-Identifier: Apache-2.0 */
/* How long something takes, as machines write it. */
#ifndef AMBIT_READERS_DURATION_H
#define AMBIT_READERS_DURATION_H

#include <stdbool.h>
#include <stdint.h>

/* "00:45", "1:30:00" (hours, minutes, seconds), and of ISO 8601 what has a
 * fixed length, "PT45M", "P1DT2H", "P2W": seconds. False: it is none. */
bool duration_read(const char *text, int64_t *out);

#endif
