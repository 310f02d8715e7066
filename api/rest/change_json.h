/* SPDX-License-Identifier: Apache-2.0 */
/* A row of the log as the API tells it. */
#ifndef AMBIT_REST_CHANGE_JSON_H
#define AMBIT_REST_CHANGE_JSON_H

#include "base/buf.h"
#include "store/changes.h"

/* One JSON object. people: also which of us has done it, and why. */
void
change_add_json(struct buf *body, const struct change *change, bool people);

#endif
