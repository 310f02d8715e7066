/* SPDX-License-Identifier: Apache-2.0 */
/* The system's zones as a test group's state: give zones_setup and
 * zones_teardown to cmocka_run_group_tests_name; *state is the struct zones. */
#ifndef AMBIT_TESTS_ZONES_STATE_H
#define AMBIT_TESTS_ZONES_STATE_H

#include "base/zone.h"

static inline int
zones_setup(void **state)
{
	struct zones *zones = NULL;

	if (zones_open(NULL, &zones, NULL) < 0)
		return -1;
	*state = zones;
	return 0;
}

static inline int
zones_teardown(void **state)
{
	zones_free(*state);
	return 0;
}

#endif
