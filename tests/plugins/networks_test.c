/* SPDX-License-Identifier: Apache-2.0 */
/* The networks plugin from its settings to its events, as a source has it. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "run.h"

#define SAMPLE "url=file:networks/sample/sample.ics"
#define NETWORK "network=MedCities"

static void
sample_run(const char *const *words, struct seen *seen)
{
	plugin_run("networks", samples(), words, seen);
}

static void
the_sample_is_read_whole(void **state)
{
	static const char *const words[] = { SAMPLE, NETWORK, "voting_seat=yes",
		NULL };
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	sample_run(words, &seen);
	assert_string_equal(seen.outcome.message, "");
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.nevents, 5);
	assert_int_equal(seen.nquarantined, 0);

	event = seen_event(&seen, 0);
	assert_string_equal(event->uid, "assembly-2026@network.example");
	assert_string_equal(event->kind, "network-meeting");
	assert_string_equal(event->network, "MedCities");
	assert_string_equal(event->organ, "General Assembly");
	assert_true(event->statutory && event->voting_seat);
	assert_string_equal(event->role, "member");
	assert_string_equal(event->start, "2026-06-10");
	assert_string_equal(event->end, "2026-06-13");
	assert_null(event->zone);
	assert_string_equal(event->description,
	    "Annual assembly, with the election of the board.\n"
	    "Agenda to follow.");
	assert_string_equal(event->place, "Palau de Congressos, Barcelona");
	assert_true(event->latitude > 41.37 && event->latitude < 41.38);
	assert_string_equal(event->organiser, "Secretariat, Example Network");
	assert_string_equal(event->categories[1], "Members only");
	assert_string_equal(event->language, "en");
	assert_int_equal(event->sequence, 2);
	seen_free(&seen);
}

static void
series_and_exceptions_keep_their_form(void **state)
{
	static const char *const words[] = { SAMPLE, NETWORK, NULL };
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	sample_run(words, &seen);
	event = seen_event(&seen, 1);
	assert_string_equal(event->start, "2026-01-15T10:00:00");
	assert_string_equal(event->end, "2026-01-15T12:00:00");
	assert_string_equal(event->zone, "Europe/Madrid");
	assert_string_equal(event->rrule, "FREQ=MONTHLY;BYDAY=3TH;COUNT=10");
	assert_string_equal(event->exdates[0], "2026-08-20T10:00:00");
	assert_string_equal(event->organ, "Board");
	event = seen_event(&seen, 2);
	assert_string_equal(event->recurrence_id, "2026-03-19T10:00:00");
	event = seen_event(&seen, 3);
	assert_null(event->organ);
	assert_false(event->statutory);
	assert_string_equal(event->start, "2026-09-01T07:30:00Z");
	assert_string_equal(event->status, "tentative");
	event = seen_event(&seen, 4);
	assert_string_equal(event->zone, "Europe/Madrid");
	assert_string_equal(event->organ, "Working Group");
	assert_false(event->statutory);
	assert_string_equal(event->status, "cancelled");
	seen_free(&seen);
}

static void
settings_refused(const char *wrong, const char *key, const char *says)
{
	const char *const words[] = { SAMPLE, NETWORK, wrong, NULL };
	struct seen seen;

	sample_run(words, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_CONFIG);
	assert_string_equal(seen.outcome.key, key);
	if (!strstr(seen.outcome.message, says))
		fail_msg("'%s' does not say '%s'", seen.outcome.message, says);
	assert_int_equal(seen.outcome.fetches, 0);
	seen_free(&seen);
}

static void
wrong_settings_are_named(void **state)
{
	(void)state;
	settings_refused("organn=Board", "organn", "did you mean 'organ'?");
	settings_refused("frequency=1h", "frequency", "has no such setting");
	settings_refused("role=guest", "role", "none of member, board, host");
	settings_refused("zone=Europe/Barcelona", "zone", "not a time zone");
	settings_refused(
	    "voting_seat=perhaps", "voting_seat", "neither yes nor no");
}

static void
missing_and_malformed_settings_are_named(void **state)
{
	static const char *const none[] = { SAMPLE, NULL };
	static const char *const nowhere[] = { NETWORK, NULL };
	static const char *const scheme[] = { "url=ftp://x/y", NETWORK, NULL };
	static const char *const several[] = { "urls=file:a ftp://x/y", NETWORK,
		NULL };
	struct seen seen;

	(void)state;
	sample_run(none, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_CONFIG);
	assert_string_equal(seen.outcome.key, "network");
	assert_non_null(strstr(seen.outcome.message, "is needed"));
	sample_run(nowhere, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_CONFIG);
	assert_non_null(strstr(seen.outcome.message, "url is needed"));
	sample_run(several, &seen);
	assert_non_null(strstr(seen.outcome.message, "urls: each address"));
	sample_run(scheme, &seen);
	assert_string_equal(seen.outcome.key, "url");
	assert_non_null(strstr(seen.outcome.message, "is not a URL"));
}

static void
a_missing_calendar_is_tried_again(void **state)
{
	static const char *const words[] = { "url=file:none.ics", NETWORK,
		NULL };
	struct seen seen;

	(void)state;
	sample_run(words, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_RETRY);
	assert_non_null(strstr(seen.outcome.message, "answered 404"));
}

/* What becomes of each hostile file: ends with RETRY, or so many events and
 * so many quarantined, one for a reason with these words. */
static const struct fate {
	const char *file;
	enum ambit_result result;
	int events, quarantined;
	const char *words;
} fates[] = {
	{ "allday_inclusive_dtend.ics", AMBIT_OK, 1, 0, "" },
	{ "cr_only.ics", AMBIT_OK, 1, 0, "" },
	{ "dtend_before_dtstart.ics", AMBIT_OK, 0, 1, "before it starts" },
	{ "dtstart_date_without_value.ics", AMBIT_OK, 1, 0, "" },
	{ "dtstart_without_seconds.ics", AMBIT_OK, 0, 1, "no time zone" },
	{ "duplicate_uid_no_recid.ics", AMBIT_OK, 2, 0, "" },
	{ "empty.ics", AMBIT_RETRY, 0, 0, "empty" },
	{ "explode_secondly_unbounded.ics", AMBIT_OK, 1, 0, "" },
	{ "fold_inside_utf8.ics", AMBIT_OK, 1, 0, "" },
	{ "hang_hourly_neg_byyearday.ics", AMBIT_OK, 0, 1, "no time zone" },
	{ "html_404.ics", AMBIT_RETRY, 0, 0, "not iCalendar" },
	{ "latin1.ics", AMBIT_OK, 1, 0, "" },
	{ "leading_space.ics", AMBIT_OK, 1, 0, "" },
	{ "negative_duration.ics", AMBIT_OK, 0, 1, "before it starts" },
	{ "orphan_recurrence_id.ics", AMBIT_OK, 1, 0, "" },
	{ "truncated_no_end.ics", AMBIT_RETRY, 0, 0, "truncated" },
	{ "two_vcalendars.ics", AMBIT_OK, 2, 0, "" },
	{ "utf16le_bom.ics", AMBIT_OK, 1, 0, "" },
	{ "utf8_bom.ics", AMBIT_OK, 1, 0, "" },
	{ "windows_tzid_no_vtimezone.ics", AMBIT_OK, 1, 0, "" },
};

static void
file_run(const char *folder, const char *file, struct seen *seen)
{
	char url[300];
	const char *const words[] = { url, NETWORK, NULL };

	snprintf(url, sizeof url, "url=file:%s", file);
	plugin_run("networks", folder, words, seen);
	if (seen->outcome.result == AMBIT_BUG)
		fail_msg("%s: %s", file, seen->outcome.message);
}

static void
fate_check(const struct fate *fate, const struct seen *seen)
{
	const char *said =
	    seen->nquarantined ? seen->quarantined[0] : seen->outcome.message;

	if (seen->outcome.result != fate->result ||
	    seen->nevents != fate->events ||
	    seen->nquarantined != fate->quarantined ||
	    !strstr(said, fate->words))
		fail_msg("%s: result %d (%s), %d events, %d quarantined: %s",
		    fate->file, seen->outcome.result, seen->outcome.message,
		    seen->nevents, seen->nquarantined, said);
}

static void
hostile_calendars_meet_their_fate(void **state)
{
	const char *folder = shared_folder("synthetic/poison_ics");
	struct seen seen;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fates); i++) {
		file_run(folder, fates[i].file, &seen);
		fate_check(&fates[i], &seen);
		seen_free(&seen);
	}
}

static int
is_calendar(const struct dirent *entry)
{
	return strstr(entry->d_name, ".ics") != NULL;
}

/* Runs every calendar of a folder; the test fails on a fault of the plugin.
 * Returns how many there were. */
static int
folder_run(const char *folder)
{
	struct dirent **entries;
	struct seen seen;
	int n = scandir(folder, &entries, is_calendar, alphasort);

	for (int i = 0; i < n; i++) {
		file_run(folder, entries[i]->d_name, &seen);
		seen_free(&seen);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return n;
}

static void
no_hostile_calendar_harms_the_runner(void **state)
{
	(void)state;
	assert_in_range(
	    folder_run(shared_folder("synthetic/poison_ics")), 20, 1000);
}

/* The test data of other calendar programs, as they collected it. */
static void
nor_do_those_that_others_collected(void **state)
{
	static const char *const folders[] = { "ics/collective-icalendar",
		"ics/elixirtess-tess", "ics/ical4j-ical4j",
		"ics/jazzband-icalevents", "ics/jens-maus-node-ical",
		"ics/u01jmg3-ics-parser" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(folders); i++)
		assert_in_range(folder_run(shared_folder(folders[i])), 1, 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_is_read_whole),
		cmocka_unit_test(series_and_exceptions_keep_their_form),
		cmocka_unit_test(wrong_settings_are_named),
		cmocka_unit_test(missing_and_malformed_settings_are_named),
		cmocka_unit_test(a_missing_calendar_is_tried_again),
		cmocka_unit_test(hostile_calendars_meet_their_fate),
		cmocka_unit_test(no_hostile_calendar_harms_the_runner),
		cmocka_unit_test(nor_do_those_that_others_collected),
	};

	return cmocka_run_group_tests_name("networks", tests, NULL, NULL);
}
