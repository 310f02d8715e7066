/* SPDX-License-Identifier: Apache-2.0 */
/*
 * First the header: the delimiter is the one under which a row of the first
 * few has all the columns that are wanted. Then row after row.
 */
#include "csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "readers/csv_parts.h"
#include "readers/fields.h"

/* Of bytes in a row. */
#define ROW_MOST ((size_t)256 << 10)
/* The header is one of the first so many rows. */
#define HEADER_WITHIN 20
/* Ask whether it is time to stop once in so many rows. */
#define EXPIRED_EVERY 256
/* Reading begins again after a row that failed; all in all no more often
 * than reading the text so many times, and this, would take. */
#define AGAIN 8
#define AGAIN_BYTES ((size_t)16 << 20)

struct csv_reader {
	struct reading *reading;
	struct csv_lines lines;
	struct csv_rows *rows;
	struct csv_map map;
	struct arena arena; /* of one row */
	int64_t read;
};

/* ----------------------------------------------------------------- header */

/* "sep=;" in the first line, as one spreadsheet writes it for itself. */
static char
separator_line(struct csv_reader *reader)
{
	struct csv_lines *lines = &reader->lines;
	const char *at = lines->at;
	struct csv_line line;
	char sign = 0;

	if (csv_lines_next(lines, &line) && !line.too_long && !line.no_memory) {
		const char *p = line.text + (line.len && *line.text == '"');
		size_t left = (size_t)(line.text + line.len - p);

		if (left >= 5 && !strncasecmp(p, "sep=", 4) &&
		    strchr(",;\t|", p[4]))
			sign = p[4];
	}
	if (!sign) {
		lines->at = at;
		lines->number = 1;
	}
	return sign;
}

/* A delimiter under which the table has been tried. */
struct trial {
	char delimiter;
	bool fits;
	int64_t header; /* its line */
	size_t columns;
	size_t found; /* columns that were wanted */
	char reason[400];
};

/* May the row be the header? */
static bool
row_try(
    struct csv_reader *reader, const struct csv_row *row, struct trial *trial)
{
	struct csv_map *map = &reader->map;
	char reason[sizeof trial->reason] = "";
	size_t found = 0;

	if (map->implicit) {
		trial->fits = csv_map_from_header(map, row);
		found = map->nfields;
		snprintf(reason, sizeof reason,
		    "no row has columns called title and start (or dates); "
		    "say in columns which they are");
	} else {
		trial->fits =
		    csv_map_bind(map, row, &found, reason, sizeof reason);
	}
	if (trial->fits || !trial->reason[0] || found > trial->found) {
		trial->header = row->line;
		trial->columns = row->nvalues;
		trial->found = found;
		memcpy(trial->reason, reason, sizeof reason);
	}
	return trial->fits;
}

/* Looks at the first rows, and goes back to where it began. */
static void
delimiter_try(struct csv_reader *reader, struct trial *trial)
{
	struct csv_lines *lines = &reader->lines;
	const char *at = lines->at;
	int64_t number = lines->number;
	struct csv_rows *rows =
	    csv_rows_new(lines, &reader->arena, trial->delimiter);
	struct csv_row row;

	for (int i = 0; i < HEADER_WITHIN && rows && !trial->fits; i++) {
		if (!csv_rows_next(rows, &row))
			break;
		if (row.fault || row.empty)
			continue;
		row_try(reader, &row, trial);
		if (!reader->reading->config->header)
			break;
	}
	csv_rows_free(rows);
	lines->at = at;
	lines->number = number;
}

/* Which of two is nearer to fitting? */
static bool
better(const struct trial *a, const struct trial *b)
{
	if (a->fits != b->fits)
		return a->fits;
	if (!a->fits && a->found != b->found)
		return a->found > b->found;
	return a->columns > b->columns;
}

/* Tries each delimiter that it may be, or the one that is told; the best one.
 * False when two do as well. */
static bool
delimiter_choose(struct csv_reader *reader, char told, struct trial *best)
{
	static const char all[] = ",;\t";
	int chosen = reader->reading->config->delimiter;
	char signs[sizeof all] = "";
	bool sure = true;

	memcpy(signs, all, sizeof all);
	if (told || chosen)
		snprintf(
		    signs, sizeof signs, "%c", chosen ? all[chosen - 1] : told);
	*best = (struct trial){ .delimiter = signs[0] };
	delimiter_try(reader, best);
	for (const char *sign = signs + 1; *sign; sign++) {
		struct trial trial = { .delimiter = *sign };

		delimiter_try(reader, &trial);
		if (better(&trial, best)) {
			*best = trial;
			sure = true;
		} else if (!better(best, &trial)) {
			sure = best->columns <= 1;
		}
	}
	return sure || !best->fits;
}

/* Passes the rows up to the header, and binds the map to it. */
static bool
header_take(struct csv_reader *reader, const struct trial *trial)
{
	struct trial again = { .fits = false };
	const char *at = reader->lines.at;
	int64_t number = reader->lines.number;
	struct csv_row row;

	reader->rows =
	    csv_rows_new(&reader->lines, &reader->arena, trial->delimiter);
	if (!reader->rows)
		return false;
	while (csv_rows_next(reader->rows, &row) && row.line < trial->header)
		;
	if (!row_try(reader, &row, &again))
		return false;
	if (reader->reading->config->header)
		return csv_map_name_columns(&reader->map, &row);
	reader->lines.at = at;
	reader->lines.number = number;
	reader->map.ncolumns = trial->columns;
	return true;
}

static int
header_find(struct csv_reader *reader)
{
	char told = separator_line(reader);
	struct trial trial;

	if (!delimiter_choose(reader, told, &trial)) {
		reading_fail(reader->reading,
		    "more than one sign may separate its columns; set "
		    "delimiter");
		return AMBIT_CONFIG;
	}
	if (!trial.fits)
		return reading_fail(reader->reading, "%s",
		    trial.reason[0] ? trial.reason : "it has no rows");
	return header_take(reader, &trial)
		   ? AMBIT_OK
		   : reading_fail(reader->reading, "no memory");
}

/* ------------------------------------------------------------------- rows */

/* Refuses a row that was not read, or has values beyond the header's. */
static void
row_check(const struct csv_reader *reader, const struct csv_row *row,
    struct draft *draft)
{
	if (row->fault)
		draft_refuse(draft, "%s", row->fault);
	for (size_t i = reader->map.ncolumns; i < row->nvalues; i++)
		if (row->values[i][0])
			draft_refuse(draft,
			    "it has %zu columns, the header %zu", row->nvalues,
			    reader->map.ncolumns);
}

/* What the map names, and then the columns, by their names. */
static const struct item_value *
row_values(struct csv_reader *reader, const struct csv_row *row,
    const struct item_value *mapped, size_t nmapped)
{
	const struct csv_map *map = &reader->map;
	size_t n = map->header ? map->ncolumns : 0;
	struct item_value *values =
	    arena_take(&reader->arena, (nmapped + n + 1) * sizeof *values);

	if (!values)
		return NULL;
	if (nmapped)
		memcpy(values, mapped, nmapped * sizeof *values);
	for (size_t i = 0; i < n && i < row->nvalues; i++)
		if (row->values[i][0] && map->header[i][0])
			values[nmapped++] = (struct item_value){ map->header[i],
				row->values[i] };
	values[nmapped] = (struct item_value){ NULL, NULL };
	return values;
}

/* Sets the event's fields; what the map gives, into mapped. */
static size_t
fields_fill(struct csv_reader *reader, const struct csv_row *row,
    struct fields *fields, struct item_value *mapped)
{
	const struct csv_map *map = &reader->map;
	size_t n = 0;

	for (size_t i = 0; i < map->nfields; i++) {
		const struct csv_field *field = &map->fields[i];
		const char *text = csv_map_value(field, row, &reader->arena);

		if (!text)
			continue;
		if (field->field >= 0)
			fields_set(fields, field->field, field->name, text,
			    &field->dates);
		mapped[n++] = (struct item_value){ field->name, text };
	}
	return n;
}

static int
row_take(struct csv_reader *reader, const struct csv_row *row)
{
	struct draft draft =
	    draft_begin(reader->reading, &reader->arena, row->line);
	struct fields fields = { .draft = &draft };
	struct item_value *mapped = arena_take(
	    &reader->arena, (reader->map.nfields + 1) * sizeof *mapped);

	row_check(reader, row, &draft);
	if (!draft.reason[0] && mapped) {
		size_t n = fields_fill(reader, row, &fields, mapped);

		draft.extra.values = row_values(reader, row, mapped, n);
		fields_finish(&fields);
	}
	return draft_end(&draft);
}

static int
rows_read(struct csv_reader *reader)
{
	struct reading *reading = reader->reading;
	size_t most = reading->len * AGAIN + AGAIN_BYTES;
	int result = AMBIT_OK;
	struct csv_row row;

	while (result == AMBIT_OK && csv_rows_next(reader->rows, &row)) {
		if (reader->read++ % EXPIRED_EVERY == 0 &&
		    reading->host->expired(reading->run))
			return AMBIT_CANCELLED;
		if (reader->lines.scanned > most)
			return reading_fail(
			    reading, "too many of its quotes are not closed");
		if (!row.empty || row.fault)
			result = row_take(reader, &row);
	}
	return result;
}

/* ------------------------------------------------------------------ whole */

static void
lines_open(struct csv_reader *reader)
{
	const struct reading *reading = reader->reading;

	csv_lines_open(&reader->lines, reading->text, reading->len,
	    reading->config->encoding, ROW_MOST);
	if (reading->config->encoding == CSV_AUTO && reader->lines.cp1252)
		reading->host->log(reading->run, AMBIT_LOG_INFO,
		    "the table is not UTF-8; it is read as Windows-1252");
}

static int
csv_reader_read(struct reading *reading)
{
	struct csv_reader reader = { .reading = reading };
	char reason[500];
	int result;

	if (csv_map_read(&reader.map, reading->config->columns,
		reading->config->dates, reason, sizeof reason) < 0) {
		reading_fail(reading, "%s", reason);
		return AMBIT_CONFIG;
	}
	lines_open(&reader);
	result = header_find(&reader);
	if (result == AMBIT_OK)
		result = rows_read(&reader);
	csv_rows_free(reader.rows);
	csv_map_free(&reader.map);
	csv_lines_free(&reader.lines);
	arena_free(&reader.arena);
	return result;
}

static int
csv_recognise(const struct reading *reading)
{
	if (reading_is_type(reading, "text/csv") ||
	    reading_is_type(reading, "text/tab-separated-values"))
		return 90;
	if (reading_begins(reading, "sep="))
		return 80;
	return reading_is_named(reading, ".csv") ||
		       reading_is_named(reading, ".tsv") ||
		       reading_is_named(reading, ".tab")
		   ? 60
		   : 0;
}

const struct reader reader_csv = {
	.name = "csv",
	.accept = "text/csv",
	.recognise = csv_recognise,
	.read = csv_reader_read,
};

const char *
csv_check(const char *columns, const char *dates)
{
	/* What a plugin's check says outlives it and is nobody's
	 * (ambit-plugin.h): one buffer of a process that checks once. */
	static char reason[500];
	struct csv_map map;

	if (csv_map_read(&map, columns, dates, reason, sizeof reason) < 0)
		return reason;
	csv_map_free(&map);
	return NULL;
}
