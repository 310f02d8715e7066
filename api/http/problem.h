/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors as RFC 9457 problem documents. One row of a table for each cause,
 * whose type URI never changes once it has been published.
 */
#ifndef AMBIT_HTTP_PROBLEM_H
#define AMBIT_HTTP_PROBLEM_H

#include "base/buf.h"
#include "base/invalid.h"
#include "http/server.h"

enum problem {
	PROBLEM_MALFORMED,        /* 400 */
	PROBLEM_UNAUTHENTICATED,  /* 401 */
	PROBLEM_FORBIDDEN,        /* 403 */
	PROBLEM_NOT_FOUND,        /* 404 */
	PROBLEM_METHOD,           /* 405 */
	PROBLEM_TIMEOUT,          /* 408 */
	PROBLEM_CONFLICT,         /* 409 */
	PROBLEM_BLOCKED,          /* 409 */
	PROBLEM_GONE,             /* 410 */
	PROBLEM_STALE,            /* 412 */
	PROBLEM_BODY_TOO_LARGE,   /* 413 */
	PROBLEM_TARGET_TOO_LONG,  /* 414 */
	PROBLEM_MEDIA_TYPE,       /* 415 */
	PROBLEM_EXPECTATION,      /* 417 */
	PROBLEM_INVALID,          /* 422 */
	PROBLEM_KEY_REUSED,       /* 422 */
	PROBLEM_VERSION_WANTED,   /* 428 */
	PROBLEM_TOO_MANY,         /* 429 */
	PROBLEM_HEADER_TOO_LARGE, /* 431 */
	PROBLEM_INTERNAL,         /* 500 */
	PROBLEM_NOT_IMPLEMENTED,  /* 501 */
	PROBLEM_UNAVAILABLE,      /* 503 */
	PROBLEM_VERSION,          /* 505 */
	PROBLEMS
};

/* The problem whose status this is. */
enum problem problem_of_status(int status);
int problem_status(enum problem problem);
const char *problem_type(enum problem problem); /* "not-found", as it stands
						   below /problems/ */

/* Answers with it. detail says what is wrong here and what would be right. */
void problem_reply(struct http_reply *reply, enum problem problem,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The document itself; invalid (may be NULL) is what is wrong, one by one. */
void problem_add_json(struct buf *buf, enum problem problem, const char *detail,
    const struct invalid *invalid);

/* Answers 422 with the list. */
void invalid_reply(struct http_reply *reply, const struct invalid *invalid);

#endif
