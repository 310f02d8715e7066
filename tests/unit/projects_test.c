/* SPDX-License-Identifier: Apache-2.0 */
/* When projects report: rules and dates worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "projects/project.h"

/* What a run was given: "2026-03-01 title" by lines, and the first event. */
struct ambit_run {
	char told[8192];
	int events;
};

static int
hear(struct ambit_run *run, const struct ambit_event *event)
{
	size_t len = strlen(run->told);

	assert_null(event->end);
	run->events++;
	snprintf(run->told + len, sizeof run->told - len, "%s %s\n",
	    event->start, event->summary);
	return AMBIT_OK;
}

static const struct ambit_host host = { .size = sizeof host, .emit = hear };

static struct ambit_run
told_of(const struct project_texts *texts, const char *language)
{
	const struct ambit_event like = { .size = sizeof like,
		.language = language };
	CLEANUP(freep)
	char *rules = strndup(programmes_text, programmes_text_len);
	struct ambit_run run = { .events = 0 };
	char reason[REASON_ROOM] = "";
	int result = project_emit(texts, rules, &like, &host, &run, reason);

	if (result != AMBIT_OK)
		snprintf(run.told, sizeof run.told, "%d: %s", result, reason);
	return run;
}

static void
a_month_later_is_the_same_day_or_the_last(void **state)
{
	static const struct {
		const char *from;
		int n;
		const char *to;
	} cases[] = {
		{ "2026-01-31", 1, "2026-02-28" },
		{ "2024-01-31", 1, "2024-02-29" },
		{ "2026-02-28", 3, "2026-05-28" },
		{ "2026-08-31", 6, "2027-02-28" },
		{ "2026-03-15", 12, "2027-03-15" },
		{ "2026-03-31", -1, "2026-02-28" },
		{ "2026-01-15", -1, "2025-12-15" },
		{ "1969-12-31", 2, "1970-02-28" },
		{ "2026-05-05", 0, "2026-05-05" },
	};
	char text[DAY_TEXT];
	int64_t day;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(day_parse(cases[i].from, &day), 0);
		assert_string_equal(
		    day_format(text, months_after(day, cases[i].n)),
		    cases[i].to);
	}
}

static const struct project_texts blue = { .name = "BLUE",
	.programme = "interreg-europe",
	.approval = "2022-12-13",
	.start = "2023-03-01",
	.end = "2027-05-31",
	.role = "lead" };

/* 51 months: seven periods of six, and nine. */
static void
interreg_europe_of_its_lead(void **state)
{
	struct ambit_run run = told_of(&blue, NULL);

	(void)state;
	assert_string_equal(run.told,
	    "2023-09-14 BLUE: partner report 1\n"
	    "2024-03-14 BLUE: partner report 2\n"
	    "2024-09-14 BLUE: partner report 3\n"
	    "2025-03-14 BLUE: partner report 4\n"
	    "2025-09-14 BLUE: partner report 5\n"
	    "2026-03-14 BLUE: partner report 6\n"
	    "2026-09-14 BLUE: partner report 7\n"
	    "2027-03-14 BLUE: last partner report\n"
	    "2023-11-30 BLUE: joint progress report 1\n"
	    "2024-05-31 BLUE: joint progress report 2\n"
	    "2024-11-30 BLUE: joint progress report 3\n"
	    "2025-05-31 BLUE: joint progress report 4\n"
	    "2025-11-30 BLUE: joint progress report 5\n"
	    "2026-05-31 BLUE: joint progress report 6\n"
	    "2026-11-30 BLUE: joint progress report 7\n"
	    "2027-05-31 BLUE: final report\n");
}

static void
a_partner_sees_to_its_own_reports(void **state)
{
	struct project_texts texts = blue;
	struct ambit_run run;

	(void)state;
	texts.role = "partner";
	texts.approval = "13/12/2022";
	texts.dates = "dmy";
	texts.end = "2024-05-31"; /* six months and nine */
	run = told_of(&texts, "ca");
	assert_string_equal(run.told,
	    "2023-09-14 BLUE: informe de soci 1\n"
	    "2024-03-14 BLUE: últim informe de soci\n");
}

/* 30 June and 60 days are 29 August; 31 December and 60 days, 1 March. */
static void
horizon_europe_with_the_grants_periods(void **state)
{
	const struct project_texts texts = { .name = "H",
		.programme = "horizon-europe",
		.start = "2024-01-01",
		.end = "2027-12-31",
		.role = "lead",
		.periods = "18, 18 12",
		.deliverables = "D1.1 M2 Pla de treball |D2.1 48 Informe|" };
	struct ambit_run run = told_of(&texts, "es-ES");

	(void)state;
	assert_string_equal(run.told,
	    "2025-08-29 H: informe periódico 1\n"
	    "2027-03-01 H: informe periódico 2\n"
	    "2028-02-29 H: informe periódico final\n"
	    "2024-06-30 H: plan de gestión de datos\n"
	    "2024-06-30 H: plan de difusión y explotación\n"
	    "2024-02-29 H: D1.1 Pla de treball\n"
	    "2027-12-31 H: D2.1 Informe\n");
}

static void
refused(struct project_texts texts, const char *words)
{
	struct ambit_run run = told_of(&texts, NULL);

	assert_int_equal(run.events, 0);
	assert_memory_equal(run.told, "3: ", 3);
	if (!strstr(run.told, words))
		fail_msg("\"%s\" does not say \"%s\"", run.told, words);
}

static void
what_is_no_project_is_refused(void **state)
{
	struct project_texts texts = blue;

	(void)state;
	texts.programme = "interreg";
	refused(texts, "no rule is known for the programme \"interreg\"");
	texts = blue;
	texts.start = "1 March 2023";
	refused(texts, "start: ");
	texts = blue;
	texts.end = NULL;
	refused(texts, "end is needed");
	texts = blue;
	texts.approval = "2022-12-13T10:00:00";
	refused(texts, "approval: \"2022-12-13T10:00:00\" is not one day");
	texts.approval = "13/12/2022";
	refused(texts, "approval: ");
	texts = blue;
	texts.end = "2023-02-28";
	refused(texts, "does not last from 2023-03-01 to 2023-02-28");
	texts = blue;
	texts.periods = "18 x";
	refused(texts, "\"18 x\" is not a list of months");
	texts.periods = "18 0";
	refused(texts, "is not a list of months");
	texts.periods = "30 30 30";
	refused(texts, "with such periods");
	texts = blue;
	texts.end = "2099-12-31";
	refused(texts, "with such periods");
}

static void
a_wrong_deliverable_is_named(void **state)
{
	static const char *const wrong[] = { "D1.1 Data plan", "D1.1",
		"D1.1 0 x", "D1.1 six x" };
	struct project_texts texts = blue;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct ambit_run run;

		texts.deliverables = wrong[i];
		run = told_of(&texts, NULL);
		assert_non_null(strstr(run.told, "deliverables: \"D1.1"));
	}
}

static void
a_wrong_rule_is_named_by_its_line(void **state)
{
	static const struct {
		const char *rule, *words;
	} wrong[] = {
		{ "[x]\nname = X\nsource = y\nperiod = long\n", "line 4" },
		{ "[x]\nname = X\nsource = y\nfirst = start\n", "line 4" },
		{ "[x]\nfriend = y\n", "line 2" },
		{ "# a\n\n[x]\nname\n", "line 4" },
		{ "[x]\ndue = a; period; 3w; any; a; b; c\n", "line 2" },
		{ "[x]\ndue = a; noon; 3m; any; a; b; c\n", "line 2" },
		{ "[x]\ndue = a; period; 3m; all; a; b; c\n", "line 2" },
		{ "[x]\ndue = a; period; 3m; any; a; b\n", "line 2" },
		{ "[x]\nname = X\nperiod = 6\n", "lacks its name, source" },
		{ "[xx]\nname = X\n[y]\n", "no rule is known" },
		{ "", "no rule is known" },
	};
	struct programme programme;
	char rule[256], reason[REASON_ROOM];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		snprintf(rule, sizeof rule, "%s", wrong[i].rule);
		assert_int_equal(
		    programme_find(rule, "x", &programme, reason), -1);
		if (!strstr(reason, wrong[i].words))
			fail_msg("\"%s\" does not say \"%s\"", reason,
			    wrong[i].words);
	}
}

/* Each can be read, and says where it is published. */
static void
the_rules_built_in_are_sound(void **state)
{
	CLEANUP(freep)
	char *rules = strndup(programmes_text, programmes_text_len);
	char reason[REASON_ROOM] = "";
	int found = 0;

	(void)state;
	for (char *at = rules; (at = strstr(at, "\n[")) != NULL; found++) {
		CLEANUP(freep)
		char *copy = strndup(programmes_text, programmes_text_len);
		CLEANUP(freep) char *id = NULL;
		struct programme programme;

		at += 2;
		id = strndup(at, strcspn(at, "]"));
		if (programme_find(copy, id, &programme, reason) < 0)
			fail_msg("%s: %s", id, reason);
		assert_memory_equal(programme.source, "https://", 8);
		assert_true(programme.ndues > 0);
	}
	assert_in_range(found, 4, 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_month_later_is_the_same_day_or_the_last),
		cmocka_unit_test(interreg_europe_of_its_lead),
		cmocka_unit_test(a_partner_sees_to_its_own_reports),
		cmocka_unit_test(horizon_europe_with_the_grants_periods),
		cmocka_unit_test(what_is_no_project_is_refused),
		cmocka_unit_test(a_wrong_deliverable_is_named),
		cmocka_unit_test(a_wrong_rule_is_named_by_its_line),
		cmocka_unit_test(the_rules_built_in_are_sound),
	};

	return cmocka_run_group_tests_name("projects", tests, NULL, NULL);
}
