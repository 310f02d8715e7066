/* SPDX-License-Identifier: Apache-2.0 */
/* Keeping the world's own lists in step with what is put; for world*.c. */
#ifndef AMBIT_SCHEDULE_WORLD_LINKS_H
#define AMBIT_SCHEDULE_WORLD_LINKS_H

#include "schedule/world.h"
#include "schedule/world_lists.h"

/* Puts into or takes out of the lists of those whom it touches, and marks
 * them. What is not there, or does not count, touches nothing but itself. */
int mission_link(struct world *world, int32_t i);
int mission_unlink(struct world *world, int32_t i);
int event_link(struct world *world, int32_t i);
int event_unlink(struct world *world, int32_t i);
int session_link(struct world *world, int32_t i);
int session_unlink(struct world *world, int32_t i);

/* Marks whatever looks at when this person is free. */
int person_touch(struct world *world, int32_t person, struct span span);

/* Does the mission count for the target? */
bool mission_serves(
    const struct world_mission *mission, const struct world_target *target);

/* Marks all missions with somebody on the leg. */
int leg_touch(struct world *world, uint64_t leg);

#endif
