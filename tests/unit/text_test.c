/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8, cleaning, near words, JSON strings, hashes and UUIDs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/text.h"

static void
utf8_takes_what_is_well_formed(void **state)
{
	static const char *const right[] = { "", "abc", "é", "日本語",
		"\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xee\x80\x80",
		"\xf4\x8f\xbf\xbf", "\xc2\x80", "\xe0\xa0\x80",
		"eight by eight, then é and some more ASCII text" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(right); i++)
		assert_true(utf8_valid(right[i], strlen(right[i])));
	assert_true(utf8_valid("a\0b", 3));
}

static void
utf8_refuses_the_rest(void **state)
{
	static const char *const wrong[] = { "\x80", "\xc0\x80", "\xc1\xbf",
		"\xc3", "\xc3(", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe2\x82",
		"\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xff", "12345678\x80", "1234567\xe2\x82" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(utf8_valid(wrong[i], strlen(wrong[i])));
	assert_false(utf8_valid("é", 1));
}

/* Every code point by the formula of RFC 3629 section 3. */
static void
utf8_knows_every_code_point(void **state)
{
	(void)state;
	for (uint32_t c = 0x80; c <= 0x110000; c++) {
		char text[4] = { 0 };
		size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		uint32_t rest = c;

		for (size_t i = len - 1; i > 0; i--, rest >>= 6)
			text[i] = (char)(0x80 | (rest & 0x3f));
		text[0] = (char)((len == 2      ? 0xc0
				     : len == 3 ? 0xe0
						: 0xf0) |
				 rest);
		assert_int_equal(utf8_valid(text, len),
		    (c < 0xd800 || c > 0xdfff) && c <= 0x10ffff);
	}
}

static void
assert_cleaned(const char *text, const char *expected)
{
	char copy[64];

	strcpy(copy, text);
	assert_int_equal(text_clean(copy), strlen(expected));
	assert_string_equal(copy, expected);
}

static void
cleans_controls(void **state)
{
	(void)state;
	assert_cleaned("", "");
	assert_cleaned("a\tb\nc", "a\tb\nc");
	assert_cleaned("a\r\nb\rc\r", "a\nb\nc\n");
	assert_cleaned("a\x01\x1f\x7f"
		       "b",
	    "ab");
	assert_cleaned("a\xc2\x80\xc2\x9f\xc2\xa0", "a\xc2\xa0");
	assert_cleaned("\xe2\x80\xa9\xe2\x80\xaa\xe2\x80\xae\xe2\x80\xaf",
	    "\xe2\x80\xa9\xe2\x80\xaf");
	assert_cleaned("\xe2\x81\xa5\xe2\x81\xa6\xe2\x81\xa9\xe2\x81\xaa",
	    "\xe2\x81\xa5\xe2\x81\xaa");
	assert_cleaned("\xe2\x82\xac", "\xe2\x82\xac");
}

static void
lowers_ascii_alone(void **state)
{
	char text[] = "AbZ[@É";

	(void)state;
	text_lower(text);
	assert_string_equal(text, "abz[@É");
}

static void
names_the_nearest_word(void **state)
{
	static const char *const words[] = { "interval", "deadline", "url",
		"max_bytes", "x" };
	const size_t n = ARRAY_LEN(words);

	(void)state;
	assert_string_equal(text_nearest("intervall", words, n), "interval");
	assert_string_equal(text_nearest("itnerval", words, n), "interval");
	assert_string_equal(text_nearest("maxbytes", words, n), "max_bytes");
	assert_string_equal(text_nearest("ulr", words, n), "url");
	assert_string_equal(text_nearest("URL", words, n), "url");
	assert_string_equal(text_nearest("url", words, n), "url");
	assert_null(text_nearest("colour", words, n));
	assert_null(text_nearest("dead", words, n));
	assert_null(text_nearest("y", words, n));
	assert_null(text_nearest("", words, n));
	assert_null(text_nearest("url", words, 0));
}

static void
assert_json(const char *text, const char *expected)
{
	struct buf buf = BUF_INIT;

	json_add_text(&buf, text);
	assert_string_equal(buf_str(&buf), expected);
	buf_free(&buf);
}

static void
writes_json_strings(void **state)
{
	(void)state;
	assert_json(NULL, "null");
	assert_json("", "\"\"");
	assert_json("plain é 日本", "\"plain é 日本\"");
	assert_json("\"\\\b\f\n\r\t\x01\x1f\x7f",
	    "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
	assert_json("a/b</script>", "\"a/b<\\/script>\"");
	assert_json("/", "\"/\"");
	assert_json("a\x80\xc3", "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void
hashes_are_fixed(void **state)
{
	(void)state;
	/* Kept for ever: stored boundaries of shards hang on it. */
	assert_true(hash64("", 0, 0) != hash64("", 0, 1));
	assert_true(hash64("a", 1, 0) != hash64("a\0", 2, 0));
	assert_true(hash64("12345678", 8, 0) != hash64("12345679", 8, 0));
	assert_int_equal(
	    hash64("Barcelona", 9, 7), UINT64_C(0x237d025fa2125fb7));
}

/* Of 65,536 numbers in 256 bins none strays far from 256. */
static void
hashes_spread(void **state)
{
	unsigned low[256] = { 0 }, high[256] = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 65536; i++) {
		uint64_t hash = hash64(&i, sizeof i, 0);

		low[hash & 255]++;
		high[hash >> 56]++;
	}
	for (size_t i = 0; i < 256; i++) {
		assert_in_range(low[i], 160, 352);
		assert_in_range(high[i], 160, 352);
	}
}

static void
digests_are_blake2b(void **state)
{
	struct digest_state digest;
	unsigned char out[DIGEST_BYTES], parts[DIGEST_BYTES];
	char hex[DIGEST_HEX];

	(void)state;
	digest_start(&digest);
	digest_add(&digest, "abc", 3);
	digest_end(&digest, out);
	/* BLAKE2b-256 of "abc", as b2sum -l 256 gives it. */
	assert_string_equal(hex_format(hex, out, sizeof out),
	    "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	digest_start(&digest);
	digest_add(&digest, "a", 1);
	digest_add(&digest, "bc", 2);
	digest_end(&digest, parts);
	assert_memory_equal(out, parts, sizeof out);
}

static void
digest_of_texts(const char *a, const char *b, unsigned char out[DIGEST_BYTES])
{
	struct digest_state digest;

	digest_start(&digest);
	digest_add_text(&digest, a);
	digest_add_text(&digest, b);
	digest_end(&digest, out);
}

static void
digest_parts_do_not_run_together(void **state)
{
	unsigned char a[DIGEST_BYTES], b[DIGEST_BYTES];

	(void)state;
	digest_of_texts("ab", "c", a);
	digest_of_texts("a", "bc", b);
	assert_memory_not_equal(a, b, sizeof a);
	digest_of_texts("", "c", a);
	digest_of_texts(NULL, "c", b);
	assert_memory_not_equal(a, b, sizeof a);
}

static void
uuids_increase(void **state)
{
	char last[UUID_TEXT] = "", uuid[UUID_TEXT];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		/* The clock stands still, then jumps back. */
		uuid_new(uuid, i < 10000 ? 1700000000000 : 1600000000000);
		assert_true(uuid_valid(uuid));
		assert_true(strcmp(uuid, last) > 0);
		assert_int_equal(uuid[14], '7');
		assert_non_null(strchr("89ab", uuid[19]));
		strcpy(last, uuid);
	}
	uuid_new(uuid, 1700000100000);
	/* 1700000100000 is 0x18bcfe6eea0. */
	assert_memory_equal(uuid, "018bcfe6-eea0-7", 15);
}

static void
uuids_have_one_form(void **state)
{
	static const char *const wrong[] = { "",
		"018bcfe5-6800-7000-8000-00000000000",
		"018bcfe5-6800-7000-8000-0000000000000",
		"018bcfe5-6800-7000-8000-00000000000g",
		"018BCFE5-6800-7000-8000-000000000000",
		"018bcfe5a6800-7000-8000-000000000000",
		"018bcfe5-6800-7000-80000-00000000000" };

	(void)state;
	assert_true(uuid_valid("018bcfe5-6800-7000-8000-000000000000"));
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(uuid_valid(wrong[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_takes_what_is_well_formed),
		cmocka_unit_test(utf8_refuses_the_rest),
		cmocka_unit_test(utf8_knows_every_code_point),
		cmocka_unit_test(cleans_controls),
		cmocka_unit_test(lowers_ascii_alone),
		cmocka_unit_test(names_the_nearest_word),
		cmocka_unit_test(writes_json_strings),
		cmocka_unit_test(hashes_are_fixed),
		cmocka_unit_test(hashes_spread),
		cmocka_unit_test(digests_are_blake2b),
		cmocka_unit_test(digest_parts_do_not_run_together),
		cmocka_unit_test(uuids_increase),
		cmocka_unit_test(uuids_have_one_form),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
