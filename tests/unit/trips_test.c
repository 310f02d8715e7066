/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of one trip put together, and the copies of events that this needs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "readers/item_copy.h"
#include "readers/trips.h"
#include "source/wire.h"

static char told[4096];

/* Writes down a trip without the quotes of JSON. */
static int
tell(struct ambit_run *run, const struct ambit_event *trip)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	size_t n = strlen(told);

	(void)run;
	record_add_json(&wire_event_record, trip, &json);
	for (const char *p = buf_str(&json); *p && n + 2 < sizeof told; p++)
		if (*p != '"')
			told[n++] = *p;
	told[n++] = '\n';
	told[n] = '\0';
	return AMBIT_OK;
}

static const struct ambit_host host = { .size = sizeof host, .emit = tell };

#define ROW(...) \
	{ \
		sizeof(struct ambit_event), __VA_ARGS__ \
	}

/* What becomes of these rows. */
static void
become(
    const struct trip_config *config, const struct ambit_event *rows, size_t n)
{
	struct trips *trips = trips_new();

	assert_non_null(trips);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(trips_add(trips, &rows[i]), AMBIT_OK);
	told[0] = '\0';
	assert_int_equal(trips_emit(trips, config, &host, NULL), AMBIT_OK);
	assert_int_equal(trips_emit(trips, config, &host, NULL), AMBIT_OK);
	trips_free(trips);
}

static void
told_is(const char *words)
{
	if (!strstr(told, words))
		fail_msg("no '%s' in\n%s", words, told);
}

static const struct trip_config plain = { 0 };

static void
rows_are_joined_in_the_order_of_their_days(void **state)
{
	static const struct ambit_event rows[] = {
		ROW(.uid = "b", .summary = "B", .start = "2026-03-01"),
		ROW(.uid = "a", .summary = "Late", .start = "2026-03-04",
		    .end = "2026-03-06", .city = "Lyon", .head_rank = 2,
		    .description = "two"),
		ROW(.uid = "a", .summary = "Early", .start = "2026-03-02",
		    .end = "2026-03-05", .city = "Paris", .head_rank = 3,
		    .description = "one", .url = "https://x.example/"),
		ROW(.uid = "a", .summary = "Early", .start = "2026-03-04",
		    .end = "2026-03-06", .city = "Lyon", .description = "two"),
	};

	(void)state;
	become(&plain, rows, ARRAY_LEN(rows));
	assert_string_equal(told,
	    "{uid:a,summary:Early,description:one\\ntwo,"
	    "url:https://x.example/,start:2026-03-02,end:2026-03-06,"
	    "place:Paris; Lyon,city:Paris,latitude:0,longitude:0,head_rank:2,"
	    "legs:[{from:Paris,to:Lyon,depart:2026-03-04,arrive:2026-03-04}]}\n"
	    "{uid:b,summary:B,start:2026-03-01,latitude:0,longitude:0}\n");
}

static void
lists_hold_each_item_once(void **state)
{
	static const struct ambit_participant ada = { sizeof ada, "Ada", "head",
		NULL };
	static const struct ambit_participant bo = { sizeof bo, "Bo", NULL,
		NULL };
	static const struct ambit_participant *const both[] = { &ada, &bo,
		NULL };
	static const struct ambit_participant *const one[] = { &bo, NULL };
	static const char *const x[] = { "x", NULL };
	static const char *const xy[] = { "x", "y", NULL };
	static const struct ambit_event rows[] = {
		ROW(.uid = "a", .summary = "A", .start = "2026-03-01",
		    .categories = x, .participants = one),
		ROW(.uid = "a", .summary = "A", .start = "2026-03-01",
		    .categories = xy, .participants = both),
	};

	(void)state;
	become(&plain, rows, ARRAY_LEN(rows));
	told_is("categories:[x,y]");
	told_is("participants:[{name:Bo},{name:Ada,role:head}]");
}

static void
times_of_one_zone_stay_and_others_become_days(void **state)
{
	struct ambit_event rows[] = {
		ROW(.uid = "a", .summary = "A", .zone = "Europe/Paris",
		    .start = "2026-03-02T09:00:00",
		    .end = "2026-03-02T11:00:00"),
		ROW(.uid = "a", .summary = "A", .zone = "Europe/Paris",
		    .start = "2026-03-03T09:00:00",
		    .end = "2026-03-04T00:00:00"),
	};

	(void)state;
	become(&plain, rows, 2);
	told_is("start:2026-03-02T09:00:00,end:2026-03-04T00:00:00,"
		"zone:Europe/Paris");
	rows[1].zone = "America/Lima";
	become(&plain, rows, 2);
	told_is("start:2026-03-02,end:2026-03-04,l");
	rows[1].zone = NULL;
	rows[1].start = "2026-03-05";
	rows[1].end = NULL;
	become(&plain, rows, 2);
	told_is("start:2026-03-02,end:2026-03-06,l");
}

static void
a_stop_within_another_has_its_legs_there(void **state)
{
	static const struct trip_config home = { .home = "Home",
		.home_country = "ES" };
	struct ambit_event rows[] = {
		ROW(.uid = "a", .summary = "A", .direction = "outgoing",
		    .start = "2026-05-05", .end = "2026-05-11",
		    .city = "London"),
		ROW(.uid = "a", .summary = "A", .direction = "outgoing",
		    .start = "2026-05-09", .city = "Geneva", .country = "CH"),
	};

	(void)state;
	become(&home, rows, 2);
	told_is("legs:[{from:Home,to:London,from_country:ES,"
		"depart:2026-05-05,arrive:2026-05-05},"
		"{from:London,to:Geneva,to_country:CH,depart:2026-05-09,"
		"arrive:2026-05-09},"
		"{from:Geneva,to:Home,from_country:CH,to_country:ES,"
		"depart:2026-05-10,arrive:2026-05-10}]");
	rows[0].direction = "incoming";
	become(&home, rows, 2);
	told_is("legs:[{from:London,to:Geneva,");
}

static void
places_of_one_row_are_stops_without_days_between(void **state)
{
	static const struct ambit_event rows[] = {
		ROW(.uid = "a", .summary = "A", .start = "2026-05-05",
		    .city = "Paris", .place = "Paris; Lyon ;Nice"),
		ROW(.uid = "b", .summary = "B", .start = "2026-05-05",
		    .city = "Paris", .place = "Town hall; first floor"),
	};

	(void)state;
	become(&plain, rows, ARRAY_LEN(rows));
	told_is("legs:[{from:Paris,to:Lyon},"
		"{from:Lyon,to:Nice}]}\n"
		"{uid:b,");
	assert_null(strstr(told, "{from:Town"));
}

static void
legs_that_are_given_are_kept(void **state)
{
	static const struct ambit_leg leg = {
		.size = sizeof leg, .mode = "rail", .from = "X", .to = "Y"
	};
	static const struct ambit_leg *const legs[] = { &leg, NULL };
	static const struct ambit_event rows[] = {
		ROW(.uid = "a", .summary = "A", .start = "2026-05-05",
		    .city = "Y", .legs = legs),
		ROW(.uid = "a", .summary = "A", .start = "2026-05-06",
		    .city = "Z"),
	};

	(void)state;
	become(&plain, rows, ARRAY_LEN(rows));
	told_is("legs:[{mode:rail,from:X,to:Y}]}");
}

/* -------------------------------------------------------------- copies */

static char texts[200][8];
static size_t ntexts;

/* Gives every text of the record a text of its own, and every list one. */
static void
fill(const struct record *type, void *record)
{
	static void *lists[20][2];
	static char parts[20][256];
	static size_t nlists;

	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		char *member = (char *)record + field->offset;
		char *text = texts[ntexts];

		snprintf(text, sizeof texts[0], "t%zu", ntexts);
		if (field->type == FIELD_TEXT) {
			memcpy(member, &text, sizeof text);
			ntexts++;
		} else if (field->type == FIELD_TEXTS) {
			lists[nlists][0] = text;
			memcpy(member, &(void *){ lists[nlists++] },
			    sizeof(void *));
			ntexts++;
		} else if (field->type == FIELD_RECORDS) {
			void *part = parts[nlists];

			assert_in_range(field->of->size, 1, sizeof parts[0]);
			lists[nlists][0] = part;
			memcpy(member, &(void *){ lists[nlists++] },
			    sizeof(void *));
			record_init(field->of, part);
			fill(field->of, part);
		}
	}
}

static void
a_copy_holds_every_text_of_an_event(void **state)
{
	CLEANUP(buf_free) struct buf before = BUF_INIT, after = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct ambit_event event, copy;

	(void)state;
	record_init(&wire_event_record, &event);
	event.latitude = event.longitude = 0;
	fill(&wire_event_record, &event);
	record_add_json(&wire_event_record, &event, &before);
	copy = item_copy(&arena, &event);
	for (size_t i = 0; i < ntexts; i++)
		texts[i][0] = '!';
	record_add_json(&wire_event_record, &copy, &after);
	assert_string_equal(buf_str(&before), buf_str(&after));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_joined_in_the_order_of_their_days),
		cmocka_unit_test(lists_hold_each_item_once),
		cmocka_unit_test(times_of_one_zone_stay_and_others_become_days),
		cmocka_unit_test(a_stop_within_another_has_its_legs_there),
		cmocka_unit_test(
		    places_of_one_row_are_stops_without_days_between),
		cmocka_unit_test(legs_that_are_given_are_kept),
		cmocka_unit_test(a_copy_holds_every_text_of_an_event),
	};

	return cmocka_run_group_tests_name("trips", tests, NULL, NULL);
}
