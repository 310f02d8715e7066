/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of `ambit plugin check` share. */
#ifndef AMBIT_CLI_PLUGIN_CHECKING_H
#define AMBIT_CLI_PLUGIN_CHECKING_H

#include "cli/plugin_report.h"
#include "cli/plugin_trial.h"

struct checking {
	struct cli *cli;
	const char *folder; /* of the fixtures */
	bool accept;        /* write the events that are expected */
	bool quick;         /* without valgrind */
	struct config *fixtures;
	struct plugin_description *plugin;
	char *path;
	struct trial_room room;
	struct trial_seen good; /* the run that nothing went wrong in */
	struct report report;
};

#define ok(checking, ...) \
	report_add(&(checking)->report, VERDICT_OK, __VA_ARGS__)
#define note(checking, ...) \
	report_add(&(checking)->report, VERDICT_NOTE, __VA_ARGS__)
#define skip(checking, ...) \
	report_add(&(checking)->report, VERDICT_SKIP, __VA_ARGS__)
#define failed(checking, ...) \
	report_add(&(checking)->report, VERDICT_FAIL, __VA_ARGS__)

/* Runs it in this way. False when that could not be done (said). */
bool checking_try(struct checking *checking, const struct trial_way *way,
    struct trial_seen *seen);

bool same_events(const struct trial_seen *a, const struct trial_seen *b);

/* What it makes of fetches that fail, of bodies that are cut, of being told to
 * stop. */
void faults_check(struct checking *checking);

#endif
