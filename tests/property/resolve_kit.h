/* SPDX-License-Identifier: Apache-2.0 */
/* From the twin's instances to the resolver's problems, and back. */
#ifndef AMBIT_TESTS_PROPERTY_RESOLVE_KIT_H
#define AMBIT_TESTS_PROPERTY_RESOLVE_KIT_H

#include "resolve_twin.h"
#include "schedule/resolve/problem_read.h"
#include "schedule/resolve/resolve.h"

struct answer {
	int64_t cost, bound, levels[3];
	uint64_t hash;
	struct tiny_plan plan;
	bool stands; /* what is pinned can */
};

/* Writes the instance and reads it as a problem; the caller's. */
void read_tiny(
    struct chance *chance, const struct tiny *tiny, struct problem *problem);

struct answer
answer_of(const struct roster *roster, const struct resolve_state *state);

/* One that has a plan and not too many. */
void make_small(struct chance *chance, struct tiny *tiny);

#endif
