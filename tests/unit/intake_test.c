/* SPDX-License-Identifier: Apache-2.0 */
/* What a plugin said, made into an event or refused with a reason. */
#include "intake_kit.h"

#include <math.h>

#include "base/cleanup.h"
#include "source/keyset.h"

static void
a_whole_event_comes_in(void **state)
{
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake item;

	(void)state;
	given.latitude = 41.4;
	given.longitude = 2.2;
	given.country = "es";
	given.url = "https://example.org/";
	given.attendance = "mixed";
	given.visibility = "private";
	given.deputy = "Ada Example";
	assert_int_equal(take(&given, &item, &err), 0);
	assert_int_equal(item.event->attendance, EVENT_MIXED);
	assert_int_equal(item.event->visibility, EVENT_PRIVATE);
	assert_string_equal(item.event->deputy, "Ada Example");
	assert_string_equal(item.event->source, "uclg");
	assert_int_equal(item.event->kind, EVENT_NETWORK_MEETING);
	assert_int_equal(item.event->status, EVENT_CONFIRMED);
	assert_int_equal(item.event->certainty, EVENT_DATES_CONFIRMED);
	assert_string_equal(item.event->country, "ES");
	assert_true(item.event->latitude > 41);
	assert_int_equal(item.times.span.start, 1772355600);
	assert_int_equal(item.times.span.end, 1772362800);
	free(item.event);
}

static struct event *
take_in(const struct ambit_event *given)
{
	struct err err = ERR_INIT;
	struct intake item;

	assert_int_equal(take(given, &item, &err), 0);
	return item.event;
}

static void
assert_inferred(const struct event *event, const char *names)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;

	for (const char *const *name = event->inferred; name && *name; name++)
		buf_addf(&text, "%s ", *name);
	assert_string_equal(buf_str(&text), names);
}

static void
a_city_fills_in_what_its_source_did_not_give(void **state)
{
	struct ambit_event given = meeting();
	struct event *event;

	(void)state;
	given.city = "Donostia";
	given.zone = NULL;
	event = take_in(&given);
	assert_int_equal(event->located, EVENT_LOCATED_CITY);
	assert_string_equal(event->city, "Donostia");
	assert_string_equal(event->country, "ES");
	assert_string_equal(event->zone, "Europe/Madrid");
	assert_string_equal(event->city_zone, "Europe/Madrid");
	assert_true(fabs(event->latitude - 43.31) < 0.1);
	assert_true(fabs(event->longitude + 1.98) < 0.1);
	assert_inferred(event, "country latitude longitude zone ");
	free(event);
}

static void
a_city_replaces_nothing(void **state)
{
	struct ambit_event given = meeting();
	struct event *event;

	(void)state;
	given.city = "San Sebastián";
	given.country = "Spain";
	given.zone = "Europe/London";
	given.latitude = 43.3;
	given.longitude = -1.9;
	event = take_in(&given);
	assert_int_equal(event->located, EVENT_LOCATED_SOURCE);
	assert_true(event->latitude == 43.3 && event->longitude == -1.9);
	assert_string_equal(event->zone, "Europe/London");
	assert_string_equal(event->country, "ES");
	assert_string_equal(event->city_zone, "Europe/Madrid");
	assert_null(event->inferred);
	free(event);
}

static void
a_city_is_found_in_the_place(void **state)
{
	struct ambit_event given = meeting();
	struct event *event;

	(void)state;
	given.place = "Casa Llotja de Mar, Barcelona, Spain";
	event = take_in(&given);
	assert_string_equal(event->city, "Barcelona");
	assert_inferred(event, "city country latitude longitude ");
	free(event);
	given.place = "Main stage";
	event = take_in(&given);
	assert_null(event->city);
	assert_int_equal(event->located, EVENT_LOCATED_NONE);
	free(event);
}

static void
whole_days_get_their_citys_zone(void **state)
{
	struct ambit_event given = meeting();
	struct event *event;

	(void)state;
	given.start = "2026-03-01";
	given.end = "2026-03-03";
	given.zone = NULL;
	given.city = "Tòquio";
	event = take_in(&given);
	assert_null(event->zone);
	assert_string_equal(event->city_zone, "Asia/Tokyo");
	free(event);
}

static void
a_city_that_nobody_can_tell_is_said(void **state)
{
	struct ambit_event given = meeting();
	struct event *event;

	(void)state;
	given.zone = "UTC";
	given.city = "Barcelona";
	event = take_in(&given);
	assert_int_equal(event->located, EVENT_LOCATED_AMBIGUOUS);
	assert_true(isnan(event->latitude));
	assert_null(event->country);
	assert_null(event->inferred);
	free(event);
	given.city = "Macondo";
	event = take_in(&given);
	assert_int_equal(event->located, EVENT_LOCATED_UNKNOWN);
	assert_null(event->city_zone);
	free(event);
	given.city = NULL;
	event = take_in(&given);
	assert_int_equal(event->located, EVENT_LOCATED_NONE);
	free(event);
	/* Without a zone of its own it needs a city that is known. */
	given.zone = NULL;
	given.city = "Macondo";
	assert_refused(&given, "no zone, and no city that is known: Macondo");
}

static void
zero_coordinates_are_none(void **state)
{
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake item;

	(void)state;
	assert_int_equal(take(&given, &item, &err), 0);
	assert_true(isnan(item.event->latitude));
	free(item.event);
}

static void
harmful_and_odd_things_are_left_out(void **state)
{
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake item;

	(void)state;
	given.url = "javascript:alert(1)";
	given.country = "Narnia";
	given.summary = "Bo\x01"
			"ard\xe2\x80\xae"
			"x";
	assert_int_equal(take(&given, &item, &err), 0);
	assert_null(item.event->url);
	assert_null(item.event->country);
	assert_string_equal(item.event->summary, "Boardx");
	free(item.event);
}

static void
what_is_wrong_is_said(void **state)
{
	struct ambit_event given = meeting();

	(void)state;
	given.uid = NULL;
	assert_refused(&given, "identity = content");
	given = meeting();
	given.summary = "";
	assert_refused(&given, "no title");
	given = meeting();
	given.kind = "party";
	assert_refused(&given, "kind \"party\"");
	given = meeting();
	given.attendance = "in spirit";
	assert_refused(&given, "attendance \"in spirit\"");
	given = meeting();
	given.start = "1 March";
	assert_refused(&given, "not a date");
	given = meeting();
	given.zone = "Europe/Macondo";
	assert_refused(&given, "zone \"Europe/Macondo\"");
	given = meeting();
	given.zone = NULL;
	assert_refused(&given, "no zone");
	given = meeting();
	given.end = "2026-03-02";
	assert_refused(&given, "not of one form");
	given = meeting();
	given.end = "2026-03-01T09:00:00";
	assert_refused(&given, "end");
	given = meeting();
	given.rrule = "FREQ=SECONDLY";
	assert_refused(&given, "recurrence rule");
	given = meeting();
	given.rrule = "FREQ=DAILY";
	given.recurrence_id = "2026-03-01T10:00:00";
	assert_refused(&given, "rule of its own");
}

static void
identity_by_content_survives_new_uids(void **state)
{
	struct intake_options options = intake_kit_options();
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake a, b;

	(void)state;
	options.identity = INTAKE_CONTENT;
	assert_int_equal(intake_event(&options, &given, &a, &err), 0);
	given.uid = "another";
	assert_int_equal(intake_event(&options, &given, &b, &err), 0);
	assert_string_equal(a.event->uid, b.event->uid);
	free(b.event);
	given.city = "Girona";
	assert_int_equal(intake_event(&options, &given, &b, &err), 0);
	assert_string_not_equal(a.event->uid, b.event->uid);
	free(a.event);
	free(b.event);
}

static void
lists_come_in_field_by_field(void **state)
{
	struct ambit_leg leg = { .size = sizeof leg,
		.mode = "air",
		.from = "Barcelona",
		.to = "Cairo",
		.depart = "2026-03-01" };
	struct ambit_participant person = { .size = sizeof person,
		.name = "A. Sample",
		.organisation = "Sample City" };
	const struct ambit_leg *const legs[] = { &leg, NULL };
	const struct ambit_participant *const people[] = { &person, NULL };
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake item;

	(void)state;
	given.legs = legs;
	given.participants = people;
	assert_int_equal(take(&given, &item, &err), 0);
	assert_string_equal(item.event->legs[0]->to, "Cairo");
	assert_null(item.event->legs[1]);
	assert_string_equal(item.event->participants[0]->name, "A. Sample");
	assert_string_equal(
	    item.event->participants[0]->organisation, "Sample City");
	assert_null(item.event->participants[0]->role);
	free(item.event);
}

static void
keysets_grow_and_tell_apart(void **state)
{
	struct keyset *set = keyset_new();
	char uid[32];
	int64_t value;

	(void)state;
	assert_non_null(set);
	for (int i = 0; i < 5000; i++) {
		snprintf(uid, sizeof uid, "uid-%d", i);
		assert_int_equal(
		    keyset_put(set, uid, i % 2 ? "r" : NULL, i), 0);
	}
	for (int i = 0; i < 5000; i++) {
		snprintf(uid, sizeof uid, "uid-%d", i);
		assert_true(keyset_get(set, uid, i % 2 ? "r" : NULL, &value));
		assert_int_equal(value, i);
		assert_false(keyset_get(set, uid, i % 2 ? NULL : "r", &value));
	}
	keyset_clear(set);
	assert_false(keyset_get(set, "uid-1", "r", &value));
	keyset_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_event_comes_in),
		cmocka_unit_test(a_city_fills_in_what_its_source_did_not_give),
		cmocka_unit_test(a_city_replaces_nothing),
		cmocka_unit_test(a_city_is_found_in_the_place),
		cmocka_unit_test(whole_days_get_their_citys_zone),
		cmocka_unit_test(a_city_that_nobody_can_tell_is_said),
		cmocka_unit_test(zero_coordinates_are_none),
		cmocka_unit_test(harmful_and_odd_things_are_left_out),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(identity_by_content_survives_new_uids),
		cmocka_unit_test(lists_come_in_field_by_field),
		cmocka_unit_test(keysets_grow_and_tell_apart),
	};

	return cmocka_run_group_tests_name(
	    "intake", tests, intake_kit_open, intake_kit_close);
}
