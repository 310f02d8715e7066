/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of conferences, and what every reader of a JSON list does with bad
 * items and bad documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reader_kit.h"

static const struct reading_config plain = { .max_pages = 1 };

#define CITY \
	"{\"name\": \"Cities &amp; Data\", " \
	"\"url\": \"https://cities.example/2026\", " \
	"\"startDate\": \"2026-05-04\", \"endDate\": \"2026-05-06\", " \
	"\"city\": \"Girona\", \"country\": \"Spain\""

static void
days_are_whole_and_the_last_one_counts(void **state)
{
	const char *told = told_by(&reader_confs, "[" CITY "}]");

	(void)state;
	assert_told(told, "\"summary\":\"Cities & Data\"");
	assert_told(told, "\"start\":\"2026-05-04\",\"end\":\"2026-05-07\"");
	assert_not_told(told, "zone");
	assert_told(told, "\"city\":\"Girona\",\"country\":\"Spain\"");
}

static void
one_conference_in_two_topics_is_one(void **state)
{
	struct ambit_run run = { .events = 0 };
	const char *told = document_read(&run, &reader_confs, &plain,
	    "[" CITY "},\n" CITY ", \"online\": true, \"locales\": \"EN\"},\n"
	    "{\"name\": \"Cities & Data\", \"startDate\": \"2027-05-04\"}]",
	    0, AMBIT_OK);
	const char *first = strstr(told, "content-");
	const char *second = strstr(first + 1, "content-");
	const char *third = strstr(second + 1, "content-");

	(void)state;
	assert_int_equal(run.events, 3);
	assert_memory_equal(first, second, 40);
	assert_memory_not_equal(first, third, 40);
}

static void
one_without_a_city_is_taken(void **state)
{
	const char *told = told_by(&reader_confs,
	    "[{\"name\": \"Remote\", \"startDate\": \"2026-05-04\", "
	    "\"online\": true, \"locales\": \"ES,EN\"}]");

	(void)state;
	assert_told(told, "\"attendance\":\"online\"");
	assert_told(told, "\"language\":\"es\"");
	assert_not_told(told, "city");
}

static void
the_call_for_papers_is_a_deadline(void **state)
{
	assert_told(told_by(&reader_confs,
			"[" CITY ", \"cfpUrl\": \"https://cities.example/cfp\","
			" \"cfpEndDate\": \"2026-01-31\"}]"),
	    "\"deadlines\":[{\"name\":\"call-for-papers\","
	    "\"at\":\"2026-01-31\",\"url\":\"https://cities.example/cfp\"}]");
	(void)state;
}

static void
a_bad_item_is_named_with_its_line_and_the_rest_is_taken(void **state)
{
	struct ambit_run run = { .events = 0 };
	const char *told = document_read(&run, &reader_confs, &plain,
	    "[\n" CITY "},\n"
	    "{\"name\": \"Twice\", \"url\": \"a\", \"url\": \"b\"},\n"
	    "{\"name\": \"Comma\", \"startDate\": \"2026-05-04\",},\n"
	    "{\"name\": \"June\", \"startDate\": \"2026-06-31\"},\n"
	    "{\"startDate\": \"2026-06-30\"},\n"
	    "{\"name\": \"Backwards\", \"startDate\": \"soon\"},\n"
	    "17,\n"
	    "{\"name\": \"Last\", \"startDate\": \"2026-07-01\"}\n]\n",
	    0, AMBIT_OK);

	(void)state;
	assert_int_equal(run.events, 2);
	assert_int_equal(run.quarantined, 6);
	assert_told(told, "event 2 ");
	assert_told(told, "quarantine 3 Twice: duplicate object key");
	assert_told(told, "quarantine 4 Comma: ");
	assert_told(told, "quarantine 5 June: its start \"2026-06-31\" cannot");
	assert_told(told, "quarantine 6 event at line 6: it has no title");
	assert_told(told, "quarantine 7 Backwards: its start \"soon\" cannot");
	assert_told(told, "quarantine 8 event at line 8: it has no start");
	assert_told(told, "event 9 ");
}

static void
document_refused(const char *text, size_t len, const char *words)
{
	struct ambit_run run = { .events = 0 };

	assert_told(
	    document_read(&run, &reader_confs, &plain, text, len, AMBIT_RETRY),
	    words);
	assert_int_equal(run.events, 0);
}

static void
a_part_is_never_taken_for_the_whole(void **state)
{
	char deep[101];

	(void)state;
	document_refused("[" CITY "}, {\"na", 0, "line 1: a text that does");
	document_refused("[" CITY "},\n", 0, "line 2: it ends in the middle");
	document_refused("[" CITY "}}", 0, "a bracket that was not opened");
	document_refused("[]\n[" CITY "}]", 0, "something stands after");
	document_refused("<html>", 0, "line 1: a character out of place");
	document_refused("{}", 0, "it is no list");
	memset(deep, '[', 100);
	deep[100] = '\0';
	document_refused(deep, 0, "nested too deeply");
	document_refused("[1 2]", 0, "a comma is missing");
	document_refused("[1,]", 0, "a comma too many");
}

static void
it_is_recognised(void **state)
{
	(void)state;
	assert_in_range(
	    recognised_by(&reader_confs, "[" CITY "}]", NULL, "x"), 50, 100);
	assert_int_equal(
	    recognised_by(&reader_confs,
		"[{\"@type\": \"Event\", \"name\": \"\", \"startDate\": 1}]",
		NULL, "x"),
	    0);
	assert_int_equal(recognised_by(&reader_confs, "{}", NULL, "x"), 0);
}

static void
a_list_of_nothing_is_one(void **state)
{
	static const char *const none[] = { "[]", " [ \n] \n" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_true(recognised_by(&reader_confs, none[i],
				"application/json", "https://x.example/") > 0);
		assert_string_equal(told_by(&reader_confs, none[i]), "");
	}
	assert_int_equal(recognised_by(&reader_confs, "[] x", NULL, "x"), 0);
	assert_int_equal(recognised_by(&reader_confs, "[1]", NULL, "x"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_whole_and_the_last_one_counts),
		cmocka_unit_test(one_conference_in_two_topics_is_one),
		cmocka_unit_test(one_without_a_city_is_taken),
		cmocka_unit_test(the_call_for_papers_is_a_deadline),
		cmocka_unit_test(
		    a_bad_item_is_named_with_its_line_and_the_rest_is_taken),
		cmocka_unit_test(a_part_is_never_taken_for_the_whole),
		cmocka_unit_test(it_is_recognised),
		cmocka_unit_test(a_list_of_nothing_is_one),
	};

	return cmocka_run_group_tests_name("confs_reader", tests, NULL, NULL);
}
