/* SPDX-License-Identifier: Apache-2.0 */
/* ambit [-c FILE] COMMAND ...: one program, its subcommands in a table. */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "cli/cli.h"

#define DEFAULT_CONFIG "/etc/ambit/ambit.conf"

#define VERBS "list | show ID | add [ID] KEY=VALUE ... | set ID ... | remove ID"

static const struct command commands[] = {
	{ "serve", "", "Serve feeds and API, and sync the sources.",
	    command_serve },
	{ "sync", "[NAME ...] [--accept]", "Sync sources now.", command_sync },
	{ "sources", "[NAME]", "Show the sources and their health.",
	    command_sources },
	{ "events",
	    "[--from DATE] [--to DATE] [--kind K] [--network N] [--source S]",
	    "List events, occurrence by occurrence.", command_events },
	{ "event", "create KEY=VALUE ... | edit ID KEY=VALUE ... | cancel ID",
	    "Events of our own: work sessions, visits.", command_event },
	{ "overlay", VERBS, "What we add to an event that a source tells.",
	    command_records },
	{ "session", VERBS,
	    "Who is invited to a session of ours, and what it needs.",
	    command_records },
	{ "feed", "[ID] [--output FILE]", "List the feeds, or write one out.",
	    command_feed },
	{ "mission",
	    "list | show ID | journeys ID | create KEY=VALUE ... | amend ID "
	    "... | submit ID | endorse ID | return ID | authorise ID --order "
	    "N | reject ID | withdraw ID | cancel ID | report ID | accept ID "
	    "| decline ID | programme ID",
	    "Missions, from a draft to its report.", command_missions },
	{ "team", VERBS, "Technical teams.", command_records },
	{ "person", VERBS, "People: teams, languages, skills, home.",
	    command_records },
	{ "erase", "PERSON",
	    "Take a person out of the store and its log, for good.",
	    command_erase },
	{ "absence", VERBS, "When people are not at work.", command_records },
	{ "holiday", VERBS, "Days on which a municipality does not work.",
	    command_records },
	{ "resource", VERBS, "Interpreters, rooms, vehicles.",
	    command_records },
	{ "budget", VERBS, "What a team may spend on travel in a year.",
	    command_records },
	{ "council", VERBS, "Municipalities of the area.", command_records },
	{ "network", VERBS, "Networks of cities.", command_records },
	{ "project", VERBS, "Projects and their partners.", command_records },
	{ "token",
	    "list | show ID | create LABEL role=ROLE|feed=FEED KEY=VALUE ... | "
	    "set ID ... | revoke ID | link ID",
	    "Who may ask over the network, and private feeds.", command_token },
	{ "import",
	    "FAMILY FILE ... [--map MAP [--partial]] [--dry-run] [--why "
	    "REASON]",
	    "Read records from CSV, all of them or none; missions also from "
	    "any spreadsheet.",
	    command_import },
	{ "agenda", "[--from DATE] [--to DATE] [--team TEAM]",
	    "The missions of a period as a text.", command_agenda },
	{ "changes",
	    "[--entity E] [--id ID] [--source S] [--since DATE] [--last N]",
	    "Who changed what, from what to what, and why.", command_changes },
	{ "export", "FAMILY | missions [--from DATE] [--to DATE]",
	    "Write a family of records as CSV.", command_export },
	{ "plugin",
	    "list | show NAME | run NAME key=value ... | new NAME [FOLDER] | "
	    "check NAME FIXTURES [--accept] [--no-valgrind]",
	    "Look at plugins, run one by hand, begin one, try it in every "
	    "way.",
	    command_plugin },
	{ "plan", "show | check [FILE] | score EVENT | coverage [YEAR]",
	    "The plan, and what events are worth by it.", command_plan },
	{ "conflicts",
	    "[--team T] [--severity L] [--period P] [--person P] [--code C]"
	    " [--state S] [--source NAME] [--lang L] | --explain ID"
	    " | --propose ID | waive ID --until DAY --why REASON"
	    " | merge|keep-apart|undo ID [--why REASON]",
	    "List conflicts, explain one, find ways out, decide.",
	    command_conflicts },
	{ "synergies",
	    "[--team T] [--period P] [--code C] [--state S] [--lang L]"
	    " | --explain ID | accept|dismiss|undo ID [--why REASON]",
	    "List what could be done together; make use of it, or not.",
	    command_synergies },
	{ "resolve",
	    "--instance FILE [--plan FILE] [--seconds S | --cpu S | "
	    "--iterations N] [--seed K] [--threads N] [--lp FILE] [--explain "
	    "ID]"
	    " | --period P [--seconds S] [--apply] [--explain MISSION]"
	    " [--lang L] | --export FILE --period P"
	    " | apply|undo|cancel ID [--why REASON]",
	    "Find the best plan of a period, or of an instance file, and prove "
	    "how good it is; apply it, take it back.",
	    command_resolve },
	{ "place", "NAME [--country C] [--zone Z]",
	    "Find a city by the names that people write.", command_place },
	{ "zones", "[moved]",
	    "Time zones in use, and what moved when their rules changed.",
	    command_zones },
	{ "config", "check | keys", "Check the configuration.",
	    command_config },
	{ "doctor", "", "Say what is wrong, and what to do.", command_doctor },
	{ "backup", "[FILE]", "Copy the store into a file, and verify it.",
	    command_backup },
	{ "restore", "FILE [--dry-run]", "Put a backup in the store's place.",
	    command_restore },
};

static void
print_help(FILE *out)
{
	fputs("usage: ambit [-c FILE] COMMAND [--json] ...\n\n", out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		fprintf(out, "  %s %s\n      %s\n", commands[i].name,
		    commands[i].arguments, commands[i].summary);
	fputs("\nThe configuration is FILE, else $AMBIT_CONFIG, "
	      "else " DEFAULT_CONFIG ".\n",
	    out);
}

static const struct command *
find_command(const char *name)
{
	const char *names[ARRAY_LEN(commands)], *near;

	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
		names[i] = commands[i].name;
	}
	near = text_nearest(name, names, ARRAY_LEN(names));
	if (near)
		cli_usage("there is no command \"%s\"; did you mean \"%s\"?",
		    name, near);
	else
		cli_usage(
		    "there is no command \"%s\"; see \"ambit help\"", name);
	return NULL;
}

/* Options before the command; the index of the command, or -1. */
static int
read_globals(struct cli *cli, int argc, char **argv)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--json") == 0) {
			cli->json = true;
		} else if ((strcmp(argv[i], "-c") == 0 ||
			       strcmp(argv[i], "--config") == 0) &&
			   i + 1 < argc) {
			cli->config_path = argv[++i];
			cli->config_chosen = true;
		} else if (strcmp(argv[i], "--version") == 0) {
			puts("ambit " AMBIT_VERSION);
			exit(EXIT_SUCCESS);
		} else if (strcmp(argv[i], "--help") == 0) {
			print_help(stdout);
			exit(EXIT_SUCCESS);
		} else {
			cli_usage("%s is not known here; see \"ambit help\"",
			    argv[i]);
			return -1;
		}
	}
	return i;
}

static int
run(struct cli *cli, int argc, char **argv)
{
	const struct command *command;

	if (argc == 0) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[0], "help") == 0) {
		print_help(stdout);
		return EXIT_SUCCESS;
	}
	command = find_command(argv[0]);
	if (!command)
		return EXIT_USAGE;
	cli->command = command;
	/* Help is given whatever the configuration is. */
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0)
			cli->config_path = NULL;
	return command->run(cli, argc, argv);
}

int
main(int argc, char **argv)
{
	const char *path = getenv("AMBIT_CONFIG");
	struct cli cli = {
		.config_path = path ? path : DEFAULT_CONFIG,
		.config_chosen = path != NULL,
		.clock = &clock_system,
	};
	int first, status = EXIT_USAGE;

	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	first = read_globals(&cli, argc, argv);
	if (first >= 0)
		status = run(&cli, argc - first, argv + first);
	store_close(cli.store);
	zones_free(cli.zones);
	places_free(cli.places);
	config_free(cli.config);
	if (fflush(stdout) != 0 && status == EXIT_SUCCESS)
		status = EXIT_FAILURE;
	return status;
}
