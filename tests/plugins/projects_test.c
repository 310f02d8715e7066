/* SPDX-License-Identifier: Apache-2.0 */
/* The projects plugin from its settings to its milestones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "run.h"

static void
a_configured_project_is_taken_whole(void **state)
{
	static const char *const words[] = { "project=BLUE CITY",
		"programme=interreg-europe", "approval=2024-12-10",
		"start=2025-05-01", "end=2029-07-31", "responsible=Ada Example",
		"deputy=Eva Example", "preparation=5", "language=es", NULL };
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	plugin_run("projects", samples(), words, &seen);
	assert_string_equal(seen.outcome.message, "");
	assert_int_equal(seen.nevents, 8);
	event = seen_event(&seen, 0);
	assert_string_equal(event->kind, "milestone");
	assert_string_equal(event->summary, "BLUE CITY: informe de socio 1");
	assert_string_equal(event->start, "2025-11-14");
	assert_string_equal(event->project, "BLUE CITY");
	assert_string_equal(
	    event->uid, "interreg-europe/BLUE CITY/partner-report-1");
	assert_string_equal(event->responsible, "Ada Example");
	assert_string_equal(event->deputy, "Eva Example");
	assert_int_equal(event->preparation_days, 5);
	assert_string_equal(event->description,
	    "Interreg Europe, 2024-12-10 \u2013 2025-10-31");
	assert_null(event->place);
	seen_free(&seen);
}

static void
a_sheet_is_a_project_a_row(void **state)
{
	static const char *const words[] = {
		"url=file:projects/sample/sample.csv", "derive_uid=yes", NULL
	};
	struct seen seen;

	(void)state;
	plugin_run("projects", samples(), words, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.nevents, 8 + 7 + 3);
	assert_string_equal(seen_event(&seen, 17)->uid, "life/QUIET RIVER/D3");
	assert_string_equal(seen_event(&seen, 17)->start, "2027-02-14");
	assert_int_equal(seen.nquarantined, 1);
	assert_string_equal(seen.quarantined[0],
	    "GREY AREA: no rule is known for the programme \"atlantis\" (5)");
	seen_free(&seen);
}

static void
rules_of_ones_own_replace_those_built_in(void **state)
{
	static const char *const words[] = { "project=X",
		"programme=interreg-europe", "start=2025-05-01",
		"end=2026-07-31", "rules=file:projects/programmes.conf", NULL };
	static const char *const gone[] = { "project=X", "programme=generic",
		"start=2025-05-01", "end=2026-07-31", "rules=file:none", NULL };
	struct seen seen;

	(void)state;
	plugin_run("projects", samples(), words, &seen);
	assert_int_equal(seen.nevents, 2);
	seen_free(&seen);
	plugin_run("projects", samples(), gone, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_RETRY);
	assert_int_equal(seen.nevents, 0);
	seen_free(&seen);
}

static void
refused(const char *word, const char *says)
{
	const char *words[] = { "project=X", "programme=life",
		"start=2026-01-01", "end=2026-12-31", NULL, NULL };
	size_t i = 4, len = strcspn(word, "=") + 1;
	struct seen seen;

	for (size_t k = 0; k < 4; k++)
		if (!strncmp(words[k], word, len))
			i = k;
	words[i] = word;
	plugin_run("projects", samples(), words, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_CONFIG);
	assert_int_equal(seen.checkpoints, 0);
	if (!strstr(seen.outcome.message, says))
		fail_msg("'%s' does not say '%s'", seen.outcome.message, says);
	seen_free(&seen);
}

static void
what_is_no_project_is_refused(void **state)
{
	static const char *const nothing[] = { NULL };
	struct seen seen;

	(void)state;
	refused("programme=lyfe", "no rule is known");
	refused("start=first of May", "start and end are needed");
	refused("end=2025-12-31", "end is before start");
	refused("periods=1 2 3 4 5 6", "with such periods");
	refused("url=file:x.csv", "one of them");
	refused("deliverables=D1 soon x", "\"D1\" is not written");
	plugin_run("projects", samples(), nothing, &seen);
	assert_non_null(strstr(seen.outcome.message, "url is needed"));
}

/* The cut-off dates of the portal's list, each by itself. */
static void
calls_are_their_deadlines(void **state)
{
	static const char *const words[] = {
		"url=file:synthetic/eu_grantsTenders.json",
		"calls=cut-offs|Mission", NULL
	};
	struct seen seen;

	(void)state;
	plugin_run("projects", shared_folder(""), words, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.nevents, 4);
	assert_string_equal(
	    seen_event(&seen, 3)->uid, "TEST-MULTI-CUTOFF-01/submission-4");
	assert_string_equal(seen_event(&seen, 3)->kind, "milestone");
	assert_null(seen_event(&seen, 3)->parent);
	seen_free(&seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_configured_project_is_taken_whole),
		cmocka_unit_test(a_sheet_is_a_project_a_row),
		cmocka_unit_test(rules_of_ones_own_replace_those_built_in),
		cmocka_unit_test(what_is_no_project_is_refused),
		cmocka_unit_test(calls_are_their_deadlines),
	};

	return cmocka_run_group_tests_name("projects", tests, NULL, NULL);
}
