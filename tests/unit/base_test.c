/* SPDX-License-Identifier: Apache-2.0 */
/* Errors, buffers, vectors, clocks and spans. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/span.h"
#include "base/vec.h"

static void
err_cuts_on_code_points(void **state)
{
	struct err err = ERR_INIT;
	char long_text[600];

	(void)state;
	memset(long_text, 'a', sizeof long_text);
	for (size_t i = 478; i + 2 < sizeof long_text; i += 2)
		memcpy(long_text + i, "é", 2);
	long_text[599] = '\0';
	assert_int_equal(err_set(&err, -EINVAL, "%s", long_text), -EINVAL);
	assert_int_equal(strlen(err.msg), 478);
	assert_int_equal(err.msg[477], 'a');
}

static void
err_says_context_first(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	err_set(&err, -ENOENT, "no such\nfile");
	assert_int_equal(err_context(&err, "open %s", "x"), -ENOENT);
	assert_string_equal(err.msg, "open x: no such?file");
}

static void
buf_keeps_its_limit(void **state)
{
	struct buf buf = { .limit = 8 };

	(void)state;
	buf_adds(&buf, "12345678");
	assert_int_equal(buf_error(&buf), 0);
	buf_addc(&buf, '9');
	assert_int_equal(buf_error(&buf), -E2BIG);
	assert_string_equal(buf_str(&buf), "12345678");
	assert_null(buf_steal(&buf));
	buf_free(&buf);
}

static void
buf_writes_integers(void **state)
{
	struct buf buf = BUF_INIT;

	(void)state;
	buf_addi(&buf, INT64_MIN);
	buf_addc(&buf, ' ');
	buf_addi(&buf, 0);
	buf_addf(&buf, " %d", 7);
	assert_string_equal(buf_str(&buf), "-9223372036854775808 0 7");
	buf_consume(&buf, 21);
	assert_string_equal(buf_str(&buf), "0 7");
	buf_free(&buf);
}

static void
err_context_is_cut_on_code_points(void **state)
{
	struct err err = ERR_INIT;
	char context[402];

	(void)state;
	context[0] = 'x';
	for (size_t i = 1; i + 2 < sizeof context; i += 2)
		memcpy(context + i, "é", 3);
	err_set(&err, -EIO, "why");
	assert_int_equal(err_context(&err, "%s", context), -EIO);
	assert_memory_equal(err.msg, context, 199);
	assert_string_equal(err.msg + 199, ": why");
	assert_int_equal(err_context(NULL, "%s", "x"), -EINVAL);
}

static void
buf_hands_over_its_bytes(void **state)
{
	CLEANUP(freep) char *text = NULL, *empty = NULL;
	struct buf buf = BUF_INIT;

	(void)state;
	buf_adds(&buf, "whole");
	text = buf_steal(&buf);
	assert_string_equal(text, "whole");
	assert_int_equal(buf.len, 0);
	empty = buf_steal(&buf);
	assert_string_equal(empty, "");
}

static void
vec_grows(void **state)
{
	VEC(int) numbers = VEC_INIT;
	int next = 0;

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(vec_push(&numbers, i), 0);
	assert_int_equal(numbers.len, 1000);
	vec_each(&numbers, number)
		assert_int_equal(*number, next++);
	assert_int_equal(next, 1000);
	assert_int_equal(vec_reserve(&numbers, SIZE_MAX / 2 + 2), -ENOMEM);
	assert_int_equal(numbers.items[999], 999);
	vec_free(&numbers);
	assert_null(numbers.items);
}

static void
clocks_can_be_turned(void **state)
{
	struct clock clock = clock_fixed(1700000000);
	int64_t before = clock_monotonic(&clock_system);

	(void)state;
	assert_int_equal(clock_now(&clock), 1700000000);
	assert_int_equal(clock_monotonic(&clock), 1700000000000);
	clock.fixed_now += 5;
	assert_int_equal(clock_now(&clock), 1700000005);
	assert_true(clock_monotonic(&clock_system) >= before);
	assert_true(clock_now(&clock_system) > 1700000000);
}

static void
spans_are_half_open(void **state)
{
	const struct span ten = { 10, 20 }, touching = { 20, 30 };
	const struct span inside = { 15, 15 }, at_end = { 20, 20 };
	const struct span at_start = { 10, 10 };

	(void)state;
	assert_false(span_meets(ten, touching));
	assert_false(span_meets(touching, ten));
	assert_true(span_meets(ten, inside));
	assert_true(span_meets(at_start, ten));
	assert_false(span_meets(ten, at_end));
	assert_true(span_meets(ten, SPAN_ALWAYS));
	assert_true(span_meets(inside, inside));
	assert_int_equal(span_hull(touching, ten).start, 10);
	assert_int_equal(span_hull(touching, ten).end, 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(err_cuts_on_code_points),
		cmocka_unit_test(err_says_context_first),
		cmocka_unit_test(buf_keeps_its_limit),
		cmocka_unit_test(buf_writes_integers),
		cmocka_unit_test(err_context_is_cut_on_code_points),
		cmocka_unit_test(buf_hands_over_its_bytes),
		cmocka_unit_test(vec_grows),
		cmocka_unit_test(clocks_can_be_turned),
		cmocka_unit_test(spans_are_half_open),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
