/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the records know that the world does not, for ways out
 * (schedule/propose): who could sit in whose chair, when else a mission could
 * be, which things do for which.
 */
#ifndef AMBIT_OFFICE_CHAIRS_H
#define AMBIT_OFFICE_CHAIRS_H

#include "model/person.h"
#include "office/picture.h"
#include "schedule/propose/propose.h"

/* Has the person what the role wants, whatever their team? */
bool role_takes(const struct role *role, const struct person *person);

/* Calls fn for each person who may sit in a role of the mission: its
 * candidates, else the team's, as far as they have what it wants. Non-zero ends
 * it and is returned. */
int role_people_each(const struct picture *picture,
    const struct picture_input *input, const struct mission *mission,
    const struct role *role, int (*fn)(int32_t person, void *arg), void *arg);

/* Both on loan. */
struct chairs {
	struct picture *picture;
	const struct picture_input *input;
	int64_t shortest; /* propose.h */
};

/* The office of propose.h, asked through chairs. */
struct propose_office chairs_office(struct chairs *chairs);

/* What the mission is by this record and this view of it, without its chairs
 * and windows. -ENOMEM. */
int chairs_sums(struct picture *picture, const struct picture_input *input,
    const struct mission *mission, struct propose_mission *out);

#endif
