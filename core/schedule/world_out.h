/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who of a team is out, counted by day as bookings and absences come and go, so
 * that a look at a team costs its days and not its people's journeys. Counted
 * are days of the core hours on the team's wall, working days or not. Each
 * returns 0 or -ENOMEM.
 */
#ifndef AMBIT_SCHEDULE_WORLD_OUT_H
#define AMBIT_SCHEDULE_WORLD_OUT_H

#include "schedule/world.h"

/* A person is out in the span, too (before it stands among their bookings or
 * absences), or is not any more (after it was taken from them). */
int out_change(struct world *world, int32_t person, struct span span, bool put);

/* Is the person away or absent in a day's core hours? */
bool out_in(const struct world_person *person, struct span core);

/* All that a member is out for, as they come or go. */
int out_member(struct world *world, int32_t person, bool put);

/* A team's days anew: its wall or the core hours are others. */
int out_rebuild(struct world *world, int32_t team);

#endif
