/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: the durable record of everything, and the log of every change.
 * Each family of tables has a file of its own (events, sources, changes);
 * this one opens, migrates and locks.
 *
 * One process writes. The writer holds a lock on "<path>.lock" for as long as
 * it is open; readers may come and go. In this folder err is never NULL.
 */
#ifndef AMBIT_STORE_STORE_H
#define AMBIT_STORE_STORE_H

#include <stdint.h>

#include "base/err.h"
#include "store/db.h"

struct store;

/*
 * Opens, and as a writer creates and migrates the schema (with a verified
 * backup beside the file before the first step). -EBUSY: another process
 * writes (err names its process id); -EPROTO: the schema is newer than this
 * program; -EUCLEAN: the file is damaged.
 */
int store_open(
    const char *path, enum db_mode mode, struct store **out, struct err *err);
void store_close(struct store *store);
void store_closep(struct store **store);

struct db *store_db(struct store *store);
int store_schema(struct store *store); /* version of the schema, 1.. */

/* Who changes something, for the log. */
struct actor {
	const char *name; /* "sync metropolis", "local uid 0", ... */
	const char *why;  /* a reason, or NULL */
	int64_t now;      /* UTC seconds */
};

/*
 * Runs fn in one transaction; the change log's rows that it adds commit with
 * it. See db_transaction for what fn may do.
 */
int store_write(struct store *store,
    int (*fn)(struct store *store, void *arg, struct err *err), void *arg,
    struct err *err);

#endif
