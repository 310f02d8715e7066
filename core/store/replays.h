/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers that are given again: what was answered to a request with an
 * Idempotency-Key, kept in the transaction of what the request has changed. So
 * a client that got no answer asks again, and what it wanted is done once.
 */
#ifndef AMBIT_STORE_REPLAYS_H
#define AMBIT_STORE_REPLAYS_H

#include "base/buf.h"
#include "base/text.h"
#include "store/store.h"

#define REPLAY_SECONDS 86400

struct replay {
	char request[DIGEST_HEX]; /* digest of what was asked */
	int status;
	char tag[40];
	char location[200];
};

/* Inside store_write. 1: found, its body added to answer; 0: there is none of
 * the last day; or negative. */
int replay_find(struct store *store, const char *caller, const char *key,
    int64_t now, struct replay *out, struct buf *answer, struct err *err);

/* Inside store_write. Forgets those that are a day old. */
int replay_keep(struct store *store, const char *caller, const char *key,
    int64_t now, const struct replay *replay, const struct buf *answer,
    struct err *err);

#endif
