/* SPDX-License-Identifier: Apache-2.0 */
#include "err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts a text that filled its room back to a whole code point. */
static void
trim_code_point(char *msg, size_t room, int wanted)
{
	size_t len = strlen(msg);

	if (wanted < 0 || (size_t)wanted < room)
		return;
	while (len > 0 && ((unsigned char)msg[len - 1] & 0xc0) == 0x80)
		len--;
	if (len > 0 && (unsigned char)msg[len - 1] >= 0xc0)
		len--;
	msg[len] = '\0';
}

static void
replace_controls(char *msg)
{
	for (; *msg; msg++)
		if ((unsigned char)*msg < 0x20 || *msg == 0x7f)
			*msg = '?';
}

static void
fill(struct err *err, int code, const char *fmt, va_list args)
{
	int wanted;

	err->code = code;
	wanted = vsnprintf(err->msg, sizeof err->msg, fmt, args);
	trim_code_point(err->msg, sizeof err->msg, wanted);
	replace_controls(err->msg);
}

int
err_set(struct err *err, int code, const char *fmt, ...)
{
	va_list args;

	if (!err)
		return code;
	va_start(args, fmt);
	fill(err, code, fmt, args);
	va_end(args);
	return code;
}

int
err_errno(struct err *err, const char *fmt, ...)
{
	int code = -errno;
	size_t len;
	va_list args;

	if (!err)
		return code;
	va_start(args, fmt);
	fill(err, code, fmt, args);
	va_end(args);
	len = strlen(err->msg);
	snprintf(
	    err->msg + len, sizeof err->msg - len, ": %s", strerror(-code));
	return code;
}

int
err_context(struct err *err, const char *fmt, ...)
{
	char before[201], after[sizeof err->msg];
	va_list args;
	int wanted;

	if (!err)
		return -EINVAL;
	va_start(args, fmt);
	wanted = vsnprintf(before, sizeof before, fmt, args);
	va_end(args);
	trim_code_point(before, sizeof before, wanted);
	memcpy(after, err->msg, sizeof after);
	wanted = snprintf(err->msg, sizeof err->msg, "%s: %s", before, after);
	trim_code_point(err->msg, sizeof err->msg, wanted);
	replace_controls(err->msg);
	return err->code;
}

void
err_clear(struct err *err)
{
	err->code = 0;
	err->msg[0] = '\0';
}
