/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking a person out of what is kept beside the records: the log, conflicts,
 * answers that wait to be given again. Rows stay, in their order and with
 * their numbers; only who it was is no longer told.
 */
#ifndef AMBIT_STORE_ERASE_H
#define AMBIT_STORE_ERASE_H

#include "store/store.h"

struct erasure {
	const char *id;    /* of the person, and of no other record */
	const char *alias; /* that stands in its place */
	const char *name;  /* wherever it is written out; NULL */
	const char *email; /* NULL */
};

/* Inside store_write, after the records were changed. */
int store_erase(
    struct store *store, const struct erasure *erasure, struct err *err);

/* Outside of it: rewrites the whole file, so that nothing of what was removed
 * is left in it. */
int store_compact(struct store *store, struct err *err);

#endif
