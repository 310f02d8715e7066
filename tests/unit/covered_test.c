/* SPDX-License-Identifier: Apache-2.0 */
/* How missions count for the plan's coverage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "model/mission.h"
#include "office/covered.h"
#include "store/record_table.h"
#include "store_kit.h"

static const char *const words[] = { "ports", NULL };
static const char *const spain[] = { "ES", NULL };
static struct line first_line = { "L1", NULL, 100, words };
static struct line second_line = { "L2", NULL, 90, NULL };
static const struct line *const lines[] = { &first_line, &second_line, NULL };
static struct region near = { "A", NULL, 100, spain };
static struct region far = { "B", NULL, 50, NULL };
static const struct region *const regions[] = { &near, &far, NULL };
static const struct plan plan = { .lines = lines, .regions = regions };

struct deed {
	struct kit *kit;
	const char *json;
};

static int
add(struct store *store, void *arg, struct err *err)
{
	struct deed *deed = arg;
	CLEANUP(freep) void *mission = NULL;

	if (record_from_json(&mission_record, deed->json, strlen(deed->json),
		&mission, err) < 0)
		return err->code;
	return record_write(store, &deed->kit->actor, &families[FAMILY_MISSION],
	    NULL, mission, "created", NULL, err);
}

/* "lines region year days reached" of the one mission, "" when it counts for
 * nothing. */
static const char *
covered(struct kit *kit, const char *json)
{
	static char text[100];
	CLEANUP(records_unrefp) struct records *records = NULL;
	CLEANUP(snapshot_unrefp) struct snapshot *events = NULL;
	struct coverage_items items = VEC_INIT;
	struct deed deed = { kit, json };

	if (store_write(kit->store, add, &deed, &kit->err) < 0)
		fail_msg("%s", kit->err.msg);
	assert_int_equal(store_records(kit->store, &records, &kit->err), 0);
	assert_int_equal(
	    snapshot_load(kit->store, kit->zones, &events, &kit->err), 0);
	assert_int_equal(
	    covered_items(records, events, &plan, &items, &kit->err), 0);
	text[0] = '\0';
	if (items.len)
		snprintf(text, sizeof text, "%d %d %d %d %d",
		    (int)items.items[0].lines, items.items[0].region,
		    (int)items.items[0].year, (int)items.items[0].days,
		    items.items[0].reached);
	vec_free(&items);
	return text;
}

#define TWO "\"roles\":[{\"kind\":\"head\",\"chosen\":[\"a\",\"b\",\"a\"]}]"

static void
by_its_own_words(void **state)
{
	static const struct {
		const char *json, *counts;
	} rows[] = {
		{ "{\"id\":\"a\",\"state\":\"submitted\",\"lines\":[\"L2\"],"
		  "\"country\":\"ES\"," TWO ",\"windows\":[{\"start\":"
		  "\"2024-03-01\",\"end\":\"2024-03-04\"}]}",
		    "2 0 2024 6 0" },
		{ "{\"id\":\"a\",\"state\":\"done\",\"region\":\"B\"," TWO
		  ",\"window\":2,\"windows\":[{\"start\":\"2024-03-01\","
		  "\"end\":\"2024-03-04\"},{\"start\":\"2025-01-01T09:00:00\","
		  "\"end\":\"2025-01-01T18:00:00\",\"zone\":\"UTC\"}]}",
		    "0 1 2025 2 1" },
		{ "{\"id\":\"a\",\"state\":\"closed\"," TWO
		  ",\"windows\":[{\"start\":\"2024-03-01\","
		  "\"end\":\"2024-03-04\",\"remote\":true}]}",
		    "0 -1 2024 0 1" },
		{ "{\"id\":\"a\",\"state\":\"draft\",\"windows\":[{\"start\":"
		  "\"2024-03-01\",\"end\":\"2024-03-04\"}]}",
		    "" },
		{ "{\"id\":\"a\",\"state\":\"submitted\","
		  "\"direction\":\"incoming\",\"windows\":[{\"start\":"
		  "\"2024-03-01\",\"end\":\"2024-03-04\"}]}",
		    "" },
		{ "{\"id\":\"a\",\"state\":\"submitted\"}", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct kit kit;

		kit_open(&kit);
		assert_string_equal(
		    covered(&kit, rows[i].json), rows[i].counts);
		kit_close(&kit);
	}
}

/* What it does not say is its event's, or the occurrence's. */
static void
by_its_event(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2024-12-30", "2025-01-02");
	struct event_row *row;
	char json[300];

	event.summary = "The ports of the south";
	event.country = "ES";
	event.rrule = "FREQ=YEARLY";
	kit_put(kit, &event);
	row = kit_row(kit, "s", "u");
	snprintf(json, sizeof json,
	    "{\"id\":\"a\",\"state\":\"authorised\",\"event\":\"%s\","
	    "\"occurrence\":\"2026-12-30\"," TWO "}",
	    row->id);
	event_row_free(row);
	assert_string_equal(covered(kit, json), "1 0 2026 6 0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_its_own_words),
		cmocka_unit_test_setup_teardown(
		    by_its_event, kit_setup, kit_teardown),
	};

	return cmocka_run_group_tests_name("covered", tests, NULL, NULL);
}
