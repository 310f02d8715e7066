/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit team|person|resource|... list | show ID | add [ID] KEY=VALUE ... |
 *     set ID KEY=VALUE ... | remove ID
 *
 * One command for every family of records. Values are written as in a cell of
 * CSV (base/record_cell.h); "last=DATE" is the last day of what ends with
 * "end", the day after it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "base/record_cell.h"
#include "base/text.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "rest/record_json.h"
#include "store/record_table.h"

/* The columns of a list. */
static const char *const columns[FAMILIES][9] = {
	[FAMILY_COUNCIL] = { "id", "name", "city", "country", "email", NULL },
	[FAMILY_TEAM] = { "id", "name", "area", "lead", "minimum_presence",
	    "city", NULL },
	[FAMILY_PERSON] = { "id", "name", "team", "kind", "rank", "languages",
	    "skills", "city", NULL },
	[FAMILY_NETWORK] = { "id", "name", "role", "voting_seat", "responsible",
	    "lines", NULL },
	[FAMILY_PROJECT] = { "id", "name", "programme", "start", "end", "team",
	    "responsible", NULL },
	[FAMILY_RESOURCE] = { "id", "name", "kind", "languages", "capacity",
	    "seats", "city", NULL },
	[FAMILY_BUDGET] = { "id", "team", "year", "amount", "currency", NULL },
	[FAMILY_ABSENCE] = { "person", "start", "end", "kind", "requested",
	    "note", "id", NULL },
	[FAMILY_HOLIDAY] = { "start", "end", "name", "city", "country", "id",
	    NULL },
	[FAMILY_TOKEN] = { "id", "label", "role", "feed", "teams", "person",
	    "expires", "revoked", NULL },
};

struct work {
	struct cli *cli;
	const struct family *family;
	const char *why;
	bool dry_run;
	int n; /* arguments after the verb */
	char **arguments;
};

/* ---- looking ---------------------------------------------------------- */

static int
read_records(struct cli *cli, struct records **out)
{
	struct err err = ERR_INIT;
	int status = cli_store(cli);

	if (!status && store_records(cli->store, out, &err) < 0)
		status = cli_fail(&err);
	return status;
}

/* Is the record one with this value? */
static bool
has_value(const struct field *field, const void *record, const char *value)
{
	CLEANUP(buf_free) struct buf cell = BUF_INIT;
	const char *const *list = NULL;

	if (field->type == FIELD_TEXTS && field_given(field, record))
		list = *(const char *const *const *)((const char *)record +
						     field->offset);
	for (; list && *list; list++)
		if (strcmp(*list, value) == 0)
			return true;
	field_add_cell(field, record, &cell);
	return strcmp(buf_str(&cell), value) == 0;
}

/* Fits the record every KEY=VALUE? */
static bool
is_wanted(const struct work *work, const void *record)
{
	for (int i = 0; i < work->n; i++) {
		char *equals = strchr(work->arguments[i], '=');
		const struct field *field;
		bool fits;

		*equals = '\0';
		field = record_field(work->family->type, work->arguments[i]);
		*equals = '=';
		fits = field && has_value(field, record, equals + 1);
		if (!fits)
			return false;
	}
	return true;
}

/* Every argument is a KEY=VALUE of the family's. */
static int
check_filters(const struct work *work)
{
	for (int i = 0; i < work->n; i++) {
		const char *equals = strchr(work->arguments[i], '=');
		CLEANUP(freep)
		char *key = equals ? strndup(work->arguments[i],
					 (size_t)(equals - work->arguments[i]))
				   : NULL;

		if (!key || !record_field(work->family->type, key))
			return cli_usage("%s list: \"%s\" is no KEY=VALUE of "
					 "%s",
			    work->family->name, work->arguments[i],
			    work->family->a);
	}
	return 0;
}

static void
add_cells(struct table *table, const struct family *family, const void *record)
{
	for (const char *const *name = columns[family->id]; *name; name++) {
		CLEANUP(buf_free) struct buf cell = BUF_INIT;

		field_add_cell(
		    record_field(family->type, *name), record, &cell);
		table_add(table, buf_str(&cell));
	}
}

static int
print_table(const struct work *work, const struct records *records)
{
	char heads[9][24];
	const char *names[10] = { NULL };
	CLEANUP(table_freep) struct table *table = NULL;
	const struct record_row *row;
	struct ordered_walk walk;

	for (size_t i = 0; columns[work->family->id][i]; i++) {
		snprintf(heads[i], sizeof heads[i], "%s",
		    columns[work->family->id][i]);
		for (char *c = heads[i]; *c; c++)
			*c = *c == '_' ? ' ' : (char)(*c - 'a' + 'A');
		names[i] = heads[i];
	}
	table = table_new(names);
	if (!table)
		return EXIT_FAILURE;
	for (row = records_first(records, work->family->id, NULL, &walk); row;
	     row = records_next(&walk))
		if (is_wanted(work, row->record))
			add_cells(table, work->family, row->record);
	return table_print(table, stdout) < 0;
}

static int
print_json(const struct work *work, const struct records *records)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	const struct record_row *row;
	struct ordered_walk walk;

	buf_addc(&json, '[');
	for (row = records_first(records, work->family->id, NULL, &walk); row;
	     row = records_next(&walk)) {
		if (!is_wanted(work, row->record))
			continue;
		buf_adds(&json, json.len > 1 ? ",\n" : "\n");
		record_row_add_json(&json, row);
	}
	buf_adds(&json, "]");
	if (buf_error(&json) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&json));
	return EXIT_SUCCESS;
}

static int
run_list(struct work *work)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	int status = check_filters(work);

	if (!status)
		status = read_records(work->cli, &records);
	if (status)
		return status;
	return work->cli->json ? print_json(work, records)
			       : print_table(work, records);
}

static void
print_record(const struct record_row *row)
{
	char created[INSTANT_TEXT], revised[INSTANT_TEXT];

	for (size_t i = 0; i < row->family->type->nfields; i++) {
		const struct field *field = &row->family->type->fields[i];
		CLEANUP(buf_free) struct buf cell = BUF_INIT;

		if (!field_given(field, row->record))
			continue;
		field_add_cell(field, row->record, &cell);
		printf("%-18s %s\n", field->name, buf_str(&cell));
	}
	printf("%-18s %lld, made %s, changed %s\n", "revision",
	    (long long)row->revision,
	    instant_format(created, row->created_at, 0),
	    instant_format(revised, row->revised_at, 0));
}

static int
run_show(struct work *work)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	const struct record_row *row;
	int status = read_records(work->cli, &records);

	if (status)
		return status;
	row = records_find(records, work->family->id, work->arguments[0]);
	if (!row)
		return cli_usage("there is no %s \"%s\"", work->family->name,
		    work->arguments[0]);
	if (work->cli->json) {
		record_row_add_json(&json, row);
		puts(buf_str(&json));
	} else {
		print_record(row);
	}
	return EXIT_SUCCESS;
}

/* ---- changing --------------------------------------------------------- */

/* "last=2026-03-05" is "end=2026-03-06". */
static int
last_to_end(const char *value, char out[DAY_TEXT], struct err *err)
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
static int
add_member(
    const struct work *work, char *argument, struct buf *body, struct err *err)
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
		if (last_to_end(value, end, err) < 0)
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
build_body(const struct work *work, int from, struct buf *body, struct err *err)
{
	for (int i = from; i < work->n; i++)
		if (add_member(work, work->arguments[i], body, err) < 0)
			return err->code;
	buf_adds(body, body->len ? "}" : "{}");
	return 0;
}

/* What was done, in words; or what was answered. */
static void
report(const struct work *work, const struct ask *ask, const char *done,
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

static int
send(struct work *work, struct ask *ask, const char *done, const char *id)
{
	struct err err = ERR_INIT;
	int status = cli_config(work->cli);

	if (status)
		return status;
	if (work->why)
		ask_parameter(ask, "why", work->why);
	if (work->dry_run)
		ask_parameter(ask, "dry_run", "true");
	if (ask_send(work->cli, ask, &err) < 0)
		return cli_fail(&err);
	status = ask_refused(ask, NULL, NULL);
	if (!status)
		report(work, ask, done, id);
	return status;
}

static int
run_change(struct work *work, enum http_method method, const char *id, int from,
    const char *done)
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
	return send(work, &ask, done, id);
}

/* An id stands before the values where people choose it. */
static int
run_add(struct work *work)
{
	bool chosen = work->family->key == KEY_CODE && work->n > 0 &&
		      !strchr(work->arguments[0], '=');

	return run_change(work, HTTP_POST, chosen ? work->arguments[0] : NULL,
	    chosen, "added");
}

static int
run_set(struct work *work)
{
	return run_change(work, HTTP_PATCH, work->arguments[0], 1, "changed");
}

static int
run_remove(struct work *work)
{
	return run_change(work, HTTP_DELETE, work->arguments[0], 1, "removed");
}

/* ---- command ---------------------------------------------------------- */

static const struct verb {
	const char *name;
	int (*run)(struct work *work);
	int least, most; /* arguments */
	const char *usage;
} verbs[] = {
	{ "list", run_list, 0, 20, "list [KEY=VALUE ...]" },
	{ "show", run_show, 1, 1, "show ID" },
	{ "add", run_add, 0, 100, "add [ID] KEY=VALUE ..." },
	{ "set", run_set, 2, 100, "set ID KEY=VALUE ..." },
	{ "remove", run_remove, 1, 1, "remove ID" },
};

static const struct verb *
find_verb(const struct family *family, const char *name)
{
	const char *names[ARRAY_LEN(verbs)], *near;

	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
		names[i] = verbs[i].name;
	}
	near = text_nearest(name, names, ARRAY_LEN(names));
	cli_usage(near ? "%s: there is no \"%s\"; did you mean \"%s\"?"
		       : "%s: there is no \"%s\"; there are list, show, add, "
			 "set and remove",
	    family->name, name, near);
	return NULL;
}

int
command_records(struct cli *cli, int argc, char **argv)
{
	struct work work = { .cli = cli, .family = family_find(argv[0]) };
	const struct cli_option options[] = {
		{ "why", &work.why, NULL },
		{ "dry-run", NULL, &work.dry_run },
		{ NULL, NULL, NULL },
	};
	const struct verb *verb;
	int n = cli_options(cli, work.family->name, options, argc, argv);

	if (n < 0)
		return EXIT_USAGE;
	verb = find_verb(work.family, n > 0 ? argv[0] : "list");
	if (!verb)
		return EXIT_USAGE;
	work.n = n > 0 ? n - 1 : 0;
	work.arguments = argv + 1;
	if (work.n < verb->least || work.n > verb->most)
		return cli_usage(
		    "usage: ambit %s %s", work.family->name, verb->usage);
	return verb->run(&work);
}
