/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The IANA zone that is meant by what publishers write instead of its name:
 * the names of Windows, names with a prefix, rules without a name, an offset,
 * lists of cities. No guess is made without two facts that agree.
 *
 * favoured are zones to be taken before others that fit as well (the source's
 * own, the calendar's); NULLs among them are passed over; two of them.
 */
#ifndef AMBIT_READERS_ZONE_GUESS_H
#define AMBIT_READERS_ZONE_GUESS_H

#include "base/zone.h"
#include "readers/ical_parts.h"

/* The zone of a name: IANA's ("Europe/Madrid"), its longest tail that is one
 * ("/citadel.org/2019/Europe/Madrid"), Windows' ("Romance Standard Time": the
 * preferred zone if it is one of that, else the usual one). NULL. */
const struct zone *
zone_named(struct zones *zones, const char *name, const struct zone *preferred);

/* The zone that shows the same time all through the year of a wall time; one
 * that the TZID mentions before others. NULL. */
const struct zone *zone_by_rules(struct zones *zones, const char *tzid,
    const struct ical_rules *rules, const struct zone *const favoured[2],
    int64_t wall);

/* The zone of a TZID such as "UTC+01", "(UTC-05:00) Eastern Time (US &
 * Canada)" or "Amsterdam, Berlin, Madrid": of an offset alone; of a name or a
 * city whose standard time has the offset; of cities that agree. NULL. */
const struct zone *zone_by_words(struct zones *zones, const char *tzid,
    const struct zone *const favoured[2], int64_t wall);

#endif
