/* SPDX-License-Identifier: Apache-2.0 */
/* The halves of `ambit plugin`. */
#ifndef AMBIT_CLI_PLUGIN_H
#define AMBIT_CLI_PLUGIN_H

#include "cli/cli.h"

/* The path of a plugin named as in a configuration, or by its file; free it.
 * NULL with errno when there is no such file. */
char *plugin_path_of(const struct cli *cli, const char *name);

/* Each is `ambit plugin WORD ...`; argv[0] is the word. */
int plugin_check(struct cli *cli, int argc, char **argv);
int plugin_new(struct cli *cli, int argc, char **argv);
int plugin_run(struct cli *cli, int argc, char **argv);

#endif
