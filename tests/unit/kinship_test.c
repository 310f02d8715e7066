/* SPDX-License-Identifier: Apache-2.0 */
/* What is under another event stays under it, also in a source whose own uids
 * are not taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "source/intake.h"

static struct zones *zones;

static int
setup(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	return zones_open(NULL, &zones, &err);
}

static int
teardown(void **state)
{
	(void)state;
	zones_free(zones);
	return 0;
}

static void
a_uid_leads_to_what_it_goes_by(void **state)
{
	struct kinship *kinship = kinship_new();

	(void)state;
	assert_null(kinship_uid(kinship, "a"));
	assert_int_equal(kinship_note(kinship, "a", "1"), 0);
	assert_int_equal(kinship_note(kinship, "b", "2"), 0);
	assert_int_equal(kinship_note(kinship, "a", "1"), 0);
	assert_string_equal(kinship_uid(kinship, "a"), "1");
	assert_int_equal(kinship_note(kinship, "a", "3"), 0);
	assert_string_equal(kinship_uid(kinship, "a"), "3");
	assert_string_equal(kinship_uid(kinship, "b"), "2");
	kinship_free(kinship);
	kinship_free(NULL);
}

/* A conference, its call for papers, and a talk of it, taken in one after the
 * other: "uid parent" of each. */
static void
family(enum intake_identity identity, char out[3][160])
{
	const struct ambit_event given[] = {
		{ sizeof given[0], .uid = "conf", .summary = "Conference",
		    .url = "https://conf.example/", .start = "2026-05-04" },
		{ sizeof given[0], .uid = "conf/call-for-papers",
		    .parent = "conf", .summary = "Call for papers closes",
		    .start = "2026-02-01" },
		{ sizeof given[0], .uid = "talk", .parent = "conf",
		    .summary = "Talk", .url = "https://conf.example/talk",
		    .start = "2026-05-04" },
	};
	struct kinship *kinship = kinship_new();
	const struct intake_options options = { .source = "s",
		.identity = identity,
		.kinship = identity == INTAKE_UID ? NULL : kinship,
		.fallback_kind = "conference",
		.zones = zones };
	struct err err = ERR_INIT;
	struct intake item;

	for (size_t i = 0; i < 3; i++) {
		if (intake_event(&options, &given[i], &item, &err) < 0)
			fail_msg("%s", err.msg);
		snprintf(out[i], 160, "%s %s", item.event->uid,
		    item.event->parent ? item.event->parent : "-");
		assert_int_equal(
		    kinship_note(kinship, given[i].uid, item.event->uid), 0);
		free(item.event);
	}
	kinship_free(kinship);
}

static void
by_address_each_is_under_its_parent_s(void **state)
{
	char seen[3][160];

	(void)state;
	family(INTAKE_URL, seen);
	assert_string_equal(seen[0], "https://conf.example/ -");
	assert_string_equal(seen[1],
	    "https://conf.example//call-for-papers https://conf.example/");
	assert_string_equal(
	    seen[2], "https://conf.example/talk https://conf.example/");
}

static void
by_content_each_is_under_its_parent_s(void **state)
{
	char seen[3][160], uid[33];

	(void)state;
	family(INTAKE_CONTENT, seen);
	memcpy(uid, seen[0], 32);
	uid[32] = '\0';
	assert_string_equal(seen[0] + 32, " -");
	assert_memory_equal(seen[1], uid, 32);
	assert_memory_equal(seen[1] + 32, "/call-for-papers ", 17);
	assert_string_equal(seen[1] + 49, uid);
	assert_memory_not_equal(seen[2], uid, 32);
	assert_string_equal(seen[2] + 33, uid);
}

static void
trusted_uids_stay_as_they_are(void **state)
{
	char seen[3][160];

	(void)state;
	family(INTAKE_UID, seen);
	assert_string_equal(seen[0], "conf -");
	assert_string_equal(seen[1], "conf/call-for-papers conf");
	assert_string_equal(seen[2], "talk conf");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_uid_leads_to_what_it_goes_by),
		cmocka_unit_test(by_address_each_is_under_its_parent_s),
		cmocka_unit_test(by_content_each_is_under_its_parent_s),
		cmocka_unit_test(trusted_uids_stay_as_they_are),
	};

	return cmocka_run_group_tests_name("kinship", tests, setup, teardown);
}
