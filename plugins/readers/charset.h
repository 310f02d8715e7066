/* SPDX-License-Identifier: Apache-2.0 */
/* The character sets in which publishers write: UTF-8, UTF-16, Windows-1252. */
#ifndef AMBIT_READERS_CHARSET_H
#define AMBIT_READERS_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "readers/arena.h"

/* Is it UTF-8 (RFC 3629)? */
bool utf8_sound(const char *text, size_t len);

/* 'L' or 'B' for the order of its bytes, 0 when it is not UTF-16: it has a
 * byte order mark, or begins with two characters of ASCII in that form. */
int utf16_order(const char *text, size_t len);

/* Writes at most len / 2 * 3 bytes and returns how many; half a pair becomes
 * U+FFFD. A byte order mark is a character like any other. */
size_t utf16_to_utf8(const char *text, size_t len, int order, char *out);

/* UTF-16 as UTF-8, without its mark: a new text to be freed; NULL when it is
 * not UTF-16, or memory ran out (*failed). */
char *
utf16_convert(const char *text, size_t len, size_t *out_len, bool *failed);

/* Writes at most len * 3 bytes and returns how many. */
size_t cp1252_to_utf8(const char *text, size_t len, char *out);

/* Windows-1252 as UTF-8, ending with NUL. */
char *cp1252_convert(struct arena *arena, const char *text, size_t len);

#endif
