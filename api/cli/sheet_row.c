/* SPDX-License-Identifier: Apache-2.0 */
/* One row of a sheet: each cell by the field that the map says it is, then
 * what the cells together make. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/csv_text.h"
#include "base/date.h"
#include "base/text.h"
#include "cli/sheet_parts.h"

/* What the cells of a row have said so far. */
struct row {
	struct sheet *sheet;
	int64_t line;
	const char *column; /* being read, for messages */
	struct buf body, people, costs;
	const char *number;
	bool titled, teamed, ends;
	bool start_year, last_year;
	int64_t start, last;
	const char *purpose, *city;
	char currency[SHEET_CURRENCY];
	struct err err; /* the first fault */
};

static void
row_free(struct row *row)
{
	buf_free(&row->body);
	buf_free(&row->people);
	buf_free(&row->costs);
}

/* A member of the mission, one line: what stands in several is joined. */
static void
add_text(struct row *row, const char *name, const char *value)
{
	CLEANUP(buf_free) struct buf line = BUF_INIT;

	for (; *value; value++)
		buf_addc(&line, strchr("\r\n\t", *value) ? ' ' : *value);
	buf_addf(&row->body, ",\"%s\":", name);
	json_add_text(&row->body, buf_str(&line));
}

/* One name of a cell; people are added when the map says so. */
static int
add_person(struct row *row, const char *name)
{
	struct sheet *sheet = row->sheet;
	struct buf *body = &sheet->import.ask.body;
	const char *id = sheet_names_person(sheet->names, name), *near;

	if (!id && sheet->map.add_people) {
		id = sheet_names_add(sheet->names, name);
		if (!id)
			return err_set(&row->err, -EINVAL,
			    "\"%.60s\" makes no name", name);
		buf_addf(body, "{\"person\":{\"id\":\"%s\",\"name\":", id);
		json_add_text(body, name);
		buf_adds(body, ",\"team\":");
		json_add_text(body, sheet->map.team);
		buf_adds(body, "}}\n");
		import_origin(&sheet->import, sheet->path, row->line);
	}
	if (!id) {
		near = sheet_names_near(sheet->names, name);
		return err_set(&row->err, -EINVAL,
		    near ? "there is nobody called \"%.60s\", or several; did "
			   "you mean %s?"
			 : "there is nobody called \"%.60s\", or several",
		    name, near);
	}
	buf_addf(&row->people, "%s\"%s\"", row->people.len ? "," : "", id);
	return 0;
}

/* Trims blanks at both ends, in place. */
static char *
trim(char *text)
{
	size_t n;

	text += strspn(text, " \t\r\n");
	for (n = strlen(text); n && strchr(" \t\r\n", text[n - 1]); n--)
		text[n - 1] = '\0';
	return text;
}

/* Calls fn for each part of a cell between semicolons. */
static int
parts_each(struct row *row, const char *cell,
    int (*fn)(struct row *row, const char *part))
{
	CLEANUP(freep) char *copy = strdup(cell);
	char *rest = copy, *part;
	int rc = copy ? 0 : -ENOMEM;

	while (rc == 0 && (part = strsep(&rest, ";"))) {
		part = trim(part);
		if (*part)
			rc = fn(row, part);
	}
	return rc;
}

static int
add_place(struct row *row, const char *place)
{
	if (row->city)
		return err_set(&row->err, -EINVAL,
		    "it names several places: make it a mission for each");
	add_text(row, "city", place);
	row->city = place;
	return 0;
}

/* A country by its name in any language, or its code. */
static int
take_country(struct row *row, const char *cell)
{
	const char *code = places_country(row->sheet->cli->places, cell);

	if (!code)
		return err_set(&row->err, -EINVAL,
		    "\"%.60s\" is no country that is known", cell);
	add_text(row, "country", code);
	return 0;
}

static int
take_day(struct row *row, const char *cell, bool last)
{
	const struct sheet_map *map = &row->sheet->map;

	if (last)
		row->ends = true;
	return sheet_date(cell, (enum sheet_order)map->order, map->year,
	    last ? &row->last : &row->start,
	    last ? &row->last_year : &row->start_year, &row->err);
}

/* Beside the dates: a heading's amount. */
static int
add_cost(struct row *row, const char *heading, const char *cell)
{
	char currency[SHEET_CURRENCY];
	int64_t cents;

	if (sheet_money(
		cell, row->sheet->map.comma, &cents, currency, &row->err) < 0)
		return row->err.code;
	if (currency[0] && row->currency[0] &&
	    strcmp(currency, row->currency) != 0)
		return err_set(&row->err, -EINVAL,
		    "it is in %s, the rest in %s", currency, row->currency);
	if (currency[0])
		memcpy(row->currency, currency, sizeof currency);
	if (cents == 0)
		return 0;
	buf_adds(
	    &row->costs, row->costs.len ? ",{\"heading\":" : "{\"heading\":");
	json_add_text(&row->costs, heading);
	buf_addf(&row->costs, ",\"estimated\":%lld}", (long long)cents);
	return 0;
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int
take_number(struct row *row, const char *cell)
{
	char *number = strdup(cell);
	char **found =
	    number ? tsearch(number, &row->sheet->seen, compare_texts) : NULL;

	if (!found || *found != number)
		free(number);
	if (!found)
		return err_set(
		    &row->err, -ENOMEM, "there is not enough memory");
	if (*found != number)
		return err_set(&row->err, -EINVAL,
		    "the number \"%.40s\" stands in a row before, too", cell);
	row->number = cell;
	add_text(row, "number", cell);
	return 0;
}

/* A cell that is not empty. */
static int
take_cell(struct row *row, const char *field, const char *cell)
{
	if (strcmp(field, "number") == 0)
		return take_number(row, cell);
	if (strcmp(field, "person") == 0)
		return parts_each(row, cell, add_person);
	if (strcmp(field, "city") == 0)
		return parts_each(row, cell, add_place);
	if (strcmp(field, "country") == 0)
		return take_country(row, cell);
	if (strcmp(field, "start") == 0 || strcmp(field, "last") == 0)
		return take_day(row, cell, field[0] == 'l');
	if (strncmp(field, "cost", 4) == 0)
		return add_cost(row, field[4] ? field + 5 : "travel", cell);
	if (strcmp(field, "line") == 0) {
		buf_adds(&row->body, ",\"lines\":[");
		json_add_text(&row->body, cell);
		buf_addc(&row->body, ']');
		return 0;
	}
	row->titled |= strcmp(field, "title") == 0;
	row->teamed |= strcmp(field, "team") == 0;
	if (strcmp(field, "purpose") == 0)
		row->purpose = cell;
	add_text(row, field, cell);
	return 0;
}

/* ---- the row as a line ------------------------------------------------ */

/* The one window: a turn of the year lies between dates without a year. */
static int
add_window(struct row *row, bool begins)
{
	char start[DAY_TEXT], end[DAY_TEXT];

	if (!begins && !row->ends)
		return 0;
	if (!begins || !row->ends)
		return err_set(&row->err, -EINVAL, "the %s day is missing",
		    begins ? "last" : "first");
	if (row->last < row->start && !row->last_year && !row->start_year) {
		struct civil civil = civil_from_day(row->last);

		row->last =
		    day_from_ymd(civil.year + 1, civil.month, civil.day);
	}
	if (row->last < row->start)
		return err_set(
		    &row->err, -EINVAL, "the last day is before the first");
	buf_addf(&row->body, ",\"windows\":[{\"start\":\"%s\",\"end\":\"%s\"}]",
	    day_format(start, row->start), day_format(end, row->last + 1));
	return 0;
}

/* What the cells did not say by themselves. */
static int
finish_row(struct row *row, bool begins)
{
	const struct sheet_map *map = &row->sheet->map;
	int64_t people = row->people.len != 0;

	if (add_window(row, begins) < 0)
		return row->err.code;
	for (const char *at = buf_str(&row->people); *at; at++)
		people += *at == ',';
	if (people)
		buf_addf(&row->body,
		    ",\"roles\":[{\"kind\":\"technical\",\"count\":%lld,"
		    "\"chosen\":[%s]}]",
		    (long long)people, buf_str(&row->people));
	if (row->costs.len)
		buf_addf(&row->body, ",\"costs\":[%s]", buf_str(&row->costs));
	if (row->costs.len && row->currency[0])
		add_text(row, "currency", row->currency);
	if (!row->titled)
		add_text(row, "title",
		    row->purpose ? row->purpose
		    : row->city  ? "Mission"
				 : "");
	if (!row->teamed && map->team)
		add_text(row, "team", map->team);
	return 0;
}

static void
add_line(struct row *row)
{
	struct sheet *sheet = row->sheet;
	struct buf *body = &sheet->import.ask.body;
	const char *id =
	    row->number ? sheet_names_mission(sheet->names, row->number) : NULL;

	buf_adds(body, "{\"mission\":{");
	if (id)
		buf_addf(body, "\"id\":\"%s\"%s", id, buf_str(&row->body));
	else if (sheet->map.state)
		buf_addf(body, "\"state\":\"%s\"%s", sheet->map.state,
		    buf_str(&row->body));
	else
		buf_adds(body, buf_str(&row->body) + 1);
	buf_adds(body, "}}\n");
	import_origin(&sheet->import, sheet->path, row->line);
}

static void
refuse_row(struct row *row)
{
	char text[300];

	snprintf(text, sizeof text, "%.60s%s%.200s",
	    row->column ? row->column : "", row->column ? ": " : "",
	    row->err.msg);
	import_fault(&row->sheet->import, row->sheet->path, row->line, text);
	row->sheet->refused++;
}

void
sheet_row(struct sheet *sheet, const struct csv_cells *cells)
{
	CLEANUP(row_free)
	struct row row = { .sheet = sheet, .line = cells->line };
	bool begins = false;
	int rc = 0;

	if (sheet->map.currency)
		snprintf(row.currency, sizeof row.currency, "%.3s",
		    sheet->map.currency);
	for (size_t i = 0; rc == 0 && i < cells->n; i++) {
		const char *cell = csv_unguard(cells->values[i]);

		if (!sheet->columns[i] || !cell[strspn(cell, " \t\r\n")])
			continue;
		row.column = sheet->columns[i]->heads;
		begins |= strcmp(sheet->columns[i]->field, "start") == 0;
		rc = take_cell(&row, sheet->columns[i]->field, cell);
	}
	if (rc == 0) {
		row.column = NULL;
		rc = finish_row(&row, begins);
	}
	if (rc < 0)
		refuse_row(&row);
	else
		add_line(&row);
}
