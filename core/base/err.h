/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The error value. A function that can fail returns 0 or a negative errno
 * and says in words what went wrong, where, and what to do, in a struct err
 * that its caller owns. Library code fills it; only programs log it.
 */
#ifndef AMBIT_BASE_ERR_H
#define AMBIT_BASE_ERR_H

#include <errno.h>

struct err {
	int code;      /* 0, or a negative errno */
	char msg[480]; /* one line, no final newline; "" when code is 0 */
};

#define ERR_INIT \
	{ \
		.code = 0 \
	}

/*
 * Fills err (which may be NULL) and returns code, so that a failing function
 * ends in "return err_set(...)". Too long a text is cut on a code point.
 * Control characters in the text are replaced by '?': it may quote input.
 */
int err_set(struct err *err, int code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set with -errno as the code and ": strerror" appended. */
int err_errno(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts "context: " before the text that is there. Returns err's code. */
int err_context(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void err_clear(struct err *err);

#endif
