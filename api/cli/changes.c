/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit changes [--entity E] [--id ID] [--source S] [--since DATE] [--last N]
 *
 * The log as people read it: who did what to what, when; below it each value
 * before and after, and why. The last 50 rows, or N; of one entity, id or
 * source all that there are. ID may be a mission's number.
 */
#include "store/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/records.h"
#include "model/mission.h"

#define LAST 50
#define MOST 1000000

/* Only what the program itself needs. */
static const char *const quiet[] = { "id", "state_since", NULL };

static bool
is_quiet(const char *name)
{
	for (const char *const *at = quiet; *at; at++)
		if (strcmp(*at, name) == 0)
			return true;
	return false;
}

/* A value as one line; texts without their quotes. */
static void
print_value(const json_t *value)
{
	CLEANUP(freep) char *text = NULL;

	if (!value || json_is_null(value)) {
		fputs("-", stdout);
		return;
	}
	if (!json_is_string(value))
		text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	for (const char *at = text ? text : json_string_value(value); at && *at;
	     at++)
		putchar((unsigned char)*at < ' ' ? ' ' : *at);
}

static json_t *
read_object(const char *text)
{
	json_t *object = NULL;

	if (text)
		json_read(text, strlen(text), &object, NULL);
	return object;
}

static void
print_values(const struct change *change)
{
	CLEANUP(json_freep) json_t *before = read_object(change->before);
	CLEANUP(json_freep) json_t *after = read_object(change->after);
	const char *name;
	json_t *value;

	json_object_foreach(after ? after : before, name, value)
	{
		if (is_quiet(name))
			continue;
		printf("    %s: ", name);
		if (before)
			print_value(json_object_get(before, name));
		if (before && after)
			fputs(" -> ", stdout);
		if (after)
			print_value(value);
		putchar('\n');
	}
}

static int
print_change(const struct change *change, void *arg, struct err *err)
{
	char at[INSTANT_TEXT];

	(void)arg;
	(void)err;
	printf("%s  %s  %s %s %s", instant_format(at, change->at, 0),
	    change->actor, change->action, change->entity,
	    change->title ? change->title : change->id);
	printf("  (%lld)\n", (long long)change->seq);
	print_values(change);
	if (change->why)
		printf("    why: %s\n", change->why);
	return 0;
}

static int
print_json(const struct change *change, void *arg, struct err *err)
{
	CLEANUP(json_freep) json_t *before = read_object(change->before);
	CLEANUP(json_freep) json_t *after = read_object(change->after);
	char at[INSTANT_TEXT];
	CLEANUP(json_freep)
	json_t *row = json_pack("{sI ss ss ss ss ss* ss* sO* sO* ss*}", "seq",
	    (json_int_t)change->seq, "at", instant_format(at, change->at, 0),
	    "actor", change->actor, "action", change->action, "entity",
	    change->entity, "id", change->id, "title", change->title, "before",
	    before, "after", after, "why", change->why);
	CLEANUP(freep) char *text = row ? json_dumps(row, JSON_COMPACT) : NULL;

	(void)arg;
	if (!text)
		return err_set(err, -ENOMEM, "there is not enough memory");
	puts(text);
	return 0;
}

/* The id of a mission that has this number; else what was given. */
static const char *
id_of(const struct records *records, const char *name)
{
	struct ordered_walk walk;

	for (const struct record_row *row =
		 records_first(records, FAMILY_MISSION, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct mission *mission = row->record;

		if (mission->number && strcmp(mission->number, name) == 0)
			return mission->id;
	}
	return name;
}

/* Where to begin. */
static int
settle_filter(struct cli *cli, struct change_filter *filter, const char *last)
{
	struct err err = ERR_INIT;
	int64_t newest, count = LAST;

	filter->limit = MOST;
	if (last && (int_parse(last, &count) < 0 || count < 1))
		return cli_usage("--last: \"%s\" should be a number", last);
	if (!last &&
	    (filter->entity || filter->id || filter->source || filter->since))
		return EXIT_SUCCESS;
	if (changes_last(cli->store, &newest, NULL, &err) < 0)
		return cli_fail(&err);
	filter->after = newest > count ? newest - count : 0;
	return EXIT_SUCCESS;
}

int
command_changes(struct cli *cli, int argc, char **argv)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct change_filter filter = { .after = 0 };
	const char *since = NULL, *last = NULL;
	const struct cli_option options[] = {
		{ "entity", &filter.entity, NULL },
		{ "id", &filter.id, NULL },
		{ "source", &filter.source, NULL },
		{ "since", &since, NULL },
		{ "last", &last, NULL },
		{ NULL, NULL, NULL },
	};
	struct bound bound;
	struct err err = ERR_INIT;
	int n = cli_options(cli, "changes", options, argc, argv), status;

	if (n < 0)
		return EXIT_USAGE;
	if (n > 0)
		return cli_usage("changes: \"%s\" is not understood", argv[0]);
	status = since ? cli_bound("since", since, &bound) : EXIT_SUCCESS;
	if (!status)
		status = records_read(cli, &records);
	if (status)
		return status;
	if (since)
		filter.since = bound.utc;
	if (filter.id)
		filter.id = id_of(records, filter.id);
	status = settle_filter(cli, &filter, last);
	if (status)
		return status;
	if (changes_each(cli->store, &filter,
		cli->json ? print_json : print_change, NULL, &err) < 0)
		return cli_fail(&err);
	return EXIT_SUCCESS;
}
