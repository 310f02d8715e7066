/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a series, for tests: a fixture with the system's zones. */
#ifndef AMBIT_TESTS_ROWS_KIT_H
#define AMBIT_TESTS_ROWS_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "schedule/occurrences.h"

#define MAX_ROWS 5

struct fixture {
	struct zones *zones;
	struct event events[MAX_ROWS];
	struct event_times times[MAX_ROWS];
	struct occurrence_row rows[MAX_ROWS];
	size_t nrows;
	struct occurrence_vec out;
	struct err err;
};

static inline int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	if (!f || zones_open(NULL, &f->zones, NULL) < 0)
		return -1;
	*state = f;
	return 0;
}

static inline int
teardown(void **state)
{
	struct fixture *f = *state;

	zones_free(f->zones);
	vec_free(&f->out);
	free(f);
	return 0;
}

/* A row: a start as long as "2026-03-01" is a day, others are in Madrid. */
static inline struct event *
row(struct fixture *f, const char *start, const char *end, const char *id)
{
	struct event *event = &f->events[f->nrows];

	assert_true(f->nrows < MAX_ROWS);
	*event = (struct event){
		.start = start,
		.end = end,
		.zone = start[10] ? "Europe/Madrid" : NULL,
		.recurrence_id = id,
	};
	f->rows[f->nrows] =
	    (struct occurrence_row){ event, &f->times[f->nrows] };
	f->nrows++;
	return event;
}

/* Works out the times of all rows. */
static inline void
prepare(struct fixture *f)
{
	for (size_t i = 0; i < f->nrows; i++)
		if (event_times(
			&f->events[i], f->zones, &f->times[i], &f->err) < 0)
			fail_msg("%s", f->err.msg);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
