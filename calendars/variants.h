/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Variants of feeds, made when somebody asks for them by a thread of their
 * own, and kept as long as they are true and there is room. A variant is true
 * until a series of its feed changes or the day does.
 */
#ifndef AMBIT_CALENDARS_VARIANTS_H
#define AMBIT_CALENDARS_VARIANTS_H

#include <stdbool.h>
#include <stddef.h>

#include "calendars/feed.h"

struct variants;

struct variants_options {
	size_t bytes; /* most that is kept, plain and deflated; the newest is
			 always */
	/* Called on the variants' thread when one is there, or could not be
	 * made. Does not call back. */
	void (*ready)(void *arg);
	void *arg;
};

#define VARIANTS_BYTES ((size_t)64 << 20)

/* Starts the thread. */
int variants_new(const struct variants_options *options, struct variants **out,
    struct err *err);
/* Ends the thread, when it has made what it is at. NULL is fine. */
void variants_free(struct variants *variants);

/*
 * The variant of a feed of the set, which is of the snapshot; a reference of
 * the caller's. -EAGAIN: it is being made; ask again, with waited, when ready
 * is called. (Who has waited is content with one that has become untrue just
 * now, so nobody waits for ever.) -EBUSY: too many are being made. -ENOMEM.
 */
int variants_get(struct variants *variants, struct feedset *set,
    struct snapshot *snapshot, const struct feed *feed,
    const struct feed_variant *variant, bool waited, struct feed **out);

#endif
