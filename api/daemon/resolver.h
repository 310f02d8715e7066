/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resolves periods on a thread of its own, one at a time, on what the job took
 * with it; tells how far it is and what came of it by the writer's thread.
 */
#ifndef AMBIT_DAEMON_RESOLVER_H
#define AMBIT_DAEMON_RESOLVER_H

#include "base/clock.h"
#include "base/zone.h"
#include "office/judge.h"
#include "store/writer.h"

struct resolver;

/* All on loan for as long as it lives. NULL: no memory. */
struct resolver *resolver_new(struct writer *writer, const struct judge *judge,
    struct zones *zones, const struct clock *clock);
/* Ends what runs, and waits for it: what came of it is told by the writer's
 * thread, which stops afterwards. Takes NULL. */
void resolver_stop(struct resolver *resolver);
/* When it has stopped, and the writer with it. Takes NULL. */
void resolver_free(struct resolver *resolver);

/* From the writer's thread. Takes the job over, also when it fails. -EPERM:
 * another is running. */
int resolver_start(struct resolver *resolver, const char *id,
    struct period_job *job, struct err *err);
/* From the writer's thread: with the best plan so far; nothing, when it has
 * just ended. -ENOENT: it does not run here. */
int resolver_cancel(struct resolver *resolver, const char *id, struct err *err);

#endif
