/* SPDX-License-Identifier: Apache-2.0 */
/* What is found no longer, told by looking at everything. */
#ifndef AMBIT_STORE_CONFLICTS_LOST_H
#define AMBIT_STORE_CONFLICTS_LOST_H

#include <stdbool.h>

#include "base/vec.h"
#include "store/conflicts.h"

/* What is found, each by its code and subject; begins as VEC_INIT. */
VEC_TYPE(found_keys, char *);

/* 0 or -ENOMEM. */
int
found_keys_add(struct found_keys *keys, const char *code, const char *subject);
void found_keys_free(struct found_keys *keys);

/*
 * Inside store_write: conflict_gone for each stored conflict that still counts
 * as found, whose code meets of, and that is not among the keys, which are
 * sorted by this.
 */
int conflicts_lose(struct store *store, const struct actor *actor,
    struct found_keys *found, bool (*of)(const char *code), struct err *err);

#endif
