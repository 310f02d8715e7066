/* SPDX-License-Identifier: Apache-2.0 */
/* The plan's file: read whole, or each fault by its line. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "config/plan_file.h"
#include "schedule/score.h"

/* Reads text as a plan; the lines of what is wrong, "3 7". */
static struct plan *
read_text(const char *text, char lines[100])
{
	CLEANUP(config_problems_free)
	struct config_problems problems = VEC_INIT;
	char path[] = "/tmp/ambit-plan-XXXXXX";
	struct plan *plan = NULL;
	struct err err = ERR_INIT;
	FILE *file = fdopen(mkstemp(path), "w");
	size_t len = 0;
	int rc;

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	rc = plan_file_read(path, &plan, &problems, &err);
	unlink(path);
	lines[0] = '\0';
	vec_each(&problems, problem)
		len += (size_t)snprintf(lines + len, 100 - len, "%s%d",
		    len ? " " : "", problem->line);
	assert_int_equal(rc, problems.len ? -EINVAL : 0);
	return plan;
}

static const char good[] =
    "[plan]\nid = p\nfrom = 2021-01-01\nto = 2025-12-31\n"
    "other_regions = 20\n"
    "[line L1]\nname = Agenda\nweight = 100\nwords = Urban20, COP\n"
    "target 2024 = 12 missions, 40 days\ntarget 2025 = 3 days\n"
    "[region A]\nweight = 90\ncountries = ES, FR\n";

static void
reads_a_plan(void **state)
{
	char lines[100];
	CLEANUP(freep) struct plan *plan = read_text(good, lines);

	(void)state;
	assert_string_equal(lines, "");
	assert_string_equal(plan->end, "2026-01-01");
	assert_int_equal(plan->other_regions, 20);
	assert_string_equal(plan->lines[0]->words[1], "COP");
	assert_int_equal(plan->targets[0]->missions, 12);
	assert_int_equal(plan->targets[0]->days, 40);
	assert_int_equal(plan->targets[1]->year, 2025);
	assert_int_equal(plan->targets[1]->missions, 0);
	assert_string_equal(plan_region(plan, "FR")->id, "A");
	assert_null(plan_region(plan, "JP"));
	assert_true(plan_holds(plan, 18628)); /* 2021-01-01 */
	assert_false(plan_holds(plan, 18627));
	assert_true(plan_holds(plan, 20453)); /* 2025-12-31 */
	assert_false(plan_holds(plan, 20454));
}

static void
names_each_fault_by_its_line(void **state)
{
	static const struct {
		const char *text, *lines;
	} rows[] = {
		{ "[plan]\nid = p\nfrm = 2021-01-01\n", "3" },
		{ "[plan]\nfrom = 2021-02-30\nto = x\n", "2 3" },
		{ "[line L1]\nweight = 101\nwords = a\nweigth = 1\n", "2 4" },
		{ "[line L1]\nweight = x\n[region A]\ncountries = ES, usa\n",
		    "2 4" },
		{ "[line L1]\ntarget 24 = 1 days\ntarget 2024 = many\n",
		    "2 3" },
		{ "[line L 1]\nweight = 1\n", "2" },
		{ "[lines]\nx = 1\n", "2" },
		{ "[plan]\nid = a\nid = b\n", "3" },
		/* What is missing has no line. */
		{ "[plan]\nid = p\nto = 2021-01-01\n", "0" },
		{ "[plan]\nid = p\nfrom = 2021-01-02\nto = 2021-01-01\n", "0" },
	};
	char lines[100];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		free(read_text(rows[i].text, lines));
		if (strcmp(lines, rows[i].lines) != 0)
			fail_msg("%s: %s", rows[i].text, lines);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_plan),
		cmocka_unit_test(names_each_fault_by_its_line),
	};

	return cmocka_run_group_tests_name("plan_file", tests, NULL, NULL);
}
