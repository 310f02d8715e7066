/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of people who were erased, as digests: by them nobody is known, but
 * who is named again, by a source that still does, is known again and hidden.
 *
 * A name is its words, whatever their order, case and accents: "Ada Vidal",
 * "VIDAL, Ada" and "ada-vidal" are one. Words that stand together, with at
 * most three marks between two of them, are held against the digests. A name
 * of one word is nobody's alone: it counts only where it is the whole text,
 * or where all words are asked for.
 *
 * Pure. Cost: one digest for each run of words as long as some name, nothing
 * while nobody was erased.
 */
#ifndef AMBIT_MODEL_ERASED_H
#define AMBIT_MODEL_ERASED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"
#include "base/text.h"
#include "base/vec.h"

#define ERASED_WORDS 8 /* most that are looked at of a name */
#define ERASED_ALIAS 24

struct erased_name {
	char digest[DIGEST_HEX];
	int64_t words;            /* 1 .. ERASED_WORDS */
	char alias[ERASED_ALIAS]; /* that stands in its place */
};
VEC_TYPE(erased_names, struct erased_name);

/* Fills digest and words of the name; false when it has no word. */
bool erased_name_read(const char *name, struct erased_name *out);

/* Texts that were found to name somebody, each once, as they were written. */
VEC_TYPE(erased_spellings, char *);
void erased_spellings_release(struct erased_spellings *spellings);

struct erased_mask {
	const struct erased_names *names;
	bool single;                    /* one word is enough anywhere */
	struct erased_spellings *found; /* may be NULL */
};

/* *out is the text with aliases, the caller's; NULL: it names nobody.
 * -ENOMEM. */
int
erased_mask_text(const struct erased_mask *mask, const char *text, char **out);

/* The same of every text of a record but those that refer to a record; *out
 * is one block, the caller's. */
int erased_mask_record(const struct erased_mask *mask,
    const struct record *type, const void *record, void **out);

#endif
