/* SPDX-License-Identifier: Apache-2.0 */
/* People's text out of HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "readers/html_text.h"

static const struct {
	const char *html, *text, *line; /* NULL: holds no text */
} pieces[] = {
	{ "plain", "plain", "plain" },
	{ "  a \t b  ", "a b", "a b" },
	{ "one\r\ntwo\n\n\n\nthree", "one\ntwo\n\nthree", "one two three" },
	{ "<p>One <b>two</b></p>\n<p>three</p>", "One two\n\nthree",
	    "One two three" },
	{ "a<br>b<br/>c<BR />d", "a\nb\nc\nd", "a b c d" },
	{ "Agenda:<ul><li>first</li><li>second</li></ul>end",
	    "Agenda:\n\n- first\n- second\n\nend", "Agenda: first second end" },
	{ "R&amp;D &#8211; &quot;a&#x22; &eacute;&nbsp;x &apos;",
	    "R&D \u2013 \"a\" \u00e9 x '", "R&D \u2013 \"a\" \u00e9 x '" },
	{ "AT&T & co &unknown; &; &#; &#x; &#1114112; &#xd800;",
	    "AT&T & co &unknown; &; &#; &#x; \ufffd \ufffd",
	    "AT&T & co &unknown; &; &#; &#x; \ufffd \ufffd" },
	{ "&amp;lt;b&amp;gt;", "&lt;b&gt;", "&lt;b&gt;" },
	{ "&lt;b&gt;", "<b>", "<b>" },
	{ "1 < 2, 3>2 <3", "1 < 2, 3>2 <3", "1 < 2, 3>2 <3" },
	{ "a<script>if (1 < 2) x('</b>')</script>b", "ab", "ab" },
	{ "a<style>p { }</style><!-- no <p> -->b<?php x ?>c", "abc", "abc" },
	{ "a <a href=\"x>y\" title='>'>link</a> b", "a link b", "a link b" },
	{ "<Programming> 2018 <em>now</em>", "<Programming> 2018 now",
	    "<Programming> 2018 now" },
	{ "<CODE/CRAFTS>", "<CODE/CRAFTS>", "<CODE/CRAFTS>" },
	{ "<section>a</section><time>b</time>", "a\nb", "a b" },
	{ "cut <a href=\"", "cut", "cut" },
	{ "cut <!-- off", "cut", "cut" },
	{ "mu\u00f1oz so&shy;ft", "mu\u00f1oz soft", "mu\u00f1oz soft" },
	{ "<p></p> <br>", NULL, NULL },
	{ "", NULL, NULL },
};

static void
text_is_what_people_read(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		const char *text = html_text(&arena, pieces[i].html);
		const char *line = html_line(&arena, pieces[i].html);

		if (!text != !pieces[i].text ||
		    (text && strcmp(text, pieces[i].text) != 0))
			fail_msg("'%s' is '%s'", pieces[i].html, text);
		if (!line != !pieces[i].line ||
		    (line && strcmp(line, pieces[i].line) != 0))
			fail_msg(
			    "'%s' is on one line '%s'", pieces[i].html, line);
	}
	assert_null(html_text(&arena, NULL));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_what_people_read),
	};

	return cmocka_run_group_tests_name("html_text", tests, NULL, NULL);
}
