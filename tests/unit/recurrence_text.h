/* SPDX-License-Identifier: Apache-2.0 */
/* Times in iCalendar's basic form, for tests: "20260301" is a day,
 * "20260301T100000" wall seconds. */
#ifndef AMBIT_TESTS_RECURRENCE_TEXT_H
#define AMBIT_TESTS_RECURRENCE_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/date.h"
#include "schedule/recurrence.h"

static inline int64_t
basic(const char *text)
{
	char date[20];
	int64_t at;

	snprintf(date, sizeof date, "%.4s-%.2s-%.2s", text, text + 4, text + 6);
	if (text[8] != 'T') {
		assert_int_equal(day_parse(date, &at), 0);
		return at;
	}
	snprintf(date + 10, sizeof date - 10, "T%.2s:%.2s:%.2s", text + 9,
	    text + 11, text + 13);
	assert_int_equal(wall_parse(date, &at), 0);
	return at;
}

static inline void
recurrence_freep(struct recurrence **rule)
{
	recurrence_free(*rule);
}

static inline void
int64_vec_free(struct int64_vec *vec)
{
	vec_free(vec);
}

#endif
