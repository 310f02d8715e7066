/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plan in the making: who does what by which option, always feasible, with
 * the indexes that tell in O(log n) whether one thing more would fit: each
 * person's bookings in order, the use of every row, and how often each person
 * is absent on each day (a day blocked twice counts once).
 *
 * All memory is taken at the start; nothing fails afterwards. Each step has
 * its exact inverse, so that a journal is a list of missions with what they
 * had, and going back restores the hash.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_ROSTER_H
#define AMBIT_SCHEDULE_RESOLVE_ROSTER_H

#include "schedule/resolve/problem.h"

struct roster_booking {
	int32_t start, end, city, mission;
};

/* What a mission has: an option (position in all, -1 declined), and who of
 * its crew sits in each slot. */
struct roster_choice {
	int32_t option;
	int16_t crew[PROBLEM_MOST_PEOPLE];
};

struct roster {
	const struct problem *problem;
	struct roster_choice *choice;   /* by mission */
	struct roster_booking *booking; /* of all people */
	struct problem_part *booked;    /* by person: in booking */
	int64_t *use;                   /* by row */
	uint16_t *absent;               /* people x days */
	struct roster_joint {
		int32_t teams, option; /* how many attend, and a window */
	} * joint;
	int64_t level[PROBLEM_LEVELS];
	int64_t cost;  /* the levels, weighed */
	uint64_t hash; /* of choice alone; equal plans have equal hashes */
};

/* All declined, whatever is pinned. -ENOMEM. */
int roster_init(
    struct roster *roster, const struct problem *problem, struct err *err);
/* For CLEANUP. */
void roster_free(struct roster *roster);

/* The same plan in another roster of the same problem. */
void roster_copy(struct roster *to, const struct roster *from);

/*
 * A mission that is declined opens one of its options (without people): false
 * when a resource, budget or event has no room for it. Each slot is then
 * filled, or emptied; roster_seat is false when that person cannot. A mission
 * is closed when its slots are empty, and is declined again.
 */
bool roster_open(struct roster *roster, int32_t option);
bool
roster_seat(struct roster *roster, int32_t mission, int32_t slot, int32_t crew);
void roster_unseat(struct roster *roster, int32_t mission, int32_t slot);
void roster_close(struct roster *roster, int32_t mission);

/* Whether roster_open or roster_seat would succeed. */
bool roster_option_fits(const struct roster *roster, int32_t option);
bool
roster_seat_fits(const struct roster *roster, int32_t option, int32_t crew);

/* A declined mission takes the whole of a choice (or stays declined by it):
 * false, and nothing has changed, where something does not fit. */
bool roster_put(
    struct roster *roster, int32_t mission, const struct roster_choice *choice);

/* Declines a mission; *had is what it had, if not NULL. */
void
roster_take(struct roster *roster, int32_t mission, struct roster_choice *had);

/* What was approved; false when there was nothing, or its people are not
 * among the candidates. */
bool roster_approved(const struct problem *problem, int32_t mission,
    struct roster_choice *choice);

/* The first booking of the person that ends after the instant, as a position
 * in the person's bookings. */
int32_t
roster_after(const struct roster *roster, int32_t person, int64_t instant);

/* What the mission costs as it is, weighed; whoever attends a joint event
 * has its bonus, less which the first's fee is not counted. */
int64_t roster_mission_cost(const struct roster *roster, int32_t mission);

/* Who sits in the slot: a person, or -1. */
int32_t
roster_person(const struct roster *roster, int32_t mission, int32_t slot);

#endif
