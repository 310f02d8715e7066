/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit token list | show ID | create LABEL role=ROLE|feed=FEED KEY=VALUE ... |
 *     set ID KEY=VALUE ... | revoke ID | link ID
 *
 * Tokens are records as others are, but for two words: one is created with its
 * label, its secret being shown this once, and revoked. A link signs a browser
 * in once, with what the token may do. An id may be cut short
 * as long as it is the only one that begins so.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/secret.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "store/record_table.h"

#define SHORTEST 4

/* The whole id of one cut short; a copy of the caller's, or NULL: none, or
 * several. */
static char *
whole_id(struct cli *cli, const char *start)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct err err = ERR_INIT;
	const struct record_row *row, *next;
	struct ordered_walk walk;
	size_t len = strlen(start);

	if (len < SHORTEST || len >= SECRET_DIGEST - 1 || cli_store(cli) ||
	    store_records(cli->store, &records, &err) < 0)
		return NULL;
	row = records_first(records, FAMILY_TOKEN, start, &walk);
	if (!row || strncmp(record_id(row->record), start, len) != 0)
		return NULL;
	next = records_next(&walk);
	if (next && strncmp(record_id(next->record), start, len) == 0)
		return NULL;
	return strdup(record_id(row->record));
}

/* The same command in the words of all records. */
static int
run_as(
    struct cli *cli, const char *verb, const char *first, int argc, char **argv)
{
	char **words = calloc((size_t)argc + 2, sizeof *words);
	int n = 0, status;

	if (!words)
		return EXIT_FAILURE;
	words[n++] = argv[0];
	words[n++] = (char *)verb;
	if (first)
		words[n++] = (char *)first;
	for (int i = first ? 3 : 2; i < argc; i++)
		words[n++] = argv[i];
	status = command_records(cli, n, words);
	free(words);
	return status;
}

static int
run_create(struct cli *cli, int argc, char **argv)
{
	CLEANUP(freep) char *label = NULL;

	if (argc > 2 && strncmp(argv[2], "--", 2) == 0)
		return command_records(cli, argc, argv); /* --help */
	if (argc < 3 || strchr(argv[2], '='))
		return cli_usage("usage: ambit token create LABEL "
				 "role=ROLE|feed=FEED KEY=VALUE ...");
	if (asprintf(&label, "label=%s", argv[2]) < 0)
		return EXIT_FAILURE;
	return run_as(cli, "add", label, argc, argv);
}

/* Where the page is: as it is published, else where it is served. */
static int
print_link(const struct cli *cli, const struct ask *ask)
{
	CLEANUP(json_freep) json_t *answer = NULL;
	CLEANUP(buf_free) struct buf origin = BUF_INIT;
	const struct config *config = cli->config;
	const char *path, *until;

	if (cli->json) {
		fputs(buf_str(&ask->answer), stdout);
		return EXIT_SUCCESS;
	}
	json_read(buf_str(&ask->answer), ask->answer.len, &answer, NULL);
	path = json_string_value(json_object_get(answer, "path"));
	until = json_string_value(json_object_get(answer, "expires_at"));
	if (config->public_url[0])
		buf_adds(&origin, config->public_url);
	else
		cli_add_origin(&origin, config->address, (int)config->port);
	printf("%s%s\n", buf_str(&origin), path ? path : "");
	fprintf(stderr, "signs in once, until %s\n", until ? until : "");
	return EXIT_SUCCESS;
}

static int
run_link(struct cli *cli, int argc, char **argv)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	CLEANUP(freep) char *id = NULL;
	const char *why = NULL;
	const struct cli_option options[] = {
		{ "why", &why, NULL },
		{ NULL, NULL, NULL },
	};
	struct err err = ERR_INIT;
	int status;

	if (cli_options(cli, "token", options, argc, argv) != 2)
		return cli_usage("usage: ambit token link ID");
	id = whole_id(cli, argv[1]);
	status = cli_config(cli);
	if (status)
		return status;
	buf_adds(&ask.target, "/v1/tokens");
	ask_segment(&ask, id ? id : argv[1]);
	ask_segment(&ask, "link");
	if (why)
		ask_parameter(&ask, "why", why);
	if (ask_send(cli, &ask, &err) < 0)
		return cli_fail(&err);
	status = ask_refused(&ask, NULL, NULL);
	return status ? status : print_link(cli, &ask);
}

int
command_token(struct cli *cli, int argc, char **argv)
{
	static const struct {
		const char *name, *verb;
	} verbs[] = { { "revoke", "remove" }, { "show", "show" },
		{ "set", "set" } };

	if (argc > 1 && strcmp(argv[1], "create") == 0)
		return run_create(cli, argc, argv);
	if (argc > 1 && strcmp(argv[1], "link") == 0)
		return run_link(cli, argc, argv);
	for (size_t i = 0; argc > 2 && i < ARRAY_LEN(verbs); i++) {
		CLEANUP(freep) char *id = NULL;

		if (strcmp(argv[1], verbs[i].name) != 0)
			continue;
		id = whole_id(cli, argv[2]);
		return run_as(
		    cli, verbs[i].verb, id ? id : argv[2], argc, argv);
	}
	return command_records(cli, argc, argv);
}
