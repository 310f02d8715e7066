/* SPDX-License-Identifier: Apache-2.0 */
/* When an event is, as it is kept: walls, zones, whole days and series. */
#include "intake_kit.h"

#include "base/cleanup.h"

static void
a_series_of_instants_keeps_utc_and_its_other_times_follow(void **state)
{
	static const char *const exdates[] = { "2026-03-08T11:00:00",
		"2026-03-15T10:00:00Z", "2026-03-08T10:00:00Z", NULL };
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake item;

	(void)state;
	given.start = "2026-03-01T10:00:00Z";
	given.end = "2026-03-01T13:00:00"; /* Madrid: 12:00Z */
	given.rrule = "FREQ=WEEKLY";
	given.exdates = exdates;
	assert_int_equal(take(&given, &item, &err), 0);
	assert_string_equal(item.event->zone, "UTC");
	assert_string_equal(item.event->end, "2026-03-01T13:00:00");
	assert_string_equal(item.event->exdates[0], "2026-03-08T10:00:00");
	assert_string_equal(item.event->exdates[1], "2026-03-15T10:00:00");
	assert_null(item.event->exdates[2]);
	assert_true(item.extent.end == INT64_MAX);
	free(item.event);
}

/* Start and end as they are kept, of an event from start to end with the zone
 * beside it. */
static void
kept_as(
    const char *start, const char *end, const char *zone, const char *expected)
{
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake item;
	char text[120];

	given.start = start;
	given.end = end;
	given.zone = zone;
	if (take(&given, &item, &err) < 0)
		fail_msg("%s", err.msg);
	snprintf(text, sizeof text, "%s %s %s", item.event->start,
	    item.event->end, item.event->zone);
	assert_string_equal(text, expected);
	free(item.event);
}

static void
an_instant_is_kept_in_the_zone_beside_it(void **state)
{
	(void)state;
	kept_as("2026-07-01T10:00:00Z", "2026-07-01T11:30:00Z", "Europe/Madrid",
	    "2026-07-01T12:00:00 2026-07-01T13:30:00 Europe/Madrid");
	kept_as("2026-07-01T10:00:00Z", "2026-07-01T13:30:00", "Europe/Madrid",
	    "2026-07-01T12:00:00 2026-07-01T13:30:00 Europe/Madrid");
	kept_as("2026-07-01T23:00:00Z", NULL, "Europe/Madrid",
	    "2026-07-02T01:00:00 2026-07-02T01:00:00 Europe/Madrid");
	kept_as("2026-07-01T10:00:00Z", NULL, NULL,
	    "2026-07-01T10:00:00 2026-07-01T10:00:00 UTC");
	kept_as("2026-07-01T10:00:00Z", NULL, "Europe/Atlantis",
	    "2026-07-01T10:00:00 2026-07-01T10:00:00 UTC");
}

/* In the hour that is there twice, 02:30 is the first. */
static void
an_instant_that_the_wall_does_not_tell_stays_in_utc(void **state)
{
	(void)state;
	kept_as("2026-10-25T00:30:00Z", NULL, "Europe/Madrid",
	    "2026-10-25T02:30:00 2026-10-25T02:30:00 Europe/Madrid");
	kept_as("2026-10-25T01:30:00Z", NULL, "Europe/Madrid",
	    "2026-10-25T01:30:00 2026-10-25T01:30:00 UTC");
	kept_as("2026-10-25T00:00:00Z", "2026-10-25T01:30:00Z", "Europe/Madrid",
	    "2026-10-25T00:00:00 2026-10-25T01:30:00 UTC");
}

static void
whole_days_stay_dates(void **state)
{
	static const char *const exdates[] = { "2026-03-08T00:00:00Z", NULL };
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake item;

	(void)state;
	given.start = "2026-03-01";
	given.end = NULL;
	given.rrule = "FREQ=WEEKLY";
	given.exdates = exdates;
	assert_int_equal(take(&given, &item, &err), 0);
	assert_true(item.times.all_day);
	assert_string_equal(item.event->end, "2026-03-02");
	assert_null(item.event->zone);
	assert_string_equal(item.event->exdates[0], "2026-03-08");
	free(item.event);
}

static void
a_day_that_ends_on_itself_lasts_one_day(void **state)
{
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake item;

	(void)state;
	given.start = given.end = "2026-03-01";
	assert_int_equal(take(&given, &item, &err), 0);
	assert_string_equal(item.event->end, "2026-03-02");
	free(item.event);
}

static void
a_rule_is_kept_in_its_one_form(void **state)
{
	struct intake_options options = intake_kit_options();
	struct ambit_event given = meeting();
	struct err err = ERR_INIT;
	struct intake intake;

	(void)state;
	given.rrule = "byday=we,MO;X-TOOL=1;interval=1;Freq=weekly;";
	assert_int_equal(intake_event(&options, &given, &intake, &err), 0);
	assert_string_equal(intake.event->rrule, "FREQ=WEEKLY;BYDAY=MO,WE");
	free(intake.event);
}

static const char *
replaced(struct ambit_event *given, char *out)
{
	struct intake_options options = intake_kit_options();
	struct err err = ERR_INIT;
	struct intake intake;

	if (intake_event(&options, given, &intake, &err) < 0)
		fail_msg("%s", err.msg);
	assert_true(intake.event->this_and_future);
	strcpy(out, intake.event->recurrence_id);
	free(intake.event);
	return out;
}

/* An instant stays one where a wall time would not tell it. */
static void
what_an_override_replaces_is_kept_exactly(void **state)
{
	struct ambit_event given = meeting();
	char out[64];

	(void)state;
	given.this_and_future = 1;
	given.recurrence_id = "2026-03-01T09:00:00Z";
	assert_string_equal(replaced(&given, out), "2026-03-01T10:00:00");
	given.recurrence_id = "2026-03-01T10:00";
	assert_string_equal(replaced(&given, out), "2026-03-01T10:00:00");
	given.recurrence_id = "2026-03-01";
	assert_string_equal(replaced(&given, out), "2026-03-01T10:00:00");
	/* 02:30 for the first and for the second time. */
	given.recurrence_id = "2026-10-25T00:30:00Z";
	assert_string_equal(replaced(&given, out), "2026-10-25T02:30:00");
	given.recurrence_id = "2026-10-25T01:30:00Z";
	assert_string_equal(replaced(&given, out), "2026-10-25T01:30:00Z");
	given.start = "2026-03-01";
	given.end = NULL;
	given.recurrence_id = "2026-03-01T23:30:00Z";
	assert_string_equal(replaced(&given, out), "2026-03-01T23:30:00Z");
	given.recurrence_id = "2026-03-01T23:30:00";
	assert_string_equal(replaced(&given, out), "2026-03-01");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_series_of_instants_keeps_utc_and_its_other_times_follow),
		cmocka_unit_test(an_instant_is_kept_in_the_zone_beside_it),
		cmocka_unit_test(
		    an_instant_that_the_wall_does_not_tell_stays_in_utc),
		cmocka_unit_test(whole_days_stay_dates),
		cmocka_unit_test(a_day_that_ends_on_itself_lasts_one_day),
		cmocka_unit_test(a_rule_is_kept_in_its_one_form),
		cmocka_unit_test(what_an_override_replaces_is_kept_exactly),
	};

	return cmocka_run_group_tests_name(
	    "intake_time", tests, intake_kit_open, intake_kit_close);
}
