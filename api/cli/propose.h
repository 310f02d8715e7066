/* SPDX-License-Identifier: Apache-2.0 */
/* Ways out of a conflict, shown; and those that are applied and taken back. */
#ifndef AMBIT_CLI_PROPOSE_H
#define AMBIT_CLI_PROPOSE_H

#include <jansson.h>

#include "base/words.h"
#include "cli/cli.h"

/* ambit conflicts --propose ID. An exit status. */
int cli_propose(struct cli *cli, const char *id, enum language language);

/* A list of conflicts as the API tells them, a line each after the head. */
void cli_print_conflicts(
    const char *head, const json_t *list, enum language language);

/* ambit resolve apply|undo|cancel ID; why may be NULL. */
int cli_resolution_step(
    struct cli *cli, const char *step, const char *id, const char *why);

#endif
