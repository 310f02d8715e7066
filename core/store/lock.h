/* SPDX-License-Identifier: Apache-2.0 */
/* The right to write: a lock on "<path>.lock", which holds the process id of
 * its owner as text. It ends with the process, however that ends. */
#ifndef AMBIT_STORE_LOCK_H
#define AMBIT_STORE_LOCK_H

#include "base/err.h"

/* *fd holds the lock until it is closed. -EBUSY names the process. */
int lock_take(const char *path, int *fd, struct err *err);

#endif
