/* SPDX-License-Identifier: Apache-2.0 */
/* A conflict as JSON, for the API and the command line. */
#ifndef AMBIT_REST_CONFLICT_JSON_H
#define AMBIT_REST_CONFLICT_JSON_H

#include "base/buf.h"
#include "base/words.h"
#include "office/authorize.h"
#include "store/conflicts.h"

void conflict_add_json(
    struct buf *buf, const struct conflict *conflict, enum language language);

/* " T1 T2 ": the teams whose conflicts the caller may deal with so, in out;
 * NULL: all of them. */
#define CONFLICT_TEAMS 2000
const char *caller_teams(const struct caller *caller, enum verb verb,
    enum object_kind kind, char out[CONFLICT_TEAMS]);

#endif
