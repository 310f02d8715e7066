/* SPDX-License-Identifier: Apache-2.0 */
#include "mission_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/import.h"

static int
run(struct store *store, void *arg, struct err *err)
{
	struct table *table = arg;
	struct desk *desk = &table->desk;
	struct import_counts counts;

	desk_clear(desk);
	desk->store = store;
	record_row_unref(table->row);
	table->row = NULL;
	switch (table->what) {
	case CREATE:
		return mission_create(desk, &table->actor, table->json,
		    strlen(table->json), &table->row, err);
	case AMEND:
		return mission_amend(desk, &table->actor, table->id,
		    table->json, strlen(table->json), &table->row, err);
	case STEP:
		return mission_step(desk, &table->actor, table->id,
		    &table->step, &table->row, err);
	case CLOCK:
		return missions_clock(desk, &table->moved, err);
	case IMPORT:
		return desk_import(
		    desk, table->json, strlen(table->json), &counts, err);
	}
	return 0;
}

int
table_act(struct table *table)
{
	int rc;

	err_clear(&table->err);
	rc = store_write(table->kit.store, run, table, &table->err);
	if (rc == 0 && table->row)
		snprintf(table->id, sizeof table->id, "%s",
		    record_id(table->row->record));
	return rc;
}

int
table_create(struct table *table, const char *json)
{
	table->what = CREATE;
	table->json = json;
	return table_act(table);
}

int
table_amend(struct table *table, const char *json)
{
	table->what = AMEND;
	table->json = json;
	return table_act(table);
}

int
table_step(struct table *table, enum life_action action, const char *word)
{
	table->what = STEP;
	table->step = (struct mission_step){ .action = action,
		.reason = word,
		.order_number = word,
		.report = word };
	return table_act(table);
}

void
table_must(struct table *table, int result)
{
	if (result < 0)
		fail_msg("%s", table->err.msg);
}

const struct mission *
table_kept(struct table *table, enum family_id family)
{
	CLEANUP(records_unrefp) struct records *records = NULL;

	table_must(
	    table, store_records(table->kit.store, &records, &table->err));
	return records_get(records, family, table->id);
}

const char *
table_state(struct table *table)
{
	return mission_state_words[table_kept(table, FAMILY_MISSION)->state];
}

const char *
table_wrong(struct table *table)
{
	static char out[1000];

	out[0] = '\0';
	vec_each(&table->desk.invalid.list, value) {
		strcat(out, out[0] ? " " : "");
		strcat(out, value->where);
	}
	return out;
}

int
open_table(void **state)
{
	static struct table table;

	memset(&table, 0, sizeof table);
	kit_open(&table.kit);
	table.kit.actor.now = NOON;
	table.desk.zones = table.kit.zones;
	table.desk.actor = table.kit.actor;
	table.desk.revise_percent = 10;
	table.actor.offices = EVERY;
	table.what = IMPORT;
	table.json = "{\"team\":{\"id\":\"T1\",\"name\":\"One\"}}\n"
		     "{\"team\":{\"id\":\"T2\",\"name\":\"Two\"}}\n"
		     "{\"person\":{\"id\":\"a1\",\"name\":\"Ada\",\"team\":"
		     "\"T1\",\"languages\":[\"ca\"],\"rank\":2}}\n"
		     "{\"person\":{\"id\":\"a2\",\"name\":\"Ben\",\"team\":"
		     "\"T1\"}}\n";
	table_must(&table, table_act(&table));
	*state = &table;
	return 0;
}

int
close_table(void **state)
{
	struct table *table = *state;

	record_row_unref(table->row);
	desk_free(&table->desk);
	kit_close(&table->kit);
	return 0;
}

void
table_authorised(struct table *table)
{
	table_must(table, table_create(table, "{" JOURNEY "}"));
	table_must(table, table_step(table, LIFE_SUBMIT, NULL));
	table_must(table, table_step(table, LIFE_ENDORSE, NULL));
	table_must(table, table_step(table, LIFE_AUTHORISE, "2026/7"));
}
