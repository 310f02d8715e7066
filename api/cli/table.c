/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/vec.h"

struct table {
	size_t columns;
	VEC(char *) cells; /* the heads first */
	int error;
};

struct table *
table_new(const char *const *heads)
{
	struct table *table = calloc(1, sizeof *table);

	if (!table)
		return NULL;
	for (; heads[table->columns]; table->columns++)
		table_add(table, heads[table->columns]);
	return table;
}

void
table_free(struct table *table)
{
	if (!table)
		return;
	vec_each(&table->cells, cell)
		free(*cell);
	vec_free(&table->cells);
	free(table);
}

void
table_freep(struct table **table)
{
	table_free(*table);
}

static void
add_cell(struct table *table, char *cell)
{
	if (!cell || vec_push(&table->cells, cell) < 0) {
		free(cell);
		table->error = -ENOMEM;
		return;
	}
	for (; *cell; cell++)
		if ((unsigned char)*cell < 0x20 || *cell == 0x7f)
			*cell = ' ';
}

void
table_add(struct table *table, const char *text)
{
	add_cell(table, strdup(text ? text : ""));
}

void
table_addf(struct table *table, const char *fmt, ...)
{
	char *cell;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vasprintf(&cell, fmt, args);
	va_end(args);
	add_cell(table, len < 0 ? NULL : cell);
}

/* Cells that a text takes on the terminal; its bytes where the locale cannot
 * tell. */
static size_t
width(const char *text)
{
	mbstate_t state = { 0 };
	size_t cells = 0, left = strlen(text);
	wchar_t wide;

	while (left) {
		size_t len = mbrtowc(&wide, text, left, &state);
		int cell;

		if (len == (size_t)-1 || len == (size_t)-2)
			return cells + left;
		cell = wcwidth(wide);
		cells += cell > 0 ? (size_t)cell : 0;
		text += len;
		left -= len;
	}
	return cells;
}

static void
print_row(
    const struct table *table, const size_t *widths, size_t row, FILE *out)
{
	char *const *cells = table->cells.items + row * table->columns;
	size_t last = table->columns;

	while (last > 0 && !cells[last - 1][0])
		last--;
	for (size_t i = 0; i < last; i++) {
		fputs(cells[i], out);
		if (i + 1 < last)
			fprintf(out, "%*s",
			    (int)(widths[i] - width(cells[i]) + 2), "");
	}
	fputc('\n', out);
}

int
table_print(const struct table *table, FILE *out)
{
	size_t *widths;

	if (table->error)
		return table->error;
	widths = calloc(table->columns, sizeof *widths);
	if (!widths)
		return -ENOMEM;
	for (size_t i = 0; i < table->cells.len; i++) {
		size_t cell = width(table->cells.items[i]);

		if (cell > widths[i % table->columns])
			widths[i % table->columns] = cell;
	}
	for (size_t row = 0; row < table->cells.len / table->columns; row++)
		print_row(table, widths, row, out);
	free(widths);
	return 0;
}
