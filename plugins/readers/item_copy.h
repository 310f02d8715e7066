/* SPDX-License-Identifier: Apache-2.0 */
/* Events that are kept longer than the call that brought them. */
#ifndef AMBIT_READERS_ITEM_COPY_H
#define AMBIT_READERS_ITEM_COPY_H

#include "ambit-plugin.h"
#include "readers/arena.h"

/* The event with all its texts and lists, in the arena; arena->failed when
 * memory runs out. */
struct ambit_event
item_copy(struct arena *arena, const struct ambit_event *event);

/* What to has no text for, it takes from from; both are of this ABI. */
void item_fill(struct ambit_event *to, const struct ambit_event *from);

#endif
