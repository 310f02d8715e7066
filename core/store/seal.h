/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store that was closed well is sealed: "<path>.seal" has its size and its
 * digest. SQLite's own checks see a damaged structure, not a damaged text; a
 * broken seal shows any byte that has changed since.
 */
#ifndef AMBIT_STORE_SEAL_H
#define AMBIT_STORE_SEAL_H

#include "base/err.h"

/* 0 also without a seal (it was not closed well, or is new). -EUCLEAN: the
 * file is not what was sealed. */
int seal_check(const char *path, struct err *err);

/* Takes the seal off, durably, before the file is written. */
int seal_break(const char *path, struct err *err);

/* Seals the file, which nobody has open; nothing is done when a log with
 * something in it lies beside it. */
int seal_set(const char *path, struct err *err);

#endif
