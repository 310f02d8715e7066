/* SPDX-License-Identifier: Apache-2.0 */
/* The program's own words, language by language, and the catalogues that they
 * come from. */
#include "base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/catalog.h"
#include "base/cleanup.h"
#include "base/date.h"

static void
a_text_in_each_language(void **state)
{
	(void)state;
	assert_string_equal(words_get(LANGUAGE_CA, "Cancelled"), "Cancel·lat");
	assert_string_equal(words_get(LANGUAGE_ES, "Cancelled"), "Cancelado");
	assert_string_equal(words_get(LANGUAGE_EN, "Cancelled"), "Cancelled");
}

static void
what_is_not_translated_is_english(void **state)
{
	(void)state;
	for (int i = 0; i < LANGUAGES; i++) {
		assert_string_equal(words_get((enum language)i, "no such text"),
		    "no such text");
		/* Not the catalogue's header. */
		assert_string_equal(words_get((enum language)i, ""), "");
		assert_string_equal(
		    words_plural((enum language)i, "a thing", "things", 1),
		    "a thing");
		assert_string_equal(
		    words_plural((enum language)i, "a thing", "things", 0),
		    "things");
	}
}

static void
a_tag_names_a_language(void **state)
{
	static const struct {
		const char *tag;
		int language;
	} rows[] = {
		{ "ca", LANGUAGE_CA },
		{ "ca-ES", LANGUAGE_CA },
		{ "CA-valencia", LANGUAGE_CA },
		{ "es-419", LANGUAGE_ES },
		{ "en-GB", LANGUAGE_EN },
		{ "fr", -1 },
		{ "cat", -1 },
		{ "c", -1 },
		{ "", -1 },
		{ NULL, -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(language_parse(rows[i].tag), rows[i].language);
}

/* words_plural relies on it. */
static void
each_catalogue_has_the_two_forms_of_english(void **state)
{
	static const char *const catalogs[] = { words_ca, words_es };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(catalogs); i++)
		assert_non_null(strstr(catalog_find(catalogs[i], ""),
		    "\nPlural-Forms: nplurals=2; plural=(n != 1);\n"));
}

static const char *
filled(enum language language, const char *text, const char *const *args)
{
	static char out[100];
	struct buf buf = BUF_INIT;

	words_add(&buf, language, text, args);
	strncpy(out, buf_str(&buf), sizeof out - 1);
	buf_free(&buf);
	return out;
}

static void
gaps_are_filled_in_any_order(void **state)
{
	(void)state;
	assert_string_equal(
	    filled(LANGUAGE_EN, "%2 before %1, %2", WORDS("a", "b")),
	    "b before a, b");
	assert_string_equal(
	    filled(LANGUAGE_CA, "%1 August", WORDS("15")), "15 d'agost");
}

static void
what_fills_a_gap_is_no_format(void **state)
{
	(void)state;
	assert_string_equal(
	    filled(LANGUAGE_EN, "%1 and %2", WORDS("%2 %n %s", "%1")),
	    "%2 %n %s and %1");
	assert_string_equal(
	    filled(LANGUAGE_EN, "100 % of %1, %s %0", WORDS("x")),
	    "100 % of x, %s %0");
}

static void
a_gap_without_a_text_stays(void **state)
{
	(void)state;
	assert_string_equal(
	    filled(LANGUAGE_EN, "%1 %2 %9 %", WORDS("a")), "a %2 %9 %");
	assert_string_equal(filled(LANGUAGE_EN, "%1", WORDS(NULL)), "%1");
}

static void
a_number_comes_first_among_the_gaps(void **state)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	(void)state;
	words_add_plural(&buf, LANGUAGE_EN, "%1 thing of %2", "%1 things of %2",
	    12, WORDS("mine"));
	words_add_plural(&buf, LANGUAGE_EN, "|%1 thing", "|%1 things", 1, NULL);
	assert_string_equal(buf_str(&buf), "12 things of mine|1 thing");
}

static void
days_as_each_language_writes_them(void **state)
{
	static const struct {
		const char *first, *last, *words[LANGUAGES];
	} rows[] = {
		{ "2026-03-12", "2026-03-12",
		    { "12 de març de 2026", "12 de marzo de 2026",
			"12 March 2026" } },
		{ "2026-03-12", "2026-03-14",
		    { "12–14 de març de 2026", "12–14 de marzo de 2026",
			"12–14 March 2026" } },
		{ "2026-04-30", "2026-05-02",
		    { "30 d'abril – 2 de maig de 2026",
			"30 de abril – 2 de mayo de 2026",
			"30 April – 2 May 2026" } },
		{ "2026-12-30", "2027-01-02",
		    { "30 de desembre de 2026 – 2 de gener de 2027",
			"30 de diciembre de 2026 – 2 de enero de 2027",
			"30 December 2026 – 2 January 2027" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t first, last;

		assert_int_equal(day_parse(rows[i].first, &first), 0);
		assert_int_equal(day_parse(rows[i].last, &last), 0);
		for (int j = 0; j < LANGUAGES; j++) {
			CLEANUP(buf_free) struct buf buf = BUF_INIT;

			words_add_days(&buf, (enum language)j, first, last);
			assert_string_equal(buf_str(&buf), rows[i].words[j]);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_in_each_language),
		cmocka_unit_test(what_is_not_translated_is_english),
		cmocka_unit_test(a_tag_names_a_language),
		cmocka_unit_test(each_catalogue_has_the_two_forms_of_english),
		cmocka_unit_test(gaps_are_filled_in_any_order),
		cmocka_unit_test(what_fills_a_gap_is_no_format),
		cmocka_unit_test(a_gap_without_a_text_stays),
		cmocka_unit_test(a_number_comes_first_among_the_gaps),
		cmocka_unit_test(days_as_each_language_writes_them),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
