/* SPDX-License-Identifier: Apache-2.0 */
/* Commands on tokens (model/token.h), run and answered as those of desk.h. */
#ifndef AMBIT_OFFICE_TOKENS_H
#define AMBIT_OFFICE_TOKENS_H

#include "base/secret.h"
#include "office/desk.h"

/* What secrets of tokens are digested for. */
#define TOKEN_PURPOSE "token"

/* Makes one from a JSON object; secret is shown this once. */
int token_create(struct desk *desk, const char *json, size_t len,
    char secret[SECRET_TEXT], struct record_row **out, struct err *err);

/* Its label and expiry alone may change (RFC 7396). */
int token_change(struct desk *desk, const char *id, const char *json,
    size_t len, struct record_row **out, struct err *err);

/* From now on it is not taken, and is of nothing any more. Of one that is
 * revoked already nothing changes. */
int token_revoke(struct desk *desk, const char *id, struct record_row **out,
    struct err *err);

/* Fills the caller from a token, on loan. */
void token_caller(const struct token *token, struct caller *caller);

#endif
