/* SPDX-License-Identifier: Apache-2.0 */
/* Durations as machines write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "readers/duration.h"

static const struct {
	const char *text;
	int64_t seconds; /* -1: is refused */
} durations[] = {
	{ "00:45", 2700 },
	{ "1:30", 5400 },
	{ "1:30:10", 5410 },
	{ "100:00", 360000 },
	{ "PT45M", 2700 },
	{ "P1DT2H30M", 95400 },
	{ "P2W", 1209600 },
	{ "PT90S", 90 },
	{ "P1M", -1 },
	{ "PT1D", -1 },
	{ "P", -1 },
	{ "PT", -1 },
	{ "P1", -1 },
	{ "00:60", -1 },
	{ "45", -1 },
	{ "-1:00", -1 },
	{ "1:30h", -1 },
	{ "", -1 },
};

static void
durations_are_seconds(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(durations); i++) {
		int64_t seconds = -1;

		if (!duration_read(durations[i].text, &seconds))
			seconds = -1;
		if (seconds != durations[i].seconds)
			fail_msg("'%s' is %lld", durations[i].text,
			    (long long)seconds);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations_are_seconds),
	};

	return cmocka_run_group_tests_name("duration", tests, NULL, NULL);
}
