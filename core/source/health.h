/* SPDX-License-Identifier: Apache-2.0 */
/* When to try a source again, and whether it is stale. Pure. */
#ifndef AMBIT_SOURCE_HEALTH_H
#define AMBIT_SOURCE_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include "ambit-plugin.h"

/* next_attempt of a source that waits for a person. */
#define HEALTH_WAITS INT64_MAX

/*
 * The time of the next sync (UTC seconds) after a run that ended at now with
 * result, the failures in a row up to and with it, and the source's interval.
 * After OK: now + interval. RETRY, BUG and CANCELLED: 1 minute, doubled with
 * each failure, never above the interval. CURSOR: at once. AUTH and CONFIG:
 * HEALTH_WAITS, until a person syncs it or changes its configuration.
 */
int64_t health_next(
    enum ambit_result result, int64_t failures, int64_t interval, int64_t now);

/* Has it brought nothing for longer than twice its interval? */
bool health_stale(int64_t last_success, int64_t interval, int64_t now);

/* "ok", "retry", "auth", "config", "cursor", "cancelled", "bug". */
const char *health_word(enum ambit_result result);

#endif
