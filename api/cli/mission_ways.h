/* SPDX-License-Identifier: Apache-2.0 */
/* How those who go on a mission get there. */
#ifndef AMBIT_CLI_MISSION_WAYS_H
#define AMBIT_CLI_MISSION_WAYS_H

#include "cli/cli.h"
#include "store/records.h"

/* A table, or with --json a list, of everybody's way on the mission of these
 * records; quiet: nothing when nobody goes. Returns an exit status. */
int mission_ways_print(
    struct cli *cli, struct records *records, const char *id, bool quiet);

#endif
