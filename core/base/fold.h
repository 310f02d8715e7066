/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text as people compare it: without capitals, accents and punctuation. What
 * is left are words of letters and digits with one space between them, so
 * that "L’Hospitalet" and "l'hospitalet", "Århus" and "Arhus", "Brussel·les"
 * and "Brussel.les" are the same.
 */
#ifndef AMBIT_BASE_FOLD_H
#define AMBIT_BASE_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes text (UTF-8) folded into out, NUL-terminated, and returns its length:
 * compatibility decomposition (Unicode NFKD), case folding, marks left out,
 * Latin letters that have no decomposition as plain ones (ø o, ł l, æ ae).
 * Catalan's l·l and l.l are ll. What finds no room in room bytes (at least 1)
 * is left out, whole code points only. Bytes that are not UTF-8 end it.
 */
size_t text_fold(char *out, size_t room, const char *text);

/* Stands the word (or words) in the text, whole? Both are folded. */
bool folded_has_word(const char *text, const char *word);

#endif
