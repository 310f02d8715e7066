/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A period to resolve, as plain integers: the missions of all teams with
 * their options and candidates, and all that limits them. Times are minutes
 * UTC, intervals half-open; indices are positions in the arrays; -1 is none.
 * The first part is filled by whoever has the data (problem_read, or the
 * store's side); problem_index derives the second, which all else works on.
 *
 * A mission is declined or attends by one option. Its people sit in "slots",
 * n to a role, in the order of the roles. A "seat" is an option together with
 * one of the mission's candidates: what that person's taking part would mean.
 *
 * Everything that is limited is a "row" with a capacity, so that one loop
 * checks, books and prices all families: people absent by team and day (H4),
 * units of a resource between two instants (H5), money of a budget (H6),
 * delegates at an event (H7), days away of a person (H8).
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_PROBLEM_H
#define AMBIT_SCHEDULE_RESOLVE_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define PROBLEM_LEVELS 3

/* Bounds that keep every sum in 64 bits and the memory known. */
#define PROBLEM_MOST_TIME 1000000000 /* minutes from the epoch */
#define PROBLEM_MOST_COST INT64_C(1000000000)
#define PROBLEM_MOST_WEIGHT INT64_C(1000000000)
#define PROBLEM_MOST_ITEMS 1000000 /* of any one kind */
#define PROBLEM_MOST_CITIES 2000
#define PROBLEM_MOST_CELLS 40000000 /* teams or people times days */
#define PROBLEM_MOST_PEOPLE 16      /* in one mission */
#define PROBLEM_MOST_CREW 4000      /* candidates of one mission */

struct problem_span {
	int32_t start, end;
};

/* A part of another array. */
struct problem_part {
	int32_t first, len;
};

struct problem_team {
	int32_t min_home;
	int32_t size; /* derived */
};

struct problem_person {
	int32_t team, base, most_away;
	struct problem_part off; /* in offs: when absent */
};

struct problem_budget {
	int32_t team, start, end;
	int64_t limit;
};

/* An amount of a resource. */
struct problem_use {
	int32_t resource;
	int64_t amount;
};

/* An event that several teams may attend as one delegation. */
struct problem_joint {
	int64_t bonus;            /* for each team beyond the first */
	int32_t most;             /* delegates; -1 is no limit */
	struct problem_part uses; /* once for the whole delegation */
};

struct problem_role {
	int32_t n;
	struct problem_part people; /* in candidates; derived: in role_crew */
};

struct problem_option {
	int32_t start, end;
	int32_t city; /* -1: attended from each one's base */
	int32_t joint;
	bool away;
	int64_t unit_cost, fixed_cost, penalty;
	struct problem_part uses;
	/* derived */
	int32_t mission;
	int32_t seats;             /* the first, one for each of the crew */
	struct problem_part loads; /* in loads: what attending takes */
	struct problem_part share; /* the same, of a joint, taken once */
	int64_t cost;              /* of attending: without people and bonus */
};

struct problem_mission {
	int32_t team;
	struct problem_part roles, options;
	int64_t decline[PROBLEM_LEVELS];
	int32_t approved; /* its option as a position in all, or -1 */
	bool pinned;
	int64_t move_cost, swap_cost, drop_cost;
	/* derived */
	struct problem_part crew; /* in crew: its distinct candidates */
	struct problem_part slots;
	int64_t decline_cost;
};

/* Of the rows [low, high), amount each. */
struct problem_load {
	int32_t low, high;
	int64_t amount;
};

struct problem_seat {
	int32_t city;      /* where the person is meanwhile */
	int32_t low, high; /* presence rows; empty at home */
	bool blocked;      /* absent then, or the team may not miss them */
};

enum problem_family {
	ROW_PRESENCE,
	ROW_RESOURCE,
	ROW_BUDGET,
	ROW_EVENT,
	ROW_AWAY,
	ROW_FAMILIES,
};

struct problem {
	int64_t weights[PROBLEM_LEVELS]; /* of the levels F1, F2, F3 */
	int32_t cities, days, teams, people, resources, budgets, joints;
	int32_t missions, roles, options, candidates, uses, offs;
	int32_t *travel;          /* cities x cities, minutes */
	struct problem_span *day; /* core hours of the working days, in order */
	struct problem_team *team;
	struct problem_person *person;
	struct problem_span *off;
	int64_t *capacity; /* of the resources */
	struct problem_budget *budget;
	struct problem_joint *joint;
	struct problem_use *use;
	struct problem_mission *mission;
	struct problem_role *role;
	struct problem_option *option;
	int32_t *candidate;
	int32_t *approved; /* people by slot, -1 where nothing was approved */

	/* Derived by problem_index. */
	int32_t slots, crews, seats, loads, rows;
	int32_t *crew;      /* people, ascending in each mission */
	int32_t *role_crew; /* beside candidate: places in the crew */
	struct problem_seat *seat;
	struct problem_load *load;
	int64_t *limit;                   /* of each row */
	int32_t family[ROW_FAMILIES + 1]; /* its first row */
	uint16_t *off_day; /* people x days: 1 where absent anyway */
};

/* The slots of a mission, before anything is indexed. */
int32_t problem_mission_slots(const struct problem *problem, int32_t mission);

/*
 * Derives all that is marked so from the first part, which is consistent
 * (problem_read checks that). Closes travel by Floyd and Warshall, so that a
 * person's neighbours in time are all that need be looked at. -ENOMEM, or
 * -E2BIG when the period times teams or people is beyond the bounds.
 */
int problem_index(struct problem *problem, struct err *err);

/* For CLEANUP: frees the arrays; zeroed memory is fine. */
void problem_free(struct problem *problem);

/* The days whose core hours meet [start, end): *low .. *high - 1. */
void problem_days(const struct problem *problem, int64_t start, int64_t end,
    int32_t *low, int32_t *high);

/* Whether the person was approved for the mission. */
static inline bool
problem_was_approved(const struct problem *problem,
    const struct problem_mission *mission, int32_t person)
{
	if (mission->approved < 0)
		return false;
	for (int32_t s = 0; s < mission->slots.len; s++)
		if (problem->approved[mission->slots.first + s] == person)
			return true;
	return false;
}

/* Is the person one of those whom the role takes? */
static inline bool
problem_role_takes(const struct problem *problem, int32_t role, int32_t crew)
{
	struct problem_part part = problem->role[role].people;

	for (int32_t i = part.first; i < part.first + part.len; i++)
		if (problem->role_crew[i] == crew)
			return true;
	return false;
}

/* For qsort and bsearch of int32_t. */
int problem_by_number(const void *a, const void *b);

/* The three levels as one number. */
static inline int64_t
problem_weigh(const struct problem *problem, const int64_t *levels)
{
	return problem->weights[0] * levels[0] +
	       problem->weights[1] * levels[1] +
	       problem->weights[2] * levels[2];
}

static inline enum problem_family
problem_row_family(const struct problem *problem, int32_t row)
{
	int family = ROW_FAMILIES - 1;

	while (row < problem->family[family])
		family--;
	return (enum problem_family)family;
}

static inline int32_t
problem_travel(const struct problem *problem, int32_t from, int32_t to)
{
	return problem->travel[from * problem->cities + to];
}

#endif
