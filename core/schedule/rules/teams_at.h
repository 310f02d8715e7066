/* SPDX-License-Identifier: Apache-2.0 */
/* Who goes to an event without knowing of the others. */
#ifndef AMBIT_SCHEDULE_TEAMS_AT_H
#define AMBIT_SCHEDULE_TEAMS_AT_H

#include "schedule/world.h"

/*
 * How many teams go to the event on missions that count; *joint: one mission
 * is all of theirs together. The delegations that come to us do not count.
 */
int64_t teams_at(
    const struct world *world, const struct world_event *event, bool *joint);

/* Adds the event's outgoing missions to the finding's items. */
void missions_at(const struct world *world, const struct world_event *event,
    struct finding *finding, struct findings *out);

#endif
