/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers that people give to missions, "2026-0014": each once. Inside
 * store_write. */
#ifndef AMBIT_STORE_NUMBERING_H
#define AMBIT_STORE_NUMBERING_H

#include "store/store.h"

/* The next under a name ("2026"), from 1; never the same twice. */
int numbering_next(
    struct store *store, const char *name, int64_t *out, struct err *err);

/* How many missions other than this one (an id) have the number. */
int numbering_taken(struct store *store, const char *number, const char *id,
    int64_t *count, struct err *err);

#endif
