/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people do with missions, and what the clock does, each inside
 * store_write; results as in desk.h, and -EACCES for whom it is not for.
 *
 * Who acts is said to every command: in which offices, for which teams, in
 * whose name. Whether they may is the table's to say (schedule/life.h).
 *
 * An authorised mission that is changed so far that it must be decided again
 * goes back to submitted as its next edition; the one before is kept as a
 * record of FAMILY_EDITION and is in force until the new one is authorised. A
 * revision that is withdrawn or rejected leaves it in force, and it is the
 * mission again.
 */
#ifndef AMBIT_OFFICE_MISSION_H
#define AMBIT_OFFICE_MISSION_H

#include "model/mission.h"
#include "office/desk.h"
#include "schedule/life.h"

struct mission_actor {
	unsigned offices;         /* held: enum life_actor, joined */
	const char *const *teams; /* for which one leads or heads; NULL: all */
	const char *person;       /* who it is, an id; NULL: nobody of ours */
};

/* In what capacities they act on this one: of enum life_actor. */
unsigned
mission_who(const struct mission_actor *actor, const struct mission *mission);

/*
 * A draft, or when its direction is incoming a request, from a JSON object
 * without id; without a number it gets the year's next, "2026-0014". What is
 * set by steps alone is refused.
 */
int mission_create(struct desk *desk, const struct mission_actor *actor,
    const char *json, size_t len, struct record_row **out, struct err *err);

/* Merges a JSON object into it (RFC 7396): an amendment, or a revision when
 * it changes what was decided. */
int mission_amend(struct desk *desk, const struct mission_actor *actor,
    const char *id, const char *json, size_t len, struct record_row **out,
    struct err *err);

/* One of the actions that people take, with what it wants to be told. */
struct mission_step {
	enum life_action action;
	const char *reason;
	const char *order_number; /* LIFE_AUTHORISE: required */
	const char *report;       /* LIFE_REPORT: when there is none yet */
};
int mission_step(struct desk *desk, const struct mission_actor *actor,
    const char *id, const struct mission_step *step, struct record_row **out,
    struct err *err);

/* What the time brings: underway, done, hosted; also of editions in force.
 * *moved counts the steps. */
int missions_clock(struct desk *desk, int64_t *moved, struct err *err);

/* Gives a record that is written as it is, from elsewhere, what is set by
 * steps and not given: state, edition, number. old is the one that is there;
 * a state that differs from its is refused. Texts are made in room. */
struct mission_room {
	char number[32];
};
int mission_settle(struct desk *desk, const struct mission *old,
    struct mission *mission, struct mission_room *room, struct err *err);

#endif
