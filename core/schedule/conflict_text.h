/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A conflict or synergy in words, made from its evidence alone
 * (office/evidence.h says what that holds), in the language of whoever reads
 * it. Pure.
 */
#ifndef AMBIT_SCHEDULE_CONFLICT_TEXT_H
#define AMBIT_SCHEDULE_CONFLICT_TEXT_H

#include "base/buf.h"
#include "base/words.h"

/* What it is called: "One person in two places". Never NULL; of an unknown
 * code, the code itself. */
const char *conflict_name(enum language language, const char *code);

/* Adds a sentence: who, what, when, where, and how much is missing. evidence
 * is the JSON object that is stored; what it does not hold reads "?". */
void conflict_add_text(struct buf *out, enum language language,
    const char *code, const char *evidence);

/* What would clear it, or what may be done; "" for an unknown code. */
const char *conflict_remedy(enum language language, const char *code);

#endif
