/* SPDX-License-Identifier: Apache-2.0 */
/* How long ago, or how soon, in words for a table. */
#ifndef AMBIT_CLI_AGE_H
#define AMBIT_CLI_AGE_H

#include <stdint.h>

#define AGE_TEXT 32

/* "never" for 0, "now", "5 min ago", "in 3 h", "12 days ago"; both in UTC
 * seconds. Returns out. */
char *age_format(char out[AGE_TEXT], int64_t at, int64_t now);

#endif
