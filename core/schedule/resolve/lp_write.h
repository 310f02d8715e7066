/* SPDX-License-Identifier: Apache-2.0 */
/* An audit by others: the same problem for any solver of integer programs. */
#ifndef AMBIT_SCHEDULE_RESOLVE_LP_WRITE_H
#define AMBIT_SCHEDULE_RESOLVE_LP_WRITE_H

#include "base/buf.h"
#include "schedule/resolve/problem.h"

/* Minimises the weighed objective. What no mission can fill is left out;
 * -ENOMEM, also by the sticky error of out. */
int lp_write(const struct problem *problem, struct buf *out, struct err *err);

#endif
