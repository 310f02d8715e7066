/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as people write them, against the C library, which writes them. */
#include "chance.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "readers/dates.h"

/* A form of strftime, and the rules under which it is read. */
static const struct form {
	const char *format, *rules;
} forms[] = {
	{ "%d/%m/%Y", "dmy" },
	{ "%m/%d/%Y", "mdy" },
	{ "%Y/%m/%d", "ymd" },
	{ "%Y-%m-%d", "dmy" },
	{ "%Y%m%d", "mdy" },
	{ "%d.%m.%Y %H:%M:%S", "dmy" },
	{ "%m-%d-%Y %I:%M:%S %p", "mdy" },
	{ "%d %B %Y", "dmy en" },
	{ "%B %d, %Y", "mdy en" },
	{ "%a, %d %b %Y %H:%M:%S GMT", "dmy" },
	{ "%Y-%m-%dT%H:%M:%S", "ymd" },
	{ "%d-%b-%Y", "dmy" },
	{ "%Hh%M %S %d|%m|%y", "%Hh%M %S %d|%m|%y" },
};

static int
has_time(const struct form *form)
{
	return strstr(form->format, "%M") != NULL;
}

/* What must come out, made by the twin. */
static void
expected_make(const struct form *form, const struct tm *tm, char *out)
{
	size_t n = strftime(out, DATES_TEXT, "%Y-%m-%d", tm);

	if (has_time(form))
		n += strftime(out + n, DATES_TEXT - n, "T%H:%M:%S", tm);
	if (strstr(form->format, "GMT"))
		snprintf(out + n, DATES_TEXT - n, "Z");
}

static void
read_back(struct chance *chance, const struct form *form, const struct tm *tm)
{
	struct dates_rules rules = { 0 };
	struct dates_time start = { DATES_NONE }, end;
	char text[100], expected[DATES_TEXT], got[DATES_TEXT], why[200] = "";

	assert_int_equal(
	    dates_rules_read(form->rules, &rules, why, sizeof why), 0);
	strftime(text, sizeof text, form->format, tm);
	expected_make(form, tm, expected);
	dates_read(&rules, text, &start, &end, why, sizeof why);
	dates_text(&start, got);
	if (strcmp(got, expected) != 0)
		chance_fail(chance, "'%s' under '%s': %s instead of %s: %s",
		    text, form->rules, got, expected, why);
}

static void
what_is_written_is_read(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 20000; i++) {
		/* 1970 to 2068, which two digits of a year can tell */
		time_t when = (time_t)chance_range(&chance, 0, 3124137599);
		const struct form *form = &forms[(size_t)chance_range(
		    &chance, 0, sizeof forms / sizeof forms[0] - 1)];
		struct tm tm;

		read_back(&chance, form, gmtime_r(&when, &tm));
	}
}

/* A piece of a date, or of anything. */
static void
piece_add(struct chance *chance, char *text, size_t room)
{
	static const char *const pieces[] = { "1", "22", "31", "99", "2026",
		"0", "/", "-", ".", " ", ",", ":", "T", "Z", "+0200", "de ",
		"d'", "feb", "mar", "des", "juil", "al", "a", "h", "pm", "dl",
		"\xe2\x80\x93", "\xc3\xa7", "\xff", "%", "13:30", "1er" };
	size_t len = strlen(text);

	snprintf(text + len, room - len, "%s",
	    pieces[chance_range(
		chance, 0, sizeof pieces / sizeof pieces[0] - 1)]);
}

/* Reads the text; what comes out is a time that can be told, in order. */
static void
outcome_check(struct chance *chance, const char *rules_text, const char *text)
{
	struct dates_rules rules = { 0 };
	struct dates_time start = { DATES_NONE }, end = { DATES_NONE };
	char why[200] = "", told[DATES_TEXT];
	int rc;

	dates_rules_read(rules_text, &rules, why, sizeof why);
	rc = dates_read(&rules, text, &start, &end, why, sizeof why);
	if (rc < 0 && (!why[0] || start.form || end.form))
		chance_fail(chance, "'%s': refused without a word", text);
	dates_text(&start, told);
	if (rc == 0 && (strlen(told) < 10 || told[4] != '-'))
		chance_fail(chance, "'%s' became '%s'", text, told);
	if (rc == 0 && end.form && end.seconds < start.seconds)
		chance_fail(chance, "'%s' ends before it starts", text);
}

static void
what_is_not_read_is_refused_with_a_reason(void **state)
{
	static const char *const rules[] = { "", "dmy 2026", "mdy en serial",
		"ymd fr", "%d %b %Y" };
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 50000; i++) {
		int64_t pieces = chance_range(&chance, 0, 12);
		char text[200] = "";

		while (pieces-- > 0)
			piece_add(&chance, text, sizeof text);
		outcome_check(
		    &chance, rules[chance_range(&chance, 0, 4)], text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(what_is_not_read_is_refused_with_a_reason),
	};

	return cmocka_run_group_tests_name(
	    "dates properties", tests, NULL, NULL);
}
