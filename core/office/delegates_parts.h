/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of delegates share: our people by name, and a mission that is
 * made of an event. */
#ifndef AMBIT_OFFICE_DELEGATES_PARTS_H
#define AMBIT_OFFICE_DELEGATES_PARTS_H

#include "base/vec.h"
#include "model/mission.h"
#include "model/person.h"
#include "store/event_table.h"
#include "store/records.h"

#define DELEGATE_NAME 256
#define DELEGATE_LINE 500
#define DELEGATE_KINDS (ROLE_INTERPRETER + 1)

/* A name as it is compared: folded, "Doe, Jane" as "jane doe". */
void delegate_fold(const char *name, char out[DELEGATE_NAME]);

/* Sorted by the folded name; on loan but for that. */
struct delegate_name {
	char *folded;
	const struct person *person;
};
VEC_TYPE(delegate_names, struct delegate_name);

/* What a mission is made by. On loan. */
struct delegate_facts {
	const struct records *records;
	const struct delegate_names *names;
	const char *team; /* NULL: of those who go */
};

VEC_TYPE(delegate_texts, const char *);
VEC_TYPE(delegate_legs, struct mission_leg);
VEC_TYPE(delegate_leg_list, const struct mission_leg *);
VEC_TYPE(delegate_slots, const struct slot *);

/* A mission and what it points to, beside what is the event's. */
struct delegate_draft {
	struct mission mission;
	char title[DELEGATE_LINE + 1], number[DELEGATE_LINE + 1];
	const char *team; /* that answers, as far as it was found */
	struct role roles[DELEGATE_KINDS];
	struct delegate_texts chosen[DELEGATE_KINDS];
	const struct role *role_list[DELEGATE_KINDS + 1];
	struct delegate_texts teams;
	struct delegate_legs legs;
	struct delegate_leg_list leg_list;
	struct delegate_slots slots;
};

void delegate_draft_start(struct delegate_draft *draft);
void delegate_draft_release(struct delegate_draft *draft);

/* Fills the mission from the event, but for id, edition and state; *ours tells
 * whether it is a mission at all. -ENOMEM. */
int delegate_draft_fill(struct delegate_draft *draft,
    const struct delegate_facts *facts, const struct event_row *row,
    bool *ours);

#endif
