/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What no client is left to work out for itself: rules that the libraries of
 * known clients read otherwise than RFC 5545 says, or not at all, and times
 * that a clock skips or shows twice, which they resolve in several ways. A
 * series with any of these is told by the dates of the window, each such time
 * as an event of its own. (contrib/clients tells who reads what.)
 */
#ifndef AMBIT_CALENDARS_SERIES_DATES_H
#define AMBIT_CALENDARS_SERIES_DATES_H

#include <stdbool.h>

#include "base/span.h"
#include "schedule/rule.h"
#include "store/snapshot.h"

/* A series_rule_fn: is such a rule read alike by all? */
bool rule_is_common(const struct rule *rule, int64_t first_day);

/* Does the clock of the zone show the wall time once? Whole days, always. */
bool clock_tells_once(const struct event_times *times, int64_t at);

/* Does the rule, from times' start, give a time in the window that the clock
 * does not show once? */
bool rule_meets_change(
    const char *text, const struct event_times *times, struct span window);

/* May the series' text be another one in another window inside this one? */
bool series_lists_dates(const struct series *series, struct span window);

#endif
