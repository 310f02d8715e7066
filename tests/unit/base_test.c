/* SPDX-License-Identifier: Apache-2.0 */
/* Errors and buffers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(err_cuts_on_code_points),
		cmocka_unit_test(err_says_context_first),
		cmocka_unit_test(buf_keeps_its_limit),
		cmocka_unit_test(buf_writes_integers),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
