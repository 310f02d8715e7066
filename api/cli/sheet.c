/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "cli/sheet_parts.h"
#include "store/record_table.h"

static void
sheet_release(struct sheet *sheet)
{
	sheet_map_free(&sheet->map);
	sheet_names_free(sheet->names);
	import_free(&sheet->import);
	tdestroy(sheet->seen, free);
}

/* ---- the header ------------------------------------------------------- */

/* Finds each column of the map, wherever it stands. EXIT_USAGE when one that
 * is needed is not there. */
static int
find_columns(struct sheet *sheet, const struct csv_file *file)
{
	sheet->ncolumns = csv_file_columns(file);
	if (sheet->ncolumns > FIELDS)
		return cli_usage(
		    "%s has more than %d columns", sheet->path, FIELDS);
	vec_each(&sheet->map.columns, column) {
		bool found = false;

		for (size_t i = 0; i < sheet->ncolumns && !found; i++)
			if (!sheet->columns[i] &&
			    sheet_column_is(column, csv_file_column(file, i))) {
				sheet->columns[i] = column;
				found = true;
			}
		if (!found)
			return cli_usage("%s has no column \"%s\", which the "
					 "map takes as %s",
			    sheet->path, column->heads, column->field);
	}
	return EXIT_SUCCESS;
}

static void
take_rows(struct sheet *sheet, struct csv_file *file)
{
	struct csv_cells cells;
	struct err err = ERR_INIT;
	int rc;

	while ((rc = csv_file_next(file, &cells, &err)) != 0) {
		sheet->rows++;
		if (rc > 0) {
			sheet_row(sheet, &cells);
			continue;
		}
		import_fault(&sheet->import, sheet->path, cells.line, err.msg);
		sheet->refused++;
		err_clear(&err);
	}
}

/* ---- sending ---------------------------------------------------------- */

/* Takes the bad ones, by their number from 0, out of the body's lines; how
 * many. */
static int64_t
drop_lines(struct import *import, const bool *bad)
{
	CLEANUP(buf_free) struct buf kept = BUF_INIT;
	const char *at = buf_str(&import->ask.body);
	size_t n = 0, lines = import->origins.len;
	int64_t dropped = 0;

	for (size_t line = 0; line < lines; line++) {
		const char *end = strchr(at, '\n');

		if (!end)
			break;
		dropped += bad[line];
		if (!bad[line]) {
			import->origins.items[n++] =
			    import->origins.items[line];
			buf_add(&kept, at, (size_t)(end - at) + 1);
		}
		at = end + 1;
	}
	import->origins.len = n;
	buf_reset(&import->ask.body);
	buf_add(&import->ask.body, buf_str(&kept), kept.len);
	if (buf_error(&kept) < 0)
		import->ask.body.error = -ENOMEM;
	return dropped;
}

/* Takes the refused lines out of the body; how many. */
static int64_t
drop_refused(struct import *import)
{
	CLEANUP(json_freep) json_t *answer = NULL;
	CLEANUP(freep) bool *bad = calloc(import->origins.len + 1, 1);
	size_t i;
	json_t *value;

	json_read(buf_str(&import->ask.answer), import->ask.answer.len, &answer,
	    NULL);
	json_array_foreach(json_object_get(answer, "errors"), i, value)
	{
		const char *pointer =
		    json_string_value(json_object_get(value, "pointer"));
		size_t line = pointer ? strtoul(pointer + 1, NULL, 10) : 0;

		if (bad && line >= 1 && line <= import->origins.len)
			bad[line - 1] = true;
	}
	return bad ? drop_lines(import, bad) : 0;
}

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Adds those who are chosen in a line of a mission. */
static int
take_chosen(const char *line, const char *end, void **tree)
{
	static const char list[] = "\"chosen\":[";
	const char *at =
	    memmem(line, (size_t)(end - line), list, sizeof list - 1);

	at = at ? at + sizeof list - 1 : end;
	while (at < end && *at == '"') {
		size_t len = strcspn(at + 1, "\"");
		char *id = strndup(at + 1, len);
		char **found = id ? tsearch(id, tree, compare_ids) : NULL;

		if (!found || *found != id)
			free(id);
		if (!found)
			return -ENOMEM;
		at += len + 2;
		at += *at == ',';
	}
	return 0;
}

/* Is the line of a person whom no mission names? */
static bool
is_unused(const char *line, void *const *tree)
{
	static const char head[] = "{\"person\":{\"id\":\"";
	char id[RECORD_ID];

	if (strncmp(line, head, sizeof head - 1) != 0)
		return false;
	line += sizeof head - 1;
	snprintf(id, sizeof id, "%.*s", (int)strcspn(line, "\""), line);
	return !tfind(id, tree, compare_ids);
}

/* Who was to be added for rows that were refused, and for no other. */
static void
drop_unused_people(struct import *import)
{
	CLEANUP(freep) bool *bad = calloc(import->origins.len + 1, 1);
	const char *at = buf_str(&import->ask.body), *end;
	void *tree = NULL;
	int rc = bad ? 0 : -ENOMEM;

	for (; rc == 0 && (end = strchr(at, '\n')); at = end + 1)
		rc = take_chosen(at, end, &tree);
	at = buf_str(&import->ask.body);
	for (size_t i = 0; rc == 0 && (end = strchr(at, '\n'));
	     i++, at = end + 1)
		bad[i] = is_unused(at, &tree);
	if (rc == 0)
		drop_lines(import, bad);
	else
		import->ask.body.error = rc;
	tdestroy(tree, free);
}

static int
send(struct sheet *sheet, const struct sheet_options *options)
{
	struct import *import = &sheet->import;
	int status;

	for (;;) {
		int64_t dropped;

		drop_unused_people(import);
		status = import_send(
		    sheet->cli, import, options->why, options->dry_run);
		if (status || import->ask.status < 400)
			return status;
		status = import_refused(import);
		dropped = drop_refused(import);
		sheet->refused += dropped;
		if (!options->partial || dropped == 0)
			return status;
	}
}

static long long
count_of(const struct sheet *sheet, const char *name)
{
	CLEANUP(json_freep) json_t *answer = NULL;

	json_read(buf_str(&sheet->import.ask.answer),
	    sheet->import.ask.answer.len, &answer, NULL);
	return json_integer_value(json_object_get(answer, name));
}

/* What came of it. */
static void
report(
    const struct sheet *sheet, const struct sheet_options *options, bool done)
{
	long long made = done ? count_of(sheet, "created") : 0;
	long long changed = done ? count_of(sheet, "updated") : 0;
	long long same = done ? count_of(sheet, "same") : 0;
	const char *format = sheet->cli->json
				 ? "{\"rows\":%lld,\"accepted\":%lld,"
				   "\"refused\":%lld,\"created\":%lld,"
				   "\"updated\":%lld,\"same\":%lld}\n"
				 : "%lld rows: %lld accepted, %lld refused; "
				   "%lld records added, %lld changed, %lld as "
				   "they were\n";

	if (!sheet->cli->json && options->dry_run)
		fputs("would be: ", stdout);
	printf(format, (long long)sheet->rows,
	    (long long)(sheet->rows - sheet->refused),
	    (long long)sheet->refused, made, changed, same);
}

static int
read_map(struct sheet *sheet, const char *path)
{
	struct config_problems problems = VEC_INIT;
	struct err err = ERR_INIT;
	int status = EXIT_SUCCESS;

	sheet->map.comma = true;
	if (sheet_map_read(path, &sheet->map, &problems, &err) < 0) {
		cli_problems(&problems);
		status = cli_fail(&err);
	} else if (sheet->map.add_people && !sheet->map.team) {
		status = cli_usage("%s: who is added belongs to a team: say "
				   "which one",
		    path);
	}
	config_problems_free(&problems);
	return status;
}

/* What is there before; nothing, where there is no store yet. */
static int
read_names(struct sheet *sheet)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct err err = ERR_INIT;
	int status = cli_store(sheet->cli);

	if (status)
		return status;
	if (store_records(sheet->cli->store, &records, &err) < 0)
		return cli_fail(&err);
	sheet->names = sheet_names_new(records);
	return sheet->names ? EXIT_SUCCESS
			    : cli_usage("there is not enough memory");
}

int
sheet_import(
    struct cli *cli, const char *path, const struct sheet_options *options)
{
	CLEANUP(sheet_release)
	struct sheet sheet = { .cli = cli,
		.path = path,
		.import = { .ask = { .method = HTTP_POST } } };
	CLEANUP(csv_file_freep) struct csv_file *file = NULL;
	struct err err = ERR_INIT;
	bool done = false;
	int status = read_map(&sheet, options->map);

	if (!status)
		status = read_names(&sheet);
	if (!status)
		status = cli_places(cli);
	if (!status && csv_file_open(path, &file, &err) < 0)
		status = cli_fail(&err);
	if (!status)
		status = find_columns(&sheet, file);
	if (status)
		return status;
	take_rows(&sheet, file);
	if ((!sheet.refused || options->partial) && sheet.import.origins.len) {
		status = send(&sheet, options);
		done = status == EXIT_SUCCESS;
	}
	report(&sheet, options, done);
	if (!done && !options->dry_run)
		fputs("nothing was imported\n", stderr);
	return sheet.refused ? EXIT_FAILURE : status;
}
