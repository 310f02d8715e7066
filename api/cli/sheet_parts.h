/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the sheets share. */
#ifndef AMBIT_CLI_SHEET_PARTS_H
#define AMBIT_CLI_SHEET_PARTS_H

#include "cli/csv_file.h"
#include "cli/import.h"
#include "cli/sheet.h"
#include "cli/sheet_map.h"
#include "cli/sheet_names.h"

#define FIELDS 64

/* A sheet as it is read. */
struct sheet {
	struct cli *cli;
	const char *path;
	struct sheet_map map;
	struct sheet_names *names;
	struct import import;
	/* Of each column of the file: its row of the map; NULL: not taken. */
	const struct sheet_column *columns[FIELDS];
	size_t ncolumns;
	int64_t rows, refused;
	void *seen; /* the numbers so far, a tree of texts */
};

/* One row as a line of the request, or refused and said. */
void sheet_row(struct sheet *sheet, const struct csv_cells *cells);

#endif
