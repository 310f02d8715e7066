/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Some missions of a problem, with all others as a roster has them, as a
 * linear program in whole numbers: whatever is whole in it is a plan, and
 * every plan that leaves the others alone is in it, at its cost.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_MODEL_H
#define AMBIT_SCHEDULE_RESOLVE_MODEL_H

#include "schedule/resolve/lp.h"
#include "schedule/resolve/roster.h"
#include "schedule/resolve/ties.h"

enum model_kind {
	MODEL_DECLINED, /* of a mission */
	MODEL_OPTION,   /* it attends so */
	MODEL_PERSON,   /* one of its crew sits in one of its roles */
	MODEL_JOINT,    /* somebody attends in this window */
	MODEL_ABSENT,   /* a person on a day */
};

struct model_column {
	enum model_kind kind;
	int32_t mission, option; /* -1 where it is of none */
	int32_t role;            /* a position in all */
	int32_t crew;
};

struct model_use {
	int32_t row, who, column;
	int64_t by;
	bool tied; /* counted together with others of that person's */
};

VEC_TYPE(model_uses, struct model_use);

struct model {
	const struct problem *problem;
	const struct ties *ties;
	const struct roster *roster;
	struct lp lp;
	VEC(struct model_column) column;
	struct model_uses uses;
	int64_t constant; /* what the others cost */
	int32_t *first;   /* by mission of the list: its first column */
	int32_t missions;
	const int32_t *mission;
	int32_t *joint_of; /* by joint: how many of the list may attend */
	bool failed;
};

/*
 * The missions are distinct, none is pinned, and all are declined in the
 * roster, which is looked at while building only. False when out of memory.
 */
bool model_init(struct model *model, const struct roster *roster,
    const struct ties *ties, const int32_t *missions, int32_t len);
void model_free(struct model *model);

/* What the program's values say of the mission at a place in the list: true
 * when they are whole. */
bool
model_choice(const struct model *model, int32_t at, struct roster_choice *out);

/* What most of them speaks for; people who are named twice, or none, leave it
 * declined. */
void
model_nearest(const struct model *model, int32_t at, struct roster_choice *out);

#endif
