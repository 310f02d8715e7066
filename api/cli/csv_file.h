/* SPDX-License-Identifier: Apache-2.0 */
/* A CSV file of somebody's own, row by row under its header: UTF-8, UTF-16 or
 * Windows-1252, commas, semicolons or tabs. */
#ifndef AMBIT_CLI_CSV_FILE_H
#define AMBIT_CLI_CSV_FILE_H

#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

struct csv_file;

/* "-" is standard input. Reads its header. -EINVAL, -E2BIG (256 MiB), and
 * those of opening and reading. */
int csv_file_open(const char *path, struct csv_file **out, struct err *err);
void csv_file_free(struct csv_file *file);
void csv_file_freep(struct csv_file **file);

/* The header's columns; none is NULL. */
size_t csv_file_columns(const struct csv_file *file);
const char *csv_file_column(const struct csv_file *file, size_t i);

struct csv_cells {
	int64_t line; /* where the row begins, from 1 */
	const char *const *values;
	size_t n; /* at most the columns; cells beyond are empty */
};

/* 1: a row that is not empty, on loan until the next; 0: there is none any
 * more; -EINVAL: one that cannot be read (err names its line), and more may
 * follow. */
int
csv_file_next(struct csv_file *file, struct csv_cells *cells, struct err *err);

#endif
