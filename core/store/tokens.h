/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of tokens beside their records: when each was last used. It
 * is written now and then, not at each use, and is no change of the record. */
#ifndef AMBIT_STORE_TOKENS_H
#define AMBIT_STORE_TOKENS_H

#include <stdint.h>

#include "store/store.h"

/* Inside store_write: it was used then. Never moves back. */
int token_use_write(
    struct store *store, const char *token, int64_t at, struct err *err);

/* When it was last used, UTC seconds; 0: never. */
int token_use_read(
    struct store *store, const char *token, int64_t *at, struct err *err);

#endif
