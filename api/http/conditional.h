/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditional requests (RFC 9110 section 13) and the dates in which some of
 * them speak (section 5.6.7). Pure.
 */
#ifndef AMBIT_HTTP_CONDITIONAL_H
#define AMBIT_HTTP_CONDITIONAL_H

#include <stdbool.h>
#include <stdint.h>

/* What a representation is known by. */
struct validators {
	const char *etag; /* with its quotes; NULL: none */
	int64_t modified; /* UTC seconds; 0: not known */
};

/* Does the list of an If-None-Match name this entity tag? Compared weakly;
 * "*" names any. A tag that a proxy (or this server, for gzip) has given the
 * suffix "-gzip" is the same one. */
bool etag_listed(const char *list, const char *etag);

/* May a GET be answered 304? if_modified_since counts only when there is no
 * if_none_match (section 13.1.3). now is for dates with two-digit years. */
bool not_modified(const struct validators *validators,
    const char *if_none_match, const char *if_modified_since, int64_t now);

#define HTTP_DATE 30 /* "Sun, 06 Nov 1994 08:49:37 GMT" and NUL */

char *http_date_format(char out[HTTP_DATE], int64_t utc);

/* Any of the three forms. 0 or -EINVAL. */
int http_date_parse(const char *text, int64_t now, int64_t *utc);

#endif
