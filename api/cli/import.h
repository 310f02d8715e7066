/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of somebody's files as the lines of one request, and what was refused
 * of them, by file and line. */
#ifndef AMBIT_CLI_IMPORT_H
#define AMBIT_CLI_IMPORT_H

#include "base/vec.h"
#include "cli/ask.h"

/* Where a line of the request came from. */
struct origin {
	const char *path;
	int64_t line;
};

struct import {
	struct ask ask; /* its body: a JSON object a line */
	VEC(struct origin) origins;
	int64_t faults; /* that have been said */
};

void import_free(struct import *import);

/* Says what is wrong in a line of a file. */
void import_fault(
    struct import *import, const char *path, int64_t line, const char *what);

/* Notes where the line that was added to the body came from. */
void import_origin(struct import *import, const char *path, int64_t line);

/* Sends it: 0 and the answer in ask, or an exit status, said. */
int import_send(
    struct cli *cli, struct import *import, const char *why, bool dry_run);

/* Says each value that was refused, by file and line. EXIT_FAILURE, or
 * EXIT_SUCCESS when nothing was. */
int import_refused(struct import *import);

#endif
