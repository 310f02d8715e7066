/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit erase PERSON
 *
 * Takes a person out of the store and its log, for good, and rewrites the
 * file. The daemon must not be running: the file is rewritten whole.
 */
#include "office/erase.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "cli/cli.h"
#include "store/erase.h"

struct erase {
	struct desk desk;
	const char *id;
};

static int
run(struct store *store, void *arg, struct err *err)
{
	struct erase *erase = arg;

	desk_clear(&erase->desk);
	erase->desk.store = store;
	return person_erase(&erase->desk, erase->id, err);
}

int
command_erase(struct cli *cli, int argc, char **argv)
{
	CLEANUP(store_closep) struct store *store = NULL;
	struct erase erase = { .desk = { .zones = NULL } };
	char actor[40];
	struct err err = ERR_INIT;
	int n = cli_options(cli, "erase", NULL, argc, argv), status;

	if (n < 0)
		return EXIT_USAGE;
	if (n != 1)
		return cli_usage("usage: ambit erase PERSON");
	status = cli_config(cli);
	if (status)
		return status;
	snprintf(actor, sizeof actor, "local uid %lld", (long long)getuid());
	erase.desk.actor =
	    (struct actor){ .name = actor, .now = clock_now(cli->clock) };
	erase.id = argv[0];
	if (store_open(cli->config->store_path, DB_WRITER, &store, &err) < 0 ||
	    store_write(store, run, &erase, &err) < 0 ||
	    store_compact(store, &err) < 0)
		status = cli_fail(&err);
	else
		puts("erased; copies that were made before (backups, *.bak) "
		     "still have them: remove those, too");
	desk_free(&erase.desk);
	return status;
}
