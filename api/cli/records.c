/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit team|person|resource|... list | show ID | add [ID] KEY=VALUE ... |
 *     set ID KEY=VALUE ... | remove ID
 *
 * One command for every family of records. Values are written as in a cell of
 * CSV (base/record_cell.h); "last=DATE" is the last day of what ends with
 * "end", the day after it.
 */
#include "records.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "base/record_cell.h"
#include "base/text.h"

/* ---- changing --------------------------------------------------------- */

int
records_last_to_end(const char *value, char out[DAY_TEXT], struct err *err)
{
	int64_t day;

	if (day_parse(value, &day) < 0)
		return err_set(err, -EINVAL,
		    "last: \"%.40s\" should be a date, such as 2026-03-01",
		    value);
	day_format(out, day + 1);
	return 0;
}

/* Adds "KEY=VALUE" as a member of the body. */
int
records_add_member(const struct records_work *work, char *argument,
    struct buf *body, struct err *err)
{
	char *equals = strchr(argument, '='), end[DAY_TEXT];
	const char *key = argument, *value = equals + 1;
	const struct field *field;

	if (!equals)
		return err_set(
		    err, -EINVAL, "\"%.60s\" is no KEY=VALUE", argument);
	*equals = '\0';
	if (strcmp(key, "last") == 0 &&
	    record_field(work->family->type, "end")) {
		if (records_last_to_end(value, end, err) < 0)
			return err->code;
		key = "end";
		value = end;
	}
	field = record_field(work->family->type, key);
	buf_addc(body, body->len ? ',' : '{');
	json_add_text(body, key);
	buf_addc(body, ':');
	if (!field) /* the server says what would be right */
		json_add_text(body, value);
	else if (field_cell_json(field, value, body, err) < 0)
		return err_context(err, "%s", key);
	return 0;
}

static int
build_body(const struct records_work *work, int from, struct buf *body,
    struct err *err)
{
	for (int i = from; i < work->n; i++)
		if (records_add_member(work, work->arguments[i], body, err) < 0)
			return err->code;
	buf_adds(body, body->len ? "}" : "{}");
	return 0;
}

/* What was done, in words; or what was answered. */
static void
report(const struct records_work *work, const struct ask *ask, const char *done,
    const char *id)
{
	CLEANUP(json_freep) json_t *answer = NULL;
	const char *made, *secret;

	if (work->cli->json) {
		fputs(buf_str(&ask->answer), stdout);
		return;
	}
	json_read(buf_str(&ask->answer), ask->answer.len, &answer, NULL);
	made = json_string_value(json_object_get(answer, "id"));
	secret = json_string_value(json_object_get(answer, "secret"));
	printf("%s%s %s %s\n", work->dry_run ? "would be " : "", done,
	    work->family->name,
	    made ? made
	    : id ? id
		 : "");
	if (secret)
		printf("%s\n", secret);
}

int
records_send(struct records_work *work, struct ask *ask, const char *done,
    const char *id)
{
	struct err err = ERR_INIT;
	int status = cli_config(work->cli);

	if (status)
		return status;
	if (work->why)
		ask_parameter(ask, "why", work->why);
	if (work->by)
		ask_parameter(ask, "by", work->by);
	if (work->dry_run)
		ask_parameter(ask, "dry_run", "true");
	if (ask_send(work->cli, ask, &err) < 0)
		return cli_fail(&err);
	status = ask_refused(ask, NULL, NULL);
	if (!status && work->report && !work->cli->json)
		work->report(work, ask, done);
	else if (!status)
		report(work, ask, done, id);
	return status;
}

static int
run_change(struct records_work *work, enum http_method method, const char *id,
    int from, const char *done)
{
	CLEANUP(ask_free) struct ask ask = { .method = method };
	struct err err = ERR_INIT;

	buf_addf(&ask.target, "/v1/%s", work->family->plural);
	if (id && method != HTTP_POST)
		ask_segment(&ask, id);
	if (id && method == HTTP_POST) {
		buf_adds(&ask.body, "{\"id\":");
		json_add_text(&ask.body, id);
	}
	if (method != HTTP_DELETE &&
	    build_body(work, from, &ask.body, &err) < 0)
		return cli_fail(&err);
	return records_send(work, &ask, done, id);
}

/* An id stands before the values where people choose it. */
static int
run_add(struct records_work *work)
{
	bool named =
	    work->family->key == KEY_CODE || work->family->key == KEY_EVENT;
	bool chosen = named && work->n > 0 && !strchr(work->arguments[0], '=');

	return run_change(work, HTTP_POST, chosen ? work->arguments[0] : NULL,
	    chosen, "added");
}

static int
run_set(struct records_work *work)
{
	return run_change(work, HTTP_PATCH, work->arguments[0], 1, "changed");
}

static int
run_remove(struct records_work *work)
{
	return run_change(work, HTTP_DELETE, work->arguments[0], 1,
	    work->family->key == KEY_SECRET ? "revoked" : "removed");
}

/* ---- verbs ------------------------------------------------------------ */

static const struct records_verb *
named(const char *command, const struct records_verb *verbs, size_t n,
    const char *name)
{
	CLEANUP(buf_free) struct buf all = BUF_INIT;
	const char *names[20], *near;

	assert(n <= ARRAY_LEN(names));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
		names[i] = verbs[i].name;
		buf_addf(&all, "%s%s",
		    i == 0      ? ""
		    : i < n - 1 ? ", "
				: " and ",
		    names[i]);
	}
	near = text_nearest(name, names, n);
	cli_usage(near ? "%s: there is no \"%s\"; did you mean \"%s\"?"
		       : "%s: there is no \"%s\"; there are %s",
	    command, name, near ? near : buf_str(&all));
	return NULL;
}

const struct records_verb *
records_verb_find(struct records_work *work, const struct records_verb *verbs,
    size_t n, int argc, char **argv)
{
	const char *command = work->family->name;
	const struct records_verb *verb =
	    argc ? named(command, verbs, n, argv[0]) : verbs;

	work->n = argc ? argc - 1 : 0;
	work->arguments = argv + 1;
	if (!verb || (work->n >= verb->least && work->n <= verb->most))
		return verb;
	cli_usage("usage: ambit %s %s", command, verb->usage);
	return NULL;
}

static const struct records_verb verbs[] = {
	{ "list", records_list_run, 0, 20, "list [KEY=VALUE ...]" },
	{ "show", records_show_run, 1, 1, "show ID" },
	{ "add", run_add, 0, 100, "add [ID] KEY=VALUE ..." },
	{ "set", run_set, 2, 100, "set ID KEY=VALUE ..." },
	{ "remove", run_remove, 1, 1, "remove ID" },
};

int
command_records(struct cli *cli, int argc, char **argv)
{
	struct records_work work = { .cli = cli,
		.family = family_find(argv[0]) };
	const struct cli_option options[] = {
		{ "why", &work.why, NULL },
		{ "dry-run", NULL, &work.dry_run },
		{ NULL, NULL, NULL },
	};
	const struct records_verb *verb;
	int n = cli_options(cli, work.family->name, options, argc, argv);

	if (n < 0)
		return EXIT_USAGE;
	verb = records_verb_find(&work, verbs, ARRAY_LEN(verbs), n, argv);
	return verb ? verb->run(&work) : EXIT_USAGE;
}
