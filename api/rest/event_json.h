/* SPDX-License-Identifier: Apache-2.0 */
/* An event as the API tells it. */
#ifndef AMBIT_REST_EVENT_JSON_H
#define AMBIT_REST_EVENT_JSON_H

#include "base/buf.h"
#include "base/places.h"
#include "schedule/occurrences.h"
#include "store/snapshot.h"

/*
 * One JSON object: what is given of the event's fields by their names, but
 * start and end as dates (whole days, "all_day": true) or as RFC 3339 with the
 * offset that holds in the zone beside them; then what the program knows.
 * With an occurrence: its start and end, and "occurrence" for the start that
 * the series gives it. people: with who takes part, hosts or answers for it,
 * and their appointments there; whom anybody may read of is nobody.
 */
void event_add_json(struct buf *buf, const struct event_row *row,
    const struct occurrence *occurrence, bool people);

/* The same of an event that is asked for alone: also "candidates", the cities
 * that it may be in when its city is ambiguous or not where it should be; and
 * of one that several sources tell of (its series is merged) "merged", what it
 * is made of, and "provenance", whose word each field is. */
void event_add_whole_json(struct buf *buf, const struct event_row *row,
    const struct series *series, const struct places *places, bool people);

#endif
