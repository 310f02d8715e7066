/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as people write them: what is read under which rules, and what is
 * refused with which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "readers/dates.h"

/* expected: "start", "start end", or "! words of the reason" */
struct example {
	const char *rules, *text, *expected;
};

/* "start", "start end" or "! reason" into out. */
static void
outcome(const struct example *example, char *out, size_t room)
{
	struct dates_rules rules = { 0 };
	struct dates_time start, end;
	char texts[2][DATES_TEXT], reason[300] = "";

	if (dates_rules_read(example->rules, &rules, reason, sizeof reason) <
		0 ||
	    dates_read(&rules, example->text, &start, &end, reason,
		sizeof reason) < 0) {
		snprintf(out, room, "! %s", reason);
		return;
	}
	dates_text(&start, texts[0]);
	dates_text(&end, texts[1]);
	snprintf(
	    out, room, "%s%s%s", texts[0], texts[1][0] ? " " : "", texts[1]);
}

#define check_all(examples) \
	check_each(examples, sizeof(examples) / sizeof(examples)[0])

static void
check_each(const struct example *examples, size_t n)
{
	char said[400];

	for (size_t i = 0; i < n; i++) {
		const struct example *e = &examples[i];
		int fits;

		outcome(e, said, sizeof said);
		fits = e->expected[0] == '!'
			   ? said[0] == '!' && strstr(said, e->expected + 2)
			   : !strcmp(said, e->expected);
		if (!fits)
			fail_msg("'%s' under '%s': %s instead of %s", e->text,
			    e->rules, said, e->expected);
	}
}

static void
numbers_follow_the_configured_order(void **state)
{
	static const struct example examples[] = {
		{ "dmy", "22/02/2022", "2022-02-22" },
		{ "dmy", "2/1/2026", "2026-01-02" },
		{ "mdy", "2/1/2026", "2026-02-01" },
		{ "ymd", "2026/2/1", "2026-02-01" },
		{ "dmy", " 22.02.2022 ", "2022-02-22" },
		{ "dmy", "16-10-25", "2025-10-16" },
		{ "ymd", "25-10-16", "2025-10-16" },
		{ "dmy", "1-1-69", "1969-01-01" },
		{ "dmy", "22/02/2022 13:30", "2022-02-22T13:30:00" },
		{ "mdy", "2/22/2022 1:30:05 PM", "2022-02-22T13:30:05" },
		{ "mdy", "2/22/2022 12:00 am", "2022-02-22T00:00:00" },
		{ "dmy", "29/02/2024", "2024-02-29" },
		{ "dmy", "29/02/2023", "! no day of the calendar" },
		{ "dmy", "1/31/2013", "! there is no month 31" },
		{ "mdy", "31/1/2013", "! there is no month 31" },
		{ "dmy", "2026/02/22", "! does not fit day, month, year" },
		{ "mdy", "2026/02/22", "! does not fit month, day, year" },
		{ "ymd", "22/02/2026", "! does not fit year, month, day" },
		{ "dmy", "22/02/026", "! a year of 3 digits" },
		{ "dmy", "22/02/2022 25:00", "! cannot be read" },
		{ "dmy", "0/1/2026", "! cannot be read" },
		{ "dmy", "", "! cannot be read" },
		{ "dmy", "22", "! cannot be read" },
		{ "iso", "02/03/2026", "! set dates, such as dmy" },
		{ "", "02/03/2026", "! set dates, such as dmy" },
		{ "", "22 febrer 2026", "! set dates, such as dmy" },
		{ "", "2026-03-02", "2026-03-02" },
		{ "", "2026-03-02 - 2026-03-04", "2026-03-02 2026-03-04" },
	};

	(void)state;
	check_all(examples);
}

static void
names_of_months_are_read_in_four_languages(void **state)
{
	static const struct example examples[] = {
		{ "dmy", "22 de febrer de 2026", "2026-02-22" },
		{ "dmy",
		    "1r d\xe2\x80\x99"
		    "abril de 2026",
		    "2026-04-01" },
		{ "dmy", "1er ao\xc3\xbbt 2026", "2026-08-01" },
		{ "dmy",
		    "3 D\xc3\x89"
		    "CEMBRE 2026",
		    "2026-12-03" },
		{ "dmy", "3 mar\xc3\xa7 2026", "2026-03-03" },
		{ "dmy", "3 marc\xcc\xa7 2026", "2026-03-03" },
		{ "dmy", "5 de setiembre de 2026", "2026-09-05" },
		{ "dmy", "5 ag. 2026", "2026-08-05" },
		{ "dmy 2014", "17-ene", "2014-01-17" },
		{ "dmy 2013", "02-Feb", "2013-02-02" },
		{ "dmy", "17-ene-14", "2014-01-17" },
		{ "dmy", "17-ene", "! names no year; set one" },
		{ "mdy en", "February 22nd, 2026", "2026-02-22" },
		{ "mdy", "Sept. 1, 2026", "2026-09-01" },
		{ "dmy", "dilluns 22 de febrer de 2027", "2027-02-22" },
		{ "dmy", "mar 3 feb 2026", "2026-02-03" },
		{ "dmy", "12 juil. 2026", "2026-07-12" },
		{ "dmy", "12 jui 2026", "! cannot be read" },
		{ "dmy en", "22 febrer 2026", "! cannot be read" },
		{ "dmy", "Septemper 1", "! cannot be read" },
		{ "dmy", "February 22, 2026",
		    "! does not fit day, month, year" },
		{ "mdy", "22 February 2026",
		    "! does not fit month, day, year" },
	};

	(void)state;
	check_all(examples);
}

static void
a_range_gives_what_its_other_end_leaves_out(void **state)
{
	static const struct example examples[] = {
		{ "dmy", "22-24 febrer 2026", "2026-02-22 2026-02-24" },
		{ "dmy",
		    "22\xe2\x80\x93"
		    "24 febrer 2026",
		    "2026-02-22 2026-02-24" },
		{ "dmy", "del 22 al 24 de febrer de 2026",
		    "2026-02-22 2026-02-24" },
		{ "dmy", "28 feb - 2 mar 2026", "2026-02-28 2026-03-02" },
		{ "dmy", "30 des - 2 gen 2026", "2025-12-30 2026-01-02" },
		{ "dmy", "30 des. 2025 - 2 gen.", "2025-12-30 2026-01-02" },
		{ "dmy 2026", "28 feb-2 mar", "2026-02-28 2026-03-02" },
		{ "dmy", "22-24/02/2026", "2026-02-22 2026-02-24" },
		{ "dmy", "22/02 - 24/02/2026", "2026-02-22 2026-02-24" },
		{ "dmy", "22/02/2026 to 24/02/2026", "2026-02-22 2026-02-24" },
		{ "dmy", "22/02/2026 9:30-11:00",
		    "2026-02-22T09:30:00 2026-02-22T11:00:00" },
		{ "mdy", "February 22 - March 1, 2022",
		    "2022-02-22 2022-03-01" },
		{ "mdy", "May 1-2, 2024", "2024-05-01 2024-05-02" },
		{ "mdy", "Dec 30, 2024 - Jan 2, 2025",
		    "2024-12-30 2025-01-02" },
		{ "dmy", "2026-02-22/2026-02-24", "2026-02-22 2026-02-24" },
		{ "dmy", "24-22 febrer 2026", "! ends before it starts" },
		{ "dmy", "22 i 24 febrer 2026", "! cannot be read" },
		{ "dmy", "22/02/2026 - 23/02/2026 13:00",
		    "! only one has a time of day" },
	};

	(void)state;
	check_all(examples);
}

static void
forms_that_are_the_same_everywhere_need_no_order(void **state)
{
	static const struct example examples[] = {
		{ "mdy", "2026-02-03", "2026-02-03" },
		{ "dmy", "20260203", "2026-02-03" },
		{ "dmy", "20220222T133000", "2022-02-22T13:30:00" },
		{ "dmy", "2026-02-22T13:30:15.250Z", "2026-02-22T13:30:15Z" },
		{ "dmy", "2022-01-01T10:00:00.000+0200",
		    "2022-01-01T08:00:00Z" },
		{ "dmy", "2022-01-01T00:30:00+02:00", "2021-12-31T22:30:00Z" },
		{ "dmy", "2022-01-01 10:00:00 -03", "2022-01-01T13:00:00Z" },
		{ "", "Mon, 01 Sep 2025 08:00:00 GMT", "2025-09-01T08:00:00Z" },
		{ "mdy ca", "Tue, 2 Sep 25 08:00 +0200",
		    "2025-09-02T06:00:00Z" },
		{ "iso", "01 Sep 2025 08:00", "! set dates" },
		{ "iso", "01/09/2025 08:00 GMT", "! set dates" },
		{ "iso", "01 Sep 2025 08:00 EDT", "2025-09-01T12:00:00Z" },
		{ "dmy", "2026-02-30", "! no day of the calendar" },
		{ "dmy", "2026-13-01", "! there is no month 13" },
	};

	(void)state;
	check_all(examples);
}

static void
serial_numbers_are_dates_by_permission_alone(void **state)
{
	static const struct example examples[] = {
		{ "dmy serial", "45945", "2025-10-15" },
		{ "dmy serial", "45945.5625", "2025-10-15T13:30:00" },
		{ "dmy serial", "45945,5625", "2025-10-15T13:30:00" },
		{ "dmy serial", "1", "1900-01-01" },
		{ "dmy serial", "59", "1900-02-28" },
		{ "dmy serial", "60", "! cannot be read" },
		{ "dmy serial", "61", "1900-03-01" },
		{ "dmy serial", "2958465", "9999-12-31" },
		{ "dmy serial", "2958466", "! cannot be read" },
		{ "dmy serial", "45945x", "! cannot be read" },
		{ "dmy", "45945", "! cannot be read" },
	};

	(void)state;
	check_all(examples);
}

static void
a_pattern_is_the_only_form(void **state)
{
	static const struct example examples[] = {
		{ "%d.%m.%y a les %Hh%M", "22.02.26 a les 13h30",
		    "2026-02-22T13:30:00" },
		{ "ca %d %b de %Y", "3  Mar\xc3\xa7 de 2026", "2026-03-03" },
		{ "%d.%m.%y", "22.02.2026", "! does not fit the pattern" },
		{ "%d.%m.%y", "2026-02-22", "! does not fit the pattern" },
		{ "%Y%m%dT%H%M%S%z", "20260222T133000+0100",
		    "2026-02-22T12:30:00Z" },
		{ "%d/%m/%Y %H:%M", "22/02/2026 25:00", "! does not fit" },
	};

	(void)state;
	check_all(examples);
}

static void
rules_that_say_nothing_are_named(void **state)
{
	static const struct example examples[] = {
		{ "dmy ru", "", "! 'ru' says nothing of dates" },
		{ "ydm", "", "! 'ydm' says nothing of dates" },
		{ "dmy 26", "", "! '26' says nothing of dates" },
		{ "%d/%Q", "", "! of '%d/%Q' only" },
		{ "%d/%", "", "! of '%d/%' only" },
	};

	(void)state;
	check_all(examples);
}

static void
midnight_and_the_day_are_those_of_the_writer(void **state)
{
	struct dates_rules rules = { 0 };
	struct dates_time time, end;
	char reason[200], text[DATES_TEXT];

	(void)state;
	assert_int_equal(dates_read(&rules, "2025-10-20T00:00:00+02:00", &time,
			     &end, reason, sizeof reason),
	    0);
	assert_true(dates_is_midnight(&time));
	time = dates_day_of(&time);
	dates_text(&time, text);
	assert_string_equal(text, "2025-10-20");
	assert_int_equal(dates_read(&rules, "2025-10-20T22:00:00Z", &time, &end,
			     reason, sizeof reason),
	    0);
	assert_false(dates_is_midnight(&time));
}

static const struct {
	const char *text, *becomes; /* NULL: is refused */
} machine[] = {
	{ " 2026-03-01\n", "2026-03-01" },
	{ "2026-03-01T10:00", "2026-03-01T10:00:00" },
	{ "2026-03-01 10:00:30", "2026-03-01T10:00:30" },
	{ "2026-03-01T10:00:00.000Z", "2026-03-01T10:00:00Z" },
	{ "2026-03-01T10:00+0200", "2026-03-01T08:00:00Z" },
	{ "2026-03-01 10:00:00 +0000", "2026-03-01T10:00:00Z" },
	{ "2026-03-01T23:30:00-05:30", "2026-03-02T05:00:00Z" },
	{ "2026-12-31T24:00", "2027-01-01T00:00:00" },
	{ "1866-07-01", "1866-07-01" },
	{ "2026-02-29", NULL },
	{ "2026-00-10", NULL },
	{ "0000-01-01", NULL },
	{ "2026-03-01T", NULL },
	{ "2026-03-01T24:01", NULL },
	{ "2026-03-01T10:00:00 CET", NULL },
	{ "2026-03-01T10:00:00+", NULL },
	{ "2026-03-01/2026-03-04", NULL },
	{ "01/03/2026", NULL },
	{ "1 March 2026", NULL },
	{ "", NULL },
};

static void
machines_write_one_form_alone(void **state)
{
	char text[DATES_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof machine / sizeof machine[0]; i++) {
		struct dates_time time = { DATES_NONE };
		int rc = dates_read_iso(machine[i].text, &time);

		dates_text(&time, text);
		if (strcmp(text,
			machine[i].becomes ? machine[i].becomes : "") != 0 ||
		    rc != (machine[i].becomes ? 0 : -1))
			fail_msg("'%s' is '%s'", machine[i].text, text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_follow_the_configured_order),
		cmocka_unit_test(names_of_months_are_read_in_four_languages),
		cmocka_unit_test(a_range_gives_what_its_other_end_leaves_out),
		cmocka_unit_test(
		    forms_that_are_the_same_everywhere_need_no_order),
		cmocka_unit_test(serial_numbers_are_dates_by_permission_alone),
		cmocka_unit_test(a_pattern_is_the_only_form),
		cmocka_unit_test(rules_that_say_nothing_are_named),
		cmocka_unit_test(machines_write_one_form_alone),
		cmocka_unit_test(midnight_and_the_day_are_those_of_the_writer),
	};

	return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
