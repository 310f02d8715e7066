/* SPDX-License-Identifier: Apache-2.0 */
/* A conflict as JSON, for the API and the command line. */
#ifndef AMBIT_REST_CONFLICT_JSON_H
#define AMBIT_REST_CONFLICT_JSON_H

#include "base/buf.h"
#include "base/words.h"
#include "store/conflicts.h"

void conflict_add_json(
    struct buf *buf, const struct conflict *conflict, enum language language);

#endif
