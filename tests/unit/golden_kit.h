/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The golden case: the municipal movement's calendar of 2024 and the people of
 * three teams, brought into a store from their files by the ways that anybody
 * would take. What fails here fails the test.
 */
#ifndef AMBIT_TESTS_UNIT_GOLDEN_KIT_H
#define AMBIT_TESTS_UNIT_GOLDEN_KIT_H

#include "store_kit.h"

/* 2024-01-15T00:00:00Z: where the case's clock stands. */
#define GOLDEN_NOW INT64_C(1705276800)
#define GOLDEN_EVENTS 18
#define GOLDEN_SOURCE "golden"

/* Ends the program with 77, which says "skipped", when the shared data is not
 * there. For the beginning of main. */
void golden_need(void);

/* Opens the kit with the events (their uids are "e01" .. "e18"), the teams
 * T1, T2, T3 and the people a1 .. c2. */
void golden_open(struct kit *kit);

/* The event's id, in out. */
void golden_id(struct kit *kit, const char *uid, char out[UUID_TEXT]);

#endif
