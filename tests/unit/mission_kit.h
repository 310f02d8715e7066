/* SPDX-License-Identifier: Apache-2.0 */
/* A table at which the commands of missions are given, over a store of its own
 * with two teams and two people; whoever sits there may take every step. */
#ifndef AMBIT_TESTS_UNIT_MISSION_KIT_H
#define AMBIT_TESTS_UNIT_MISSION_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "office/mission.h"
#include "store_kit.h"

#define EVERY (LIFE_LEAD | LIFE_HEAD | LIFE_COORDINATOR | LIFE_OFFICER)
/* 2026-03-01T12:00:00Z */
#define NOON INT64_C(1772366400)
#define DAY INT64_C(86400)

/* What a mission is made of, inside its brackets. */
#define JOURNEY \
	"\"title\":\"A\",\"team\":\"T1\",\"windows\":[{\"start\":" \
	"\"2026-03-10\",\"end\":\"2026-03-13\"}],\"city\":\"Cairo\"," \
	"\"costs\":[{\"heading\":\"travel\",\"estimated\":100000}]," \
	"\"roles\":[{\"kind\":\"head\",\"chosen\":[\"a1\"]}]"

struct table {
	struct kit kit;
	struct desk desk;
	struct mission_actor actor;
	char id[RECORD_ID]; /* of the mission last written */
	/* of the command that runs */
	enum { CREATE, AMEND, STEP, CLOCK, IMPORT } what;
	const char *json;
	struct mission_step step;
	int64_t moved;
	struct record_row *row; /* what it answered */
	struct err err;
};

/* Setup and teardown of a test, whose state is the table. */
int open_table(void **state);
int close_table(void **state);
#define TABLE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, open_table, close_table)

/* Does what the table says; the command's result. */
int table_act(struct table *table);
int table_create(struct table *table, const char *json);
int table_amend(struct table *table, const char *json);
int table_step(struct table *table, enum life_action action, const char *word);
/* Fails the test when the last command did. */
void table_must(struct table *table, int result);
/* A mission that is authorised. */
void table_authorised(struct table *table);

/* The mission (or its edition in force) as the store has it; NULL. The store
 * keeps it until the next command. */
const struct mission *table_kept(struct table *table, enum family_id family);
/* The word of its state. */
const char *table_state(struct table *table);
/* "WHERE WHERE": what of the last command's values was wrong. */
const char *table_wrong(struct table *table);

#endif
