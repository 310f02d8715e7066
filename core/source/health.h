/* SPDX-License-Identifier: Apache-2.0 */
/* When to try a source again, and whether it is stale. Pure. */
#ifndef AMBIT_SOURCE_HEALTH_H
#define AMBIT_SOURCE_HEALTH_H

#include <stddef.h>
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

/*
 * When a source will be stale (UTC seconds), unless something happens: after
 * twice its interval without a good run, or, when it is known how often it
 * brings something new (expected, in seconds; 0: it is not), after as long
 * without anything new. Times that are 0 are not known. HEALTH_WAITS: never.
 */
int64_t health_stale_at(int64_t last_success, int64_t last_news,
    int64_t interval, int64_t expected);

/* The middle one of n counts, the lower of two, which it puts in order; 0 of
 * none. */
int64_t health_usual(int64_t *counts, size_t n);

/* Per cent, rounded toward 0, by which a count lies above what is usual; 0
 * when nothing is usual. */
int64_t health_drift(int64_t count, int64_t usual);

/* "ok", "retry", "auth", "config", "cursor", "cancelled", "bug". */
const char *health_word(enum ambit_result result);

#endif
