/* SPDX-License-Identifier: Apache-2.0 */
/* Tables: what becomes of rows, headers, quotes, character sets and maps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reader_kit.h"
#include "readers/csv.h"

#define MAP "title=Title, start=Start as dmy, uid=Id"
#define HEAD "Id,Title,Start\n"

static struct ambit_run run;

/* Reads text by this map, with what else is set. */
static void
read_bytes(const char *text, size_t len, const char *columns,
    const struct reading_config *others, int result)
{
	static const struct reading_config plain = { .header = 1 };
	struct reading_config config = others ? *others : plain;

	config.columns = columns;
	config.derive_uid = 1;
	document_read(&run, &reader_csv, &config, text, len, result);
}

/* What was told, without the quotes of JSON. */
static const char *
told(void)
{
	static char plain[sizeof run.told];
	size_t n = 0;

	for (const char *p = run.told; *p; p++)
		if (*p != '"' || p[-1] == '\\')
			plain[n++] = *p;
	plain[n] = '\0';
	return plain;
}

static void
told_is(const char *text, const char *columns, const char *expected)
{
	read_bytes(text, 0, columns, NULL, AMBIT_OK);
	assert_string_equal(told(), expected);
}

static void
refused(const char *text, const char *columns, int result, const char *words)
{
	read_bytes(text, 0, columns, NULL, result);
	assert_int_equal(run.events, 0);
	assert_told(told(), " cannot be read: ");
	assert_told(told(), words);
}

static void
columns_that_move_are_found_by_their_names(void **state)
{
	(void)state;
	told_is(HEAD "1,A,2/3/2026\n", MAP,
	    "event 2 {uid:1,summary:A,start:2026-03-02}\n");
	told_is("Start,X,Title,Id\n2/3/2026,,A,1\n", MAP,
	    "event 2 {uid:1,summary:A,start:2026-03-02}\n");
	/* case, accents and blanks are no matter when nothing fits better */
	told_is("ID;T\xc3\xadtle;START \n1;A;2/3/2026\n", MAP,
	    "event 2 {uid:1,summary:A,start:2026-03-02}\n");
	told_is("id,ID,Title,Start\n1,2,A,2/3/2026\n",
	    "title=Title, start=Start as dmy, uid=ID",
	    "event 2 {uid:2,summary:A,start:2026-03-02}\n");
}

static void
columns_called_as_fields_need_no_map(void **state)
{
	(void)state;
	told_is("uid,Title,start,end,city,head_rank,trip\n1,A,2026-03-02,2026-"
		"03-04,Lyon,2,x\n",
	    NULL,
	    "event 2 "
	    "{uid:1,summary:A,start:2026-03-02,end:2026-03-05,city:Lyon,head_"
	    "rank:2}\n");
	refused("a,b\n1,2\n", NULL, AMBIT_RETRY,
	    "no row has columns called title and start");
}

static void
what_a_map_can_say(void **state)
{
	static const char *const names[] = { "note", "Other", NULL };
	static const char table[] =
	    "Id,\"Day, at\",Hour,A,Other\n1,2/3/2026,9:30,x,o\n2,2/3/2026,,,\n";

	(void)state;
	run.values = names;
	told_is(table,
	    "title='The ' + A + ' of ' + #1, uid=Id, country='ES', "
	    "start=\"Day, at\" + Hour as 'dmy', zone='Europe/Madrid', note=A",
	    "event 2 {uid:1,summary:The x of "
	    "1,start:2026-03-02T09:30:00,zone:Europe/Madrid,country:ES} note=x "
	    "Other=o\n"
	    "event 3 {uid:2,summary:The 2,start:2026-03-02,country:ES}\n");
	run.values = NULL;
}

/* The pieces of a field, over one row with A=x, B empty and C=z. */
static void
pieces_join(const char *pieces, const char *title)
{
	char columns[200], expected[200];

	snprintf(columns, sizeof columns, "start=D, uid=D, title=%s", pieces);
	snprintf(expected, sizeof expected,
	    title ? "event 2 {uid:2026-03-02,summary:%s,start:2026-03-02}\n"
		  : "quarantine 2 2026-03-02: it has no title\n",
	    title);
	told_is("A,B,C,D\nx,,z,2026-03-02\n", columns, expected);
}

static void
joints_stand_between_what_is_there(void **state)
{
	(void)state;
	pieces_join("A + C", "x z");
	pieces_join("A + B + C", "x z");
	pieces_join("A + ', ' + C", "x, z");
	pieces_join("A + ', ' + B", "x");
	pieces_join("B + ', ' + A", "x");
	pieces_join("A + '/' + B + '-' + C", "x-z");
	pieces_join("'<' + A + '>'", "<x>");
	pieces_join("'<' + B + '>'", NULL);
	pieces_join("'only this'", "only this");
	pieces_join("#3 + #1", "z x");
}

static void
wrong_maps_are_explained(void **state)
{
	static const struct {
		const char *columns, *words;
	} wrong[] = {
		{ "tilte=A, start=B",
		    "no field 'tilte'; did you mean 'title'" },
		{ "title=A", "title and start (or dates) are needed" },
		{ "title=A, start=B as ydm", "'ydm' says nothing of dates" },
		{ "title=A start=B", "a comma is missing before '=B'" },
		{ "title='A, start=B", "a quote is not closed" },
		{ "title=#0, start=B", "'#0, start=B' is no number" },
		{ "title=, start=B", "a column's name is missing" },
		{ "title=A, title=B, start=B", "title is there twice" },
		{ "=A", "a field's name and = are missing" },
		{ "", "a field's name and = are missing" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		refused(
		    "A,B\n", wrong[i].columns, AMBIT_CONFIG, wrong[i].words);
		assert_non_null(csv_check(wrong[i].columns, NULL));
	}
	assert_null(csv_check(MAP, "dmy ca 2026"));
	assert_null(csv_check(NULL, NULL));
	assert_non_null(strstr(csv_check(NULL, "dmx"), "dates: 'dmx'"));
}

static void
a_missing_column_is_named_with_the_nearest(void **state)
{
	(void)state;
	refused("Id,Titel,Start\n1,A,2/3/2026\n", MAP, AMBIT_RETRY,
	    "it has no column 'Title'; the nearest that it has is 'Titel' "
	    "(line 1)");
	refused("Id;Titel;Start\n1;A;2/3/2026\n", MAP, AMBIT_RETRY,
	    "no column 'Title'; the nearest that it has is 'Titel'");
	refused("Id,Title,Start\n", "title=#4, start=Start", AMBIT_RETRY,
	    "it has no column #4, only 3");
	refused("Id,Title,Start,Start\n1,A,,\n", MAP, AMBIT_RETRY,
	    "its columns 3 and 4 are both called 'Start'; write #3 or #4");
	told_is("Id,Title,Start,Start\n1,A,,2/3/2026\n",
	    "title=Title, uid=Id, start=#4 as dmy",
	    "event 2 {uid:1,summary:A,start:2026-03-02}\n");
	refused("<html>", MAP, AMBIT_RETRY, "it has no column 'Title'");
	refused("\n\n", MAP, AMBIT_RETRY, "it has no rows");
}

static void
the_delimiter_is_the_one_that_fits(void **state)
{
	static const struct reading_config tab = { .delimiter = 3,
		.header = 1 };
	const char *text = "Id\tTitle, long\tStart\n";

	(void)state;
	told_is("Id;Title;Start\n1;A, B;2/3/2026\n", MAP,
	    "event 2 {uid:1,summary:A, B,start:2026-03-02}\n");
	told_is("Id\tTitle\tStart\n1\tA;B\t2/3/2026\n", MAP,
	    "event 2 {uid:1,summary:A;B,start:2026-03-02}\n");
	told_is("\xef\xbb\xbfsep=;\r\nId;Title;Start\r\n1;A;2/3/2026\r\n", MAP,
	    "event 3 {uid:1,summary:A,start:2026-03-02}\n");
	read_bytes(text, strlen(text), "title=\"Title, long\", start=Start",
	    &tab, AMBIT_OK);
	/* by number alone both commas and semicolons would do */
	refused(
	    "1;2,3;4,5\n", "title=#1, start=#2", AMBIT_CONFIG, "set delimiter");
}

static void
rows_above_the_header_and_empty_ones_are_passed_over(void **state)
{
	(void)state;
	told_is("Travels of 2026,,\n\n,,\n" HEAD "\n,,\n1,A,2/3/2026\n,,\n",
	    MAP, "event 7 {uid:1,summary:A,start:2026-03-02}\n");
}

static void
a_table_without_header_has_numbers(void **state)
{
	static const struct reading_config none = { .header = 0 };
	const char *text = "1,A,2026-03-02\n2,B,2026-03-03\n";

	(void)state;
	read_bytes(
	    text, strlen(text), "uid=#1, title=#2, start=#3", &none, AMBIT_OK);
	assert_string_equal(told(),
	    "event 1 {uid:1,summary:A,start:2026-03-02}\n"
	    "event 2 {uid:2,summary:B,start:2026-03-03}\n");
}

static void
quotes_hold_delimiters_and_line_ends(void **state)
{
	(void)state;
	told_is(HEAD "1,\"A, \"\"b\"\"\r\nc\",2/3/2026\r\n2,B,2/3/2026", MAP,
	    "event 2 {uid:1,summary:A, \\\"b\\\"\\nc,start:2026-03-02}\n"
	    "event 4 {uid:2,summary:B,start:2026-03-02}\n");
	told_is(HEAD "1, 5\" pipe \"x\",2/3/2026\n", MAP,
	    "event 2 {uid:1,summary:5\\\" pipe \\\"x\\\",start:2026-03-02}\n");
	told_is("Id,Title,Start\r1,\"A\rB\",2/3/2026\r", MAP,
	    "event 2 {uid:1,summary:A\\nB,start:2026-03-02}\n");
}

static void
after_a_bad_row_the_rest_goes_on(void **state)
{
	(void)state;
	told_is(HEAD "1,A,2/3/2026\n2,\"B,2/3/2026\n3,C,2/3/2026\n", MAP,
	    "event 2 {uid:1,summary:A,start:2026-03-02}\n"
	    "quarantine 3 event at line 3: a quote in it is not closed\n"
	    "event 4 {uid:3,summary:C,start:2026-03-02}\n");
	told_is(HEAD "1,\"A\" x,2/3/2026\n2,B,2/3/2026\n", MAP,
	    "quarantine 2 event at line 2: text stands behind a closing quote\n"
	    "event 3 {uid:2,summary:B,start:2026-03-02}\n");
	told_is(HEAD
	    "1,A,31/31/2026\n2,,2/3/2026,\n3,C,2/3/2026,,x\n4\n5,E,2/3/2026\n",
	    MAP,
	    "quarantine 2 A: start: '31/31/2026' does not fit day, month, "
	    "year: there is no month 31\n"
	    "quarantine 3 2: it has no title\n"
	    "quarantine 4 event at line 4: it has 5 columns, the header 3\n"
	    "quarantine 5 4: it has no start\n"
	    "event 6 {uid:5,summary:E,start:2026-03-02}\n");
}

static void
bytes_that_are_no_text_are_refused(void **state)
{
	static const struct reading_config utf8 = { .encoding = CSV_UTF_8,
		.header = 1 };
	static const char nul[] = HEAD "1,A\0B,2/3/2026\n2,B,2/3/2026\n";
	static const char latin[] = HEAD "1,\xe9,2/3/2026\n2,B,2/3/2026\n";

	(void)state;
	read_bytes(nul, sizeof nul - 1, MAP, NULL, AMBIT_OK);
	assert_string_equal(told(),
	    "quarantine 2 event at line 2: it holds a NUL, which is no text\n"
	    "event 3 {uid:2,summary:B,start:2026-03-02}\n");
	read_bytes(latin, sizeof latin - 1, MAP, &utf8, AMBIT_OK);
	assert_string_equal(told(),
	    "quarantine 2 event at line 2: it is not UTF-8 (see encoding)\n"
	    "event 3 {uid:2,summary:B,start:2026-03-02}\n");
	told_is(latin, MAP,
	    "info the table is not UTF-8; it is read as Windows-1252\n"
	    "event 2 {uid:1,summary:\xc3\xa9,start:2026-03-02}\n"
	    "event 3 {uid:2,summary:B,start:2026-03-02}\n");
}

/* text, which is ASCII but for U+00E9 and U+20AC, in UTF-16. */
static size_t
utf16_make(const char *text, bool little, bool mark, char *out)
{
	size_t n = 0;

	if (mark) {
		out[n++] = little ? '\xff' : '\xfe';
		out[n++] = little ? '\xfe' : '\xff';
	}
	for (; *text; text++) {
		unsigned unit = *text == '@'   ? 0xe9
				: *text == '$' ? 0x20ac
					       : (unsigned char)*text;

		out[n++] = (char)(little ? unit : unit >> 8);
		out[n++] = (char)(little ? unit >> 8 : unit);
	}
	return n;
}

static void
utf16_is_read_with_and_without_its_mark(void **state)
{
	static const struct reading_config told_so = { .encoding = CSV_UTF_16,
		.header = 1 };
	char bytes[400];

	(void)state;
	for (int i = 0; i < 8; i++) {
		size_t len =
		    utf16_make(i & 4 ? "Id,Title,Start\r\n1,\"@\r\n$\",2/3/2026"
				     : "Id,Title,Start\n1,\"@\n$\",2/3/2026\n",
			i & 1, i & 2, bytes);

		read_bytes(bytes, len, MAP, i & 1 ? &told_so : NULL, AMBIT_OK);
		assert_string_equal(told(),
		    "event 2 "
		    "{uid:1,summary:\xc3\xa9\\n\xe2\x82\xac,start:2026-"
		    "03-02}\n");
	}
}

static void
midnights_are_whole_days_and_ends_are_included(void **state)
{
	static const struct reading_config madrid = { .zone = "Europe/Madrid",
		.header = 1 };
	static const char *const times[][2] = {
		{ "2026-03-02;2026-03-04", "start:2026-03-02,end:2026-03-05" },
		{ "2026-03-02;", "start:2026-03-02" },
		{ "2026-03-02;2026-03-02", "start:2026-03-02,end:2026-03-03" },
		{ "2026-03-02 00:00:00;2026-03-04 00:00",
		    "start:2026-03-02,end:2026-03-05" },
		{ "2026-03-02 00:00;2026-03-04 23:59:59",
		    "start:2026-03-02,end:2026-03-05" },
		{ "2025-10-20T00:00:00+02:00;2025-10-22T00:00:00+02:00",
		    "start:2025-10-20,end:2025-10-23" },
		{ "2026-03-02 00:00;2026-03-02 12:00",
		    "start:2026-03-02T00:00:00,end:2026-03-02T12:00:00,zone:"
		    "Europe/Madrid" },
		{ "2026-03-02 09:30;",
		    "start:2026-03-02T09:30:00,zone:Europe/Madrid" },
		{ "2026-03-02/2026-03-04;", "start:2026-03-02,end:2026-03-05" },
		{ "2026-03-04;2026-03-03", "it ends before it starts" },
		{ "2026-03-02;2026-03-03 10:00",
		    "start:2026-03-02,end:2026-03-04" },
		{ "2026-03-02 10:00;2026-03-03",
		    "start:2026-03-02T10:00:00,end:2026-03-04T00:00:00" },
		{ "2026-03-02T10:00+01:00;2026-03-01",
		    "it ends before it starts" },
	};
	char text[200];

	(void)state;
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		snprintf(
		    text, sizeof text, "title;start;end\nA;%s\n", times[i][0]);
		read_bytes(text, strlen(text), NULL, &madrid, AMBIT_OK);
		assert_told(told(), times[i][1]);
	}
	told_is("title;start\nA;2026-03-02 10:00\n", NULL,
	    "quarantine 2 A: its times name no zone; set zone for this "
	    "source\n");
}

static void
each_kind_of_field_is_read_as_such(void **state)
{
	(void)state;
	told_is("title,start,categories,interpreters,statutory,voting_seat,"
		"latitude,longitude,status,deadline.registration,city\n"
		"A,2026-03-02,a|b; c,ca-ar;es-fr,S\xc3\xad,no,\"41,5\",2.1,"
		"Tentative,2026-02-01,Paris; Lyon\n"
		"B,2026-03-02,,,perhaps,,,,,,\n"
		"C,2026-03-02,,,,,north,,,,\n",
	    NULL,
	    "event 2 "
	    "{uid:content-11f20ca0ff067b0a40806562304d55ad,status:tentative,"
	    "summary:A,categories:[a,b; c],start:2026-03-02,place:Paris; "
	    "Lyon,city:Paris,latitude:41.5,longitude:2.1,statutory:true,"
	    "interpreters:[ca-ar,es-fr],deadlines:[{name:registration,at:2026-"
	    "02-01}]}\n"
	    "quarantine 3 B: statutory: 'perhaps' is no yes or no\n"
	    "quarantine 4 C: latitude: 'north' is no number\n");
}

static void
a_row_has_its_limit(void **state)
{
	static char text[700 << 10];
	size_t n;

	(void)state;
	n = (size_t)snprintf(text, sizeof text, HEAD "1,");
	memset(text + n, 'x', 300 << 10);
	n += 300 << 10;
	n += (size_t)snprintf(
	    text + n, sizeof text - n, ",2/3/2026\n2,\"of many lines");
	for (int i = 0; i < 40; i++)
		n +=
		    (size_t)snprintf(text + n, sizeof text - n, "\n%9000s", "");
	snprintf(text + n, sizeof text - n, "\"\n3,C,2/3/2026\n");
	read_bytes(text, 0, MAP, NULL, AMBIT_OK);
	assert_told(told(), "quarantine 2 event at line 2: it is longer than "
			    "a row may be");
	assert_told(told(), "quarantine 3 event at line 3: it is longer than "
			    "a row may be");
	assert_told(told(), "event 44 {uid:3,summary:C,start:2026-03-02}\n");
}

static void
reading_stops_when_it_is_told_to(void **state)
{
	char text[4096] = HEAD;
	size_t n = strlen(text);

	(void)state;
	for (int i = 0; i < 200; i++)
		n += (size_t)snprintf(
		    text + n, sizeof text - n, "%d,A,2/3/2026\n", i);
	run.stop_after = 1;
	read_bytes(text, 0, MAP, NULL, AMBIT_CANCELLED);
	assert_in_range(run.events, 1, 199);
	run.stop_after = 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_that_move_are_found_by_their_names),
		cmocka_unit_test(columns_called_as_fields_need_no_map),
		cmocka_unit_test(what_a_map_can_say),
		cmocka_unit_test(joints_stand_between_what_is_there),
		cmocka_unit_test(wrong_maps_are_explained),
		cmocka_unit_test(a_missing_column_is_named_with_the_nearest),
		cmocka_unit_test(the_delimiter_is_the_one_that_fits),
		cmocka_unit_test(
		    rows_above_the_header_and_empty_ones_are_passed_over),
		cmocka_unit_test(a_table_without_header_has_numbers),
		cmocka_unit_test(quotes_hold_delimiters_and_line_ends),
		cmocka_unit_test(after_a_bad_row_the_rest_goes_on),
		cmocka_unit_test(bytes_that_are_no_text_are_refused),
		cmocka_unit_test(utf16_is_read_with_and_without_its_mark),
		cmocka_unit_test(
		    midnights_are_whole_days_and_ends_are_included),
		cmocka_unit_test(each_kind_of_field_is_read_as_such),
		cmocka_unit_test(a_row_has_its_limit),
		cmocka_unit_test(reading_stops_when_it_is_told_to),
	};

	return cmocka_run_group_tests_name("csv_reader", tests, NULL, NULL);
}
