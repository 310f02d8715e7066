/* SPDX-License-Identifier: Apache-2.0 */
/* Whole stores as files: copied while they are in use, checked, and put in
 * another's place. */
#ifndef AMBIT_STORE_RESTORE_H
#define AMBIT_STORE_RESTORE_H

#include <stddef.h>

#include "base/err.h"

/*
 * Is the file at path a sound store that this program can use, of this
 * version or an older one (which is migrated when it is next opened)?
 * *version is its schema's. -ENOENT, -EUCLEAN (damaged), -EPROTO (newer),
 * -EINVAL (no store of ours).
 */
int store_verify(const char *path, int *version, struct err *err);

/* Is each page of it as it was written (seal.h)? -EUCLEAN. While it is being
 * written nothing is looked at: who does that has looked. */
int store_intact(const char *path, struct err *err);

/*
 * Copies the store at path, as of one moment and also while another process
 * writes it, into the new file to, which is checked and on the disk before it
 * has that name. *version is its schema's. -EEXIST when there is such a file.
 */
int
store_backup(const char *path, const char *to, int *version, struct err *err);

/*
 * Puts a copy of the sound store at from in the place of the one at path,
 * which may be damaged or missing; what was there is kept, under its path
 * with this ending. -EBUSY: somebody writes it. After a failure the old one
 * is in its place.
 */
int store_restore(
    const char *path, const char *from, const char *ending, struct err *err);

#endif
