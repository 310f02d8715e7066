/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the office adds to the events of snapshots, beside what their sources
 * tell: its overlay (one on the master is for all of a series, unless a row
 * has its own), and whether a mission of ours has been there. A row that the
 * office has said something of since is revised then, so that readers see it.
 */
#ifndef AMBIT_STORE_DRESS_H
#define AMBIT_STORE_DRESS_H

#include "store/records.h"
#include "store/snapshot.h"

/* -ENOMEM. */
int series_dress(struct store *store, struct series *series, struct err *err);

/* Inside store_write, after a record has changed (NULL: was not, is no
 * longer): its event's series is touched, when it is dressed otherwise. */
int dress_touch(struct store *store, const struct record_row *before,
    const struct record_row *after, struct err *err);

#endif
