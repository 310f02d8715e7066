/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows through libcsv, which is handed one line after another until it has a
 * whole row. It is strict about what follows a closing quote, for there the
 * end of the field is unknown; a quote amid an unquoted field is text.
 */
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "readers/charset.h"
#include "readers/csv_parts.h"

#define STRICT (CSV_STRICT | CSV_REPALL_NL)

struct csv_rows {
	struct csv_lines *lines;
	struct arena *arena;
	struct csv_parser parser;
	struct csv_row row;
	struct arena_list values;
	size_t bytes; /* of the row so far */
	bool complete;
};

static int
is_line_end(unsigned char c)
{
	return c == '\n';
}

struct csv_rows *
csv_rows_new(struct csv_lines *lines, struct arena *arena, char delimiter)
{
	struct csv_rows *rows = calloc(1, sizeof *rows);

	if (!rows)
		return NULL;
	rows->lines = lines;
	rows->arena = arena;
	if (csv_init(&rows->parser, STRICT) != 0) {
		free(rows);
		return NULL;
	}
	csv_set_delim(&rows->parser, (unsigned char)delimiter);
	csv_set_term_func(&rows->parser, is_line_end);
	return rows;
}

void
csv_rows_free(struct csv_rows *rows)
{
	if (rows)
		csv_free(&rows->parser);
	free(rows);
}

static void
fault(struct csv_rows *rows, const char *why)
{
	if (!rows->row.fault)
		rows->row.fault = why;
}

static void
on_value(void *bytes, size_t len, void *arg)
{
	struct csv_rows *rows = arg;
	const char *text = bytes ? bytes : "";

	while (len && strchr(" \t\r\n", *text) && *text)
		text++, len--;
	while (len && strchr(" \t\r\n", text[len - 1]) && text[len - 1])
		len--;
	if (memchr(text, '\0', len))
		fault(rows, "it holds a NUL, which is no text");
	else if (!utf8_sound(text, len))
		fault(rows, "it is not UTF-8 (see encoding)");
	rows->row.empty &= len == 0;
	arena_list_add(
	    rows->arena, &rows->values, arena_text(rows->arena, text, len));
}

static void
on_row(int sign, void *arg)
{
	struct csv_rows *rows = arg;

	(void)sign;
	rows->complete = true;
}

/* A quote amid an unquoted field, as the text that it is. */
static void
quote_take(struct csv_rows *rows, const char *quote)
{
	csv_set_opts(&rows->parser, CSV_REPALL_NL);
	csv_parse(&rows->parser, quote, 1, on_value, on_row, rows);
	csv_set_opts(&rows->parser, STRICT);
}

static void
feed(struct csv_rows *rows, const char *text, size_t len)
{
	while (len && !rows->row.fault) {
		size_t done =
		    csv_parse(&rows->parser, text, len, on_value, on_row, rows);

		if (done == len)
			return;
		if (csv_error(&rows->parser) != CSV_EPARSE) {
			fault(rows, "no memory to read it");
		} else if (rows->parser.quoted) {
			fault(rows, "text stands behind a closing quote");
		} else {
			quote_take(rows, text + done);
			done++;
		}
		text += done;
		len -= done;
	}
}

/* One line of the row, with one and the same line end. */
static void
feed_line(struct csv_rows *rows, const struct csv_line *line)
{
	size_t len = line->len;

	rows->bytes += len;
	if (line->no_memory)
		fault(rows, "no memory to read it");
	if (line->too_long || rows->bytes > rows->lines->most)
		fault(rows, "it is longer than a row may be, perhaps because "
			    "a quote is not closed");
	if (rows->row.fault)
		return;
	while (
	    len && strchr("\r\n", line->text[len - 1]) && line->text[len - 1])
		len--;
	feed(rows, line->text, len);
	feed(rows, "\n", 1);
}

/* Nothing of a row that failed is left in the parser; reading goes on at the
 * line after the row's first. */
static void
row_abandon(struct csv_rows *rows, const char *resume)
{
	csv_fini(&rows->parser, NULL, NULL, NULL);
	rows->lines->at = resume;
	rows->lines->number = rows->row.line + 1;
}

bool
csv_rows_next(struct csv_rows *rows, struct csv_row *row)
{
	const char *resume = NULL;
	struct csv_line line;

	arena_reset(rows->arena);
	rows->values = (struct arena_list){ NULL, 0, 0 };
	rows->row =
	    (struct csv_row){ .line = rows->lines->number, .empty = true };
	rows->bytes = 0;
	rows->complete = false;
	while (!rows->complete && !rows->row.fault) {
		if (csv_lines_next(rows->lines, &line)) {
			if (!resume)
				resume = rows->lines->at;
			feed_line(rows, &line);
		} else if (resume) {
			fault(rows, "a quote in it is not closed");
		} else {
			return false;
		}
	}
	if (rows->arena->failed)
		fault(rows, "no memory to read it");
	if (rows->row.fault)
		row_abandon(rows, resume);
	rows->row.values = rows->values.items;
	rows->row.nvalues = rows->values.len;
	*row = rows->row;
	return true;
}
