/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines of an event as milestones, as a host is given them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "readers/milestones.h"

struct ambit_run {
	char told[4096];
	int events, stop_after;
};

static int
hear(struct ambit_run *run, const struct ambit_event *event)
{
	size_t len = strlen(run->told);

	assert_string_equal(event->kind, "milestone");
	snprintf(run->told + len, sizeof run->told - len,
	    "%s|%s|%s|%s|%s|%s|%lld|%s\n", event->uid,
	    event->parent ? event->parent : "-", event->summary, event->start,
	    event->zone ? event->zone : "-",
	    event->responsible ? event->responsible : "-",
	    (long long)event->preparation_days, event->url);
	return ++run->events == run->stop_after ? AMBIT_CANCELLED : AMBIT_OK;
}

static const struct ambit_host host = { .size = sizeof host, .emit = hear };
static const struct milestone_config config = { "Ada Example", NULL, 10 };

static const struct ambit_deadline papers = { sizeof papers, "call-for-papers",
	"2026-02-01T23:59:00", "Etc/GMT+12", "https://x.example/cfp" };
static const struct ambit_deadline first = { sizeof first, "cut-off",
	"2026-03-01", NULL, NULL };
static const struct ambit_deadline second = { sizeof second, "cut-off",
	"2026-09-01", NULL, NULL };
static const struct ambit_deadline visa = { sizeof visa, "visa", "2026-01-10",
	NULL, NULL };
static const struct ambit_deadline *const deadlines[] = { &papers, &first,
	&visa, &second, NULL };

static const struct ambit_event congress = { .size = sizeof congress,
	.uid = "u1",
	.summary = "City week",
	.url = "https://x.example/",
	.deadlines = deadlines };

static void
each_deadline_is_a_linked_milestone(void **state)
{
	struct ambit_run run = { .events = 0 };

	(void)state;
	assert_int_equal(
	    milestones_emit(&config, &host, &run, &congress, "u1"), AMBIT_OK);
	assert_string_equal(run.told,
	    "u1/call-for-papers|u1|Call for papers closes: City week|"
	    "2026-02-01T23:59:00|Etc/GMT+12|Ada Example|10|"
	    "https://x.example/cfp\n"
	    "u1/cut-off|u1|Cut-off date: City week|2026-03-01|-|Ada Example|"
	    "10|https://x.example/\n"
	    "u1/visa|u1|Deadline (visa): City week|2026-01-10|-|Ada Example|"
	    "10|https://x.example/\n"
	    "u1/cut-off-2|u1|Cut-off date: City week|2026-09-01|-|"
	    "Ada Example|10|https://x.example/\n");
}

static void
it_is_named_in_the_events_language(void **state)
{
	struct ambit_event event = congress;
	struct ambit_run run = { .stop_after = 1 };

	(void)state;
	event.language = "ca-ES";
	assert_int_equal(milestones_emit(&config, &host, &run, &event, "u1"),
	    AMBIT_CANCELLED);
	assert_int_equal(run.events, 1);
	assert_non_null(strstr(
	    run.told, "|Tancament de la crida a comunicacions: City week|"));
	assert_non_null(strstr(run.told, "|u1|"));
	event.language = "cat";
	run = (struct ambit_run){ .stop_after = 1 };
	milestones_emit(&config, &host, &run, &event, NULL);
	assert_non_null(strstr(run.told, "|-|Call for papers"));
}

static void
what_it_says_itself_stays(void **state)
{
	struct ambit_event own = { .size = sizeof own,
		.responsible = "Eva Example",
		.preparation_days = 3 };

	(void)state;
	milestone_settle(&config, &own);
	assert_string_equal(own.responsible, "Eva Example");
	assert_int_equal(own.preparation_days, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_deadline_is_a_linked_milestone),
		cmocka_unit_test(it_is_named_in_the_events_language),
		cmocka_unit_test(what_it_says_itself_stays),
	};

	return cmocka_run_group_tests_name("milestones", tests, NULL, NULL);
}
