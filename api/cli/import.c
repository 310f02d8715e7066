/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit export FAMILY                  a family as CSV, on standard output;
 *     missions [--from D] [--to D]     those of a period
 * ambit import FAMILY FILE ... [--dry-run] [--why REASON]
 *                                      CSV of one or several, all or nothing
 * ambit import missions FILE --map MAP ...    somebody's spreadsheet: sheet.h
 *
 * A column is a field by its name, a cell as in base/record_cell.h. What a
 * file has no column for stays as it is; an empty cell clears.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/csv_text.h"
#include "base/json.h"
#include "base/record_cell.h"
#include "base/text.h"
#include "cli/agenda.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/csv_file.h"
#include "cli/import.h"
#include "cli/records.h"
#include "cli/sheet.h"
#include "store/record_table.h"

/* ---- export ----------------------------------------------------------- */

static void
add_row(struct buf *out, const struct family *family, const void *record)
{
	for (size_t i = 0; i < family->type->nfields; i++) {
		const struct field *field = &family->type->fields[i];
		CLEANUP(buf_free) struct buf cell = BUF_INIT;

		field_add_cell(field, record, &cell);
		if (field->type == FIELD_INT || field->type == FIELD_REAL)
			csv_add_plain(out, buf_str(&cell), i == 0);
		else
			csv_add_text(out, buf_str(&cell), i == 0);
	}
	csv_end_row(out);
}

static int
print_csv(struct cli *cli, const struct records *records,
    const struct family *family, const struct period *period)
{
	CLEANUP(buf_free) struct buf out = BUF_INIT;
	const struct record_row *row;
	struct ordered_walk walk;

	for (size_t i = 0; i < family->type->nfields; i++)
		csv_add_plain(&out, family->type->fields[i].name, i == 0);
	csv_end_row(&out);
	for (row = records_first(records, family->id, NULL, &walk); row;
	     row = records_next(&walk))
		if (!period || period_has(cli, period, row->record))
			add_row(&out, family, row->record);
	if (buf_error(&out) < 0)
		return EXIT_FAILURE;
	return fwrite(out.data, 1, out.len, stdout) != out.len;
}

/* NULL when there is none; it has been said. */
static const struct family *
find_family(const char *command, const char *name)
{
	const struct family *family = family_find(name);
	const char *names[FAMILIES], *near;

	if (family)
		return family;
	for (int i = 0; i < FAMILIES; i++)
		names[i] = families[i].plural;
	near = text_nearest(name, names, FAMILIES);
	cli_usage(near ? "%s: there are no \"%s\"; did you mean \"%s\"?"
		       : "%s: there are no \"%s\"",
	    command, name, near);
	return NULL;
}

int
command_export(struct cli *cli, int argc, char **argv)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	const struct family *family;
	const char *from = NULL, *to = NULL;
	const struct cli_option options[] = {
		{ "from", &from, NULL },
		{ "to", &to, NULL },
		{ NULL, NULL, NULL },
	};
	struct period period;
	bool bound;
	int n = cli_options(cli, "export", options, argc, argv), status;

	if (n < 0)
		return EXIT_USAGE;
	if (n != 1)
		return cli_usage("usage: ambit export FAMILY | missions "
				 "[--from DATE] [--to DATE]");
	family = find_family("export", argv[0]);
	if (!family)
		return EXIT_USAGE;
	bound = from || to;
	if (bound && family->id != FAMILY_MISSION)
		return cli_usage("a period is for missions");
	status = period_read(cli, from, to, &period);
	if (!status)
		status = records_read(cli, &records);
	return status ? status
		      : print_csv(cli, records, family, bound ? &period : NULL);
}

/* ---- import ----------------------------------------------------------- */

void
import_free(struct import *import)
{
	ask_free(&import->ask);
	vec_free(&import->origins);
}

void
import_fault(
    struct import *import, const char *path, int64_t line, const char *what)
{
	fprintf(stderr, "%s:%lld: %s\n", path, (long long)line, what);
	import->faults++;
}

void
import_origin(struct import *import, const char *path, int64_t line)
{
	struct origin origin = { path, line };

	if (vec_push(&import->origins, origin) < 0)
		import->ask.body.error = -ENOMEM;
}

/* The field of each column; false when one is unknown. */
static bool
find_fields(struct import *import, const struct family *family,
    const struct csv_file *file, const char *path, const struct field **fields)
{
	const char *names[128], *near;
	size_t n = family->type->nfields;
	char text[200];

	for (size_t i = 0; i < n && i < ARRAY_LEN(names); i++)
		names[i] = family->type->fields[i].name;
	for (size_t i = 0; i < csv_file_columns(file); i++) {
		const char *column = csv_file_column(file, i);

		fields[i] = record_field(family->type, column);
		if (fields[i])
			continue;
		near = text_nearest(column, names, n);
		snprintf(text, sizeof text,
		    near ? "%s has no field \"%.60s\"; did you mean \"%s\"?"
			 : "%s has no field \"%.60s\"",
		    family->a, column, near);
		import_fault(import, path, 1, text);
	}
	return import->faults == 0;
}

/* One row as a line of the request. */
static void
add_line(struct import *import, const struct family *family,
    const struct field *const *fields, size_t n, const struct csv_cells *cells,
    const char *path)
{
	struct buf *body = &import->ask.body;
	struct err err = ERR_INIT;

	buf_addf(body, "{\"%s\":", family->name);
	for (size_t i = 0; i < n; i++) {
		const char *cell = i < cells->n ? cells->values[i] : "";

		buf_addf(body, "%c\"%s\":", i ? ',' : '{', fields[i]->name);
		if (field_cell_json(fields[i], csv_unguard(cell), body, &err) <
		    0) {
			err_context(&err, "%s", fields[i]->name);
			import_fault(import, path, cells->line, err.msg);
			buf_adds(body, "null");
		}
	}
	buf_adds(body, "}}\n");
	import_origin(import, path, cells->line);
}

static int
take_rows(struct import *import, const struct family *family,
    struct csv_file *file, const char *path)
{
	size_t n = csv_file_columns(file);
	CLEANUP(freep)
	const struct field **fields = calloc(n + 1, sizeof *fields);
	struct csv_cells cells;
	struct err err = ERR_INIT;
	int rc;

	if (!fields)
		return EXIT_FAILURE;
	if (!find_fields(import, family, file, path, fields))
		return EXIT_SUCCESS;
	while ((rc = csv_file_next(file, &cells, &err)) != 0) {
		if (rc < 0)
			import_fault(import, path, cells.line, err.msg);
		else
			add_line(import, family, fields, n, &cells, path);
	}
	return EXIT_SUCCESS;
}

static int
take_file(struct import *import, const char *name, const char *path)
{
	CLEANUP(csv_file_freep) struct csv_file *file = NULL;
	const struct family *family = find_family("import", name);
	struct err err = ERR_INIT;

	if (!family)
		return EXIT_USAGE;
	if (csv_file_open(path, &file, &err) < 0)
		return cli_fail(&err);
	return take_rows(import, family, file, path);
}

/* "/17/team" is the team of the row that made line 17. */
static void
name_place(const char *pointer, struct buf *out, void *arg)
{
	const struct import *import = arg;
	char *rest;
	size_t line = *pointer == '/' ? strtoul(pointer + 1, &rest, 10) : 0;
	const struct origin *origin;

	if (line < 1 || line > import->origins.len) {
		buf_adds(out, pointer);
		return;
	}
	origin = &import->origins.items[line - 1];
	buf_addf(out, "%s:%lld", origin->path, (long long)origin->line);
	if (*rest)
		buf_addf(out, ": %s", rest + 1);
}

int
import_refused(struct import *import)
{
	return ask_refused(&import->ask, name_place, import);
}

int
import_send(
    struct cli *cli, struct import *import, const char *why, bool dry_run)
{
	struct err err = ERR_INIT;

	buf_reset(&import->ask.target);
	buf_reset(&import->ask.answer);
	buf_adds(&import->ask.target, "/v1/import");
	if (why)
		ask_parameter(&import->ask, "why", why);
	if (dry_run)
		ask_parameter(&import->ask, "dry_run", "true");
	return ask_send(cli, &import->ask, &err) < 0 ? cli_fail(&err) : 0;
}

static int
report(const struct cli *cli, struct import *import, bool dry_run)
{
	CLEANUP(json_freep) json_t *answer = NULL;
	int status = import_refused(import);
	long long made, changed, same;

	if (status)
		return status;
	if (cli->json) {
		fputs(buf_str(&import->ask.answer), stdout);
		return EXIT_SUCCESS;
	}
	json_read(buf_str(&import->ask.answer), import->ask.answer.len, &answer,
	    NULL);
	made = json_integer_value(json_object_get(answer, "created"));
	changed = json_integer_value(json_object_get(answer, "updated"));
	same = json_integer_value(json_object_get(answer, "same"));
	printf("%s%lld added, %lld changed, %lld as they were\n",
	    dry_run ? "would be: " : "", made, changed, same);
	return EXIT_SUCCESS;
}

/* Files of the families' own columns, all of them or none. */
static int
import_files(struct cli *cli, int n, char **argv, const char *why, bool dry_run)
{
	CLEANUP(import_free)
	struct import import = { .ask = { .method = HTTP_POST } };
	int status = EXIT_SUCCESS;

	for (int i = 0; i < n && !status; i += 2)
		status = take_file(&import, argv[i], argv[i + 1]);
	if (status)
		return status;
	if (import.faults)
		return cli_usage("nothing was imported");
	status = import_send(cli, &import, why, dry_run);
	return status ? status : report(cli, &import, dry_run);
}

int
command_import(struct cli *cli, int argc, char **argv)
{
	struct sheet_options sheet = { .map = NULL };
	const struct cli_option options[] = {
		{ "why", &sheet.why, NULL },
		{ "map", &sheet.map, NULL },
		{ "partial", NULL, &sheet.partial },
		{ "dry-run", NULL, &sheet.dry_run },
		{ NULL, NULL, NULL },
	};
	int n = cli_options(cli, "import", options, argc, argv);
	int status = n < 0 ? EXIT_USAGE : cli_config(cli);

	if (status)
		return status;
	if (n == 0 || n % 2)
		return cli_usage(
		    "usage: ambit import FAMILY FILE ... [--map MAP "
		    "[--partial]] [--dry-run] [--why REASON]");
	if (!sheet.map)
		return import_files(cli, n, argv, sheet.why, sheet.dry_run);
	if (n != 2 || family_find(argv[0]) != &families[FAMILY_MISSION])
		return cli_usage("--map is for one file of missions");
	return sheet_import(cli, argv[1], &sheet);
}
