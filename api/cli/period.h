/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a period is called on the command line, and resolving one: ambit resolve
 * --period P [--seconds S] [--iterations N] [--seed K] [--apply], ambit resolve
 * --export FILE --period P.
 */
#ifndef AMBIT_CLI_PERIOD_H
#define AMBIT_CLI_PERIOD_H

#include "cli/cli.h"

/* The days [first, end) of "2026", "2026-11", "2026-11-03" or, both inclusive,
 * "2026-11-03..2026-12" (or with a "/"). */
bool cli_read_period(const char *text, int64_t *first, int64_t *end);

struct period_wish {
	const char *period;
	int64_t seconds, iterations, seed;
	bool apply;
	const char *why, *export;
};

/* An exit status. */
int cli_resolve_period(struct cli *cli, const struct period_wish *wish);

#endif
