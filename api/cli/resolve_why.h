/* SPDX-License-Identifier: Apache-2.0 */
/* Why a mission of an instance file stands in its plan as it does. */
#ifndef AMBIT_CLI_RESOLVE_WHY_H
#define AMBIT_CLI_RESOLVE_WHY_H

#include "base/buf.h"
#include "base/words.h"
#include "schedule/resolve/roster.h"

/* As sentences, or as JSON. -EINVAL: there is no mission of this id, which is
 * its place in the file, from 0. */
int resolve_why(const struct roster *roster, const char *id, bool json,
    enum language language, struct buf *out, struct err *err);

#endif
