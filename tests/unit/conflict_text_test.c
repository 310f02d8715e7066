/* SPDX-License-Identifier: Apache-2.0 */
/* Findings in words, from evidence that is written out here: when something
 * is, as people say it. */
#include "schedule/conflict_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/cleanup.h"

/* What is told of an absence from start to end. */
static void
tells(enum language language, const char *start, const char *end,
    const char *expected)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	char evidence[500];

	snprintf(evidence, sizeof evidence,
	    "{\"person\":{\"id\":\"a1\",\"name\":\"Ada\"},"
	    "\"missions\":[{\"title\":\"Board\"}],"
	    "\"first\":{\"start\":\"%s\",\"end\":\"%s\"},"
	    "\"second\":{\"start\":\"2027-01-12T09:00:00+01:00\","
	    "\"end\":\"2027-01-12T18:00:00+01:00\"}}",
	    start, end);
	conflict_add_text(&text, language, "C3", evidence);
	assert_string_equal(buf_str(&text), expected);
}

static void
whole_days_are_told_as_days(void **state)
{
	static const char start[] = "2027-01-13T00:00:00+01:00";
	static const char end[] = "2027-01-14T00:00:00+01:00";

	(void)state;
	tells(LANGUAGE_EN, start, end,
	    "Ada is absent (13 January 2027) and would be away for “Board” "
	    "(12 January 2027 09:00–18:00).");
	tells(LANGUAGE_CA, start, end,
	    "Ada és absent (13 de gener de 2027) i seria fora per «Board» "
	    "(12 de gener de 2027 09:00–18:00).");
	tells(LANGUAGE_ES, start, end,
	    "Ada está ausente (13 de enero de 2027) y estaría fuera por "
	    "«Board» (12 de enero de 2027 09:00–18:00).");
	tells(LANGUAGE_EN, "2027-01-13", "2027-01-14",
	    "Ada is absent (13 January 2027) and would be away for “Board” "
	    "(12 January 2027 09:00–18:00).");
	tells(LANGUAGE_EN, start, "2027-01-16T00:00:00+01:00",
	    "Ada is absent (13–15 January 2027) and would be away for “Board” "
	    "(12 January 2027 09:00–18:00).");
}

static void
a_part_of_a_day_is_told_by_its_hours(void **state)
{
	(void)state;
	tells(LANGUAGE_EN, "2027-01-13T00:00:00+01:00",
	    "2027-01-13T12:30:00+01:00",
	    "Ada is absent (13 January 2027 00:00–12:30) and would be away for "
	    "“Board” (12 January 2027 09:00–18:00).");
	tells(LANGUAGE_EN, "2027-01-13T20:00:00+01:00",
	    "2027-01-14T00:00:00+01:00",
	    "Ada is absent (13 January 2027 20:00–00:00) and would be away for "
	    "“Board” (12 January 2027 09:00–18:00).");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_days_are_told_as_days),
		cmocka_unit_test(a_part_of_a_day_is_told_by_its_hours),
	};

	return cmocka_run_group_tests_name("conflict_text", tests, NULL, NULL);
}
