/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a spreadsheet of missions is to be read: a file of two sections.
 *
 *   [sheet]
 *   team = T1             answers for what names no team
 *   dates = dmy           or mdy, ymd
 *   year = 2025           of dates without a year; left out: they are refused
 *   decimal = comma       or point
 *   currency = EUR        of amounts that name none
 *   state = draft         or another: registers of the past are closed
 *   people = known        or add: who is not known is added to the team
 *   [columns]
 *   number = Missió       a field, and the column's heads that it may have,
 *   person = Persona | Autoridad        wherever it stands
 *
 * Fields are number, title, purpose, person (several in a cell are parted by
 * semicolons), team, city, country, start, last (day), cost or cost.HEADING,
 * line, network, project, sponsor.
 */
#ifndef AMBIT_CLI_SHEET_MAP_H
#define AMBIT_CLI_SHEET_MAP_H

#include "base/err.h"
#include "base/vec.h"
#include "cli/sheet_cell.h"
#include "config/config.h"

struct sheet_column {
	char *field;
	char *heads; /* "Persona | Autoridad" */
	int line;
};

struct sheet_map {
	char *team;
	int order; /* enum sheet_order */
	int64_t year;
	int comma;
	char *currency;
	char *state;
	int add_people;
	VEC(struct sheet_column) columns;
};

/* -EINVAL: each problem is added; -ENOENT and the like. */
int sheet_map_read(const char *path, struct sheet_map *map,
    struct config_problems *problems, struct err *err);
void sheet_map_free(struct sheet_map *map);

/* Does the column's list of heads have this one, whatever capitals, accents
 * and blanks? */
bool sheet_column_is(const struct sheet_column *column, const char *head);

#endif
