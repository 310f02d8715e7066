/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one thread that writes. It owns the store's writer; others hand it jobs
 * and wait until theirs is committed and published. Jobs are served in the
 * order in which they come, each in a transaction of its own.
 */
#ifndef AMBIT_STORE_WRITER_H
#define AMBIT_STORE_WRITER_H

#include "base/err.h"
#include "base/vec.h"
#include "store/store.h"

/* A series that a transaction has changed. event_put, event_missed and
 * event_forget note theirs in the store; the list is emptied when a
 * transaction begins and is complete when it has committed. */
struct touched_series {
	char *source, *uid;
};
VEC_TYPE(touched, struct touched_series);

/* Each series once, in no order; on loan until the next transaction. */
const struct touched *store_touched(const struct store *store);

struct writer;

/*
 * Starts the thread; it takes the store over (and closes it at the end, or at
 * once when it cannot start). published (may be NULL) is called on the thread
 * after each commit, before the job's caller goes on: the place to make the
 * change visible to readers. It may read the store, and must not call the
 * writer.
 */
int writer_new(struct store *store,
    void (*published)(struct store *store, void *arg), void *arg,
    struct writer **out, struct err *err);

/* Runs fn in a transaction on the thread (see store_write) and waits until it
 * is committed and published. Its error is the result. Any thread but the
 * writer's own (-EDEADLK). */
int writer_call(struct writer *writer,
    int (*fn)(struct store *store, void *arg, struct err *err), void *arg,
    struct err *err);

/* The same for what only reads: without a transaction, and nothing is
 * published. */
int writer_read(struct writer *writer,
    int (*fn)(struct store *store, void *arg, struct err *err), void *arg,
    struct err *err);

/*
 * As writer_call without waiting: done(arg) is called on the writer's thread
 * when the transaction is committed and published, or has failed; err is on
 * loan. What is posted before writer_stop is served. -EBUSY: too many wait;
 * -ENOMEM. Then neither is called.
 */
int writer_post(struct writer *writer,
    int (*fn)(struct store *store, void *arg, struct err *err),
    void (*done)(int result, const struct err *err, void *arg), void *arg,
    struct err *err);

/*
 * Has fn called, on the thread and once, when the store can no longer be
 * written: after an error of the disk, or with a damaged file. It reads on.
 * Called before any job is.
 */
void writer_on_broken(struct writer *writer,
    void (*fn)(const struct err *err, void *arg), void *arg);

/* Lets the jobs that are there finish, closes the store, ends the thread. No
 * other thread may call the writer from now on. Takes NULL. */
void writer_stop(struct writer *writer);
void writer_stopp(struct writer **writer);

#endif
