/* SPDX-License-Identifier: Apache-2.0 */
/* What a source of this plugin is configured with, and one run of it. */
#ifndef PROJECTS_SYNC_H
#define PROJECTS_SYNC_H

#include "readers/milestones.h"
#include "readers/reading.h"

struct config {
	struct reading_config reading;
	struct milestone_config milestones;
	const char *project, *programme, *approval, *start, *end;
	const char *periods, *deliverables, *rules, *calls;
	int role;
};

/* Of role; ends with NULL. */
extern const char *const project_roles[];

/* As ambit_plugin's sync. */
int projects_sync(const void *config, const char *cursor,
    const struct ambit_host *host, struct ambit_run *run);

#endif
