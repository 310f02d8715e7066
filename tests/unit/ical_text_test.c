/* SPDX-License-Identifier: Apache-2.0 */
/* Content lines: folding, escaping, parameters, values. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "calendars/ical_text.h"

static struct buf out;
static struct ical_writer writer;

static int
setup(void **state)
{
	(void)state;
	out = (struct buf)BUF_INIT;
	ical_open(&writer, &out);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	buf_free(&out);
	return 0;
}

static const char *
written(void)
{
	ical_close(&writer);
	return buf_str(&out);
}

static void
forget(void)
{
	buf_reset(&out);
	ical_open(&writer, &out);
}

static void
uri_line(const char *uri)
{
	ical_lit(&writer, "URL:");
	ical_uri(&writer, uri);
	ical_end(&writer);
}

/* RFC 5545 section 3.1: unfolding removes CRLF and one white space. */
static char *
unfolded(const char *text)
{
	char *result = malloc(strlen(text) + 1), *to = result;

	assert_non_null(result);
	for (; *text; text++) {
		if (!strncmp(text, "\r\n ", 3))
			text += 2;
		else
			*to++ = *text;
	}
	*to = '\0';
	return result;
}

/* Each line is at most 75 octets of whole characters, and not blank. */
static void
check_lines(const char *text)
{
	while (*text) {
		const char *end = strstr(text, "\r\n");

		assert_non_null(end);
		assert_in_range(end - text, 1, ICAL_LINE);
		assert_true(utf8_valid(text, (size_t)(end - text)));
		text = end + 2;
	}
}

static void
text_is_escaped(void **state)
{
	(void)state;
	ical_text_line(
	    &writer, "SUMMARY", NULL, "a,b;c\\d\ne\r\nf\rg\th: \"i\"");
	assert_string_equal(
	    written(), "SUMMARY:a\\,b\\;c\\\\d\\ne\\nf\\ng\th: \"i\"\r\n");
}

static void
no_text_ends_its_line(void **state)
{
	(void)state;
	ical_text_line(&writer, "SUMMARY", NULL, "x\r\nATTENDEE:y");
	uri_line("https://x/\r\nATTENDEE:y");
	ical_lit(&writer, "X-A");
	ical_param(&writer, ";P=", "a\r\nATTENDEE:y");
	ical_raws(&writer, ":z");
	ical_end(&writer);
	assert_string_equal(written(), "SUMMARY:x\\nATTENDEE:y\r\n"
				       "URL:https://x/ATTENDEE:y\r\n"
				       "X-A;P=\"a^nATTENDEE:y\":z\r\n");
}

static void
controls_are_left_out(void **state)
{
	(void)state;
	ical_text_line(&writer, "SUMMARY", NULL,
	    "\001a\002b\x1F"
	    "c\x7F"
	    "d abcdefgh\x08ijk");
	assert_string_equal(written(), "SUMMARY:abcd abcdefghijk\r\n");
}

static void
parameters_are_quoted_and_encoded(void **state)
{
	(void)state;
	ical_lit(&writer, "X");
	ical_param(&writer, ";A=", "plain");
	ical_param(&writer, ";B=", "a,b");
	ical_param(&writer, ";C=", "say \"x^y\"\nz");
	ical_raws(&writer, ":1");
	ical_end(&writer);
	assert_string_equal(
	    written(), "X;A=plain;B=\"a,b\";C=say ^'x^^y^'^nz:1\r\n");
}

static void
uris_are_percent_encoded(void **state)
{
	(void)state;
	uri_line("https://x/a b/ç?q=%20,;\"<");
	assert_string_equal(
	    written(), "URL:https://x/a%20b/%C3%A7?q=%20,;%22%3C\r\n");
}

static void
a_line_of_75_octets_is_not_folded(void **state)
{
	char text[70];

	(void)state;
	memset(text, 'a', sizeof text);
	text[67] = '\0';
	ical_text_line(&writer, "SUMMARY", NULL, text);
	assert_null(strstr(written(), "\r\n "));
	assert_int_equal(out.len, 77);
	forget();
	text[67] = 'a';
	text[68] = '\0';
	ical_text_line(&writer, "SUMMARY", NULL, text);
	assert_string_equal(written() + 75, "\r\n a\r\n");
}

static void
a_character_is_not_split(void **state)
{
	(void)state;
	for (int lead = 0; lead < 8; lead++) {
		struct buf text = BUF_INIT;
		CLEANUP(freep) char *flat = NULL;

		forget();
		for (int i = 0; i < lead; i++)
			buf_addc(&text, 'x');
		for (int i = 0; i < 60; i++)
			buf_adds(&text, i % 2 ? "€" : "𝄞é");
		ical_text_line(&writer, "S", NULL, buf_str(&text));
		check_lines(written());
		flat = unfolded(written());
		assert_int_equal(strlen(flat), text.len + 4);
		assert_memory_equal(flat + 2, text.data, text.len);
		buf_free(&text);
	}
}

/* Octets that are no UTF-8 at all must not hang or overrun either. */
static void
lone_continuations_are_folded_too(void **state)
{
	CLEANUP(freep) char *flat = NULL;
	char text[400];

	(void)state;
	memset(text, 0x80, sizeof text - 1);
	text[sizeof text - 1] = '\0';
	ical_text_line(&writer, "S", NULL, text);
	flat = unfolded(written());
	assert_int_equal(strlen(flat), strlen(text) + 4);
}

static void
values(void **state)
{
	(void)state;
	ical_date(&writer, 0);
	ical_raws(&writer, " ");
	ical_wall(&writer, 86399);
	ical_raws(&writer, " ");
	ical_instant(&writer, -1);
	ical_raws(&writer, " ");
	ical_int(&writer, -120);
	assert_string_equal(
	    written(), "19700101 19700101T235959 19691231T235959Z -120");
}

static void
durations(void **state)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} rows[] = { { 0, "PT0S" }, { 21600, "PT6H" }, { 86400, "P1D" },
		{ 90061, "P1DT1H1M1S" }, { 90, "PT1M30S" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		forget();
		ical_duration(&writer, rows[i].seconds);
		assert_string_equal(written(), rows[i].text);
	}
}

static void
offsets(void **state)
{
	static const struct {
		int seconds;
		const char *text;
	} rows[] = { { 0, "+0000" }, { 3600, "+0100" }, { -12600, "-0330" },
		{ -921, "-001521" }, { 50400, "+1400" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		forget();
		ical_offset(&writer, rows[i].seconds);
		assert_string_equal(written(), rows[i].text);
	}
}

static void
a_full_buffer_is_an_error_and_no_more(void **state)
{
	(void)state;
	out.limit = 40;
	ical_text_line(&writer, "SUMMARY", "ca",
	    "a text, too long for what the buffer may hold");
	assert_int_equal(buf_error(&out), -E2BIG);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(text_is_escaped),
		TEST(no_text_ends_its_line),
		TEST(controls_are_left_out),
		TEST(parameters_are_quoted_and_encoded),
		TEST(uris_are_percent_encoded),
		TEST(a_line_of_75_octets_is_not_folded),
		TEST(a_character_is_not_split),
		TEST(lone_continuations_are_folded_too),
		TEST(values),
		TEST(durations),
		TEST(offsets),
		TEST(a_full_buffer_is_an_error_and_no_more),
	};

	return cmocka_run_group_tests_name("ical_text", tests, NULL, NULL);
}
