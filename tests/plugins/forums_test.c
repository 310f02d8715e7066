/* SPDX-License-Identifier: Apache-2.0 */
/* The forums plugin from its settings to its events, as a source has it, over
 * its sample and over documents in other formats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "run.h"

#define SAMPLE "url=file:forums/sample/sample.html", "zone=Europe/Brussels"

static void
sample_run(const char *const *words, struct seen *seen)
{
	plugin_run("forums", samples(), words, seen);
	assert_string_equal(seen->outcome.message, "");
	assert_int_equal(seen->outcome.result, AMBIT_OK);
	assert_int_equal(seen->nquarantined, 0);
}

static void
the_sample_is_read_whole(void **state)
{
	static const char *const words[] = { SAMPLE, "level=eu",
		"statutory=Plenary", NULL };
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	sample_run(words, &seen);
	assert_int_equal(seen.nevents, 3);
	event = seen_event(&seen, 0);
	assert_string_equal(event->kind, "forum");
	assert_string_equal(event->level, "eu");
	assert_string_equal(event->organ, "Plenary Session");
	assert_true(event->statutory);
	assert_string_equal(event->start, "2026-05-06T14:00:00");
	assert_string_equal(event->zone, "Europe/Brussels");
	assert_string_equal(event->city, "Brussels");
	event = seen_event(&seen, 2);
	assert_string_equal(event->start, "2026-05-17");
	assert_string_equal(event->end, "2026-05-23");
	assert_string_equal(event->status, "tentative");
	assert_null(event->organ);
	assert_false(event->statutory);
	seen_free(&seen);
}

static void
a_side_event_is_under_its_forum_and_not_statutory(void **state)
{
	static const char *const words[] = { SAMPLE, "organ=Secretariat",
		"statutory=Plenary|Side event", NULL };
	static const char *const without[] = { SAMPLE, "side_events=no", NULL };
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	sample_run(words, &seen);
	event = seen_event(&seen, 1);
	assert_string_equal(
	    event->parent, "https://regions.example/plenary-160");
	assert_string_equal(event->start, "2026-05-06T16:30:00Z");
	assert_string_equal(event->attendance, "online");
	assert_string_equal(event->kind, "forum");
	assert_string_equal(event->level, "other");
	assert_false(event->statutory);
	assert_null(event->organ);
	assert_string_equal(seen_event(&seen, 2)->organ, "Secretariat");
	seen_free(&seen);
	sample_run(without, &seen);
	assert_int_equal(seen.nevents, 2);
	seen_free(&seen);
}

static void
a_name_tells_the_level_of_one_among_others(void **state)
{
	static const char *const words[] = { SAMPLE, "un=World Urban Forum|COP",
		"eu=Plenary", NULL };
	struct seen seen;

	(void)state;
	sample_run(words, &seen);
	assert_string_equal(seen_event(&seen, 0)->level, "eu");
	assert_string_equal(seen_event(&seen, 1)->level, "other");
	assert_string_equal(seen_event(&seen, 2)->level, "un");
	seen_free(&seen);
}

static void
wrong_settings_are_named(void **state)
{
	static const char *const none[] = { NULL };
	static const char *const level[] = { SAMPLE, "level=world", NULL };
	struct seen seen;

	(void)state;
	plugin_run("forums", samples(), none, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_CONFIG);
	plugin_run("forums", samples(), level, &seen);
	assert_string_equal(seen.outcome.key, "level");
	assert_non_null(strstr(seen.outcome.message, "none of other, eu, un"));
}

/* What is peculiar to each format, in the documents that were made of it. */
static const struct document {
	const char *file;
	int events, quarantined;
	const char *words; /* of the quarantine */
} documents[] = {
	{ "synthetic/jsonld_event.html", 3, 1, "JSON trencat: " },
	{ "synthetic/rss_ev.xml", 1, 0, "" },
	{ "synthetic/eu_grantsTenders.json", 4, 0, "" },
	{ "feeds/tess/nbis-course-instances.json", 29, 0, "" },
};

static void
documents_of_others_are_read(void **state)
{
	const char *folder = shared_folder("");
	char url[120];
	const char *const words[] = { url, "zone=Europe/Madrid",
		"derive_uid=yes", NULL };
	struct seen seen;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(documents); i++) {
		snprintf(url, sizeof url, "url=file:%s", documents[i].file);
		plugin_run("forums", folder, words, &seen);
		assert_int_equal(seen.outcome.result, AMBIT_OK);
		assert_int_equal(seen.outcome.events, documents[i].events);
		assert_int_equal(seen.nquarantined, documents[i].quarantined);
		if (seen.nquarantined)
			assert_non_null(
			    strstr(seen.quarantined[0], documents[i].words));
		seen_free(&seen);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_is_read_whole),
		cmocka_unit_test(
		    a_side_event_is_under_its_forum_and_not_statutory),
		cmocka_unit_test(a_name_tells_the_level_of_one_among_others),
		cmocka_unit_test(wrong_settings_are_named),
		cmocka_unit_test(documents_of_others_are_read),
	};

	return cmocka_run_group_tests_name("forums", tests, NULL, NULL);
}
