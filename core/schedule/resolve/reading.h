/* SPDX-License-Identifier: Apache-2.0 */
/* Reading an instance file: what its two files share. */
#ifndef AMBIT_SCHEDULE_RESOLVE_READING_H
#define AMBIT_SCHEDULE_RESOLVE_READING_H

#include "base/vec.h"
#include "schedule/resolve/problem.h"
#include "schedule/resolve/spot.h"

/* Rows of a struct spot_field table. */
#define READ_INT32(type, to, key, null, min, max) \
	{ \
		key, offsetof(struct type, to), SPOT_INT32, null, min, max \
	}
#define READ_INT64(type, to, key, min, max) \
	{ \
		key, offsetof(struct type, to), SPOT_INT64, false, min, max \
	}
#define READ_FLAG(type, to, key) \
	{ \
		key, offsetof(struct type, to), SPOT_FLAG, false, 0, 1 \
	}

/* The problem, and its lists that grow while reading. */
struct reading {
	struct problem *p;
	VEC(struct problem_span) offs;
	VEC(struct problem_use) uses;
	VEC(struct problem_role) roles;
	VEC(struct problem_option) options;
	VEC(int32_t) candidates;
	VEC(int32_t) approved;
};

int reading_no_memory(struct err *err);
/* Refuses a member that names the value-th of count things. */
int reading_out_of(const struct spot *spot, const char *key, int32_t value,
    int32_t count, struct err *err);
/* [[resource, amount], ...] */
int reading_uses(struct reading *in, const struct spot *up, const char *key,
    struct problem_part *part, struct err *err);
int reading_mission(struct reading *in, const struct spot *spot, int32_t index,
    struct err *err);

#endif
