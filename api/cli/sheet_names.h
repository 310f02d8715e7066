/* SPDX-License-Identifier: Apache-2.0 */
/* Whom and what the cells of a sheet name: people by their names or ids,
 * missions by their numbers. */
#ifndef AMBIT_CLI_SHEET_NAMES_H
#define AMBIT_CLI_SHEET_NAMES_H

#include "store/records.h"

struct sheet_names;

/* Of the records that are there. NULL: no memory. */
struct sheet_names *sheet_names_new(const struct records *records);
void sheet_names_free(struct sheet_names *names);
void sheet_names_freep(struct sheet_names **names);

/* A person's id: the cell is their id, "Núria Pérez" or "PÉREZ, Núria".
 * NULL when nobody is called so, or several are. On loan. */
const char *
sheet_names_person(const struct sheet_names *names, const char *cell);
/* The name that is nearest, for "did you mean"; NULL. */
const char *sheet_names_near(const struct sheet_names *names, const char *cell);

/* A new person of that name; their id, made of it, on loan. NULL: no memory,
 * or a name without letters. */
const char *sheet_names_add(struct sheet_names *names, const char *cell);

/* The id of the mission of a number; NULL when there is none. */
const char *
sheet_names_mission(const struct sheet_names *names, const char *number);

#endif
