/* SPDX-License-Identifier: Apache-2.0 */
/* The golden case as it stands before anybody has registered a mission. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "golden_kit.h"
#include "model/person.h"
#include "model/team.h"
#include "office/standing.h"
#include "store/record_table.h"

static int
open_case(void **state)
{
	static struct kit kit;

	golden_open(&kit);
	*state = &kit;
	return 0;
}

static int
close_case(void **state)
{
	kit_close(*state);
	return 0;
}

static void
events_are_as_their_file_says(void **state)
{
	static const struct {
		const char *uid, *start, *end, *city;
		int status;
	} rows[] = {
		{ "e06", "2024-06-16", "2024-06-22", "São Paulo",
		    EVENT_CONFIRMED },
		{ "e10", "2024-07-22", "2024-07-24", "Geneva",
		    EVENT_TENTATIVE },
		{ "e15", "2024-10-21", "2024-11-02", NULL, EVENT_CONFIRMED },
		{ "e16", "2024-11-04", "2024-11-09", "Cairo", EVENT_CONFIRMED },
		{ "e17", "2024-11-11", "2024-11-25", "Baku", EVENT_CONFIRMED },
		{ "e18", "2024-11-16", "2024-11-19", "Rio de Janeiro",
		    EVENT_TENTATIVE },
	};
	struct kit *kit = *state;

	assert_int_equal(
	    kit_int(kit, "SELECT COUNT(*) FROM event"), GOLDEN_EVENTS);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct event_row *row =
		    kit_row(kit, GOLDEN_SOURCE, rows[i].uid);

		assert_string_equal(row->event->start, rows[i].start);
		assert_string_equal(row->event->end, rows[i].end);
		assert_true(row->times.all_day);
		assert_int_equal(row->event->status, rows[i].status);
		if (rows[i].city)
			assert_string_equal(row->event->city, rows[i].city);
		else
			assert_null(row->event->city);
		event_row_free(row);
	}
}

static void
three_teams_of_two_live_in_barcelona(void **state)
{
	static const char *const teams[] = { "T1", "T2", "T3" };
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct kit *kit = *state;

	assert_int_equal(store_records(kit->store, &records, &kit->err), 0);
	assert_int_equal(records_count(records, FAMILY_TEAM), 3);
	assert_int_equal(records_count(records, FAMILY_PERSON), 6);
	for (size_t i = 0; i < ARRAY_LEN(teams); i++) {
		const struct team *team =
		    records_get(records, FAMILY_TEAM, teams[i]);
		const struct record_row *row;
		struct records_users users;
		int n = 0;

		assert_int_equal(team->minimum_presence, 0);
		for (row =
			 records_user_first(records, "team", teams[i], &users);
		     row; row = records_user_next(&users)) {
			const struct person *person = row->record;

			assert_int_equal(row->family->id, FAMILY_PERSON);
			assert_string_equal(person->city, "Barcelona");
			assert_int_equal(person->id[0], "abc"[i]);
			n++;
		}
		assert_int_equal(n, 2);
	}
}

/* A statutory seat comes before any score. */
static void
a_statutory_seat_goes_first(void **state)
{
	struct kit *kit = *state;
	struct event_row *council = kit_row(kit, GOLDEN_SOURCE, "e13");
	struct event_row *forum = kit_row(kit, GOLDEN_SOURCE, "e16");
	struct precedence seat = { .mandatory = council->event->statutory,
		.score = 0 };
	struct precedence best = { .mandatory = forum->event->statutory,
		.authorised = true,
		.score = 100,
		.submitted_at = GOLDEN_NOW };

	assert_true(precedence_compare(&seat, &best) < 0);
	event_row_free(council);
	event_row_free(forum);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_as_their_file_says),
		cmocka_unit_test(three_teams_of_two_live_in_barcelona),
		cmocka_unit_test(a_statutory_seat_goes_first),
	};

	golden_need();
	return cmocka_run_group_tests_name(
	    "golden", tests, open_case, close_case);
}
