/* SPDX-License-Identifier: Apache-2.0 */
/* The resolution of a period as a record: begun, told of, ended. Each runs
 * inside store_write. */
#ifndef AMBIT_OFFICE_RESOLUTION_PERIOD_H
#define AMBIT_OFFICE_RESOLUTION_PERIOD_H

#include "base/clock.h"
#include "base/text.h"
#include "office/desk.h"
#include "store/resolutions.h"

struct period_job; /* office/period_job.h */

/* A new one that is running. *job is the caller's, to be run and ended. */
int resolution_begin(struct desk *desk, const struct period_asked *asked,
    char id[UUID_TEXT], struct period_job **job, struct err *err);

/* How far it is; nothing when it is not running any more. */
int resolution_tell(
    struct desk *desk, const char *id, const char *told, struct err *err);

/* Its plan, or why there is none (failed: err of the run). */
int resolution_end(struct desk *desk, const char *id, struct period_job *job,
    const struct err *failed, struct err *err);

/* One that nobody runs any more, since the process that did has ended: failed,
 * if it is still running. -EPERM: it is not. */
int resolution_lose(struct desk *desk, const char *id, struct err *err);
/* All of them; when nothing runs yet. */
int resolutions_lose(struct desk *desk, struct err *err);

/* Runs it and ends it, at once; takes the job over. */
int resolution_run(struct desk *desk, const char *id, struct period_job *job,
    const struct clock *clock, struct err *err);

void period_job_free(struct period_job *job); /* takes NULL */

#endif
