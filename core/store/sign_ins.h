/* SPDX-License-Identifier: Apache-2.0 */
/* One-time links and the browsers that have signed in, each known by the
 * digest of its secret, each standing for a token until it expires. */
#ifndef AMBIT_STORE_SIGN_INS_H
#define AMBIT_STORE_SIGN_INS_H

#include <stdint.h>

#include "base/secret.h"
#include "store/store.h"

#define SIGN_IN_LINK "link"
#define SIGN_IN_SESSION "session"

/* Inside store_write. Forgets those that have expired by now. */
int sign_in_add(struct store *store, const char *kind, const char *id,
    const char *token, int64_t expires, int64_t now, struct err *err);

/* The token that it stands for. -ENOENT: there is none, or no longer. */
int sign_in_find(struct store *store, const char *kind, const char *id,
    int64_t now, char token[SECRET_DIGEST], struct err *err);

/* Inside store_write. */
int sign_in_remove(struct store *store, const char *id, struct err *err);

#endif
