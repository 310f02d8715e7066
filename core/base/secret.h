/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets that the program gives out, and by what it knows them again: a
 * secret is 256 bits of chance, of which only a digest is kept. Who reads the
 * store cannot use what is in it.
 */
#ifndef AMBIT_BASE_SECRET_H
#define AMBIT_BASE_SECRET_H

#include <stdbool.h>

#define SECRET_TEXT 44   /* 256 bits in base64url, and NUL */
#define SECRET_DIGEST 41 /* 160 bits of BLAKE2b-256 in hexadecimal, and NUL */

/* A new secret (RFC 4648 section 5, without padding): fit for a header, a
 * path and a cookie as it is. */
char *secret_new(char out[SECRET_TEXT]);

/* Does the text look like one? */
bool secret_valid(const char *text);

/* By what it is known: the same for the same purpose and text alone, so that
 * a secret for one purpose is none for another. */
char *
secret_digest(char out[SECRET_DIGEST], const char *purpose, const char *text);

/* Are two digests or secrets the same? Takes as long wherever they differ. */
bool secret_same(const char *a, const char *b);

#endif
