/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resolving a period: ambit resolve --period P [--seconds S] [--iterations N]
 * [--seed K] [--apply] [--explain MISSION], and ambit resolve --export FILE
 * --period P.
 */
#ifndef AMBIT_CLI_RESOLVE_PERIOD_H
#define AMBIT_CLI_RESOLVE_PERIOD_H

#include "base/words.h"
#include "cli/cli.h"

struct period_wish {
	const char *period;
	int64_t seconds, iterations, seed;
	bool apply;
	const char *why, *export;
	const char *explain; /* a mission's number or id */
	enum language language;
};

/* An exit status. */
int cli_resolve_period(struct cli *cli, const struct period_wish *wish);

#endif
