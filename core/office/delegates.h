/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Delegations that a source tells of, as missions of ours: each event of kind
 * delegation that has participants becomes one mission, which is as its source
 * tells it and read-only here. Done anew after each sync, from all that the
 * source has told by then: what is the same is not written, what was cancelled
 * or has vanished is a cancelled mission.
 *
 * A participant who goes by the name (or id) of one of our people, and of one
 * alone, is chosen for their role; all others are counted. Their names stay in
 * the event, where few read them and one place has them to be erased in.
 *
 * The mission is of the team of who goes first (of what comes, of its host),
 * or of that which the source's configuration names. One of nobody's team is
 * none of ours.
 */
#ifndef AMBIT_OFFICE_DELEGATES_H
#define AMBIT_OFFICE_DELEGATES_H

#include "base/zone.h"
#include "store/changes.h"
#include "store/store.h"

struct delegates {
	const char *source; /* by its name in the configuration */
	const char *team;   /* whose missions they are; NULL: see above */
	struct zones *zones;
	const struct zone *zone; /* whose days are the office's */
	struct actor actor;
};

/* Inside store_write. -ENOENT: there is no such team. */
int delegates_write(
    struct store *store, const struct delegates *delegates, struct err *err);

#endif
