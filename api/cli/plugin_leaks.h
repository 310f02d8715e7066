/* SPDX-License-Identifier: Apache-2.0 */
/* One run of a plugin under valgrind, when that is installed. */
#ifndef AMBIT_CLI_PLUGIN_LEAKS_H
#define AMBIT_CLI_PLUGIN_LEAKS_H

#include "cli/plugin_report.h"
#include "cli/plugin_trial.h"

/* Tells whether the run lost memory, or used what is not its own. */
void leaks_check(const struct trial_room *room, struct report *report);

#endif
