/* SPDX-License-Identifier: Apache-2.0 */
/* What a client would rather have (RFC 9110 section 12.5). Pure. */
#ifndef AMBIT_HTTP_ACCEPT_H
#define AMBIT_HTTP_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>

/* The weight in thousandths that a list such as "gzip;q=0.5, *;q=0" gives to
 * a word: that of the word itself, else that of "*", else -1. Members that
 * are malformed are passed over. */
int accept_weight(const char *list, const char *word);

/* May a gzip body be sent for this Accept-Encoding (NULL: absent)? Only when
 * it is wanted at least as much as a plain one. */
bool accept_gzip(const char *accept_encoding);

/* The index of the language (of n, in our order of preference) that fits an
 * Accept-Language best: "ca-ES" is served by "ca". fallback when none does. */
size_t accept_language(
    const char *list, const char *const *languages, size_t n, size_t fallback);

#endif
