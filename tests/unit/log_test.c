/* SPDX-License-Identifier: Apache-2.0 */
/* The log: its forms, its levels, and what it must never show. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/log.h"

/* Standard error leads into a pipe while a test runs. */
struct caught {
	int saved, ends[2];
	char text[8192];
};

static int
catch_stderr(void **state)
{
	struct caught *caught = calloc(1, sizeof *caught);

	if (!caught || pipe(caught->ends) < 0)
		return -1;
	caught->saved = dup(STDERR_FILENO);
	dup2(caught->ends[1], STDERR_FILENO);
	*state = caught;
	return 0;
}

static int
release_stderr(void **state)
{
	struct caught *caught = *state;

	dup2(caught->saved, STDERR_FILENO);
	close(caught->saved);
	close(caught->ends[0]);
	close(caught->ends[1]);
	free(caught);
	return 0;
}

/* What was logged since the last call; a mark of our own ends it. */
static const char *
caught_text(void **state)
{
	struct caught *caught = *state;
	ssize_t len;

	assert_int_equal(write(STDERR_FILENO, "#", 1), 1);
	len = read(caught->ends[0], caught->text, sizeof caught->text - 1);
	assert_true(len > 0);
	caught->text[len - 1] = '\0';
	return caught->text;
}

static void
journal_lines_have_priorities(void **state)
{
	log_setup(LOG_FORMAT_AUTO, LOG_LEVEL_DEBUG);
	log_error("one %d", 1);
	assert_string_equal(caught_text(state), "<3>one 1\n");
	log_warning("two");
	assert_string_equal(caught_text(state), "<4>two\n");
	log_info("three");
	assert_string_equal(caught_text(state), "<6>three\n");
	log_debug("four");
	assert_string_equal(caught_text(state), "<7>four\n");
}

static void
levels_hold_back(void **state)
{
	enum log_level level = LOG_LEVEL_ERROR;

	log_setup(LOG_FORMAT_JOURNAL, LOG_LEVEL_WARNING);
	log_info("not this");
	log_debug("nor this");
	assert_string_equal(caught_text(state), "");
	log_warning("this");
	assert_string_equal(caught_text(state), "<4>this\n");
	assert_int_equal(log_level_parse("debug", &level), 0);
	assert_int_equal(level, LOG_LEVEL_DEBUG);
	assert_int_equal(log_level_parse("loud", &level), -EINVAL);
	assert_int_equal(level, LOG_LEVEL_DEBUG);
}

static void
text_lines_have_words(void **state)
{
	const char *text;

	log_setup(LOG_FORMAT_TEXT, LOG_LEVEL_INFO);
	errno = ENOENT;
	log_warning("careful");
	assert_int_equal(errno, ENOENT);
	text = caught_text(state);
	assert_int_equal(text[4], '-');
	assert_string_equal(text + 19, "Z warning: careful\n");
}

static void
json_lines_are_objects(void **state)
{
	const char *text;

	log_setup(LOG_FORMAT_JSON, LOG_LEVEL_INFO);
	log_info("say \"hello\"");
	text = caught_text(state);
	assert_memory_equal(text, "{\"time\":\"", 9);
	assert_non_null(strstr(text,
	    "Z\",\"level\":\"info\",\"message\":\"say \\\"hello\\\"\"}\n"));
}

static void
controls_are_replaced(void **state)
{
	log_setup(LOG_FORMAT_JOURNAL, LOG_LEVEL_INFO);
	log_info("a\nb\x1b[31m\x7f\tc");
	assert_string_equal(caught_text(state), "<6>a?b?[31m??c\n");
	log_info("é \xe2\x80\xae \xc2\x9b");
	assert_string_equal(caught_text(state), "<6>é  \n");
	log_info("bad \xff\xc3");
	assert_string_equal(caught_text(state), "<6>bad ??\n");
}

static void
long_messages_are_cut_on_a_code_point(void **state)
{
	char message[4096];
	const char *text;

	for (size_t i = 0; i < sizeof message - 2; i += 2)
		memcpy(message + i, "é", 3);
	log_setup(LOG_FORMAT_JOURNAL, LOG_LEVEL_INFO);
	log_info("%s", message);
	text = caught_text(state);
	assert_in_range(strlen(text), 2040, 2052);
	assert_string_equal(text + strlen(text) - 6, "é...\n");
	log_info("x%s", message);
	text = caught_text(state);
	assert_string_equal(text + strlen(text) - 6, "é...\n");
}

static void
credentials_are_hidden(void **state)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "fetch https://user:secret@example.org/a.ics failed",
		    "fetch https://[...]@example.org/a.ics failed" },
		{ "https://u@h/", "https://*@h/" },
		{ "https://example.org/a@b", "https://example.org/a@b" },
		{ "\"https://example.org/a?key=12345&x\" is slow",
		    "\"https://example.org/a?[...]\" is slow" },
		{ "GET /feeds/a.ics?t=1 200", "GET /feeds/a.ics?*** 200" },
		{ "https://a:bcdef@h/?q=12345", "https://[...]@h/?[...]" },
		{ "Authorization: Bearer abcdef12345",
		    "Authorization: Bearer [...]" },
		{ "the bearer of news", "the bearer of news" },
		{ "/feeds/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcdX.ics",
		    "/feeds/[...].ics" },
		{ "a-slug-that-is-long-but-made-of-plain-words-alone",
		    "a-slug-that-is-long-but-made-of-plain-words-alone" },
		{ "018bcfe5-6800-7000-8000-000000000000 changed",
		    "018bcfe5-6800-7000-8000-000000000000 changed" },
		{ "really?no", "really?no" },
		{ "", "" },
		{ "  two  blanks  ", "  two  blanks  " },
	};
	char text[128];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		strcpy(text, cases[i].text);
		log_redact(text);
		assert_string_equal(text, cases[i].shown);
	}
	log_setup(LOG_FORMAT_JOURNAL, LOG_LEVEL_INFO);
	log_error("at https://u:pw123@h/x?token=t0ken");
	assert_string_equal(
	    caught_text(state), "<3>at https://[...]@h/x?[...]\n");
}

int
main(void)
{
#define CAUGHT(test) \
	cmocka_unit_test_setup_teardown(test, catch_stderr, release_stderr)
	const struct CMUnitTest tests[] = {
		CAUGHT(journal_lines_have_priorities),
		CAUGHT(levels_hold_back),
		CAUGHT(text_lines_have_words),
		CAUGHT(json_lines_are_objects),
		CAUGHT(controls_are_replaced),
		CAUGHT(long_messages_are_cut_on_a_code_point),
		CAUGHT(credentials_are_hidden),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
