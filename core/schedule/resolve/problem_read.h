/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instance files: the format "mission-instance-1", and the plans that answer
 * them. An instance is JSON with integer minutes UTC, half-open intervals,
 * ids that are positions; what is not named here is passed over.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_PROBLEM_READ_H
#define AMBIT_SCHEDULE_RESOLVE_PROBLEM_READ_H

#include "base/buf.h"
#include "schedule/resolve/problem.h"
#include "schedule/resolve/roster.h"

/* Reads and indexes; *problem is the caller's (problem_free). -EINVAL says
 * where (a JSON pointer), what is wrong and what is wanted; -ENOMEM, -E2BIG. */
int problem_read(
    const char *text, size_t len, struct problem *problem, struct err *err);

/* {"missions": [{"id": 0, "option": 1, "roles": [[7], [3, 9]]}, ...]}. */
void plan_write(const struct roster *roster, struct buf *out);

#endif
