/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A way out in words, made from its steps as they are shown (JSON, by names),
 * in the language of whoever reads it. Pure.
 */
#ifndef AMBIT_SCHEDULE_PROPOSE_TEXT_H
#define AMBIT_SCHEDULE_PROPOSE_TEXT_H

#include <jansson.h>

#include "base/buf.h"
#include "base/words.h"

/* A sentence for each step: "Ada Example goes to “Smart City” instead of Bea
 * Example." What a step does not say reads "?". */
void
propose_add_text(struct buf *out, enum language language, const json_t *steps);

/* "people concerned 2, days away +3, ...": what it costs whom. */
void
propose_add_price(struct buf *out, enum language language, const json_t *item);

/* Why it is not offered: what is in the way, and what it would take to have it
 * all the same. To be read by itself, by whoever wished for it. */
void
propose_add_why(struct buf *out, enum language language, const json_t *item);

#endif
