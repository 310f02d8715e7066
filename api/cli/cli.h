/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line: what its subcommands share. Each has a file of its own
 * and a row in the table of main.c.
 *
 * Exit status: 0 done; 1 it failed, or something is wrong; 2 the command was
 * not understood.
 */
#ifndef AMBIT_CLI_CLI_H
#define AMBIT_CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/places.h"
#include "base/zone.h"
#include "config/config.h"
#include "model/bound.h"
#include "store/store.h"

#define EXIT_USAGE 2

struct command;

struct cli {
	const struct command *command; /* the one that runs */
	const char *config_path;
	bool config_chosen; /* it is not just where one usually is */
	const struct clock *clock;
	bool json;
	/* Filled by cli_config and cli_store, freed by main. */
	struct config *config;
	struct store *store;
	struct zones *zones;
	struct places *places; /* by cli_places */
};

struct command {
	const char *name;
	const char *arguments;
	const char *summary;
	/* argv[0] is the command's own name. Returns an exit status. */
	int (*run)(struct cli *cli, int argc, char **argv);
};

int command_agenda(struct cli *cli, int argc, char **argv);
int command_changes(struct cli *cli, int argc, char **argv);
int command_backup(struct cli *cli, int argc, char **argv);
int command_conflicts(struct cli *cli, int argc, char **argv);
int command_synergies(struct cli *cli, int argc, char **argv);
int command_config(struct cli *cli, int argc, char **argv);
int command_doctor(struct cli *cli, int argc, char **argv);
int command_erase(struct cli *cli, int argc, char **argv);
int command_event(struct cli *cli, int argc, char **argv);
int command_events(struct cli *cli, int argc, char **argv);
int command_export(struct cli *cli, int argc, char **argv);
int command_feed(struct cli *cli, int argc, char **argv);
int command_place(struct cli *cli, int argc, char **argv);
int command_import(struct cli *cli, int argc, char **argv);
int command_missions(struct cli *cli, int argc, char **argv);
int command_plan(struct cli *cli, int argc, char **argv);
int command_plugin(struct cli *cli, int argc, char **argv);
/* argv[0] is the family's name. */
int command_records(struct cli *cli, int argc, char **argv);
int command_resolve(struct cli *cli, int argc, char **argv);
int command_restore(struct cli *cli, int argc, char **argv);
int command_serve(struct cli *cli, int argc, char **argv);
int command_sources(struct cli *cli, int argc, char **argv);
int command_token(struct cli *cli, int argc, char **argv);
int command_sync(struct cli *cli, int argc, char **argv);
int command_zones(struct cli *cli, int argc, char **argv);

/* "ambit: ..." on standard error. Returns EXIT_FAILURE. */
int cli_fail(const struct err *err);
/* The same with how to do it right. Returns EXIT_USAGE. */
int cli_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Reads the configuration; what is wrong is said. 0 or an exit status. */
int cli_config(struct cli *cli);
/* Each problem as "FILE:LINE: what is wrong". */
void cli_problems(const struct config_problems *problems);

/* Opens configuration, zones and the store for reading. 0 or an exit
 * status. */
int cli_store(struct cli *cli);

/* The zone whose days are the office's; on loan. 0 or an exit status. */
int cli_zone(struct cli *cli, const struct zone **out);
/* The same once the configuration was read, and not said: 0 or negative. */
int cli_find_zone(struct cli *cli, const struct zone **out, struct err *err);
/* The office's day. */
int cli_today(struct cli *cli, int64_t *day);

/* Opens the places, as they are configured. 0 or an exit status. */
int cli_places(struct cli *cli);
/* The same once the configuration was read, and not said: 0 or negative. */
int cli_open_places(struct cli *cli, struct err *err);

/* "http://[::1]:8080": where a server at this address is asked. */
void cli_add_origin(struct buf *out, const char *address, int port);

/*
 * Options of a command: "--name VALUE" or "--name=VALUE", "--flag". What is
 * left are the arguments, moved to the front of argv.
 */
struct cli_option {
	const char *name;   /* without "--"; NULL ends the table */
	const char **value; /* where the value goes, or */
	bool *flag;         /* what is set */
};
/* The number of arguments, or -1 when an option was not understood (it has
 * been said). --json and --help are known to every command; --help prints the
 * usage and these options, and ends the program. */
int cli_options(struct cli *cli, const char *command,
    const struct cli_option *options, int argc, char **argv);

/* A date or an RFC 3339 instant from the command line. 0 or an exit status,
 * said. */
int cli_bound(const char *option, const char *text, struct bound *bound);

/* The days [first, end) of "2026", "2026-11", "2026-11-03" or, both inclusive,
 * "2026-11-03..2026-12" (or with a "/"). false: it is none of these. */
bool cli_read_period(const char *text, int64_t *first, int64_t *end);
/* The same, as the zone has those days. */
bool cli_read_span(const char *text, const struct zone *zone, struct span *out);

#endif
