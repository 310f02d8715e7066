/* SPDX-License-Identifier: Apache-2.0 */
/* A random office in memory: teams, people, absences, rooms, budgets, missions
 * that go and delegations that come, with and without windows to choose from.
 * All of it is about as full of conflicts as its size in days is small. */
#ifndef AMBIT_TESTS_PROPERTY_OFFICE_MAKER_H
#define AMBIT_TESTS_PROPERTY_OFFICE_MAKER_H

#include "chance.h"
#include "office/picture.h"

struct office_size {
	int teams, people, missions, days;
};

/* A reference of the caller's. */
struct records *
office_make(struct chance *chance, const struct office_size *size);

/* A picture of them, settled; the options' zones are given. */
struct picture *office_picture(
    const struct picture_options *options, const struct picture_input *input);

#endif
