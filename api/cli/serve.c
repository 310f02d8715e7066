/* SPDX-License-Identifier: Apache-2.0 */
/* ambit serve */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "cli/cli.h"
#include "daemon/daemon.h"
#include "source/check.h"

static void
tell_ready(int port, void *arg)
{
	CLEANUP(buf_free) struct buf origin = BUF_INIT;

	cli_add_origin(&origin, arg, port);
	log_info("serving at %s/", buf_str(&origin));
}

int
command_serve(struct cli *cli, int argc, char **argv)
{
	CLEANUP(config_problems_free)
	struct config_problems problems = VEC_INIT, faults = VEC_INIT;
	CLEANUP(freep) char *address = NULL;
	struct err err = ERR_INIT;
	struct config *config;
	int n = cli_options(cli, "serve", NULL, argc, argv);
	int status;

	if (n != 0)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("serve takes no arguments");
	status = cli_config(cli);
	if (status)
		return status;
	if (sources_check(cli->config, cli->clock, &problems, &faults, &err) <
	    0)
		return cli_fail(&err);
	cli_problems(&faults); /* its sources will fail, and say so */
	if (problems.len) {
		cli_problems(&problems);
		return EXIT_FAILURE;
	}
	config = TAKE(cli->config);
	address = strdup(config->address);
	if (daemon_run(config, cli->clock, tell_ready, address, &err) < 0)
		return cli_fail(&err);
	return EXIT_SUCCESS;
}
