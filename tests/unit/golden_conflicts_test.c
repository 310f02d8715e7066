/* SPDX-License-Identifier: Apache-2.0 */
/* The golden case with its missions: from the store's records to what the
 * rules find, which is exactly what is written of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "golden_kit.h"
#include "office/picture.h"
#include "schedule/rules/rules.h"

static struct golden {
	struct kit kit;
	struct places *places;
	struct picture *picture;
	struct buf found;
} golden;

/* ------------------------------------------------------------- the missions */

struct trip {
	const char *id, *team, *person, *event;
	bool statutory;
};
static const struct trip trips[] = {
	{ "m-a1-e17", "T1", "a1", "e17", false },
	{ "m-a1-e18", "T1", "a1", "e18", false },
	{ "m-a2-e06", "T1", "a2", "e06", false },
	{ "m-b1-e07", "T2", "b1", "e07", false },
	{ "m-c1-e08", "T3", "c1", "e08", false },
	{ "m-b2-e15", "T2", "b2", "e15", false },
	{ "m-b2-e16", "T2", "b2", "e16", false },
	{ "m-b2-e17", "T2", "b2", "e17", false },
	{ "m-a2-e16", "T1", "a2", "e16", false },
	{ "m-c2-e16", "T3", "c2", "e16", false },
	{ "m-b1-e13", "T2", "b1", "e13", true },
};

struct row_line {
	enum family_id family;
	char json[500];
	const char *former; /* an id: it is there already */
};

static int
write_line(struct store *store, void *arg, struct err *err)
{
	struct row_line *line = arg;
	const struct family *family = &families[line->family];
	CLEANUP(records_unrefp) struct records *now = NULL;
	CLEANUP(freep) void *record = NULL;

	if (record_from_json(family->type, line->json, strlen(line->json),
		&record, err) < 0 ||
	    store_records(store, &now, err) < 0)
		return err->code;
	return record_write(store, &golden.kit.actor, family,
	    records_find(now, family->id, record_id(record)), record, "updated",
	    NULL, err);
}

static void
put(struct row_line *line)
{
	if (store_write(golden.kit.store, write_line, line, &golden.kit.err) <
	    0)
		fail_msg("%s", golden.kit.err.msg);
}

static void
put_trip(const struct trip *trip, const char *teams)
{
	struct row_line line = { .family = FAMILY_MISSION };
	char event[UUID_TEXT];

	golden_id(&golden.kit, trip->event, event);
	snprintf(line.json, sizeof line.json,
	    "{\"id\":\"%s\",\"title\":\"%s\",\"state\":\"submitted\","
	    "\"team\":\"%s\",\"event\":\"%s\",%s%s"
	    "\"submitted_at\":1705276800,"
	    "\"roles\":[{\"kind\":\"head\",\"chosen\":[\"%s\"]}]}",
	    trip->id, trip->id, trip->team, event,
	    trip->statutory ? "\"obligation\":\"statutory\"," : "", teams,
	    trip->person);
	put(&line);
}

static void
put_networks(void)
{
	static const char *const names[] = { "Metropolis", "Urban20", "ICLEI",
		"UCLG" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct row_line line = { .family = FAMILY_NETWORK };

		snprintf(line.json, sizeof line.json,
		    "{\"id\":\"%s\",\"name\":\"%s\"}", names[i], names[i]);
		put(&line);
	}
}

/* ------------------------------------------------------------- what is found
 */

static int
open_case(void **state)
{
	(void)state;
	golden_open(&golden.kit);
	put_networks();
	for (size_t i = 0; i < ARRAY_LEN(trips); i++)
		put_trip(&trips[i], "");
	return places_open(
	    &places_options_default, &golden.places, &golden.kit.err);
}

static int
close_case(void **state)
{
	(void)state;
	picture_free(golden.picture);
	places_free(golden.places);
	buf_free(&golden.found);
	kit_close(&golden.kit);
	return 0;
}

static void
say_item(const struct finding *finding, int32_t item)
{
	enum picture_kind kind = rules[finding->rule].items == ITEMS_MISSIONS
				     ? PICTURE_MISSION
				     : PICTURE_EVENT;

	buf_addf(
	    &golden.found, " %.8s", picture_name(golden.picture, kind, item));
}

static const char *
subject_name(const struct finding *finding, int i)
{
	static const enum picture_kind kinds[SCOPES] = {
		[SCOPE_PERSON] = PICTURE_PERSON,
		[SCOPE_TEAM] = PICTURE_TEAM,
		[SCOPE_MISSION] = PICTURE_MISSION,
		[SCOPE_CITY] = PICTURE_CITY,
	};
	enum scope scope = rules[finding->rule].scope;

	if (scope == SCOPE_EVENT)
		return NULL;
	return picture_name(golden.picture, i ? PICTURE_MISSION : kinds[scope],
	    finding->subject[i]);
}

/* "C1 decide a1 m-a1-e17 m-a1-e18" */
static void
say(const struct finding *finding, void *arg)
{
	static const char *const levels[] = { "info", "warn", "decide",
		"block" };
	const char *wanted = arg;
	const char *code = rules[finding->rule].code;

	if (strcmp(code, wanted) != 0)
		return;
	buf_addf(&golden.found, "%s %s", code, levels[finding->level]);
	for (int i = 0; i < 3; i++)
		if (subject_name(finding, i))
			buf_addf(
			    &golden.found, " %s", subject_name(finding, i));
	if (finding->rule == S4_NETWORKS_MEET)
		buf_addf(&golden.found, " %zu", finding->items.len);
	else
		vec_each(&finding->items, item)
			say_item(finding, *item);
	buf_addc(&golden.found, '\n');
}

static const char *
found(const char *code)
{
	buf_reset(&golden.found);
	picture_each(golden.picture, say, (void *)code);
	return buf_str(&golden.found);
}

/* Everything, or what the last transaction has changed. */
static void
look(bool all)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	CLEANUP(snapshot_unrefp) struct snapshot *events = NULL;
	struct picture_options options = picture_options_default;
	struct kit *kit = &golden.kit;
	struct picture_input input;
	int rc;

	assert_int_equal(store_records(kit->store, &records, &kit->err), 0);
	assert_int_equal(
	    snapshot_load(kit->store, kit->zones, &events, &kit->err), 0);
	input = (struct picture_input){ records, events };
	if (all) {
		options.zones = kit->zones;
		options.places = golden.places;
		options.settings = world_settings_default;
		options.settings.now = GOLDEN_NOW;
		options.horizon = SPAN_ALWAYS;
		picture_free(golden.picture);
		golden.picture = picture_new(&options);
	}
	rc = all ? picture_load(golden.picture, &input, &kit->err)
		 : picture_change(golden.picture, &input,
		       store_record_changes(kit->store),
		       store_touched(kit->store), &kit->err);
	assert_int_equal(rc, 0);
	assert_int_equal(
	    picture_settle(golden.picture, NULL, NULL, &kit->err), 0);
}

static const char both_c5[] = "C5 decide m-a2-e16 m-b2-e16 m-c2-e16\n"
			      "C5 decide m-a1-e17 m-b2-e17\n";

static void
the_case_is_answered_exactly(void **state)
{
	(void)state;
	look(true);
	assert_string_equal(found("C1"), "C1 decide a1 m-a1-e17 m-a1-e18\n");
	assert_string_equal(found("C2"), "");
	assert_string_equal(found("C3"), "");
	assert_string_equal(found("C4"), "");
	assert_string_equal(found("C5"), both_c5);
	assert_string_equal(found("C17"),
	    "C17 warn a1 m-a1-e17 m-a1-e18\n"
	    "C17 warn b2 m-b2-e15 m-b2-e16 m-b2-e17\n");
	assert_string_equal(found("S1"), "S1 info m-a2-e16 m-b2-e16 m-c2-e16\n"
					 "S1 info m-a1-e17 m-b2-e17\n");
	assert_string_equal(
	    found("S2"), "S2 info São Paulo, BR m-a2-e06 m-b1-e07 m-c1-e08\n");
	assert_string_equal(found("S4"), "S4 info São Paulo, BR 3\n");
}

static void
confirm(const char *uid, bool confirmed)
{
	struct event_row *row = kit_row(&golden.kit, GOLDEN_SOURCE, uid);
	struct event event = *row->event;

	event.status = confirmed ? EVENT_CONFIRMED : EVENT_TENTATIVE;
	event.certainty =
	    confirmed ? EVENT_DATES_CONFIRMED : EVENT_DATES_TENTATIVE;
	kit_put(&golden.kit, &event);
	event_row_free(row);
}

/* Only what has changed is looked at. */
static void
a_confirmed_event_makes_it_grave(void **state)
{
	(void)state;
	look(true);
	confirm("e18", true);
	look(false);
	assert_string_equal(found("C1"), "C1 block a1 m-a1-e17 m-a1-e18\n");
	confirm("e18", false);
	look(false);
	assert_string_equal(found("C1"), "C1 decide a1 m-a1-e17 m-a1-e18\n");
}

static void
a_joint_delegation_is_coordinated(void **state)
{
	(void)state;
	look(true);
	put_trip(&trips[0], "\"teams\":[\"T2\"],");
	look(false);
	assert_string_equal(
	    found("C5"), "C5 decide m-a2-e16 m-b2-e16 m-c2-e16\n");
	assert_string_equal(
	    found("S1"), "S1 info m-a2-e16 m-b2-e16 m-c2-e16\n");
	put_trip(&trips[0], "");
	look(false);
	assert_string_equal(found("C5"), both_c5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_case_is_answered_exactly),
		cmocka_unit_test(a_confirmed_event_makes_it_grave),
		cmocka_unit_test(a_joint_delegation_is_coordinated),
	};

	golden_need();
	return cmocka_run_group_tests_name(
	    "golden conflicts", tests, open_case, close_case);
}
