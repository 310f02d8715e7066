/* SPDX-License-Identifier: Apache-2.0 */
/* When a mission is. */
#ifndef AMBIT_OFFICE_MISSION_TIME_H
#define AMBIT_OFFICE_MISSION_TIME_H

#include "base/zone.h"
#include "model/mission.h"

/*
 * The interval of the window that is taken, else of the event (NULL: there is
 * none, or it is not known) or of the occurrence that is meant. -ENOENT: no
 * dates are known; -EINVAL as interval_times.
 */
int mission_times(const struct mission *mission, const struct event *event,
    struct zones *zones, struct event_times *out, struct err *err);

/*
 * The instants from its beginning to its end: from the first leg's departure
 * to the last leg's arrival where they are known, else mission_times; whole
 * days begin and end at midnight in the event's city, in the office's zone
 * where that is not known. Errors as above.
 */
int mission_span(const struct mission *mission, const struct event *event,
    struct zones *zones, const struct zone *office, struct span *out,
    struct err *err);

#endif
