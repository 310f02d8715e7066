/* SPDX-License-Identifier: Apache-2.0 */
/* What the ideas share; for the files of this folder alone. */
#ifndef AMBIT_SCHEDULE_PROPOSE_IDEAS_H
#define AMBIT_SCHEDULE_PROPOSE_IDEAS_H

#include "schedule/propose/propose.h"
#include "schedule/rules/rules.h"

struct proposing {
	const struct world *world;
	const struct finding *finding;
	const struct propose_office *office;
	struct indices missions;           /* that it is about, and ... */
	VEC(struct propose_mission) facts; /* ... what may be done with each */
	int32_t person; /* whom it is about; NOBODY: everybody who goes */
	size_t most;
	struct propose_candidates *out;
	struct propose_candidates *barred; /* NULL: nobody asks for them */
	bool failed;
};

/* One candidate of one step. */
void idea_add(struct proposing *proposing, const struct propose_step *step);
void idea_add_all(
    struct proposing *proposing, const struct propose_candidate *candidate);
/* One that is passed over, since something is in its way. */
void idea_bar(struct proposing *proposing, const struct propose_step *step);
/* No more are wanted. */
bool idea_enough(const struct proposing *proposing);

/* Is nothing in the person's way then: neither absence nor another mission?
 * Beside mission, which may be NOBODY. */
bool idea_free(const struct world *world, int32_t person, struct span span,
    int32_t mission);
/* The interval of the mission, with the way to it and back. */
struct span idea_away(const struct world *world, int32_t mission);

typedef void idea_find(struct proposing *proposing);

idea_find find_substitutes, find_windows, find_remote, find_shorter, find_moves,
    find_resources, find_hosts, find_stand_ins, find_deputies, find_joint,
    find_divided, find_other_legs, find_invited, find_tags, find_followed,
    find_fewer, find_declined;

#endif
