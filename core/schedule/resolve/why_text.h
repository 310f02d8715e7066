/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An explanation (why.h) as people read it. It needs nothing but what was kept,
 * so that it can be read in any language long after the plan was made.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_WHY_TEXT_H
#define AMBIT_SCHEDULE_RESOLVE_WHY_TEXT_H

#include <jansson.h>

#include "base/buf.h"
#include "base/words.h"

/* What stands in it: by enum stands, by enum explain_standing; and what is
 * short: people, then by enum problem_family. */
extern const char *const stands_words[], *const why_standing_words[],
					     *const why_lacks_words[];

/* As sentences: how it stands, then each alternative in a line of its own. */
void why_add_text(struct buf *out, enum language language, const json_t *why);

/* Of a list of explanations the one of a mission, by its id or number; NULL. On
 * loan from the list, which may be NULL. */
json_t *why_find(const json_t *list, const char *mission);

#endif
