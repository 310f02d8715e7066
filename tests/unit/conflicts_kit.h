/* SPDX-License-Identifier: Apache-2.0 */
/* Conflicts of two events in a store: found, gone, decided on. */
#ifndef AMBIT_TESTS_CONFLICTS_KIT_H
#define AMBIT_TESTS_CONFLICTS_KIT_H

#include "store/conflicts.h"
#include "store_kit.h"

/* One step, and what it is about. */
struct work {
	struct kit *kit;
	struct found found;
	const char *id;
	enum conflict_step step;
	int64_t revision;
	int64_t expires;
};

/* A duplicate of the events "u" of two sources; its texts are good until the
 * next call. */
struct work about(struct kit *kit, const char *a, const char *b);

/* Each in a transaction, a second later than the one before. */
void found(struct kit *kit, struct work work);
void gone(struct kit *kit, struct work work);
/* 0, or a negative errno and kit->err. */
int step(
    struct kit *kit, const char *id, enum conflict_step step, int64_t revision);

/* Waives until that instant. */
int waive(struct kit *kit, const char *id, int64_t expires);
/* What was waived until now, or earlier, opens again. */
void expire(struct kit *kit, int64_t now);

/* All of them as "C16 open r1; ", with who decided. */
void conflicts_are(struct kit *kit, const char *lines);
/* Of the newest conflict; good until the next call. */
const char *last_id(struct kit *kit);

#endif
