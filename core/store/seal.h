/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store is sealed: "<path>.seal" has a checksum of each of its pages, from
 * when they were last copied from the log into the file. SQLite's own checks
 * see a damaged structure, not a damaged text; a broken seal shows any byte
 * that has changed since, also after a crash. A crash in the middle of copying
 * breaks none: what is not as it was sealed then is in the log still.
 */
#ifndef AMBIT_STORE_SEAL_H
#define AMBIT_STORE_SEAL_H

#include "base/err.h"

struct seal;

/* Before anything opens the file. *out is NULL when it has no seal. -EUCLEAN:
 * the file is not what was sealed. */
int seal_check(const char *path, struct seal **out, struct err *err);

/* Seals the file as it is; what the log holds is not looked at. */
int seal_make(const char *path, struct seal **out, struct err *err);
void seal_free(struct seal *seal);

/* Before pages are copied from the log; and when all of them are, and are
 * synced, before the log is written again. When it cannot be renewed there is
 * none any more. */
int seal_expect(struct seal *seal, struct err *err);
int seal_renew(struct seal *seal, struct err *err);

#endif
