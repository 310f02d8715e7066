/* SPDX-License-Identifier: Apache-2.0 */
/* When a source is tried again, when it is stale, what is usual for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source/health.h"

static void
back_off_is_bounded_and_waits_for_people(void **state)
{
	(void)state;
	assert_int_equal(health_next(AMBIT_OK, 0, 3600, 1000), 4600);
	assert_int_equal(health_next(AMBIT_RETRY, 1, 3600, 1000), 1060);
	assert_int_equal(health_next(AMBIT_BUG, 3, 3600, 1000), 1240);
	assert_int_equal(health_next(AMBIT_RETRY, 7, 3600, 1000), 4600);
	assert_int_equal(health_next(AMBIT_RETRY, 1000, 3600, 1000), 4600);
	assert_true(health_next(AMBIT_AUTH, 1, 3600, 1000) == HEALTH_WAITS);
	assert_int_equal(health_next(AMBIT_CURSOR, 1, 3600, 1000), 1000);
}

static void
a_source_is_stale_unreached_or_silent(void **state)
{
	(void)state;
	/* Twice its interval without success. */
	assert_int_equal(health_stale_at(1000, 0, 100, 0), 1200);
	assert_int_equal(health_stale_at(1000, 10, 100, 0), 1200);
	/* Nothing new for longer than expected, read as often as you like. */
	assert_int_equal(health_stale_at(1000, 600, 100, 500), 1100);
	assert_int_equal(health_stale_at(1000, 900, 100, 500), 1200);
	/* Since when it says nothing is not known. */
	assert_int_equal(health_stale_at(1000, 0, 100, 500), 1200);
}

static void
what_is_usual_is_the_middle(void **state)
{
	int64_t counts[] = { 40, 3, 42, 41, 1000 };

	(void)state;
	assert_int_equal(health_usual(NULL, 0), 0);
	assert_int_equal(health_usual(counts, 1), 40);
	assert_int_equal(health_usual(counts, 2), 3);
	assert_int_equal(health_usual(counts, 5), 41);
}

static void
drift_is_against_what_is_usual(void **state)
{
	(void)state;
	assert_int_equal(health_drift(40, 40), 0);
	assert_int_equal(health_drift(50, 40), 25);
	assert_int_equal(health_drift(0, 40), -100);
	assert_int_equal(health_drift(39, 400), -90);
	assert_int_equal(health_drift(7, 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(back_off_is_bounded_and_waits_for_people),
		cmocka_unit_test(a_source_is_stale_unreached_or_silent),
		cmocka_unit_test(what_is_usual_is_the_middle),
		cmocka_unit_test(drift_is_against_what_is_usual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
