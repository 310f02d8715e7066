/* SPDX-License-Identifier: Apache-2.0 */
/* Missions of a period. */
#ifndef AMBIT_CLI_AGENDA_H
#define AMBIT_CLI_AGENDA_H

#include "cli/cli.h"
#include "model/mission.h"

/* Days, half-open. */
struct period {
	int64_t first, end;
};

/* Of two options, either may be NULL: from today, for a year. 0 or an exit
 * status, said. */
int period_read(
    struct cli *cli, const char *from, const char *to, struct period *out);

/* Does it touch the period? One whose dates are not known does not. The store
 * of cli is open. */
bool period_has(struct cli *cli, const struct period *period,
    const struct mission *mission);

#endif
