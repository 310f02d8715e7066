/* SPDX-License-Identifier: Apache-2.0 */
/* The file is read whole: it is somebody's spreadsheet, and rows are looked at
 * twice (which delimiter it has shows in its header). */
#include "csv_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "readers/csv_parts.h"

#define FILE_MOST ((size_t)256 << 20)
#define LINE_MOST ((size_t)1 << 20)

struct csv_file {
	struct buf text;
	struct csv_lines lines;
	struct arena arena;
	struct csv_rows *rows;
	VEC(char *) columns;
};

void
csv_file_free(struct csv_file *file)
{
	if (!file)
		return;
	csv_rows_free(file->rows);
	csv_lines_free(&file->lines);
	arena_free(&file->arena);
	vec_each(&file->columns, column)
		free(*column);
	vec_free(&file->columns);
	buf_free(&file->text);
	free(file);
}

void
csv_file_freep(struct csv_file **file)
{
	csv_file_free(*file);
}

static int
read_stream(FILE *stream, const char *path, struct buf *text, struct err *err)
{
	for (;;) {
		char *room = buf_reserve(text, 65536);
		size_t got;

		if (!room)
			return err_set(err, buf_error(text),
			    "%s is larger than 256 MiB", path);
		got = fread(room, 1, 65536, stream);
		buf_commit(text, got);
		if (got > 0)
			continue;
		if (ferror(stream))
			return err_errno(err, "read %s", path);
		return 0;
	}
}

static int
read_file(const char *path, struct buf *text, struct err *err)
{
	CLEANUP(fclosep) FILE *stream = NULL;

	text->limit = FILE_MOST;
	if (strcmp(path, "-") == 0)
		return read_stream(stdin, "standard input", text, err);
	stream = fopen(path, "re");
	if (!stream)
		return err_errno(err, "read %s", path);
	return read_stream(stream, path, text, err);
}

/* Begins again at the first row. */
static int
begin(struct csv_file *file, char delimiter, struct err *err)
{
	csv_rows_free(file->rows);
	csv_lines_free(&file->lines);
	csv_lines_open(&file->lines, buf_str(&file->text), file->text.len,
	    CSV_AUTO, LINE_MOST);
	file->rows = csv_rows_new(&file->lines, &file->arena, delimiter);
	if (!file->rows)
		return err_set(err, -ENOMEM, "no memory");
	return 0;
}

/* The first row with more than a "sep=;". */
static bool
first_row(struct csv_file *file, struct csv_row *row)
{
	while (csv_rows_next(file->rows, row)) {
		if (row->fault)
			return false;
		if (!row->empty && strncmp(row->values[0], "sep=", 4) != 0)
			return true;
	}
	return false;
}

/* The one that makes most of the header. */
static int
find_delimiter(struct csv_file *file, char *out, struct err *err)
{
	static const char signs[] = ",;\t";
	size_t most = 0;

	*out = signs[0];
	for (const char *sign = signs; *sign; sign++) {
		struct csv_row row;

		if (begin(file, *sign, err) < 0)
			return err->code;
		if (first_row(file, &row) && row.nvalues > most) {
			most = row.nvalues;
			*out = *sign;
		}
	}
	return 0;
}

static int
take_header(struct csv_file *file, const char *path, struct err *err)
{
	struct csv_row row;

	if (!first_row(file, &row))
		return err_set(
		    err, -EINVAL, "%s has no row that names columns", path);
	for (size_t i = 0; i < row.nvalues; i++) {
		char *name = strdup(row.values[i]);

		if (!name || vec_push(&file->columns, name) < 0) {
			free(name);
			return err_set(err, -ENOMEM, "no memory");
		}
	}
	return 0;
}

int
csv_file_open(const char *path, struct csv_file **out, struct err *err)
{
	CLEANUP(csv_file_freep) struct csv_file *file = calloc(1, sizeof *file);
	char delimiter;

	if (!file)
		return err_set(err, -ENOMEM, "no memory");
	if (read_file(path, &file->text, err) < 0 ||
	    find_delimiter(file, &delimiter, err) < 0 ||
	    begin(file, delimiter, err) < 0 || take_header(file, path, err) < 0)
		return err->code;
	*out = TAKE(file);
	return 0;
}

size_t
csv_file_columns(const struct csv_file *file)
{
	return file->columns.len;
}

const char *
csv_file_column(const struct csv_file *file, size_t i)
{
	return file->columns.items[i];
}

int
csv_file_next(struct csv_file *file, struct csv_cells *cells, struct err *err)
{
	struct csv_row row;

	while (csv_rows_next(file->rows, &row)) {
		if (row.empty && !row.fault)
			continue;
		cells->line = row.line;
		if (row.fault)
			return err_set(err, -EINVAL, "%s", row.fault);
		for (size_t i = file->columns.len; i < row.nvalues; i++)
			if (row.values[i][0])
				return err_set(err, -EINVAL,
				    "the row has more cells than the header");
		cells->values = row.values;
		cells->n = row.nvalues < file->columns.len ? row.nvalues
							   : file->columns.len;
		return 1;
	}
	return 0;
}
