/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and lengths of time as people write them in a configuration or on a
 * command line. The whole text must fit; each returns 0 or -EINVAL. */
#ifndef AMBIT_BASE_NUMBER_H
#define AMBIT_BASE_NUMBER_H

#include <stdint.h>

#include "base/buf.h"

/* Decimal, with an optional sign. -ERANGE when it does not fit. */
int int_parse(const char *text, int64_t *value);

/* "90" or "90s", "15m", "6h", "2d", "1w"; seconds, not negative. */
int seconds_parse(const char *text, int64_t *seconds);

/* The shortest such form: 21600 is "6h". */
void seconds_add(struct buf *buf, int64_t seconds);

/* yes/no, true/false, on/off, 1/0. */
int bool_parse(const char *text, int *value);

#endif
