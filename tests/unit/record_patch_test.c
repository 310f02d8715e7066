/* SPDX-License-Identifier: Apache-2.0 */
/* Merge-patches of records, and what record_check says of their values: every
 * fault at its JSON pointer, all of them at once. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "model/family.h"
#include "model/mission.h"
#include "model/person.h"

/* "POINTER; POINTER": where the patch of old, and then its result, is wrong. */
static const char *
faults(const struct record *type, const void *old, const char *patch)
{
	static char text[1000];
	CLEANUP(invalid_free) struct invalid invalid = { .pointers = true };
	CLEANUP(freep) void *record = NULL;
	struct err err = ERR_INIT;

	text[0] = '\0';
	if (record_patch(
		type, old, patch, strlen(patch), &invalid, &record, &err) == 0)
		record_check(type, record, &invalid);
	else if (!invalid_any(&invalid))
		snprintf(text, sizeof text, "%s", err.msg);
	vec_each(&invalid.list, value) {
		if (text[0])
			strcat(text, " ");
		strcat(text, value->where);
	}
	return text;
}

static void
names_every_fault(void **state)
{
	static const struct {
		const struct record *type;
		const char *patch, *where;
	} rows[] = {
		{ &person_record, "{\"id\":\"a1\",\"name\":\"Ada\"}", "" },
		{ &person_record, "{}", "/id /name" },
		{ &person_record,
		    "{\"id\":\"a1\",\"nam\":\"x\",\"rank\":\"1\"}",
		    "/nam /rank" },
		{ &person_record,
		    "{\"id\":\"a 1\",\"name\":\"a\\nb\",\"rank\":6,"
		    "\"email\":\"a@b\",\"languages\":[\"ca\",\"English\"],"
		    "\"country\":\"es\",\"start\":\"2026-02-30\"}",
		    "/id /name /email /languages/1 /rank /country /start" },
		{ &person_record, "{\"kind\":\"boss\"}", "/kind" },
		{ &person_record, "{\"languages\":[1,\"ca\",null]}",
		    "/languages/0 /languages/2" },
		{ &person_record, "{\"a/b~c\":1}", "/a~1b~0c" },
		{ &mission_record,
		    "{\"roles\":[{\"kind\":\"head\"},{\"kin\":\"x\"}],"
		    "\"legs\":[{\"mode\":\"balloon\"},7]}",
		    "/roles/1/kin /legs/0/mode /legs/1" },
		{ &mission_record,
		    "{\"id\":\"m\",\"title\":\"t\",\"team\":\"T1\","
		    "\"roles\":[{\"kind\":\"head\",\"chosen\":[\"\",\"b\"]},"
		    "{}],\"costs\":[{\"heading\":\"travel\","
		    "\"estimated\":-1}]}",
		    "/roles/0/chosen/0 /roles/1/kind /costs/0/estimated" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(faults(rows[i].type, NULL, rows[i].patch),
			rows[i].where) != 0)
			fail_msg("%s: \"%s\"", rows[i].patch,
			    faults(rows[i].type, NULL, rows[i].patch));
	assert_non_null(strstr(faults(&person_record, NULL, "[]"), "object"));
	assert_non_null(strstr(faults(&person_record, NULL, "{"), "line"));
}

static void
patches_by_the_merge_rule(void **state)
{
	static const char old_text[] =
	    "{\"id\":\"a1\",\"name\":\"Ada\",\"languages\":[\"ca\",\"es\"],"
	    "\"rank\":2,\"represents\":true,\"city\":\"Gavà\"}";
	static const char patch[] =
	    "{\"name\":\" Ada B\\r\\n\",\"languages\":[\"en\"],\"rank\":null,"
	    "\"represents\":false,\"city\":\"\",\"skills\":[]}";
	CLEANUP(invalid_free) struct invalid invalid = { .pointers = true };
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	CLEANUP(freep) void *old = NULL;
	CLEANUP(freep) void *new = NULL;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(record_patch(&person_record, NULL, old_text,
			     strlen(old_text), &invalid, &old, &err),
	    0);
	assert_int_equal(record_patch(&person_record, old, patch, strlen(patch),
			     &invalid, &new, &err),
	    0);
	record_add_json(&person_record, new, &json);
	assert_string_equal(buf_str(&json),
	    "{\"id\":\"a1\",\"name\":\"Ada B\",\"languages\":[\"en\"]}");
}

static void
add_reference(const struct field *field, const char *id,
    const struct record_place *place, void *arg)
{
	struct buf *text = arg;
	CLEANUP(invalid_free) struct invalid invalid = { .pointers = true };

	if (!field->refers)
		return;
	record_note(&invalid, place, "%s", id);
	buf_addf(
	    text, "%s %s %s\n", field->refers, id, invalid.list.items[0].where);
}

static void
walks_references(void **state)
{
	static const char text[] =
	    "{\"id\":\"m\",\"team\":\"T1\",\"teams\":[\"T2\"],"
	    "\"roles\":[{\"kind\":\"head\",\"chosen\":[\"a1\",\"b1\"]}],"
	    "\"bookings\":[{\"resource\":\"van\"}]}";
	CLEANUP(buf_free) struct buf seen = BUF_INIT;
	CLEANUP(freep) void *mission = NULL;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(record_from_json(&mission_record, text, strlen(text),
			     &mission, &err),
	    0);
	record_texts(&mission_record, mission, add_reference, &seen);
	assert_string_equal(buf_str(&seen),
	    "team T1 /team\nteam T2 /teams/0\nperson a1 /roles/0/chosen/0\n"
	    "person b1 /roles/0/chosen/1\nresource van /bookings/0/resource\n");
}

/* Every reference is to a family that there is, or to an event. */
static void
check_references(const struct record *type)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];

		if (field->of)
			check_references(field->of);
		if (field->refers && strcmp(field->refers, "event") != 0)
			assert_non_null(family_find(field->refers));
	}
}

static void
families_are_sound(void **state)
{
	(void)state;
	for (int i = 0; i < FAMILIES; i++) {
		const struct family *family = &families[i];

		assert_int_equal(family->id, i);
		assert_ptr_equal(family_find(family->name), family);
		assert_ptr_equal(family_find(family->plural), family);
		/* An edition is a mission as it was. */
		assert_string_equal(family->type->name,
		    i == FAMILY_EDITION ? "mission" : family->name);
		assert_string_equal(family->type->fields[0].name, "id");
		assert_int_equal(family->type->fields[0].offset, 0);
		assert_true(!family->title ||
			    record_field(family->type, family->title));
		check_references(family->type);
	}
	assert_null(family_find("teem"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_every_fault),
		cmocka_unit_test(patches_by_the_merge_rule),
		cmocka_unit_test(walks_references),
		cmocka_unit_test(families_are_sound),
	};

	return cmocka_run_group_tests_name("record_patch", tests, NULL, NULL);
}
