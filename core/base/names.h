/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts numbered in the order in which they come, from 0, for arrays by
 * number instead of by text. A text keeps its number for as long as the names
 * live. Finding one costs a hash and, on average, less than two comparisons.
 */
#ifndef AMBIT_BASE_NAMES_H
#define AMBIT_BASE_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

struct names {
	VEC(char *) texts;
	int32_t *slots; /* number + 1, or 0; a power of two of them */
	size_t nslots;
};

void names_free(struct names *names);

/* The number of a text; -1: it has none, or text is NULL. */
int32_t names_find(const struct names *names, const char *text);

/* Its number, a new one if it has none. *out is untouched on failure.
 * -ENOMEM. */
int names_add(struct names *names, const char *text, int32_t *out);

/* On loan; NULL for a number that no text has. */
const char *names_text(const struct names *names, int32_t number);

#endif
