/* SPDX-License-Identifier: Apache-2.0 */
/* Written lines against a reader that unfolds and unescapes octet by octet. */
#include "chance.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "calendars/ical_text.h"

static const char *const atoms[] = { "a", ",", ";", "\\", "\n", "é", "€", "𝄞",
	"plain words ", "n", ":", "\"", "\t", "^", "0123456789" };

static void
make_text(struct chance *chance, struct buf *text)
{
	int64_t n = chance_range(chance, 0, 80);

	buf_adds(text, "");
	while (n--)
		buf_adds(text, atoms[chance_range(
				   chance, 0, (int64_t)ARRAY_LEN(atoms) - 1)]);
}

/* RFC 5545 section 3.1: unfolding removes CRLF and one white space. */
static void
unfold(const char *text, struct buf *flat)
{
	for (; *text; text++) {
		if (!strncmp(text, "\r\n ", 3))
			text += 2;
		else
			buf_addc(flat, *text);
	}
}

/* Section 3.3.11. */
static void
unescape(const char *value, struct buf *text)
{
	buf_adds(text, "");
	for (; strcmp(value, "\r\n") != 0; value++) {
		if (*value == '\\')
			buf_addc(text, *++value == 'n' ? '\n' : *value);
		else
			buf_addc(text, *value);
	}
}

/* RFC 6868 section 3. */
static void
param_decode(const char *value, const char *end, struct buf *text)
{
	buf_adds(text, "");
	for (; value < end; value++) {
		if (*value == '^') {
			value++;
			buf_addc(text, *value == 'n'    ? '\n'
				       : *value == '\'' ? '"'
							: '^');
		} else {
			buf_addc(text, *value);
		}
	}
}

/* Each line is at most 75 octets of whole characters, and not blank. */
static bool
lines_hold(const char *text)
{
	while (*text) {
		const char *end = strstr(text, "\r\n");

		if (!end || end == text || end - text > 75 ||
		    !utf8_valid(text, (size_t)(end - text)))
			return false;
		text = end + 2;
	}
	return true;
}

static void
texts_read_back(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int round = 0; round < 5000; round++) {
		CLEANUP(buf_free) struct buf text = BUF_INIT;
		CLEANUP(buf_free) struct buf out = BUF_INIT;
		CLEANUP(buf_free) struct buf flat = BUF_INIT;
		CLEANUP(buf_free) struct buf back = BUF_INIT;
		struct ical_writer writer;

		make_text(&chance, &text);
		ical_open(&writer, &out);
		ical_text_line(&writer, "S", NULL, buf_str(&text));
		ical_close(&writer);
		unfold(buf_str(&out), &flat);
		unescape(buf_str(&flat) + 2, &back);
		if (!lines_hold(buf_str(&out)))
			chance_fail(&chance, "a bad line: %s", buf_str(&out));
		if (strcmp(buf_str(&back), buf_str(&text)) != 0)
			chance_fail(&chance, "read back: %s", buf_str(&back));
	}
}

static void
parameters_read_back(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int round = 0; round < 5000; round++) {
		CLEANUP(buf_free) struct buf text = BUF_INIT;
		CLEANUP(buf_free) struct buf out = BUF_INIT;
		CLEANUP(buf_free) struct buf flat = BUF_INIT;
		CLEANUP(buf_free) struct buf back = BUF_INIT;
		struct ical_writer writer;
		const char *value, *end;

		make_text(&chance, &text);
		ical_open(&writer, &out);
		ical_lit(&writer, "X");
		ical_param(&writer, ";P=", buf_str(&text));
		ical_lit(&writer, ":v");
		ical_end(&writer);
		ical_close(&writer);
		unfold(buf_str(&out), &flat);
		assert_non_null(flat.data);
		value = flat.data + strlen("X;P=");
		end = flat.data + flat.len - strlen(":v\r\n");
		if (*value == '"') {
			value++;
			end--;
		}
		if (memchr(value, '"', (size_t)(end - value)))
			chance_fail(&chance, "a quote: %s", buf_str(&flat));
		param_decode(value, end, &back);
		if (!lines_hold(buf_str(&out)))
			chance_fail(&chance, "a bad line: %s", buf_str(&out));
		if (strcmp(buf_str(&back), buf_str(&text)) != 0)
			chance_fail(&chance, "read back: %s", buf_str(&back));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_read_back),
		cmocka_unit_test(parameters_read_back),
	};

	return cmocka_run_group_tests_name("feed_lines", tests, NULL, NULL);
}
