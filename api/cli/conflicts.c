/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit conflicts [--code C] [--state S] [--source NAME]
 * ambit conflicts merge|keep-apart|undo ID [--why REASON]
 *
 * What the rules have found, read from the store; a decision goes to the
 * running daemon through its local door, or without one takes the store's
 * lock and is written here.
 */
#include "store/conflicts.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/record.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "rest/conflict_json.h"

struct listing {
	struct table *table;
	struct buf json;
};

/* "metropolis 2026-11-03 Forum": an event of the evidence. */
static void
add_event(struct table *table, const json_t *events, size_t i)
{
	const json_t *event = json_array_get(events, i);
	const char *source =
	    json_string_value(json_object_get(event, "source"));
	const char *start = json_string_value(json_object_get(event, "start"));
	const char *title =
	    json_string_value(json_object_get(event, "summary"));

	table_addf(table, "%s %.10s %s", source ? source : "",
	    start ? start : "", title ? title : "");
}

/* "title, link" */
static void
add_rules(struct table *table, const json_t *rules)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;

	for (size_t i = 0; i < json_array_size(rules); i++) {
		const char *rule = json_string_value(json_array_get(rules, i));

		buf_addf(&text, "%s%s", i ? ", " : "", rule ? rule : "");
	}
	table_add(table, buf_str(&text));
}

static int
add_conflict(const struct conflict *conflict, void *arg, struct err *err)
{
	struct listing *listing = arg;
	json_t *evidence = json_loads(conflict->evidence, 0, NULL);
	const json_t *events = json_object_get(evidence, "events");

	(void)err;
	buf_adds(&listing->json, listing->json.len > 1 ? ",\n" : "\n");
	conflict_add_json(&listing->json, conflict);
	table_add(listing->table, conflict->id);
	table_add(listing->table, conflict->code);
	table_add(listing->table, conflict->level);
	table_add(listing->table, conflict_state_words[conflict->state]);
	add_rules(listing->table, json_object_get(evidence, "rules"));
	table_addf(listing->table, "%lld%%",
	    (long long)json_integer_value(
		json_object_get(evidence, "similarity")));
	add_event(listing->table, events, 0);
	add_event(listing->table, events, 1);
	json_decref(evidence);
	return 0;
}

static int
list(struct cli *cli, const struct conflict_filter *filter)
{
	static const char *const heads[] = { "ID", "CODE", "LEVEL", "STATE",
		"BY", "ALIKE", "OLDER", "OTHER", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);
	struct listing listing = { .table = table };
	struct err err = ERR_INIT;
	int status = table ? cli_store(cli) : EXIT_FAILURE;

	if (status)
		return status;
	buf_addc(&listing.json, '[');
	if (conflicts_each(cli->store, filter, add_conflict, &listing, &err) <
	    0) {
		status = cli_fail(&err);
	} else if (cli->json) {
		buf_addc(&listing.json, ']');
		puts(buf_str(&listing.json));
	} else {
		status = table_print(table, stdout) < 0;
	}
	buf_free(&listing.json);
	return status;
}

/* ------------------------------------------------------------- decisions */

/* Says what it is now. */
static int
tell(const struct cli *cli, const struct ask *ask)
{
	CLEANUP(json_freep) json_t *json = NULL;
	const char *state, *title;

	if (cli->json) {
		fputs(buf_str(&ask->answer), stdout);
		return EXIT_SUCCESS;
	}
	json_read(buf_str(&ask->answer), ask->answer.len, &json, NULL);
	state = json_string_value(json_object_get(json, "state"));
	title = json_string_value(json_object_get(json, "title"));
	printf("%s: %s\n", state ? state : "", title ? title : "");
	return EXIT_SUCCESS;
}

static int
decide(struct cli *cli, const char *step, const char *id, const char *why)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	struct err err = ERR_INIT;
	int status = cli_config(cli);

	if (status)
		return status;
	buf_adds(&ask.target, "/v1/conflicts");
	ask_segment(&ask, id);
	ask_segment(&ask, step);
	if (why)
		ask_parameter(&ask, "why", why);
	if (ask_send(cli, &ask, &err) < 0)
		return cli_fail(&err);
	status = ask_refused(&ask, NULL, NULL);
	return status ? status : tell(cli, &ask);
}

int
command_conflicts(struct cli *cli, int argc, char **argv)
{
	static const char *const steps[] = { "merge", "keep-apart", "undo",
		NULL };
	struct conflict_filter filter = { .id = NULL };
	const char *state = NULL, *why = NULL;
	const struct cli_option options[] = {
		{ "code", &filter.code, NULL },
		{ "state", &state, NULL },
		{ "source", &filter.source, NULL },
		{ "why", &why, NULL },
		{ NULL, NULL, NULL },
	};
	int n = cli_options(cli, "conflicts", options, argc, argv);

	if (n < 0)
		return EXIT_USAGE;
	if (n == 2 && choice_parse(steps, argv[0]) >= 0)
		return decide(cli, argv[0], argv[1], why);
	if (n > 0)
		return cli_usage("conflicts: write merge, keep-apart or undo, "
				 "and the id of a conflict");
	filter.state =
	    state ? choice_parse(conflict_state_words, state) : CONFLICT_OPEN;
	if (filter.state < 0)
		return cli_usage("conflicts: there is no state \"%s\"", state);
	return list(cli, &filter);
}
