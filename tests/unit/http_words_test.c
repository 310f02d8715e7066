/* SPDX-License-Identifier: Apache-2.0 */
/* Targets, preferences, conditions: what single fields and lines mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "http/accept.h"
#include "http/conditional.h"
#include "http/target.h"

static void
takes_targets_apart(void **state)
{
	CLEANUP(target_free) struct target target;

	(void)state;
	assert_int_equal(
	    target_parse(
		"/a%20b/%C3%A0?q=x+%2By&empty=&flag&&z=%25", &target, NULL),
	    0);
	assert_string_equal(target.path, "/a b/à");
	assert_int_equal(target.nparameters, 4);
	assert_string_equal(target_value(&target, "q"), "x +y");
	assert_string_equal(target_value(&target, "empty"), "");
	assert_string_equal(target_value(&target, "flag"), "");
	assert_string_equal(target_value(&target, "z"), "%");
	assert_null(target_value(&target, "Q"));
}

static void
refuses_targets(void **state)
{
	static const char *const wrong[] = { "/%", "/%4", "/%zz", "/a?b=%",
		"/%00", "/%0a", "/%7f", "/a?b=%1f", "/a?b%00=c", "/%ff",
		"/%c0%af", "/a?b=%ed%a0%80", "/a%2fb", "/a%2Fb", "/a//b", "/.",
		"/..", "/a/./b", "/a/%2e%2e/b", "/a/..", "/a?b=1&b=2",
		"/a?b=1&%62=2" };
	static const char *const right[] = { "/", "/a/", "/...", "/a.b",
		"/a?b=//", "/a?b=..", "/?", "/%E2%82%AC" };
	struct target target;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct err err = ERR_INIT;

		if (target_parse(wrong[i], &target, &err) != -EINVAL)
			fail_msg("taken: %s", wrong[i]);
		assert_true(err.msg[0]);
	}
	for (size_t i = 0; i < ARRAY_LEN(right); i++) {
		if (target_parse(right[i], &target, NULL) != 0)
			fail_msg("refused: %s", right[i]);
		target_free(&target);
	}
}

static void
weighs_preferences(void **state)
{
	static const struct {
		const char *accept_encoding;
		bool gzip;
	} rows[] = {
		{ NULL, false },
		{ "", false },
		{ "gzip", true },
		{ "GZIP", true },
		{ "x-gzip", true },
		{ "deflate, gzip, br", true },
		{ "br,gzip;q=0.8", true },
		{ "gzip;q=0", false },
		{ "gzip ; q=0.000", false },
		{ "gzip;q=0.001", true },
		{ "*", true },
		{ "*;q=0", false },
		{ "gzip, *;q=0", true },
		{ "gzip;q=0, *", false },
		{ "identity, gzip;q=0.5", false },
		{ "identity;q=0.5, gzip", true },
		{ "gzip;q=2", false },
		{ "gzip;q=0.5555", false },
		{ "gzip;x=1", false },
		{ "gzipped", false },
		{ "deflate", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (accept_gzip(rows[i].accept_encoding) != rows[i].gzip)
			fail_msg("row %zu: %s", i, rows[i].accept_encoding);
	assert_int_equal(accept_weight("a;q=0.25, b", "a"), 250);
	assert_int_equal(accept_weight("a;q=0.25, b", "b"), 1000);
	assert_int_equal(accept_weight("a;q=0.25, b", "c"), -1);
}

static void
chooses_a_language(void **state)
{
	static const char *const languages[] = { "ca", "es", "en" };
	static const struct {
		const char *list;
		size_t chosen;
	} rows[] = {
		{ NULL, 2 },
		{ "", 2 },
		{ "fr", 2 },
		{ "ca-ES,es;q=0.8", 0 },
		{ "es-419, ca;q=0.9", 1 },
		{ "fr, ca;q=0.1, es;q=0.2", 1 },
		{ "*", 2 },
		{ "cat", 2 },
		{ "es;q=0, ca;q=0.1", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (accept_language(rows[i].list, languages, 3, 2) !=
		    rows[i].chosen)
			fail_msg("row %zu: %s", i, rows[i].list);
}

static void
compares_entity_tags(void **state)
{
	static const struct {
		const char *list, *etag;
		bool listed;
	} rows[] = {
		{ "\"a\"", "\"a\"", true },
		{ "\"a\"", "\"b\"", false },
		{ "W/\"a\"", "\"a\"", true },
		{ "\"a\"", "W/\"a\"", true },
		{ "*", "\"a\"", true },
		{ "\"x\", \"a\"", "\"a\"", true },
		{ "\"x\" ,\tW/\"a\" , \"y\"", "\"a\"", true },
		{ "\"a-gzip\"", "\"a\"", true },
		{ "\"a\"", "\"a-gzip\"", true },
		{ "W/\"a-gzip\"", "\"a-gzip\"", true },
		{ "\"a,b\", \"c\"", "\"c\"", true },
		{ "a", "\"a\"", false },
		{ "\"a", "\"a\"", false },
		{ "w/\"a\"", "\"a\"", false },
		{ "", "\"a\"", false },
		{ "\"A\"", "\"a\"", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (etag_listed(rows[i].list, rows[i].etag) != rows[i].listed)
			fail_msg("row %zu: %s", i, rows[i].list);
}

static void
reads_three_forms_of_dates(void **state)
{
	static const char *const same[] = { "Sun, 06 Nov 1994 08:49:37 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994" };
	static const char *const wrong[] = { "", "Sun, 06 Nov 1994 08:49:37",
		"Sun, 06 Nov 1994 08:49:37 CET",
		"Sun, 06 Nov 1994 08:49:37 GMT!",
		"Sun, 31 Feb 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 24:49:37 GMT", "1994-11-06T08:49:37Z",
		"Sun, 06 Xyz 1994 08:49:37 GMT" };
	char text[HTTP_DATE];
	int64_t utc;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		assert_int_equal(
		    http_date_parse(same[i], INT64_C(1767225600), &utc), 0);
		assert_int_equal(utc, 784111777);
	}
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (http_date_parse(wrong[i], 0, &utc) != -EINVAL)
			fail_msg("taken: %s", wrong[i]);
	assert_string_equal(http_date_format(text, 784111777), same[0]);
	/* 50 years ahead of 2026 and no further. */
	http_date_parse(
	    "Sunday, 06-Nov-76 08:49:37 GMT", INT64_C(1767225600), &utc);
	assert_int_equal(utc, INT64_C(3371878177));
	http_date_parse(
	    "Sunday, 06-Nov-77 08:49:37 GMT", INT64_C(1767225600), &utc);
	assert_int_equal(utc, INT64_C(247654177));
}

static void
none_match_beats_modified_since(void **state)
{
	static const char later[] = "Sun, 06 Nov 1994 08:49:38 GMT";
	static const char same[] = "Sun, 06 Nov 1994 08:49:37 GMT";
	static const char before[] = "Sun, 06 Nov 1994 08:49:36 GMT";
	const struct validators v = { "\"a\"", 784111777 };

	(void)state;
	assert_false(not_modified(&v, NULL, NULL, 0));
	assert_true(not_modified(&v, NULL, later, 0));
	assert_true(not_modified(&v, NULL, same, 0));
	assert_false(not_modified(&v, NULL, before, 0));
	assert_false(not_modified(&v, NULL, "yesterday", 0));
	assert_false(not_modified(&v, "\"b\"", later, 0));
	assert_true(not_modified(&v, "\"a\"", before, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_targets_apart),
		cmocka_unit_test(refuses_targets),
		cmocka_unit_test(weighs_preferences),
		cmocka_unit_test(chooses_a_language),
		cmocka_unit_test(compares_entity_tags),
		cmocka_unit_test(reads_three_forms_of_dates),
		cmocka_unit_test(none_match_beats_modified_since),
	};

	return cmocka_run_group_tests_name("http words", tests, NULL, NULL);
}
