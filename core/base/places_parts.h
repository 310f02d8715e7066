/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the places, for the files of places.h alone: the table's text,
 * cut into texts in place; its rows; and their names, folded, in a hash table
 * of chains. Countries are found by their names in a table of the same kind.
 */
#ifndef AMBIT_BASE_PLACES_PARTS_H
#define AMBIT_BASE_PLACES_PARTS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/places.h"
#include "base/vec.h"

/* Longest folded name; what is longer is not found. */
#define PLACE_KEY 128

/* One name of one row. */
struct place_name {
	size_t key; /* offset of the folded name */
	uint32_t row;
	uint32_t next; /* of the chain; PLACE_END */
	bool main;     /* not one of the "other names"; a country's code */
};
#define PLACE_END UINT32_MAX

struct place_index {
	struct buf keys; /* folded names, each with its NUL */
	VEC(struct place_name) names;
	uint32_t *heads; /* by hash; a power of two */
	size_t nheads;
};

struct places {
	char *text[3]; /* of the three tables */
	VEC(struct place) rows;
	VEC(const char *) regions;   /* by row: other names of it, a list */
	VEC(const char *) countries; /* codes */
	struct place_index by_name, by_country;
	int64_t near_km, prominent;
};

/* The tables that are part of the program. */
extern const char places_table[], countries_table[];
extern const size_t places_table_len, countries_table_len;

/* The first name that is key (folded) and where to go on, or PLACE_END. */
uint32_t place_index_first(const struct place_index *index, const char *key);
uint32_t
place_index_next(const struct place_index *index, uint32_t at, const char *key);

#endif
