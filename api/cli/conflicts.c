/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit conflicts [--team T] [--severity L] [--period P] [--person P]
 *                 [--code C] [--state S] [--source NAME] [--lang L]
 * ambit conflicts --explain ID
 * ambit conflicts --propose ID
 * ambit conflicts waive ID --until DAY --why REASON
 * ambit conflicts merge|keep-apart|undo ID [--why REASON]
 * ambit synergies ..., and accept|dismiss|undo ID
 *
 * What the rules have found, read from the store; a decision goes to the
 * running daemon through its local door, or without one takes the store's
 * lock and is written here.
 */
#include "store/conflicts.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "base/record.h"
#include "base/text.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/propose.h"
#include "cli/table.h"
#include "model/bound.h"
#include "rest/conflict_json.h"
#include "schedule/conflict_text.h"

struct listing {
	struct table *table;
	struct buf json;
	enum language language;
};

static int
add_conflict(const struct conflict *conflict, void *arg, struct err *err)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	struct listing *listing = arg;

	(void)err;
	buf_adds(&listing->json, listing->json.len > 1 ? ",\n" : "\n");
	conflict_add_json(&listing->json, conflict, listing->language);
	conflict_add_text(
	    &text, listing->language, conflict->code, conflict->evidence);
	table_add(listing->table, conflict->id);
	table_add(listing->table, conflict->code);
	table_add(listing->table, conflict->level);
	table_add(listing->table, conflict_state_words[conflict->state]);
	table_add(listing->table, buf_str(&text));
	return 0;
}

static int
list(struct cli *cli, const struct conflict_filter *filter,
    enum language language)
{
	static const char *const heads[] = { "ID", "CODE", "LEVEL", "STATE",
		"WHAT", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);
	struct listing listing = { .table = table, .language = language };
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

/* -------------------------------------------------------------- explaining */

struct explaining {
	enum language language;
	bool json, found;
};

static void
print_evidence(const struct conflict *conflict)
{
	json_t *evidence = json_loads(conflict->evidence, 0, NULL);
	char *text = evidence ? json_dumps(evidence, JSON_INDENT(2)) : NULL;

	if (text)
		puts(text);
	free(text);
	json_decref(evidence);
}

static int
explain_one(const struct conflict *conflict, void *arg, struct err *err)
{
	struct explaining *explaining = arg;
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	enum language language = explaining->language;
	char since[INSTANT_TEXT];

	(void)err;
	explaining->found = true;
	if (explaining->json) {
		conflict_add_json(&text, conflict, language);
		puts(buf_str(&text));
		return 0;
	}
	conflict_add_text(&text, language, conflict->code, conflict->evidence);
	printf("%s %s (%s, %s since %s)\n\n%s\n%s\n", conflict->code,
	    conflict_name(language, conflict->code), conflict->level,
	    conflict_state_words[conflict->state],
	    instant_format(since, conflict->state_since, 0), buf_str(&text),
	    conflict_remedy(language, conflict->code));
	if (conflict->decided_by)
		printf("\n%s: %s\n", conflict->decided_by,
		    conflict->why ? conflict->why : "");
	putchar('\n');
	print_evidence(conflict);
	return 0;
}

static int
explain(struct cli *cli, const char *id, enum language language)
{
	struct explaining explaining = { language, cli->json, false };
	struct conflict_filter filter = { .id = id };
	struct err err = ERR_INIT;
	int status = cli_store(cli);

	if (status)
		return status;
	if (conflicts_each(
		cli->store, &filter, explain_one, &explaining, &err) < 0)
		return cli_fail(&err);
	if (explaining.found)
		return EXIT_SUCCESS;
	fprintf(stderr, "ambit: there is no conflict \"%s\"\n", id);
	return EXIT_FAILURE;
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

struct decision {
	const char *path; /* "/v1/conflicts" */
	const char *step, *id, *why, *until;
};

static int
decide(struct cli *cli, const struct decision *decision)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	struct err err = ERR_INIT;
	int status = cli_config(cli);

	if (status)
		return status;
	buf_adds(&ask.target, decision->path);
	ask_segment(&ask, decision->id);
	ask_segment(&ask, decision->step);
	if (decision->why)
		ask_parameter(&ask, "why", decision->why);
	if (strcmp(decision->step, "waive") == 0) {
		buf_adds(&ask.body, "{\"until\":");
		json_add_text(&ask.body, decision->until);
		buf_addc(&ask.body, '}');
	}
	if (ask_send(cli, &ask, &err) < 0)
		return cli_fail(&err);
	status = ask_refused(&ask, NULL, NULL);
	return status ? status : tell(cli, &ask);
}

/* --------------------------------------------------------------- commands */

struct family_command {
	const char *name, *path, *family;
	const char *const *steps;
	bool proposes; /* ways out of one */
};

/* What is given as text becomes the filter's; a negative result tells what is
 * wrong. */
static int
read_filter(struct cli *cli, const struct family_command *command,
    const char *state, const char *period, struct conflict_filter *filter)
{
	const struct zone *zone = NULL;
	int status = period ? cli_zone(cli, &zone) : 0;

	filter->family = command->family;
	filter->state =
	    state ? choice_parse(conflict_state_words, state) : CONFLICT_OPEN;
	if (filter->state < 0)
		return cli_usage(
		    "%s: there is no state \"%s\"", command->name, state);
	if (filter->level &&
	    choice_parse(conflict_level_words, filter->level) <= 0)
		return cli_usage("%s: a severity is info, warn, decide or "
				 "block",
		    command->name);
	if (status)
		return status;
	if (period && !cli_read_span(period, zone, &filter->period))
		return cli_usage("%s: write a period as 2026-11 or "
				 "2026-11-01..2026-11-30",
		    command->name);
	return 0;
}

static int
run(struct cli *cli, const struct family_command *command, int argc,
    char **argv)
{
	struct conflict_filter filter = { .id = NULL };
	struct decision decision = { .path = command->path };
	const char *state = NULL, *period = NULL, *id = NULL, *lang = NULL;
	const char *propose = NULL;
	const struct cli_option options[] = {
		{ "code", &filter.code, NULL },
		{ "state", &state, NULL },
		{ "severity", &filter.level, NULL },
		{ "team", &filter.team, NULL },
		{ "person", &filter.person, NULL },
		{ "source", &filter.source, NULL },
		{ "period", &period, NULL },
		{ "explain", &id, NULL },
		{ "lang", &lang, NULL },
		{ "why", &decision.why, NULL },
		{ "until", &decision.until, NULL },
		{ command->proposes ? "propose" : NULL, &propose, NULL },
		{ NULL, NULL, NULL },
	};
	int n = cli_options(cli, command->name, options, argc, argv);
	int language = lang ? language_parse(lang) : LANGUAGE_EN;
	int status;

	if (n < 0)
		return EXIT_USAGE;
	if (language < 0)
		return cli_usage("%s: there are ca, es and en", command->name);
	if (n == 2 && choice_parse(command->steps, argv[0]) >= 0) {
		decision.step = argv[0];
		decision.id = argv[1];
		return decide(cli, &decision);
	}
	if (n > 0)
		return cli_usage("%s: write what to do with it (%s, ...), and "
				 "its id",
		    command->name, command->steps[0]);
	if (propose)
		return cli_propose(cli, propose, (enum language)language);
	if (id)
		return explain(cli, id, (enum language)language);
	status = read_filter(cli, command, state, period, &filter);
	return status ? status : list(cli, &filter, (enum language)language);
}

int
command_conflicts(struct cli *cli, int argc, char **argv)
{
	static const char *const steps[] = { "waive", "merge", "keep-apart",
		"undo", NULL };
	static const struct family_command command = { "conflicts",
		"/v1/conflicts", "C", steps, true };

	return run(cli, &command, argc, argv);
}

int
command_synergies(struct cli *cli, int argc, char **argv)
{
	static const char *const steps[] = { "accept", "dismiss", "undo",
		NULL };
	static const struct family_command command = { "synergies",
		"/v1/synergies", "S", steps, false };

	return run(cli, &command, argc, argv);
}
