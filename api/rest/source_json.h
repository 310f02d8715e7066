/* SPDX-License-Identifier: Apache-2.0 */
/* A source and how it fares, as JSON. */
#ifndef AMBIT_REST_SOURCE_JSON_H
#define AMBIT_REST_SOURCE_JSON_H

#include "rest/view.h"

/* One object, with its quarantined items. */
void source_add_json(struct buf *buf, const struct view_source *source,
    bool syncing, int64_t now);

/* The same with its last runs, the newest first, and what the very last one
 * changed, from the store: at most so many of them. */
#define SOURCE_RUNS 50
#define SOURCE_CHANGES 200
int source_add_whole_json(struct buf *buf, const struct view_source *source,
    bool syncing, int64_t now, struct store *store, struct err *err);

#endif
