/* SPDX-License-Identifier: Apache-2.0 */
/* A growing text in a room of its own: what a host was told. */
#ifndef TEST_TELL_H
#define TEST_TELL_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Goes on behind what stands in told, which has room bytes; cut at its end. */
static inline void __attribute__((format(printf, 3, 4)))
tell_into(char *told, size_t room, const char *fmt, ...)
{
	size_t len = strlen(told);
	va_list args;

	va_start(args, fmt);
	vsnprintf(told + len, room - len, fmt, args);
	va_end(args);
}

/* The same of a run with a told[]. */
#define tell(run, ...) tell_into((run)->told, sizeof(run)->told, __VA_ARGS__)

#endif
