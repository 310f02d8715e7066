/* SPDX-License-Identifier: Apache-2.0 */
/* One run of a plugin by the real runner and host, and what was seen of it. */
#ifndef TEST_RUN_H
#define TEST_RUN_H

#include "source/runner.h"

#define SEEN_MOST 64

struct seen {
	struct runner_outcome outcome;
	void *events[SEEN_MOST]; /* copies, struct ambit_event */
	int nevents;
	char quarantined[SEEN_MOST][600]; /* "name: reason (line)" */
	int nquarantined;
	char logs[SEEN_MOST * 4][200];
	int nlogs;
	int checkpoints;
};

/* A sync with what every test wants; change it before run(). */
struct runner_request run_request(const char *plugin);

/* Runs; the test fails when the run itself could not take place. */
void run(const struct runner_request *request, struct seen *seen);
void seen_free(struct seen *seen);

/* Runs one of the project's plugins by its name over the files below folder,
 * with settings as "key=value", ended by NULL. */
#define SETTINGS_MOST 16
void plugin_run(const char *name, const char *folder, const char *const *words,
    struct seen *seen);

/* The folder of the plugins' sources, with their samples. */
const char *samples(void);

/* A folder of the larger test data; skips the test without it. */
const char *shared_folder(const char *name);

const struct ambit_event *seen_event(const struct seen *seen, int i);

/* The path of a file in the folder that this variable of the environment
 * names; out is static. Fails the test without it. */
const char *path_in(const char *variable, const char *name);

/* "bad-NAME.so" */
const char *bad_plugin(const char *name);

#endif
