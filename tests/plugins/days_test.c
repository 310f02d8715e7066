/* SPDX-License-Identifier: Apache-2.0 */
/* The days plugin from its settings to what it brings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "run.h"

static void
brings_a_calendar(void **state)
{
	static const char *const all[] = { "url=file:days/sample/absences.ics",
		NULL };
	static const char *const busy[] = { "url=file:days/sample/absences.ics",
		"busy_only=yes", NULL };
	static const char *const only[] = { "url=file:days/sample/absences.ics",
		"only=leave|birthday", NULL };
	struct seen seen;

	(void)state;
	plugin_run("days", samples(), all, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.nevents, 5);
	assert_string_equal(seen_event(&seen, 0)->start, "2026-08-03");
	assert_string_equal(seen_event(&seen, 3)->status, "cancelled");
	seen_free(&seen);
	plugin_run("days", samples(), busy, &seen);
	assert_int_equal(seen.nevents, 4);
	seen_free(&seen);
	plugin_run("days", samples(), only, &seen);
	assert_int_equal(seen.nevents, 2);
	assert_string_equal(seen_event(&seen, 1)->summary, "A birthday");
	seen_free(&seen);
}

static void
brings_a_table(void **state)
{
	static const char *const words[] = {
		"url=file:days/sample/holidays.csv",
		"columns=title=name, start=start, end=end", "derive_uid=yes",
		NULL
	};
	struct seen seen;

	(void)state;
	plugin_run("days", samples(), words, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.nevents, 3);
	assert_string_equal(seen_event(&seen, 2)->summary, "La Mercè");
	assert_string_equal(seen_event(&seen, 2)->start, "2026-09-24");
	assert_string_equal(seen_event(&seen, 2)->end, "2026-09-25");
	seen_free(&seen);
}

/* A year of holidays by rule, as many as the file has. */
static void
reads_a_calendar_of_others(void **state)
{
	static const char *const words[] = { "url=file:barcelona_by_rule.ics",
		NULL };
	const char *folder = shared_folder("holidays");
	struct seen seen;

	(void)state;
	plugin_run("days", folder, words, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.outcome.events, 112);
	assert_int_equal(seen.nquarantined, 0);
	seen_free(&seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(brings_a_calendar),
		cmocka_unit_test(brings_a_table),
		cmocka_unit_test(reads_a_calendar_of_others),
	};

	return cmocka_run_group_tests_name("days", tests, NULL, NULL);
}
