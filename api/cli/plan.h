/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the command "plan". */
#ifndef AMBIT_CLI_PLAN_H
#define AMBIT_CLI_PLAN_H

#include "cli/cli.h"

/* The configuration has been read and has a plan. year: NULL is this one.
 * Returns an exit status. */
int plan_coverage(struct cli *cli, const char *year);

#endif
