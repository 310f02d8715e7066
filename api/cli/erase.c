/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit erase PERSON [--why REASON]
 *
 * Takes a person out of the store, its log and the feeds, for good, whether
 * the daemon runs or not; and out of what was fetched and is kept for the next
 * sync.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "cli/ask.h"

int
command_erase(struct cli *cli, int argc, char **argv)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	const char *why = NULL;
	const struct cli_option options[] = {
		{ "why", &why, NULL },
		{ NULL, NULL, NULL },
	};
	struct err err = ERR_INIT;
	int n = cli_options(cli, "erase", options, argc, argv), status;

	if (n < 0)
		return EXIT_USAGE;
	if (n != 1)
		return cli_usage("usage: ambit erase PERSON [--why REASON]");
	status = cli_config(cli);
	if (status)
		return status;
	buf_adds(&ask.target, "/v1/people");
	ask_segment(&ask, argv[0]);
	buf_adds(&ask.target, "/erase");
	if (why)
		ask_parameter(&ask, "why", why);
	if (ask_send(cli, &ask, &err) < 0)
		return cli_fail(&err);
	status = ask_refused(&ask, NULL, NULL);
	if (!status)
		puts("erased; copies that were made before (backups, *.bak) "
		     "still have them: remove those, too");
	return status;
}
