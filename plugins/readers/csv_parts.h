/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the reader of tables share. */
#ifndef AMBIT_READERS_CSV_PARTS_H
#define AMBIT_READERS_CSV_PARTS_H

#include <stdbool.h>

#include "readers/arena.h"
#include "readers/csv.h"
#include "readers/dates.h"

/* ------------------------------------------------------------- lines --- */

/* The lines of a text, one after another, as UTF-8. */
struct csv_lines {
	const char *at, *end;
	int64_t number; /* of the line at, 1-based */
	size_t unit;    /* bytes of a line end: 2 in UTF-16 */
	int order;      /* of the bytes in UTF-16 (charset.h) */
	bool cp1252;
	char sign;    /* the last character of a line end: LF, or CR */
	char *buffer; /* a converted line */
	size_t room;
	size_t most;    /* of bytes in a line */
	size_t scanned; /* of bytes so far, also again */
};

struct csv_line {
	const char *text; /* with its line end; on loan until the next */
	size_t len;
	bool too_long;  /* and so has no text */
	bool no_memory; /* likewise */
};

/* Passes the byte order mark. */
void csv_lines_open(struct csv_lines *lines, const char *text, size_t len,
    int encoding, size_t most);
/* False after the last. */
bool csv_lines_next(struct csv_lines *lines, struct csv_line *line);
void csv_lines_free(struct csv_lines *lines);

/* -------------------------------------------------------------- rows --- */

struct csv_row {
	int64_t line;              /* where it begins */
	const char *const *values; /* none is NULL; in the arena */
	size_t nvalues;
	const char *fault; /* NULL, or why it cannot be read */
	bool empty;        /* no value holds anything */
};

struct csv_rows;

/* NULL: no memory. Lines stay the caller's. */
struct csv_rows *
csv_rows_new(struct csv_lines *lines, struct arena *arena, char delimiter);
/* The next row, in the arena, which it resets. False after the last. */
bool csv_rows_next(struct csv_rows *rows, struct csv_row *row);
void csv_rows_free(struct csv_rows *rows);

/* --------------------------------------------------------------- map --- */

/* A piece of a field's value: a column, or (column NONE) a constant. */
struct csv_piece {
	const char *name; /* in the header, or the constant; NULL: by number */
	int column;       /* 0-based; CSV_UNBOUND, CSV_CONSTANT */
};
#define CSV_UNBOUND -1
#define CSV_CONSTANT -2

struct csv_field {
	const char *name;
	int field; /* of fields.h; -1: a value */
	struct csv_piece *pieces;
	size_t npieces;
	struct dates_rules dates;
};

struct csv_map {
	struct arena arena;
	struct csv_field *fields;
	size_t nfields;
	struct dates_rules dates;
	const char **header; /* the columns' names */
	size_t ncolumns;
	bool implicit; /* the header's names are the fields' */
};

/* 0; -1 with a sentence in reason when columns or dates cannot be read. */
int csv_map_read(struct csv_map *map, const char *columns, const char *dates,
    char *reason, size_t room);
/*
 * Finds each column by its name in this row. True when all are there; else
 * the first that is not, with the name that is nearest to it, is in reason,
 * and in *found how many are. Numbers need no row, but as many columns.
 */
bool csv_map_bind(struct csv_map *map, const struct csv_row *header,
    size_t *found, char *reason, size_t room);
/* Keeps the names of the columns. False: no memory. */
bool csv_map_name_columns(struct csv_map *map, const struct csv_row *header);
/* Makes the map of an implicit one: each column whose name is a field's. */
bool csv_map_from_header(struct csv_map *map, const struct csv_row *header);
/* Is it known what the title is, and when? */
bool csv_map_whole(const struct csv_map *map);
bool csv_map_add(struct csv_map *map, const struct csv_field *field);
/* The value of a field in a row, in the arena; NULL when it is empty. */
const char *csv_map_value(const struct csv_field *field,
    const struct csv_row *row, struct arena *arena);
void csv_map_free(struct csv_map *map);

#endif
