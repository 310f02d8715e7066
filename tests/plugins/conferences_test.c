/* SPDX-License-Identifier: Apache-2.0 */
/* The conferences plugin from its settings to its events, as a source has
 * it, over its sample and over what others publish. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "run.h"

#define SAMPLE "url=file:conferences/sample/sample.json"

static void
sample_run(const char *const *words, struct seen *seen)
{
	plugin_run("conferences", samples(), words, seen);
	assert_string_equal(seen->outcome.message, "");
	assert_int_equal(seen->outcome.result, AMBIT_OK);
}

static void
the_sample_is_read_whole(void **state)
{
	static const char *const words[] = { SAMPLE, NULL };
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	sample_run(words, &seen);
	assert_int_equal(seen.nevents, 5);
	event = seen_event(&seen, 0);
	assert_string_equal(event->kind, "conference");
	assert_string_equal(event->summary, "Data & Cities 2026");
	assert_string_equal(event->start, "2026-06-16");
	assert_string_equal(event->end, "2026-06-19");
	assert_string_equal(event->city, "Girona");
	assert_string_equal(event->deadlines[0]->name, "call-for-papers");
	event = seen_event(&seen, 4);
	assert_string_equal(event->attendance, "online");
	seen_free(&seen);
}

static void
a_call_that_closes_is_a_milestone_of_its_conference(void **state)
{
	static const char *const words[] = { SAMPLE, "responsible=Mobility",
		"deputy=Environment", "preparation=15", NULL };
	const struct ambit_event *event, *of;
	struct seen seen;
	char uid[100];

	(void)state;
	sample_run(words, &seen);
	of = seen_event(&seen, 0);
	event = seen_event(&seen, 1);
	assert_string_equal(event->kind, "milestone");
	assert_string_equal(
	    event->summary, "Call for papers closes: Data & Cities 2026");
	assert_string_equal(event->start, "2026-02-27");
	assert_string_equal(event->url, "https://cities.example/2026/call");
	assert_string_equal(event->parent, of->uid);
	snprintf(uid, sizeof uid, "%s/call-for-papers", of->uid);
	assert_string_equal(event->uid, uid);
	assert_string_equal(event->responsible, "Mobility");
	assert_string_equal(event->deputy, "Environment");
	assert_int_equal(event->preparation_days, 15);
	assert_null(event->city);
	seen_free(&seen);
}

static void
a_deadline_after_the_start_is_told_and_left_out(void **state)
{
	static const char *const words[] = { SAMPLE, NULL };
	const struct ambit_event *first, *second;
	struct seen seen;

	(void)state;
	sample_run(words, &seen);
	first = seen_event(&seen, 2);
	second = seen_event(&seen, 3);
	assert_string_equal(first->uid, second->uid);
	assert_null(second->deadlines);
	assert_int_equal(seen.nquarantined, 1);
	assert_string_equal(seen.quarantined[0],
	    "Open Transport Days: its deadline (call-for-papers, 2026-09-30) "
	    "is after its start, 2026-09-09: it is taken without (23)");
	seen_free(&seen);
}

static void
settings_that_read_nothing_are_refused(void **state)
{
	static const char *const none[] = { NULL };
	static const char *const typo[] = { SAMPLE, "sesions=no", NULL };
	struct seen seen;

	(void)state;
	plugin_run("conferences", samples(), none, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_CONFIG);
	assert_non_null(strstr(seen.outcome.message, "url is needed"));
	plugin_run("conferences", samples(), typo, &seen);
	assert_string_equal(seen.outcome.key, "sesions");
	assert_non_null(strstr(seen.outcome.message, "'sessions'"));
}

/* ------------------------------------------------------ what others publish */

static void
a_programme_s_talks_are_under_it(void **state)
{
	static const char *const words[] = { "url=file:frab-camp2019.json",
		NULL };
	static const char *const alone[] = { "url=file:frab-camp2019.json",
		"sessions=no", NULL };
	const char *folder = shared_folder("schedules/voc");
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	plugin_run("conferences", folder, words, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.outcome.events, 80);
	event = seen_event(&seen, 1);
	assert_string_equal(event->parent, seen_event(&seen, 0)->uid);
	assert_string_equal(event->participants[0]->role, "speaker");
	seen_free(&seen);
	plugin_run("conferences", folder, alone, &seen);
	assert_int_equal(seen.outcome.events, 1);
	seen_free(&seen);
}

/* Rows of the lists, of which every event and every deadline is brought. */
static const struct list {
	const char *file;
	int rows, deadlines;
} lists[] = {
	{ "conferences/confs.tech/2024/general.json", 129, 60 },
	{ "conferences/confs.tech/2017/javascript.json", 112, 1 },
	{ "conferences/confs.tech/2024/tech-comm.json", 0, 0 },
};

static void
every_row_of_a_list_is_brought(void **state)
{
	const char *folder = shared_folder("");
	char url[120];
	const char *const words[] = { url, "format=confs", NULL };
	struct seen seen;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		snprintf(url, sizeof url, "url=file:%s", lists[i].file);
		plugin_run("conferences", folder, words, &seen);
		assert_int_equal(seen.outcome.result, AMBIT_OK);
		assert_int_equal(seen.nquarantined, 0);
		assert_int_equal(
		    seen.outcome.events, lists[i].rows + lists[i].deadlines);
		seen_free(&seen);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_is_read_whole),
		cmocka_unit_test(
		    a_call_that_closes_is_a_milestone_of_its_conference),
		cmocka_unit_test(
		    a_deadline_after_the_start_is_told_and_left_out),
		cmocka_unit_test(settings_that_read_nothing_are_refused),
		cmocka_unit_test(a_programme_s_talks_are_under_it),
		cmocka_unit_test(every_row_of_a_list_is_brought),
	};

	return cmocka_run_group_tests_name("conferences", tests, NULL, NULL);
}
