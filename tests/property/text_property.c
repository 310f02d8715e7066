/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text services against slow twins: UTF-8 by decoding, JSON strings by a
 * parser, near words by the definition of the distance.
 */
#include "chance.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/text.h"

/* RFC 3629 section 3, the long way: the code point is worked out, and written
 * back to see whether it was the shortest form. */
static bool
valid_by_decoding(const unsigned char *text, size_t len)
{
	while (len > 0) {
		size_t n = text[0] < 0x80   ? 1
			   : text[0] < 0xe0 ? 2
			   : text[0] < 0xf0 ? 3
					    : 4;
		static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
		uint32_t c = n == 1 ? text[0] : text[0] & (0x7fu >> n);

		if (n > len || (n > 1 && text[0] < 0xc0) || text[0] > 0xf7)
			return false;
		for (size_t i = 1; i < n; i++) {
			if ((text[i] & 0xc0) != 0x80)
				return false;
			c = c << 6 | (text[i] & 0x3f);
		}
		if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
			return false;
		text += n;
		len -= n;
	}
	return true;
}

/* Pieces that meet at every border that the code treats apart. */
static size_t
random_bytes(struct chance *chance, char *out, bool valid)
{
	static const char *const pieces[] = { "plain text", "a", "/", "</",
		"\"", "\\", "\x1f", "\x7f", "\r\n", "\r", "é", "\xc2\x85",
		"\xe2\x80\xae", "\xe2\x81\xa9", "日", "\xf0\x9f\x98\x80",
		"\xf4\x8f\xbf\xbf", "\xed\x9f\xbf" };
	size_t len = 0;

	for (int64_t n = chance_range(chance, 0, 8); n > 0; n--) {
		const char *piece =
		    pieces[chance_range(chance, 0, ARRAY_LEN(pieces) - 1)];

		memcpy(out + len, piece, strlen(piece));
		len += strlen(piece);
		if (!valid && chance_one_in(chance, 4))
			out[len++] = (char)chance_range(chance, 1, 255);
	}
	out[len] = '\0';
	return len;
}

static void
utf8_is_as_decoded(void **state)
{
	struct chance chance = chance_start();
	int valid = 0;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		char text[128];
		size_t len = random_bytes(&chance, text, false);
		bool twin = valid_by_decoding((const unsigned char *)text, len);

		if (utf8_valid(text, len) != twin)
			chance_fail(&chance, "round %d: %s", i, text);
		valid += twin;
	}
	assert_in_range(valid, 20000, 180000);
}

static void
json_strings_are_read_back(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 50000; i++) {
		CLEANUP(buf_free) struct buf json = BUF_INIT;
		char text[128];
		bool valid = chance_one_in(&chance, 2);
		json_t *back;

		random_bytes(&chance, text, valid);
		json_add_text(&json, text);
		back = json_loads(buf_str(&json), JSON_DECODE_ANY, NULL);
		if (!back ||
		    (utf8_valid(text, strlen(text)) &&
			strcmp(json_string_value(back), text) != 0) ||
		    strstr(buf_str(&json), "</"))
			chance_fail(&chance, "round %d: %s", i, buf_str(&json));
		json_decref(back);
	}
}

static void
cleaning_is_done_at_once(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 50000; i++) {
		char text[128], again[128];
		size_t len;

		random_bytes(&chance, text, true);
		len = text_clean(text);
		if (len != strlen(text) || !utf8_valid(text, len) ||
		    strchr(text, '\r') || strchr(text, '\x1f') ||
		    strchr(text, '\x7f') || strstr(text, "\xe2\x80\xae"))
			chance_fail(&chance, "round %d: %s", i, text);
		strcpy(again, text);
		if (text_clean(again) != len)
			chance_fail(&chance, "round %d: not at once", i);
	}
}

/* The definition: the least of what each last step could have been. */
static size_t
distance_of(const char *a, size_t n, const char *b, size_t m)
{
	size_t best, other;

	if (n == 0 || m == 0)
		return n + m;
	best = distance_of(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]);
	other = distance_of(a, n - 1, b, m) + 1;
	best = other < best ? other : best;
	other = distance_of(a, n, b, m - 1) + 1;
	best = other < best ? other : best;
	if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1]) {
		other = distance_of(a, n - 2, b, m - 2) + 1;
		best = other < best ? other : best;
	}
	return best;
}

static void
random_word(struct chance *chance, char word[8])
{
	size_t len = (size_t)chance_range(chance, 1, 6);

	for (size_t i = 0; i < len; i++)
		word[i] = (char)chance_range(chance, 'a', 'c');
	word[len] = '\0';
}

static void
near_words_are_the_nearest(void **state)
{
	struct chance chance = chance_start();
	int found = 0;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		char word[8], words[3][8];
		const char *list[3], *near, *twin = NULL;
		size_t best = SIZE_MAX;

		random_word(&chance, word);
		for (size_t j = 0; j < 3; j++) {
			size_t len, apart, longer;

			random_word(&chance, words[j]);
			list[j] = words[j];
			len = strlen(words[j]);
			apart = distance_of(word, strlen(word), words[j], len);
			longer = len > strlen(word) ? len : strlen(word);
			if (apart >= longer || apart >= best ||
			    apart > (strlen(word) < 6 ? 1 : 2))
				continue;
			best = apart;
			twin = words[j];
		}
		near = text_nearest(word, list, 3);
		if (near != twin)
			chance_fail(&chance, "%s: %s, not %s", word,
			    twin ? twin : "none", near ? near : "none");
		found += twin != NULL;
	}
	assert_in_range(found, 100, 1900);
}

/* Whatever is logged: the text never grows, and what looks like a secret in
 * it is gone. */
static void
redaction_leaves_no_secret(void **state)
{
	static const char *const pieces[] = { "https://user:SECRET77@h.org/a",
		"https://h.org/a?token=SECRET77", "Bearer SECRET77xyz",
		"/feeds/SECRET77SECRET77SECRET77SECRET77SECRET77.ics", " ", "?",
		"/", "@", "://", "\"", "plain", "\n", "bearer " };
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 50000; i++) {
		char text[1024] = "", before[1024];

		for (int64_t n = chance_range(&chance, 1, 8); n > 0; n--) {
			strcat(text, pieces[chance_range(
					 &chance, 0, ARRAY_LEN(pieces) - 1)]);
			strcat(text, " ");
		}
		strcpy(before, text);
		log_redact(text);
		if (strstr(text, "SECRET77") || strlen(text) > strlen(before))
			chance_fail(
			    &chance, "round %d: %s -> %s", i, before, text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_as_decoded),
		cmocka_unit_test(json_strings_are_read_back),
		cmocka_unit_test(cleaning_is_done_at_once),
		cmocka_unit_test(near_words_are_the_nearest),
		cmocka_unit_test(redaction_leaves_no_secret),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
