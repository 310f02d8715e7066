/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zone as a VTIMEZONE (RFC 5545 section 3.6.5), in the form that every
 * client reads: one STANDARD and one DAYLIGHT from 1970 on, each with one
 * yearly rule, about 350 octets. Zones whose rule changed within the window
 * get their changes one by one before it.
 */
#ifndef AMBIT_CALENDARS_VTIMEZONE_H
#define AMBIT_CALENDARS_VTIMEZONE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"
#include "base/zone.h"

/* Is it UTC itself, whose times are written with a "Z" and need no
 * VTIMEZONE? */
bool zone_is_utc(const struct zone *zone);

/*
 * Adds the VTIMEZONE. It tells every instant from window.start on: for ever
 * when the zone's rule can be written as one, else until five years after
 * window.end. (Changes at 24:00 are written 23:59:59: so they fall on the day
 * that the rule names.)
 */
void
vtimezone_add(struct buf *out, const struct zone *zone, struct span window);

#endif
