/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small office for the tests of rules: teams 0 and 1 in Barcelona, people 0
 * to 2 in the first and 3 in the second, and a few places. Times are minutes
 * after Monday, 1 June 2026, 00:00 UTC.
 */
#ifndef AMBIT_TESTS_WORLD_KIT_H
#define AMBIT_TESTS_WORLD_KIT_H

#include "schedule/detect.h"
#include "schedule/rules/rules.h"

#define MONDAY INT64_C(20605) /* 2026-06-01 */
#define AT(day, hour, minute) \
	((MONDAY + (day)) * 86400 + (hour)*3600 + (minute)*60)

enum kit_site { BARCELONA, GIRONA, LYON, NEW_YORK, NOWHERE, SITES };

struct kit {
	struct zones *zones;
	struct world world;
	struct detection detection;
};

extern struct kit kit;

int kit_setup(void **state);
int kit_teardown(void **state);
#define KIT_TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, kit_setup, kit_teardown)

/* A mission that counts of one person, away for as long as occupied. */
void kit_mission(int32_t i, int32_t person, int32_t event, enum kit_site site,
    int64_t start, int64_t end);
/* The same with more to it: a copy to fill in, and to put. */
struct world_mission kit_mission_of(int32_t event, enum kit_site site);
void kit_stay(
    struct world_mission *mission, int32_t person, int64_t start, int64_t end);
void kit_put(int32_t i, struct world_mission *mission);

/* A confirmed event that missions go to. */
struct world_event kit_event_of(enum kit_site site, int64_t start, int64_t end);
void kit_event(int32_t i, struct world_event event);

/* How many findings of a rule there are now; the only one of it. */
size_t kit_count(enum rule_code rule);
const struct finding *kit_only(enum rule_code rule);

#endif
