/* SPDX-License-Identifier: Apache-2.0 */
/* Texts made alike, to compare what people write with words that are known. */
#ifndef AMBIT_READERS_FOLD_H
#define AMBIT_READERS_FOLD_H

#include <stddef.h>

/*
 * Copies text, UTF-8, to out: letters of Western languages in lower case and
 * without accents, every dash as "-", every blank and control character as a
 * blank, any other character as "?" for each byte; no blanks at the end.
 * Returns 0, or -1 when out has no room for all of it.
 */
int fold_text(const char *text, char *out, size_t room);

/* Are two names alike but for case, accents and blanks? Not if they are
 * longer than 99 bytes. */
int fold_alike(const char *a, const char *b);

/* How many letters of two folded names must be changed, added, left out or
 * swapped to make one the other (Damerau 1964); 100 when they are longer. */
size_t fold_distance(const char *a, const char *b);

#endif
