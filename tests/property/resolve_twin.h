/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tiny instances for the resolver, and a twin too simple to be wrong: it
 * knows the rules alone, looks at every minute interval and every plan.
 */
#ifndef AMBIT_TESTS_PROPERTY_RESOLVE_TWIN_H
#define AMBIT_TESTS_PROPERTY_RESOLVE_TWIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "chance.h"

#define TINY_MISSIONS 24
#define TINY_PEOPLE 8
#define TINY_OPTIONS 4
#define TINY_DAYS 12
#define TINY_CITIES 3

struct tiny_plan {
	int option[TINY_MISSIONS]; /* -1 declined */
	int who[TINY_MISSIONS][2]; /* one to a role */
};

struct tiny {
	int teams, people, days, resources, joints, missions;
	int64_t shift; /* added to every time when written */
	int64_t weights[3];
	int travel[TINY_CITIES][TINY_CITIES];
	int min_home[4], limit[4]; /* a budget for each team */
	struct {
		int team, base, most_away;
		int off_start, off_end; /* minutes; equal is never */
	} person[TINY_PEOPLE];
	int capacity[4];
	struct {
		int bonus, most, resource; /* -1 is none */
	} joint[4];
	struct tiny_mission {
		int team, roles, options;
		int cands[2], cand[2][TINY_PEOPLE]; /* by role */
		struct {
			int start, end, city, away, unit, resource, joint, pen;
		} option[TINY_OPTIONS];
		int decline[3];
		bool approved, pinned;
		int approved_option, approved_who[2];
		int move, swap, drop;
	} mission[TINY_MISSIONS];
};

void tiny_make(struct chance *chance, struct tiny *tiny);
void tiny_write(const struct tiny *tiny, struct buf *json);

/* The three levels of a plan; false where it breaks a rule. */
bool tiny_check(
    const struct tiny *tiny, const struct tiny_plan *plan, int64_t levels[3]);

/* How many plans there are, and the least cost of those that keep the rules
 * (INT64_MAX when none does). */
int64_t tiny_plans(const struct tiny *tiny);
int64_t tiny_best(const struct tiny *tiny);

#endif
