/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random worlds for the rules, small and crowded, as histories of steps. A step
 * is made of a number alone, so that any part of a history can be played
 * again.
 */
#ifndef AMBIT_TESTS_PROPERTY_WORLD_MAKER_H
#define AMBIT_TESTS_PROPERTY_WORLD_MAKER_H

#include "base/zone.h"
#include "schedule/world.h"

#define MAKER_PEOPLE 8
#define MAKER_TEAMS 3
#define MAKER_EVENTS 10
#define MAKER_MISSIONS 12
#define MAKER_RESOURCES 3
#define MAKER_SESSIONS 3
#define MAKER_MILESTONES 3
#define MAKER_SITES 6

/* Places that never change; the last is unknown. */
void maker_sites(struct world *world, const struct zone *const *zones);

/* What the step puts, into the world; its bits decide all of it. */
void maker_step(struct world *world, uint64_t step);

/* A step for the same thing as this one but of other content would have the
 * same name. */
int maker_name(uint64_t step);

/* In words, for a failing history. */
void maker_print(uint64_t step);

#endif
