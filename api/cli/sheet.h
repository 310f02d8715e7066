/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit import missions FILE --map MAP [--partial] [--dry-run] [--why REASON]
 *
 * A spreadsheet of missions, each row a mission. What is wrong with a row is
 * said with its line; then nothing is imported, or with --partial the rows
 * that are right. A row whose number is there already brings that mission up
 * to date, so that a file can be read again.
 */
#ifndef AMBIT_CLI_SHEET_H
#define AMBIT_CLI_SHEET_H

#include "cli/cli.h"

struct sheet_options {
	const char *map;
	const char *why;
	bool partial, dry_run;
};

/* An exit status. */
int sheet_import(
    struct cli *cli, const char *path, const struct sheet_options *options);

#endif
